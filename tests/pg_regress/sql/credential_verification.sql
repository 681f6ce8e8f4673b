-- The verdict on a credential that somebody received, from an issuer that is stored here or from a stranger.
\set ECHO none
\getenv folder PG_ABS_SRCDIR
\i :folder/helpers.sql
-- A credential with one part replaced.
CREATE FUNCTION pg_temp.replaced(doc jsonb, path text[], value jsonb) RETURNS text LANGUAGE sql AS $$ SELECT jsonb_set(doc, path, value)::text $$;
\set ECHO all
SELECT issuer_id FROM badges.create_issuer('{"name": "Example School", "url": "https://school.example.org", "email": "badges@school.example.org"}') \gset
SELECT badge_id FROM badges.create_badge_class(:'issuer_id', '{"name": "First Aid", "description": "d", "image": "https://school.example.org/i.png", "criteria": {"narrative": "Bandage somebody."}}') \gset
SELECT assertion_id, assertion_json AS credential FROM badges.issue_assertion(:'badge_id', 'ann@example.org', narrative => 'n') \gset
SELECT credential_text AS token FROM badges.issue_assertion(:'badge_id', 'ann@example.org', proof => 'vc-jwt') \gset
SELECT assertion_json AS jcs FROM badges.issue_assertion(:'badge_id', 'ann@example.org', proof => 'eddsa-jcs-2022') \gset
SELECT assertion_json AS selective FROM badges.issue_assertion(:'badge_id', 'ann@example.org', proof => 'ecdsa-sd-2023') \gset

