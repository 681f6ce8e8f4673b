-- Who can do what. Each role is tried, not read from the catalog (objects.sql does that).
\set ECHO none
\getenv folder PG_ABS_SRCDIR
\i :folder/helpers.sql
\set ECHO all
-- Two people, each with an issuer, a badge class and an award; a passkey; a sign-in token.
SELECT user_id AS ann FROM badges.create_user('ann@example.org', 'Ann') \gset
SELECT user_id AS bob FROM badges.create_user('bob@example.org', 'Bob') \gset
SELECT issuer_id AS ann_issuer FROM badges.create_issuer('{"name": "Ann", "url": "https://ann.example.org", "email": "a@ann.example.org"}', :'ann') \gset
SELECT issuer_id AS bob_issuer FROM badges.create_issuer('{"name": "Bob", "url": "https://bob.example.org", "email": "a@bob.example.org"}', :'bob') \gset
SELECT badge_id AS ann_badge FROM badges.create_badge_class(:'ann_issuer', '{"name": "By Ann", "description": "d", "image": "https://ann.example.org/i.png", "criteria": "https://ann.example.org/c"}') \gset
SELECT badge_id AS bob_badge FROM badges.create_badge_class(:'bob_issuer', '{"name": "By Bob", "description": "d", "image": "https://bob.example.org/i.png", "criteria": "https://bob.example.org/c"}') \gset
SELECT assertion_id AS ann_award FROM badges.issue_assertion(:'ann_badge', 'cat@example.org') \gset
SELECT assertion_id AS bob_award FROM badges.issue_assertion(:'bob_badge', 'cat@example.org') \gset
SELECT assertion_json AS ann_credential FROM badges.issue_assertion(:'ann_badge', 'cat@example.org') \gset
SELECT assertion_json AS ann_base FROM badges.issue_assertion(:'ann_badge', 'cat@example.org', proof => 'ecdsa-sd-2023') \gset
DELETE FROM badges.badge_assertions WHERE assertion_id NOT IN (:'ann_award', :'bob_award');
INSERT INTO badges.webauthn_credentials (credential_id, user_id, rp_id, public_key, public_key_alg) VALUES ('YQ', :'ann', 'example.org', '\x00', -7), ('Yg', :'bob', 'example.org', '\x00', -7);
SELECT count(token_id) FROM badges.create_login_token('ann@example.org');
CREATE ROLE regress_nobody;

