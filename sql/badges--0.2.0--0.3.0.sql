\echo Use "ALTER EXTENSION badges UPDATE TO '0.3.0'" to load this file. \quit

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
    IF pg_is_in_recovery() THEN
        RAISE EXCEPTION USING ERRCODE = '25006',
            MESSAGE = 'this server is a standby, which only reads',
            HINT = 'Call the function on the primary, or promote this server.';
    END IF;
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

-- Received credentials ---------------------------------------------------------------------------------------

-- A credential that a user has received is a row of badge_assertions, and its badge class and issuer are rows, too. No table is
-- written anew: the columns have constants as their defaults.

CREATE FUNCTION badges.import_credential(
    credential TEXT,
    user_id uuid,
    resources jsonb DEFAULT NULL
) RETURNS TABLE (
    assertion_id uuid,
    outcome TEXT,
    report jsonb
)
VOLATILE PARALLEL UNSAFE
SET search_path TO pg_catalog, pg_temp
LANGUAGE c
AS 'MODULE_PATHNAME', 'import_credential_wrapper';

CREATE FUNCTION badges.import_baked_badge(
    image bytea,
    user_id uuid,
    resources jsonb DEFAULT NULL
) RETURNS TABLE (
    assertion_id uuid,
    outcome TEXT,
    report jsonb
)
VOLATILE PARALLEL UNSAFE
SET search_path TO pg_catalog, pg_temp
LANGUAGE c
AS 'MODULE_PATHNAME', 'import_baked_badge_wrapper';

CREATE FUNCTION badges.get_credentials(
    user_id uuid,
    "limit" INT DEFAULT 100,
    "offset" INT DEFAULT 0,
    since timestamp with time zone DEFAULT NULL
) RETURNS TABLE (
    assertion_id uuid,
    credential TEXT,
    media_type TEXT,
    version TEXT,
    stored_at timestamp with time zone,
    total bigint
)
STABLE PARALLEL RESTRICTED
SET search_path TO pg_catalog, pg_temp
LANGUAGE c
AS 'MODULE_PATHNAME', 'get_credentials_wrapper';

CREATE FUNCTION badges.export_credential(
    assertion_id uuid
) RETURNS TEXT
STABLE PARALLEL RESTRICTED
SET search_path TO pg_catalog, pg_temp
LANGUAGE c
AS 'MODULE_PATHNAME', 'export_credential_wrapper';

CREATE FUNCTION badges.purge_received_documents() RETURNS bigint
STRICT VOLATILE PARALLEL UNSAFE
SET search_path TO pg_catalog, pg_temp
LANGUAGE c
AS 'MODULE_PATHNAME', 'purge_received_documents_wrapper';

ALTER TABLE badges.issuer_profiles ADD COLUMN IF NOT EXISTS received pg_catalog.bool NOT NULL DEFAULT false;
ALTER TABLE badges.badge_classes ADD COLUMN IF NOT EXISTS received pg_catalog.bool NOT NULL DEFAULT false;
ALTER TABLE badges.badge_assertions ADD COLUMN IF NOT EXISTS holder_user_id pg_catalog.uuid;
ALTER TABLE badges.badge_assertions ADD COLUMN IF NOT EXISTS received pg_catalog.bool NOT NULL DEFAULT false;

