\echo Use "ALTER EXTENSION badges UPDATE TO '0.3.0'" to load this file. \quit

-- 0.2.0 to 0.3.0.

-- Baking: credentials inside PNG and SVG images.

CREATE FUNCTION badges.bake_badge(
    image bytea,
    credential TEXT
) RETURNS bytea
IMMUTABLE STRICT PARALLEL SAFE COST 1000
LANGUAGE c
AS 'MODULE_PATHNAME', 'bake_badge_wrapper';

CREATE FUNCTION badges.unbake_badge(
    image bytea
) RETURNS TEXT
IMMUTABLE STRICT PARALLEL SAFE COST 1000
LANGUAGE c
AS 'MODULE_PATHNAME', 'unbake_badge_wrapper';

CREATE FUNCTION badges.verify_baked_badge(
    image bytea,
    recipient TEXT DEFAULT NULL,
    resources jsonb DEFAULT NULL,
    at timestamp with time zone DEFAULT pg_catalog.now()
) RETURNS jsonb
STABLE SECURITY DEFINER PARALLEL SAFE
SET search_path TO pg_catalog, pg_temp
LANGUAGE c
AS 'MODULE_PATHNAME', 'verify_baked_badge_wrapper';

CREATE FUNCTION badges.bake_assertion(
    assertion_id uuid,
    image bytea DEFAULT NULL,
    version TEXT DEFAULT NULL
) RETURNS bytea
STABLE SECURITY DEFINER PARALLEL SAFE
SET search_path TO pg_catalog, pg_temp
LANGUAGE c
AS 'MODULE_PATHNAME', 'bake_assertion_wrapper';

ALTER FUNCTION badges.verify_baked_badge OWNER TO badges_owner;
ALTER FUNCTION badges.bake_assertion OWNER TO badges_owner;
REVOKE ALL ON FUNCTION badges.bake_badge, badges.unbake_badge, badges.verify_baked_badge, badges.bake_assertion FROM PUBLIC;
GRANT EXECUTE ON FUNCTION badges.bake_badge, badges.unbake_badge TO PUBLIC;
GRANT EXECUTE ON FUNCTION badges.bake_badge, badges.unbake_badge, badges.verify_baked_badge, badges.bake_assertion
TO badges_owner, badges_admin;
GRANT EXECUTE ON FUNCTION badges.verify_baked_badge, badges.bake_assertion TO badges_app, badges_user, badges_reader;

COMMENT ON FUNCTION badges.verify_baked_badge IS 'Report on a badge that was received as a PNG or SVG: as verify_credential of the credential in it, after a check of the image. 22023 for resources that are no object';
COMMENT ON FUNCTION badges.bake_badge IS 'A PNG or SVG with a credential (JSON or compact JWS) in it, in place of any that was there; nothing else of the image changes. 22P02 for a damaged image or text that is no credential, 22023 for a document that is no award';
COMMENT ON FUNCTION badges.unbake_badge IS 'The credential in a PNG or SVG as it lies there (JSON, compact JWS, or a URL in the oldest badges); NULL for an image that holds none. 22P02 for a damaged image';
COMMENT ON FUNCTION badges.bake_assertion IS 'An award inside a picture, PNG or SVG, for its holder to keep; without an image, that of the badge class if its document holds it. NULL for an unknown id, 22023 without a picture, 22P02 for a damaged image, 55000 without the key file';

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
