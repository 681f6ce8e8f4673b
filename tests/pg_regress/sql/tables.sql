-- The tables keep the standard, whoever writes and however: plain INSERT, UPDATE and COPY meet the same rules.
\set ECHO none
\getenv folder PG_ABS_SRCDIR
\i :folder/helpers.sql
\set ECHO all
SET max_stack_depth = '6MB';
\set issuer 01900000-0000-7000-8000-000000000001
\set badge 01900000-0000-7000-8000-000000000002
\set other_badge 01900000-0000-7000-8000-000000000003

-- Good rows; keys and stamps have defaults, the other columns follow from the document.
INSERT INTO badges.issuer_profiles (issuer_id, issuer_json) VALUES (:'issuer', pg_temp.issuer());
INSERT INTO badges.badge_classes (badge_id, issuer_id, badge_json) VALUES (:'badge', :'issuer', pg_temp.badge_class());
INSERT INTO badges.badge_assertions (badge_id, issuer_id, assertion_json) VALUES (:'badge', :'issuer', pg_temp.assertion())
RETURNING assertion_id IS NOT NULL AS id, recipient_type, recipient_identity, recipient_hashed, issued_on, expires_at, evidence_url,
          recipient_key, status_index BETWEEN 0 AND 131071 AS status_index, revoked, revoked_at, revocation_reason, suspended_at, credential_text, created_at = now() AS created, updated_at = now() AS updated;
SELECT name, url, email, description, public_keys, encrypted_private_key, owner_user_id FROM badges.issuer_profiles;
SELECT name, description, criteria, image_url FROM badges.badge_classes;
-- Default ids ascend with time.
SELECT substr(a::text, 15, 1) AS version, substr(a::text, 20, 1) IN ('8', '9', 'a', 'b') AS variant, a < b AS ascending
  FROM (SELECT badges.uuid_v7() AS a, pg_sleep(0.01), badges.uuid_v7() AS b) AS ids;

-- Bad documents are refused with the path of every broken rule.
CREATE TEMP TABLE fault (n int, part jsonb);
INSERT INTO fault VALUES (1, '{"issuedOn": "2026-01-02"}'), (2, '{"issuedOn": null, "badge": 5, "expires": ""}'), (3, '{"type": "BadgeClass"}'),
    (4, '{"recipient": {"type": "email", "identity": "ann@example.org"}}'), (5, '{"@context": "https://w3id.org/openbadges/v1"}'),
    (6, '{"@context": "https://example.org/context"}'), (7, '{"evidence": [{"id": "https://example.org"}, {"id": 7}]}'),
    (8, '{"recipient": {"type": "email", "hashed": false, "identity": "secret"}}');
SELECT n, pg_temp.outcome(format('INSERT INTO badges.badge_assertions (badge_id, issuer_id, assertion_json) VALUES (%L, %L, %L)', :'badge', :'issuer', pg_temp.assertion('https://school.example.org/2') || part))
  FROM fault ORDER BY n;
SELECT n, pg_temp.outcome(format('UPDATE badges.badge_assertions SET assertion_json = assertion_json || %L', part)) ~ '^23514' AS refused FROM fault ORDER BY n;
SELECT n, pg_temp.outcome(format('INSERT INTO badges.badge_classes (issuer_id, badge_json) VALUES (%L, %L)', :'issuer', doc)) FROM (VALUES
    (1, '{"@context": "https://w3id.org/openbadges/v2"}'::jsonb), (2, '[]'), (3, '"x"'), (4, 'null'), (5, pg_temp.badge_class('urn:x:1')), (6, pg_temp.badge_class() - 'id'), (7, pg_temp.assertion()),
    (8, pg_temp.badge_class('https://example.org/8') || '{"image": "data:text/html;base64,AAAA", "alignment": "https://example.org"}')) AS v (n, doc) ORDER BY n;
SELECT n, pg_temp.outcome(format('INSERT INTO badges.issuer_profiles (issuer_json) VALUES (%L)', pg_temp.issuer('https://example.org/' || n) || part)) FROM (VALUES
    (1, '{"email": "a@b@c"}'::jsonb), (2, '{"url": "http://school.example.org"}'), (3, '{"url": "ftp://school.example.org"}'), (4, '{"name": ["a", "b"]}'),
    (5, '{"url": "http://localhost:8080"}'), (6, '{"url": "http://localhost.evil.example"}'), (7, '{"url": "http://127.0.0.1/x"}'), (8, '{"url": "HTTPS://SCHOOL.example.org"}'),
    (9, '{"@context": ["https://w3id.org/openbadges/v2"], "url": {"@id": "http://school.example.org"}}'),
    (10, '{"url": "http://localhost:x@evil.example/"}'), (11, '{"url": "http://127.0.0.1:80@evil.example/"}')) AS v (n, part) ORDER BY n;
