-- What one issuer says of another's work: signed by itself, carried in the document it is about.
\set ECHO none
\getenv folder PG_ABS_SRCDIR
\i :folder/helpers.sql
\set contexts '["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]'
-- The verdict on an award of an Achievement that carries these endorsements.
CREATE FUNCTION pg_temp.endorsed(issuer uuid, member text, endorsements jsonb) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    badge uuid;
    award jsonb;
BEGIN
    SELECT badge_id INTO badge FROM badges.badge_classes WHERE name = 'Bass';
    UPDATE badges.badge_classes SET badge_json = badge_json - 'endorsement' - 'endorsementJwt' || jsonb_build_object(member, endorsements) WHERE badge_id = badge;
    SELECT assertion_json INTO award FROM badges.issue_assertion(badge, 'ann@example.org');
    RETURN pg_temp.verdict(badges.verify_credential(award::text, 'ann@example.org'));
END $$;
\set ECHO all
SELECT issuer_id FROM badges.create_issuer('{"name": "Example School", "url": "https://school.example.org", "email": "badges@school.example.org"}') \gset
SELECT issuer_id AS peer_id FROM badges.create_issuer('{"name": "Example Peer", "url": "https://peer.example.org", "email": "badges@peer.example.org"}') \gset
SELECT badge_id, badge_json ->> 'id' AS bass FROM badges.create_badge_class(:'issuer_id', format('{"@context": %s, "name": "Bass", "description": "Sings low", "criteria": {"narrative": "Sing low."}}', :'contexts')::jsonb) \gset

-- A signed credential, of what is endorsed, not stored.
SELECT pg_temp.masked(jsonb_pretty(badges.issue_endorsement(:'peer_id', :'bass', '**Well** taught', 'Of Bass', '2026-01-02', '2099-01-02'))) AS endorsement;
SELECT p.* FROM badges.ob_json_problems(badges.issue_endorsement(issuer_id => :'peer_id', endorsed_id => :'bass', comment => NULL, name => NULL, issued_on => NULL, expires => NULL, proof => NULL)) AS p;
SELECT badges.ob_json_class(e) AS class, badges.ob_json_version(e) AS version, badges.validate_ob_json(e) AS valid, pg_temp.verdict(badges.verify_credential(e::text)) AS verdict, e -> 'name' AS name, e #> '{credentialSubject,endorsementComment}' AS comment
  FROM badges.issue_endorsement(:'peer_id', :'bass') AS e;
SELECT proof, jsonb_typeof(e) AS type, e #>> '{proof,0,cryptosuite}' AS cryptosuite, pg_temp.verdict(badges.verify_credential(e #>> '{}')) AS verdict, badges.verify_credential(e #>> '{}') ->> 'class' AS class
  FROM unnest(ARRAY[NULL, 'eddsa-jcs-2022', 'ecdsa-rdfc-2019', 'ecdsa-sd-2023', 'vc-jwt', 'ES256', 'RS256']) WITH ORDINALITY AS v (proof, n), badges.issue_endorsement(:'peer_id', :'bass', 'c', proof => proof) AS e ORDER BY n;
SELECT pg_temp.verdict(badges.verify_credential(jsonb_set(e, '{credentialSubject,endorsementComment}', '"Badly taught"')::text)) AS tampered, pg_temp.verdict(badges.verify_credential(e::text, NULL, NULL, '2099-01-03')) AS expired FROM badges.issue_endorsement(:'peer_id', :'bass', 'Well taught', expires => '2099-01-02') AS e;

-- Carried by what it is about: checked with the award, good and bad, by each form.
SELECT badges.issue_endorsement(:'peer_id', :'bass', 'c') AS good, badges.issue_endorsement(:'peer_id', :'bass', 'c', proof => 'vc-jwt') AS token, badges.issue_endorsement(:'peer_id', 'https://example.org/other', 'c') AS of_another, badges.issue_endorsement(:'peer_id', :'bass', 'c', issued_on => '2999-01-01') AS of_the_future \gset
SELECT what, pg_temp.endorsed(:'issuer_id', member, endorsements) AS verdict FROM (VALUES
    (1, 'one', 'endorsement', jsonb_build_array(:'good'::jsonb)), (2, 'as token', 'endorsementJwt', jsonb_build_array(:'token'::jsonb)), (3, 'two', 'endorsement', jsonb_build_array(:'good'::jsonb, badges.issue_endorsement(:'issuer_id', :'bass', 'd'))),
    (4, 'tampered', 'endorsement', jsonb_build_array(jsonb_set(:'good'::jsonb, '{credentialSubject,endorsementComment}', '"x"'))), (5, 'tampered token', 'endorsementJwt', jsonb_build_array(overlay(:'token'::jsonb #>> '{}' placing 'AAAA' from length(:'token'::jsonb #>> '{}') - 3))),
    (6, 'one good, one tampered', 'endorsement', jsonb_build_array(:'good'::jsonb, jsonb_set(:'good'::jsonb, '{name}', '"x"'))), (7, 'of another thing', 'endorsement', jsonb_build_array(:'of_another'::jsonb)), (8, 'not yet valid', 'endorsement', jsonb_build_array(:'of_the_future'::jsonb)),
    (9, 'without proof', 'endorsement', jsonb_build_array(:'good'::jsonb - 'proof')), (10, 'none', 'endorsement', '[]')) AS v (n, what, member, endorsements) ORDER BY n;
SELECT n, left(pg_temp.outcome(format('UPDATE badges.badge_classes SET badge_json = badge_json || %L WHERE badge_id = %L', part, :'badge_id')), 130) AS outcome FROM (VALUES (1, '{"endorsement": [5]}'), (2, '{"endorsementJwt": ["x"]}'), (3, '{"endorsement": [{"type": ["VerifiableCredential"]}]}')) AS v (n, part) ORDER BY n;
-- A compromised key of the endorser takes its endorsements along.
UPDATE badges.badge_classes SET badge_json = badge_json - 'endorsementJwt' || jsonb_build_object('endorsement', jsonb_build_array(:'good'::jsonb)) WHERE badge_id = :'badge_id';
SELECT assertion_id FROM badges.issue_assertion(:'badge_id', 'ann@example.org') \gset
SELECT pg_temp.verdict(badges.verify_assertion(:'assertion_id', 'ann@example.org')) AS before;
SELECT badges.mark_issuer_key_compromised(:'peer_id', split_part(:'good'::jsonb #>> '{proof,0,verificationMethod}', '#', 2)) ->> 'status' AS status;
SELECT pg_temp.verdict(badges.verify_assertion(:'assertion_id', 'ann@example.org')) AS after;

SELECT n, pg_temp.outcome(format('SELECT badges.issue_endorsement(%s)', replace(arguments, '$peer', quote_literal(:'peer_id')))) FROM (VALUES (1, $$NULL, 'https://example.org'$$), (2, '$peer, NULL'), (3, $$'00000000-0000-0000-0000-000000000000', 'https://example.org'$$), (4, $$$peer, ''$$), (5, $$$peer, 'First Aid'$$), (6, $$$peer, 'https://example.org', expires => '2020-01-01'$$),
    (7, $$$peer, 'https://example.org', issued_on => 'infinity'$$), (8, $$$peer, 'https://example.org', proof => 'none'$$), (9, $$$peer, 'https://example.org', repeat('x', 4000000)$$), (10, $$$peer, 'did:example:1'$$), (11, $$$peer, 'urn:uuid:9b3b1e1c-0d0c-4b57-9b4e-0d5b6f0c8f11', '', ''$$)) AS v (n, arguments) ORDER BY n;