-- Every kind of thing there is to try: a statement each, whose effect is undone.
CREATE TEMP TABLE attempt (n int GENERATED ALWAYS AS IDENTITY, what text, statement text);
GRANT SELECT ON attempt TO PUBLIC;
INSERT INTO attempt (what, statement) VALUES
    ('validate', $$SELECT badges.validate_ob_json('{}'), badges.ob_json_class('{}'), badges.ob_json_version('{}')$$),
    ('problems', $$SELECT badges.ob_json_problems('{}')$$),
    ('upgrade', $$SELECT badges.upgrade_ob_json('{"@context": "https://w3id.org/openbadges/v2"}')$$),
    ('get issuer', format('SELECT 1 / (badges.get_issuer(%L) IS NOT NULL)::int', :'ann_issuer')),
    ('get badge class', format('SELECT 1 / (badges.get_badge_class(%L) IS NOT NULL)::int', :'ann_badge')),
    ('get assertion', format('SELECT 1 / (badges.get_assertion(%L, embed => true) IS NOT NULL)::int', :'ann_award')),
    ('get revocation list', format('SELECT 1 / (badges.get_revocation_list(%L) IS NOT NULL)::int', :'ann_issuer')),
    ('get assertion in 3.0', format('SELECT 1 / (badges.get_assertion(%L, %L) IS NOT NULL)::int', :'ann_award', '3.0')),
    ('get jws', format('SELECT 1 / (badges.get_assertion_jws(%L) IS NOT NULL)::int', :'ann_award')),
    ('get status list', format('SELECT 1 / (badges.get_status_list(%L) IS NOT NULL)::int', :'ann_issuer')),
    ('get keys', format('SELECT badges.get_did_document(%L), badges.get_jwks(%1$L), badges.get_issuer_key(%1$L, NULL)', :'ann_issuer')),
    ('verify', format('SELECT 1 / (badges.verify_assertion(%L, %L) ->> %L)::bool::int', :'ann_award', 'cat@example.org', 'valid')),
    ('verify credential', format('SELECT 1 / (badges.verify_credential(%L, %L) ->> %L)::bool::int', :'ann_credential', 'cat@example.org', 'valid')),
    ('verify baked badge', $$SELECT badges.verify_baked_badge('<svg/>')$$),
    ('bake', $$SELECT badges.bake_badge('<svg/>', '{"@context": "https://w3id.org/openbadges/v2", "type": "Assertion"}'), badges.unbake_badge('<svg/>')$$),
    ('bake assertion', format('SELECT 1 / (badges.bake_assertion(%L, %L) IS NOT NULL)::int', :'ann_award', '<svg/>')),
    ('derive', format('SELECT badges.derive_credential(%L, %L)', :'ann_base', '{}')),
    ('find', $$SELECT badges.find_assertions('cat@example.org')$$),
    ('create user', $$SELECT badges.create_user('new@example.org')$$),
    ('create issuer', $$SELECT badges.create_issuer('{"name": "n", "url": "https://n.example.org", "email": "a@n.example.org"}')$$),
    ('create issuer of ann', format('SELECT badges.create_issuer(%L, %L)', '{"name": "n", "url": "https://n.example.org", "email": "a@n.example.org"}', :'ann')),
    ('create issuer of bob', format('SELECT badges.create_issuer(%L, %L)', '{"name": "n", "url": "https://n.example.org", "email": "a@n.example.org"}', :'bob')),
    ('create badge class of ann', format('SELECT badges.create_badge_class(%L, badges.get_badge_class(%L) - %L)', :'ann_issuer', :'ann_badge', 'id')),
    ('create badge class of bob', format('SELECT badges.create_badge_class(%L, badges.get_badge_class(%L) - %L)', :'bob_issuer', :'bob_badge', 'id')),
    ('update badge class of ann', format('SELECT badges.update_badge_class(%L, badges.get_badge_class(%1$L))', :'ann_badge')),
    ('update badge class of bob', format('SELECT badges.update_badge_class(%L, badges.get_badge_class(%1$L))', :'bob_badge')),
    ('issue for ann', format('SELECT badges.issue_assertion(%L, %L)', :'ann_badge', 'dan@example.org')),
    ('issue for bob', format('SELECT badges.issue_assertion(%L, %L)', :'bob_badge', 'dan@example.org')),
    ('issue many for ann', format('SELECT badges.issue_assertions(%L, %L)', :'ann_badge', '{dan@example.org}')),
    ('issue many for bob', format('SELECT badges.issue_assertions(%L, %L)', :'bob_badge', '{dan@example.org}')),
    ('issue for ann with a new key', format('SELECT badges.issue_assertion(%L, %L, proof => %L)', :'ann_badge', 'dan@example.org', 'ES384')),
    ('issue 2.0 for ann', format('SELECT badges.issue_assertion(%L, %L, version => %L, proof => %L)', :'ann_badge', 'dan@example.org', '2.0', 'jws')),
    ('endorse as ann', format('SELECT badges.issue_endorsement(%L, %L)', :'ann_issuer', 'https://example.org')),
    ('endorse as bob', format('SELECT badges.issue_endorsement(%L, %L)', :'bob_issuer', 'https://example.org')),
    ('suspend of ann', format('SELECT badges.suspend_assertion(%L)', :'ann_award')),
    ('suspend of bob', format('SELECT badges.suspend_assertion(%L)', :'bob_award')),
    ('reinstate of ann', format('SELECT badges.reinstate_assertion(%L)', :'ann_award')),
    ('reinstate of bob', format('SELECT badges.reinstate_assertion(%L)', :'bob_award')),
    ('rotate key of ann', format('SELECT badges.rotate_issuer_key(%L)', :'ann_issuer')),
    ('mark key of ann', format('SELECT badges.mark_issuer_key_compromised(%L, badges.get_jwks(%1$L) #>> %L)', :'ann_issuer', '{keys,0,kid}')),
    ('take a status index', 'SELECT badges.next_status_index()'), ('set the status counter', $$SELECT setval('badges.status_index_sequence', 5)$$), ('read the status counter', 'SELECT last_value FROM badges.status_index_sequence'), ('set the status key', $$SELECT setval('badges.status_index_key', 5)$$),
    ('revoke of ann', format('SELECT badges.revoke_assertion(%L)', :'ann_award')),
    ('revoke of bob', format('SELECT badges.revoke_assertion(%L)', :'bob_award')),
    ('create login token', $$SELECT badges.create_login_token('ann@example.org')$$),
    ('verify login token', $$SELECT badges.verify_login_token('x')$$),
    ('revoke login tokens', format('SELECT badges.revoke_login_tokens(%L)', :'ann')),
    ('purge login tokens', 'SELECT badges.purge_login_tokens()'),
    ('read users', 'SELECT * FROM badges.users'), ('read issuers', 'SELECT issuer_id, owner_user_id, issuer_json, name, public_keys FROM badges.issuer_profiles'),
    ('read private keys', 'SELECT encrypted_private_key FROM badges.issuer_profiles'), ('read all of issuers', 'SELECT * FROM badges.issuer_profiles'),
    ('read badge classes', 'SELECT * FROM badges.badge_classes'), ('read assertions', 'SELECT * FROM badges.badge_assertions'),
    ('read passkeys', 'SELECT credential_id, user_id, nickname FROM badges.webauthn_credentials'), ('read public keys of passkeys', 'SELECT public_key FROM badges.webauthn_credentials'),
    ('read login tokens', 'SELECT token_id FROM badges.login_tokens'),
    ('add a user', $$INSERT INTO badges.users (email) VALUES ('new@example.org')$$),
    ('add an issuer', $$INSERT INTO badges.issuer_profiles (issuer_json) VALUES (badges.upgrade_ob_json('{"@context": "https://w3id.org/openbadges/v2", "type": "Issuer", "id": "https://n.example.org", "name": "n", "url": "https://n.example.org", "email": "a@n.example.org"}'))$$),
    ('add a badge class of ann', format('INSERT INTO badges.badge_classes (issuer_id, badge_json) VALUES (%L, badges.get_badge_class(%L) || %L)', :'ann_issuer', :'ann_badge', '{"id": "https://n.example.org/b"}')),
    ('add a badge class of bob', format('INSERT INTO badges.badge_classes (issuer_id, badge_json) VALUES (%L, badges.get_badge_class(%L) || %L)', :'bob_issuer', :'bob_badge', '{"id": "https://n.example.org/b"}')),
    ('add an award of bob', format('INSERT INTO badges.badge_assertions (badge_id, issuer_id, assertion_json) VALUES (%L, %L, badges.get_assertion(%L) || %L)', :'bob_badge', :'bob_issuer', :'bob_award', '{"id": "https://n.example.org/a"}')),
    ('add a login token', $$INSERT INTO badges.login_tokens (token_id, purpose, expires_at) VALUES (badges.uuid_v7(), 'login', now())$$),
    ('add a passkey', format('INSERT INTO badges.webauthn_credentials (credential_id, user_id, rp_id, public_key, public_key_alg) VALUES (%L, %L, %L, %L, -7)', 'Yw', :'ann', 'example.org', '\x00')),
    ('change names of users', $$UPDATE badges.users SET name = 'x'$$), ('change addresses of users', $$UPDATE badges.users SET email = email || 'x'$$), ('enable users', 'UPDATE badges.users SET disabled_at = NULL'),
    ('delete users', 'DELETE FROM badges.users'),
    ('change issuers', $$UPDATE badges.issuer_profiles SET issuer_json = issuer_json || '{"name": "x"}'$$), ('change owners of issuers', format('UPDATE badges.issuer_profiles SET owner_user_id = %L', :'ann')),
    ('change private keys', $$UPDATE badges.issuer_profiles SET encrypted_private_key = '\x02'$$), ('change public keys', $$UPDATE badges.issuer_profiles SET public_keys = '[{}]'$$), ('add public keys', $$INSERT INTO badges.issuer_profiles (issuer_json, public_keys) VALUES (pg_temp.issuer(), '[{}]')$$),
    ('change awards', $$UPDATE badges.badge_assertions SET revoked = true, revoked_at = now()$$), ('delete awards', 'DELETE FROM badges.badge_assertions'), ('move awards', format('UPDATE badges.badge_assertions SET badge_id = %L, issuer_id = %L', :'bob_badge', :'bob_issuer')),
    ('change nicknames', $$UPDATE badges.webauthn_credentials SET nickname = 'x'$$), ('change counters', 'UPDATE badges.webauthn_credentials SET sign_count = 0'), ('delete passkeys', 'DELETE FROM badges.webauthn_credentials'),
    ('extend login tokens', 'UPDATE badges.login_tokens SET expires_at = now()'), ('truncate awards', 'TRUNCATE badges.badge_assertions'),
    ('add a trigger', 'CREATE TRIGGER t BEFORE INSERT ON badges.badge_assertions FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()'),
    ('make a function in the schema', 'CREATE FUNCTION badges.f() RETURNS int LANGUAGE sql AS $f$ SELECT 1 $f$'),
    ('switch row security off', 'ALTER TABLE badges.users DISABLE ROW LEVEL SECURITY'), ('set the base URL', $$SET badges.base_url = 'https://evil.example'$$),
    ('set sign-up', 'SET badges.sign_up = on'), ('set the default version', $$SET badges.default_version = '2.0'$$);
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
WHEN insufficient_privilege THEN
    RETURN '-';
