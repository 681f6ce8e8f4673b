-- Every function that stores nothing, once, with an answer that is the same on a primary and on its standby.
\pset null NULL
SET badges.rp_id = 'example.org';
SET badges.rp_origins = 'https://example.org';
SELECT user_id AS ada FROM badges.users WHERE email = 'ada@example.org' \gset
SELECT i.issuer_id AS issuer, b.badge_id AS badge, i.public_keys #>> '{0,id}' AS key_id FROM badges.issuer_profiles AS i JOIN badges.badge_classes AS b USING (issuer_id) WHERE i.name = 'Example Academy' \gset
SELECT assertion_id AS hosted, assertion_json AS document FROM badges.badge_assertions WHERE issuer_id = :'issuer' AND assertion_json ->> 'type' = 'Assertion' AND credential_text IS NULL \gset
SELECT assertion_id AS disclosing FROM badges.badge_assertions WHERE assertion_json @@ '$.**.cryptosuite == "ecdsa-sd-2023"' \gset
SELECT assertion_id AS jws, credential_text AS token FROM badges.badge_assertions WHERE credential_text IS NOT NULL ORDER BY assertion_id LIMIT 1 \gset

SELECT badges.validate_ob_json(:'document');
SELECT count(*) FROM badges.ob_json_problems(:'document');
SELECT badges.ob_json_class(:'document'), badges.ob_json_version(:'document'), badges.upgrade_ob_json(:'document') ->> 'id';
SELECT badges.check_ob_json(:'document', 'Assertion'), badges.ob_json_text(:'document', 'id'), badges.ob_json_boolean(:'document', 'recipient_hashed'), badges.ob_json_timestamp(:'document', 'issued_on');
SELECT badges.recipient_matches(:'document', 'ada@example.org'), badges.is_email_address('ada@example.org'), badges.uuid_v7() <> badges.uuid_v7();
SELECT badges.depends_on_key_file(), badges.badge_class_is_awarded(:'badge'), badges.issuer_may_become(:'issuer', badges.get_issuer(:'issuer'), false);
SET request.jwt.claims = '{"sub": "00000000-0000-4000-8000-000000000001"}';
SELECT badges.current_user_id();
RESET request.jwt.claims;

SELECT badges.get_issuer(:'issuer', '2.0'), badges.get_issuer(:'issuer', '3.0');
SELECT badges.get_badge_class(:'badge', '2.0'), badges.get_badge_class(:'badge', '3.0');
SELECT badges.get_assertion(:'jws'), badges.get_assertion(:'hosted', '2.0'), badges.get_assertion(:'hosted', '3.0'), badges.get_assertion_jws(:'jws');
SELECT badges.get_did_document(:'issuer'), badges.get_jwks(:'issuer'), badges.get_issuer_key(:'issuer', :'key_id');
SELECT badges.get_revocation_list(:'issuer'), badges.get_status_list(:'issuer'), badges.get_status_list(:'issuer', 'suspension');
SELECT badges.find_assertions('ada@example.org');
SELECT badges.verify_assertion(:'hosted', 'ada@example.org', '2100-01-01');
SELECT badges.verify_credential(:'token', 'ada@example.org', NULL, '2100-01-01');
SELECT badges.verify_credential(badges.derive_credential(badges.get_assertion(:'disclosing'), '{/credentialSubject/achievement/name}')::text) -> 'checks' -> 0;

SELECT convert_to('<svg xmlns="http://www.w3.org/2000/svg"/>', 'UTF8') AS picture \gset
SELECT badges.unbake_badge(badges.bake_badge(:'picture', :'token')), badges.verify_baked_badge(badges.bake_badge(:'picture', :'token'), 'ada@example.org', NULL, '2100-01-01'), badges.bake_assertion(:'jws', :'picture');

SELECT badges.issue_endorsement(:'issuer', 'https://academy.example.org/choir') -> 'type';
SELECT badges.webauthn_list_credentials(:'ada'), badges.webauthn_signal(:'ada'), badges.webauthn_related_origins();
SELECT count(*), badges.export_credential((SELECT assertion_id FROM badges.badge_assertions WHERE received LIMIT 1)) IS NOT NULL FROM badges.get_credentials(:'ada');
SELECT count(*) FROM badges.held_document_ids();
SELECT badges.badge_class_names_its_issuer(:'badge', :'issuer', badges.get_badge_class(:'badge')), badges.assertion_names_its_badge_class(:'hosted', :'badge', :'document');
SELECT badges.recipient_key('ada@example.org');
SELECT code, object FROM badges.health() WHERE severity = 'error';
