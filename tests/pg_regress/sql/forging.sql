-- Awards that nobody gave: rows written by hand, as an end user who has an issuer and as an application.
\set ECHO none
\getenv folder PG_ABS_SRCDIR
\i :folder/helpers.sql
\set ECHO all
SELECT user_id AS ann FROM badges.create_user('ann@example.org', 'Ann') \gset
SELECT user_id AS bob FROM badges.create_user('bob@example.org', 'Bob') \gset
SELECT issuer_id AS ann_issuer FROM badges.create_issuer('{"name": "Ann", "url": "https://ann.example.org", "email": "a@ann.example.org"}', :'ann') \gset
SELECT issuer_id AS bob_issuer FROM badges.create_issuer('{"name": "Bob", "url": "https://bob.example.org", "email": "a@bob.example.org"}', :'bob') \gset
SELECT badge_id AS ann_badge FROM badges.create_badge_class(:'ann_issuer', '{"name": "By Ann", "description": "d", "image": "https://ann.example.org/i.png", "criteria": "https://ann.example.org/c"}') \gset
SELECT badge_id AS bob_badge FROM badges.create_badge_class(:'bob_issuer', '{"name": "By Bob", "description": "d", "image": "https://bob.example.org/i.png", "criteria": "https://bob.example.org/c"}') \gset
SELECT assertion_id AS bob_hosted, assertion_json AS bob_assertion FROM badges.issue_assertion(:'bob_badge', 'cat@example.org', version => '2.0', hashed => false) \gset
SELECT assertion_id AS bob_signed, assertion_json AS bob_credential FROM badges.issue_assertion(:'bob_badge', 'cat@example.org') \gset
SELECT credential_text AS bob_jwt FROM badges.issue_assertion(:'bob_badge', 'cat@example.org', proof => 'EdDSA') \gset
SELECT assertion_id AS ann_hosted, assertion_json AS ann_assertion FROM badges.issue_assertion(:'ann_badge', 'mallory@example.org', version => '2.0', hashed => false) \gset
SELECT assertion_id AS ann_signed, assertion_json AS ann_credential FROM badges.issue_assertion(:'ann_badge', 'mallory@example.org') \gset
SELECT issuer_id AS third_issuer FROM badges.create_issuer('{"@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"], "name": "Bob in 3.0", "url": "https://bob.example.org", "email": "a@bob.example.org"}', :'bob') \gset
SELECT badge_id AS third_badge FROM badges.create_badge_class(:'third_issuer', '{"type": ["Achievement"], "name": "By Bob in 3.0", "description": "d", "criteria": {"narrative": "n"}}') \gset
CREATE TEMP TABLE known AS SELECT * FROM (VALUES ('ann', :'ann'), ('bob', :'bob'), ('ann_issuer', :'ann_issuer'), ('bob_issuer', :'bob_issuer'), ('ann_badge', :'ann_badge'), ('bob_badge', :'bob_badge'), ('bob_hosted', :'bob_hosted'), ('bob_signed', :'bob_signed'), ('bob_assertion', :'bob_assertion'),
    ('bob_credential', :'bob_credential'), ('bob_jwt', :'bob_jwt'), ('ann_hosted', :'ann_hosted'), ('ann_signed', :'ann_signed'), ('ann_assertion', :'ann_assertion'), ('ann_credential', :'ann_credential'), ('third_issuer', :'third_issuer'), ('third_badge', :'third_badge')) AS v (name, value);
