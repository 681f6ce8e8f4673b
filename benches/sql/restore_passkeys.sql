-- Nobody has started to sign in, and no passkey was used.
TRUNCATE badges.login_tokens, bench.answers, bench.started;
UPDATE badges.webauthn_credentials SET last_used_at = NULL;
VACUUM FULL badges.users, badges.webauthn_credentials;
VACUUM ANALYZE badges.users, badges.webauthn_credentials, badges.login_tokens;