WHEN restrict_violation THEN
    RETURN '23503'; -- its code before PostgreSQL 18
WHEN OTHERS THEN
    RETURN SQLSTATE;
END $$;
CREATE TEMP TABLE result (n int, role text, result text);
GRANT INSERT ON result TO PUBLIC;
-- "-" is 42501, a number the rows seen or changed, anything else another SQLSTATE.
SET ROLE regress_nobody;
INSERT INTO result SELECT n, 'public', pg_temp.result(statement) FROM attempt ORDER BY n;
SET ROLE badges_reader;
INSERT INTO result SELECT n, 'reader', pg_temp.result(statement) FROM attempt ORDER BY n;
SET ROLE badges_user;
INSERT INTO result SELECT n, 'user, no claims', pg_temp.result(statement) FROM attempt ORDER BY n;
SELECT set_config('request.jwt.claims', jsonb_build_object('sub', :'ann', 'role', 'badges_user')::text, false) IS NOT NULL AS claimed;
INSERT INTO result SELECT n, 'user ann', pg_temp.result(statement) FROM attempt ORDER BY n;
SELECT set_config('request.jwt.claims', '', false) = '' AS reset;
SET ROLE badges_app;
INSERT INTO result SELECT n, 'app', pg_temp.result(statement) FROM attempt ORDER BY n;
SET ROLE badges_admin;
INSERT INTO result SELECT n, 'admin', pg_temp.result(statement) FROM attempt ORDER BY n;
RESET ROLE;
SELECT what, max(result) FILTER (WHERE role = 'public') AS public, max(result) FILTER (WHERE role = 'reader') AS reader, max(result) FILTER (WHERE role = 'user, no claims') AS anybody,
       max(result) FILTER (WHERE role = 'user ann') AS ann, max(result) FILTER (WHERE role = 'app') AS app, max(result) FILTER (WHERE role = 'admin') AS admin
  FROM attempt JOIN result USING (n) GROUP BY n, what ORDER BY n;

