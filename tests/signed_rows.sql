-- What came with 0.2.0, on top of rows.sql: an issuer with keys of every kind, retired and compromised ones, signed awards
-- of both versions, a Profile and an Achievement of 3.0.
SET client_min_messages = warning;
SET badges.base_url = 'https://badges.example.org';
\set contexts '["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]'

SELECT issuer_id AS issuer FROM badges.create_issuer('{"name": "Example Academy", "url": "https://academy.example.org", "email": "badges@academy.example.org"}') \gset
SELECT badge_id AS badge FROM badges.create_badge_class(:'issuer',
    '{"name": "Bass", "description": "Sings low", "image": "https://academy.example.org/bass.png", "criteria": {"narrative": "Sing low."}}') \gset
SELECT count(*) FROM unnest(ARRAY['eddsa-rdfc-2022', 'eddsa-jcs-2022', 'ecdsa-rdfc-2019', 'ecdsa-jcs-2019', 'ecdsa-sd-2023', 'EdDSA', 'ES256', 'ES384', 'RS256']) AS proof,
    badges.issue_assertion(:'badge', 'ada@example.org', proof => proof, narrative => proof, version => '3.0') \g /dev/null
SELECT count(*) FROM unnest(ARRAY['EdDSA', 'ES256', 'ES384', 'RS256']) AS proof,
    badges.issue_assertion(:'badge', 'ada@example.org', proof => proof, narrative => proof, version => '2.0') \g /dev/null
SELECT badges.issue_assertion(:'badge', 'ada@example.org', version => '2.0') \g /dev/null
SELECT badges.rotate_issuer_key(:'issuer', algorithm) FROM unnest(ARRAY['RSA', 'P-256', 'Ed25519']) AS algorithm \g /dev/null
SELECT count(*) FROM badges.issue_assertions(:'badge', ARRAY(SELECT 'singer' || n || '@example.org' FROM generate_series(1, 200) AS n)) \g /dev/null
SELECT badges.revoke_assertion(assertion_id, 'Awarded by mistake') FROM badges.find_assertions('singer1@example.org') \g /dev/null
SELECT badges.suspend_assertion(assertion_id, 'Under review') FROM badges.find_assertions('singer2@example.org') \g /dev/null

SELECT issuer_id AS native FROM badges.create_issuer(format('{"@context": %s, "name": "Example Choir", "url": "https://choir.example.org", "email": "badges@choir.example.org"}', :'contexts')::jsonb) \gset
SELECT badge_id AS native_badge FROM badges.create_badge_class(:'native', format('{"@context": %s, "name": "Alto", "description": "Sings high", "criteria": {"narrative": "Sing high."}}', :'contexts')::jsonb) \gset
SELECT badges.issue_assertion(:'native_badge', 'ada@example.org') \g /dev/null
SELECT badges.issue_assertion(:'native_badge', 'ada@example.org', proof => 'ES384') \g /dev/null
SELECT badges.mark_issuer_key_compromised(:'native', public_keys #>> '{0,id}') FROM badges.issuer_profiles WHERE issuer_id = :'native' \g /dev/null