DO $received$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c
                    WHERE c.conrelid OPERATOR(pg_catalog.=) 'badges.badge_assertions'::pg_catalog.regclass
                      AND c.conname OPERATOR(pg_catalog.=) 'badge_assertions_received_is_as_it_came') THEN
        -- What others publish under an id of theirs may come in several editions, and takes no id from anybody.
        DROP INDEX badges.issuer_profiles_document_id_key;
        CREATE UNIQUE INDEX issuer_profiles_document_id_key ON badges.issuer_profiles (badges.ob_json_text(issuer_json, 'id'))
            WHERE NOT received;
        DROP INDEX badges.badge_classes_document_id_key;
        CREATE UNIQUE INDEX badge_classes_document_id_key ON badges.badge_classes (badges.ob_json_text(badge_json, 'id'))
            WHERE NOT received;
        DROP INDEX badges.badge_assertions_recipient_identity_idx;
        CREATE INDEX badge_assertions_recipient_identity_idx
            ON badges.badge_assertions (recipient_hashed, pg_catalog.lower(recipient_identity COLLATE pg_catalog."C"))
            WHERE recipient_key IS NULL AND NOT received;
        DROP INDEX badges.badge_assertions_status_idx;
        CREATE INDEX badge_assertions_status_idx ON badges.badge_assertions (issuer_id, status_index)
            INCLUDE (updated_at, suspended_at, revoked)
            WHERE revoked OR suspended_at IS NOT NULL;
        CREATE INDEX badge_assertions_holder_user_id_idx
            ON badges.badge_assertions (holder_user_id, updated_at, assertion_id) WHERE holder_user_id IS NOT NULL;

        ALTER TABLE badges.issuer_profiles DROP CONSTRAINT issuer_profiles_document_is_valid;
        ALTER TABLE badges.issuer_profiles
            ADD CONSTRAINT issuer_profiles_document_is_valid CHECK (
                CASE WHEN received THEN (badges.ob_json_version(issuer_json) OPERATOR(pg_catalog.=) ANY ('{2.0,3.0}')
                                         AND badges.validate_ob_json(issuer_json, 'Profile')) IS TRUE
                     ELSE badges.check_ob_json(issuer_json, 'Issuer') END),
            ADD CONSTRAINT issuer_profiles_received_has_no_owner_and_no_key CHECK (
                NOT received
                OR owner_user_id IS NULL AND encrypted_private_key IS NULL AND public_keys OPERATOR(pg_catalog.=) '[]');

        -- The keys of these are the same in all that was awarded here; they keep others from hanging on them.
        ALTER TABLE badges.badge_assertions DROP CONSTRAINT badge_assertions_badge_class_fkey;
        ALTER TABLE badges.badge_classes DROP CONSTRAINT badge_classes_issuer_id_fkey;
        ALTER TABLE badges.issuer_profiles ADD CONSTRAINT issuer_profiles_issuer_id_received_key UNIQUE (issuer_id, received);
        ALTER TABLE badges.badge_classes
            ADD CONSTRAINT badge_classes_badge_id_issuer_id_received_key UNIQUE (badge_id, issuer_id, received);
        ALTER TABLE badges.badge_classes ADD CONSTRAINT badge_classes_issuer_id_fkey
            FOREIGN KEY (issuer_id, received) REFERENCES badges.issuer_profiles (issuer_id, received) ON DELETE RESTRICT;
        ALTER TABLE badges.badge_assertions ADD CONSTRAINT badge_assertions_badge_class_fkey
            FOREIGN KEY (badge_id, issuer_id, received)
            REFERENCES badges.badge_classes (badge_id, issuer_id, received) ON DELETE RESTRICT;
        ALTER TABLE badges.badge_assertions ADD CONSTRAINT badge_assertions_holder_user_id_fkey
            FOREIGN KEY (holder_user_id) REFERENCES badges.users (user_id) ON DELETE RESTRICT;

        -- The last one tells that all of this was done.
        ALTER TABLE badges.badge_assertions
            ADD CONSTRAINT badge_assertions_received_has_a_holder
                CHECK (received OPERATOR(pg_catalog.=) (holder_user_id IS NOT NULL)),
            ADD CONSTRAINT badge_assertions_received_is_as_it_came CHECK (
                NOT received
                OR credential_text IS NOT NULL AND recipient_key IS NULL AND status_index IS NULL AND NOT revoked
                   AND suspended_at IS NULL);
    END IF;
END
$received$;