-- Who a request speaks for.
SET ROLE badges_user;
CREATE FUNCTION pg_temp.speaks_for(claims text) RETURNS uuid LANGUAGE plpgsql AS $$ BEGIN PERFORM set_config('request.jwt.claims', claims, false); RETURN badges.current_user_id(); END $$;
SELECT n, pg_temp.speaks_for(claims) FROM (VALUES (1, ''), (2, 'null'), (3, '{'), (4, '[]'), (5, '{"sub": null}'), (6, '{"sub": 5}'), (7, '{"sub": "ann"}'),
    (8, '{"sub": "00000000-0000-4000-8000-00000000000A"}'), (9, '{"sub": ["00000000-0000-4000-8000-000000000001"]}'), (10, '{"sub": ""}'), (11, repeat('[', 100000))) AS v (n, claims) ORDER BY n;
RESET request.jwt.claims;
SELECT badges.current_user_id();
-- Ann's rows and no others; what she makes is hers.
SELECT set_config('request.jwt.claims', jsonb_build_object('sub', :'ann')::text, false) IS NOT NULL AS claimed;
SELECT email FROM badges.users;
SELECT name FROM badges.issuer_profiles;
SELECT name FROM badges.badge_classes;
SELECT count(*) FROM badges.badge_assertions;
SELECT credential_id FROM badges.webauthn_credentials;
SELECT name, owner_user_id = :'ann' AS hers FROM badges.create_issuer('{"name": "Second", "url": "https://ann.example.org", "email": "a@ann.example.org"}');
SELECT count(*) FROM badges.find_assertions('cat@example.org');
SELECT pg_temp.outcome(format('SELECT badges.issue_assertion(%L, %L)', :'bob_badge', 'dan@example.org'));
SELECT pg_temp.outcome(format('SELECT badges.revoke_assertion(%L)', :'bob_award'));
SELECT pg_temp.outcome(format('SELECT badges.create_issuer(%L, %L)', '{"name": "n", "url": "https://n.example.org", "email": "a@n.example.org"}', :'bob'));
-- Her new issuer has keys, although she writes no key; what she awards in its name verifies for everybody.
SELECT jsonb_array_length(public_keys) AS keys FROM badges.issuer_profiles WHERE name = 'Second';
SELECT badge_id AS second_badge FROM badges.issuer_profiles AS i, badges.create_badge_class(i.issuer_id, '{"name": "Second", "description": "d", "image": "https://ann.example.org/i.png", "criteria": "https://ann.example.org/c"}') WHERE i.name = 'Second' \gset
SELECT assertion_json #>> '{proof,0,cryptosuite}' AS cryptosuite, assertion_json AS second_credential FROM badges.issue_assertion(:'second_badge', 'dan@example.org', proof => 'ecdsa-rdfc-2019') \gset
SET ROLE badges_reader;
SELECT badges.verify_credential(:'second_credential', 'dan@example.org') -> 'valid' AS valid;
SET ROLE badges_user;
SELECT name FROM badges.create_issuer('{"name": "Third", "url": "https://ann.example.org", "email": "a@ann.example.org"}');
-- She gives no issuer an id that is not this site's, by any way; an application does, where it is nobody's.
SELECT n, pg_temp.outcome(replace(statement, '$ann', quote_literal(:'ann_issuer'))) FROM (VALUES
    (1, $$SELECT badges.create_issuer('{"id": "https://school.example.org/issuer", "name": "n", "url": "https://school.example.org", "email": "a@school.example.org"}')$$),
    (2, $$INSERT INTO badges.issuer_profiles (owner_user_id, issuer_json) VALUES (badges.current_user_id(), pg_temp.issuer())$$),
    (3, $$UPDATE badges.issuer_profiles SET issuer_json = issuer_json || '{"id": "https://school.example.org/issuer"}' WHERE name = 'Third'$$),
    (4, $$UPDATE badges.issuer_profiles SET issuer_json = issuer_json - 'id' || '{"@id": "https://school.example.org/issuer"}' WHERE name = 'Third'$$),
    (5, $$UPDATE badges.issuer_profiles SET issuer_json = issuer_json || '{"id": "https://badges.example.org.evil.example/issuers/1"}' WHERE name = 'Third'$$),
    (6, $$SELECT badges.create_issuer('{"id": "did:web:school.example.org", "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"], "name": "n"}')$$),
    (7, $$UPDATE badges.issuer_profiles SET issuer_json = issuer_json || '{"name": "Ann again"}' WHERE issuer_id = $ann$$), (8, $$UPDATE badges.issuer_profiles SET issuer_json = issuer_json || '{"id": "https://badges.example.org/issuers/1"}' WHERE issuer_id = $ann$$),
    (9, $$UPDATE badges.issuer_profiles SET issuer_json = issuer_json || '{"id": "https://badges.example.org/issuers/1"}' WHERE name = 'Third'$$)) AS v (n, statement) ORDER BY n;