-- What is a document at all is asked by JSON itself; a missing one by NOT NULL.
SELECT pg_temp.outcome('INSERT INTO badges.issuer_profiles (issuer_json) VALUES (NULL)');
-- Documents beyond what a badge needs are refused, not crashed on.
SELECT n, pg_temp.outcome(format('INSERT INTO badges.issuer_profiles (issuer_json) SELECT %s', doc)) FROM (VALUES
    (1, $$pg_temp.issuer() || jsonb_build_object('x', (repeat('[', 10000) || repeat(']', 10000))::jsonb)$$),
    (2, $$'1e400'$$), (3, $$pg_temp.issuer() || '{"version": 1e400, "id": "https://example.org/big"}'$$),
    (4, $$pg_temp.issuer() || jsonb_build_object('related', (SELECT jsonb_agg(n) FROM generate_series(1, 600000) AS n))$$)) AS v (n, doc) ORDER BY n;

-- Old versions are told how they become new.
SELECT pg_temp.outcome(format('INSERT INTO badges.issuer_profiles (issuer_json) VALUES (%L)', doc)) FROM (VALUES
    ('{"@context": "https://w3id.org/openbadges/v1", "type": "Issuer", "id": "https://old.example.org", "name": "Old", "url": "https://old.example.org", "email": "a@old.example.org"}'::jsonb)) AS v (doc);
SELECT pg_temp.outcome(format('INSERT INTO badges.issuer_profiles (issuer_json) VALUES (badges.upgrade_ob_json(%L))', doc)) FROM (VALUES
    ('{"@context": "https://w3id.org/openbadges/v1", "type": "Issuer", "id": "https://old.example.org", "name": "Old", "url": "https://old.example.org", "email": "a@old.example.org"}'::jsonb)) AS v (doc);
SELECT pg_temp.outcome(format('INSERT INTO badges.badge_classes (issuer_id, badge_json) VALUES (%L, %L)', :'issuer',
    '{"name": "n", "description": "d", "image": "https://example.org/i.png", "criteria": "https://example.org/c", "issuer": "https://example.org/i", "id": "https://example.org/b"}'));

-- COPY meets the same rules.
COPY badges.issuer_profiles (issuer_json) FROM stdin;
{"@context": "https://w3id.org/openbadges/v2", "type": "Issuer", "id": "https://copy.example.org/1", "name": "Copied", "url": "https://copy.example.org", "email": "a@copy.example.org"}
\.
COPY badges.issuer_profiles (issuer_json) FROM stdin;
{"@context": "https://w3id.org/openbadges/v2", "type": "Issuer", "id": "https://copy.example.org/2", "name": "Copied", "url": "https://copy.example.org", "email": "a@copy.example.org"}
{"@context": "https://w3id.org/openbadges/v2", "type": "Issuer", "id": "https://copy.example.org/3", "name": 5, "url": "nowhere"}
\.
\set VERBOSITY sqlstate
COPY badges.issuer_profiles (issuer_json) FROM stdin;
[]
\.
\set VERBOSITY default
SELECT name, url FROM badges.issuer_profiles WHERE url LIKE '%copy%';

-- Generated columns read what JSON-LD allows as well as the plain form.
INSERT INTO badges.issuer_profiles (issuer_json) VALUES
    ('{"@context": ["https://w3id.org/openbadges/v2"], "@type": ["Issuer"], "@id": "https://ld.example.org/1", "schema:name": {"@value": "Linked"}, "url": {"id": "https://ld.example.org"},
       "http://schema.org/email": ["a@ld.example.org"], "description": ["Linked data"]}')
RETURNING name, url, email, description, badges.ob_json_text(issuer_json, 'id') AS id;
INSERT INTO badges.badge_classes (badge_id, issuer_id, badge_json) VALUES
    (:'other_badge', :'issuer', pg_temp.badge_class('https://school.example.org/other') || '{"image": {"id": "https://school.example.org/i.png", "caption": "A cross"},
       "criteria": {"narrative": "Bandage somebody."}}') RETURNING criteria, image_url;
