-- What the functions of a document alone say of it.
\set ECHO none
\getenv folder PG_ABS_SRCDIR
\i :folder/helpers.sql
\set ECHO all

-- A good document of each class, and the same with one fault.
CREATE TEMP TABLE document (class text, good jsonb, bad jsonb);
INSERT INTO document
SELECT 'Assertion', a, a - 'recipient' FROM pg_temp.assertion() AS a
UNION ALL SELECT 'BadgeClass', b, b || '{"criteria": 5}' FROM pg_temp.badge_class() AS b
UNION ALL SELECT 'Issuer', i, i || '{"email": "nobody"}' FROM pg_temp.issuer() AS i
UNION ALL SELECT 'Profile', i, i || '{"url": "school"}' FROM (SELECT pg_temp.issuer() || '{"type": "Profile"}' AS i) AS p
UNION ALL SELECT 'Endorsement', e, e - 'claim' FROM (SELECT jsonb_build_object(
    '@context', 'https://w3id.org/openbadges/v2', 'type', 'Endorsement', 'id', 'https://peer.example.org/endorsement',
    'issuer', 'https://peer.example.org/issuer', 'issuedOn', '2026-01-02T03:04:05Z',
    'verification', jsonb_build_object('type', 'HostedBadge'),
    'claim', jsonb_build_object('id', 'https://school.example.org/badge', 'endorsementComment', 'A fine badge')) AS e) AS p
UNION ALL SELECT 'CryptographicKey', k, k || '{"owner": 5}' FROM (SELECT jsonb_build_object(
    '@context', 'https://w3id.org/openbadges/v2', 'type', 'CryptographicKey', 'id', 'https://school.example.org/key',
    'owner', 'https://school.example.org/issuer', 'publicKeyPem', E'-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----') AS k) AS p
UNION ALL SELECT 'RevocationList', r, r || '{"revokedAssertions": [{}]}' FROM (SELECT jsonb_build_object(
    '@context', 'https://w3id.org/openbadges/v2', 'type', 'RevocationList', 'id', 'https://school.example.org/revoked',
    'issuer', 'https://school.example.org/issuer',
    'revokedAssertions', jsonb_build_array('urn:uuid:9b3b1e1c-0d0c-4b57-9b4e-0d5b6f0c8f11', jsonb_build_object('uid', 'a1'))) AS r) AS p;

SELECT class, badges.validate_ob_json(good) AS good, badges.validate_ob_json(good, class) AS good_as_class,
       badges.validate_ob_json(bad) AS bad, badges.ob_json_class(good) AS found, badges.ob_json_version(good) AS version,
       (SELECT count(*) FROM badges.ob_json_problems(good)) AS problems
  FROM document ORDER BY class;
SELECT class, p.* FROM document, badges.ob_json_problems(bad) AS p ORDER BY class, path;
-- Verdict and list agree, whatever the document is taken for.
SELECT count(*) AS pairs,
       count(*) FILTER (WHERE badges.validate_ob_json(doc, taken.class)
                              IS NOT DISTINCT FROM EXISTS (SELECT FROM badges.ob_json_problems(doc, taken.class) WHERE severity = 'error')) AS disagree
  FROM document, unnest(ARRAY[good, bad]) AS doc, document AS taken;
-- A document of one class is none of another; Issuer and Profile are one. (A key asks for no property, so it is left out.)
SELECT d.class, string_agg(taken.class, ' ' ORDER BY taken.class) AS taken_for
  FROM document AS d, document AS taken WHERE taken.class <> 'CryptographicKey' AND badges.validate_ob_json(d.good, taken.class) GROUP BY d.class ORDER BY d.class;

-- Paths point into the document as it was given, code and message say what is wrong there.
SELECT p.* FROM badges.ob_json_problems(pg_temp.assertion() || '{"issuedOn": "yesterday", "expires": "2026-01-02", "evidence":
    [{"id": "https://example.org/1"}, {"id": "not a URL", "narrative": ["a", "b"]}], "recipient": {"type": "email", "hashed": true, "identity": "ann@example.org"}}') AS p;
SELECT p.* FROM badges.ob_json_problems(jsonb_set(pg_temp.issuer(), '{a~b/c}', '{"type": "Extension"}')) AS p;
-- A warning is no error.
SELECT badges.validate_ob_json(doc) AS valid, p.*
  FROM (SELECT pg_temp.assertion() || '{"issuedOn": "2026-01-02T03:04:05+01:00"}' AS doc) AS d, badges.ob_json_problems(doc) AS p;