-- Of the credentials that the current user has received: what row-level security shows of other tables. A policy that
-- read the table itself would meet the policies of that table, which read this one.
CREATE FUNCTION badges.held_document_ids() RETURNS SETOF pg_catalog.uuid
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
    SELECT d.id FROM badges.badge_assertions AS a CROSS JOIN LATERAL (VALUES (a.badge_id), (a.issuer_id)) AS d (id)
     WHERE a.holder_user_id = badges.current_user_id()
$function$;

ALTER FUNCTION badges.held_document_ids() OWNER TO badges_owner;

REVOKE ALL ON FUNCTION
    badges.export_credential, badges.get_credentials, badges.held_document_ids,
    badges.import_credential, badges.import_baked_badge, badges.purge_received_documents
FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    badges.export_credential, badges.get_credentials, badges.held_document_ids,
    badges.import_credential, badges.import_baked_badge, badges.purge_received_documents
TO badges_owner, badges_admin;
GRANT EXECUTE ON FUNCTION badges.held_document_ids, badges.import_credential, badges.import_baked_badge, badges.get_credentials, badges.export_credential
TO badges_app, badges_user;
GRANT SELECT (received) ON badges.issuer_profiles TO badges_app, badges_user;

-- What a user has received: shown with its badge class and issuer, and deleted when the user is tired of it.
DROP POLICY IF EXISTS badge_assertions_held ON badges.badge_assertions;
CREATE POLICY badge_assertions_held ON badges.badge_assertions FOR SELECT TO badges_user
    USING (holder_user_id OPERATOR(pg_catalog.=) (SELECT badges.current_user_id()));
DROP POLICY IF EXISTS badge_assertions_held_are_deleted ON badges.badge_assertions;
CREATE POLICY badge_assertions_held_are_deleted ON badges.badge_assertions FOR DELETE TO badges_user
    USING (holder_user_id OPERATOR(pg_catalog.=) (SELECT badges.current_user_id()));
DROP POLICY IF EXISTS badge_classes_held ON badges.badge_classes;
CREATE POLICY badge_classes_held ON badges.badge_classes FOR SELECT TO badges_user
    USING (received AND badge_id OPERATOR(pg_catalog.=) ANY (SELECT badges.held_document_ids()));
DROP POLICY IF EXISTS issuer_profiles_held ON badges.issuer_profiles;
CREATE POLICY issuer_profiles_held ON badges.issuer_profiles FOR SELECT TO badges_user
    USING (received AND issuer_id OPERATOR(pg_catalog.=) ANY (SELECT badges.held_document_ids()));

-- It comes by import alone and stays as it came: holds for every role but the owner of the tables and superusers.
DROP POLICY IF EXISTS issuer_profiles_received_are_imported ON badges.issuer_profiles;
CREATE POLICY issuer_profiles_received_are_imported ON badges.issuer_profiles AS RESTRICTIVE FOR INSERT TO PUBLIC
    WITH CHECK (NOT received);
DROP POLICY IF EXISTS issuer_profiles_received_stay ON badges.issuer_profiles;
CREATE POLICY issuer_profiles_received_stay ON badges.issuer_profiles AS RESTRICTIVE FOR UPDATE TO PUBLIC
    USING (NOT received);
DROP POLICY IF EXISTS badge_classes_received_are_imported ON badges.badge_classes;
CREATE POLICY badge_classes_received_are_imported ON badges.badge_classes AS RESTRICTIVE FOR INSERT TO PUBLIC
    WITH CHECK (NOT received);
DROP POLICY IF EXISTS badge_classes_received_stay ON badges.badge_classes;
CREATE POLICY badge_classes_received_stay ON badges.badge_classes AS RESTRICTIVE FOR UPDATE TO PUBLIC
    USING (NOT received);
DROP POLICY IF EXISTS badge_assertions_received_are_imported ON badges.badge_assertions;
CREATE POLICY badge_assertions_received_are_imported ON badges.badge_assertions AS RESTRICTIVE FOR INSERT TO PUBLIC
    WITH CHECK (NOT received);
DROP POLICY IF EXISTS badge_assertions_received_stay ON badges.badge_assertions;
CREATE POLICY badge_assertions_received_stay ON badges.badge_assertions AS RESTRICTIVE FOR UPDATE TO PUBLIC
    USING (NOT received);

