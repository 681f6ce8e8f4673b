-- What a user receives is verified, kept as it came, and given out again as it came.
\set ECHO none
\getenv folder PG_ABS_SRCDIR
\i :folder/helpers.sql
-- Imports a text and says what came of it.
CREATE FUNCTION pg_temp.import(credential text, user_id uuid, resources jsonb DEFAULT NULL) RETURNS text LANGUAGE sql AS $$
    SELECT concat_ws(' ', outcome, CASE WHEN (assertion_id IS NULL) = (outcome = 'refused') THEN 'as said' ELSE 'NOT AS SAID' END, '|', pg_temp.verdict(report)) FROM badges.import_credential(credential, user_id, resources)
$$;
\set ECHO all
-- A stranger: issued, and then forgotten here, with what its web server would serve at hand.
SET badges.base_url = 'https://stranger.example.org';
BEGIN;
SELECT issuer_id AS stranger FROM badges.create_issuer('{"name": "Stranger", "url": "https://stranger.example.org", "email": "badges@stranger.example.org"}') \gset
SELECT badge_id AS badge FROM badges.create_badge_class(:'stranger', '{"name": "Bass", "description": "d", "image": "https://stranger.example.org/i.png", "criteria": {"narrative": "n"}}') \gset
SELECT assertion_id AS strange_id, assertion_json AS strange FROM badges.issue_assertion(:'badge', 'ann@example.org') \gset
SELECT credential_text AS token FROM badges.issue_assertion(:'badge', 'ann@example.org', proof => 'ES256') \gset
SELECT assertion_json AS expired FROM badges.issue_assertion(:'badge', 'ann@example.org', issued_on => '2020-01-01', expires => '2021-01-01') \gset
SELECT assertion_json AS coming FROM badges.issue_assertion(:'badge', 'ann@example.org', issued_on => '2998-01-01') \gset
SELECT assertion_id AS hosted_id FROM badges.issue_assertion(:'badge', 'ann@example.org', version => '2.0') \gset
SELECT credential_text AS signed_2_0 FROM badges.issue_assertion(:'badge', 'ann@example.org', version => '2.0', proof => 'RS256') \gset
SELECT badges.issue_endorsement(:'stranger', 'https://example.org') AS endorsement \gset
SELECT badges.get_did_document(:'stranger') AS keys, badges.get_status_list(:'stranger') AS list, badges.get_assertion(:'hosted_id', '2.0') AS hosted, badges.get_assertion(:'hosted_id', '2.0', embed => true) AS embedded, badges.get_badge_class(:'badge', '2.0') AS old_badge, badges.get_issuer(:'stranger', '2.0') AS old_profile \gset
SELECT count(*) FROM badges.revoke_assertion(:'strange_id');
SELECT badges.get_status_list(:'stranger') AS revoked_list \gset
ROLLBACK;
SET badges.base_url = 'https://badges.example.org';
SELECT jsonb_build_object(:'keys'::jsonb ->> 'id', :'keys'::jsonb, :'list'::jsonb ->> 'id', :'list'::jsonb) AS at_hand, jsonb_build_object(:'keys'::jsonb ->> 'id', :'keys'::jsonb, :'list'::jsonb ->> 'id', :'revoked_list'::jsonb) AS when_revoked,
       jsonb_build_object(:'hosted'::jsonb ->> 'id', :'hosted'::jsonb, :'old_badge'::jsonb ->> 'id', :'old_badge'::jsonb, :'old_profile'::jsonb ->> 'id', :'old_profile'::jsonb) AS hosted_at_hand \gset
SELECT user_id AS ann FROM badges.create_user('ann@example.org') \gset
SELECT user_id AS bob FROM badges.create_user('bob@example.org') \gset

-- Created once, then unchanged; the address counts once it is verified.
SELECT pg_temp.import(:'strange', :'ann', :'at_hand') AS first, pg_temp.import(:'strange', :'ann') AS again, pg_temp.import(jsonb_pretty(:'strange'), :'ann') AS in_other_spacing;
UPDATE badges.users SET email_verified_at = now();
SELECT pg_temp.import(:'strange', :'ann', :'at_hand') AS verified, pg_temp.import(:'strange', :'bob', :'at_hand') AS of_another;
SELECT count(*) AS awards, count(DISTINCT badge_id) AS badge_classes, count(DISTINCT issuer_id) AS issuers, bool_and(recipient_key IS NULL AND status_index IS NULL AND received) AS apart FROM badges.badge_assertions;
-- Every form, kept as it came.
SELECT form, pg_temp.import(text, :'ann', resources) FROM (VALUES (1, 'token', :'token', NULL::jsonb), (2, 'expired', :'expired', NULL), (3, 'coming', :'coming', NULL), (4, 'embedded 2.0', :'embedded', NULL), (5, 'hosted 2.0', :'hosted', :'hosted_at_hand'),
    (6, '2.0 as token', :'signed_2_0', :'hosted_at_hand')) AS v (n, form, text, resources) ORDER BY n;
SELECT g.media_type, g.version, g.total, g.credential = ANY (ARRAY[:'strange', :'token', :'expired', :'coming', :'embedded', :'signed_2_0']) AS as_it_came, badges.export_credential(g.assertion_id) = g.credential AS exported, badges.ob_json_version(a.assertion_json) AS stored, b.name AS badge, i.name AS issuer
  FROM badges.get_credentials(:'ann') WITH ORDINALITY AS g (assertion_id, credential, media_type, version, stored_at, total, n) JOIN badges.badge_assertions AS a USING (assertion_id) JOIN badges.badge_classes AS b USING (badge_id) JOIN badges.issuer_profiles AS i ON i.issuer_id = a.issuer_id ORDER BY n;
