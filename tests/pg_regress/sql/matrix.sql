-- Who may do what: every role against every function, table, column and sequence. One line an object, one column a
-- role; "public" is a role that was granted nothing. A line that changes here is a change of what an intruder may do.
-- (objects.sql lists what was granted; this is what comes of it. roles.sql tries it.)
SET search_path = pg_catalog, pg_temp;
\pset footer off
CREATE ROLE regress_nobody;

CREATE TEMP TABLE seen_as (n int, role name);
INSERT INTO seen_as VALUES (1, 'badges_owner'), (2, 'badges_admin'), (3, 'badges_app'), (4, 'badges_user'), (5, 'badges_reader'), (6, 'regress_nobody');
CREATE TEMP VIEW relation AS SELECT c.* FROM pg_class c WHERE c.relnamespace = 'badges'::regnamespace AND c.relkind = 'r';

-- One letter for each privilege. MAINTAIN (m) exists from PostgreSQL 17 on.
CREATE TEMP TABLE letter (n int GENERATED ALWAYS AS IDENTITY, privilege text, letter text);
INSERT INTO letter (privilege, letter) VALUES ('SELECT', 's'), ('INSERT', 'i'), ('UPDATE', 'u'), ('DELETE', 'd'), ('TRUNCATE', 't'), ('REFERENCES', 'r'), ('TRIGGER', 'g');
INSERT INTO letter (privilege, letter) SELECT 'MAINTAIN', 'm' WHERE current_setting('server_version_num')::int >= 170000;
CREATE FUNCTION pg_temp.on_table(role name, relation oid) RETURNS text LANGUAGE sql AS $$
    SELECT string_agg(letter, '' ORDER BY n) FROM pg_temp.letter WHERE has_table_privilege(role, relation, privilege)
$$;
CREATE FUNCTION pg_temp.on_column(role name, relation oid, attribute int2) RETURNS text LANGUAGE sql AS $$
    SELECT string_agg(letter, '' ORDER BY n) FROM pg_temp.letter
     WHERE CASE WHEN privilege IN ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES') THEN has_column_privilege(role, relation, attribute, privilege) END
$$;

\echo '# Functions: x may be called'
SELECT p.proname AS function, max(mark) FILTER (WHERE n = 1) AS owner, max(mark) FILTER (WHERE n = 2) AS admin, max(mark) FILTER (WHERE n = 3) AS app,
       max(mark) FILTER (WHERE n = 4) AS "user", max(mark) FILTER (WHERE n = 5) AS reader, max(mark) FILTER (WHERE n = 6) AS public
FROM pg_proc p CROSS JOIN LATERAL (SELECT n, CASE WHEN has_function_privilege(role, p.oid, 'EXECUTE') THEN 'x' END AS mark FROM seen_as) m
WHERE p.pronamespace = 'badges'::regnamespace GROUP BY p.oid, p.proname ORDER BY p.proname COLLATE "C", p.oid::regprocedure::text COLLATE "C";

\echo '# Tables: s select, i insert, u update, d delete, t truncate, r references, g trigger; of the owner all'
SELECT c.relname AS "table", max(mark) FILTER (WHERE n = 2) AS admin, max(mark) FILTER (WHERE n = 3) AS app, max(mark) FILTER (WHERE n = 4) AS "user",
       max(mark) FILTER (WHERE n = 5) AS reader, max(mark) FILTER (WHERE n = 6) AS public,
       CASE WHEN c.relrowsecurity THEN 'on' END AS "row security", CASE WHEN c.relforcerowsecurity THEN 'forced' END AS "for the owner too"
FROM relation c CROSS JOIN LATERAL (SELECT n, replace(pg_temp.on_table(role, c.oid), 'm', '') AS mark FROM seen_as) m
GROUP BY c.relname, c.relrowsecurity, c.relforcerowsecurity ORDER BY c.relname COLLATE "C";

\echo '# Columns: s select, i insert, u update, r references'
SELECT c.relname || '.' || a.attname AS "column", max(mark) FILTER (WHERE n = 2) AS admin, max(mark) FILTER (WHERE n = 3) AS app, max(mark) FILTER (WHERE n = 4) AS "user",
       max(mark) FILTER (WHERE n = 5) AS reader, max(mark) FILTER (WHERE n = 6) AS public
