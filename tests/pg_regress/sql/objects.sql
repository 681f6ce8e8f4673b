-- The reviewed list of everything the extension makes, and who may do what with it. A line that appears,
-- disappears or changes here is a change of the public surface: look at it, then accept it.
SET search_path = pg_catalog, pg_temp;
\pset format unaligned
\pset footer off

CREATE TEMP VIEW member AS
SELECT d.classid, d.objid, pg_describe_object(d.classid, d.objid, d.objsubid) AS name
FROM pg_depend d
JOIN pg_extension e ON e.oid = d.refobjid
WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e' AND e.extname = 'badges';

-- "role: privileges" for everybody but the owner. MAINTAIN exists from PostgreSQL 17 on.
CREATE FUNCTION pg_temp.grants(acl aclitem[], owner oid) RETURNS text LANGUAGE sql AS $$
    SELECT string_agg(grantee || ': ' || privileges, '; ' ORDER BY grantee COLLATE "C")
    FROM (
        SELECT CASE WHEN a.grantee = 0 THEN 'public' ELSE a.grantee::regrole::text END AS grantee,
               string_agg(lower(a.privilege_type) || CASE WHEN a.is_grantable THEN ' with grant option' ELSE '' END, ' '
                          ORDER BY a.privilege_type COLLATE "C") AS privileges
        FROM aclexplode(acl) a
        WHERE a.grantee <> owner AND a.privilege_type <> 'MAINTAIN'
        GROUP BY a.grantee
    ) grants
$$;

\echo '# Functions'
SELECT p.oid::regprocedure AS function,
       p.prorettype::regtype AS result,
       CASE p.provolatile WHEN 'i' THEN 'immutable' WHEN 's' THEN 'stable' ELSE 'volatile' END AS volatility,
       CASE p.proparallel WHEN 's' THEN 'safe' WHEN 'r' THEN 'restricted' ELSE 'unsafe' END AS parallel,
       CASE WHEN p.proisstrict THEN 'null if null' ELSE 'called on null' END AS null_behaviour,
       CASE WHEN p.prosecdef THEN 'definer ' || p.proowner::regrole::text ELSE 'invoker' END AS security,
       array_to_string(p.proconfig, ' ') AS settings,
       pg_temp.grants(coalesce(p.proacl, acldefault('f', p.proowner)), p.proowner) AS grants
FROM member m JOIN pg_proc p ON m.classid = 'pg_proc'::regclass AND p.oid = m.objid
ORDER BY p.oid::regprocedure::text COLLATE "C";

\echo '# Tables'
SELECT c.oid::regclass AS table_name, c.relowner::regrole AS owner, c.relrowsecurity AS row_security,
       c.oid = ANY (e.extconfig) AS dumped,
       pg_temp.grants(coalesce(c.relacl, acldefault('r', c.relowner)), c.relowner) AS grants,
       (SELECT string_agg(a.attname || ' (' || pg_temp.grants(a.attacl, c.relowner) || ')', ', ' ORDER BY a.attnum)
        FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attacl IS NOT NULL) AS column_grants
FROM member m
JOIN pg_class c ON m.classid = 'pg_class'::regclass AND c.oid = m.objid AND c.relkind = 'r'
JOIN pg_extension e ON e.extname = 'badges'
ORDER BY c.relname COLLATE "C";

\echo '# Sequences'
SELECT c.oid::regclass AS sequence_name, c.relowner::regrole AS owner, c.oid = ANY (e.extconfig) AS dumped, s.seqmin AS min, s.seqcycle AS cycle,
       pg_temp.grants(coalesce(c.relacl, acldefault('s', c.relowner)), c.relowner) AS grants
FROM member m
JOIN pg_class c ON m.classid = 'pg_class'::regclass AND c.oid = m.objid AND c.relkind = 'S'
JOIN pg_sequence s ON s.seqrelid = c.oid
JOIN pg_extension e ON e.extname = 'badges'
ORDER BY c.relname COLLATE "C";

\echo '# Policies'
SELECT p.polrelid::regclass AS table_name, p.polname AS policy, p.polcmd AS command, p.polpermissive AS permissive,
       ARRAY(SELECT r::regrole::text FROM unnest(p.polroles) r ORDER BY 1) AS roles,
       pg_get_expr(p.polqual, p.polrelid) AS visible, pg_get_expr(p.polwithcheck, p.polrelid) AS writable
FROM member m JOIN pg_policy p ON m.classid = 'pg_class'::regclass AND p.polrelid = m.objid
ORDER BY p.polrelid::regclass::text COLLATE "C", p.polname COLLATE "C";

-- The row types of tables are members of their own from PostgreSQL 17 on, and go without saying.
\echo '# Everything else'
SELECT m.name
FROM member m
LEFT JOIN pg_class c ON m.classid = 'pg_class'::regclass AND c.oid = m.objid
LEFT JOIN pg_type t ON m.classid = 'pg_type'::regclass AND t.oid = m.objid
LEFT JOIN pg_type element ON element.oid = t.typelem
WHERE m.classid <> 'pg_proc'::regclass AND c.relkind IS DISTINCT FROM 'r'
  AND coalesce(nullif(t.typrelid, 0), element.typrelid, 0) = 0
ORDER BY m.name COLLATE "C";

\echo '# Schema'
SELECT n.nspname AS schema, pg_temp.grants(n.nspacl, n.nspowner) AS grants FROM pg_namespace n WHERE n.nspname = 'badges';

\echo '# Outside the schema badges (nothing)'
SELECT m.name FROM member m WHERE m.name NOT LIKE '%badges%';

\echo '# Without a comment (nothing)'
SELECT m.name FROM member m
WHERE m.classid IN ('pg_proc'::regclass, 'pg_class'::regclass, 'pg_namespace'::regclass)
  AND obj_description(m.objid, (SELECT relname FROM pg_class WHERE oid = m.classid)) IS NULL
UNION ALL
SELECT m.name || ' column ' || a.attname
FROM member m JOIN pg_attribute a ON m.classid = 'pg_class'::regclass AND a.attrelid = m.objid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_class c ON c.oid = m.objid AND c.relkind = 'r'
WHERE col_description(m.objid, a.attnum) IS NULL
ORDER BY 1;

-- What is looked for is never NULL, and with an id it goes without saying whether the row was received.
\echo '# Foreign keys without an index that begins with their columns (nothing)'
SELECT f.conrelid::regclass AS table_name, f.conname AS foreign_key
FROM pg_constraint f
JOIN member m ON m.classid = 'pg_class'::regclass AND m.objid = f.conrelid
CROSS JOIN LATERAL (
    SELECT array_agg(k ORDER BY n) AS columns FROM unnest(f.conkey) WITH ORDINALITY AS u (k, n)
    JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = k WHERE a.attname <> 'received') AS c
WHERE f.contype = 'f' AND NOT EXISTS (
    SELECT FROM pg_index i
    WHERE i.indrelid = f.conrelid AND (string_to_array(i.indkey::text, ' ')::int2[])[1:cardinality(c.columns)] = c.columns
      AND coalesce(pg_get_expr(i.indpred, i.indrelid), '') IN ('', (
          SELECT format('(%I IS NOT NULL)', attname) FROM pg_attribute WHERE attrelid = f.conrelid AND attnum = c.columns[1])));

\echo '# Security definer functions whose search_path is not pinned (nothing)'
SELECT p.oid::regprocedure AS function
FROM member m JOIN pg_proc p ON m.classid = 'pg_proc'::regclass AND p.oid = m.objid
WHERE p.prosecdef AND NOT coalesce('search_path=pg_catalog, pg_temp' = ANY (p.proconfig), false);
