\set i :i + 1
\set n :i * :clients + :client_id
UPDATE badges.login_tokens AS l SET consumed_at = now(), updated_at = now() FROM bench.ceremonies AS c
 WHERE c.n = :n AND l.token_id = c.token_id AND l.purpose = 'webauthn.authenticate'
   AND l.consumed_at IS NULL AND l.expires_at > now()
RETURNING l.state;