-- An e-mail address, a recipient, stays out of messages.
SELECT count(*) FILTER (WHERE message ~ 'secret') AS told, count(*) > 0 AS problems
  FROM unnest(ARRAY['{"identity": "secret@@example.org"}', '{"identity": "secret", "hashed": true}', '{"identity": ["secret@example.org", "secret"]}',
                    '{"identity": {"a": "secret"}}', '{"identity": "secret", "salt": ["secret", 1]}']::jsonb[]) AS part,
       badges.ob_json_problems(jsonb_set(pg_temp.assertion(), '{recipient}', pg_temp.assertion() -> 'recipient' || part));
-- Most problems listed: 100; the last says how many more there are.
SELECT count(*), max(code) FILTER (WHERE path = '') AS last, max(message) FILTER (WHERE path = '') AS message
  FROM badges.ob_json_problems(pg_temp.badge_class() || jsonb_build_object('tags', (SELECT jsonb_agg(n) FROM generate_series(1, 1000) AS n)));

-- What JSON-LD allows means the same.
SELECT n, badges.ob_json_class(doc) AS class, badges.validate_ob_json(doc) AS valid FROM (VALUES
    (1, pg_temp.assertion() - 'id' - 'type' || '{"@id": "https://school.example.org/assertion", "@type": "Assertion"}'),
    (2, pg_temp.assertion() || '{"@context": ["https://w3id.org/openbadges/v2"], "type": ["Assertion"]}'),
    (3, pg_temp.assertion() - 'issuedOn' || '{"obi:issueDate": {"@value": "2026-01-02T03:04:05Z", "@type": "xsd:dateTime"}}'),
    (4, pg_temp.assertion() || '{"badge": {"id": "https://school.example.org/badge"}}'),
    (5, pg_temp.assertion() - 'verification' || '{"verify": {"type": "hosted"}}'),
    (6, pg_temp.assertion() || '{"@context": "https://w3id.org/openbadges/v2", "narrative": null, "expires": null}'),
    (7, pg_temp.assertion() || '{"recipient": [{"type": "email", "hashed": false, "identity": "ann@example.org"}]}')
) AS v (n, doc) ORDER BY n;

-- Old versions are recognised, checked as what they become, and upgraded.
CREATE TEMP TABLE old_document (name text, doc jsonb);
INSERT INTO old_document VALUES
    ('0.5 assertion', '{"id": "https://school.example.org/old/1", "recipient": "ann@example.org", "issued_on": "2011-06-01",
      "evidence": "https://ann.example.org/work", "badge": {"version": "0.5.0", "name": "Web", "image": "https://school.example.org/i.png",
      "description": "Made a page", "criteria": "https://school.example.org/c", "issuer": {"origin": "https://school.example.org",
      "name": "School", "org": "Faculty", "contact": "badges@school.example.org"}}}'),
    ('1.0 assertion', '{"uid": "a1", "recipient": {"type": "email", "hashed": true, "salt": "deadsea", "identity":
      "sha256$c7ef86405ba71b85acd8e2e95166c4b111448089f2e1599f42fe1bba46e865c5"}, "image": "https://school.example.org/i.png",
      "issuedOn": 1359217910, "badge": "https://school.example.org/old/badge", "verify": {"type": "hosted", "url": "https://school.example.org/old/2"}}'),
    ('1.0 badge', '{"id": "https://school.example.org/old/badge", "name": "Web", "description": "Made a page", "image": "https://school.example.org/i.png",
      "criteria": "https://school.example.org/c", "alignment": [{"name": "A", "url": "https://example.org/a", "description": "d"}], "issuer": "https://school.example.org/old/issuer"}'),
    ('1.1 issuer', '{"@context": "https://w3id.org/openbadges/v1", "type": "Issuer", "id": "https://school.example.org/old/issuer", "name": "School",
      "url": "https://school.example.org", "email": "badges@school.example.org"}');
SELECT name, badges.ob_json_version(doc) AS version, badges.ob_json_class(doc) AS class, badges.validate_ob_json(doc) AS valid,
       badges.ob_json_version(badges.upgrade_ob_json(doc)) AS upgraded, badges.validate_ob_json(badges.upgrade_ob_json(doc)) AS upgraded_valid
  FROM old_document ORDER BY name;