-- Ids of what is received are UUIDs of version 8, which follow from the documents. A user who took one for a row of
-- its own would stand in the way of everybody who receives that document.
DROP POLICY IF EXISTS issuer_profiles_leave_received_ids ON badges.issuer_profiles;
CREATE POLICY issuer_profiles_leave_received_ids ON badges.issuer_profiles AS RESTRICTIVE TO badges_user
    USING (true) WITH CHECK (pg_catalog.substr(issuer_id::pg_catalog.text, 15, 1) OPERATOR(pg_catalog.<>) '8');
DROP POLICY IF EXISTS badge_classes_leave_received_ids ON badges.badge_classes;
CREATE POLICY badge_classes_leave_received_ids ON badges.badge_classes AS RESTRICTIVE TO badges_user
    USING (true) WITH CHECK (pg_catalog.substr(badge_id::pg_catalog.text, 15, 1) OPERATOR(pg_catalog.<>) '8');
DROP POLICY IF EXISTS badge_assertions_leave_received_ids ON badges.badge_assertions;
CREATE POLICY badge_assertions_leave_received_ids ON badges.badge_assertions AS RESTRICTIVE TO badges_user
    USING (true) WITH CHECK (pg_catalog.substr(assertion_id::pg_catalog.text, 15, 1) OPERATOR(pg_catalog.<>) '8');

COMMENT ON COLUMN badges.issuer_profiles.issuer_id IS 'Time-ordered id; part of the URL in the document. Of one that was received: follows from the document';
COMMENT ON COLUMN badges.issuer_profiles.received IS 'Whether it came with a credential that a user received: it issues nothing here, and nothing is believed of it';
COMMENT ON COLUMN badges.badge_classes.badge_id IS 'Time-ordered id; part of the URL in the document. Of one that was received: follows from issuer and document';
COMMENT ON COLUMN badges.badge_classes.received IS 'Whether it came with a credential that a user received: it cannot be awarded here';
COMMENT ON TABLE badges.badge_assertions IS 'Awards: one row for each badge awarded to somebody, and for each credential that a user has received';
COMMENT ON COLUMN badges.badge_assertions.assertion_id IS 'Time-ordered id; part of the URL in the document. Of one that was received: follows from holder, issuer and id of the credential';
COMMENT ON COLUMN badges.badge_assertions.credential_text IS 'The compact JWS of a credential that was issued as one, and the text of one that was received, exactly as it came; jsonb keeps neither key order nor number form';
COMMENT ON COLUMN badges.badge_assertions.holder_user_id IS 'The user who received it; NULL: it was awarded here';
COMMENT ON COLUMN badges.badge_assertions.received IS 'Whether a user received it and keeps it here; else it was awarded here';
COMMENT ON FUNCTION badges.held_document_ids IS 'Ids of the badge classes and issuers of the credentials that the current user has received; row-level security calls it';
COMMENT ON FUNCTION badges.verify_assertion IS 'Report on an award stored here, or on a credential that a user has received: valid, and each check with its status (passed, failed, warning, not_checked), code and message';
COMMENT ON FUNCTION badges.import_credential IS 'Verifies a credential and keeps it for a user as it came. One row; outcome is created, replaced, unchanged or, with a report that says why, refused. resources: documents at hand, keyed by URL. 22023 for resources that are no object, 23503 for an unknown user, 28000 for an end user that means another';
COMMENT ON FUNCTION badges.import_baked_badge IS 'Verifies the credential in a PNG or SVG and keeps its text for a user, as import_credential does; an image that is damaged or holds no badge is refused. 22023 for resources that are no object, 23503 for an unknown user, 28000 for an end user that means another';
COMMENT ON FUNCTION badges.get_credentials IS 'What a user has received, the earliest first, each as it came; total counts all. 22023 for a limit outside of 1 to 1000 or a negative offset, 28000 for an end user that asks for another''s';
COMMENT ON FUNCTION badges.export_credential IS 'Text of a credential that a user has received, exactly as it came; NULL for an unknown id';
COMMENT ON FUNCTION badges.purge_received_documents IS 'Deletes badge classes and issuers that came with credentials which nobody holds any more; returns how many';

