-- What a user has received gives nobody a right: nothing is issued, changed or believed in the name of its issuer.
\set ECHO none
\getenv folder PG_ABS_SRCDIR
\i :folder/helpers.sql
\set ECHO all
-- A stranger: issued, and then forgotten here.
SET badges.base_url = 'https://stranger.example.org';
BEGIN;
SELECT issuer_id AS stranger FROM badges.create_issuer('{"name": "Stranger", "url": "https://stranger.example.org", "email": "badges@stranger.example.org"}') \gset
SELECT badge_id AS stranger_badge FROM badges.create_badge_class(:'stranger', '{"name": "Bass", "description": "d", "image": "https://stranger.example.org/i.png", "criteria": {"narrative": "n"}}') \gset
SELECT assertion_json AS strange FROM badges.issue_assertion(:'stranger_badge', 'ann@example.org') \gset
SELECT assertion_json AS strange_too FROM badges.issue_assertion(:'stranger_badge', 'bob@example.org') \gset
ROLLBACK;
SET badges.base_url = 'https://badges.example.org';
SELECT user_id AS ann FROM badges.create_user('ann@example.org') \gset
SELECT user_id AS bob FROM badges.create_user('bob@example.org') \gset
SELECT issuer_id AS own_issuer FROM badges.create_issuer('{"name": "Own", "url": "https://own.example.org", "email": "a@own.example.org"}', :'ann') \gset
SELECT badge_id AS own_badge FROM badges.create_badge_class(:'own_issuer', '{"name": "Own", "description": "d", "image": "https://own.example.org/i.png", "criteria": "https://own.example.org/c"}') \gset
SELECT assertion_id AS own_award FROM badges.issue_assertion(:'own_badge', 'cat@example.org') \gset
SELECT assertion_id AS held, outcome FROM badges.import_credential(:'strange', :'ann') \gset
SELECT assertion_id AS held_by_bob FROM badges.import_credential(:'strange_too', :'bob') \gset
SELECT badge_id AS badge, issuer_id AS issuer FROM badges.badge_assertions WHERE assertion_id = :'held' \gset
SELECT :'outcome' AS outcome, count(*) AS rows, count(DISTINCT badge_id) AS badges, bool_and(received) AS received FROM badges.badge_assertions WHERE holder_user_id IS NOT NULL;

