-- A document reads the same in every form in which PostgreSQL stores it: with a header of one octet, plain, compressed,
-- out of line, both.
\set ECHO none
\getenv folder PG_ABS_SRCDIR
\i :folder/helpers.sql
\set ECHO all
CREATE TABLE forms (form text, doc jsonb);
ALTER TABLE forms ALTER doc SET STORAGE EXTERNAL;
CREATE TABLE compressed_forms (LIKE forms);
ALTER TABLE compressed_forms ALTER doc SET STORAGE EXTENDED;
CREATE TABLE inline_forms (LIKE forms);
ALTER TABLE inline_forms ALTER doc SET STORAGE MAIN;
CREATE FUNCTION pg_temp.badge(description text) RETURNS jsonb LANGUAGE sql AS $$
    SELECT jsonb_build_object('@context', 'https://w3id.org/openbadges/v2', 'type', 'BadgeClass', 'id', 'https://example.org/b', 'name', 'n',
        'description', description, 'image', 'https://example.org/i.png', 'criteria', jsonb_build_object('narrative', 'x'), 'issuer', 'https://example.org/p') $$;
INSERT INTO forms VALUES ('one octet', '{"type": "BadgeClass", "version": 1.50}'), ('one octet, scalar', '1e400'), ('one octet, empty', '{}'), ('plain', pg_temp.badge('d')),
    ('out of line', pg_temp.badge(repeat('d', 10000))), ('out of line, broken', pg_temp.badge(repeat('d', 10000)) - 'name');
INSERT INTO inline_forms VALUES ('compressed', pg_temp.badge(repeat('d', 10000))), ('compressed, broken', pg_temp.badge(repeat('d', 10000)) - 'name');
-- Words that repeat in part: compressed, and still too long for the row.
INSERT INTO compressed_forms SELECT 'compressed out of line', pg_temp.badge(string_agg('number ' || n * n % 9973, ', ')) FROM generate_series(1, 4000) AS n;

CREATE VIEW stored AS SELECT * FROM forms UNION ALL SELECT * FROM inline_forms UNION ALL SELECT * FROM compressed_forms;
-- The forms are what they are called.
SELECT form, pg_column_size(doc) < 126 AS small, pg_column_compression(doc) AS compression, pg_column_size(doc) < octet_length(doc::text) / 2 AS smaller_than_half FROM stored;
SELECT (SELECT pg_relation_size(reltoastrelid) > 0 FROM pg_class WHERE oid = 'forms'::regclass) AS out_of_line, (SELECT pg_relation_size(reltoastrelid) > 0 FROM pg_class WHERE oid = 'compressed_forms'::regclass) AS compressed_out_of_line, (SELECT pg_relation_size(reltoastrelid) > 0 FROM pg_class WHERE oid = 'inline_forms'::regclass) AS inline_out_of_line;

SELECT form, badges.validate_ob_json(doc) AS valid, badges.ob_json_class(doc) AS class, badges.ob_json_version(doc) AS version, badges.ob_json_text(doc, 'name') AS name, length(badges.ob_json_text(doc, 'description')) AS length, md5(badges.ob_json_text(doc, 'description')) = md5(doc ->> 'description') AS same FROM stored;
-- As the same document made in the statement: || builds it anew.
SELECT form, bool_and(badges.validate_ob_json(doc) = badges.validate_ob_json(doc || '{}')) AS same_verdict, bool_and((SELECT array_agg(p) FROM badges.ob_json_problems(doc, 'BadgeClass') AS p) IS NOT DISTINCT FROM (SELECT array_agg(p) FROM badges.ob_json_problems(doc || '{}', 'BadgeClass') AS p)) AS same_problems
  FROM stored WHERE jsonb_typeof(doc) = 'object' GROUP BY form ORDER BY form COLLATE "C";
SELECT form, pg_temp.outcome(format('SELECT badges.upgrade_ob_json(doc) IS NOT NULL FROM stored WHERE form = %L', form)) AS upgraded FROM stored;

-- As an argument that is kept for the whole call, and copied into rows that are returned.
SELECT issuer_id FROM badges.create_issuer(pg_temp.issuer()) \gset
CREATE TABLE given AS SELECT form, doc - 'id' - 'issuer' - '@context' AS badge FROM stored WHERE form IN ('plain', 'out of line', 'compressed', 'compressed out of line');
SELECT form, badges.validate_ob_json(b.badge_json) AS valid, b.description = badge ->> 'description' AS same FROM given, badges.create_badge_class(:'issuer_id', badge) AS b;
SELECT form, b.description = badge ->> 'description' AS same, pg_column_size(b.badge_json) < length(b.description) AS compressed FROM given JOIN badges.badge_classes AS b ON b.description = badge ->> 'description' ORDER BY form COLLATE "C";
SELECT count(*), bool_and(a.assertion_json #>> '{credentialSubject,achievement,description}' = b.description) AS same FROM badges.badge_classes AS b, badges.issue_assertions(b.badge_id, '{ann@example.org,bob@example.org}') AS a;
SELECT count(*), bool_and(badges.verify_assertion(assertion_id) ->> 'valid' = 'true') AS valid, bool_and(badges.get_assertion(assertion_id) = assertion_json) AS same FROM badges.badge_assertions;
SELECT count(*), bool_and(length(f.assertion_json::text) > 700) AS whole FROM badges.find_assertions('ann@example.org') AS f;
