-- Users, issuers, badge classes and hosted awards of Open Badges 2.0, made by the functions. (credentials.sql: those of 3.0.)
\set ECHO none
\getenv folder PG_ABS_SRCDIR
\i :folder/helpers.sql
\set ECHO all
SET max_stack_depth = '6MB';
SET badges.default_version = '2.0';
CREATE FUNCTION pg_temp.rows() RETURNS text LANGUAGE sql AS $$
    SELECT format('%s users, %s issuers, %s badge classes, %s awards', (SELECT count(*) FROM badges.users), (SELECT count(*) FROM badges.issuer_profiles),
                  (SELECT count(*) FROM badges.badge_classes), (SELECT count(*) FROM badges.badge_assertions)) $$;

-- A user.
SELECT user_id IS NOT NULL AS id, email, name, email_verified_at, last_login_at, disabled_at, created_at = now() AS created, updated_at = now() AS updated
  FROM badges.create_user('Ann@example.org', 'Ann');
SELECT email, name FROM badges.create_user(email => 'bob@example.org');
SELECT user_id AS ann FROM badges.users WHERE name = 'Ann' \gset
SELECT n, pg_temp.outcome(format('SELECT badges.create_user(%s)', arguments)) FROM (VALUES
    (1, 'NULL'), (2, $$''$$), (3, $$'ann'$$), (4, $$'ann@EXAMPLE.org'$$), (5, $$'"ann@evil.example"@example.org'$$), (6, $$'ann@example.org,eve@evil.example'$$),
    (7, $$'ann@example.org@evil.example'$$), (8, $$'аnn@example.org'$$), (9, $$'ann@exаmple.org'$$), (10, $$repeat('a', 1048576)$$), (11, $$'eve@example.org', ''$$),
    (12, $$'eve@example.org', E' \t '$$), (13, $$E'eve@example.org\n'$$), (14, $$'eve@example.org', repeat('x', 1048576)$$)) AS v (n, arguments) ORDER BY n;

-- An issuer needs what a person knows.
SELECT name, url, email, description, owner_user_id = :'ann' AS owned, jsonb_array_length(public_keys) AS keys, encrypted_private_key IS NOT NULL AS private_key,
       created_at = now() AS created, updated_at = now() AS updated, pg_temp.masked(jsonb_pretty(issuer_json)) AS document
  FROM badges.create_issuer('{"name": "Example School", "url": "https://school.example.org", "email": "badges@school.example.org", "description": "A school"}', :'ann');
SELECT issuer_id AS issuer FROM badges.issuer_profiles \gset
SELECT issuer_json ->> 'id' = 'https://badges.example.org/issuers/' || issuer_id AS id_holds_key FROM badges.issuer_profiles;
SELECT n, pg_temp.outcome(format('SELECT badges.create_issuer(%s)', arguments)) FROM (VALUES
    (1, 'NULL'), (2, $$'[]'$$), (3, $$'"x"'$$), (4, $$'null'$$), (5, $$'{}'$$), (6, $$'{"name": "x", "url": "http://example.org", "email": "a@example.org"}'$$),
    (7, $$'{"name": "x", "url": "https://example.org", "email": "a@example.org", "type": "BadgeClass"}'$$),
    (8, $$'{"name": "x", "url": "https://example.org", "email": "a@example.org"}', '00000000-0000-0000-0000-000000000000'$$),
    (9, $$'{"name": "x", "url": "https://example.org", "email": "a@example.org"}', 'ann'$$),
    (10, $$(repeat('[', 10000) || repeat(']', 10000))::jsonb$$), (11, $$'1e400'$$), (12, $$'{"name": '$$),
    (13, $$'{"name": "x", "url": "https://example.org", "email": "a@example.org", "id": ""}'$$),
    (14, $$'{"name": "x", "url": "https://example.org", "email": "a@example.org", "id": null}'$$),
    (15, $$(SELECT jsonb_agg(n) FROM generate_series(1, 600000) AS n)$$)) AS v (n, arguments) ORDER BY n;