-- A report names every check.
SELECT pg_temp.masked(regexp_replace(jsonb_pretty(badges.verify_credential(:'credential', 'ann@example.org')), '"message": "the (proof|signature|key) [^"]*"', '"message": "…"', 'g'));
-- Each form of it is valid: as stored, in other order and spacing, the token, with space around it.
SELECT form, pg_temp.verdict(badges.verify_credential(text, 'ann@example.org')) AS verdict, badges.verify_credential(text) ->> 'version' AS version, badges.verify_credential(text) ->> 'class' AS class FROM (VALUES
    (1, 'object', :'credential'), (2, 'pretty', jsonb_pretty(:'credential')), (3, 'token', :'token'), (4, 'token in spaces', E'  \n' || :'token' || E'\n'), (5, 'jcs', :'jcs'), (6, 'base proof', :'selective'),
    (7, 'derived proof', badges.derive_credential(:'selective', '{/credentialSubject}')::text), (8, '2.0', badges.get_assertion(:'assertion_id', '2.0')::text), (9, '2.0 as token', (SELECT credential_text FROM badges.issue_assertion(:'badge_id', 'ann@example.org', version => '2.0', proof => 'RS256'))),
    (10, 'proof by itself', jsonb_set(:'credential', '{proof}', :'credential'::jsonb #> '{proof,0}')::text)) AS v (n, form, text) ORDER BY n;
SELECT badges.verify_credential(credential => :'credential', recipient => 'ann@example.org', resources => NULL, at => NULL) -> 'valid' AS by_name, pg_temp.verdict(badges.verify_credential(:'credential', NULL, 'null')) AS null_resources;

-- Any change shows.
SELECT path, pg_temp.verdict(badges.verify_credential(pg_temp.replaced(:'credential', path::text[], value::jsonb), 'ann@example.org')) AS rdfc, pg_temp.verdict(badges.verify_credential(pg_temp.replaced(:'jcs', path::text[], value::jsonb), 'ann@example.org')) AS jcs FROM (VALUES
    (1, '{name}', '"x"'), (2, '{validFrom}', '"2020-01-01T00:00:00Z"'), (3, '{validUntil}', '"2999-01-01T00:00:00Z"'), (4, '{issuer,name}', '"x"'), (5, '{issuer,id}', '"https://evil.example"'), (6, '{credentialSubject,achievement,name}', '"x"'), (7, '{credentialSubject,identifier,0,hashed}', 'false'),
    (8, '{credentialSubject,id}', '"did:example:eve"'), (9, '{credentialStatus,statusListIndex}', '"1"'), (10, '{proof,0,created}', '"2020-01-01T00:00:00Z"'), (11, '{proof,0,proofPurpose}', '"authentication"'), (12, '{proof,0,cryptosuite}', '"ecdsa-rdfc-2019"'),
    (13, '{proof,0,verificationMethod}', '"https://evil.example#key"'), (14, '{proof,0,proofValue}', '"z3"'), (15, '{proof}', '[]'), (16, '{id}', '"https://evil.example/1"'), (17, '{type}', '["VerifiableCredential"]'), (18, '{evidence}', '[{"id": "https://evil.example", "type": ["Evidence"]}]')) AS v (n, path, value) ORDER BY n;
SELECT pg_temp.verdict(badges.verify_credential((:'credential'::jsonb - 'proof')::text)) AS unsigned, pg_temp.verdict(badges.verify_credential((:'credential'::jsonb - 'credentialStatus')::text)) AS without_status;
-- So does any change to a token.
SELECT n, pg_temp.verdict(badges.verify_credential(text, 'ann@example.org')) AS verdict FROM (VALUES (1, left(:'token', -4) || 'AAAA'), (2, split_part(:'token', '.', 1) || '.' || split_part(:'token', '.', 2) || '.'), (3, split_part(:'token', '.', 1) || '.' || split_part(:'token', '.', 2)), (4, :'token' || '.x'),
    (5, 'eyJhbGciOiJub25lIn0.' || split_part(:'token', '.', 2) || '.'), (6, 'eyJhbGciOiJIUzI1NiJ9.' || split_part(:'token', '.', 2) || '.' || split_part(:'token', '.', 3)), (7, split_part(:'token', '.', 1) || '.e30.' || split_part(:'token', '.', 3)), (8, upper(:'token'))) AS v (n, text) ORDER BY n;

-- Recipient and time.
SELECT recipient, pg_temp.verdict(badges.verify_credential(:'credential', recipient)) AS verdict FROM unnest(ARRAY['ann@example.org', 'ANN@example.org', 'eve@example.org', '', NULL]) WITH ORDINALITY AS v (recipient, n) ORDER BY n;
SELECT assertion_json AS dated FROM badges.issue_assertion(:'badge_id', 'ann@example.org', issued_on => '2027-01-01', expires => '2098-01-01') \gset
SELECT at, pg_temp.verdict(badges.verify_credential(:'dated', 'ann@example.org', NULL, at)) AS verdict FROM unnest('{2026-12-31 23:59:59,2027-01-01,2097-12-31 23:59:59,2098-01-01,2098-01-01 00:00:01,2999-01-01}'::timestamptz[]) AS at;
SELECT at, pg_temp.outcome(format('SELECT badges.verify_credential(%L, at => %L)', '{}', at)) FROM unnest('{infinity,-infinity,x}'::text[]) AS at;

-- Signed by a key that is not the issuer's: one that its row never had, and one of another issuer.
BEGIN;
SELECT badges.rotate_issuer_key(:'issuer_id') ->> 'status' AS status;
SELECT assertion_json AS forged FROM badges.issue_assertion(:'badge_id', 'ann@example.org') \gset
SELECT credential_text AS forged_token FROM badges.issue_assertion(:'badge_id', 'ann@example.org', proof => 'vc-jwt') \gset
SELECT credential_text AS forged_old FROM badges.issue_assertion(:'badge_id', 'ann@example.org', proof => 'EdDSA', version => '2.0') \gset
ROLLBACK;
SELECT n, pg_temp.verdict(badges.verify_credential(text, 'ann@example.org')) AS verdict FROM (VALUES (1, :'forged'), (2, :'forged_token'), (3, :'forged_old')) AS v (n, text) ORDER BY n;
SELECT issuer_id AS eve_id FROM badges.create_issuer('{"name": "Eve", "url": "https://eve.example", "email": "eve@eve.example"}') \gset
SELECT badge_id AS eve_badge FROM badges.create_badge_class(:'eve_id', '{"name": "First Aid", "description": "d", "image": "https://school.example.org/i.png", "criteria": {"narrative": "Bandage somebody."}}') \gset
SELECT assertion_json #> '{proof,0}' AS eve_proof FROM badges.issue_assertion(:'eve_badge', 'ann@example.org') \gset
SELECT pg_temp.verdict(badges.verify_credential(pg_temp.replaced(:'credential', '{proof,0}', :'eve_proof'))) AS proof_of_another, pg_temp.verdict(badges.verify_credential(pg_temp.replaced(:'credential', '{proof,1}', :'eve_proof'))) AS added_to_its_own,
       pg_temp.verdict(badges.verify_credential(pg_temp.replaced(:'credential', '{proof,0,verificationMethod}', :'eve_proof'::jsonb -> 'verificationMethod'))) AS key_of_another;
-- Resources do not stand in for what is stored here.
SELECT pg_temp.verdict(badges.verify_credential(:'forged', NULL, jsonb_build_object(:'credential'::jsonb #>> '{issuer,id}', jsonb_set(badges.get_did_document(:'issuer_id'), '{verificationMethod,0}', jsonb_build_object('id', :'forged'::jsonb #> '{proof,0,verificationMethod}', 'type', 'Multikey',
    'controller', :'credential'::jsonb #> '{issuer,id}', 'publicKeyMultibase', split_part(:'forged'::jsonb #>> '{proof,0,verificationMethod}', '#', 2))) || jsonb_build_object('assertionMethod', jsonb_build_array(:'forged'::jsonb #> '{proof,0,verificationMethod}'))))) AS document_of_a_forger;

-- An issuer with an id of its own is as good, and what it takes back is seen.
SELECT pg_temp.masked(id) AS id, pg_temp.masked(a.assertion_json #>> '{credentialStatus,statusListCredential}') AS list, badges.get_status_list(i.issuer_id) ->> 'id' = a.assertion_json #>> '{credentialStatus,statusListCredential}' AS as_served, pg_temp.verdict(badges.verify_credential(a.assertion_json::text, 'ann@example.org')) AS received,
       pg_temp.verdict(badges.verify_assertion(a.assertion_id, 'ann@example.org')) AS stored, pg_temp.verdict(badges.verify_credential(badges.get_assertion_jws(a.assertion_id), 'ann@example.org')) AS token
  FROM unnest(ARRAY['https://academy.example.org/profile', 'https://academy.example.org:8443/about', 'did:web:academy.example.org', 'urn:uuid:9b3b1e1c-0d0c-4b57-9b4e-0d5b6f0c8f11']) WITH ORDINALITY AS v (id, n), badges.create_issuer(pg_temp.profile(id)) AS i, badges.create_badge_class(i.issuer_id, pg_temp.achievement() - 'id') AS b, badges.issue_assertion(b.badge_id, 'ann@example.org') AS a ORDER BY n;
SELECT i.issuer_json ->> 'id' AS id, pg_temp.verdict(badges.verify_credential((badges.revoke_assertion(a.assertion_id)).assertion_json::text, 'ann@example.org')) AS revoked FROM badges.badge_assertions AS a JOIN badges.issuer_profiles AS i USING (issuer_id) WHERE i.issuer_json ->> 'id' !~ 'badges.example.org' ORDER BY a.assertion_id;

-- A stranger: issued, and then forgotten here, with what its web server would serve at hand.
SET badges.base_url = 'https://stranger.example.org';
BEGIN;
SELECT issuer_id AS stranger_id FROM badges.create_issuer('{"name": "Stranger", "url": "https://stranger.example.org", "email": "badges@stranger.example.org"}') \gset
SELECT badge_id AS stranger_badge FROM badges.create_badge_class(:'stranger_id', '{"name": "Bass", "description": "d", "image": "https://stranger.example.org/i.png", "criteria": {"narrative": "n"}}') \gset
SELECT assertion_json AS strange FROM badges.issue_assertion(:'stranger_badge', 'ann@example.org') \gset
SELECT assertion_id AS strange_id, credential_text AS strange_token FROM badges.issue_assertion(:'stranger_badge', 'ann@example.org', proof => 'ES256') \gset
SELECT assertion_id AS hosted_id FROM badges.issue_assertion(:'stranger_badge', 'ann@example.org', version => '2.0') \gset
SELECT badges.get_did_document(:'stranger_id') AS did_document, badges.get_jwks(:'stranger_id') AS jwks, badges.get_issuer(:'stranger_id', '3.0') AS profile, badges.get_issuer(:'stranger_id', '2.0') AS old_profile, badges.get_status_list(:'stranger_id') AS list, badges.get_assertion(:'hosted_id', '2.0') AS hosted, badges.get_badge_class(:'stranger_badge', '2.0') AS old_badge \gset
SELECT count(*) FROM badges.revoke_assertion(:'strange_id');
SELECT badges.get_status_list(:'stranger_id') AS revoked_list \gset
ROLLBACK;
RESET badges.base_url;
SET badges.base_url = 'https://badges.example.org';
SELECT :'profile'::jsonb ->> 'id' AS profile_url, :'list'::jsonb ->> 'id' AS list_url, :'old_profile'::jsonb ->> 'id' AS old_profile_url, :'old_badge'::jsonb ->> 'id' AS old_badge_url, :'hosted'::jsonb ->> 'id' AS hosted_url \gset
SELECT given, pg_temp.verdict(badges.verify_credential(:'strange', 'ann@example.org', resources)) AS credential, pg_temp.verdict(badges.verify_credential(:'strange_token', 'ann@example.org', resources)) AS token FROM (VALUES
    (1, 'nothing', NULL::jsonb), (2, 'empty', '{}'), (3, 'document', jsonb_build_object(:'profile_url', :'did_document'::jsonb)), (4, 'list', jsonb_build_object(:'list_url', :'list'::jsonb)), (5, 'document, list', jsonb_build_object(:'profile_url', :'did_document'::jsonb, :'list_url', :'list'::jsonb)),
    (6, 'document, new list', jsonb_build_object(:'profile_url', :'did_document'::jsonb, :'list_url', :'revoked_list'::jsonb)), (7, 'key set in its place, list', jsonb_build_object(:'profile_url', :'jwks'::jsonb, :'list_url', :'list'::jsonb)), (8, 'profile in its place, list', jsonb_build_object(:'profile_url', :'profile'::jsonb, :'list_url', :'list'::jsonb)),
    (9, 'document of another, list', jsonb_build_object(:'profile_url', badges.get_did_document(:'issuer_id'), :'list_url', :'list'::jsonb)), (10, 'document, list of another', jsonb_build_object(:'profile_url', :'did_document'::jsonb, :'list_url', badges.get_status_list(:'issuer_id'))),
    (11, 'document, changed list', jsonb_build_object(:'profile_url', :'did_document'::jsonb, :'list_url', jsonb_set(:'list', '{credentialSubject,encodedList}', :'revoked_list'::jsonb #> '{credentialSubject,encodedList}'))),
    (12, 'document without the key', jsonb_build_object(:'profile_url', :'did_document'::jsonb - 'assertionMethod' - 'verificationMethod', :'list_url', :'list'::jsonb)), (13, 'document, list without proof', jsonb_build_object(:'profile_url', :'did_document'::jsonb, :'list_url', :'list'::jsonb - 'proof')),
    (14, 'document, list for suspension', jsonb_build_object(:'profile_url', :'did_document'::jsonb, :'list_url', jsonb_set(:'list', '{credentialSubject,statusPurpose}', '"suspension"')))) AS v (n, given, resources) ORDER BY n;
-- Whatever else the resources are, nothing is believed for it.
SELECT given, pg_temp.verdict(badges.verify_credential(:'strange', 'ann@example.org', jsonb_build_object(:'profile_url', given::jsonb, :'list_url', given::jsonb))) AS verdict FROM unnest(ARRAY['null', '5', '"x"', '[]', '{}', '{"id": 5}', '{"verificationMethod": 5}', '{"assertionMethod": [[]]}', '{"type": "BitstringStatusListCredential"}', '{"keys": {}}']) WITH ORDINALITY AS v (given, n) ORDER BY n;
SELECT given, pg_temp.outcome(format('SELECT badges.verify_credential(%L, NULL, %L)', '{}', given)) FROM unnest(ARRAY['[]', '"x"', '5', 'true', 'x']) WITH ORDINALITY AS v (given, n) ORDER BY n;
-- A hosted 2.0 award is believed only with everything it is hosted with.
SELECT given, pg_temp.verdict(badges.verify_credential(:'hosted', 'ann@example.org', resources)) AS verdict FROM (VALUES (1, 'nothing', NULL::jsonb), (2, 'itself', jsonb_build_object(:'hosted_url', :'hosted'::jsonb)), (3, 'itself, badge class', jsonb_build_object(:'hosted_url', :'hosted'::jsonb, :'old_badge_url', :'old_badge'::jsonb)),
    (4, 'all', jsonb_build_object(:'hosted_url', :'hosted'::jsonb, :'old_badge_url', :'old_badge'::jsonb, :'old_profile_url', :'old_profile'::jsonb)), (5, 'all, itself revoked', jsonb_build_object(:'hosted_url', jsonb_build_object('@context', 'https://w3id.org/openbadges/v2', 'id', :'hosted_url', 'type', 'Assertion', 'revoked', true), :'old_badge_url', :'old_badge'::jsonb, :'old_profile_url', :'old_profile'::jsonb)),
    (6, 'all, another award in its place', jsonb_build_object(:'hosted_url', :'hosted'::jsonb || '{"issuedOn": "2020-01-01T00:00:00Z"}', :'old_badge_url', :'old_badge'::jsonb, :'old_profile_url', :'old_profile'::jsonb))) AS v (n, given, resources) ORDER BY n;

-- Text that is no credential gets a report that says so.
SELECT left(text, 40) AS text, pg_temp.verdict(r) AS verdict, r ->> 'version' AS version, r ->> 'class' AS class FROM unnest(ARRAY['', ' ', '{', '{}', '[]', 'null', '5', '"x"', 'x', '.', '..', 'a.b.c', '...', '{"type": "Assertion"}', '{"@context": "https://w3id.org/openbadges/v2"}', '{"@context": ["https://www.w3.org/ns/credentials/v2"], "type": ["VerifiableCredential"]}',
    '{"@context": "https://w3id.org/openbadges/v2", "type": "BadgeClass", "id": "https://example.org"}', 'https://example.org/award', '{"a": 1e400}', '{"a": "\ud800"}', '{"a": "\u0000"}', '[' || repeat('[', 100000), repeat('x', 3000000), '{"a":1,"a":2}', chr(65279) || '{}']) WITH ORDINALITY AS v (text, n), badges.verify_credential(text) AS r ORDER BY n;
SELECT pg_temp.outcome('SELECT badges.verify_credential(NULL)');
