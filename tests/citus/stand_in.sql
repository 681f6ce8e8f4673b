-- The part of Citus that distribute() calls, as an extension that only writes down what it is asked to do: it shows the
-- order of the calls, and proves nothing about Citus.
CREATE TABLE citus_calls (call text);
CREATE SCHEMA citus_stand_in;
CREATE TABLE citus_stand_in.pg_dist_partition (logicalrelid regclass);
CREATE TABLE citus_stand_in.pg_dist_node (groupid int);
ALTER TABLE citus_stand_in.pg_dist_partition SET SCHEMA pg_catalog;
ALTER TABLE citus_stand_in.pg_dist_node SET SCHEMA pg_catalog;

CREATE FUNCTION pg_catalog.citus_is_coordinator() RETURNS bool LANGUAGE sql AS $$
    SELECT coalesce(current_setting('citus.stand_in_is_coordinator', true), 'on') = 'on' $$;
CREATE FUNCTION pg_catalog.citus_noted(call text, relation regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO pg_catalog.pg_dist_partition VALUES (relation);
    INSERT INTO public.citus_calls VALUES (format('%s, shard_count %s, local foreign keys %s, %s', call, current_setting('citus.shard_count'),
        current_setting('citus.enable_local_reference_table_foreign_keys'), current_setting('citus.multi_shard_modify_mode')));
END $$;
CREATE FUNCTION pg_catalog.create_reference_table(table_name regclass) RETURNS void LANGUAGE sql AS $$
    SELECT citus_noted(format('reference %s', table_name), table_name) $$;
CREATE FUNCTION pg_catalog.create_distributed_table(table_name regclass, distribution_column text, distribution_type text DEFAULT 'hash',
    colocate_with text DEFAULT 'default', shard_count int DEFAULT NULL) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM pg_policy WHERE polrelid = table_name AND pg_get_expr(polqual, polrelid) LIKE '%SELECT%') THEN
        RAISE EXCEPTION USING ERRCODE = '0A000', MESSAGE = 'cannot create policy', DETAIL = 'Subqueries are not supported in policies on distributed tables';
    END IF;
    PERFORM citus_noted(format('distributed %s by %s, colocated with %s', table_name, distribution_column, colocate_with), table_name);
END $$;
CREATE FUNCTION pg_catalog.truncate_local_data_after_distributing_table(table_name regclass) RETURNS void LANGUAGE sql AS $$
    INSERT INTO public.citus_calls VALUES (format('truncate local rows of %s', table_name)) $$;
CREATE FUNCTION pg_catalog.run_command_on_workers(command text, OUT nodename text, OUT nodeport int, OUT success bool, OUT result text) RETURNS SETOF record LANGUAGE sql AS $$
    INSERT INTO public.citus_calls VALUES ('on workers: ' || command);
    SELECT 'worker', 5432, current_setting('citus.stand_in_workers_fail', true) IS NULL, '' $$;