SELECT pg_temp.rows();
-- An unusual number stays as it is; a megabyte of text too.
SELECT issuer_json -> 'version' = '1e400' AS version, length(description), length(issuer_json ->> 'description')
  FROM badges.create_issuer('{"name": "x", "url": "https://example.org", "email": "a@example.org", "version": 1e400}'::jsonb || jsonb_build_object('description', repeat('é', 1048576)));

-- An issuer known under an id of its own keeps it, and its documents follow its origin.
SELECT issuer_id AS elsewhere, issuer_json ->> 'id' AS id FROM badges.create_issuer('{"id": "https://school.example.org:8443/about#us", "name": "Own", "url": "https://school.example.org", "email": "a@school.example.org"}') \gset
SELECT pg_temp.masked(badge_json ->> 'id') AS id, badge_json ->> 'issuer' AS issuer FROM badges.create_badge_class(:'elsewhere', '{"name": "n", "description": "d", "criteria": "https://school.example.org/c", "image": "https://school.example.org/i.png"}');
SELECT pg_temp.masked(assertion_json ->> 'id') AS id, pg_temp.masked(assertion_json ->> 'badge') AS badge
  FROM badges.badge_classes AS b, badges.issue_assertion(b.badge_id, 'ann@example.org') WHERE b.issuer_id = :'elsewhere';
SELECT pg_temp.outcome($$SELECT badges.create_issuer('{"id": "https://school.example.org:8443/about#us", "name": "Twice", "url": "https://school.example.org", "email": "a@school.example.org"}')$$);

-- A badge class, too.
SELECT issuer_id = :'issuer' AS issuer, name, description, criteria, image_url, created_at = now() AS created, updated_at = now() AS updated,
       pg_temp.masked(jsonb_pretty(badge_json)) AS document
  FROM badges.create_badge_class(issuer_id => :'issuer', badge => '{"name": "First Aid", "description": "Knows first aid", "image": "https://school.example.org/first-aid.png",
       "criteria": {"narrative": "Bandage somebody."}, "tags": ["health", "😀"], "alignment": [{"targetName": "Health", "targetUrl": "https://example.org/health"}]}');
SELECT badge_id AS badge FROM badges.badge_classes WHERE name = 'First Aid' \gset
SELECT n, pg_temp.outcome(format('SELECT badges.create_badge_class(%s)', arguments)) FROM (VALUES
    (1, $$NULL, '{}'$$), (2, format('%L, NULL', :'issuer')), (3, $$'00000000-0000-0000-0000-000000000000', '{}'$$), (4, $$'school', '{}'$$), (5, format('%L, %L', :'issuer', '[]')), (6, format('%L, %L', :'issuer', '{}')),
    (7, format('%L, %L', :'issuer', '{"name": "n", "description": "d", "criteria": "c", "image": "data:text/plain,x", "issuer": "https://evil.example/issuer"}')),
    (8, format('%L, %L', :'issuer', '{"name": "n", "description": "d", "criteria": "c", "image": "i"}')),
    (9, format('%L, %L', :'issuer', '{"name": "n", "description": "d", "criteria": "https://example.org/c", "image": "https://example.org/i.png", "issuer": ["https://evil.example/issuer"]}')),
    (10, format('%L, %L', :'issuer', '{"name": "n", "description": "d", "criteria": "https://example.org/c", "image": "https://example.org/i.png", "obi:issuer": {"id": "https://evil.example/issuer"}}'))) AS v (n, arguments) ORDER BY n;

-- An award, with every default.
SELECT badge_id = :'badge' AS badge, issuer_id = :'issuer' AS issuer, recipient_type, recipient_identity ~ '^sha256\$[0-9a-f]{64}$' AS hash, recipient_hashed,
       issued_on = date_trunc('second', now()) AS now, expires_at, evidence_url, octet_length(recipient_key) AS key, status_index BETWEEN 0 AND 131071 AS status_index, revoked, revoked_at, revocation_reason,
       suspended_at, credential_text, created_at = now() AS created, updated_at = now() AS updated
  FROM badges.issue_assertion(:'badge', 'ann@example.org');