INSERT INTO badges.badge_classes (issuer_id, badge_json) VALUES
    (:'issuer', pg_temp.badge_class('https://school.example.org/data') || '{"image": "data:image/png;base64,iVBORw0KGgo=", "criteria": {"id": "https://school.example.org/c", "narrative": "n"}}')
RETURNING criteria, image_url;
INSERT INTO badges.badge_assertions (badge_id, issuer_id, assertion_json) SELECT :'badge', :'issuer', doc FROM (VALUES
    (pg_temp.assertion('https://school.example.org/a1') - 'recipient' || '{"obi:recipient": [{"@type": "email", "hashed": false, "obi:identityHash": {"@value": "bob@example.org"}}],
       "expires": "2027-01-02T03:04:05+02:00", "evidence": ["https://example.org/e1", "https://example.org/e2"]}'),
    (pg_temp.assertion('https://school.example.org/a2') - 'id' || '{"@id": "https://school.example.org/a2", "evidence": [{"narrative": "n"}, {"id": "https://example.org/e3"}]}'),
    (pg_temp.assertion('https://school.example.org/a3') || '{"issuedOn": "2026-06-07T08:09:10.5+01:00", "evidence": {"id": "urn:uuid:9b3b1e1c-0d0c-4b57-9b4e-0d5b6f0c8f11"}}')) AS v (doc)
RETURNING badges.ob_json_text(assertion_json, 'id') AS id, recipient_type, recipient_identity, recipient_hashed, issued_on, expires_at, evidence_url;
-- They are nobody's to write.
SELECT pg_temp.outcome($$UPDATE badges.issuer_profiles SET name = 'x'$$);
SELECT pg_temp.outcome(format('INSERT INTO badges.badge_assertions (badge_id, issuer_id, assertion_json, issued_on) VALUES (%L, %L, %L, now())', :'badge', :'issuer', pg_temp.assertion()));

-- Documents of Open Badges 3.0 are as good; the same columns follow from them.
INSERT INTO badges.issuer_profiles (issuer_id, issuer_json) VALUES ('01900000-0000-7000-8000-000000000030', pg_temp.profile() || '{"description": "A school"}') RETURNING name, url, email, description, badges.ob_json_text(issuer_json, 'id') AS id;
INSERT INTO badges.badge_classes (badge_id, issuer_id, badge_json) SELECT '01900000-0000-7000-8000-000000000031', '01900000-0000-7000-8000-000000000030', pg_temp.achievement() RETURNING name, description, criteria, image_url;
INSERT INTO badges.badge_classes (issuer_id, badge_json) SELECT '01900000-0000-7000-8000-000000000030', pg_temp.achievement('urn:uuid:9b3b1e1c-0d0c-4b57-9b4e-0d5b6f0c8f11') - 'image' || '{"criteria": {"id": "https://school.example.org/c", "narrative": "n"}}' RETURNING name, description, criteria, image_url;
INSERT INTO badges.badge_assertions (badge_id, issuer_id, assertion_json) SELECT '01900000-0000-7000-8000-000000000031', '01900000-0000-7000-8000-000000000030', pg_temp.credential('https://school.example.org/v3/' || n) || part FROM (VALUES (1, '{}'::jsonb), (2, '{"validUntil": "2027-01-02T03:04:05+02:00", "evidence": [{"type": ["Evidence"], "narrative": "n"}, {"id": "https://example.org/e", "type": ["Evidence"]}]}'),
    (3, jsonb_build_object('credentialSubject', pg_temp.credential() -> 'credentialSubject' || '{"id": "did:example:ann"}')), (4, jsonb_build_object('credentialSubject', (pg_temp.credential() -> 'credentialSubject') - 'identifier' || '{"id": "did:example:ann"}')),
    (5, jsonb_build_object('credentialSubject', pg_temp.credential() -> 'credentialSubject' || '{"identifier": [{"type": "IdentityObject", "hashed": true, "salt": "s", "identityHash": "sha256$0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "identityType": "sourcedId"}]}')),
    (6, jsonb_build_object('@context', '["https://www.w3.org/2018/credentials/v1", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]'::jsonb, 'issuanceDate', '2026-01-02T03:04:05Z', 'expirationDate', '2099-01-02T03:04:05Z', 'validFrom', NULL)),
    (7, '{"issuer": "https://school.example.org/v3/issuer"}')) AS v (n, part) ORDER BY n RETURNING badges.ob_json_text(assertion_json, 'id') AS id, recipient_type, recipient_identity, recipient_hashed, issued_on, expires_at, evidence_url;
