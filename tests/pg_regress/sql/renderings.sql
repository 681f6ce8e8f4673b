-- One award, both versions of the standard: what was issued in one is read out in the other.
\set ECHO none
\getenv folder PG_ABS_SRCDIR
\i :folder/helpers.sql
\set ECHO all
SELECT issuer_id FROM badges.create_issuer('{"name": "Example School", "url": "https://school.example.org", "email": "badges@school.example.org", "description": "A school"}') \gset
SELECT badge_id FROM badges.create_badge_class(:'issuer_id', '{"name": "First Aid", "description": "Knows first aid", "image": "https://school.example.org/first-aid.png", "criteria": {"narrative": "Bandage somebody."}, "tags": ["health"],
    "alignment": [{"targetName": "Health", "targetUrl": "https://example.org/health"}], "achievementType": "Competency", "inLanguage": "en"}') \gset
SELECT assertion_id AS old_id FROM badges.issue_assertion(:'badge_id', 'ann@example.org', issued_on => '2026-01-02', expires => '2999-01-02', evidence => '"https://ann.example.org/work"', narrative => 'n', version => '2.0') \gset
SELECT assertion_id AS new_id FROM badges.issue_assertion(:'badge_id', 'ann@example.org', issued_on => '2026-01-02', expires => '2999-01-02', evidence => '"https://ann.example.org/work"', narrative => 'n', version => '3.0') \gset

-- The issuer and the badge class in each version, and as they are stored.
SELECT pg_temp.masked(jsonb_pretty(badges.get_issuer(:'issuer_id', '2.0'))) AS issuer;
SELECT pg_temp.masked(jsonb_pretty(badges.get_issuer(:'issuer_id', '3.0'))) AS profile;
SELECT pg_temp.masked(jsonb_pretty(badges.get_badge_class(:'badge_id', '2.0'))) AS badge_class;
SELECT pg_temp.masked(jsonb_pretty(badges.get_badge_class(:'badge_id', '3.0'))) AS achievement;
SELECT badges.get_issuer(:'issuer_id') = issuer_json AS issuer, badges.get_issuer(:'issuer_id', NULL) = issuer_json AS issuer, badges.get_badge_class(:'badge_id', NULL) = badge_json AS badge_class FROM badges.issuer_profiles, badges.badge_classes;

-- The 2.0 award as a credential, signed by the issuer.
SELECT pg_temp.masked(jsonb_pretty(badges.get_assertion(:'old_id', '3.0'))) AS credential;
-- The 3.0 award as an assertion, alone and with everything inside.
SELECT pg_temp.masked(jsonb_pretty(badges.get_assertion(:'new_id', '2.0'))) AS assertion;
SELECT pg_temp.masked(jsonb_pretty(badges.get_assertion(:'new_id', '2.0', embed => true))) AS assertion;
-- As stored without a version; a credential holds everything as it is.
SELECT badges.get_assertion(:'old_id') = assertion_json AS old FROM badges.badge_assertions WHERE assertion_id = :'old_id';
SELECT badges.get_assertion(:'new_id') = assertion_json AS new, badges.get_assertion(:'new_id', '3.0') = assertion_json AS named, badges.get_assertion(:'new_id', embed => true) = assertion_json AS embedded FROM badges.badge_assertions WHERE assertion_id = :'new_id';
-- The same octets whenever it is asked for.
SELECT badges.get_assertion(:'old_id', '3.0') = badges.get_assertion(:'old_id', '3.0') AS credential, badges.get_assertion_jws(:'old_id') = badges.get_assertion_jws(:'old_id') AS jws;

