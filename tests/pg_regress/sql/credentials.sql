-- Awards of Open Badges 3.0: signed credentials, one or many.
\set ECHO none
\getenv folder PG_ABS_SRCDIR
\i :folder/helpers.sql
\set ECHO all
SELECT issuer_id FROM badges.create_issuer('{"name": "Example School", "url": "https://school.example.org", "email": "badges@school.example.org"}') \gset
SELECT badge_id FROM badges.create_badge_class(:'issuer_id', '{"name": "First Aid", "description": "Knows first aid", "image": "https://school.example.org/first-aid.png", "criteria": {"narrative": "Bandage somebody."}}') \gset

-- An award is a credential of 3.0 where nothing else is asked for, and the columns follow from it.
SELECT badge_id = :'badge_id' AS badge, issuer_id = :'issuer_id' AS issuer, recipient_type, recipient_identity ~ '^sha256\$[0-9a-f]{64}$' AS hash, recipient_hashed, issued_on = date_trunc('second', now()) AS now, expires_at, evidence_url,
       octet_length(recipient_key) AS key, status_index BETWEEN 0 AND 131071 AS status_index, revoked, revoked_at, suspended_at, credential_text, created_at = now() AS created, updated_at = now() AS updated
  FROM badges.issue_assertion(:'badge_id', 'ann@example.org');
-- With every argument, by name: the whole document.
SELECT pg_temp.masked(jsonb_pretty(assertion_json)) AS document, issued_on, expires_at, evidence_url
  FROM badges.issue_assertion(badge_id => :'badge_id', recipient => 'ann@example.org', recipient_type => 'email', hashed => true, issued_on => '2026-01-02 03:04:05.678+02', expires => '2027-01-02 03:04:05+00',
       evidence => '{"id": "https://ann.example.org/work", "name": "Work", "genre": "film"}', narrative => '**Bandaged** somebody', version => '3.0', proof => 'eddsa-rdfc-2022',
       extra => '{"description": "For one bandage", "awardedDate": "2026-01-01T00:00:00Z", "credentialSubject": {"creditsEarned": 1.5, "role": "helper"}}');
