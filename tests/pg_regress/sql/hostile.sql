-- Credentials made to harm whoever verifies them: each is answered, in bounded time and memory.
\set ECHO none
\getenv folder PG_ABS_SRCDIR
\i :folder/helpers.sql
SET max_stack_depth = '6MB';
-- Base64url of a text, and a compact token of a header and a payload that nobody signed.
CREATE FUNCTION pg_temp.base64url(content bytea) RETURNS text LANGUAGE sql AS $$ SELECT translate(rtrim(replace(encode(content, 'base64'), E'\n', ''), '='), '+/', '-_') $$;
CREATE FUNCTION pg_temp.token(header text, payload text) RETURNS text LANGUAGE sql AS $$
    SELECT concat_ws('.', pg_temp.base64url(convert_to(header, 'UTF8')), pg_temp.base64url(convert_to(payload, 'UTF8')), pg_temp.base64url(repeat('s', 64)::bytea)) $$;
-- The verdict, or the refusal.
CREATE FUNCTION pg_temp.answer(credential text, resources jsonb DEFAULT NULL) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    RETURN pg_temp.verdict(badges.verify_credential(credential, 'ann@example.org', resources));
EXCEPTION WHEN OTHERS THEN
    RETURN SQLSTATE || ': ' || left(SQLERRM, 100);
END $$;
\set ECHO all
SELECT issuer_id FROM badges.create_issuer('{"name": "Example School", "url": "https://school.example.org", "email": "badges@school.example.org"}') \gset
SELECT badge_id FROM badges.create_badge_class(:'issuer_id', '{"name": "First Aid", "description": "d", "image": "https://school.example.org/i.png", "criteria": {"narrative": "Bandage somebody."}}') \gset
SELECT assertion_json AS good FROM badges.issue_assertion(:'badge_id', 'ann@example.org') \gset
SELECT assertion_json AS jcs FROM badges.issue_assertion(:'badge_id', 'ann@example.org', proof => 'eddsa-jcs-2022') \gset
SELECT assertion_json AS base FROM badges.issue_assertion(:'badge_id', 'ann@example.org', proof => 'ecdsa-sd-2023') \gset
SELECT credential_text AS token FROM badges.issue_assertion(:'badge_id', 'ann@example.org', proof => 'vc-jwt') \gset
-- Nothing here may take longer.
SET statement_timeout = '60s';