-- What end users may write ------------------------------------------------------------------------------------

-- Whether somebody has received a badge of elsewhere is nobody's business.
CREATE OR REPLACE FUNCTION badges.badge_class_is_awarded(badge_id pg_catalog.uuid) RETURNS pg_catalog.bool
LANGUAGE sql VOLATILE PARALLEL UNSAFE STRICT SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
    SELECT EXISTS (SELECT FROM badges.badge_assertions AS a
                    WHERE a.badge_id = badge_class_is_awarded.badge_id AND NOT a.received)
$function$;

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
    -- An older id may have been another's, whose documents are still in people's hands.
    IF below_base_url AND old_id IS NULL AND substr(issuer_id::text, 15, 1) = '7'
        AND to_timestamp(('x' || translate(left(issuer_id::text, 13), '-', ''))::bit(48)::bigint / 1000.0) < now() - interval '1 hour' THEN
        RAISE EXCEPTION USING ERRCODE = '28000',
            MESSAGE = 'a row of a user has an id that is new', HINT = 'Leave the id out, and it is filled in.';
    END IF;
    IF below_base_url AND (badges.validate_ob_json(new_json, 'Assertion') OR badges.validate_ob_json(new_json, 'BadgeClass')
                           OR badges.validate_ob_json(new_json, 'Endorsement')) THEN
        RAISE EXCEPTION USING ERRCODE = '28000',
            MESSAGE = 'a document of a user is of the class that its table holds and of no other', HINT = 'Give it one type of Open Badges.';
    END IF;
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
                WHERE b.issuer_id = issuer_may_become.issuer_id AND NOT a.received) THEN
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
DROP POLICY IF EXISTS badge_classes_name_their_issuer ON badges.badge_classes;
CREATE POLICY badge_classes_name_their_issuer ON badges.badge_classes AS RESTRICTIVE FOR INSERT TO badges_user
    WITH CHECK (badges.badge_class_names_its_issuer(badge_id, issuer_id, badge_json));
DROP POLICY IF EXISTS badge_classes_still_name_their_issuer ON badges.badge_classes;
CREATE POLICY badge_classes_still_name_their_issuer ON badges.badge_classes AS RESTRICTIVE FOR UPDATE TO badges_user
    USING (true) WITH CHECK (badges.badge_class_names_its_issuer(badge_id, issuer_id, badge_json));
DROP POLICY IF EXISTS badge_assertions_name_their_badge_class ON badges.badge_assertions;
CREATE POLICY badge_assertions_name_their_badge_class ON badges.badge_assertions AS RESTRICTIVE FOR INSERT TO badges_user
    WITH CHECK (badges.assertion_names_its_badge_class(assertion_id, badge_id, assertion_json));
DROP POLICY IF EXISTS badge_assertions_still_name_their_badge_class ON badges.badge_assertions;
CREATE POLICY badge_assertions_still_name_their_badge_class ON badges.badge_assertions AS RESTRICTIVE FOR UPDATE TO badges_user
    USING (true) WITH CHECK (badges.assertion_names_its_badge_class(assertion_id, badge_id, assertion_json));

COMMENT ON FUNCTION badges.issuer_may_become IS 'True, or 23514 if the id of an issuer that has awarded badges would change, 28000 if a user would give one another id than the one that is filled in; row-level security calls it';
COMMENT ON FUNCTION badges.badge_class_names_its_issuer IS 'True, or 28000 if the document of a badge class names another issuer than its row, or the address of another; row-level security calls it for users';
COMMENT ON FUNCTION badges.assertion_names_its_badge_class IS 'True, or 28000 if the document of an award names another badge class or issuer than its row, or the address of another; row-level security calls it for users';
