-- Roles belong to the whole cluster and outlive the extension, so they are made only where missing. One that is there
-- already is looked at first: whoever made it may have made a way in.
DO $roles$
DECLARE
    wanted pg_catalog.text;
    fault  pg_catalog.text;
    remedy pg_catalog.text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['badges_owner', 'badges_admin', 'badges_app', 'badges_user', 'badges_reader'] LOOP
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles AS r WHERE r.rolname OPERATOR(pg_catalog.=) wanted::pg_catalog.name) THEN
            EXECUTE pg_catalog.format('CREATE ROLE %I NOLOGIN', wanted);
            CONTINUE;
        END IF;
        SELECT CASE
                   WHEN r.rolsuper OR r.rolbypassrls THEN 'is a superuser or bypasses row-level security'
                   WHEN wanted OPERATOR(pg_catalog.<>) 'badges_owner' THEN NULL
                   WHEN r.rolcanlogin OR r.rolcreaterole OR r.rolreplication THEN 'can log in, make roles or replicate'
                   WHEN EXISTS (SELECT FROM pg_catalog.pg_auth_members AS m JOIN pg_catalog.pg_roles AS member ON member.oid OPERATOR(pg_catalog.=) m.member
                                 WHERE m.roleid OPERATOR(pg_catalog.=) r.oid AND NOT member.rolsuper) THEN 'has members'
               END
          INTO fault
          FROM pg_catalog.pg_roles AS r WHERE r.rolname OPERATOR(pg_catalog.=) wanted::pg_catalog.name;
        IF fault IS NOT NULL THEN
            remedy := CASE WHEN fault OPERATOR(pg_catalog.=) 'has members' THEN 'REVOKE it from them.'
                           WHEN wanted OPERATOR(pg_catalog.=) 'badges_owner' THEN 'ALTER ROLE badges_owner NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOREPLICATION, or drop it.'
                           ELSE pg_catalog.format('ALTER ROLE %I NOSUPERUSER NOBYPASSRLS, or drop it.', wanted) END;
            RAISE EXCEPTION USING ERRCODE = '55000',
                MESSAGE = pg_catalog.format('the role %s exists and %s', wanted, fault),
                HINT = CASE WHEN wanted OPERATOR(pg_catalog.=) 'badges_owner' THEN 'It owns the tables and the SECURITY DEFINER functions, and nobody acts as it. '
                            ELSE 'What it may see is for row-level security to say. ' END OPERATOR(pg_catalog.||) remedy;
        END IF;
    END LOOP;
END
$roles$;

COMMENT ON ROLE badges_owner IS 'badges: owns the tables and the SECURITY DEFINER functions; nobody logs in as it';
COMMENT ON ROLE badges_admin IS 'badges: everything, keys and purging included';
COMMENT ON ROLE badges_app IS 'badges: an application server; sign-in, issuing, plain access to users and documents';
COMMENT ON ROLE badges_user IS 'badges: an end user behind PostgREST; row-level security limits it to what it owns';
COMMENT ON ROLE badges_reader IS 'badges: the anonymous web; reads and verifies documents through functions only';
