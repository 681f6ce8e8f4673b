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

-- What end users may write ------------------------------------------------------------------------------------

-- An issuer of a user has the address of its row and no other on this site.
CREATE OR REPLACE FUNCTION badges.issuer_may_become(issuer_id pg_catalog.uuid, new_json pg_catalog.jsonb, below_base_url pg_catalog.bool)
RETURNS pg_catalog.bool
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    old_id pg_catalog.text;
    new_id pg_catalog.text := badges.ob_json_text(new_json, 'id');
    base   pg_catalog.text := coalesce(current_setting('badges.base_url', true), 'https://localhost');
BEGIN
    SELECT badges.ob_json_text(i.issuer_json, 'id') INTO old_id FROM badges.issuer_profiles AS i
     WHERE i.issuer_id = issuer_may_become.issuer_id;
    IF new_id IS NOT DISTINCT FROM old_id THEN
        RETURN true;
    END IF;
    IF below_base_url AND NOT coalesce(new_id = ANY (ARRAY[format('%s/issuers/%s', rtrim(base, '/'), issuer_id),
                                                           format('%s/v3/issuers/%s', rtrim(base, '/'), issuer_id)]), false) THEN
        RAISE EXCEPTION USING ERRCODE = '28000',
            MESSAGE = 'an issuer of a user has the address of its row below badges.base_url as its id',
            HINT = 'Leave the id out, and it is filled in. An application (badges_app) may give an issuer an id of its own.';
    END IF;
    IF EXISTS (SELECT FROM badges.badge_classes AS b JOIN badges.badge_assertions AS a ON a.badge_id = b.badge_id
                WHERE b.issuer_id = issuer_may_become.issuer_id) THEN
        RAISE EXCEPTION USING ERRCODE = '23514',
            MESSAGE = format('issuer %s has awarded badges, so its id is frozen', issuer_id),
            HINT = 'What it signed names the id and could not be verified under another. Create another issuer.';
    END IF;
    RETURN true;
END
$function$;

-- Whoever asks locks with its own rights.
ALTER FUNCTION badges.badge_class_may_become(pg_catalog.uuid, pg_catalog.jsonb) SECURITY INVOKER;
ALTER FUNCTION badges.badge_class_may_become(pg_catalog.uuid, pg_catalog.jsonb) OWNER TO CURRENT_USER;
GRANT EXECUTE ON FUNCTION badges.badge_class_may_become TO badges_owner;

CREATE FUNCTION badges."badge_class_names_its_issuer"(
	"badge_id" uuid,
	"issuer_id" uuid,
	"badge_json" jsonb
) RETURNS bool
STABLE PARALLEL RESTRICTED
SET search_path TO pg_catalog, pg_temp
LANGUAGE c
AS 'MODULE_PATHNAME', 'badge_class_names_its_issuer_wrapper';

CREATE FUNCTION badges."assertion_names_its_badge_class"(
	"assertion_id" uuid,
	"badge_id" uuid,
	"assertion_json" jsonb
) RETURNS bool
STABLE PARALLEL RESTRICTED
SET search_path TO pg_catalog, pg_temp
LANGUAGE c
AS 'MODULE_PATHNAME', 'assertion_names_its_badge_class_wrapper';

REVOKE ALL ON FUNCTION badges.badge_class_names_its_issuer, badges.assertion_names_its_badge_class FROM PUBLIC;
GRANT EXECUTE ON FUNCTION badges.badge_class_names_its_issuer, badges.assertion_names_its_badge_class TO badges_owner, badges_admin, badges_user;

-- A user's documents speak of what they are stored under. On one site all share an origin, which hosted verification
-- believes: an assertion that names another's badge class would be an award of that other's.
CREATE POLICY badge_classes_name_their_issuer ON badges.badge_classes AS RESTRICTIVE FOR INSERT TO badges_user
    WITH CHECK (badges.badge_class_names_its_issuer(badge_id, issuer_id, badge_json));
CREATE POLICY badge_classes_still_name_their_issuer ON badges.badge_classes AS RESTRICTIVE FOR UPDATE TO badges_user
    USING (true) WITH CHECK (badges.badge_class_names_its_issuer(badge_id, issuer_id, badge_json));
CREATE POLICY badge_assertions_name_their_badge_class ON badges.badge_assertions AS RESTRICTIVE FOR INSERT TO badges_user
    WITH CHECK (badges.assertion_names_its_badge_class(assertion_id, badge_id, assertion_json));
CREATE POLICY badge_assertions_still_name_their_badge_class ON badges.badge_assertions AS RESTRICTIVE FOR UPDATE TO badges_user
    USING (true) WITH CHECK (badges.assertion_names_its_badge_class(assertion_id, badge_id, assertion_json));

COMMENT ON FUNCTION badges.issuer_may_become IS 'True, or 23514 if the id of an issuer that has awarded badges would change, 28000 if a user would give one another id than the one that is filled in; row-level security calls it';
COMMENT ON FUNCTION badges.badge_class_names_its_issuer IS 'True, or 28000 if the document of a badge class names another issuer than its row, or the address of another; row-level security calls it for users';
COMMENT ON FUNCTION badges.assertion_names_its_badge_class IS 'True, or 28000 if the document of an award names another badge class or issuer than its row, or the address of another; row-level security calls it for users';
