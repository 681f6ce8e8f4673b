-- An issuer's profile may change, but not the id that its awards name.
\set ECHO none
\getenv folder PG_ABS_SRCDIR
\i :folder/helpers.sql
\set ECHO all
SELECT issuer_id, issuer_json ->> 'id' AS id FROM badges.create_issuer('{"name": "Example School", "url": "https://school.example.org", "email": "badges@school.example.org"}') \gset
SELECT badge_id FROM badges.create_badge_class(:'issuer_id', '{"name": "First Aid", "description": "d", "image": "https://school.example.org/i.png", "criteria": "https://school.example.org/c"}') \gset
-- What each role makes of a change: accepted or refused, and undone.
CREATE FUNCTION pg_temp.change(issuer uuid, part jsonb) RETURNS text LANGUAGE sql AS $$ SELECT pg_temp.outcome(format('UPDATE badges.issuer_profiles SET issuer_json = issuer_json - ''@id'' || %L WHERE issuer_id = %L', part, issuer)) $$;

-- Before the first award, everything.
SET ROLE badges_app;
BEGIN;
SELECT n, pg_temp.change(:'issuer_id', part) FROM (VALUES (1, '{"name": "Renamed"}'::jsonb), (2, '{"id": "https://school.example.org/issuer"}'), (3, '{"id": "https://badges.example.org/issuers/other"}')) AS v (n, part) ORDER BY n;
ROLLBACK;
RESET ROLE;

-- After it, everything but the id, for every role below a superuser; what was awarded goes on to verify.
SELECT assertion_id, assertion_json::text AS credential FROM badges.issue_assertion(:'badge_id', 'ann@example.org') \gset
SET ROLE badges_app;
SELECT n, pg_temp.change(:'issuer_id', part) FROM (VALUES (1, '{"name": "Renamed", "description": "A school"}'::jsonb), (2, '{"id": "https://school.example.org/issuer"}'), (3, '{"id": "https://badges.example.org/issuers/other"}'), (4, '{"id": null, "@id": "https://school.example.org/issuer"}'), (5, jsonb_build_object('id', :'id'))) AS v (n, part) ORDER BY n;
SELECT pg_temp.outcome(format('INSERT INTO badges.issuer_profiles (issuer_id, issuer_json) VALUES (%L, %L) ON CONFLICT (issuer_id) DO UPDATE SET issuer_json = excluded.issuer_json', :'issuer_id', pg_temp.issuer())) AS by_conflict;
SET ROLE badges_admin;
SELECT pg_temp.change(:'issuer_id', '{"id": "https://school.example.org/issuer"}') AS by_admin;
RESET ROLE;
SELECT name, issuer_json ->> 'id' = :'id' AS same_id FROM badges.issuer_profiles;
SELECT pg_temp.verdict(badges.verify_credential(:'credential', 'ann@example.org')) AS received, pg_temp.verdict(badges.verify_assertion(:'assertion_id', 'ann@example.org')) AS stored;
-- An award that was revoked was an award.
SELECT revoked FROM badges.revoke_assertion(:'assertion_id');
SET ROLE badges_app;
SELECT left(pg_temp.change(:'issuer_id', '{"id": "https://school.example.org/issuer"}'), 5) AS after_revoking;
RESET ROLE;
SELECT pg_temp.verdict(badges.verify_credential(:'credential', 'ann@example.org')) AS received;

-- An id that the keys made here cannot belong to is not given to an issuer of 3.0.
SELECT id, pg_temp.outcome(format('SELECT badges.create_issuer(%L)', pg_temp.profile(id))) FROM unnest(ARRAY['https://academy.example.org/profile', 'https://academy.example.org/profile#us', 'did:web:academy.example.org', 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK', 'did:jwk:eyJrdHkiOiJPS1AifQ', 'urn:uuid:9b3b1e1c-0d0c-4b57-9b4e-0d5b6f0c8f11']) WITH ORDINALITY AS v (id, n) ORDER BY n;
-- One of 2.0 has an id of its own in 3.0, whatever that of 2.0 looks like.
SELECT i.issuer_json ->> 'id' AS id, pg_temp.masked(badges.get_issuer(i.issuer_id, '3.0') ->> 'id') AS id_in_3, pg_temp.verdict(badges.verify_credential(a.assertion_json::text, 'ann@example.org')) AS verdict
  FROM badges.create_issuer('{"id": "https://college.example.org:8443/about#us", "name": "College", "url": "https://college.example.org", "email": "badges@college.example.org"}') AS i, badges.create_badge_class(i.issuer_id, '{"name": "First Aid", "description": "d", "image": "https://school.example.org/i.png", "criteria": "https://school.example.org/c"}') AS b, badges.issue_assertion(b.badge_id, 'ann@example.org') AS a;