FROM relation c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
CROSS JOIN LATERAL (SELECT n, pg_temp.on_column(role, c.oid, a.attnum) AS mark FROM seen_as) m
GROUP BY c.relname, a.attname, a.attnum ORDER BY c.relname COLLATE "C", a.attnum;

\echo '# Sequences and the schema: s select, u update or usage, c create'
SELECT name, max(mark) FILTER (WHERE n = 1) AS owner, max(mark) FILTER (WHERE n = 2) AS admin, max(mark) FILTER (WHERE n = 3) AS app, max(mark) FILTER (WHERE n = 4) AS "user",
       max(mark) FILTER (WHERE n = 5) AS reader, max(mark) FILTER (WHERE n = 6) AS public
FROM (SELECT c.relname::text AS name, n, concat(CASE WHEN has_sequence_privilege(role, c.oid, 'SELECT') THEN 's' END, CASE WHEN has_sequence_privilege(role, c.oid, 'UPDATE') OR has_sequence_privilege(role, c.oid, 'USAGE') THEN 'u' END) AS mark
        FROM pg_class c, seen_as WHERE c.relnamespace = 'badges'::regnamespace AND c.relkind = 'S'
      UNION ALL
      SELECT 'schema badges', n, concat(CASE WHEN has_schema_privilege(role, 'badges', 'USAGE') THEN 'u' END, CASE WHEN has_schema_privilege(role, 'badges', 'CREATE') THEN 'c' END) FROM seen_as) AS marks
GROUP BY name ORDER BY name COLLATE "C";

\echo '# Policies for each command: a role without a permissive one sees no row; a restrictive one (!) takes away'
SELECT c.relname AS "table", max(policies) FILTER (WHERE n = 2) AS admin, max(policies) FILTER (WHERE n = 3) AS app, max(policies) FILTER (WHERE n = 4) AS "user",
       coalesce(max(policies) FILTER (WHERE n = 5), '') AS reader, coalesce(max(policies) FILTER (WHERE n = 6), '') AS public
FROM relation c CROSS JOIN LATERAL (
    SELECT s.n, string_agg(CASE p.polcmd WHEN '*' THEN 'all' WHEN 'w' THEN 'update' WHEN 'a' THEN 'insert' WHEN 'd' THEN 'delete' ELSE 'select' END || CASE WHEN p.polpermissive THEN '' ELSE '!' END, ' ' ORDER BY p.polpermissive DESC, p.polcmd) AS policies
      FROM seen_as s JOIN pg_policy p ON p.polrelid = c.oid AND EXISTS (SELECT FROM unnest(p.polroles) r WHERE r = 0 OR r = s.role::regrole) GROUP BY s.n) AS m
GROUP BY c.relname ORDER BY c.relname COLLATE "C";

\echo '# Attributes of our roles other than INHERIT (nothing)'
SELECT rolname, rolsuper, rolcanlogin, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls, rolconfig FROM pg_roles
WHERE rolname IN (SELECT role FROM seen_as WHERE n < 6) AND (rolsuper OR rolcanlogin OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls OR rolconfig IS NOT NULL);
\echo '# Memberships of our roles and in them (nothing)'
SELECT m.roleid::regrole, m.member::regrole FROM pg_auth_members m WHERE m.roleid::regrole::name IN (SELECT role FROM seen_as) OR m.member::regrole::name IN (SELECT role FROM seen_as);
\echo '# Roles that may act as the owner, but for superusers (nothing)'
SELECT rolname FROM pg_roles WHERE pg_has_role(rolname, 'badges_owner', 'MEMBER') AND NOT rolsuper AND rolname <> 'badges_owner';
\echo '# What may be granted on (nothing)'
SELECT objects.name, acl.grantee::regrole, acl.privilege_type
FROM (SELECT oid::regprocedure::text AS name, proacl AS acl FROM pg_proc WHERE pronamespace = 'badges'::regnamespace
      UNION ALL SELECT oid::regclass::text, relacl FROM pg_class WHERE relnamespace = 'badges'::regnamespace
      UNION ALL SELECT attrelid::regclass || '.' || attname, attacl FROM pg_attribute WHERE attrelid IN (SELECT oid FROM relation)
      UNION ALL SELECT 'schema badges', nspacl FROM pg_namespace WHERE nspname = 'badges') AS objects, aclexplode(objects.acl) acl WHERE acl.is_grantable;
