\set i :i + 1
\set n :i * :clients + :client_id
WITH consumed AS (
    UPDATE badges.login_tokens AS l SET consumed_at = now(), updated_at = now() FROM bench.ceremonies AS c
     WHERE c.n = :n AND l.token_id = c.token_id AND l.purpose = 'webauthn.authenticate'
       AND l.consumed_at IS NULL AND l.expires_at > now()
    RETURNING c.n, l.state
), used AS (
    UPDATE badges.webauthn_credentials AS w
       SET sign_count = 0, backup_state = false, last_used_at = now(), updated_at = now()
      FROM consumed JOIN bench.passkeys AS p USING (n) WHERE w.credential_id = p.credential_id
    RETURNING w.user_id, state
)
UPDATE badges.users AS u SET last_login_at = now(), updated_at = now() FROM used WHERE u.user_id = used.user_id
RETURNING u.user_id, used.state;