SELECT assertion_id AS default_assertion_id FROM badges.badge_assertions WHERE badge_id = :'badge' \gset
SELECT assertion_json ->> 'id' = 'https://badges.example.org/assertions/' || assertion_id AS id_holds_key, assertion_json ->> 'badge' = 'https://badges.example.org/badges/' || badge_id AS badge,
       issued_on = (assertion_json ->> 'issuedOn')::timestamptz AS issued_on, badges.validate_ob_json(assertion_json) AS valid,
       recipient_identity = 'sha256$' || encode(sha256(convert_to('ann@example.org' || (assertion_json #>> '{recipient,salt}'), 'UTF8')), 'hex') AS hash_of_identity_and_salt
  FROM badges.badge_assertions WHERE assertion_id = :'default_assertion_id';
-- And with every argument, by name.
SELECT pg_temp.masked(jsonb_pretty(assertion_json)) AS document, issued_on, expires_at, evidence_url
  FROM badges.issue_assertion(badge_id => :'badge', recipient => 'ann@example.org', recipient_type => 'email', hashed => true, issued_on => '2026-01-02 03:04:05.678+02',
       expires => '2027-01-02 03:04:05+00', evidence => '{"id": "https://ann.example.org/work", "name": "Work", "genre": "film"}', narrative => '**Bandaged** somebody', version => '2.0', proof => NULL,
       extra => '{"image": "https://school.example.org/ann.png", "@language": "en", "extensions:note": {"@context": "https://school.example.org/context", "type": ["Extension", "extensions:Note"], "note": 1e400}}');
-- The session's date style and time zone do not reach the document.
SET timezone = 'Asia/Kolkata'; SET datestyle = 'German';
SELECT assertion_json ->> 'issuedOn' AS issued_on, assertion_json ->> 'expires' AS expires FROM badges.issue_assertion(:'badge', 'ann@example.org', issued_on => '2026-01-02 03:04:05', expires => '31.12.9999 00:00:00');
SET timezone = 'UTC'; SET datestyle = 'ISO';
-- Each kind of recipient, plain and hashed.
SELECT n, plain.recipient_type, plain.recipient_hashed, plain.recipient_identity, plain.assertion_json -> 'recipient' ? 'salt' AS salt,
       hashed.recipient_hashed, hashed.recipient_identity ~ '^sha256\$' AS hash, hashed.assertion_json -> 'recipient' ? 'salt' AS salt, plain.recipient_key = hashed.recipient_key AS same_key
  FROM (VALUES (1, 'email', 'Ann+x@Example.org'), (2, 'url', 'https://ann.example.org/?a=ä'), (3, 'telephone', '+15551234567'), (4, 'id', 'https://ann.example.org/me'), (5, 'id', 'urn:uuid:9b3b1e1c-0d0c-4b57-9b4e-0d5b6f0c8f11')) AS v (n, type, identity),
       badges.issue_assertion(:'badge', identity, type, hashed => false) AS plain, badges.issue_assertion(:'badge', identity, type) AS hashed ORDER BY n;
-- Evidence as a URL, an object, an array of either.
SELECT n, evidence_url, assertion_json ? 'evidence' AS evidence, assertion_json -> 'evidence' = evidence::jsonb AS as_given FROM (VALUES (1, '"https://example.org/1"'), (2, '{"id": "https://example.org/2"}'), (3, '[{"narrative": "n"}, {"id": "https://example.org/3"}]'),
    (4, '["https://example.org/4", {"narrative": "n"}]'), (5, '{"narrative": "n"}'), (6, '"urn:uuid:9b3b1e1c-0d0c-4b57-9b4e-0d5b6f0c8f11"'), (7, '[]'), (8, 'null')) AS v (n, evidence), badges.issue_assertion(:'badge', 'ann@example.org', evidence => evidence::jsonb) ORDER BY n;
-- NULL takes the default; a repeated call is a new award, salted anew.
SELECT recipient_type, recipient_hashed, issued_on IS NOT NULL AS issued, assertion_json ? 'expires' AS expires
  FROM badges.issue_assertion(:'badge', 'ann@example.org', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
SELECT count(DISTINCT assertion_id) AS awards, count(DISTINCT recipient_identity) AS hashes, count(DISTINCT recipient_key) AS keys
  FROM generate_series(1, 3) AS n, LATERAL badges.issue_assertion(:'badge', 'ann@example.org', narrative => n::text);
-- `extra` is merged and validated; what the call sets is the call's, in any spelling.
SELECT n, pg_temp.outcome(format('SELECT badges.issue_assertion(%L, %L, extra => %L, narrative => %L, issued_on => %L)', :'badge', 'ann@example.org', extra, 'n', '2026-01-02')) FROM (VALUES
    (1, '{}'), (2, '{"image": "https://example.org/i.png"}'), (3, '{"id": "https://evil.example"}'), (4, '{"@id": "https://evil.example"}'), (5, '{"type": "Assertion"}'), (6, '{"recipient": {}}'), (7, '{"badge": "https://evil.example"}'),
    (8, '{"verification": {"type": "SignedBadge"}}'), (9, '{"verify": {"type": "signed"}}'), (10, '{"issuedOn": "2020-01-01T00:00:00Z"}'), (11, '{"revoked": true}'), (12, '{"narrative": "other"}'), (13, '{"evidence": 5}'),
    (14, '[]'), (15, 'null'), (16, '"x"'), (17, '{"obi:recipient": {"type": "email", "hashed": false, "identity": "eve@example.org"}}'), (18, '{"https://w3id.org/openbadges#badge": {"id": "https://evil.example"}}'),
    (19, '{"@context": ["https://w3id.org/openbadges/v2", {"who": "https://w3id.org/openbadges#recipient"}]}'), (20, '{"@context": "https://w3id.org/openbadges/v1"}'), (21, '{"@graph": []}'),
    (22, '{"expires": "2020-01-01T00:00:00Z"}'), (23, '{"expires": "2099-01-01T00:00:00Z"}'), (24, '{"@context": "https://www.w3.org/ns/credentials/v2"}'), (25, '{"obi:issueDate": "2020-01-01T00:00:00Z"}'), (26, '{"@type": "Assertion"}'),
    (27, '{"@context": ["https://w3id.org/openbadges/v2", {"recipient": "https://example.org/other", "who": "https://w3id.org/openbadges#recipient"}], "who": {"type": "email", "hashed": false, "identity": "eve@example.org"}}'),
    (28, '{"@context": ["https://w3id.org/openbadges/v2", {"badge": "https://example.org/other", "what": {"@id": "https://w3id.org/openbadges#badge", "@type": "@id"}}], "what": "https://evil.example/badge"}'),
    (29, '{"@context": ["https://w3id.org/openbadges/v2", "https://school.example.org/context"]}'), (30, '{"@context": 5}')) AS v (n, extra) ORDER BY n;
SELECT expires_at FROM badges.issue_assertion(:'badge', 'ann@example.org', extra => '{"expires": "2099-01-01T00:00:00Z"}');

-- What a client can get wrong is said and leaves no trace.
SELECT pg_temp.rows() AS before \gset
SELECT n, pg_temp.outcome(format('SELECT badges.issue_assertion(%s)', replace(arguments, '$badge', quote_literal(:'badge')))) FROM (VALUES
    (1, $$NULL, 'ann@example.org'$$), (2, '$badge, NULL'), (3, $$$badge, ''$$), (4, $$'00000000-0000-0000-0000-000000000000', 'ann@example.org'$$), (5, $$'badge', 'ann@example.org'$$),
    (6, $$$badge, repeat('a', 1048576)$$), (7, $$$badge, '"ann"@example.org'$$), (8, $$$badge, 'ann@example.org,eve@evil.example'$$), (9, $$$badge, 'ann@example.org@evil.example'$$), (10, $$$badge, 'аnn@example.org'$$),
    (11, $$$badge, 'ann@example.org', 'Email'$$), (12, $$$badge, 'ann@example.org', ''$$), (13, $$$badge, 'ann@example.org', 'url'$$), (14, $$$badge, 'ann@example.org', 'telephone'$$), (15, $$$badge, 'ann', 'id'$$),
    (16, $$$badge, 'ann@example.org', issued_on => 'infinity'$$), (17, $$$badge, 'ann@example.org', expires => '-infinity'$$), (18, $$$badge, 'ann@example.org', expires => 'infinity'$$),
    (19, $$$badge, 'ann@example.org', issued_on => '10000-01-01'$$), (20, $$$badge, 'ann@example.org', issued_on => '0001-01-01 BC'$$), (21, $$$badge, 'ann@example.org', expires => '2020-01-01'$$),
    (22, $$$badge, 'ann@example.org', evidence => '5'$$), (23, $$$badge, 'ann@example.org', evidence => 'true'$$), (24, $$$badge, 'ann@example.org', evidence => '"file:///etc/passwd"'$$), (25, $$$badge, 'ann@example.org', evidence => '[5]'$$),
    (26, $$$badge, 'ann@example.org', evidence => (repeat('[', 10000) || repeat(']', 10000))::jsonb$$), (27, $$$badge, 'ann@example.org', evidence => '1e400'$$), (28, $$$badge, 'ann@example.org', version => '1.1'$$),
    (29, $$$badge, 'ann@example.org', version => ''$$), (30, $$$badge, 'ann@example.org', proof => 'eddsa-rdfc-2022'$$), (31, $$$badge, 'ann@example.org', proof => ''$$),
    (32, $$$badge, 'ann@example.org', extra => (repeat('{"a":', 10000) || '1' || repeat('}', 10000))::jsonb$$), (33, $$$badge, 'ann@example.org', extra => (SELECT jsonb_object_agg(n, n) FROM generate_series(1, 600000) AS n)$$),
    (34, $$$badge, 'ann@example.org ', 'email'$$), (35, $$$badge, 'javascript:alert(1)', 'url'$$), (36, $$$badge, 'sha256$' || repeat('0', 64), 'email'$$), (37, $$$badge, 'sha256$' || repeat('0', 64), 'id', false$$)) AS v (n, arguments) ORDER BY n;
SELECT pg_temp.rows() = :'before' AS no_trace;
-- A megabyte of narrative is only long.
SELECT length(assertion_json ->> 'narrative') FROM badges.issue_assertion(:'badge', 'ann@example.org', narrative => repeat('é', 1048576));

-- Many at once: one row each, in the order of the array, all or none.
SELECT bool_and(a.recipient_identity = 'student' || a.n || '@example.org') AS in_order, count(*), count(DISTINCT issued_on) AS dates, count(DISTINCT assertion_id) AS ids, bool_and(valid) AS valid
  FROM (SELECT *, badges.validate_ob_json(assertion_json) AS valid FROM badges.issue_assertions(:'badge', (SELECT array_agg('student' || n || '@example.org' ORDER BY n) FROM generate_series(1, 1201) AS n), hashed => false) WITH ORDINALITY
        AS t (assertion_id, badge_id, issuer_id, assertion_json, recipient_type, recipient_identity, recipient_hashed, issued_on, expires_at, evidence_url, recipient_key, status_index, revoked, revoked_at, revocation_reason, suspended_at, credential_text, created_at, updated_at, holder_user_id, received, n)) AS a;
SELECT count(*) FROM badges.issue_assertions(badge_id => :'badge', recipients => '{}');
SELECT pg_temp.masked(jsonb_pretty(assertion_json)) FROM badges.issue_assertions(:'badge', ARRAY['https://ann.example.org'], 'url', true, '2026-01-02', '2027-01-02', '"https://example.org/e"', 'n', '2.0', NULL, '{"image": "https://example.org/i.png"}');
SELECT pg_temp.rows() AS before \gset
SELECT n, pg_temp.outcome(format('SELECT badges.issue_assertions(%s)', replace(arguments, '$badge', quote_literal(:'badge')))) FROM (VALUES
    (1, $$$badge, NULL$$), (2, $$NULL, '{}'$$), (3, $$'00000000-0000-0000-0000-000000000000', '{ann@example.org}'$$), (4, $$$badge, '{ann@example.org,NULL}'$$), (5, $$$badge, '{ann@example.org,""}'$$),
    (6, $$$badge, '{ann@example.org,bob@example.org,ANN@example.org}'$$), (8, $$$badge, '{https://a.example.org,https://a.example.org}', 'url'$$),
    (9, $$$badge, (SELECT array_agg(CASE n WHEN 9999 THEN 'nobody' ELSE 'student' || n || '@example.org' END ORDER BY n) FROM generate_series(1, 10000) AS n)$$),
    (10, $$$badge, (SELECT array_agg(CASE n WHEN 10000 THEN 'student17@example.org' ELSE 'student' || n || '@example.org' END ORDER BY n) FROM generate_series(1, 10000) AS n)$$),
    (11, $$$badge, (SELECT array_agg('student' || n || '@example.org') FROM generate_series(1, 10000) AS n), evidence => '5'$$), (12, $$$badge, '{{ann@example.org},{""}}'$$), (13, $$$badge, '[5:6]={ann@example.org,""}'$$),
    (14, $$$badge, '{}', version => '2.1'$$), (15, $$$badge, '{}', recipient_type => 'x'$$), (16, $$$badge, ARRAY['ann@example.org', repeat('x', 1048576)]$$)) AS v (n, arguments) ORDER BY n;
SELECT pg_temp.rows() = :'before' AS no_trace;
SELECT count(*) = 10000 AS ten_thousand FROM badges.issue_assertions(:'badge', (SELECT array_agg('pupil' || n || '@example.org') FROM generate_series(1, 10000) AS n));

-- Taking an award back: once, for good.
SELECT revoked, revoked_at = now() AS revoked_now, revocation_reason, updated_at = now() AS updated FROM badges.revoke_assertion(:'default_assertion_id', 'By mistake');
SELECT revoked, revocation_reason FROM badges.revoke_assertion(assertion_id => :'default_assertion_id', reason => 'Another reason');
SELECT n, pg_temp.outcome(format('SELECT badges.revoke_assertion(%s)', arguments)) FROM (VALUES (1, 'NULL'), (2, $$'00000000-0000-0000-0000-000000000000'$$), (3, $$'x'$$), (4, format('%L, %L', :'default_assertion_id', ' '))) AS v (n, arguments) ORDER BY n;
SET ROLE badges_app;
UPDATE badges.badge_assertions SET revoked = false, revoked_at = NULL, revocation_reason = NULL WHERE assertion_id = :'default_assertion_id' RETURNING revoked;
RESET ROLE;
SELECT revoked, revocation_reason FROM badges.badge_assertions WHERE assertion_id = :'default_assertion_id';
SELECT revoked, revocation_reason FROM (SELECT assertion_id FROM badges.badge_assertions WHERE NOT revoked LIMIT 1) AS a, badges.revoke_assertion(a.assertion_id);

-- Where the profile lets nothing be hosted here, nothing is issued.
SELECT issuer_id AS limited FROM badges.create_issuer('{"name": "L", "url": "https://l.example.org", "email": "a@l.example.org", "verification": {"type": "VerificationObject", "startsWith": "https://l.example.org/", "allowedOrigins": ["l.example.org"]}}') \gset
SELECT badge_id AS limited_badge FROM badges.create_badge_class(:'limited', '{"name": "n", "description": "d", "criteria": "https://l.example.org/c", "image": "https://l.example.org/i.png"}') \gset
SELECT pg_temp.outcome(format('SELECT badges.issue_assertion(%L, %L)', :'limited_badge', 'ann@example.org'));

-- Another base URL, with a path; a slash at its end makes no difference.
SET badges.base_url = 'https://example.org/badges/';
SELECT pg_temp.masked(i.issuer_json ->> 'id') AS issuer, pg_temp.masked(b.badge_json ->> 'id') AS badge, pg_temp.masked(a.assertion_json ->> 'id') AS assertion
  FROM badges.create_issuer('{"name": "x", "url": "https://example.org", "email": "a@example.org"}') AS i, badges.create_badge_class(i.issuer_id, '{"name": "n", "description": "d", "criteria": "https://l.example.org/c", "image": "https://l.example.org/i.png"}') AS b,
       badges.issue_assertion(b.badge_id, 'ann@example.org') AS a;
