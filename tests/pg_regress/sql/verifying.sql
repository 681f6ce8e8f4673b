-- The verdict on a hosted award of Open Badges 2.0 that is stored here. (credential_verification.sql: credentials of 3.0.)
\set ECHO none
\getenv folder PG_ABS_SRCDIR
\i :folder/helpers.sql
\set ECHO all
SET badges.default_version = '2.0';
SELECT issuer_id FROM badges.create_issuer('{"name": "Example School", "url": "https://school.example.org", "email": "badges@school.example.org"}') \gset
SELECT badge_id FROM badges.create_badge_class(:'issuer_id', '{"name": "First Aid", "description": "d", "image": "https://school.example.org/i.png", "criteria": "https://school.example.org/c"}') \gset
SELECT assertion_id FROM badges.issue_assertion(:'badge_id', 'ann@example.org', issued_on => '2026-01-02', expires => '2026-12-31 23:59:59') \gset

-- A report names every check.
SELECT jsonb_pretty(badges.verify_assertion(:'assertion_id', 'ann@example.org', '2026-06-01'));
SELECT r ->> 'valid' AS valid, r ->> 'version' AS version, r ->> 'class' AS class, jsonb_array_length(r -> 'checks') AS checks
  FROM badges.verify_assertion(assertion_id => :'assertion_id', recipient => 'ann@example.org', at => '2026-06-01') AS r;

-- The recipient: the one awarded, another, the same in other letters, none asked about.
SELECT recipient, pg_temp.verdict(badges.verify_assertion(:'assertion_id', recipient, '2026-06-01')) FROM unnest(ARRAY['ann@example.org', 'ANN@example.org', 'bob@example.org', '', NULL, 'ann@example.org ']) WITH ORDINALITY AS v (recipient, n) ORDER BY n;
SELECT left(recipient, 3) AS recipient, pg_temp.verdict(badges.verify_assertion(:'assertion_id', recipient, '2026-06-01')) FROM unnest(ARRAY[repeat('x', 1048576)]) AS recipient;
-- The stored hash itself is not the recipient.
SELECT pg_temp.verdict(badges.verify_assertion(assertion_id, recipient_identity, '2026-06-01')) FROM badges.badge_assertions;
-- Recipients of other kinds count exactly.
SELECT n, pg_temp.verdict(badges.verify_assertion(a.assertion_id, identity)) AS same, pg_temp.verdict(badges.verify_assertion(a.assertion_id, upper(identity))) AS upper, pg_temp.verdict(badges.verify_assertion(h.assertion_id, identity)) AS hashed
  FROM (VALUES (1, 'url', 'https://ann.example.org/a'), (2, 'telephone', '+15551234567'), (3, 'id', 'urn:uuid:9b3b1e1c-0d0c-4b57-9b4e-0d5b6f0c8f11'), (4, 'email', 'Ann@example.org')) AS v (n, type, identity),
       badges.issue_assertion(:'badge_id', identity, type, hashed => false) AS a, badges.issue_assertion(:'badge_id', identity, type) AS h ORDER BY n;

-- Dates, at any time asked about.
SELECT at, pg_temp.verdict(badges.verify_assertion(:'assertion_id', 'ann@example.org', at)) FROM unnest('{2026-01-01 23:59:59,2026-01-02,2026-12-31 23:59:58,2026-12-31 23:59:59,2030-01-01,0001-01-01}'::timestamptz[]) AS at;
SELECT pg_temp.verdict(badges.verify_assertion(:'assertion_id', 'ann@example.org', NULL)) = pg_temp.verdict(badges.verify_assertion(:'assertion_id', 'ann@example.org')) AS null_is_now;
SELECT at, pg_temp.outcome(format('SELECT badges.verify_assertion(%L, at => %L)', :'assertion_id', at)) FROM unnest('{infinity,-infinity,x}'::text[]) AS at;
SELECT pg_temp.verdict(badges.verify_assertion(assertion_id)) FROM badges.issue_assertion(:'badge_id', 'ann@example.org');
SELECT pg_temp.verdict(badges.verify_assertion(assertion_id)) FROM badges.issue_assertion(:'badge_id', 'ann@example.org', issued_on => '2999-01-01');

-- An id that names nothing is a verdict.
SELECT badges.verify_assertion(id) FROM unnest(ARRAY['00000000-0000-0000-0000-000000000000', NULL]::uuid[]) AS id;
SELECT pg_temp.outcome($$SELECT badges.verify_assertion('x')$$);

-- Revoked, suspended.
SELECT assertion_id AS revoked_id FROM badges.issue_assertion(:'badge_id', 'ann@example.org') \gset
SELECT revoked FROM badges.revoke_assertion(:'revoked_id', 'By mistake');
SELECT pg_temp.verdict(r), r -> 'checks' -> 4 AS status FROM badges.verify_assertion(:'revoked_id', 'ann@example.org') AS r;
UPDATE badges.badge_assertions SET suspended_at = now() WHERE assertion_id = :'assertion_id';
SELECT pg_temp.verdict(badges.verify_assertion(:'assertion_id', 'ann@example.org', '2026-06-01'));
UPDATE badges.badge_assertions SET suspended_at = NULL WHERE assertion_id = :'assertion_id';

