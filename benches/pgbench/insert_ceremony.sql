\set i :i + 1
\set n :i * :clients + :client_id
INSERT INTO badges.login_tokens (token_id, user_id, purpose, state, expires_at, created_at, updated_at)
SELECT token_id, NULL, purpose, state, now() + interval '5 minutes', now(), now() FROM bench.ceremonies WHERE n = :n;
