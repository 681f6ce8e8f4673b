-- Selective disclosure: the holder of a credential with an ecdsa-sd-2023 proof shows a part of it, and the part verifies.
\set ECHO none
\getenv folder PG_ABS_SRCDIR
\i :folder/helpers.sql
\set ECHO all
SELECT issuer_id FROM badges.create_issuer('{"name": "Example School", "url": "https://school.example.org", "email": "badges@school.example.org"}') \gset
SELECT badge_id FROM badges.create_badge_class(:'issuer_id', '{"name": "First Aid", "description": "Knows first aid", "image": "https://school.example.org/i.png", "criteria": {"narrative": "Bandage somebody."}}') \gset
SELECT assertion_id, assertion_json AS base FROM badges.issue_assertion(:'badge_id', 'ann@example.org', issued_on => '2026-01-02', narrative => 'n', evidence => '["https://example.org/1", {"name": "Second", "narrative": "m"}]', proof => 'ecdsa-sd-2023') \gset

-- With nothing chosen, the mandatory part.
SELECT pg_temp.masked(jsonb_pretty(badges.derive_credential(:'base', '{}'))) AS mandatory;
-- With pointers, what they name and what holds it together.
SELECT chosen, (SELECT string_agg(key, ' ' ORDER BY key) FROM jsonb_object_keys(d) AS key) AS members, (SELECT string_agg(key, ' ' ORDER BY key) FROM jsonb_object_keys(d -> 'credentialSubject') AS key) AS subject, jsonb_array_length(d -> 'evidence') AS evidence,
       badges.validate_ob_json(d) AS valid_document, pg_temp.verdict(badges.verify_credential(d::text)) AS verdict
  FROM unnest(ARRAY['{}', '{/evidence}', '{/evidence/1/name}', '{/credentialSubject/narrative,/name}', '{/credentialSubject}', '{/credentialSubject/achievement/name,/credentialSubject/achievement/criteria,/credentialSubject/achievement/description}', '{/issuer}', '{/name,/name}']) WITH ORDINALITY AS v (chosen, n), badges.derive_credential(credential => :'base', pointers => chosen::text[]) AS d ORDER BY n;
-- Everything shown: as the base proof, for a recipient too.
SELECT pg_temp.verdict(badges.verify_credential(d::text, 'ann@example.org')) AS verdict, d - 'proof' = :'base'::jsonb - 'proof' AS whole, d #>> '{proof,0,proofValue}' <> :'base'::jsonb #>> '{proof,0,proofValue}' AS other_proof
  FROM badges.derive_credential(:'base', ARRAY(SELECT '/' || key FROM jsonb_object_keys(:'base'::jsonb) AS key WHERE key NOT IN ('proof', '@context'))) AS d;
-- Nothing can be added, changed or taken away.
SELECT pg_temp.verdict(badges.verify_credential(d::text, 'ann@example.org')) AS mandatory, pg_temp.verdict(badges.verify_credential((d || '{"name": "Other"}')::text)) AS added, pg_temp.verdict(badges.verify_credential(jsonb_set(d, '{issuer,name}', '"Other"')::text)) AS changed, pg_temp.verdict(badges.verify_credential((d - 'validFrom')::text)) AS taken_away FROM badges.derive_credential(:'base', '{}') AS d;
-- A derived proof is not derived from again; revoking reaches what was derived.
SELECT pg_temp.outcome(format('SELECT badges.derive_credential(%L, %L)', badges.derive_credential(:'base', '{/credentialSubject}'), '{}')) AS derived_twice;
SELECT badges.derive_credential(:'base', '{/credentialSubject}') AS shown \gset
SELECT count(*) FROM badges.revoke_assertion(:'assertion_id');
SELECT pg_temp.verdict(badges.verify_credential(:'shown', 'ann@example.org')) AS revoked;

SELECT badges.derive_credential(NULL, '{}') AS no_document, badges.derive_credential(:'base', NULL) AS no_pointers;
SELECT n, pg_temp.outcome(format('SELECT badges.derive_credential(%L, %L)', doc, pointers)) FROM (VALUES (1, :'base', '{/nothing}'), (2, :'base', '{name}'), (3, :'base', '{/evidence/7}'), (4, :'base', '{/evidence/-}'), (5, :'base', '{NULL}'), (6, :'base', '{{/name},{/evidence}}'), (7, '{}', '{}'), (8, '[]', '{}'), (9, 'null', '{}'), (10, (:'base'::jsonb - 'proof')::text, '{}'),
    (11, jsonb_set(:'base', '{proof,0,proofValue}', '"u2V0A"')::text, '{}'), (12, jsonb_set(:'base', '{proof,0,proofValue}', '5')::text, '{}'), (13, jsonb_set(:'base', '{proof,0,cryptosuite}', '"eddsa-rdfc-2022"')::text, '{}'), (14, jsonb_set(:'base', '{proof,0,proofValue}', to_jsonb('u2V0A' || repeat('A', 3000000)))::text, '{}'), (15, :'base', '{/credentialSubject/~2}')) AS v (n, doc, pointers) ORDER BY n;
SELECT pg_temp.outcome(format('SELECT badges.derive_credential(%L, %L)', assertion_json, '{}')) AS another_proof FROM badges.issue_assertion(:'badge_id', 'ann@example.org');