SELECT n, pg_temp.outcome(format('INSERT INTO badges.badge_assertions (badge_id, issuer_id, assertion_json) VALUES (%L, %L, %L)', '01900000-0000-7000-8000-000000000031', '01900000-0000-7000-8000-000000000030', pg_temp.credential('https://school.example.org/v3/bad') || part)) FROM (VALUES (1, '{"validFrom": "2026-01-02"}'::jsonb), (2, '{"issuer": {"type": ["Profile"]}}'), (3, '{"credentialSubject": {"type": ["AchievementSubject"]}}'),
    (4, '{"type": ["VerifiableCredential"]}'), (5, '{"@context": ["https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json", "https://www.w3.org/ns/credentials/v2"]}'), (6, '{"unknown": 1}'), (7, '{"evidence": {"id": "https://example.org", "type": ["Evidence"]}}'), (8, '{"validUntil": "2020-01-01T00:00:00Z"}')) AS v (n, part) ORDER BY n;
SELECT what, left(pg_temp.outcome(statement), 5) AS outcome FROM (VALUES (1, 'endorsement as award', format('INSERT INTO badges.badge_assertions (badge_id, issuer_id, assertion_json) VALUES (%L, %L, %L)', '01900000-0000-7000-8000-000000000031', '01900000-0000-7000-8000-000000000030', pg_temp.credential() || '{"type": ["VerifiableCredential", "EndorsementCredential"]}')),
    (2, 'achievement as issuer', format('INSERT INTO badges.issuer_profiles (issuer_json) VALUES (%L)', pg_temp.achievement('https://school.example.org/v3/x'))), (3, 'profile as badge class', format('INSERT INTO badges.badge_classes (issuer_id, badge_json) VALUES (%L, %L)', :'issuer', pg_temp.profile('https://school.example.org/v3/x'))),
    (4, 'the same profile twice', format('INSERT INTO badges.issuer_profiles (issuer_json) VALUES (%L)', pg_temp.profile())), (5, 'the same achievement twice', format('INSERT INTO badges.badge_classes (issuer_id, badge_json) VALUES (%L, %L)', :'issuer', pg_temp.achievement()))) AS v (n, what, statement) ORDER BY n;
DELETE FROM badges.badge_assertions WHERE badge_id = '01900000-0000-7000-8000-000000000031';

-- Two rows cannot have the document id of one: the same document would be hosted twice.
SELECT pg_temp.outcome(format('INSERT INTO badges.issuer_profiles (issuer_json) VALUES (%L)', pg_temp.issuer()));
SELECT pg_temp.outcome(format('INSERT INTO badges.issuer_profiles (issuer_json) VALUES (%L)', pg_temp.issuer() - 'id' || '{"@id": "https://school.example.org/issuer"}')) ~ '^23505' AS refused_in_other_form;
SELECT pg_temp.outcome(format('INSERT INTO badges.badge_classes (issuer_id, badge_json) VALUES (%L, %L)', :'issuer', pg_temp.badge_class()));

-- Revocation: the flag, its time and its reason belong together.
SELECT change, pg_temp.outcome('UPDATE badges.badge_assertions SET ' || change) FROM unnest(ARRAY[
    'revoked = true', 'revoked_at = now()', $$revocation_reason = 'x'$$, 'revoked = NULL', $$revoked = true, revoked_at = now(), revocation_reason = 'x'$$,
    'revoked = false', $$revoked = false, revoked_at = NULL$$, 'revoked = false, revoked_at = NULL, revocation_reason = NULL']) WITH ORDINALITY AS v (change, n) ORDER BY n;
SELECT pg_temp.outcome($$UPDATE badges.badge_assertions SET recipient_key = 'short'$$);
SELECT pg_temp.outcome($$UPDATE badges.issuer_profiles SET public_keys = '{}'$$);