-- What it says of itself is so.
SELECT assertion_json ->> 'id' = 'https://badges.example.org/v3/credentials/' || assertion_id AS id, assertion_json #>> '{issuer,id}' = 'https://badges.example.org/v3/issuers/' || issuer_id AS issuer,
       assertion_json #>> '{credentialSubject,achievement,id}' = 'https://badges.example.org/v3/achievements/' || badge_id AS achievement,
       recipient_identity = 'sha256$' || encode(sha256(convert_to('ann@example.org' || (assertion_json #>> '{credentialSubject,identifier,0,salt}'), 'UTF8')), 'hex') AS hash,
       (assertion_json #>> '{credentialStatus,statusListIndex}')::int = status_index AS status_index, assertion_json #>> '{proof,0,verificationMethod}' = 'https://badges.example.org/v3/issuers/' || issuer_id || '#' || (SELECT public_keys #>> '{0,id}' FROM badges.issuer_profiles) AS key
  FROM badges.badge_assertions ORDER BY assertion_id;
SELECT count(*), bool_and(badges.validate_ob_json(assertion_json)) AS valid, (SELECT count(*) FROM badges.badge_assertions, badges.ob_json_problems(assertion_json)) AS problems FROM badges.badge_assertions;

-- Every way to sign. A token is kept as text, and its payload is the document.
CREATE FUNCTION pg_temp.part(token text, n int) RETURNS jsonb LANGUAGE sql AS $$
    SELECT convert_from(decode(rpad(p, (length(p) + 3) / 4 * 4, '='), 'base64'), 'UTF8')::jsonb FROM translate(split_part(token, '.', n), '-_', '+/') AS p $$;
SELECT name, assertion_json #>> '{proof,0,cryptosuite}' AS cryptosuite, jsonb_array_length(assertion_json -> 'proof') AS proofs, pg_temp.part(credential_text, 1) ->> 'alg' AS algorithm, pg_temp.part(credential_text, 1) ->> 'typ' AS type,
       (SELECT string_agg(key, ' ' ORDER BY key) FROM jsonb_object_keys(pg_temp.part(credential_text, 2) - ARRAY(SELECT jsonb_object_keys(assertion_json))) AS key) AS claims, pg_temp.part(credential_text, 2) @> (assertion_json - '@context') AS payload,
       badges.validate_ob_json(assertion_json) AS valid, pg_temp.verdict(badges.verify_assertion(assertion_id, 'ann@example.org')) AS verdict,
       badges.verify_credential(coalesce(credential_text, assertion_json::text), 'ann@example.org') -> 'valid' AS elsewhere
  FROM unnest(ARRAY[NULL, 'eddsa-rdfc-2022', 'eddsa-jcs-2022', 'ecdsa-rdfc-2019', 'ecdsa-jcs-2019', 'ecdsa-sd-2023', 'vc-jwt', 'jws', 'EdDSA', 'ES256', 'ES384', 'RS256']) WITH ORDINALITY AS v (name, n),
       badges.issue_assertion(:'badge_id', 'ann@example.org', proof => name) ORDER BY n;
SELECT proof, pg_temp.outcome(format('SELECT badges.issue_assertion(%L, %L, proof => %L)', :'badge_id', 'ann@example.org', proof)) FROM unnest(ARRAY['', 'HS256', 'none', 'rs256', 'Ed25519Signature2020', 'eddsa-2022', 'RS512']) WITH ORDINALITY AS v (proof, n) ORDER BY n;

-- Each kind of recipient, hashed and plain. What is the recipient's own id is the id of the subject.
SELECT n, plain.recipient_type, plain.recipient_hashed, plain.recipient_identity, plain.assertion_json #>> '{credentialSubject,id}' AS subject, plain.assertion_json #>> '{credentialSubject,identifier,0,identityType}' AS plain_type,
       plain.assertion_json #>> '{credentialSubject,identifier,0,hashed}' AS plain_hashed, hashed.recipient_hashed, hashed.recipient_identity ~ '^sha256\$' AS hash, hashed.assertion_json #>> '{credentialSubject,id}' AS subject_of_hashed,
       hashed.assertion_json #>> '{credentialSubject,identifier,0,identityType}' AS hashed_type, plain.recipient_key = hashed.recipient_key AS same_key,
       pg_temp.verdict(badges.verify_assertion(plain.assertion_id, identity)) AS plain, pg_temp.verdict(badges.verify_assertion(hashed.assertion_id, identity)) AS hashed, badges.verify_assertion(hashed.assertion_id, identity || 'x') -> 'valid' AS other
  FROM (VALUES (1, 'email', 'Ann+x@Example.org'), (2, 'url', 'https://ann.example.org/?a=%C3%A4'), (3, 'telephone', '+15551234567'), (4, 'id', 'https://ann.example.org/me'), (5, 'id', 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK')) AS v (n, type, identity),
       badges.issue_assertion(:'badge_id', identity, type, hashed => false) AS plain, badges.issue_assertion(:'badge_id', identity, type) AS hashed ORDER BY n;
-- No hashed identity is in the document.
SELECT count(*) FILTER (WHERE recipient_hashed) AS hashed, count(*) FILTER (WHERE recipient_hashed AND (assertion_json::text ~* 'ann[@+.]' OR credential_text ~* 'ann[@+.]')) AS told FROM badges.badge_assertions
 WHERE assertion_json #>> '{evidence,0,id}' IS NULL;

-- Evidence as a URL, an object, an array of either; each becomes an object of its type.
SELECT n, evidence_url, assertion_json -> 'evidence' AS evidence FROM (VALUES (1, '"https://example.org/1"'), (2, '{"id": "https://example.org/2"}'), (3, '[{"narrative": "n"}, {"id": "https://example.org/3"}]'),
    (4, '["https://example.org/4", {"narrative": "n", "type": ["Evidence"]}]'), (5, '{"narrative": "n"}'), (6, '"urn:uuid:9b3b1e1c-0d0c-4b57-9b4e-0d5b6f0c8f11"'), (7, '[]'), (8, 'null')) AS v (n, evidence),
    badges.issue_assertion(:'badge_id', 'ann@example.org', evidence => evidence::jsonb) ORDER BY n;
-- Whole seconds of UTC, whatever the session shows.
SET timezone = 'Asia/Kolkata'; SET datestyle = 'German';
SELECT assertion_json ->> 'validFrom' AS valid_from, assertion_json ->> 'validUntil' AS valid_until FROM badges.issue_assertion(:'badge_id', 'ann@example.org', issued_on => '2026-01-02 03:04:05.9', expires => '31.12.9999 00:00:00');
SET timezone = 'UTC'; SET datestyle = 'ISO';

-- `extra` is merged and validated, its subject into the subject; what the call sets is the call's, in any spelling.
SELECT n, pg_temp.outcome(format('SELECT badges.issue_assertion(%L, %L, extra => %L, narrative => %L, issued_on => %L)', :'badge_id', 'ann@example.org', extra, 'n', '2026-01-02')) FROM (VALUES
    (1, '{}'), (2, '{"description": "d", "image": {"id": "https://example.org/i.png", "type": "Image"}}'), (3, '{"id": "https://evil.example"}'), (4, '{"@id": "https://evil.example"}'), (5, '{"issuer": "https://evil.example"}'), (6, '{"validFrom": "2020-01-01T00:00:00Z"}'),
    (7, '{"issuanceDate": "2020-01-01T00:00:00Z"}'), (8, '{"proof": []}'), (9, '{"credentialStatus": {"id": "https://evil.example#1", "type": "X"}}'), (10, '{"credentialSubject": {"id": "did:example:eve"}}'), (11, '{"credentialSubject": {"@id": "did:example:eve"}}'),
    (12, '{"credentialSubject": {"achievement": {}}}'), (13, '{"credentialSubject": {"identifier": []}}'), (14, '{"credentialSubject": {"narrative": "other"}}'), (15, '{"credentialSubject": []}'), (16, '{"credentialSubject": {"result": [{"type": ["Result"], "value": "A"}]}}'),
    (17, '{"credentialSubject": {"result": [{"type": ["Result"], "value": 5}]}}'), (18, '{"validUntil": "2099-01-01T00:00:00Z"}'), (19, '{"validUntil": "2020-01-01T00:00:00Z"}'), (20, '{"validUntil": "2099"}'), (21, '{"name": "Another name"}'), (22, '{"unknown": 1}'),
    (23, '{"@context": {"note": "https://example.org/note"}, "note": "n"}'), (24, '{"@context": "https://example.org/context"}'), (25, '{"@context": 5}'), (26, '{"@context": "https://w3id.org/openbadges/v2"}'), (27, '{"@context": null}'), (28, '{"type": "ClrCredential"}'),
    (29, '{"@context": {"who": "https://www.w3.org/2018/credentials#credentialSubject"}, "who": {"id": "did:example:eve"}}'), (30, '{"@context": {"validFrom": "https://example.org/other"}}'), (31, '{"@context": {"@vocab": "https://example.org/"}, "any": "n"}'),
    (32, '{"@context": "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json", "credentialSchema": [{"id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json", "type": "1EdTechJsonSchemaValidator2019"}]}'),
    (33, '[]'), (34, '"x"'), (35, '{"endorsement": [{}]}'), (36, '{"endorsementJwt": ["x"]}'), (37, '{"evidence": [{"type": ["Evidence"], "name": "n"}]}'), (39, '{"https://www.w3.org/2018/credentials#issuer": {"@id": "https://evil.example"}}'), (38, '{"refreshService": {"id": "https://example.org/refresh", "type": "1EdTechCredentialRefresh"}}')) AS v (n, extra) ORDER BY n;
SELECT expires_at FROM badges.issue_assertion(:'badge_id', 'ann@example.org', extra => '{"validUntil": "2099-01-01T00:00:00Z"}');
SELECT assertion_json #> '{credentialSubject,result}' AS result, assertion_json #>> '{credentialSubject,narrative}' AS narrative, assertion_json ->> 'name' AS name, assertion_json -> 'type' AS type, pg_temp.verdict(badges.verify_assertion(assertion_id, 'ann@example.org')) AS verdict
  FROM badges.issue_assertion(:'badge_id', 'ann@example.org', narrative => 'n', extra => '{"name": "Mine", "credentialSubject": {"result": [{"type": ["Result"], "value": "A"}]}}');

-- What a client can get wrong is said and leaves no trace.
SELECT count(*) AS before FROM badges.badge_assertions \gset
SELECT n, pg_temp.outcome(format('SELECT badges.issue_assertion(%s)', replace(arguments, '$badge', quote_literal(:'badge_id')))) FROM (VALUES
    (1, $$NULL, 'ann@example.org'$$), (2, '$badge, NULL'), (3, $$'00000000-0000-0000-0000-000000000000', 'ann@example.org'$$), (4, $$$badge, 'ann'$$), (5, $$$badge, 'ann@example.org', 'Email'$$), (6, $$$badge, 'ann@example.org', expires => '2020-01-01'$$),
    (7, $$$badge, 'ann@example.org', issued_on => 'infinity'$$), (8, $$$badge, 'ann@example.org', evidence => '5'$$), (9, $$$badge, 'ann@example.org', evidence => '[5]'$$), (10, $$$badge, 'ann@example.org', evidence => '"not a URL"'$$),
    (11, $$$badge, 'ann@example.org', evidence => (repeat('[', 10000) || repeat(']', 10000))::jsonb$$), (12, $$$badge, 'ann@example.org', evidence => '{"narrative": 1e400}'$$), (13, $$$badge, 'ann@example.org', version => '1.1'$$),
    (14, $$$badge, 'ann@example.org', narrative => repeat('x', 4000000)$$), (15, $$$badge, 'ann@example.org', extra => (SELECT jsonb_object_agg(n, n) FROM generate_series(1, 600000) AS n)$$), (16, $$$badge, 'ann@example.org', extra => '{"credentialSubject": {"creditsEarned": 1e400}}'$$)) AS v (n, arguments) ORDER BY n;
SELECT count(*) = :before AS no_trace FROM badges.badge_assertions;
-- NULL takes the default, and so does the setting.
SELECT recipient_type, recipient_hashed, badges.ob_json_version(assertion_json) AS version FROM badges.issue_assertion(:'badge_id', 'ann@example.org', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
SET badges.default_version = '2.0';
SELECT badges.ob_json_version(a.assertion_json) AS by_setting, badges.ob_json_version(b.assertion_json) AS by_call FROM badges.issue_assertion(:'badge_id', 'ann@example.org') AS a, badges.issue_assertion(:'badge_id', 'ann@example.org', version => '3.0') AS b;
RESET badges.default_version;
-- A 2.0 badge is signed where a proof asks for it, and hosted elsewhere.
SELECT proof, pg_temp.masked(assertion_json ->> 'verification') AS verification, pg_temp.part(credential_text, 1) ->> 'alg' AS algorithm, pg_temp.part(credential_text, 2) = assertion_json AS payload, pg_temp.verdict(badges.verify_assertion(assertion_id, 'ann@example.org')) AS verdict,
       CASE WHEN credential_text IS NOT NULL THEN badges.verify_credential(credential_text, 'ann@example.org') -> 'valid' END AS elsewhere
  FROM unnest(ARRAY[NULL, 'RS256', 'jws', 'EdDSA', 'ES256', 'ES384']) WITH ORDINALITY AS v (proof, n), badges.issue_assertion(:'badge_id', 'ann@example.org', version => '2.0', proof => proof) ORDER BY n;
SELECT proof, pg_temp.outcome(format('SELECT badges.issue_assertion(%L, %L, version => %L, proof => %L)', :'badge_id', 'ann@example.org', '2.0', proof)) FROM unnest(ARRAY['eddsa-rdfc-2022', 'eddsa-jcs-2022', 'ecdsa-sd-2023', '', 'x']) WITH ORDINALITY AS v (proof, n) ORDER BY n;

-- Many at once: one row each, in the order of the array, all or none; each signed by itself, at a place of its own.
CREATE TEMP TABLE many AS SELECT * FROM badges.issue_assertions(:'badge_id', (SELECT array_agg('student' || n || '@example.org' ORDER BY n) FROM generate_series(1, 1201) AS n), hashed => false, evidence => '"https://example.org/e"', narrative => 'n') WITH ORDINALITY
    AS t (assertion_id, badge_id, issuer_id, assertion_json, recipient_type, recipient_identity, recipient_hashed, issued_on, expires_at, evidence_url, recipient_key, status_index, revoked, revoked_at, revocation_reason, suspended_at, credential_text, created_at, updated_at, holder_user_id, received, n);
SELECT count(*), bool_and(recipient_identity = 'student' || n || '@example.org') AS in_order, count(DISTINCT assertion_id) AS ids, count(DISTINCT status_index) AS places, count(DISTINCT issued_on) AS dates, bool_and(badges.validate_ob_json(assertion_json)) AS valid, count(DISTINCT assertion_json #> '{proof,0,proofValue}') AS signatures FROM many;
SELECT count(*) FILTER (WHERE (badges.verify_assertion(assertion_id, recipient_identity) -> 'valid')::bool) AS verified FROM many WHERE n % 100 = 1;
SELECT proof, count(*), count(DISTINCT coalesce(credential_text, assertion_json ->> 'proof')) AS signatures, bool_and((badges.verify_assertion(assertion_id) -> 'valid')::bool) AS valid
  FROM unnest(ARRAY['eddsa-jcs-2022', 'ecdsa-sd-2023', 'vc-jwt', 'RS256']) WITH ORDINALITY AS v (proof, n), badges.issue_assertions(:'badge_id', ARRAY['ann@example.org', 'bob@example.org'], proof => proof) GROUP BY n, proof ORDER BY n;
SELECT count(*) FROM badges.issue_assertions(:'badge_id', '{}');
SELECT count(*) AS before FROM badges.badge_assertions \gset
SELECT n, pg_temp.outcome(format('SELECT badges.issue_assertions(%s)', replace(arguments, '$badge', quote_literal(:'badge_id')))) FROM (VALUES
    (1, $$$badge, NULL$$), (2, $$$badge, '{ann@example.org,NULL}'$$), (3, $$$badge, '{ann@example.org,ANN@example.org}'$$), (4, $$$badge, (SELECT array_agg(CASE n WHEN 1999 THEN 'nobody' ELSE 'student' || n || '@example.org' END ORDER BY n) FROM generate_series(1, 2000) AS n)$$),
    (5, $$$badge, '{ann@example.org}', evidence => '5'$$), (6, $$$badge, '{ann@example.org}', proof => 'none'$$), (7, $$$badge, '{ann@example.org}', extra => '{"proof": {}}'$$), (8, $$'00000000-0000-0000-0000-000000000000', '{}'$$)) AS v (n, arguments) ORDER BY n;
SELECT count(*) = :before AS no_trace FROM badges.badge_assertions;