-- Documents that somebody changed behind the functions, each in a transaction that is rolled back.
BEGIN;
UPDATE badges.badge_classes SET badge_json = badge_json || '{"id": "https://badges.example.org/badges/other"}' WHERE badge_id = :'badge_id';
SELECT pg_temp.verdict(badges.verify_assertion(:'assertion_id', 'ann@example.org', '2026-06-01')) AS other_badge;
ROLLBACK;
BEGIN;
UPDATE badges.badge_classes SET badge_json = badge_json || '{"issuer": "https://evil.example/issuer"}' WHERE badge_id = :'badge_id';
SELECT pg_temp.verdict(badges.verify_assertion(:'assertion_id', 'ann@example.org', '2026-06-01')) AS other_issuer;
ROLLBACK;
BEGIN;
UPDATE badges.issuer_profiles SET issuer_json = issuer_json || '{"id": "https://evil.example/issuer"}' WHERE issuer_id = :'issuer_id';
SELECT pg_temp.verdict(badges.verify_assertion(:'assertion_id', 'ann@example.org', '2026-06-01')) AS moved_issuer;
ROLLBACK;
BEGIN;
UPDATE badges.badge_assertions SET assertion_json = assertion_json || '{"id": "https://evil.example/assertion"}' WHERE assertion_id = :'assertion_id';
SELECT pg_temp.verdict(badges.verify_assertion(:'assertion_id', 'ann@example.org', '2026-06-01')) AS hosted_elsewhere;
ROLLBACK;
BEGIN;
UPDATE badges.badge_assertions SET assertion_json = assertion_json || '{"badge": "https://evil.example/badge"}' WHERE assertion_id = :'assertion_id';
SELECT pg_temp.verdict(badges.verify_assertion(:'assertion_id', 'ann@example.org', '2026-06-01')) AS badge_elsewhere;
ROLLBACK;
BEGIN;
UPDATE badges.badge_assertions SET assertion_json = jsonb_set(assertion_json, '{recipient}', '{"type": "email", "hashed": false, "identity": "eve@example.org"}') WHERE assertion_id = :'assertion_id';
SELECT pg_temp.verdict(badges.verify_assertion(:'assertion_id', 'ann@example.org', '2026-06-01')) AS ann, pg_temp.verdict(badges.verify_assertion(:'assertion_id', 'eve@example.org', '2026-06-01')) AS eve;
ROLLBACK;
BEGIN;
ALTER TABLE badges.badge_assertions DROP CONSTRAINT badge_assertions_document_is_valid;
UPDATE badges.badge_assertions SET assertion_json = assertion_json - 'recipient' WHERE assertion_id = :'assertion_id';
SELECT pg_temp.verdict(badges.verify_assertion(:'assertion_id', 'ann@example.org', '2026-06-01')) AS broken;
UPDATE badges.badge_assertions SET assertion_json = '[]' WHERE assertion_id = :'assertion_id';
SELECT pg_temp.verdict(badges.verify_assertion(:'assertion_id', 'ann@example.org', '2026-06-01')) AS no_document;
UPDATE badges.badge_assertions SET assertion_json = assertion_json || jsonb_build_object('x', (repeat('[', 5000) || repeat(']', 5000))::jsonb) WHERE assertion_id = :'revoked_id';
SELECT pg_temp.verdict(badges.verify_assertion(:'revoked_id', 'ann@example.org')) AS too_deep;
ROLLBACK;
-- A signed badge was signed by nobody here.
BEGIN;
UPDATE badges.badge_assertions SET assertion_json = assertion_json || '{"verification": {"type": "SignedBadge"}}' WHERE assertion_id = :'assertion_id';
SELECT pg_temp.verdict(badges.verify_assertion(:'assertion_id', 'ann@example.org', '2026-06-01')) AS signed;
ROLLBACK;
BEGIN;
UPDATE badges.badge_assertions SET assertion_json = assertion_json || '{"revoked": true}' WHERE assertion_id = :'assertion_id';
SELECT pg_temp.verdict(badges.verify_assertion(:'assertion_id', 'ann@example.org', '2026-06-01')) AS says_it_is_revoked;
ROLLBACK;

-- Where the issuer lets its awards be hosted.
SELECT n, pg_temp.verdict(badges.verify_assertion(:'assertion_id', 'ann@example.org', '2026-06-01')) AS before FROM generate_series(1, 1) AS n;
CREATE FUNCTION pg_temp.scoped(scope jsonb, issuer uuid, assertion uuid) RETURNS text LANGUAGE plpgsql AS $$
DECLARE found text;
BEGIN
    UPDATE badges.issuer_profiles SET issuer_json = issuer_json || jsonb_build_object('verification', scope) WHERE issuer_id = issuer;
    found := pg_temp.verdict(badges.verify_assertion(assertion, at => '2026-06-01'));
    RETURN found;
END $$;
SELECT scope, pg_temp.scoped(scope::jsonb || '{"type": "VerificationObject"}', :'issuer_id', :'assertion_id') FROM unnest(ARRAY[
    '{"startsWith": "https://badges.example.org/assertions/"}', '{"startsWith": ["https://elsewhere.example.org/", "https://badges.example.org/"]}', '{"startsWith": "https://badges.example.org/other/"}',
    '{"allowedOrigins": "badges.example.org"}', '{"allowedOrigins": ["elsewhere.example.org", "BADGES.example.org"]}', '{"allowedOrigins": "elsewhere.example.org"}', '{"allowedOrigins": []}',
    '{"obi:allowedOrigins": "elsewhere.example.org"}', '{"http://purl.org/dqm-vocabulary/v1/dqm#startsWith": ["https://elsewhere.example.org/"]}']) WITH ORDINALITY AS v (scope, n) ORDER BY n;