-- The same award: no rule broken, the same recipient, dates and status, each version valid.
SELECT name, badges.ob_json_class(doc) AS class, badges.ob_json_version(doc) AS version, badges.validate_ob_json(doc) AS valid, (SELECT count(*) FROM badges.ob_json_problems(doc)) AS problems,
       badges.ob_json_text(doc, 'recipient_type') AS type, badges.ob_json_timestamp(doc, 'issued_on') AS issued_on, badges.ob_json_timestamp(doc, 'expires_at') AS expires_at, badges.ob_json_text(doc, 'evidence_url') AS evidence, badges.recipient_matches(doc, 'ann@example.org') AS ann,
       badges.recipient_matches(doc, 'eve@example.org') AS eve, pg_temp.verdict(badges.verify_credential(doc::text, 'ann@example.org')) AS verdict FROM (VALUES
    (1, '2.0', badges.get_assertion(:'old_id')), (2, '2.0 as 3.0', badges.get_assertion(:'old_id', '3.0')), (3, '2.0 embedded', badges.get_assertion(:'old_id', '2.0', true)),
    (4, '3.0', badges.get_assertion(:'new_id')), (5, '3.0 as 2.0', badges.get_assertion(:'new_id', '2.0')), (6, '3.0 as 2.0 embedded', badges.get_assertion(:'new_id', '2.0', true))) AS v (n, name, doc) ORDER BY n;
SELECT name, badges.ob_json_class(doc) AS class, badges.ob_json_version(doc) AS version, badges.validate_ob_json(doc) AS valid, (SELECT count(*) FROM badges.ob_json_problems(doc)) AS problems FROM (VALUES
    (1, 'issuer', badges.get_issuer(:'issuer_id', '2.0')), (2, 'profile', badges.get_issuer(:'issuer_id', '3.0')), (3, 'badge class', badges.get_badge_class(:'badge_id', '2.0')), (4, 'achievement', badges.get_badge_class(:'badge_id', '3.0'))) AS v (n, name, doc) ORDER BY n;
-- As a compact JWS: as it was issued, or its credential signed now.
SELECT version, proof, badges.get_assertion_jws(assertion_id) = credential_text AS as_issued, pg_temp.verdict(badges.verify_credential(badges.get_assertion_jws(assertion_id), 'ann@example.org')) AS verdict,
       badges.verify_credential(badges.get_assertion_jws(assertion_id)) ->> 'version' AS verified_as, badges.verify_credential(badges.get_assertion_jws(assertion_id)) ->> 'class' AS class
  FROM (VALUES (1, '2.0', NULL), (2, '2.0', 'RS256'), (3, '3.0', NULL), (4, '3.0', 'ecdsa-sd-2023'), (5, '3.0', 'ES256')) AS v (n, version, proof), badges.issue_assertion(:'badge_id', 'ann@example.org', version => version, proof => proof) ORDER BY n;

-- Each names the other as the same thing, by an id of its own.
SELECT badges.get_issuer(:'issuer_id', '2.0') #>> '{related,0,id}' = badges.get_issuer(:'issuer_id', '3.0') ->> 'id' AS issuer_to_profile, badges.get_issuer(:'issuer_id', '3.0') #>> '{otherIdentifier,0,identifier}' = badges.get_issuer(:'issuer_id', '2.0') ->> 'id' AS profile_to_issuer,
       badges.get_badge_class(:'badge_id', '2.0') #>> '{related,0,id}' = badges.get_badge_class(:'badge_id', '3.0') ->> 'id' AS badge_class_to_achievement, badges.get_badge_class(:'badge_id', '3.0') #>> '{related,0,id}' = badges.get_badge_class(:'badge_id', '2.0') ->> 'id' AS achievement_to_badge_class,
       badges.get_assertion(:'old_id', '3.0') -> 'evidence' @> jsonb_build_array(jsonb_build_object('id', badges.get_assertion(:'old_id') -> 'id')) AS credential_to_assertion;

-- What does not exist, and what is not rendered.
SELECT badges.get_issuer(id, '3.0'), badges.get_badge_class(id, '3.0'), badges.get_assertion(id, '3.0'), badges.get_assertion_jws(id), badges.get_revocation_list(id, '3.0') FROM unnest(ARRAY['00000000-0000-0000-0000-000000000000', NULL]::uuid[]) AS id;
SELECT call, pg_temp.outcome(format('SELECT badges.%s', call)) FROM unnest(ARRAY[
    $$get_issuer('00000000-0000-0000-0000-000000000000', '3')$$, $$get_badge_class(NULL, '1.1')$$, $$get_assertion('00000000-0000-0000-0000-000000000000', '4.0')$$, $$get_revocation_list(NULL, 'x')$$, $$get_assertion_jws('x')$$]) WITH ORDINALITY AS v (call, n) ORDER BY n;