GRANT SELECT ON known TO PUBLIC;
-- <name> stands for a value.
CREATE FUNCTION pg_temp.filled(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE one record;
BEGIN
    FOR one IN SELECT * FROM pg_temp.known LOOP statement := replace(statement, '<' || one.name || '>', quote_literal(one.value)); END LOOP;
    RETURN statement;
END $$;
CREATE FUNCTION pg_temp.forged(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE touched int8;
BEGIN
    EXECUTE pg_temp.filled(statement);
    GET DIAGNOSTICS touched = ROW_COUNT;
    RETURN format('%s rows', touched);
EXCEPTION WHEN restrict_violation OR foreign_key_violation THEN RETURN '23503'; -- 23001 from PostgreSQL 18 on
WHEN OTHERS THEN RETURN pg_temp.masked(concat(SQLSTATE, ': ', SQLERRM));
END $$;

SET ROLE badges_user;
SELECT set_config('request.jwt.claims', jsonb_build_object('sub', :'ann')::text, false) IS NOT NULL AS claimed;
-- Hosted verification believes the site. An award of Bob's badge in Ann's row would be served by it under its own address.
SELECT n, pg_temp.forged(statement) FROM (VALUES
    (1, $$INSERT INTO badges.badge_assertions (assertion_id, badge_id, issuer_id, assertion_json) VALUES ('01920000-0000-4000-8000-000000000001', <ann_badge>, <ann_issuer>, <bob_assertion>::jsonb || '{"id": "https://badges.example.org/assertions/01920000-0000-4000-8000-000000000001", "recipient": {"type": "email", "hashed": false, "identity": "mallory@example.org"}}')$$),
    (2, $$INSERT INTO badges.badge_assertions (assertion_id, badge_id, issuer_id, assertion_json) VALUES ('01920000-0000-4000-8000-000000000001', <ann_badge>, <ann_issuer>, <ann_assertion>::jsonb || jsonb_build_object('id', 'https://badges.example.org/assertions/01920000-0000-4000-8000-000000000001', 'badge', badges.get_badge_class(<bob_badge>)))$$),
    (3, $$INSERT INTO badges.badge_assertions (assertion_id, badge_id, issuer_id, assertion_json) VALUES ('01920000-0000-4000-8000-000000000001', <ann_badge>, <ann_issuer>, <ann_assertion>::jsonb || jsonb_build_object('id', 'https://badges.example.org/assertions/01920000-0000-4000-8000-000000000001', 'badge', badges.get_badge_class(<ann_badge>) || jsonb_build_object('issuer', badges.get_issuer(<bob_issuer>))))$$),
    (4, $$UPDATE badges.badge_assertions SET assertion_json = assertion_json || jsonb_build_object('badge', <bob_assertion>::jsonb -> 'badge') WHERE assertion_id = <ann_hosted>$$),
    (5, $$INSERT INTO badges.badge_assertions (assertion_id, badge_id, issuer_id, assertion_json) VALUES ('01920000-0000-4000-8000-000000000001', <ann_badge>, <ann_issuer>, <ann_assertion>)$$),
    (6, $$INSERT INTO badges.badge_assertions (badge_id, issuer_id, assertion_json) VALUES (<ann_badge>, <ann_issuer>, <bob_assertion>)$$),
    (7, $$INSERT INTO badges.badge_assertions (badge_id, issuer_id, assertion_json) VALUES (<ann_badge>, <ann_issuer>, <bob_credential>)$$),
    (8, $$INSERT INTO badges.badge_assertions (badge_id, issuer_id, assertion_json) VALUES (<ann_badge>, <ann_issuer>, jsonb_set(<ann_credential>, '{issuer}', <bob_credential>::jsonb -> 'issuer') || '{"id": "urn:uuid:9b3b1e1c-0d0c-4b57-9b4e-0d5b6f0c8f11"}')$$),
    (9, $$INSERT INTO badges.badge_assertions (badge_id, issuer_id, assertion_json) VALUES (<ann_badge>, <ann_issuer>, jsonb_set(<ann_credential>, '{credentialSubject,achievement}', <bob_credential>::jsonb #> '{credentialSubject,achievement}') || '{"id": "urn:uuid:9b3b1e1c-0d0c-4b57-9b4e-0d5b6f0c8f11"}')$$),
    (10, $$SELECT badges.issue_assertion(<ann_badge>, 'mallory@example.org', version => '2.0', extra => jsonb_build_object('badge', <bob_assertion>::jsonb -> 'badge'))$$),
    (11, $$SELECT badges.issue_assertion(<ann_badge>, 'mallory@example.org', extra => jsonb_build_object('issuer', <bob_credential>::jsonb -> 'issuer'))$$),
    (12, $$SELECT badges.issue_assertion(<ann_badge>, 'mallory@example.org', version => '2.0', extra => jsonb_build_object('obi:badge', <bob_assertion>::jsonb -> 'badge'))$$)) AS v (n, statement) ORDER BY n;
-- One document of two classes would be believed as the one that its table does not look for; a context from elsewhere may make any name another.
SELECT n, pg_temp.forged(statement) FROM (VALUES
    (1, $$INSERT INTO badges.badge_classes (badge_id, issuer_id, badge_json) VALUES ('01920000-0000-4000-8000-0000000000c1', <ann_issuer>, badges.get_badge_class(<ann_badge>) || <bob_assertion>::jsonb || '{"type": ["Assertion", "BadgeClass"], "id": "https://badges.example.org/badges/01920000-0000-4000-8000-0000000000c1"}')$$),
    (2, $$SELECT badges.create_badge_class(<ann_issuer>, (badges.get_badge_class(<ann_badge>) || <bob_assertion>::jsonb || '{"type": ["BadgeClass", "obi:Assertion"]}') - 'id')$$),
    (3, $$INSERT INTO badges.badge_assertions (badge_id, issuer_id, assertion_json) VALUES (<ann_badge>, <ann_issuer>, badges.get_badge_class(<bob_badge>) || <ann_assertion>::jsonb || '{"type": ["Assertion", "BadgeClass"], "id": "urn:uuid:9b3b1e1c-0d0c-4b57-9b4e-0d5b6f0c8f11"}')$$),
    (4, $$UPDATE badges.issuer_profiles SET issuer_json = <bob_assertion>::jsonb || issuer_json || '{"type": ["Issuer", "Assertion"]}' WHERE issuer_id = <ann_issuer>$$),
    (5, $$SELECT badges.issue_assertion(<ann_badge>, 'mallory@example.org', version => '2.0', extra => jsonb_build_object('@context', '["https://w3id.org/openbadges/v2", "https://evil.example/c.json"]'::jsonb, 'x', <bob_assertion>::jsonb -> 'badge'))$$),
    (6, $$SELECT badges.create_badge_class(<ann_issuer>, (badges.get_badge_class(<ann_badge>) || '{"@context": ["https://w3id.org/openbadges/v2", {"@import": "https://evil.example/c.json"}]}') - 'id')$$)) AS v (n, statement) ORDER BY n;
-- The id of a row of somebody's that is gone.
SELECT n, pg_temp.forged(statement) FROM (VALUES
    (1, $$INSERT INTO badges.issuer_profiles (issuer_id, owner_user_id, issuer_json) SELECT '01920000-0000-7000-8000-0000000000c2', <ann>, issuer_json || '{"id": "https://badges.example.org/issuers/01920000-0000-7000-8000-0000000000c2"}' FROM badges.issuer_profiles WHERE issuer_id = <ann_issuer>$$),
    (2, $$INSERT INTO badges.badge_classes (badge_id, issuer_id, badge_json) VALUES ('01920000-0000-7000-8000-0000000000c2', <ann_issuer>, badges.get_badge_class(<ann_badge>) || '{"id": "https://badges.example.org/badges/01920000-0000-7000-8000-0000000000c2"}')$$),
    (3, $$INSERT INTO badges.badge_assertions (assertion_id, badge_id, issuer_id, assertion_json) VALUES ('01920000-0000-7000-8000-0000000000c2', <ann_badge>, <ann_issuer>, <ann_assertion>::jsonb || '{"id": "https://badges.example.org/assertions/01920000-0000-7000-8000-0000000000c2"}')$$)) AS v (n, statement) ORDER BY n;
-- A badge class of hers that says it is Bob's, or lies at the address of one of his: also where his is stored in the other version.
SELECT n, pg_temp.forged(statement) FROM (VALUES
    (1, $$INSERT INTO badges.badge_classes (badge_id, issuer_id, badge_json) VALUES ('01920000-0000-4000-8000-000000000001', <ann_issuer>, badges.get_badge_class(<bob_badge>) || '{"id": "https://badges.example.org/badges/01920000-0000-4000-8000-000000000001"}')$$),
    (2, $$UPDATE badges.badge_classes SET badge_json = badge_json || jsonb_build_object('issuer', 'https://badges.example.org/issuers/' || <bob_issuer>) WHERE badge_id = <ann_badge>$$),
    (3, $$SELECT badges.create_badge_class(<ann_issuer>, badges.get_badge_class(<bob_badge>))$$),
    (4, $$SELECT badges.create_badge_class(<ann_issuer>, jsonb_build_object('id', 'https://badges.example.org/badges/' || <third_badge>, 'name', 'n', 'description', 'd', 'image', 'https://ann.example.org/i.png', 'criteria', 'https://ann.example.org/c'))$$),
    (5, $$INSERT INTO badges.badge_classes (issuer_id, badge_json) VALUES (<ann_issuer>, badges.get_badge_class(<ann_badge>) || jsonb_build_object('id', 'https://badges.example.org/v3/achievements/' || <bob_badge>))$$),
    (6, $$SELECT badges.create_badge_class(<ann_issuer>, jsonb_build_object('type', ARRAY['Achievement'], 'name', 'n', 'description', 'd', 'criteria', '{"narrative": "n"}'::jsonb, 'creator', badges.get_issuer(<bob_issuer>, '3.0')))$$),
    (7, $$SELECT badges.create_badge_class(<ann_issuer>, jsonb_build_object('type', ARRAY['Achievement'], 'id', 'https://badges.example.org/v3/achievements/' || <bob_badge>, 'name', 'n', 'description', 'd', 'criteria', '{"narrative": "n"}'::jsonb))$$),
    (8, $$SELECT badges.create_badge_class(<ann_issuer>, jsonb_build_object('id', 'https://elsewhere.example/badge', 'name', 'n', 'description', 'd', 'image', 'https://ann.example.org/i.png', 'criteria', 'https://ann.example.org/c'))$$),
    (9, $$INSERT INTO badges.badge_classes (issuer_id, badge_json) VALUES (<ann_issuer>, NULL)$$)) AS v (n, statement) ORDER BY n;
-- An issuer of hers at the address of Bob's, of one there may yet be, or of the site's own pages.
SELECT n, pg_temp.forged(statement) FROM (VALUES
    (1, $$INSERT INTO badges.issuer_profiles (owner_user_id, issuer_json) VALUES (<ann>, pg_temp.issuer('https://badges.example.org/issuers/' || <third_issuer>))$$),
    (2, $$INSERT INTO badges.issuer_profiles (owner_user_id, issuer_json) VALUES (<ann>, pg_temp.profile('https://badges.example.org/v3/issuers/' || <bob_issuer>))$$),
    (3, $$INSERT INTO badges.issuer_profiles (owner_user_id, issuer_json) VALUES (<ann>, pg_temp.issuer('https://badges.example.org/about-us'))$$),
    (4, $$INSERT INTO badges.issuer_profiles (owner_user_id, issuer_json) VALUES (<ann>, pg_temp.issuer('https://badges.example.org/../school'))$$),
    (5, $$INSERT INTO badges.issuer_profiles (issuer_id, owner_user_id, issuer_json) VALUES ('01920000-0000-4000-8000-000000000001', <ann>, pg_temp.issuer('https://badges.example.org/issuers/01920000-0000-4000-8000-000000000001') || jsonb_build_object('@id', 'https://badges.example.org/issuers/' || <bob_issuer>))$$),
    (6, $$INSERT INTO badges.issuer_profiles (issuer_id, owner_user_id, issuer_json, public_keys) SELECT '01920000-0000-4000-8000-000000000001', <ann>, issuer_json, public_keys FROM badges.issuer_profiles$$),
    (7, $$SELECT badges.issue_endorsement(<ann_issuer>, 'https://badges.example.org/issuers/' || <bob_issuer>)$$)) AS v (n, statement) ORDER BY n;
-- What she may write by hand is what the functions would have written.
SELECT n, pg_temp.forged(statement) FROM (VALUES
    (1, $$INSERT INTO badges.issuer_profiles (issuer_id, owner_user_id, issuer_json) VALUES ('01920000-0000-4000-8000-000000000002', <ann>, pg_temp.issuer('https://badges.example.org/issuers/01920000-0000-4000-8000-000000000002'))$$),
    (2, $$INSERT INTO badges.badge_classes (badge_id, issuer_id, badge_json) VALUES ('01920000-0000-4000-8000-000000000002', <ann_issuer>, badges.get_badge_class(<ann_badge>) || '{"id": "https://badges.example.org/badges/01920000-0000-4000-8000-000000000002"}')$$),
    (3, $$INSERT INTO badges.badge_assertions (assertion_id, badge_id, issuer_id, assertion_json) VALUES ('01920000-0000-4000-8000-000000000002', <ann_badge>, <ann_issuer>, <ann_assertion>::jsonb || '{"id": "https://badges.example.org/assertions/01920000-0000-4000-8000-000000000002"}')$$),
    (4, $$UPDATE badges.badge_assertions SET assertion_json = assertion_json || '{"narrative": "x"}' WHERE assertion_id = <ann_hosted>$$),
    (5, $$UPDATE badges.badge_classes SET badge_json = badge_json || '{"name": "x"}' WHERE badge_id = '01920000-0000-4000-8000-000000000002'$$)) AS v (n, statement) ORDER BY n;
SELECT pg_temp.verdict(badges.verify_assertion('01920000-0000-4000-8000-000000000002', 'mallory@example.org')) AS by_hand;
-- A signature copied is still Bob's, and says nothing of Ann: his credential in her row is his, to whom he gave it. One that
-- was changed is none.
SELECT pg_temp.forged($$UPDATE badges.badge_assertions SET credential_text = <bob_jwt> WHERE assertion_id = <ann_signed>$$);
SELECT pg_temp.verdict(badges.verify_assertion(:'ann_signed', 'mallory@example.org')) AS copied, badges.get_assertion_jws(:'ann_signed') = :'bob_jwt' AS is_his;
SELECT pg_temp.forged($$UPDATE badges.badge_assertions SET credential_text = NULL, assertion_json = jsonb_set(assertion_json, '{credentialSubject,identifier,0,identityHash}', '"cat@example.org"') WHERE assertion_id = <ann_signed>$$);
SELECT pg_temp.verdict(badges.verify_assertion(:'ann_signed')) AS changed;
SELECT pg_temp.forged($$UPDATE badges.badge_assertions SET assertion_json = <ann_credential>, recipient_key = NULL WHERE assertion_id = <ann_signed>$$), pg_temp.verdict(badges.verify_assertion(:'ann_signed', 'mallory@example.org')) AS as_before;

-- The digest by which recipients are found: she can put her award into somebody's list, as she could by awarding him; it is
-- still no award of his.
SELECT badges.issue_assertion(:'ann_badge', 'cat@example.org') IS NOT NULL AS awarded;
SELECT pg_temp.forged($$UPDATE badges.badge_assertions SET recipient_key = (SELECT recipient_key FROM badges.badge_assertions AS a WHERE a.assertion_id <> <ann_signed> ORDER BY assertion_id DESC LIMIT 1) WHERE assertion_id = <ann_signed>$$);
RESET ROLE;
SELECT a.assertion_id = :'ann_signed' AS planted, pg_temp.verdict(badges.verify_assertion(a.assertion_id, 'cat@example.org')) FROM badges.find_assertions('cat@example.org') AS a WHERE a.issuer_id = :'ann_issuer' ORDER BY 1;
SET ROLE badges_user;

-- Places in status lists: of her own issuer she may choose them, and harms her own lists alone. Where there is no such place, none
-- is signed for.
RESET ROLE;
SELECT status_index AS bob_index FROM badges.badge_assertions WHERE assertion_id = :'bob_signed' \gset
SET ROLE badges_user;
INSERT INTO badges.badge_assertions (assertion_id, badge_id, issuer_id, assertion_json, status_index, revoked, revoked_at) SELECT '01920000-0000-4000-8000-000000000003', badge_id, issuer_id, assertion_json || '{"id": "https://badges.example.org/assertions/01920000-0000-4000-8000-000000000003"}', :bob_index, true, now() FROM badges.badge_assertions WHERE assertion_id = :'ann_hosted';
SELECT pg_temp.verdict(badges.verify_credential(:'bob_credential', 'cat@example.org')) AS bobs_is_in_force;
SELECT pg_temp.forged($$UPDATE badges.badge_assertions SET status_index = -5 WHERE assertion_id = <ann_hosted>$$);
SELECT pg_temp.forged($$SELECT badges.get_assertion(<ann_hosted>, '3.0')$$);
SELECT pg_temp.forged($$UPDATE badges.badge_assertions SET status_index = DEFAULT WHERE assertion_id = <ann_hosted>$$);
-- Revoked is revoked: not undone, not deleted, not hidden behind another row of the same place, not moved.
SELECT revoked FROM badges.revoke_assertion(:'ann_signed', 'x');
SELECT n, pg_temp.forged(statement) FROM (VALUES (1, $$DELETE FROM badges.badge_assertions WHERE assertion_id = <ann_signed>$$),
    (2, $$UPDATE badges.badge_assertions SET revoked = false, revoked_at = NULL, revocation_reason = NULL WHERE assertion_id = <ann_signed>$$), (3, $$UPDATE badges.badge_assertions SET status_index = 5 WHERE assertion_id = <ann_signed>$$),
    (4, $$INSERT INTO badges.badge_assertions (assertion_id, badge_id, issuer_id, assertion_json, status_index, suspended_at) SELECT '01920000-0000-4000-8000-000000000004', badge_id, issuer_id, assertion_json, status_index, now() FROM badges.badge_assertions WHERE assertion_id = <ann_signed>$$),
    (5, $$INSERT INTO badges.badge_assertions (assertion_id, badge_id, issuer_id, assertion_json, status_index, suspended_at) SELECT '01920000-0000-4000-8000-000000000004', badge_id, issuer_id, assertion_json || '{"id": "urn:uuid:9b3b1e1c-0d0c-4b57-9b4e-0d5b6f0c8f11"}', status_index, now() FROM badges.badge_assertions WHERE assertion_id = <ann_signed>$$),
    (6, $$SELECT badges.reinstate_assertion(<ann_signed>)$$), (7, $$DELETE FROM badges.badge_classes WHERE badge_id = <ann_badge>$$), (8, $$DELETE FROM badges.issuer_profiles$$)) AS v (n, statement) ORDER BY n;
SELECT count(*), count(*) FILTER (WHERE revoked) AS revoked FROM badges.badge_assertions WHERE status_index = (SELECT status_index FROM badges.badge_assertions WHERE assertion_id = :'ann_signed');
SELECT pg_temp.verdict(badges.verify_credential(:'ann_credential', 'mallory@example.org')) AS held, pg_temp.verdict(badges.verify_assertion(:'ann_signed', 'mallory@example.org')) AS stored;
RESET ROLE;

-- An application writes what it likes in anybody's name, and answers for it; what it writes by hand is not signed by that.
SET ROLE badges_app;
INSERT INTO badges.badge_assertions (assertion_id, badge_id, issuer_id, assertion_json) VALUES ('01920000-0000-4000-8000-000000000005', :'ann_badge', :'ann_issuer', :'bob_assertion'::jsonb || '{"id": "https://badges.example.org/assertions/01920000-0000-4000-8000-000000000005"}');
INSERT INTO badges.badge_assertions (assertion_id, badge_id, issuer_id, assertion_json) VALUES ('01920000-0000-4000-8000-000000000006', :'bob_badge', :'bob_issuer', :'bob_credential'::jsonb || '{"id": "https://badges.example.org/v3/credentials/01920000-0000-4000-8000-000000000006"}');
INSERT INTO badges.badge_assertions (assertion_id, badge_id, issuer_id, assertion_json) VALUES ('01920000-0000-4000-8000-000000000007', :'bob_badge', :'bob_issuer', jsonb_set(:'bob_credential', '{credentialSubject,identifier,0,identityHash}', '"mallory@example.org"'));
INSERT INTO badges.badge_assertions (assertion_id, badge_id, issuer_id, assertion_json) VALUES ('01920000-0000-4000-8000-000000000008', :'bob_badge', :'bob_issuer', :'bob_credential'::jsonb - 'proof');
INSERT INTO badges.badge_assertions (assertion_id, badge_id, issuer_id, assertion_json, credential_text) VALUES ('01920000-0000-4000-8000-000000000009', :'bob_badge', :'bob_issuer', :'ann_credential', left(:'bob_jwt', -4) || 'AAAA');
SELECT right(assertion_id::text, 1) AS row, pg_temp.verdict(badges.verify_assertion(assertion_id)) FROM badges.badge_assertions WHERE assertion_id BETWEEN '01920000-0000-4000-8000-000000000005' AND '01920000-0000-4000-8000-000000000009' ORDER BY 1;
SELECT pg_temp.forged($$UPDATE badges.issuer_profiles SET public_keys = (SELECT public_keys FROM badges.issuer_profiles WHERE issuer_id = <ann_issuer>) WHERE issuer_id = <bob_issuer>$$) AS swaps_a_key;
RESET ROLE;
