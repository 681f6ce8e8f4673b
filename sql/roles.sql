-- Roles belong to the whole cluster and outlive the extension, so they are made only where missing.
DO $roles$
DECLARE
    wanted pg_catalog.text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['badges_owner', 'badges_admin', 'badges_app', 'badges_user', 'badges_reader'] LOOP
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles AS r WHERE r.rolname OPERATOR(pg_catalog.=) wanted::pg_catalog.name) THEN
            EXECUTE pg_catalog.format('CREATE ROLE %I NOLOGIN', wanted);
        ELSIF wanted OPERATOR(pg_catalog.=) 'badges_owner' AND EXISTS (
            SELECT FROM pg_catalog.pg_roles AS r
             WHERE r.rolname OPERATOR(pg_catalog.=) wanted::pg_catalog.name
               -- Nodes of a Citus cluster connect to each other as this role.
               AND (r.rolsuper OR r.rolcanlogin AND NOT EXISTS (
                   SELECT FROM pg_catalog.pg_extension AS e WHERE e.extname OPERATOR(pg_catalog.=) 'citus'))) THEN
            RAISE EXCEPTION USING ERRCODE = '55000',
                MESSAGE = 'the role badges_owner exists and can log in or is a superuser',
                HINT = 'It owns the tables and the SECURITY DEFINER functions. ALTER ROLE badges_owner NOLOGIN NOSUPERUSER, or drop it.';
        END IF;
    END LOOP;
END
$roles$;

COMMENT ON ROLE badges_owner IS 'badges: owns the tables and the SECURITY DEFINER functions; nobody logs in as it';
COMMENT ON ROLE badges_admin IS 'badges: everything, keys and purging included';
COMMENT ON ROLE badges_app IS 'badges: an application server; sign-in, issuing, plain access to users and documents';
COMMENT ON ROLE badges_user IS 'badges: an end user behind PostgREST; row-level security limits it to what it owns';
COMMENT ON ROLE badges_reader IS 'badges: the anonymous web; reads and verifies documents through functions only';