SELECT name, jsonb_pretty(badges.upgrade_ob_json(doc)) AS upgraded FROM old_document ORDER BY name;
SELECT name, p.* FROM old_document, badges.ob_json_problems(doc) AS p ORDER BY name, path COLLATE "C", code;
SELECT badges.upgrade_ob_json(good) = good AS unchanged, count(*) FROM document GROUP BY 1;
SELECT n, pg_temp.outcome(format('SELECT badges.upgrade_ob_json(%L)', doc)) FROM (VALUES
    (1, '{}'), (2, '[]'), (3, 'null'), (4, '"x"'), (5, '{"recipient": "ann@example.org", "badge": {}}'),
    (6, '{"recipient": {}, "issuedOn": "long ago", "id": "https://example.org/1", "badge": "https://example.org/b"}'),
    (7, '{"@context": "https://www.w3.org/ns/credentials/v2", "type": "OpenBadgeCredential"}')) AS v (n, doc) ORDER BY n;
SELECT badges.ob_json_version(doc), badges.ob_json_class(doc), badges.validate_ob_json(doc), p.*
  FROM (VALUES ('{"@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
                  "type": ["VerifiableCredential", "OpenBadgeCredential"]}'::jsonb)) AS v (doc), badges.ob_json_problems(doc) AS p;

-- NULL asks nothing; an unknown class is an error, whatever the document.
SELECT badges.validate_ob_json(NULL), badges.validate_ob_json(NULL, 'Assertion'), badges.ob_json_class(NULL), badges.ob_json_version(NULL), badges.upgrade_ob_json(NULL);
SELECT * FROM badges.ob_json_problems(NULL);
SELECT badges.validate_ob_json(pg_temp.assertion(), NULL) AS own_class, badges.validate_ob_json(doc => pg_temp.assertion(), class => 'Assertion') AS named;
SELECT n, pg_temp.outcome(format('SELECT badges.validate_ob_json(%s, %L)', doc, class)),
       pg_temp.outcome(format('SELECT * FROM badges.ob_json_problems(%s, %L)', doc, class)) = pg_temp.outcome(format('SELECT badges.validate_ob_json(%s, %L)', doc, class)) AS same
  FROM (VALUES (1, $$'{}'$$, 'assertion'), (2, $$'{}'$$, ''), (3, 'NULL', 'Badge'), (4, $$'{}'$$, repeat('x', 1048576)), (5, $$'[]'$$, E'Assertion\n')) AS v (n, doc, class) ORDER BY n;
SELECT class, badges.validate_ob_json('{}', class) FROM unnest('{OpenBadgeCredential,AchievementCredential,EndorsementCredential,Achievement}'::text[]) AS class;

-- Whatever jsonb there is, every function answers, with a verdict and no error.
CREATE TEMP TABLE hostile (n int, doc jsonb);
SET max_stack_depth = '6MB';
INSERT INTO hostile VALUES
    (1, 'null'), (2, 'true'), (3, '1e400'), (4, '""'), (5, '[]'), (6, '{}'), (7, '[[]]'), (8, '[{}]'),
    (9, (repeat('[', 10000) || repeat(']', 10000))::jsonb),
    (10, (repeat('{"a":', 10000) || '1' || repeat('}', 10000))::jsonb),
    (11, pg_temp.assertion() || jsonb_build_object('extra', (repeat('[', 10000) || repeat(']', 10000))::jsonb)),
    (12, pg_temp.assertion() || '{"issuedOn": 1e400, "version": -1e400, "narrative": 1e-400}'),
    (13, pg_temp.assertion() || jsonb_build_object('narrative', repeat('é', 524288))),
    (14, pg_temp.assertion() || jsonb_build_object(repeat('k', 1048576), 1)),
    (15, pg_temp.assertion() || jsonb_build_object('id', 'https://example.org/' || repeat('x', 1048576))),
    (16, jsonb_build_object('@context', repeat('x', 1048576))),
    (17, pg_temp.assertion() || jsonb_build_object('evidence', (SELECT jsonb_agg(n) FROM generate_series(1, 200000) AS n))),
    (18, pg_temp.assertion() || jsonb_build_object('@context', (SELECT jsonb_agg('https://example.org/' || n) FROM generate_series(1, 200000) AS n))),
    (19, (SELECT jsonb_agg(n) FROM generate_series(1, 200000) AS n)),
    (20, (SELECT jsonb_object_agg(n, n) FROM generate_series(1, 200000) AS n)),
    (21, pg_temp.assertion() || '{"id": [], "type": {}, "badge": [[]], "recipient": [[{}]], "verification": 1, "issuedOn": {}}'),
    (22, '{"@context": {"@context": {"@context": []}}, "@type": ["@id", "@type"], "@id": {"@id": {"@id": null}}}'),
    (23, '{"@graph": [{"@graph": []}], "@context": "https://w3id.org/openbadges/v2"}'),
    (24, pg_temp.assertion() || jsonb_build_object('evidence', (SELECT jsonb_agg(jsonb_build_object('id', 'x', 'name', n)) FROM generate_series(1, 200000) AS n))),
    (25, pg_temp.assertion() || '{"type": "\ud83d\ude00", "id": "\u202e"}'),
    (26, (repeat('{"@graph":[', 3000) || '1' || repeat(']}', 3000))::jsonb);
SELECT n, badges.validate_ob_json(doc) AS own, badges.validate_ob_json(doc, 'Assertion') AS assertion, badges.validate_ob_json(doc, 'Profile') AS profile,
       badges.ob_json_class(doc) AS class, badges.ob_json_version(doc) AS version,
       badges.ob_json_text(doc, 'id') IS NOT NULL AS id, badges.recipient_matches(doc, 'x') AS recipient,
       (SELECT string_agg(DISTINCT code, ' ' ORDER BY code) FROM badges.ob_json_problems(doc, 'Assertion')) AS codes
  FROM hostile ORDER BY n;
-- No message repeats a megabyte.
SELECT max(length(message)) < 1000 AS short FROM hostile, badges.ob_json_problems(doc, 'Assertion');
SELECT n, split_part(pg_temp.outcome(format('SELECT badges.upgrade_ob_json(doc) FROM hostile WHERE n = %s', n)), E'\n', 1) AS upgrade FROM hostile ORDER BY n;

-- Documents that PostgreSQL stores compressed or out of line read the same.
CREATE TEMP TABLE stored (how text, doc jsonb);
ALTER TABLE stored ALTER doc SET STORAGE EXTERNAL;
INSERT INTO stored SELECT 'out of line', pg_temp.assertion() || jsonb_build_object('narrative', repeat('abc', 10000));
ALTER TABLE stored ALTER doc SET STORAGE EXTENDED;
INSERT INTO stored SELECT 'compressed', pg_temp.assertion() || jsonb_build_object('narrative', repeat('abc', 10000));
INSERT INTO stored SELECT 'short', '{}';
SELECT how, badges.validate_ob_json(doc), badges.ob_json_text(doc, 'recipient_identity') FROM stored ORDER BY how;

-- In an index, a generated column, a CHECK and a parallel plan.
CREATE TABLE public.pages (doc jsonb, valid bool GENERATED ALWAYS AS (badges.validate_ob_json(doc)) STORED, CHECK (badges.ob_json_class(doc) IS NOT NULL));
INSERT INTO public.pages SELECT pg_temp.badge_class('https://example.org/' || n) || CASE WHEN n % 3 = 0 THEN '{"image": 5}' ELSE '{}' END::jsonb FROM generate_series(1, 5000) AS n;
CREATE INDEX pages_problem ON public.pages (badges.ob_json_version(doc), badges.validate_ob_json(doc, 'BadgeClass'));
SELECT pg_temp.outcome($$INSERT INTO public.pages VALUES ('{}')$$) ~ '^23514' AS refused;
SELECT valid, count(*) FROM public.pages GROUP BY valid ORDER BY valid;
SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET enable_indexscan = off; SET enable_bitmapscan = off;
EXPLAIN (COSTS OFF) SELECT count(*) FROM public.pages WHERE badges.validate_ob_json(doc);
SELECT count(*) FROM public.pages WHERE badges.validate_ob_json(doc);

-- Anybody may ask.
SET ROLE badges_reader;
SELECT badges.validate_ob_json('{}'), badges.ob_json_class('{"@context": "https://w3id.org/openbadges/v2", "type": "Issuer"}'), badges.ob_json_version('{}');
