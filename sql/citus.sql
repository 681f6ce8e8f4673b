-- Beyond one machine: what is looked up everywhere is copied to every node, the rest is spread by its key.

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