-- Verified anew each time, from the text, for any time.
SELECT g.version, pg_temp.verdict(badges.verify_assertion(g.assertion_id, 'ann@example.org', '2020-06-01')) AS then, badges.verify_assertion(g.assertion_id, 'eve@example.org') = badges.verify_credential(g.credential, 'eve@example.org') AS as_the_text
  FROM badges.get_credentials(:'ann') WITH ORDINALITY AS g (assertion_id, credential, media_type, version, stored_at, total, n) ORDER BY n;
-- Revoked by then: kept, and said to be.
SELECT pg_temp.import(:'strange', :'bob', :'when_revoked') AS unchanged, (SELECT count(*) FROM badges.badge_assertions WHERE revoked) AS revoked_rows;

-- Refused, and nothing is kept.
SELECT n, pg_temp.import(text, :'ann', resources) FROM (VALUES (1, 'x', NULL::jsonb), (2, '{}', NULL), (3, (:'strange'::jsonb || '{"name": "x"}')::text, NULL), (4, (:'strange'::jsonb - 'proof')::text, NULL), (5, left(:'token', -4) || 'AAAA', NULL), (6, :'endorsement', NULL), (7, :'old_badge', NULL), (8, :'hosted', NULL),
    (9, :'hosted', :'hosted_at_hand'::jsonb || jsonb_build_object(:'hosted'::jsonb ->> 'id', :'hosted'::jsonb || '{"issuedOn": "2020-01-01T00:00:00Z"}')),
    (10, replace(:'embedded', '"Bass"', '"B\u0000ss"'), NULL)) AS v (n, text, resources) ORDER BY n;
SELECT count(*) FROM badges.badge_assertions;
-- The later one takes the place of the earlier, which comes back no more.
SELECT id, pg_temp.import((:'embedded'::jsonb || jsonb_build_object('id', 'https://stranger.example.org/assertions/' || id, 'issuedOn', issued_on))::text, :'ann') FROM (VALUES (1, 'a%20b', '2026-02-01T00:00:00Z'), (2, 'a b', '2026-01-01T00:00:00Z'), (3, 'a b', '2026-03-01T00:00:00Z'), (4, 'a%20b', '2026-02-01T00:00:00Z')) AS v (n, id, issued_on) ORDER BY n;

-- Page by page.
SELECT pg_temp.outcome(format('SELECT badges.get_credentials(%L, %s)', :'ann', arguments)) FROM unnest(ARRAY['0', '-1', '1001', '1, -1', '1000, 0', 'NULL, NULL, NULL', '1, 0, ''infinity''', '1, 0, ''-infinity''']) AS arguments;
SELECT total, count(*) FROM badges.get_credentials(:'ann', "limit" => 2, "offset" => 1) GROUP BY total;
SELECT array_agg(p.assertion_id ORDER BY page, p.stored_at, p.assertion_id) = (SELECT array_agg(assertion_id ORDER BY stored_at, assertion_id) FROM badges.get_credentials(:'ann')) AS all_of_them FROM generate_series(0, 9) AS page, badges.get_credentials(:'ann', 2, page * 2) AS p;
SELECT s.total, count(*) FROM badges.get_credentials(:'ann', 1, 3) AS g, badges.get_credentials(:'ann', since => g.stored_at) AS s GROUP BY s.total;
SELECT count(*) FROM badges.get_credentials('00000000-0000-4000-8000-000000000000');

-- An award of this site is received like any other, and verified with what this site knows.
SELECT issuer_id AS own FROM badges.create_issuer('{"name": "Own", "url": "https://own.example.org", "email": "a@own.example.org"}') \gset
SELECT badge_id AS own_badge FROM badges.create_badge_class(:'own', '{"name": "Own", "description": "d", "image": "https://own.example.org/i.png", "criteria": "https://own.example.org/c"}') \gset
SELECT assertion_id AS own_id, assertion_json AS own_award FROM badges.issue_assertion(:'own_badge', 'ann@example.org') \gset
SELECT assertion_id AS own_old_id, badges.get_assertion(assertion_id, '2.0') AS own_old FROM badges.issue_assertion(:'own_badge', 'ann@example.org', version => '2.0') \gset
SELECT assertion_id AS kept, outcome, pg_temp.verdict(report) AS verdict FROM badges.import_credential(:'own_award', :'ann') \gset
SELECT :'outcome' AS outcome, :'verdict' AS verdict, pg_temp.import(:'own_old', :'ann') AS hosted, count(*) AS found FROM badges.find_assertions('ann@example.org');
SELECT revoked FROM badges.revoke_assertion(:'own_id');
SELECT pg_temp.verdict(badges.verify_assertion(:'kept', 'ann@example.org')) AS revoked, pg_temp.import(:'own_award', :'bob') AS imported_then;

-- NULLs and strangers.
SELECT pg_temp.outcome(statement) FROM unnest(ARRAY['SELECT badges.import_credential(NULL, gen_random_uuid())', $$SELECT badges.import_credential('x', NULL)$$, format('SELECT badges.import_credential(%L, %L, %L)', 'x', :'ann', '[]'), $$SELECT badges.import_credential('x', '00000000-0000-4000-8000-000000000000')$$,
    'SELECT badges.get_credentials(NULL)']) AS statement;
SELECT badges.export_credential(NULL) AS null_id, badges.export_credential(:'own_id') AS of_this_site, badges.export_credential('00000000-0000-4000-8000-000000000000') AS unknown;