-- Every way to act in the name of the issuer, by everybody who could try.
CREATE TEMP TABLE attempt (n int GENERATED ALWAYS AS IDENTITY, what text, statement text);
GRANT SELECT ON attempt TO PUBLIC;
INSERT INTO attempt (what, statement) VALUES
    ('award its badge', format('SELECT badges.issue_assertion(%L, %L)', :'badge', 'eve@example.org')),
    ('award its badge to many', format('SELECT badges.issue_assertions(%L, %L)', :'badge', '{eve@example.org}')),
    ('make a badge class', format('SELECT badges.create_badge_class(%L, badges.get_badge_class(%L) - %L)', :'issuer', :'own_badge', 'id')),
    ('change its badge class', format('SELECT badges.update_badge_class(%L, badges.get_badge_class(%L))', :'badge', :'own_badge')),
    ('give it a key', format('SELECT badges.rotate_issuer_key(%L)', :'issuer')),
    ('mark its key', format('SELECT badges.mark_issuer_key_compromised(%L, %L)', :'issuer', 'x')),
    ('endorse in its name', format('SELECT badges.issue_endorsement(%L, %L)', :'issuer', 'https://example.org')),
    ('revoke', format('SELECT badges.revoke_assertion(%L)', :'held')),
    ('suspend', format('SELECT badges.suspend_assertion(%L)', :'held')),
    ('reinstate', format('SELECT badges.reinstate_assertion(%L)', :'held')),
    ('insert an award of its badge', format('INSERT INTO badges.badge_assertions (badge_id, issuer_id, assertion_json) VALUES (%L, %L, badges.get_assertion(%L) || %L)', :'badge', :'issuer', :'own_award', '{"id": "https://n.example.org/a"}')),
    ('insert a received award', format('INSERT INTO badges.badge_assertions (badge_id, issuer_id, assertion_json, credential_text, status_index, holder_user_id, received) VALUES (%L, %L, badges.get_assertion(%L) || %L, %L, NULL, %L, true)', :'badge', :'issuer', :'own_award', '{"id": "https://n.example.org/a"}', 'x', :'ann')),
    ('insert a received award of an own badge', format('INSERT INTO badges.badge_assertions (badge_id, issuer_id, assertion_json, credential_text, status_index, holder_user_id, received) VALUES (%L, %L, badges.get_assertion(%L) || %L, %L, NULL, %L, true)', :'own_badge', :'own_issuer', :'own_award', '{"id": "https://n.example.org/a"}', 'x', :'ann')),
    ('insert a badge class of it', format('INSERT INTO badges.badge_classes (issuer_id, badge_json) VALUES (%L, badges.get_badge_class(%L) || %L)', :'issuer', :'own_badge', '{"id": "https://n.example.org/b"}')),
    ('insert a received badge class', format('INSERT INTO badges.badge_classes (issuer_id, badge_json, received) VALUES (%L, badges.get_badge_class(%L) || %L, true)', :'issuer', :'own_badge', '{"id": "https://n.example.org/b"}')),
    ('insert a received issuer', format('INSERT INTO badges.issuer_profiles (issuer_json, received) VALUES (badges.get_issuer(%L) || %L, true)', :'own_issuer', '{"id": "https://n.example.org/i"}')),
    ('move an own award to it', format('UPDATE badges.badge_assertions SET badge_id = %L, issuer_id = %L WHERE assertion_id = %L', :'badge', :'issuer', :'own_award')),
    ('move an own badge class to it', format('UPDATE badges.badge_classes SET issuer_id = %L WHERE badge_id = %L', :'issuer', :'own_badge')),
    ('call an own award received', format('UPDATE badges.badge_assertions SET received = true, holder_user_id = %L WHERE assertion_id = %L', :'ann', :'own_award')),
    ('call an own badge class received', format('UPDATE badges.badge_classes SET received = true WHERE badge_id = %L', :'own_badge')),
    ('call it own', format('UPDATE badges.issuer_profiles SET received = false WHERE issuer_id = %L', :'issuer')),
    ('call its badge class own', format('UPDATE badges.badge_classes SET received = false WHERE badge_id = %L', :'badge')),
    ('call its award own', format('UPDATE badges.badge_assertions SET received = false, holder_user_id = NULL WHERE assertion_id = %L', :'held')),
    ('own the issuer', format('UPDATE badges.issuer_profiles SET owner_user_id = %L WHERE issuer_id = %L', :'ann', :'issuer')),
    ('change its profile', format('UPDATE badges.issuer_profiles SET issuer_json = issuer_json || %L WHERE issuer_id = %L', '{"name": "x"}', :'issuer')),
    ('change its badge class by hand', format('UPDATE badges.badge_classes SET badge_json = badge_json || %L WHERE badge_id = %L', '{"name": "x"}', :'badge')),
    ('change the text', format('UPDATE badges.badge_assertions SET credential_text = %L WHERE assertion_id = %L', 'x', :'held')),
    ('give it to somebody else', format('UPDATE badges.badge_assertions SET holder_user_id = %L WHERE assertion_id = %L', :'bob', :'held')),
    ('revoke it by hand', format('UPDATE badges.badge_assertions SET revoked = true, revoked_at = now() WHERE assertion_id = %L', :'held')),
    ('delete its issuer', format('DELETE FROM badges.issuer_profiles WHERE issuer_id = %L', :'issuer')),
    ('delete its badge class', format('DELETE FROM badges.badge_classes WHERE badge_id = %L', :'badge')),
    ('take the id of an issuer', $$INSERT INTO badges.issuer_profiles (issuer_id, issuer_json) VALUES ('00000000-0000-8000-8000-000000000001', pg_temp.issuer('https://badges.example.org/issuers/x'))$$),
    ('take the id of a badge class', format('INSERT INTO badges.badge_classes (badge_id, issuer_id, badge_json) VALUES (%L, %L, pg_temp.badge_class())', '00000000-0000-8000-8000-000000000001', :'own_issuer')),
    ('take the id of an award', format('INSERT INTO badges.badge_assertions (assertion_id, badge_id, issuer_id, assertion_json) VALUES (%L, %L, %L, pg_temp.assertion())', '00000000-0000-8000-8000-000000000001', :'own_badge', :'own_issuer')),
    ('move an own badge class to the id of one', format('UPDATE badges.badge_assertions SET assertion_id = %L WHERE assertion_id = %L', '00000000-0000-8000-8000-000000000001', :'own_award')),
    ('import for ann', format('SELECT badges.import_credential(%L, %L)', :'strange', :'ann')),
    ('import for bob', format('SELECT badges.import_credential(%L, %L)', :'strange', :'bob')),
    ('list of ann', format('SELECT badges.get_credentials(%L)', :'ann')),
    ('list of bob', format('SELECT badges.get_credentials(%L)', :'bob')),
    ('export of ann', format('SELECT 1 / (badges.export_credential(%L) IS NOT NULL)::int', :'held')),
    ('export of bob', format('SELECT 1 / (badges.export_credential(%L) IS NOT NULL)::int', :'held_by_bob')),
    ('purge', 'SELECT badges.purge_received_documents()'),
    ('see what is received', 'SELECT FROM badges.badge_assertions WHERE received'),
    ('see its badge class', format('SELECT name FROM badges.badge_classes WHERE badge_id = %L', :'badge')),
    ('see its issuer', format('SELECT name FROM badges.issuer_profiles WHERE issuer_id = %L', :'issuer')),
    ('delete from the backpack of ann', format('DELETE FROM badges.badge_assertions WHERE assertion_id = %L', :'held')),
    ('delete from the backpack of bob', format('DELETE FROM badges.badge_assertions WHERE assertion_id = %L', :'held_by_bob')),
    ('delete a holder', format('DELETE FROM badges.users WHERE user_id = %L', :'bob'));
