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

-- Operating

DROP FUNCTION badges.purge_login_tokens(interval);

CREATE FUNCTION badges.purge_login_tokens(
    older_than interval DEFAULT '7 days',
    "limit" bigint DEFAULT NULL
) RETURNS bigint
VOLATILE SECURITY DEFINER PARALLEL UNSAFE
SET search_path TO pg_catalog, pg_temp
LANGUAGE c
AS 'MODULE_PATHNAME', 'purge_some_login_tokens_wrapper';

CREATE FUNCTION badges.health(
    revalidate bool DEFAULT false
) RETURNS TABLE (
    severity TEXT,
    code TEXT,
    object TEXT,
    message TEXT,
    hint TEXT
)
VOLATILE SECURITY DEFINER PARALLEL UNSAFE
SET search_path TO pg_catalog, pg_temp
LANGUAGE c
AS 'MODULE_PATHNAME', 'health_wrapper';

CREATE FUNCTION badges.distribute(shards pg_catalog.int4 DEFAULT 8) RETURNS pg_catalog.int4
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp
-- Otherwise Citus would turn our other tables into ones of its own kind when it meets a foreign key, and fails at that,
-- because they belong to an extension.
SET citus.enable_local_reference_table_foreign_keys = off
-- All foreign keys lead to the reference tables, and one transaction writes both.
SET citus.multi_shard_modify_mode = sequential
SET client_min_messages = warning
AS $function$
DECLARE
    policy record;
    target record;
    distributed pg_catalog.int4 := 0;
BEGIN
    IF shards IS NULL OR shards < 1 OR shards > 64000 THEN
        RAISE EXCEPTION USING ERRCODE = '22023',
            MESSAGE = 'argument "shards" must be from 1 to 64000',
            HINT = 'Two to four for each processor core of the workers; it cannot be changed afterwards.';
    END IF;
    IF NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') THEN
        RAISE EXCEPTION USING ERRCODE = '55000',
            MESSAGE = 'the extension citus is not in this database',
            HINT = 'Install Citus on every node, add it to shared_preload_libraries, then CREATE EXTENSION citus.';
    END IF;
    IF NOT citus_is_coordinator() THEN
        RAISE EXCEPTION USING ERRCODE = '55000',
            MESSAGE = 'this node is not the coordinator',
            HINT = 'Call it on the coordinator, after citus_set_coordinator_host and citus_add_node.';
    END IF;
    IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
        RAISE EXCEPTION USING ERRCODE = '42501',
            MESSAGE = 'distributing tables takes a superuser',
            HINT = 'Citus makes the parts of a table in the name of its owner, badges_owner, who may not create anything.';
    END IF;
    -- Citus connects from node to node as the role that runs a statement, and our SECURITY DEFINER functions run theirs as
    -- their owner.
    IF EXISTS (SELECT FROM pg_dist_node WHERE groupid <> 0)
       AND NOT (SELECT rolcanlogin FROM pg_roles WHERE rolname = 'badges_owner') THEN
        RAISE EXCEPTION USING ERRCODE = '55000',
            MESSAGE = 'badges_owner cannot log in, and Citus connects to the other nodes as this role',
            HINT = 'ALTER ROLE badges_owner LOGIN on every node, without a password; let it in from the other nodes only (pg_hba.conf).';
    END IF;
    -- Citus refuses a policy with a subquery, and a query on a shard that looks into other tables. Without their policies
    -- end users (badges_user) see no row.
    FOR policy IN
        SELECT p.polname AS name, p.polrelid::regclass AS relation FROM pg_policy AS p
         WHERE p.polrelid IN (SELECT c.oid FROM pg_class AS c WHERE c.relnamespace = 'badges'::regnamespace)
           AND concat(pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)) ~ 'SELECT|badges[.]'
    LOOP
        EXECUTE format('DROP POLICY %I ON %s', policy.name, policy.relation);
    END LOOP;
    PERFORM set_config('citus.shard_count', shards::text, true);
    -- In the order of their foreign keys.
    FOR target IN
        SELECT t.name::regclass AS relation, t.key FROM (VALUES
            (1, 'badges.users', NULL),
            (2, 'badges.issuer_profiles', NULL),
            (3, 'badges.badge_classes', NULL),
            (4, 'badges.login_tokens', 'token_id'),
            (5, 'badges.webauthn_credentials', 'credential_id'),
            (6, 'badges.badge_assertions', 'assertion_id')) AS t (place, name, key)
         ORDER BY t.place
    LOOP
        CONTINUE WHEN EXISTS (SELECT FROM pg_dist_partition AS p WHERE p.logicalrelid = target.relation);
        IF target.key IS NULL THEN
            PERFORM create_reference_table(target.relation);
        ELSE
            PERFORM create_distributed_table(target.relation, target.key, colocate_with := 'none');
        END IF;
        distributed := distributed + 1;
    END LOOP;
    -- The rows are in the shards now; the foreign keys take this to all six tables.
    IF distributed > 0 THEN
        PERFORM truncate_local_data_after_distributing_table('badges.users'::regclass);
    END IF;
    -- Each node has a sequence of its own, and two would give one place twice: places are given by the coordinator alone.
    IF EXISTS (SELECT FROM run_command_on_workers(
                   'SELECT pg_catalog.setval(''badges.status_index_sequence'', 9223372036854775807)') AS answer WHERE NOT answer.success) THEN
        RAISE EXCEPTION USING ERRCODE = '55000',
            MESSAGE = 'the sequence of status indexes could not be closed on every worker',
            HINT = 'Look at SELECT * FROM run_command_on_workers(''SELECT badges.uuid_v7()''), then call this again.';
    END IF;
    RETURN distributed;
END
$function$;

ALTER FUNCTION badges.purge_login_tokens OWNER TO badges_owner;
ALTER FUNCTION badges.health OWNER TO badges_owner;
REVOKE ALL ON FUNCTION badges.purge_login_tokens, badges.health, badges.distribute FROM PUBLIC;
GRANT EXECUTE ON FUNCTION badges.purge_login_tokens, badges.health, badges.distribute TO badges_owner, badges_admin;

COMMENT ON FUNCTION badges.purge_login_tokens IS 'Deletes tokens that ended longer ago than the interval, with a limit at most so many; returns how many. 22023 for NULL and for a negative interval or limit';
COMMENT ON FUNCTION badges.health IS 'What an administrator should fix, the worst first: severity (error, warning, info), stable code, object, message, and the way out. No row: nothing. revalidate looks at every row instead of the latest';
COMMENT ON FUNCTION badges.distribute IS 'Spreads the tables over the nodes of a Citus cluster; returns how many it has spread, 0 if all are already. 22023 for a bad number of shards, 42501 for anybody but a superuser, 55000 without Citus or on another node than the coordinator';

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