-- Deep, long and wide.
SELECT what, pg_temp.answer(text) FROM (VALUES
    (1, 'deep array', repeat('[', 500000) || repeat(']', 500000)), (2, 'deep object', repeat('{"a":', 500000) || '1' || repeat('}', 500000)), (3, 'deep, never closed', repeat('{"a":[', 500000)),
    (4, 'deep subject', jsonb_set(:'good', '{credentialSubject,achievement,x}', (repeat('[', 5000) || repeat(']', 5000))::jsonb)::text), (5, 'deep context', jsonb_set(:'good', '{@context,2}', (repeat('{"@context":', 100) || '{}' || repeat('}', 100))::jsonb)::text),
    (6, 'long name', jsonb_set(:'good', '{name}', to_jsonb(repeat('x', 1048576)))::text), (7, 'long key', (:'good'::jsonb || jsonb_build_object(repeat('k', 1048576), 1))::text), (8, 'long context', jsonb_set(:'good', '{@context,2}', to_jsonb('https://example.org/' || repeat('x', 1048576)))::text),
    (9, 'many members', (:'good'::jsonb || (SELECT jsonb_object_agg('m' || n, n) FROM generate_series(1, 200000) AS n))::text), (10, 'many contexts', jsonb_set(:'good', '{@context}', (SELECT jsonb_agg('https://www.w3.org/ns/credentials/v2'::text) FROM generate_series(1, 20000) AS n))::text),
    (11, 'many types', jsonb_set(:'good', '{type}', (SELECT jsonb_agg('OpenBadgeCredential'::text) FROM generate_series(1, 20000) AS n))::text), (12, 'many proofs', jsonb_set(:'good', '{proof}', (SELECT jsonb_agg(:'good'::jsonb #> '{proof,0}') FROM generate_series(1, 2000) AS n))::text),
    (13, 'many evidence', jsonb_set(:'good', '{evidence}', (SELECT jsonb_agg(jsonb_build_object('type', ARRAY['Evidence'], 'name', n::text)) FROM generate_series(1, 20000) AS n))::text), (14, 'many endorsements', jsonb_set(:'good', '{endorsementJwt}', (SELECT jsonb_agg(:'token'::text) FROM generate_series(1, 2000) AS n))::text),
    (15, 'long token', pg_temp.token('{"alg":"EdDSA"}', repeat(' ', 3000000) || '{}')), (16, 'long header', pg_temp.token('{"alg":"EdDSA"' || repeat(' ', 3000000) || '}', '{}')), (17, 'many dots', repeat('.', 1000000)), (18, 'longer than any', :'good' || repeat(' ', 5242880))) AS v (n, what, text) ORDER BY n;
SELECT what, pg_temp.outcome(format('SELECT badges.issue_assertion(%L, %L, extra => %s)', :'badge_id', 'ann@example.org', extra)) FROM (VALUES (1, 'deep', $$(repeat('{"a":', 10000) || '1' || repeat('}', 10000))::jsonb$$), (2, 'long', $$jsonb_build_object('description', repeat('x', 4000000))$$), (3, 'wide', $$(SELECT jsonb_object_agg(n, n) FROM generate_series(1, 100000) AS n)$$)) AS v (n, what, extra) ORDER BY n;

-- Said twice, in one spelling or another.
SELECT what, pg_temp.answer(text) FROM (VALUES
    (1, 'member twice', overlay(:'good' placing '{"name": "x", ' from 1 for 1)), (2, 'escaped twice', overlay(:'good' placing '{"n\u0061me": "x", ' from 1 for 1)), (3, 'twice below', replace(:'good', '"type": "DataIntegrityProof"', '"type": "DataIntegrityProof", "type": "x"')), (4, 'id twice by alias', overlay(:'good' placing '{"@id": "https://evil.example", ' from 1 for 1)),
    (5, 'type twice by alias', overlay(:'good' placing '{"@type": "OpenBadgeCredential", ' from 1 for 1)), (6, 'subject by IRI', overlay(:'good' placing '{"https://www.w3.org/2018/credentials#credentialSubject": {"@id": "did:example:eve"}, ' from 1 for 1)), (7, 'in the header', pg_temp.token('{"alg":"EdDSA","alg":"none"}', '{}')), (8, 'in the payload', pg_temp.token('{"alg":"EdDSA"}', overlay(:'good' placing '{"name": "x", ' from 1 for 1))),
    (9, 'JCS, member twice', overlay(:'jcs' placing '{"name": "x", ' from 1 for 1)), (10, 'JCS, @id beside id', overlay(:'jcs' placing '{"@id": "https://evil.example", ' from 1 for 1))) AS v (n, what, text) ORDER BY n;

-- Algorithms that prove nothing, keys that come along.
SELECT header, pg_temp.answer(pg_temp.token(header, :'good')) FROM unnest(ARRAY['{"alg":"none"}', '{"alg":"None"}', '{"alg":""}', '{}', '{"alg":5}', '{"alg":null}', '{"alg":["EdDSA"]}', '{"alg":"HS256"}', '{"alg":"HS512","kid":"x"}', '{"alg":"PS256"}', '{"alg":"ES256K"}', '{"alg":"EdDSA","crit":["b64"],"b64":false}', '{"alg":"EdDSA","crit":["exp"]}', '{"alg":"EdDSA","b64":false}', '{"alg":"EdDSA","zip":"DEF"}',
    '{"alg":"EdDSA","jwk":{"kty":"OKP","crv":"Ed25519","x":"AAAA"}}', '{"alg":"EdDSA","jwk":{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}}', '{"alg":"RS256","jwk":{"kty":"RSA","n":"AQ","e":"AQ"}}', '{"alg":"ES256","jwk":{"kty":"EC","crv":"P-256","x":"AAAA","y":"AAAA"}}', '{"alg":"EdDSA","jku":"https://evil.example"}', '{"alg":"EdDSA","kid":"did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"}',
    '{"alg":"EdDSA","kid":"file:///etc/passwd"}', '[]', 'x']) WITH ORDINALITY AS v (header, n) ORDER BY n;
SELECT what, pg_temp.answer(jsonb_set(:'good', '{proof,0}', :'good'::jsonb #> '{proof,0}' || part::jsonb)::text) FROM (VALUES (1, 'infinity point', '{"verificationMethod": "did:key:z6MkeTG3bFFSLYVU7VqhgZxqr6YzpaGrQtFMh1uvqGy1vDnP"}'), (2, 'empty key', '{"verificationMethod": "did:key:z"}'), (3, 'short key', '{"verificationMethod": "did:key:z6Mk"}'), (4, 'long key', format('{"verificationMethod": "did:key:z%s"}', repeat('6', 100000))),
    (5, 'key of another kind', '{"verificationMethod": "did:key:zDnaerx9CtbPJ1q36T5Ln5wYt3MQYeGRG5ehnPAmxcf5mDZpv"}'), (6, 'did:jwk of nonsense', '{"verificationMethod": "did:jwk:e30#0"}'), (7, 'symmetric key', '{"verificationMethod": "did:jwk:eyJrdHkiOiJvY3QiLCJrIjoiQUFBQSJ9#0"}'), (8, 'no method', '{"verificationMethod": []}'), (9, 'method of a method', '{"verificationMethod": {"id": {"id": 5}}}'),
    (10, 'long signature', format('{"proofValue": "z%s"}', repeat('2', 500000))), (11, 'signature of zeros', format('{"proofValue": "z%s"}', repeat('1', 64))), (12, 'previous proof', '{"previousProof": "urn:x"}'), (13, 'domain', '{"domain": "evil.example", "challenge": "x"}'), (14, 'expired', '{"expires": "2020-01-01T00:00:00Z"}'), (15, 'unknown member', '{"unknown": 5}'), (16, 'unknown suite', '{"cryptosuite": "bbs-2023"}'), (17, 'old suite', '{"type": "Ed25519Signature2020"}')) AS v (n, what, part) ORDER BY n;

-- Contexts that make words mean something else.
SELECT what, pg_temp.answer(jsonb_set(:'good', '{@context,2}', context::jsonb)::text) AS rdfc, pg_temp.answer(jsonb_set(:'jcs', '{@context,2}', context::jsonb)::text) AS jcs FROM (VALUES (1, 'protected term', '{"credentialSubject": "https://evil.example/x"}'), (2, 'unprotected', '{"@protected": false}'), (3, 'vocabulary', '{"@vocab": "https://evil.example/"}'), (4, 'base', '{"@base": "https://evil.example/"}'), (5, 'reset', 'null'), (6, 'import', '{"@import": "https://evil.example/c"}'),
    (7, 'loop', '{"a": "b:x", "b": "a:x"}'), (8, 'keyword alias', '{"id": "https://evil.example/id"}'), (9, 'another alias', '{"me": "@id"}'), (10, 'type scope', '{"OpenBadgeCredential": {"@id": "https://evil.example/x", "@context": {"name": "https://evil.example/name"}}}'), (11, 'version', '{"@version": 1.0}'), (12, 'propagate', '{"@propagate": false, "x": "https://evil.example/x"}'), (13, 'reverse', '{"x": {"@reverse": "https://evil.example/x"}}'),
    (14, 'container', '{"x": {"@id": "https://evil.example/x", "@container": ["@set", "@list", "@index"]}}'), (15, 'remote', '"https://evil.example/context"'), (16, 'relative', '"context"'), (17, 'number', '5')) AS v (n, what, context) ORDER BY n;
SELECT what, pg_temp.answer(jsonb_set(:'good', '{@context}', context::jsonb)::text) AS verdict FROM (VALUES (1, 'order turned round', '["https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json", "https://www.w3.org/ns/credentials/v2"]'), (2, 'none', '[]'), (3, 'one', '"https://www.w3.org/ns/credentials/v2"'), (4, 'of 2.0', '"https://w3id.org/openbadges/v2"'), (5, 'inline only', '{"@vocab": "https://www.w3.org/2018/credentials#"}'), (6, 'first evil', '[{"@vocab": "https://evil.example/"}, "https://www.w3.org/ns/credentials/v2"]')) AS v (n, what, context) ORDER BY n;

-- Graphs that take for ever to put in order: blank nodes that all look alike.
SELECT what, pg_temp.answer(jsonb_set(:'good', '{evidence}', evidence)::text) AS verdict FROM (VALUES
    (1, 'a clique of blank nodes', (SELECT jsonb_agg(jsonb_build_object('@id', '_:b' || a, 'type', ARRAY['Evidence'], 'https://example.org/knows', (SELECT jsonb_agg(jsonb_build_object('@id', '_:b' || b)) FROM generate_series(1, 12) AS b WHERE b <> a))) FROM generate_series(1, 12) AS a)),
    (2, 'two rings', (SELECT jsonb_agg(jsonb_build_object('@id', '_:b' || a, 'type', ARRAY['Evidence'], 'https://example.org/next', jsonb_build_object('@id', '_:b' || CASE WHEN a % 20 = 0 THEN a - 19 ELSE a + 1 END))) FROM generate_series(1, 40) AS a)),
    (3, 'alike and alone', (SELECT jsonb_agg(jsonb_build_object('type', ARRAY['Evidence'])) FROM generate_series(1, 500) AS a)),
    (4, 'a long chain', (SELECT jsonb_agg(jsonb_build_object('@id', '_:b' || a, 'type', ARRAY['Evidence'], 'https://example.org/next', jsonb_build_object('@id', '_:b' || a + 1))) FROM generate_series(1, 2000) AS a))) AS v (n, what, evidence) ORDER BY n;

-- Status lists that are no lists.
SELECT :'good'::jsonb #>> '{credentialStatus,statusListCredential}' AS own_list \gset
SET badges.base_url = 'https://stranger.example.org';
BEGIN;
SELECT issuer_id AS stranger_id FROM badges.create_issuer('{"name": "Stranger", "url": "https://stranger.example.org", "email": "badges@stranger.example.org"}') \gset
SELECT badge_id AS stranger_badge FROM badges.create_badge_class(:'stranger_id', '{"name": "Bass", "description": "d", "image": "https://stranger.example.org/i.png", "criteria": {"narrative": "n"}}') \gset
SELECT assertion_json AS strange, badges.get_did_document(:'stranger_id') AS did_document, badges.get_status_list(:'stranger_id') AS list FROM badges.issue_assertion(:'stranger_badge', 'ann@example.org') \gset
ROLLBACK;
SET badges.base_url = 'https://badges.example.org';
SELECT :'list'::jsonb ->> 'id' AS list_url, :'strange'::jsonb #>> '{issuer,id}' AS document_url \gset
-- Half a gigabyte of zeros in half a megabyte of gzip, packed by the commands of the server's machine.
CREATE TEMP TABLE packed (content text);
COPY packed FROM PROGRAM 'head -c 500000000 /dev/zero | gzip -9 | base64 -w 0';
SELECT what, pg_temp.answer(:'strange', jsonb_build_object(:'document_url', :'did_document'::jsonb, :'list_url', jsonb_set(:'list', '{credentialSubject,encodedList}', to_jsonb(encoded)))) AS changed, pg_temp.answer(:'strange', jsonb_build_object(:'document_url', :'did_document'::jsonb, :'list_url', jsonb_set(:'list', '{credentialSubject,encodedList}', to_jsonb(encoded)) - 'proof')) AS unsigned FROM (VALUES
    (1, 'empty', 'u'), (2, 'no gzip', 'uAAAA'), (3, 'other multibase', 'z111'), (4, 'no base64url', 'u===='), (5, 'gzip of nothing', 'uH4sIAAAAAAAAAwMAAAAAAAAAAAA'), (6, 'cut off', 'uH4sIAAAAAAAA'), (7, 'long', 'u' || repeat('A', 4000000)),
    (8, 'stored blocks', 'u' || pg_temp.base64url('\x1f8b08000000000000ff'::bytea || (SELECT string_agg('\x00ffff0000'::bytea || decode(repeat('00', 65535), 'hex'), ''::bytea) FROM generate_series(1, 30) AS n))),
    (9, 'bomb', (SELECT 'u' || translate(rtrim(content, '='), '+/', '-_') FROM packed))) AS v (n, what, encoded) ORDER BY n;
SELECT n, pg_temp.answer(jsonb_set(:'good', '{credentialStatus}', :'good'::jsonb -> 'credentialStatus' || part::jsonb)::text) AS verdict FROM (VALUES (1, '{"statusListIndex": "-1"}'), (2, '{"statusListIndex": "131072"}'), (3, '{"statusListIndex": "99999999999999999999999"}'), (4, '{"statusListIndex": 5}'), (5, '{"statusListIndex": "1e3"}'), (6, '{"statusPurpose": "refresh"}'), (7, '{"statusSize": 64}'), (8, '{"type": "StatusList2021Entry"}')) AS v (n, part) ORDER BY n;

-- Holders' tools as well.
SELECT what, pg_temp.outcome(format('SELECT badges.derive_credential(%L, %L)', doc, pointers)) ~ '^(accepted|22023|22P02)' AS answered FROM (VALUES (1, 'deep', (repeat('{"a":', 5000) || '1' || repeat('}', 5000)), '{}'), (2, 'many pointers', :'base', (SELECT array_agg('/credentialSubject/achievement/name'::text) FROM generate_series(1, 100000) AS n)::text),
    (3, 'long pointer', :'base', ARRAY[repeat('/a', 500000)]::text), (4, 'wide', jsonb_set(:'base', '{evidence}', (SELECT jsonb_agg(jsonb_build_object('type', ARRAY['Evidence'], 'name', n::text)) FROM generate_series(1, 20000) AS n))::text, '{}')) AS v (n, what, doc, pointers) ORDER BY n;

-- A cancelled statement ends at once, whatever it is in the middle of.
RESET statement_timeout;
SELECT array_agg('student' || n || '@example.org') AS students FROM generate_series(1, 200000) AS n \gset
SET statement_timeout = '300ms';
SELECT count(*) FROM badges.issue_assertions(:'badge_id', :'students');
\echo :LAST_ERROR_SQLSTATE
RESET statement_timeout;
SELECT badges.verify_credential(:'good', 'ann@example.org') -> 'valid' AS still_here;