-- Revoked: gone in 2.0, a status in 3.0, both in either list.
SELECT revoked FROM badges.revoke_assertion(:'old_id', 'By mistake');
SELECT revoked FROM badges.revoke_assertion(:'new_id');
SELECT pg_temp.masked(badges.get_assertion(:'new_id', '2.0')::text) AS new, pg_temp.masked(badges.get_assertion(:'old_id', '2.0')::text) AS old, badges.get_assertion(:'new_id') = assertion_json AS credential FROM badges.badge_assertions WHERE assertion_id = :'new_id';
SELECT version, pg_temp.verdict(badges.verify_credential(badges.get_assertion(id::uuid, version)::text)) AS verdict FROM unnest(ARRAY[:'old_id', :'new_id']) AS id, unnest(ARRAY['2.0', '3.0']) AS version WHERE NOT (id = :'old_id' AND version = '2.0') ORDER BY version, id = :'new_id';
SELECT pg_temp.verdict(badges.verify_credential(badges.get_assertion_jws(id::uuid))) AS verdict FROM unnest(ARRAY[:'old_id', :'new_id']) AS id;
SELECT pg_temp.masked(jsonb_pretty(badges.get_revocation_list(:'issuer_id', '2.0'))) AS list;
SELECT pg_temp.masked(jsonb_pretty(badges.get_revocation_list(:'issuer_id', '3.0'))) AS list;
SELECT badges.get_revocation_list(:'issuer_id') = badges.get_revocation_list(:'issuer_id', '2.0') AS by_default;