-- The 3.0 id that follows for another's issuer is below it; what is signed in its name is told from what is Bob's.
INSERT INTO badges.issuer_profiles (owner_user_id, issuer_json) VALUES (:'ann', format('{"@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"], "id": "https://badges.example.org/v3/issuers/%s", "type": ["Profile"], "name": "Not Bob"}', :'bob_issuer')::jsonb);
SELECT badge_id AS not_bobs FROM badges.issuer_profiles AS i, badges.create_badge_class(i.issuer_id, '{"@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"], "name": "n", "description": "d", "criteria": {"narrative": "n"}}') WHERE i.name = 'Not Bob' \gset
SELECT assertion_json #>> '{issuer,id}' = 'https://badges.example.org/v3/issuers/' || :'bob_issuer' AS in_bobs_name, pg_temp.verdict(badges.verify_credential(assertion_json::text, 'dan@example.org')) AS verdict, pg_temp.verdict(badges.verify_assertion(assertion_id, 'dan@example.org')) AS stored FROM badges.issue_assertion(:'not_bobs', 'dan@example.org');
DELETE FROM badges.badge_assertions WHERE badge_id = :'not_bobs';
DELETE FROM badges.badge_classes WHERE badge_id = :'not_bobs';
DELETE FROM badges.issuer_profiles WHERE name = 'Not Bob';
SET ROLE badges_app;
SELECT pg_temp.outcome($$SELECT badges.create_issuer('{"id": "https://school.example.org/issuer", "name": "n", "url": "https://school.example.org", "email": "a@school.example.org"}')$$) AS by_app;
SET ROLE badges_user;
-- A function that leaks what it sees is not asked before row security.
CREATE FUNCTION pg_temp.leak(content text) RETURNS bool LANGUAGE plpgsql COST 0.0000001 AS $$ BEGIN RAISE NOTICE 'leaked %', content; RETURN true; END $$;
SELECT count(*) FROM badges.users WHERE pg_temp.leak(email);
SELECT count(*) FROM badges.issuer_profiles WHERE pg_temp.leak(name);
RESET ROLE;

