-- The awards of one recipient, also where only a salted hash of the identity is stored.
\set ECHO none
\getenv folder PG_ABS_SRCDIR
\i :folder/helpers.sql
\set ECHO all
SELECT issuer_id FROM badges.create_issuer('{"name": "Example School", "url": "https://school.example.org", "email": "badges@school.example.org"}') \gset
SELECT badge_id FROM badges.create_badge_class(:'issuer_id', '{"name": "First Aid", "description": "d", "image": "https://school.example.org/i.png", "criteria": "https://school.example.org/c"}') \gset
-- Where either version of the standard has the narrative.
CREATE FUNCTION pg_temp.narrative(document jsonb) RETURNS text LANGUAGE sql AS $$ SELECT coalesce(document ->> 'narrative', document #>> '{credentialSubject,narrative}') $$;
-- How many awards each spelling finds.
CREATE FUNCTION pg_temp.found(recipient text, recipient_type text DEFAULT 'email') RETURNS text LANGUAGE sql AS $$
    SELECT count(*) || coalesce(': ' || string_agg(pg_temp.narrative(assertion_json), ', ' ORDER BY n), '') FROM badges.find_assertions(recipient, recipient_type) WITH ORDINALITY
        AS t (assertion_id, badge_id, issuer_id, assertion_json, recipient_type, recipient_identity, recipient_hashed, issued_on, expires_at, evidence_url, recipient_key, status_index, revoked, revoked_at, revocation_reason, suspended_at, credential_text, created_at, updated_at, n) $$;

-- Nothing yet, nothing found.
SELECT pg_temp.found('ann@example.org');

-- Awards by the functions, hashed and plain; the latest first.
SELECT count(assertion_id) FROM badges.issue_assertion(:'badge_id', 'ann@example.org', issued_on => '2026-01-01', narrative => 'hashed');
SELECT count(assertion_id) FROM badges.issue_assertion(:'badge_id', 'Ann@Example.org', issued_on => '2026-01-03', hashed => false, narrative => 'plain, other letters', version => '2.0');
SELECT count(assertion_id) FROM badges.issue_assertion(:'badge_id', 'bob@example.org', issued_on => '2026-01-02', narrative => 'of bob');
SELECT count(assertion_id) FROM badges.issue_assertions(:'badge_id', ARRAY['ann@example.org', 'bob@example.org'], issued_on => '2026-01-02', narrative => 'in bulk');
SELECT recipient, pg_temp.found(recipient) FROM unnest(ARRAY['ann@example.org', 'ANN@EXAMPLE.ORG', 'bob@example.org', 'eve@example.org', '', 'ann@example.org ', '%', 'аnn@example.org']) WITH ORDINALITY AS v (recipient, n) ORDER BY n;
-- A whole row comes out, as the table has it.
SELECT count(*) = 3 AS rows, bool_and(f = a) AS same FROM badges.find_assertions(recipient => 'ann@example.org', recipient_type => 'email') AS f JOIN badges.badge_assertions AS a USING (assertion_id);
-- A stored hash finds nothing: it is no identity.
SELECT pg_temp.found(recipient_identity) FROM badges.badge_assertions WHERE recipient_hashed ORDER BY assertion_id LIMIT 1;

-- Rows that came by plain INSERT, without a key: plain, SHA-256, MD5, in any spelling of the document.
INSERT INTO badges.badge_assertions (badge_id, issuer_id, assertion_json)
SELECT :'badge_id', :'issuer_id', pg_temp.assertion('https://school.example.org/' || name) || jsonb_build_object('narrative', name, 'recipient', recipient, 'issuedOn', issued_on) FROM (VALUES
    ('inserted plain', '{"type": "email", "hashed": false, "identity": "cat@example.org"}'::jsonb, '2026-01-01T00:00:00Z'),
    ('inserted sha256', jsonb_build_object('type', 'email', 'hashed', true, 'salt', 's1', 'identity', 'sha256$' || encode(sha256('cat@example.orgs1'), 'hex')), '2026-01-02T00:00:00Z'),
    ('inserted md5', jsonb_build_object('type', 'email', 'hashed', true, 'salt', 's2', 'identity', 'md5$' || md5('cat@example.orgs2')), '2026-01-03T00:00:00Z'),
    ('inserted without salt', jsonb_build_object('type', 'email', 'hashed', true, 'identity', 'sha256$' || upper(encode(sha256('cat@example.org'), 'hex'))), '2026-01-04T00:00:00Z'),
    ('inserted of dan', '{"type": "email", "hashed": false, "identity": "Dan@Example.org"}', '2026-01-05T00:00:00Z'),
    ('inserted url', jsonb_build_object('type', 'url', 'hashed', true, 'salt', 's3', 'identity', 'sha256$' || encode(sha256('https://cat.example.orgs3'), 'hex')), '2026-01-06T00:00:00Z')) AS v (name, recipient, issued_on);
SELECT recipient, type, pg_temp.found(recipient, type) FROM (VALUES (1, 'cat@example.org', 'email'), (2, 'CAT@example.org', 'email'), (3, 'dan@example.org', 'email'), (4, 'Dan@Example.org', 'email'),
    (5, 'https://cat.example.org', 'url'), (6, 'https://cat.example.org', 'email'), (7, 'cat@example.org', 'id')) AS v (n, recipient, type) ORDER BY n;

-- Recipients of other types, exactly; each type apart from the others.
SELECT count(a.assertion_id) FROM (VALUES ('url', 'https://ann.example.org/Me'), ('telephone', '+15551234567'), ('id', 'https://ann.example.org/Me')) AS v (type, identity), unnest(ARRAY['2.0', '3.0']) AS version, badges.issue_assertion(:'badge_id', identity, type, narrative => type || ' in ' || version, version => version) AS a;
SELECT recipient, type, pg_temp.found(recipient, type) FROM (VALUES (1, 'https://ann.example.org/Me', 'url'), (2, 'https://ann.example.org/me', 'url'), (3, 'https://ann.example.org/Me', 'id'), (4, '+15551234567', 'telephone'), (5, '+15551234567', 'id'),
    (6, 'https://ann.example.org/Me', NULL), (7, 'ann@example.org', 'https://example.org/terms#own')) AS v (n, recipient, type) ORDER BY n;

-- Revoked awards are found too, and say so.
SELECT count(*) FROM badges.badge_assertions AS a, badges.revoke_assertion(a.assertion_id, 'x') WHERE pg_temp.narrative(a.assertion_json) = 'of bob';
SELECT revoked, revocation_reason FROM badges.find_assertions('bob@example.org') ORDER BY revoked;
-- What was deleted is not.
DELETE FROM badges.badge_assertions WHERE pg_temp.narrative(assertion_json) = 'of bob';
SELECT pg_temp.found('bob@example.org');
SELECT arguments, pg_temp.outcome(format('SELECT badges.find_assertions(%s)', arguments)) FROM unnest(ARRAY['NULL', $$'ann@example.org', 'Email'$$, $$'ann@example.org', ''$$]) WITH ORDINALITY AS v (arguments, n) ORDER BY n;
SELECT length(pg_temp.found(repeat('x', 1048576)));

-- With the key, inserted rows are found as those of the functions are; in any letter case of an address, and for no other type.
SELECT badges.recipient_key(recipient, type) = (SELECT recipient_key FROM badges.issue_assertion(:'badge_id', 'key@example.org')) AS same
  FROM (VALUES (1, 'key@example.org', 'email'), (2, 'KEY@Example.org', 'email'), (3, 'key@example.org', NULL), (4, 'kay@example.org', 'email'), (5, 'key@example.org', 'id')) AS v (n, recipient, type) ORDER BY n;
INSERT INTO badges.badge_assertions (badge_id, issuer_id, assertion_json, recipient_key)
SELECT :'badge_id', :'issuer_id', pg_temp.assertion('https://school.example.org/keyed') || jsonb_build_object('narrative', 'keyed', 'recipient',
    jsonb_build_object('type', 'email', 'hashed', true, 'identity', 'sha256$' || encode(sha256('fay@example.org'), 'hex'))), badges.recipient_key('fay@example.org');
SELECT pg_temp.found('Fay@example.org'), badges.recipient_key(NULL) AS "NULL";
SELECT badges.recipient_key('fay@example.org', 'fax');
SET ROLE badges_app;
SELECT badges.recipient_key('fay@example.org');
RESET ROLE;