-- An assertion belongs to the issuer of its badge class.
INSERT INTO badges.issuer_profiles (issuer_id, issuer_json) VALUES ('01900000-0000-7000-8000-000000000009', pg_temp.issuer('https://school.example.org/issuer9'));
SELECT pg_temp.outcome(format('INSERT INTO badges.badge_assertions (badge_id, issuer_id, assertion_json) VALUES (%L, %L, %L)', :'badge', '01900000-0000-7000-8000-000000000009', pg_temp.assertion('https://school.example.org/a9')));
SELECT pg_temp.outcome(format('INSERT INTO badges.badge_classes (issuer_id, badge_json) VALUES (%L, %L)', '01900000-0000-7000-8000-0000000000ff', pg_temp.badge_class('https://school.example.org/a9')));
SELECT pg_temp.outcome(format('INSERT INTO badges.issuer_profiles (owner_user_id, issuer_json) VALUES (%L, %L)', '01900000-0000-7000-8000-0000000000ff', pg_temp.issuer('https://school.example.org/a9')));

-- Nothing that was awarded can be deleted away under its holders; what nobody holds can. (RESTRICT is 23503 before PostgreSQL 18, 23001 since.)
SELECT user_id FROM badges.create_user('owner@example.org') \gset
UPDATE badges.issuer_profiles SET owner_user_id = :'user_id' WHERE issuer_id = :'issuer';
SELECT pg_temp.outcome(format('DELETE FROM badges.users WHERE user_id = %L', :'user_id')) ~ '^(23001|23503)' AS refused;
SELECT pg_temp.outcome(format('DELETE FROM badges.issuer_profiles WHERE issuer_id = %L', :'issuer')) ~ '^(23001|23503)' AS refused;
SELECT pg_temp.outcome(format('DELETE FROM badges.badge_classes WHERE badge_id = %L', :'badge')) ~ '^(23001|23503)' AS refused;
SELECT pg_temp.outcome(format('DELETE FROM badges.badge_classes WHERE badge_id = %L', :'other_badge'));
SELECT pg_temp.outcome(format('UPDATE badges.badge_classes SET badge_id = %L WHERE badge_id = %L', :'other_badge', :'badge'));

-- A user's passkeys and sign-in tokens go with the user.
SELECT user_id AS leaver FROM badges.create_user('leaver@example.org') \gset
INSERT INTO badges.webauthn_credentials (credential_id, user_id, rp_id, public_key, public_key_alg) VALUES ('YQ', :'leaver', 'example.org', '\x00', -7);
SELECT token_id IS NOT NULL AS token FROM badges.create_login_token('leaver@example.org');
DELETE FROM badges.users WHERE user_id = :'leaver';
SELECT (SELECT count(*) FROM badges.webauthn_credentials) AS credentials, (SELECT count(*) FROM badges.login_tokens) AS tokens;
SELECT n, pg_temp.outcome(format('INSERT INTO badges.webauthn_credentials (credential_id, user_id, rp_id, public_key, public_key_alg, sign_count, backup_eligible, backup_state) VALUES (%L, %L, %L, %L, -7, %s)', id, :'user_id', 'example.org', '\x00', rest))
  FROM (VALUES (1, '', '0, false, false'), (2, 'YQ==', '0, false, false'), (3, 'YQ', '-1, false, false'), (4, 'YQ', '4294967296, false, false'), (5, 'YQ', '0, false, true'), (6, 'YQ', '4294967295, true, true'), (7, 'YQ', '0, false, false')) AS v (n, id, rest) ORDER BY n;

-- One user for one address, in any letter case; only what sign-in accepts is an address.
SELECT n, pg_temp.outcome(format('INSERT INTO badges.users (email, name) VALUES (%L, %L)', email, name)) FROM (VALUES
    (1, 'ann@example.org', 'Ann'), (2, 'ANN@Example.org', NULL), (3, 'ann', NULL), (4, 'ann@example.org,eve@evil.example', NULL), (5, '"ann"@example.org', NULL),
    (6, 'ann@example.org@evil.example', NULL), (7, 'аnn@example.org', NULL), (8, '', NULL), (9, NULL, NULL), (10, 'bob@example.org', ''), (11, 'bob@example.org', '  '),
    (12, 'kate@example.org', 'K'), (13, 'KATE@example.org', 'K'), (14, 'KATE@example.org', 'K')) AS v (n, email, name) ORDER BY n;
-- Letters that only some locales fold are outside what an address may hold, so two users never meet by folding.
SELECT count(*) FROM badges.users WHERE lower(email COLLATE "C") = 'kate@example.org';