-- No name that a caller puts in front is taken for ours: operators, functions, temporary tables, types.
CREATE SCHEMA evil;
GRANT USAGE ON SCHEMA evil TO PUBLIC;
CREATE FUNCTION evil.fired() RETURNS void LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'hijacked'; END $$;
CREATE FUNCTION evil.equal(uuid, uuid) RETURNS bool LANGUAGE plpgsql AS $$ BEGIN PERFORM evil.fired(); RETURN true; END $$;
CREATE FUNCTION evil.equal(text, text) RETURNS bool LANGUAGE plpgsql AS $$ BEGIN PERFORM evil.fired(); RETURN true; END $$;
CREATE FUNCTION evil.equal(jsonb, jsonb) RETURNS bool LANGUAGE plpgsql AS $$ BEGIN PERFORM evil.fired(); RETURN true; END $$;
CREATE FUNCTION evil.equal(bytea, bytea) RETURNS bool LANGUAGE plpgsql AS $$ BEGIN PERFORM evil.fired(); RETURN true; END $$;
CREATE OPERATOR evil.= (LEFTARG = uuid, RIGHTARG = uuid, FUNCTION = evil.equal);
CREATE OPERATOR evil.= (LEFTARG = text, RIGHTARG = text, FUNCTION = evil.equal);
CREATE OPERATOR evil.= (LEFTARG = jsonb, RIGHTARG = jsonb, FUNCTION = evil.equal);
CREATE OPERATOR evil.= (LEFTARG = bytea, RIGHTARG = bytea, FUNCTION = evil.equal);
CREATE FUNCTION evil.now() RETURNS timestamptz LANGUAGE plpgsql AS $$ BEGIN PERFORM evil.fired(); RETURN NULL; END $$;
CREATE FUNCTION evil.lower(text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN PERFORM evil.fired(); RETURN NULL; END $$;
CREATE FUNCTION evil.btrim(text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN PERFORM evil.fired(); RETURN NULL; END $$;
CREATE FUNCTION evil.jsonb_typeof(jsonb) RETURNS text LANGUAGE plpgsql AS $$ BEGIN PERFORM evil.fired(); RETURN NULL; END $$;
CREATE FUNCTION evil.octet_length(bytea) RETURNS int LANGUAGE plpgsql AS $$ BEGIN PERFORM evil.fired(); RETURN NULL; END $$;
CREATE FUNCTION evil.unnest(uuid[], jsonb[], bytea[]) RETURNS SETOF record LANGUAGE plpgsql AS $$ BEGIN PERFORM evil.fired(); END $$;
CREATE FUNCTION evil.validate_ob_json(jsonb, text) RETURNS bool LANGUAGE plpgsql AS $$ BEGIN PERFORM evil.fired(); RETURN true; END $$;
CREATE FUNCTION evil.current_user_id() RETURNS uuid LANGUAGE plpgsql AS $$ BEGIN PERFORM evil.fired(); RETURN NULL; END $$;
\c -
SET ROLE badges_app;
CREATE TEMP TABLE users (LIKE badges.users);
CREATE TEMP TABLE issuer_profiles (issuer_id uuid, owner_user_id uuid, issuer_json jsonb);
CREATE TEMP TABLE badge_classes (LIKE badges.badge_classes);
CREATE TEMP TABLE badge_assertions (LIKE badges.badge_assertions);
SET search_path = evil, pg_temp, pg_catalog, badges;
-- The trap is set,
SELECT lower('x');
SELECT 'x'::text = 'y'::text;
-- and nothing of ours steps into it.
SELECT (badges.create_user('hijack@example.org')).email;
SELECT issuer_id AS issuer FROM badges.create_issuer('{"name": "n", "url": "https://n.example.org", "email": "a@n.example.org"}') \gset
SELECT badge_id AS badge FROM badges.create_badge_class(:'issuer', '{"name": "n", "description": "d", "image": "https://n.example.org/i.png", "criteria": "https://n.example.org/c"}') \gset
SELECT assertion_id AS award FROM badges.issue_assertion(:'badge', 'cat@example.org') \gset
SELECT count(*) FROM badges.issue_assertions(:'badge', ARRAY['dan@example.org', 'eve@example.org']);
SELECT count(*) FROM badges.find_assertions('cat@example.org');
SELECT badges.verify_assertion(:'award', 'cat@example.org') -> 'valid' AS valid, badges.get_assertion(:'award', embed => true) IS NULL AS missing, badges.get_revocation_list(:'issuer') IS NULL AS missing;
SELECT revoked FROM badges.revoke_assertion(:'award', 'x');
SELECT name FROM badges.update_badge_class(:'badge', badges.get_badge_class(:'badge'));
INSERT INTO badges.users (email) VALUES ('plain@example.org');
UPDATE badges.badge_classes SET updated_at = pg_catalog.now();
INSERT INTO badges.issuer_profiles (issuer_json) VALUES ('[]');
\echo :LAST_ERROR_SQLSTATE
SET ROLE badges_user;
SELECT pg_catalog.set_config('request.jwt.claims', pg_catalog.format('{"sub": "%s"}', :'ann'), false) IS NOT NULL AS claimed;
SELECT u.email FROM badges.users AS u;
SELECT i.name FROM badges.issuer_profiles AS i ORDER BY i.name;
SELECT b.name FROM badges.badge_classes AS b ORDER BY b.name;
RESET ROLE;
SELECT pg_catalog.count(*) AS in_temporary_tables FROM (SELECT FROM pg_temp.users UNION ALL SELECT FROM pg_temp.issuer_profiles UNION ALL SELECT FROM pg_temp.badge_classes UNION ALL SELECT FROM pg_temp.badge_assertions) AS t;
RESET search_path;
DROP ROLE regress_nobody;