\echo '# Default privileges for what is made in the schema (nothing)'
SELECT defaclrole::regrole, defaclobjtype, defaclacl FROM pg_default_acl WHERE defaclnamespace IN (0, 'badges'::regnamespace);
\echo '# Functions that the planner would run before row-level security: leakproof ones (nothing)'
SELECT oid::regprocedure FROM pg_proc WHERE pronamespace = 'badges'::regnamespace AND proleakproof;
\echo '# Triggers, rules and views on our tables, and event triggers (nothing)'
SELECT 'trigger', tgname FROM pg_trigger WHERE tgrelid IN (SELECT oid FROM relation) AND NOT tgisinternal
UNION ALL SELECT 'rule', rulename FROM pg_rewrite WHERE ev_class IN (SELECT oid FROM relation)
UNION ALL SELECT 'event trigger', evtname FROM pg_event_trigger;

-- What comes of membership: a role that logs in has what it was granted and no way up.
CREATE SCHEMA regress;
GRANT USAGE ON SCHEMA regress TO PUBLIC;
CREATE ROLE regress_server LOGIN;
GRANT badges_app TO regress_server;
CREATE ROLE regress_gate LOGIN NOINHERIT;
GRANT badges_user, badges_reader TO regress_gate;
CREATE ROLE regress_both LOGIN;
GRANT badges_app, badges_user TO regress_both;
CREATE FUNCTION regress.outcome(statement text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE statement;
    RAISE EXCEPTION USING ERRCODE = 'ZZZZZ', MESSAGE = 'undone';
EXCEPTION WHEN SQLSTATE 'ZZZZZ' THEN RETURN 'accepted';
WHEN OTHERS THEN RETURN SQLSTATE;
END $$;
SELECT login, target, pg_has_role(login, target, 'USAGE') AS inherits, pg_has_role(login, target, 'MEMBER') AS may_set
  FROM unnest('{regress_server,regress_gate,regress_both}'::name[]) login, unnest('{badges_owner,badges_admin,badges_app,badges_user,badges_reader}'::name[]) target
 WHERE pg_has_role(login, target, 'MEMBER') ORDER BY 1, 2;
INSERT INTO badges.users (email) VALUES ('ann@example.org'), ('bob@example.org');
\c - regress_server
SELECT n, statement, regress.outcome(statement) FROM (VALUES (1, 'SET LOCAL ROLE badges_app'), (2, 'SET LOCAL ROLE badges_admin'), (3, 'SET LOCAL ROLE badges_owner'), (4, 'SET LOCAL ROLE badges_user'), (5, 'SET LOCAL SESSION AUTHORIZATION badges_owner'),
    (6, 'GRANT badges_app TO regress_nobody'), (7, 'GRANT badges_owner TO regress_server'), (8, 'ALTER ROLE badges_app LOGIN'), (9, 'ALTER TABLE badges.users OWNER TO regress_server'),
    (10, 'ALTER FUNCTION badges.create_login_token SECURITY INVOKER'), (11, 'ALTER DEFAULT PRIVILEGES FOR ROLE badges_owner GRANT ALL ON TABLES TO PUBLIC'),
    (12, 'ALTER EXTENSION badges DROP TABLE badges.users'), (13, 'DROP EXTENSION badges'), (14, 'CREATE TABLE badges.t (n int)')) AS v (n, statement) ORDER BY n;
SELECT count(*) FROM badges.users;
-- Who has both is not limited by the row-level security of users: an application and end users are different roles.
\c - regress_both
SELECT count(*) AS as_both FROM badges.users;
SET ROLE badges_user;
SELECT count(*) AS as_user FROM badges.users;
-- The gate of a web server has nothing of its own (NOINHERIT), and becomes one of the two that it was granted.
\c - regress_gate
SELECT regress.outcome('SELECT FROM badges.users') AS by_itself, regress.outcome('SET LOCAL ROLE badges_reader') AS reader, regress.outcome('SET LOCAL ROLE badges_app') AS app;
\c - postgres
-- What was not granted is warned of, in words that differ between versions.
SET client_min_messages = error;
REVOKE badges_app, badges_user, badges_reader FROM regress_server, regress_gate, regress_both;
DROP ROLE regress_server, regress_gate, regress_both, regress_nobody;
