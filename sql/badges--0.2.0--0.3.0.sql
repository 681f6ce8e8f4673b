\echo Use "ALTER EXTENSION badges UPDATE TO '0.3.0'" to load this file. \quit

-- Rows that come from elsewhere: awards that are to be found, passkeys that were registered under another user handle.
CREATE FUNCTION badges.recipient_key(
    recipient TEXT,
    recipient_type TEXT DEFAULT 'email'
) RETURNS bytea
VOLATILE PARALLEL UNSAFE
SET search_path TO pg_catalog, pg_temp
LANGUAGE c
AS 'MODULE_PATHNAME', 'recipient_key_wrapper';
COMMENT ON FUNCTION badges.recipient_key IS 'The digest by which find_assertions finds the awards of a recipient, for rows that come by plain INSERT. NULL for NULL, 22023 for an unknown type, 55000 without the key file';
REVOKE ALL ON FUNCTION badges.recipient_key FROM PUBLIC;
GRANT EXECUTE ON FUNCTION badges.recipient_key TO badges_owner, badges_admin;

ALTER TABLE badges.webauthn_credentials ALTER COLUMN backup_eligible DROP NOT NULL;
ALTER TABLE badges.webauthn_credentials ADD COLUMN IF NOT EXISTS user_handle pg_catalog.bytea;
COMMENT ON COLUMN badges.webauthn_credentials.backup_eligible IS 'Whether it may be synchronised between devices; NULL: registered elsewhere, and not used here yet';
COMMENT ON COLUMN badges.webauthn_credentials.user_handle IS 'User handle of a passkey that was registered elsewhere under another than user_id; NULL: user_id';
