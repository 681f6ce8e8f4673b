\set i :i + 1
\set n :i * :clients + :client_id
WITH redeemed AS (
    UPDATE badges.login_tokens AS l SET consumed_at = now(), updated_at = now() FROM bench.tokens AS t
     WHERE t.n = :n AND l.token_id = t.token_id AND l.code_hash = t.code_hash AND l.purpose = 'login'
       AND l.consumed_at IS NULL AND l.expires_at > now() AND l.attempts < l.max_attempts
    RETURNING l.user_id
)
UPDATE badges.users AS u SET last_login_at = now(), updated_at = now() FROM redeemed AS r WHERE u.user_id = r.user_id
RETURNING u.user_id;
