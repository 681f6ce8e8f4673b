-- The keys of issuers: made, used, rotated, given up, published; the private ones sealed.
\set ECHO none
\getenv folder PG_ABS_SRCDIR
\i :folder/helpers.sql
\set ECHO all
SELECT issuer_id FROM badges.create_issuer('{"name": "Example School", "url": "https://school.example.org", "email": "badges@school.example.org"}') \gset
SELECT badge_id FROM badges.create_badge_class(:'issuer_id', '{"name": "First Aid", "description": "d", "image": "https://school.example.org/i.png", "criteria": "https://school.example.org/c"}') \gset
-- The keys of the issuer.
CREATE FUNCTION pg_temp.keys() RETURNS TABLE (algorithm text, status text, members text) LANGUAGE sql AS $$
    SELECT k ->> 'algorithm', k ->> 'status', (SELECT string_agg(m, ' ' ORDER BY m) FROM jsonb_object_keys(k) AS m)
      FROM badges.issuer_profiles, jsonb_array_elements(public_keys) WITH ORDINALITY AS k (k, n) WHERE name = 'Example School' ORDER BY n $$;
-- What an award is signed with; a Multikey begins with its kind: z6M for Ed25519, zDn for P-256, z82 for P-384.
CREATE FUNCTION pg_temp.signs(badge uuid, proof text DEFAULT NULL) RETURNS text LANGUAGE sql AS $$
    SELECT left(split_part(assertion_json #>> '{proof,0,verificationMethod}', '#', 2), 3) || ' ' || (assertion_json #>> '{proof,0,cryptosuite}') FROM badges.issue_assertion(badge, 'ann@example.org', proof => proof) $$;

-- A new issuer has a key, whose private part is sealed.
SELECT * FROM pg_temp.keys();
SELECT encrypted_private_key IS NOT NULL AS sealed, octet_length(encrypted_private_key) BETWEEN 60 AND 400 AS small FROM badges.issuer_profiles;
SELECT pg_temp.masked(public_keys::text) AS public_keys FROM badges.issuer_profiles;
SELECT pg_temp.signs(:'badge_id');

-- A proof for which no key is there yet makes one; the default stays.
SELECT pg_temp.signs(:'badge_id', 'ecdsa-jcs-2019');
SELECT * FROM pg_temp.keys();
SELECT pg_temp.signs(:'badge_id');
SELECT count(credential_text) FROM unnest(ARRAY['ES384', 'RS256', 'ES256', 'EdDSA']) AS proof, badges.issue_assertion(:'badge_id', 'ann@example.org', proof => proof);
SELECT * FROM pg_temp.keys();
SELECT pg_temp.signs(:'badge_id');

-- Rotation: a new key of that algorithm signs from now on where no other is asked for; the old one is retired.
SELECT n, pg_temp.masked(badges.rotate_issuer_key(:'issuer_id', algorithm)::text) AS entry, pg_temp.signs(:'badge_id') FROM unnest(ARRAY['P-256', 'P-384', 'Ed25519', NULL]) WITH ORDINALITY AS v (algorithm, n) ORDER BY n;
SELECT jsonb_object_keys(entry) AS member FROM badges.rotate_issuer_key(issuer_id => :'issuer_id', algorithm => 'RSA') AS entry;
SELECT algorithm, status, members, count(*) FROM pg_temp.keys() GROUP BY algorithm, status, members ORDER BY algorithm, status;
-- A plain award after an RSA key, which signs no embedded proof.
SELECT split_part(credential_text, '.', 1) <> '' AS token, assertion_json ? 'proof' AS proof, badges.verify_assertion(assertion_id) -> 'valid' AS valid FROM badges.issue_assertion(:'badge_id', 'ann@example.org');
SELECT badges.rotate_issuer_key(:'issuer_id') ->> 'algorithm' AS by_default;
-- What any of them signed is still good, here and for whoever has the published keys.
SELECT count(*), count(*) FILTER (WHERE (badges.verify_assertion(assertion_id, 'ann@example.org') -> 'valid')::bool) AS valid FROM badges.badge_assertions;
SELECT n, pg_temp.outcome(format('SELECT badges.rotate_issuer_key(%s)', arguments)) FROM (VALUES (1, 'NULL'), (2, $$'00000000-0000-0000-0000-000000000000'$$), (3, format('%L, %L', :'issuer_id', 'ed25519')), (4, format('%L, %L', :'issuer_id', '')), (5, format('%L, %L', :'issuer_id', 'RS256')), (6, $$'x'$$)) AS v (n, arguments) ORDER BY n;

-- Published: the controlled identifier document, the key set, each key by itself.
SELECT issuer_id AS plain_id, public_keys #>> '{0,id}' AS plain_key FROM badges.create_issuer('{"name": "Plain", "url": "https://plain.example.org", "email": "badges@plain.example.org"}') \gset
SELECT pg_temp.masked(jsonb_pretty(badges.get_did_document(:'plain_id'))) AS did_document;
SELECT pg_temp.masked(jsonb_pretty(badges.get_jwks(:'plain_id'))) AS jwks;
SELECT regexp_replace(pg_temp.masked(badges.get_issuer_key(:'plain_id', :'plain_key')::text), 'KEY-----\\n.*\\n-----END', 'KEY-----…-----END') AS key;
SELECT p.* FROM badges.ob_json_problems(badges.get_issuer_key(:'plain_id', :'plain_key'), 'CryptographicKey') AS p;
SELECT jsonb_array_length(d -> 'verificationMethod') AS keys, jsonb_array_length(d -> 'assertionMethod') AS asserting, jsonb_array_length(badges.get_jwks(:'issuer_id') -> 'keys') AS jwks, badges.get_issuer(:'issuer_id', '2.0') -> 'publicKey' @> '[]' AS several,
       count(DISTINCT m ->> 'id') AS ids, bool_and(m ->> 'controller' = d ->> 'id') AS controller, bool_or(m -> 'publicKeyJwk' ? 'd') AS private, d ->> 'id' = badges.get_issuer(:'issuer_id', '3.0') ->> 'id' AS is_the_profiles_id
  FROM badges.get_did_document(:'issuer_id') AS d, jsonb_array_elements(d -> 'verificationMethod') AS m GROUP BY d;
SELECT count(*) AS keys, count(badges.get_issuer_key(issuer_id, k ->> 'id')) AS published, bool_and(badges.get_issuer_key(issuer_id, k ->> 'id') ->> 'publicKeyPem' LIKE '-----BEGIN PUBLIC KEY-----%') AS pem
  FROM badges.issuer_profiles, jsonb_array_elements(public_keys) AS k WHERE name = 'Example School';
SELECT badges.get_did_document(id), badges.get_jwks(id), badges.get_issuer_key(id, :'plain_key') FROM unnest(ARRAY['00000000-0000-0000-0000-000000000000', NULL]::uuid[]) AS id;
SELECT key, badges.get_issuer_key(:'plain_id', key) FROM unnest(ARRAY[NULL, '', 'x', '#', '../x']) WITH ORDINALITY AS v (key, n) ORDER BY n;
SELECT badges.get_issuer_key(:'issuer_id', :'plain_key') AS of_another_issuer;

-- Compromised: it signs no more, and nothing it ever signed is good any more.
SELECT issuer_json ->> 'id' AS plain_url FROM badges.issuer_profiles WHERE issuer_id = :'plain_id' \gset
SELECT badge_id AS plain_badge FROM badges.create_badge_class(:'plain_id', '{"name": "First Aid", "description": "d", "image": "https://school.example.org/i.png", "criteria": "https://school.example.org/c"}') \gset
SELECT assertion_id AS before_id FROM badges.issue_assertion(:'plain_badge', 'ann@example.org') \gset
SELECT assertion_id AS other_id FROM badges.issue_assertion(:'plain_badge', 'ann@example.org', proof => 'ES256') \gset
SELECT assertion_id AS hosted_id FROM badges.issue_assertion(:'plain_badge', 'ann@example.org', version => '2.0') \gset
SELECT assertion_id AS signed_id FROM badges.issue_assertion(:'plain_badge', 'ann@example.org', version => '2.0', proof => 'EdDSA') \gset
SELECT octet_length(encrypted_private_key) AS sealed_before FROM badges.issuer_profiles WHERE issuer_id = :'plain_id' \gset
SELECT pg_temp.masked(badges.mark_issuer_key_compromised(:'plain_id', badges.get_did_document(:'plain_id') #>> '{id}' || '#' || :'plain_key')::text) AS entry;
SELECT octet_length(encrypted_private_key) < :sealed_before AS private_part_forgotten FROM badges.issuer_profiles WHERE issuer_id = :'plain_id';
SELECT pg_temp.verdict(badges.verify_assertion(:'before_id', 'ann@example.org')) AS before, pg_temp.verdict(badges.verify_assertion(:'other_id', 'ann@example.org')) AS by_another_key, pg_temp.verdict(badges.verify_assertion(:'hosted_id', 'ann@example.org')) AS hosted, pg_temp.verdict(badges.verify_assertion(:'signed_id', 'ann@example.org')) AS signed;
SELECT pg_temp.verdict(badges.verify_credential(coalesce(credential_text, assertion_json::text), 'ann@example.org')) AS elsewhere FROM badges.badge_assertions WHERE assertion_id IN (:'before_id', :'signed_id') ORDER BY assertion_id = :'signed_id';
SELECT badges.get_issuer_key(:'plain_id', :'plain_key') AS no_key, jsonb_array_length(badges.get_jwks(:'plain_id') -> 'keys') AS jwks, pg_temp.masked(badges.get_issuer(:'plain_id', '2.0') ->> 'publicKey') LIKE '%' || :'plain_key' AS in_profile;
SELECT jsonb_array_length(d -> 'verificationMethod') AS keys, jsonb_array_length(d -> 'assertionMethod') AS asserting, pg_temp.masked((SELECT m FROM jsonb_array_elements(d -> 'verificationMethod') AS m WHERE m ->> 'id' LIKE '%' || :'plain_key')::text) ~ '"revoked"' AS revoked FROM badges.get_did_document(:'plain_id') AS d;
-- Again, it stays as it was. The next award has a key: the one that is left, or a new one.
SELECT badges.mark_issuer_key_compromised(issuer_id => :'plain_id', key_id => :'plain_key') ->> 'status' AS status;
SELECT badges.verify_assertion(assertion_id) -> 'valid' AS valid, assertion_json #>> '{proof,0,cryptosuite}' AS cryptosuite FROM badges.issue_assertion(:'plain_badge', 'ann@example.org');
SELECT badges.verify_assertion(assertion_id) -> 'valid' AS valid, assertion_json #>> '{proof,0,verificationMethod}' LIKE '%' || :'plain_key' AS old_key FROM badges.issue_assertion(:'plain_badge', 'ann@example.org', proof => 'eddsa-jcs-2022');
SELECT n, pg_temp.outcome(format('SELECT badges.mark_issuer_key_compromised(%s)', arguments)) FROM (VALUES (1, 'NULL, NULL'), (2, format('%L, NULL', :'plain_id')), (3, $$'00000000-0000-0000-0000-000000000000', 'x'$$), (4, format('%L, %L', :'plain_id', 'x')), (5, format('%L, %L', :'issuer_id', :'plain_key'))) AS v (n, arguments) ORDER BY n;

-- An issuer without a key, as releases before this left them: what makes no key says so, what may make one does.
INSERT INTO badges.issuer_profiles (issuer_id, issuer_json) VALUES ('01900000-0000-7000-8000-000000000001', pg_temp.issuer());
INSERT INTO badges.badge_classes (badge_id, issuer_id, badge_json) VALUES ('01900000-0000-7000-8000-000000000002', '01900000-0000-7000-8000-000000000001', pg_temp.badge_class());
INSERT INTO badges.badge_assertions (assertion_id, badge_id, issuer_id, assertion_json) VALUES ('01900000-0000-7000-8000-000000000003', '01900000-0000-7000-8000-000000000002', '01900000-0000-7000-8000-000000000001', pg_temp.assertion());
SELECT call, pg_temp.outcome('SELECT badges.' || call) FROM unnest(ARRAY[$$get_status_list('01900000-0000-7000-8000-000000000001')$$, $$get_assertion('01900000-0000-7000-8000-000000000003', '3.0')$$, $$get_assertion_jws('01900000-0000-7000-8000-000000000003')$$]) WITH ORDINALITY AS v (call, n) ORDER BY n;
SELECT badges.get_jwks('01900000-0000-7000-8000-000000000001') AS jwks, badges.get_did_document('01900000-0000-7000-8000-000000000001') ? 'verificationMethod' AS keys;
SELECT badges.rotate_issuer_key('01900000-0000-7000-8000-000000000001') ->> 'status' AS status;
SELECT pg_temp.verdict(badges.verify_credential(badges.get_assertion('01900000-0000-7000-8000-000000000003', '3.0')::text, 'ann@example.org')) AS verdict;

-- Sealed keys belong to one issuer: in another's row they open nothing.
BEGIN;
UPDATE badges.issuer_profiles SET public_keys = other.public_keys, encrypted_private_key = other.encrypted_private_key FROM badges.issuer_profiles AS other WHERE other.issuer_id = :'issuer_id' AND issuer_profiles.issuer_id = :'plain_id';
SELECT pg_temp.outcome(format('SELECT badges.issue_assertion(%L, %L)', :'plain_badge', 'ann@example.org')) AS copied;
ROLLBACK;
-- A backend that has not opened them yet.
\c -
\set ECHO none
\i :folder/helpers.sql
\set ECHO all
BEGIN;
UPDATE badges.issuer_profiles SET encrypted_private_key = set_byte(encrypted_private_key, octet_length(encrypted_private_key) - 1, get_byte(encrypted_private_key, octet_length(encrypted_private_key) - 1) # 1) WHERE issuer_id = :'issuer_id';
SELECT pg_temp.outcome(format('SELECT badges.issue_assertion(%L, %L)', :'badge_id', 'ann@example.org')) AS changed;
ROLLBACK;
BEGIN;
UPDATE badges.issuer_profiles SET encrypted_private_key = NULL WHERE issuer_id = :'issuer_id';
SELECT pg_temp.outcome(format('SELECT badges.issue_assertion(%L, %L)', :'badge_id', 'ann@example.org')) AS gone;
ROLLBACK;
BEGIN;
UPDATE badges.issuer_profiles SET encrypted_private_key = '\x' WHERE issuer_id = :'issuer_id';
SELECT pg_temp.outcome(format('SELECT badges.issue_assertion(%L, %L)', :'badge_id', 'ann@example.org')) AS empty;
ROLLBACK;
-- Public keys that are none.
BEGIN;
UPDATE badges.issuer_profiles SET public_keys = '[{}, 5, {"id": "x", "algorithm": "Ed25519", "status": "active", "created": "2026-01-01T00:00:00Z", "publicKeyMultibase": "z"}]' WHERE issuer_id = :'issuer_id';
SELECT pg_temp.outcome(format('SELECT badges.%s(%L)', name, :'issuer_id')) FROM unnest(ARRAY['get_did_document', 'get_jwks', 'get_status_list', 'rotate_issuer_key']) WITH ORDINALITY AS v (name, n) ORDER BY n;
ROLLBACK;
SELECT badges.verify_assertion(assertion_id) -> 'valid' AS as_before FROM badges.issue_assertion(:'badge_id', 'ann@example.org');
