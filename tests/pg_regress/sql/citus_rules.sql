-- What Citus asks of tables that it spreads over nodes, as far as the catalog shows it. Every list but the first is empty.
SET search_path = pg_catalog, pg_temp;
CREATE TEMP TABLE placed (relation regclass, key name);
INSERT INTO placed VALUES ('badges.users', NULL), ('badges.issuer_profiles', NULL), ('badges.badge_classes', NULL),
    ('badges.login_tokens', 'token_id'), ('badges.webauthn_credentials', 'credential_id'), ('badges.badge_assertions', 'assertion_id');
-- Every table has its place, and distribute() knows it.
SELECT c.oid::regclass FROM pg_class c WHERE c.relnamespace = 'badges'::regnamespace AND c.relkind = 'r' AND c.oid NOT IN (SELECT relation FROM placed);
SELECT p.* FROM placed p WHERE pg_get_functiondef('badges.distribute'::regproc) !~ format('''%s'', %s\)', p.relation, coalesce(quote_literal(p.key), 'NULL'));

\echo '# The primary key of a distributed table is its distribution column (nothing)'
SELECT p.* FROM placed p WHERE p.key IS NOT NULL AND NOT EXISTS (
    SELECT FROM pg_constraint n JOIN pg_attribute a ON a.attrelid = n.conrelid AND a.attnum = ALL (n.conkey)
     WHERE n.conrelid = p.relation AND n.contype = 'p' AND a.attname = p.key);
\echo '# and the only thing that is unique (nothing)'
SELECT i.indexrelid::regclass FROM placed p JOIN pg_index i ON i.indrelid = p.relation WHERE p.key IS NOT NULL AND (i.indisunique OR i.indisexclusion) AND NOT i.indisprimary;
\echo '# Foreign keys lead to reference tables (nothing)'
SELECT n.conname FROM placed p JOIN pg_constraint n ON n.confrelid = p.relation WHERE p.key IS NOT NULL AND n.contype = 'f';
\echo '# Triggers (nothing)'
SELECT t.tgname FROM placed p JOIN pg_trigger t ON t.tgrelid = p.relation WHERE NOT t.tgisinternal;
\echo '# Generated columns that are not stored (nothing)'
SELECT a.attname FROM placed p JOIN pg_attribute a ON a.attrelid = p.relation WHERE a.attgenerated NOT IN ('', 's');
\echo '# Columns that a sequence of the table fills (nothing)'
SELECT a.attname FROM placed p JOIN pg_attribute a ON a.attrelid = p.relation LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
 WHERE a.attidentity <> '' OR pg_get_expr(d.adbin, d.adrelid) LIKE '%nextval(%';
\echo '# Functions in CHECKs, generated columns and indexes that are not immutable (nothing)'
SELECT DISTINCT p.oid::regprocedure FROM pg_depend d JOIN pg_proc p ON d.refclassid = 'pg_proc'::regclass AND p.oid = d.refobjid
  LEFT JOIN pg_constraint n ON d.classid = 'pg_constraint'::regclass AND n.oid = d.objid
  LEFT JOIN pg_attrdef f ON d.classid = 'pg_attrdef'::regclass AND f.oid = d.objid
  LEFT JOIN pg_attribute a ON a.attrelid = f.adrelid AND a.attnum = f.adnum AND a.attgenerated <> ''
  LEFT JOIN pg_class c ON d.classid = 'pg_class'::regclass AND c.oid = d.objid AND c.relkind = 'i'
 WHERE coalesce(n.conrelid, a.attrelid, (SELECT indrelid FROM pg_index WHERE indexrelid = c.oid)) IN (SELECT relation FROM placed)
   AND p.provolatile <> 'i';
\echo '# Distributed tables without row-level security, or with a column of a type of our own (nothing)'
SELECT p.relation FROM placed p JOIN pg_class c ON c.oid = p.relation WHERE NOT c.relrowsecurity;
SELECT a.attname FROM placed p JOIN pg_attribute a ON a.attrelid = p.relation JOIN pg_type t ON t.oid = a.atttypid WHERE a.attnum > 0 AND t.typnamespace <> 'pg_catalog'::regnamespace;

-- distribute() where there is no Citus, and where it is misused.
RESET search_path;
\set ECHO none
\getenv folder PG_ABS_SRCDIR
\i :folder/helpers.sql
\set ECHO all
SELECT n, pg_temp.outcome(call) FROM unnest(ARRAY['SELECT badges.distribute()', 'SELECT badges.distribute(0)', 'SELECT badges.distribute(64001)', 'SELECT badges.distribute(NULL)']) WITH ORDINALITY AS v (call, n) ORDER BY n;
SET ROLE badges_app;
SELECT pg_temp.outcome('SELECT badges.distribute()');