-- What came of it: rows seen or touched, or the SQLSTATE. Whatever was done is undone.
CREATE FUNCTION pg_temp.result(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    touched int8;
BEGIN
    EXECUTE statement;
    GET DIAGNOSTICS touched = ROW_COUNT;
    RAISE EXCEPTION USING ERRCODE = 'ZZZZZ', MESSAGE = touched;
EXCEPTION WHEN SQLSTATE 'ZZZZZ' THEN
    RETURN SQLERRM;
WHEN restrict_violation THEN
    RETURN '23503'; -- its code before PostgreSQL 18
WHEN OTHERS THEN
    RETURN SQLSTATE;
END $$;
CREATE TEMP TABLE result (n int, role text, result text);
GRANT INSERT ON result TO PUBLIC;
SET ROLE badges_reader;
INSERT INTO result SELECT n, 'reader', pg_temp.result(statement) FROM attempt ORDER BY n;
SET ROLE badges_user;
INSERT INTO result SELECT n, 'anybody', pg_temp.result(statement) FROM attempt ORDER BY n;
SELECT set_config('request.jwt.claims', jsonb_build_object('sub', :'ann')::text, false) IS NOT NULL AS claimed;
INSERT INTO result SELECT n, 'ann', pg_temp.result(statement) FROM attempt ORDER BY n;
SELECT set_config('request.jwt.claims', '', false) = '' AS reset;
SET ROLE badges_app;
INSERT INTO result SELECT n, 'app', pg_temp.result(statement) FROM attempt ORDER BY n;
SET ROLE badges_admin;
INSERT INTO result SELECT n, 'admin', pg_temp.result(statement) FROM attempt ORDER BY n;
RESET ROLE;
INSERT INTO result SELECT n, 'superuser', pg_temp.result(statement) FROM attempt ORDER BY n;
SELECT what, max(result) FILTER (WHERE role = 'reader') AS reader, max(result) FILTER (WHERE role = 'anybody') AS anybody, max(result) FILTER (WHERE role = 'ann') AS ann,
       max(result) FILTER (WHERE role = 'app') AS app, max(result) FILTER (WHERE role = 'admin') AS admin, max(result) FILTER (WHERE role = 'superuser') AS superuser
  FROM attempt JOIN result USING (n) GROUP BY n, what ORDER BY n;
-- How it is said.
SELECT what, pg_temp.outcome(statement) FROM attempt WHERE what IN ('award its badge', 'make a badge class', 'change its badge class', 'give it a key', 'endorse in its name', 'revoke', 'insert an award of its badge') ORDER BY n;

-- Nothing is published of it, and it is nobody's award here.
SELECT badges.get_issuer(:'issuer') AS issuer, badges.get_badge_class(:'badge') AS badge, badges.get_assertion(:'held') AS award, badges.get_assertion_jws(:'held') AS jws, badges.get_status_list(:'issuer') AS list, badges.get_revocation_list(:'issuer') AS revocations,
       badges.get_did_document(:'issuer') AS document, badges.get_jwks(:'issuer') AS jwks, badges.get_issuer_key(:'issuer', 'x') AS key;
SELECT count(*) FROM badges.find_assertions('ann@example.org');
SELECT count(*) FROM badges.badge_assertions AS a, badges.find_assertions(a.recipient_identity, a.recipient_type) WHERE a.received;

-- Nothing is believed of it: neither its issuer's profile nor a key that somebody gives it make a forgery valid.
SELECT pg_temp.verdict(badges.verify_credential(:'strange', 'ann@example.org')) AS credential, pg_temp.verdict(badges.verify_assertion(:'held', 'ann@example.org')) AS row;
BEGIN;
SELECT pg_temp.outcome(format('UPDATE badges.issuer_profiles SET public_keys = (SELECT public_keys FROM badges.issuer_profiles WHERE issuer_id = %L) WHERE issuer_id = %L', :'own_issuer', :'issuer'));
ROLLBACK;
-- An issuer of this site may have the id of one that was received; that one gets nothing from it, and the other way round.
BEGIN;
SELECT issuer_id AS namesake FROM badges.create_issuer(jsonb_build_object('id', :'strange'::jsonb #>> '{issuer,id}', 'name', 'Namesake', 'url', 'https://own.example.org', 'email', 'a@own.example.org')) \gset
SELECT pg_temp.verdict(badges.verify_credential(:'strange')) AS credential, pg_temp.verdict(badges.verify_assertion(:'held')) AS row, pg_temp.outcome(format('SELECT badges.issue_assertion(%L, %L)', :'badge', 'eve@example.org')) AS award;
ROLLBACK;

-- A user's award of its own badge class is not shown to others because somebody received it.
SET ROLE badges_user;
SELECT set_config('request.jwt.claims', jsonb_build_object('sub', :'bob')::text, false) IS NOT NULL AS claimed;
SELECT assertion_id = :'held_by_bob' AS own, received FROM badges.badge_assertions;
SELECT name, received FROM badges.badge_classes;
SELECT name, received FROM badges.issuer_profiles;
-- What is deleted is gone, and what nobody holds goes with the next purge.
DELETE FROM badges.badge_assertions WHERE assertion_id = :'held_by_bob';
SELECT count(*) FROM badges.badge_classes;
RESET ROLE;
SELECT badges.purge_received_documents() AS held_by_ann;
DELETE FROM badges.badge_assertions WHERE assertion_id = :'held';
SELECT badges.purge_received_documents() AS purged, badges.purge_received_documents() AS again;
SELECT count(*) FILTER (WHERE received) AS received, count(*) AS issuers FROM badges.issuer_profiles;
DELETE FROM badges.users WHERE user_id = :'bob';
