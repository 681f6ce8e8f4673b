-- Only sign-ins of others have been started, and no passkey was used. The others keep the table from being empty when it is
-- analyzed: statements would be planned for that, and go on reading all of it while it grows.
TRUNCATE badges.login_tokens, bench.answers, bench.started;
INSERT INTO badges.login_tokens (token_id, purpose, state, expires_at, user_agent)
SELECT gen_random_uuid(), purpose, state, now() + interval '12 hours', 'others'
  FROM bench.ceremonies, generate_series(1, 10);
UPDATE badges.webauthn_credentials SET last_used_at = NULL;
VACUUM FULL badges.users, badges.webauthn_credentials;
VACUUM ANALYZE badges.users, badges.webauthn_credentials, badges.login_tokens;
