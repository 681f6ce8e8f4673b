-- Everything a user could tell two installations of the extension apart by, one line each, without OIDs:
-- two databases whose lines are equal have the same extension. Run with psql --tuples-only --no-align.
SET search_path = pg_catalog, pg_temp;

CREATE TEMP VIEW member AS
SELECT d.classid, d.objid, d.objsubid, pg_describe_object(d.classid, d.objid, d.objsubid) AS name
FROM pg_depend d
JOIN pg_extension e ON e.oid = d.refobjid
WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e' AND e.extname = 'badges';

CREATE TEMP VIEW member_relation AS
SELECT m.name, c.* FROM member m JOIN pg_class c ON m.classid = 'pg_class'::regclass AND c.oid = m.objid;

CREATE TEMP VIEW snapshot (kind, name, detail) AS
SELECT 'member', name, '' FROM member

UNION ALL
SELECT 'relation', name, format('kind %s, owner %s, persistence %s, row security %s, forced %s, options %s',
    relkind, relowner::regrole, relpersistence, relrowsecurity, relforcerowsecurity, reloptions)
FROM member_relation

-- The position counts: SELECT * and a plain INSERT see it. Dropped columns do not.
UNION ALL
SELECT 'column', r.name, format('%s %s %s%s, default %s, generated %L, identity %L, collation %s',
    row_number() OVER (PARTITION BY a.attrelid ORDER BY a.attnum), a.attname, format_type(a.atttypid, a.atttypmod),
    CASE WHEN a.attnotnull THEN ' not null' END, pg_get_expr(d.adbin, d.adrelid), a.attgenerated, a.attidentity,
    a.attcollation::regcollation)
FROM member_relation r
JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum

-- PostgreSQL 18 also lists NOT NULL here, under generated names; attnotnull above says the same on every version.
UNION ALL
SELECT 'constraint', r.name, format('%s %s, validated %s', c.conname, pg_get_constraintdef(c.oid), c.convalidated)
FROM member_relation r JOIN pg_constraint c ON c.conrelid = r.oid AND c.contype <> 'n'

UNION ALL
SELECT 'index', r.name, format('%s, valid %s', pg_get_indexdef(i.indexrelid), i.indisvalid)
FROM member_relation r JOIN pg_index i ON i.indrelid = r.oid

UNION ALL
SELECT 'trigger', r.name, format('%s, enabled %s', pg_get_triggerdef(t.oid), t.tgenabled)
FROM member_relation r JOIN pg_trigger t ON t.tgrelid = r.oid AND NOT t.tgisinternal

UNION ALL
SELECT 'policy', r.name, format('%s for %s, permissive %s, to %s, using %s, check %s', p.polname, p.polcmd, p.polpermissive,
    (SELECT string_agg(CASE WHEN role = 0 THEN 'public' ELSE role::regrole::text END, ', ' ORDER BY role::regrole::text)
     FROM unnest(p.polroles) role),
    pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
FROM member_relation r JOIN pg_policy p ON p.polrelid = r.oid

UNION ALL
SELECT 'view', name, pg_get_viewdef(oid) FROM member_relation WHERE relkind IN ('v', 'm')

UNION ALL
SELECT 'sequence', r.name, format('%s from %s by %s, %s to %s, cycle %s', s.seqtypid::regtype, s.seqstart, s.seqincrement,
    s.seqmin, s.seqmax, s.seqcycle)
FROM member_relation r JOIN pg_sequence s ON s.seqrelid = r.oid

-- Arguments with defaults, result, volatility, parallel safety, NULL behaviour, security, settings, C symbol or body.
UNION ALL
SELECT 'function', m.name, format('owner %s, cost %s, rows %s, leakproof %s: %s', p.proowner::regrole, p.procost, p.prorows,
    p.proleakproof, CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid) END)
FROM member m JOIN pg_proc p ON m.classid = 'pg_proc'::regclass AND p.oid = m.objid

UNION ALL
SELECT 'type', m.name, format('%s, owner %s, base %s, default %s, labels %s', t.typtype, t.typowner::regrole,
    format_type(nullif(t.typbasetype, 0), t.typtypmod), t.typdefault,
    (SELECT string_agg(enumlabel, ', ' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid))
FROM member m JOIN pg_type t ON m.classid = 'pg_type'::regclass AND t.oid = m.objid

UNION ALL
SELECT 'privilege', m.name, format('%s%s: %s to %s, grantable %s', m.kind, m.part, acl.privilege_type,
    CASE WHEN acl.grantee = 0 THEN 'public' ELSE acl.grantee::regrole::text END, acl.is_grantable)
FROM (
    SELECT name, 'relation' AS kind, '' AS part, coalesce(relacl, acldefault('r', relowner)) AS acl FROM member_relation
    UNION ALL
    SELECT r.name, 'column ', a.attname, a.attacl FROM member_relation r JOIN pg_attribute a ON a.attrelid = r.oid
    UNION ALL
    SELECT m.name, 'function', '', coalesce(p.proacl, acldefault('f', p.proowner))
    FROM member m JOIN pg_proc p ON m.classid = 'pg_proc'::regclass AND p.oid = m.objid
    UNION ALL
    SELECT m.name, 'schema', '', coalesce(n.nspacl, acldefault('n', n.nspowner))
    FROM member m JOIN pg_namespace n ON m.classid = 'pg_namespace'::regclass AND n.oid = m.objid
    UNION ALL
    SELECT m.name, 'type', '', coalesce(t.typacl, acldefault('T', t.typowner))
    FROM member m JOIN pg_type t ON m.classid = 'pg_type'::regclass AND t.oid = m.objid
) m, aclexplode(m.acl) acl

-- What pg_dump takes for the state after installation: later GRANTs are told from these.
UNION ALL
SELECT 'initial privilege', m.name, format('column %s: %s to %s', i.objsubid, acl.privilege_type,
    CASE WHEN acl.grantee = 0 THEN 'public' ELSE acl.grantee::regrole::text END)
FROM member m
JOIN pg_init_privs i ON (i.classoid, i.objoid) = (m.classid, m.objid), aclexplode(i.initprivs) acl

UNION ALL
SELECT 'comment', m.name, format('%s: %s', coalesce(a.attname, 'itself'), d.description)
FROM member m
JOIN pg_description d ON (d.classoid, d.objoid) = (m.classid, m.objid)
LEFT JOIN pg_attribute a ON d.classoid = 'pg_class'::regclass AND a.attrelid = d.objoid AND a.attnum = d.objsubid AND d.objsubid > 0

UNION ALL
SELECT 'comment on constraint', r.name, format('%s: %s', c.conname, d.description)
FROM member_relation r
JOIN pg_constraint c ON c.conrelid = r.oid
JOIN pg_description d ON d.classoid = 'pg_constraint'::regclass AND d.objoid = c.oid

UNION ALL
SELECT 'dumped table', table_oid::regclass::text, format('where %L', condition)
FROM pg_extension e, unnest(e.extconfig, e.extcondition) AS config (table_oid, condition)
WHERE e.extname = 'badges';

SELECT kind || ' | ' || name || ' | ' || regexp_replace(detail, '\s*\n\s*', ' ', 'g') FROM snapshot ORDER BY kind, name, detail COLLATE "C";
