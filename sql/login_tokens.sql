CREATE TABLE badges.login_tokens (
    token_id       pg_catalog.uuid PRIMARY KEY,
    user_id        pg_catalog.uuid REFERENCES badges.users (user_id) ON DELETE CASCADE,
    email          pg_catalog.text,
    purpose        pg_catalog.text NOT NULL,
    code_hash      pg_catalog.bytea,
    token_hash     pg_catalog.bytea,
    code_challenge pg_catalog.text,
    state          pg_catalog.jsonb,
    attempts       pg_catalog.int2 NOT NULL DEFAULT 0,
    max_attempts   pg_catalog.int2 NOT NULL DEFAULT 5,
    expires_at     pg_catalog.timestamptz NOT NULL,
    consumed_at    pg_catalog.timestamptz,
    created_ip     pg_catalog.inet,
    user_agent     pg_catalog.text,
    created_at     pg_catalog.timestamptz NOT NULL DEFAULT pg_catalog.now(),
    updated_at     pg_catalog.timestamptz NOT NULL DEFAULT pg_catalog.now(),
    CONSTRAINT login_tokens_purpose_is_known CHECK (purpose OPERATOR(pg_catalog.=) ANY (
        ARRAY['login', 'email_verify', 'step_up', 'recovery', 'webauthn.register', 'webauthn.authenticate'])),
    CONSTRAINT login_tokens_state_belongs_to_ceremonies
        CHECK ((purpose OPERATOR(pg_catalog.~~) 'webauthn.%') OPERATOR(pg_catalog.=) (state IS NOT NULL)),
    CONSTRAINT login_tokens_hashes_have_32_octets CHECK (
        pg_catalog.octet_length(code_hash) OPERATOR(pg_catalog.=) 32
        AND pg_catalog.octet_length(token_hash) OPERATOR(pg_catalog.=) 32),
    CONSTRAINT login_tokens_attempts_are_limited
        CHECK (attempts OPERATOR(pg_catalog.>=) 0 AND max_attempts OPERATOR(pg_catalog.>=) 0)
)
-- A try rewrites its row; with room on the page that touches no index.
WITH (fillfactor = 70);

CREATE INDEX login_tokens_user_id_idx ON badges.login_tokens (user_id);
CREATE INDEX login_tokens_email_idx ON badges.login_tokens (pg_catalog.lower(email COLLATE pg_catalog."C"), created_at);
CREATE INDEX login_tokens_expires_at_idx ON badges.login_tokens (expires_at);

COMMENT ON TABLE badges.login_tokens IS 'Sign-in codes and links, and challenges of passkey ceremonies; holds digests, never secrets, and is left out of dumps';
COMMENT ON COLUMN badges.login_tokens.token_id IS 'Random handle that the browser keeps while the code travels by mail';
COMMENT ON COLUMN badges.login_tokens.user_id IS 'Who signs in; NULL: an address without a user, or a ceremony that names none';
COMMENT ON COLUMN badges.login_tokens.email IS 'Where the mail goes: the stored address of the user, or the one that asks to sign up';
COMMENT ON COLUMN badges.login_tokens.purpose IS 'What redeeming it is for; it is good for nothing else';
COMMENT ON COLUMN badges.login_tokens.code_hash IS 'HMAC-SHA-256 of the code under the server secret; NULL: no code was given';
COMMENT ON COLUMN badges.login_tokens.token_hash IS 'HMAC-SHA-256 of the secret in the link under the server secret';
COMMENT ON COLUMN badges.login_tokens.code_challenge IS 'S256 code challenge (RFC 7636) of the browser that asked; NULL: any browser may redeem';
COMMENT ON COLUMN badges.login_tokens.state IS 'What a passkey ceremony has to check; NULL for codes and links';
COMMENT ON COLUMN badges.login_tokens.attempts IS 'Wrong codes so far';
COMMENT ON COLUMN badges.login_tokens.max_attempts IS 'Wrong codes after which no code is taken; 0: codes are off, the link works';
COMMENT ON COLUMN badges.login_tokens.expires_at IS 'When it stops being good; revoking brings it forward';
COMMENT ON COLUMN badges.login_tokens.consumed_at IS 'When it was redeemed, once and for all';
COMMENT ON COLUMN badges.login_tokens.created_ip IS 'Address the request came from, as the application reports it';
COMMENT ON COLUMN badges.login_tokens.user_agent IS 'Browser the request came from, as the application reports it; at most 512 characters';
COMMENT ON COLUMN badges.login_tokens.created_at IS 'When it was made';
COMMENT ON COLUMN badges.login_tokens.updated_at IS 'When it was last tried, redeemed or revoked';
