CREATE TABLE badges.webauthn_credentials (
    credential_id      pg_catalog.text COLLATE pg_catalog."C" PRIMARY KEY,
    user_id            pg_catalog.uuid NOT NULL REFERENCES badges.users (user_id) ON DELETE CASCADE,
    rp_id              pg_catalog.text NOT NULL,
    public_key         pg_catalog.bytea NOT NULL,
    public_key_alg     pg_catalog.int4 NOT NULL,
    sign_count         pg_catalog.int8 NOT NULL DEFAULT 0,
    aaguid             pg_catalog.uuid,
    transports         pg_catalog.text[] NOT NULL DEFAULT '{}',
    discoverable       pg_catalog.bool,
    backup_eligible    pg_catalog.bool DEFAULT false,
    backup_state       pg_catalog.bool NOT NULL DEFAULT false,
    nickname           pg_catalog.text,
    last_used_at       pg_catalog.timestamptz,
    clone_suspected_at pg_catalog.timestamptz,
    created_at         pg_catalog.timestamptz NOT NULL DEFAULT pg_catalog.now(),
    updated_at         pg_catalog.timestamptz NOT NULL DEFAULT pg_catalog.now(),
    user_handle        pg_catalog.bytea,
    CONSTRAINT webauthn_credentials_id_is_base64url
        CHECK (credential_id OPERATOR(pg_catalog.~) '^[A-Za-z0-9_-]+$'),
    CONSTRAINT webauthn_credentials_id_has_at_most_1023_bytes
        CHECK (pg_catalog.octet_length(credential_id) OPERATOR(pg_catalog.<=) 1364),
    CONSTRAINT webauthn_credentials_sign_count_has_32_bits
        CHECK (sign_count OPERATOR(pg_catalog.>=) 0 AND sign_count OPERATOR(pg_catalog.<=) 4294967295),
    CONSTRAINT webauthn_credentials_backup_needs_eligibility CHECK (backup_eligible OR NOT backup_state)
)
-- A sign-in rewrites its row; with room on the page that touches no index.
WITH (fillfactor = 90);

CREATE INDEX webauthn_credentials_user_id_idx ON badges.webauthn_credentials (user_id);

COMMENT ON TABLE badges.webauthn_credentials IS 'Passkeys: the public part of each registered WebAuthn credential';
COMMENT ON COLUMN badges.webauthn_credentials.credential_id IS 'Credential id, base64url without padding';
COMMENT ON COLUMN badges.webauthn_credentials.user_id IS 'Whose passkey it is';
COMMENT ON COLUMN badges.webauthn_credentials.rp_id IS 'Relying party id (domain) it was registered for';
COMMENT ON COLUMN badges.webauthn_credentials.public_key IS 'COSE_Key bytes (RFC 9052)';
COMMENT ON COLUMN badges.webauthn_credentials.public_key_alg IS 'COSE algorithm: -8 EdDSA, -7 ES256, -35 ES384, -257 RS256';
COMMENT ON COLUMN badges.webauthn_credentials.sign_count IS 'Signature counter the authenticator last reported';
COMMENT ON COLUMN badges.webauthn_credentials.aaguid IS 'Model of the authenticator, if it says';
COMMENT ON COLUMN badges.webauthn_credentials.transports IS 'How the browser reaches it: internal, hybrid, usb, nfc, ble, smart-card';
COMMENT ON COLUMN badges.webauthn_credentials.discoverable IS 'Whether it can sign in without an address (credProps.rk); NULL: unknown';
COMMENT ON COLUMN badges.webauthn_credentials.backup_eligible IS 'Whether it may be synchronised between devices; NULL: registered elsewhere, and not used here yet';
COMMENT ON COLUMN badges.webauthn_credentials.backup_state IS 'Whether it was synchronised when last used';
COMMENT ON COLUMN badges.webauthn_credentials.nickname IS 'What the user calls it';
COMMENT ON COLUMN badges.webauthn_credentials.last_used_at IS 'When it last signed in';
COMMENT ON COLUMN badges.webauthn_credentials.clone_suspected_at IS 'When its counter ran backwards';
COMMENT ON COLUMN badges.webauthn_credentials.created_at IS 'When it was registered';
COMMENT ON COLUMN badges.webauthn_credentials.updated_at IS 'When a function last changed the row';
COMMENT ON COLUMN badges.webauthn_credentials.user_handle IS 'User handle of a passkey that was registered elsewhere under another than user_id; NULL: user_id';

SELECT pg_catalog.pg_extension_config_dump('badges.webauthn_credentials', '');