-- A Profile and an Achievement of 3.0 are kept as they are, and have a form in 2.0.
\set contexts '["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]'
SELECT pg_temp.masked(jsonb_pretty(issuer_json)) AS profile, name, url, email, description FROM badges.create_issuer(format('{"@context": %s, "name": "Example Academy", "url": "https://academy.example.org", "email": "badges@academy.example.org",
    "description": "An academy", "image": {"id": "https://academy.example.org/logo.png", "type": "Image"}, "official": "Ann", "phone": "+15551234567"}', :'contexts')::jsonb);
SELECT issuer_id AS native_id FROM badges.issuer_profiles WHERE name = 'Example Academy' \gset
SELECT pg_temp.masked(jsonb_pretty(badges.get_issuer(:'native_id', '2.0'))) AS issuer;
SELECT badges.get_issuer(:'native_id') ->> 'id' = badges.get_issuer(:'native_id', '3.0') ->> 'id' AS same_id, badges.validate_ob_json(badges.get_issuer(:'native_id', '2.0')) AS valid_2, badges.validate_ob_json(badges.get_issuer(:'native_id', '3.0')) AS valid_3;
SELECT pg_temp.masked(jsonb_pretty(badge_json)) AS achievement, name, description, criteria, image_url FROM badges.create_badge_class(:'native_id', format('{"@context": %s, "name": "Bass", "description": "Sings low", "criteria": {"narrative": "Sing low."},
    "image": {"id": "https://academy.example.org/bass.png", "type": "Image"}, "achievementType": "Award", "creditsAvailable": 2.5, "resultDescription": [{"id": "urn:uuid:9b3b1e1c-0d0c-4b57-9b4e-0d5b6f0c8f11", "type": ["ResultDescription"], "name": "Grade", "resultType": "LetterGrade"}]}', :'contexts')::jsonb);
SELECT badge_id AS native_badge FROM badges.badge_classes WHERE name = 'Bass' \gset
SELECT pg_temp.masked(jsonb_pretty(badges.get_badge_class(:'native_badge', '2.0'))) AS badge_class;
SELECT badges.validate_ob_json(badges.get_badge_class(:'native_badge', '2.0')) AS valid_2, badges.validate_ob_json(badges.get_badge_class(:'native_badge', '3.0')) AS valid_3;
-- Their awards verify in both versions.
SELECT version, proof, pg_temp.verdict(badges.verify_assertion(assertion_id, 'ann@example.org')) AS stored, pg_temp.verdict(badges.verify_credential(badges.get_assertion(assertion_id, '2.0')::text, 'ann@example.org')) AS as_2, pg_temp.verdict(badges.verify_credential(badges.get_assertion(assertion_id, '3.0')::text, 'ann@example.org')) AS as_3,
       badges.get_assertion(assertion_id, '3.0') #>> '{credentialSubject,achievement,resultDescription,0,name}' AS result_description
  FROM (VALUES (1, '2.0', NULL), (2, '3.0', NULL), (3, '3.0', 'vc-jwt'), (4, '2.0', 'RS256')) AS v (n, version, proof), badges.issue_assertion(:'native_badge', 'ann@example.org', version => version, proof => proof) ORDER BY n;
-- Once awarded, a change makes a successor that says whom it follows.
SELECT badge_id = :'native_badge' AS same_row, name, badge_json -> 'type' AS type, pg_temp.masked((badge_json -> 'related')::text) AS related, badge_json ->> 'id' = 'https://badges.example.org/v3/achievements/' || badge_id AS own_id, badges.validate_ob_json(badge_json) AS valid
  FROM badges.update_badge_class(:'native_badge', badges.get_badge_class(:'native_badge') || '{"name": "Bass 2"}');
-- Before, it is changed in place, and keeps its id.
SELECT badge_id AS fresh_badge, badge_json ->> 'id' AS fresh_id FROM badges.create_badge_class(:'native_id', format('{"@context": %s, "name": "Alto", "description": "Sings high", "criteria": {"narrative": "Sing high."}}', :'contexts')::jsonb) \gset
SELECT badge_id = :'fresh_badge' AS same_row, name, badge_json ->> 'id' = :'fresh_id' AS same_id, badge_json ? 'related' AS related FROM badges.update_badge_class(:'fresh_badge', format('{"@context": %s, "name": "Alto 2", "description": "Sings high", "criteria": {"narrative": "Sing high."}, "id": "https://evil.example/badge"}', :'contexts')::jsonb);
-- What 2.0 cannot say is not awarded in it.
SELECT version, pg_temp.outcome(format('SELECT badges.issue_assertion(%L, %L, version => %L)', :'fresh_badge', 'ann@example.org', version)) FROM unnest(ARRAY['2.0', '3.0']) AS version;
SELECT n, pg_temp.outcome(format('SELECT badges.create_issuer(%L)', doc)) FROM (VALUES (1, format('{"@context": %s}', :'contexts')::jsonb), (2, format('{"@context": %s, "name": "n", "type": ["Achievement"]}', :'contexts')::jsonb), (3, format('{"@context": %s, "name": "n", "url": 5}', :'contexts')::jsonb),
    (4, format('{"@context": %s, "id": %s, "name": "n"}', :'contexts', badges.get_issuer(:'issuer_id', '3.0') -> 'id')::jsonb), (5, format('{"@context": %s, "id": "did:example:school", "name": "n"}', :'contexts')::jsonb)) AS v (n, doc) ORDER BY n;
SELECT n, pg_temp.outcome(format('SELECT badges.create_badge_class(%L, %L)', :'native_id', doc)) FROM (VALUES (1, format('{"@context": %s}', :'contexts')::jsonb), (2, format('{"@context": %s, "name": "n", "description": "d", "criteria": "https://example.org/c"}', :'contexts')::jsonb),
    (3, format('{"@context": %s, "name": "n", "description": "d", "criteria": {"narrative": "c"}, "creator": {"id": "https://evil.example", "type": ["Profile"]}}', :'contexts')::jsonb), (4, format('{"@context": %s, "name": "n", "description": "d", "criteria": {}, "achievementType": "Nonsense"}', :'contexts')::jsonb)) AS v (n, doc) ORDER BY n;
-- An id that is no absolute IRI could not be signed for.
SELECT id, pg_temp.outcome(format('SELECT badges.create_issuer(%L)', format('{"@context": %s, "name": "n", "id": "%s"}', :'contexts', id)::jsonb)) AS issuer,
       pg_temp.outcome(format('SELECT badges.create_badge_class(%L, %L)', :'native_id', format('{"@context": %s, "name": "n", "description": "d", "criteria": {"narrative": "c"}, "id": "%s"}', :'contexts', id)::jsonb)) AS badge_class
  FROM unnest(ARRAY['academy', '', 'https://academy.example.org/#us']) AS id;
