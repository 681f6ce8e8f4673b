-- Names that a caller puts in front of ours: a function for each function of PostgreSQL and of ours, an operator for each
-- operator, aggregates, types, tables, in a schema searched first and among the temporary objects. Each raises HJ000
-- when it is taken for the real one. Then every function of ours is called, by every role.
\set ECHO none
\getenv folder PG_ABS_SRCDIR
\i :folder/helpers.sql
\set ECHO all
SET search_path = pg_catalog, pg_temp;
CREATE SCHEMA trap;
GRANT USAGE ON SCHEMA trap TO PUBLIC;
CREATE FUNCTION trap.fire(what pg_catalog.text) RETURNS pg_catalog.bool LANGUAGE plpgsql COST 0.0000001 AS $$
BEGIN RAISE EXCEPTION USING ERRCODE = 'HJ000', MESSAGE = 'hijacked by ' OPERATOR(pg_catalog.||) what; END $$;
CREATE FUNCTION trap.step(state pg_catalog.text) RETURNS pg_catalog.text LANGUAGE plpgsql AS $$ BEGIN PERFORM trap.fire('aggregate'); END $$;
CREATE FUNCTION trap.step(state pg_catalog.text, value anyelement) RETURNS pg_catalog.text LANGUAGE plpgsql AS $$ BEGIN PERFORM trap.fire('aggregate'); END $$;

-- What cannot be made a second time outside pg_catalog (what takes or returns internal values) is no trap either.
CREATE FUNCTION pg_temp.set_trap(statement text) RETURNS bool LANGUAGE plpgsql AS $$
BEGIN EXECUTE statement; RETURN true; EXCEPTION WHEN OTHERS THEN RETURN false; END $$;
CREATE TEMP TABLE trap_set AS
WITH signature AS (
    SELECT DISTINCT ON (p.proname, p.proargtypes::text) p.*, (SELECT string_agg(format_type(t, NULL), ', ' ORDER BY n) FROM unnest(p.proargtypes) WITH ORDINALITY AS a (t, n)) AS arguments
      FROM pg_proc p WHERE p.pronamespace IN ('pg_catalog'::regnamespace, 'badges'::regnamespace) AND NOT EXISTS (
        SELECT FROM unnest(p.proargtypes || p.prorettype) AS t (oid) JOIN pg_type USING (oid) WHERE typtype = 'p' AND typname NOT IN ('record', 'void', 'anyelement', 'anyarray', 'anynonarray', 'anycompatible', 'anycompatiblearray'))
)
SELECT 'function' AS kind, pg_temp.set_trap(format('CREATE FUNCTION trap.%I(%s) RETURNS %s%s LANGUAGE plpgsql AS %L', proname, arguments, CASE WHEN proretset THEN 'SETOF ' END, format_type(prorettype, NULL),
           format('BEGIN PERFORM trap.fire(%L); END', 'function ' || proname))) AS is_set
  FROM signature WHERE prokind = 'f'
UNION ALL
SELECT 'aggregate', pg_temp.set_trap(format('CREATE AGGREGATE trap.%I(%s) (SFUNC = trap.step, STYPE = pg_catalog.text, INITCOND = %L)', proname, coalesce(nullif(arguments, ''), '*'), ''))
  FROM signature WHERE prokind = 'a'
UNION ALL
SELECT 'operator', pg_temp.set_trap(format('CREATE FUNCTION trap.operator_%s(%s) RETURNS %s LANGUAGE plpgsql AS %L', oid, concat_ws(', ', format_type(nullif(oprleft, 0), NULL), format_type(oprright, NULL)), format_type(oprresult, NULL),
           format('BEGIN PERFORM trap.fire(%L); END', 'operator ' || oprname)))
       AND pg_temp.set_trap(format('CREATE OPERATOR trap.%s (%s RIGHTARG = %s, FUNCTION = trap.operator_%s)', oprname, 'LEFTARG = ' || format_type(nullif(oprleft, 0), NULL) || ',', format_type(oprright, NULL), oid))
  FROM pg_operator WHERE oprnamespace = 'pg_catalog'::regnamespace
UNION ALL
SELECT 'type', pg_temp.set_trap(format('CREATE DOMAIN trap.%I AS pg_catalog.%1$I CHECK (trap.fire(%L))', name, 'type ' || name))
  FROM unnest('{text,uuid,jsonb,json,bool,bytea,int2,int4,int8,timestamptz,interval,name,numeric,inet,oid,varchar,float8}'::text[]) AS name
UNION ALL
SELECT 'table', pg_temp.set_trap(format('CREATE VIEW trap.%I AS SELECT * FROM badges.%1$I WHERE trap.fire(%L) WITH CHECK OPTION', relname, 'table ' || relname)) AND pg_temp.set_trap(format('GRANT ALL ON trap.%I TO PUBLIC', relname))
  FROM pg_class WHERE relnamespace = 'badges'::regnamespace AND relkind = 'r'
UNION ALL
SELECT 'sequence', pg_temp.set_trap(format('CREATE SEQUENCE trap.%I', relname)) FROM pg_class WHERE relnamespace = 'badges'::regnamespace AND relkind = 'S';
SELECT kind, count(*) FILTER (WHERE is_set) > CASE kind WHEN 'function' THEN 2000 WHEN 'operator' THEN 700 WHEN 'aggregate' THEN 80 ELSE 0 END AS many,
       CASE WHEN kind IN ('type', 'table', 'sequence') THEN bool_and(is_set) END AS every_one FROM trap_set GROUP BY kind ORDER BY kind;
-- Those that SQL of ours calls are among them (nothing is missing).
SELECT name AS missing FROM unnest('{now,lower,btrim,unnest,jsonb_typeof,octet_length,hashtext,pg_advisory_xact_lock,pg_try_advisory_xact_lock,format,starts_with,rtrim,current_setting,count,max,sum,array_agg}'::name[]) AS name
 WHERE name NOT IN (SELECT proname FROM pg_proc WHERE pronamespace = 'trap'::regnamespace) ORDER BY 1;

-- The traps work: a definer function that pins nothing steps into each kind, one that pins its path into none.
CREATE SCHEMA regress;
GRANT USAGE ON SCHEMA regress TO PUBLIC;
CREATE FUNCTION regress.unpinned_function() RETURNS pg_catalog.text LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN RETURN lower('X'); END $$;
CREATE FUNCTION regress.unpinned_operator() RETURNS pg_catalog.bool LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN RETURN pg_catalog.gen_random_uuid() = pg_catalog.gen_random_uuid(); END $$;
CREATE FUNCTION regress.unpinned_aggregate() RETURNS pg_catalog.int8 LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN RETURN (SELECT count(*) FROM badges.users); END $$;
CREATE FUNCTION regress.unpinned_type() RETURNS pg_catalog.bool LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN RETURN 'x'::text IS NULL; END $$;
CREATE FUNCTION regress.unpinned_table() RETURNS pg_catalog.bool LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN RETURN EXISTS (SELECT FROM users); END $$;
-- Temporary objects come first unless they are named last: PostgreSQL's own trap.
CREATE FUNCTION regress.half_pinned_table() RETURNS pg_catalog.bool LANGUAGE plpgsql SECURITY DEFINER SET search_path = badges AS $$ BEGIN RETURN EXISTS (SELECT FROM users); END $$;
CREATE FUNCTION regress.pinned() RETURNS pg_catalog.bool LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ BEGIN RETURN lower('X') = 'x' AND (SELECT count(*) FROM badges.users) > 0 AND 'x'::text IS NOT NULL; END $$;

-- Calls a function with the traps in front, and undoes what it did.
CREATE FUNCTION regress.outcome(statement text) RETURNS text LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM set_config('search_path', 'trap, pg_temp, pg_catalog, badges', true);
    EXECUTE statement;
    RAISE EXCEPTION USING ERRCODE = 'ZZZZZ', MESSAGE = 'x';
EXCEPTION WHEN SQLSTATE 'ZZZZZ' THEN RETURN 'x';
WHEN SQLSTATE 'HJ000' THEN RETURN SQLERRM;
WHEN insufficient_privilege THEN RETURN NULL;
WHEN OTHERS THEN RETURN SQLSTATE;
END $$;

ALTER DATABASE :DBNAME SET badges.base_url = 'https://badges.example.org';
ALTER DATABASE :DBNAME SET badges.rp_id = 'example.org';
ALTER DATABASE :DBNAME SET badges.rp_origins = 'https://example.org';
\c -
SET search_path = pg_catalog, pg_temp;
SELECT user_id AS "user" FROM badges.create_user('ann@example.org', 'Ann') \gset
SELECT issuer_id AS issuer FROM badges.create_issuer('{"name": "Ann", "url": "https://ann.example.org", "email": "a@ann.example.org"}', :'user') \gset
SELECT badge_id AS badge FROM badges.create_badge_class(:'issuer', '{"name": "n", "description": "d", "image": "https://ann.example.org/i.png", "criteria": "https://ann.example.org/c"}') \gset
SELECT badge_id AS fresh FROM badges.create_badge_class(:'issuer', '{"name": "n", "description": "d", "image": "https://ann.example.org/i.png", "criteria": "https://ann.example.org/c"}') \gset
SELECT assertion_id AS award, assertion_json AS credential FROM badges.issue_assertion(:'badge', 'cat@example.org', proof => 'ecdsa-sd-2023') \gset
SELECT assertion_id AS suspended FROM badges.issue_assertion(:'badge', 'cat@example.org', version => '2.0', hashed => false) \gset
SELECT (badges.suspend_assertion(:'suspended')).assertion_id IS NOT NULL AS suspended_now;
UPDATE badges.badge_assertions SET recipient_key = NULL WHERE assertion_id = :'suspended';
SELECT token_id AS token, code, link_token AS link FROM badges.create_login_token('ann@example.org') \gset
SELECT token_id AS recovery, code AS recovery_code FROM badges.create_login_token('ann@example.org', 'recovery') \gset
SELECT token_id AS sign_up, code AS sign_up_code FROM badges.create_login_token('new@example.org') \gset
INSERT INTO badges.login_tokens (token_id, purpose, expires_at) SELECT gen_random_uuid(), 'login', now() - interval '9 days' FROM generate_series(1, 3);
INSERT INTO badges.webauthn_credentials (credential_id, user_id, rp_id, public_key, public_key_alg) VALUES ('YQ', :'user', 'example.org', '\x00', -7);
SELECT token_id AS registration FROM badges.webauthn_start_registration(:'user') \gset
SELECT token_id AS authentication FROM badges.webauthn_start_authentication('ann@example.org') \gset
SELECT badges.get_jwks(:'issuer') #>> '{keys,0,kid}' AS key \gset

-- Every function, and what the tables run by themselves.
CREATE TABLE regress.call (n int GENERATED ALWAYS AS IDENTITY, function name, statement text);
INSERT INTO regress.call (function, statement) SELECT function, replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(statement,
    '$issuer', quote_literal(:'issuer')), '$badge', quote_literal(:'badge')), '$fresh', quote_literal(:'fresh')), '$award', quote_literal(:'award')), '$suspended', quote_literal(:'suspended')), '$user', quote_literal(:'user')),
    '$token', quote_literal(:'token')), '$link', quote_literal(:'link')), '$code', quote_literal(:'code')), '$recovery_code', quote_literal(:'recovery_code')), '$recovery', quote_literal(:'recovery')),
    '$sign_up_code', quote_literal(:'sign_up_code')), '$sign_up', quote_literal(:'sign_up')), '$registration', quote_literal(:'registration')), '$authentication', quote_literal(:'authentication')), '$credential', quote_literal(:'credential'))
FROM (VALUES
    ('assertion_names_its_badge_class', $$SELECT badges.assertion_names_its_badge_class($award, $badge, $credential)$$),
    ('badge_class_is_awarded', $$SELECT badges.badge_class_is_awarded($badge)$$),
    ('badge_class_may_become', $$SELECT badges.badge_class_may_become($fresh, '{}')$$),
    ('badge_class_names_its_issuer', $$SELECT badges.badge_class_names_its_issuer($badge, $issuer, badges.get_badge_class($badge))$$),
    ('bake_assertion', $$SELECT badges.bake_assertion($award, '<svg xmlns="http://www.w3.org/2000/svg"/>'::pg_catalog.bytea)$$),
    ('bake_badge', $$SELECT badges.bake_badge('<svg xmlns="http://www.w3.org/2000/svg"/>'::pg_catalog.bytea, $credential)$$),
    ('check_ob_json', $$SELECT badges.check_ob_json(badges.get_issuer($issuer), 'Issuer')$$),
    ('create_badge_class', $$SELECT badges.create_badge_class($issuer, '{"name": "n", "description": "d", "image": "https://ann.example.org/i.png", "criteria": "https://ann.example.org/c"}')$$),
    ('create_issuer', $$SELECT badges.create_issuer('{"name": "n", "url": "https://n.example.org", "email": "a@n.example.org"}')$$),
    ('create_login_token', $$SELECT badges.create_login_token('ann@example.org')$$),
    ('create_login_token', $$SELECT badges.create_login_token('nobody@example.org')$$),
    ('create_user', $$SELECT badges.create_user('bob@example.org')$$),
    ('current_user_id', $$SELECT badges.current_user_id()$$),
    ('depends_on_key_file', $$SELECT badges.depends_on_key_file()$$),
    ('derive_credential', $$SELECT badges.derive_credential($credential, '{/credentialSubject/achievement/name}')$$),
    ('export_credential', $$SELECT badges.export_credential(assertion_id) FROM badges.import_credential($credential, $user)$$),
    ('find_assertions', $$SELECT badges.find_assertions('cat@example.org')$$),
    ('get_assertion', $$SELECT badges.get_assertion($award, '2.0', true), badges.get_assertion($suspended, '3.0'), badges.get_assertion($award)$$),
    ('get_assertion_jws', $$SELECT badges.get_assertion_jws($award)$$),
    ('get_badge_class', $$SELECT badges.get_badge_class($badge, '3.0')$$),
    ('get_credentials', $$SELECT badges.get_credentials($user)$$),
    ('get_did_document', $$SELECT badges.get_did_document($issuer)$$),
    ('get_issuer', $$SELECT badges.get_issuer($issuer, '3.0')$$),
    ('get_issuer_key', $$SELECT badges.get_issuer_key($issuer, 'x')$$),
    ('get_jwks', $$SELECT badges.get_jwks($issuer)$$),
    ('get_revocation_list', $$SELECT badges.get_revocation_list($issuer)$$),
    ('get_status_list', $$SELECT badges.get_status_list($issuer)$$),
    ('held_document_ids', $$SELECT badges.held_document_ids()$$),
    ('import_baked_badge', $$SELECT badges.import_baked_badge(badges.bake_badge('<svg xmlns="http://www.w3.org/2000/svg"/>'::pg_catalog.bytea, $credential), $user)$$),
    ('import_credential', $$SELECT badges.import_credential($credential, $user)$$),
    ('is_email_address', $$SELECT badges.is_email_address('ann@example.org')$$),
    ('issue_assertion', $$SELECT badges.issue_assertion($badge, 'dan@example.org')$$),
    ('issue_assertion', $$SELECT badges.issue_assertion($badge, 'dan@example.org', proof => 'ES256')$$),
    ('issue_assertions', $$SELECT badges.issue_assertions($badge, '{dan@example.org,eve@example.org}')$$),
    ('issue_endorsement', $$SELECT badges.issue_endorsement($issuer, 'https://example.org')$$),
    ('issuer_may_become', $$SELECT badges.issuer_may_become($issuer, badges.get_issuer($issuer), true)$$),
    ('mark_issuer_key_compromised', $$SELECT badges.mark_issuer_key_compromised($issuer, badges.get_jwks($issuer) OPERATOR(pg_catalog.#>>) '{keys,0,kid}')$$),
    ('next_status_index', $$SELECT badges.next_status_index()$$),
    ('ob_json_boolean', $$SELECT badges.ob_json_boolean($credential, 'recipient_hashed')$$),
    ('ob_json_class', $$SELECT badges.ob_json_class($credential)$$),
    ('ob_json_problems', $$SELECT badges.ob_json_problems($credential)$$),
    ('ob_json_text', $$SELECT badges.ob_json_text($credential, 'id')$$),
    ('ob_json_timestamp', $$SELECT badges.ob_json_timestamp($credential, 'issued_on')$$),
    ('ob_json_version', $$SELECT badges.ob_json_version($credential)$$),
    ('purge_login_tokens', $$SELECT badges.purge_login_tokens()$$),
    ('purge_received_documents', $$SELECT badges.purge_received_documents()$$),
    ('recipient_key', $$SELECT badges.recipient_key('ann@example.org')$$),
    ('health', $$SELECT badges.health(true)$$), ('distribute', $$SELECT badges.distribute()$$),
    ('recipient_matches', $$SELECT badges.recipient_matches($credential, 'cat@example.org')$$),
    ('reinstate_assertion', $$SELECT badges.reinstate_assertion($suspended)$$),
    ('revoke_assertion', $$SELECT badges.revoke_assertion($award, 'x')$$),
    ('revoke_login_tokens', $$SELECT badges.revoke_login_tokens($user)$$),
    ('rotate_issuer_key', $$SELECT badges.rotate_issuer_key($issuer)$$),
    ('suspend_assertion', $$SELECT badges.suspend_assertion($award)$$),
    ('update_badge_class', $$SELECT badges.update_badge_class($badge, badges.get_badge_class($badge)), badges.update_badge_class($fresh, badges.get_badge_class($fresh))$$),
    ('unbake_badge', $$SELECT badges.unbake_badge('<svg xmlns="http://www.w3.org/2000/svg"/>'::pg_catalog.bytea)$$),
    ('upgrade_ob_json', $$SELECT badges.upgrade_ob_json(badges.get_issuer($issuer))$$),
    ('uuid_v7', $$SELECT badges.uuid_v7()$$),
    ('validate_ob_json', $$SELECT badges.validate_ob_json($credential)$$),
    ('verify_assertion', $$SELECT badges.verify_assertion($award, 'cat@example.org'), badges.verify_assertion($suspended)$$),
    ('verify_baked_badge', $$SELECT badges.verify_baked_badge(badges.bake_assertion($award, '<svg xmlns="http://www.w3.org/2000/svg"/>'::pg_catalog.bytea))$$),
    ('verify_credential', $$SELECT badges.verify_credential(badges.get_assertion_jws($award)), badges.verify_credential(badges.get_assertion($suspended, NULL, true)::pg_catalog.text)$$),
    ('verify_login_token', $$SELECT badges.verify_login_token($token, $code)$$),
    ('verify_login_token', $$SELECT badges.verify_login_token($link)$$),
    ('verify_login_token', $$SELECT badges.verify_login_token($token, '000'), badges.verify_login_token($token, '000'), badges.verify_login_token($token, '000'), badges.verify_login_token($token, '000'), badges.verify_login_token($token, '000'), badges.verify_login_token($token, '000')$$),
    ('verify_login_token', $$SELECT badges.verify_login_token($recovery, $recovery_code, 'recovery')$$),
    ('verify_login_token', $$SELECT badges.verify_login_token($sign_up, $sign_up_code)$$),
    ('webauthn_delete_credential', $$SELECT badges.webauthn_delete_credential($user, 'YQ')$$),
    ('webauthn_finish_authentication', $$SELECT badges.webauthn_finish_authentication($authentication, '{}')$$),
    ('webauthn_finish_registration', $$SELECT badges.webauthn_finish_registration($registration, '{}')$$),
    ('webauthn_list_credentials', $$SELECT badges.webauthn_list_credentials($user)$$),
    ('webauthn_related_origins', $$SELECT badges.webauthn_related_origins()$$),
    ('webauthn_rename_credential', $$SELECT badges.webauthn_rename_credential($user, 'YQ', 'x')$$),
    ('webauthn_signal', $$SELECT badges.webauthn_signal($user)$$),
    ('webauthn_start_authentication', $$SELECT badges.webauthn_start_authentication('ann@example.org')$$),
    ('webauthn_start_registration', $$SELECT badges.webauthn_start_registration($user)$$),
    ('(insert users)', $$INSERT INTO badges.users (email, name) VALUES ('plain@example.org', 'x')$$),
    ('(update users)', $$UPDATE badges.users SET name = 'x'$$),
    ('(insert issuers)', $$INSERT INTO badges.issuer_profiles (owner_user_id, issuer_id, issuer_json) VALUES ($user, '01920000-0000-4000-8000-000000000001', '{"@context": "https://w3id.org/openbadges/v2", "type": "Issuer", "id": "https://badges.example.org/issuers/01920000-0000-4000-8000-000000000001", "name": "n", "url": "https://n.example.org", "email": "a@n.example.org"}')$$),
    ('(update issuers)', $$UPDATE badges.issuer_profiles SET updated_at = pg_catalog.now(), issuer_json = issuer_json OPERATOR(pg_catalog.||) '{"name": "x"}'$$),
    ('(insert badges)', $$INSERT INTO badges.badge_classes (badge_id, issuer_id, badge_json) SELECT '01920000-0000-4000-8000-000000000001', issuer_id, badge_json OPERATOR(pg_catalog.||) '{"id": "https://badges.example.org/badges/01920000-0000-4000-8000-000000000001"}' FROM badges.badge_classes WHERE badge_id OPERATOR(pg_catalog.=) $badge$$),
    ('(update badges)', $$UPDATE badges.badge_classes SET badge_json = badge_json OPERATOR(pg_catalog.||) '{"name": "x"}' WHERE badge_id OPERATOR(pg_catalog.=) $fresh$$),
    ('(insert awards)', $$INSERT INTO badges.badge_assertions (assertion_id, badge_id, issuer_id, assertion_json) SELECT '01920000-0000-4000-8000-000000000001', badge_id, issuer_id, assertion_json OPERATOR(pg_catalog.||) '{"id": "https://badges.example.org/assertions/01920000-0000-4000-8000-000000000001"}' FROM badges.badge_assertions WHERE assertion_id OPERATOR(pg_catalog.=) $suspended$$),
    ('(update awards)', $$UPDATE badges.badge_assertions SET updated_at = pg_catalog.now()$$),
    ('(delete awards)', $$DELETE FROM badges.badge_assertions WHERE assertion_id OPERATOR(pg_catalog.=) $award$$),
    ('(delete passkeys)', $$DELETE FROM badges.webauthn_credentials$$)) AS v (function, statement);
GRANT SELECT ON regress.call TO PUBLIC;
\echo '# Functions that are not called (nothing)'
SELECT proname FROM pg_proc WHERE pronamespace = 'badges'::regnamespace AND proname NOT IN (SELECT function FROM regress.call);

CREATE TABLE regress.result (n int, role name DEFAULT current_user, outcome text);
GRANT INSERT ON regress.result TO PUBLIC;
-- A session for each role, so that the traps are there when statements are prepared. Temporary objects of its own, too.
CREATE FUNCTION regress.set_temporary_traps() RETURNS bool LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE name text;
BEGIN
    FOR name IN SELECT relname FROM pg_class WHERE relnamespace = 'badges'::regnamespace AND relkind = 'r' LOOP
        EXECUTE format('CREATE TEMP VIEW %I AS SELECT * FROM trap.%1$I', name);
    END LOOP;
    FOREACH name IN ARRAY '{text,uuid,jsonb,bool,bytea,int8,timestamptz}'::text[] LOOP
        EXECUTE format('CREATE DOMAIN pg_temp.%I AS pg_catalog.%1$I CHECK (trap.fire(%L))', name, 'temporary type ' || name);
    END LOOP;
    CREATE TEMP SEQUENCE status_index_sequence;
    RETURN true;
END $$;
SELECT pg_catalog.format('{"sub": "%s"}', :'user') AS claims \gset
\c -
SET search_path = pg_catalog, pg_temp;
SELECT regress.set_temporary_traps();
SELECT function, regress.outcome(pg_catalog.format('SELECT regress.%I()', function)) FROM pg_catalog.unnest('{unpinned_function,unpinned_operator,unpinned_aggregate,unpinned_type,unpinned_table,half_pinned_table,pinned}'::pg_catalog.text[]) AS function;
INSERT INTO regress.result (n, outcome) SELECT n, regress.outcome(statement) FROM regress.call ORDER BY n;
\c -
SET search_path = pg_catalog, pg_temp;
SET ROLE badges_admin;
SELECT regress.set_temporary_traps();
INSERT INTO regress.result (n, outcome) SELECT n, regress.outcome(statement) FROM regress.call ORDER BY n;
\c -
SET search_path = pg_catalog, pg_temp;
SET ROLE badges_app;
SELECT regress.set_temporary_traps();
INSERT INTO regress.result (n, outcome) SELECT n, regress.outcome(statement) FROM regress.call ORDER BY n;
\c -
SET search_path = pg_catalog, pg_temp;
SET ROLE badges_user;
SELECT set_config('request.jwt.claims', :'claims', false) IS NOT NULL AS claimed;
SELECT regress.set_temporary_traps();
INSERT INTO regress.result (n, outcome) SELECT n, regress.outcome(statement) FROM regress.call ORDER BY n;
\c -
SET search_path = pg_catalog, pg_temp;
SET ROLE badges_reader;
SELECT regress.set_temporary_traps();
INSERT INTO regress.result (n, outcome) SELECT n, regress.outcome(statement) FROM regress.call ORDER BY n;
RESET ROLE;
-- x: done, and no trap sprung; empty: 42501; anything else a SQLSTATE, or the trap.
\pset null ''
SELECT function, max(outcome) FILTER (WHERE role = 'postgres') AS superuser, max(outcome) FILTER (WHERE role = 'badges_admin') AS admin, max(outcome) FILTER (WHERE role = 'badges_app') AS app,
       max(outcome) FILTER (WHERE role = 'badges_user') AS "user", max(outcome) FILTER (WHERE role = 'badges_reader') AS reader
  FROM regress.call JOIN regress.result USING (n) GROUP BY n, function ORDER BY n;
SELECT count(*) AS hijacked FROM regress.result WHERE outcome LIKE 'hijacked%';
-- Functions that rely on running no SQL, because their path is not pinned.
SELECT proname FROM pg_proc WHERE pronamespace = 'badges'::regnamespace AND NOT coalesce('search_path=pg_catalog, pg_temp' = ANY (proconfig), false) ORDER BY 1;

-- Installing with all of that in front, and in public, makes what it made before.
CREATE FUNCTION regress.installed() RETURNS SETOF text LANGUAGE sql AS $$
    SELECT concat_ws(' ', pg_get_functiondef(oid), proowner::regrole, proacl) FROM pg_proc WHERE pronamespace = 'badges'::regnamespace
    UNION ALL SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint WHERE connamespace = 'badges'::regnamespace
    UNION ALL SELECT concat_ws(' ', attrelid::regclass, attname, format_type(atttypid, atttypmod), attacl, (SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = attrelid AND adnum = attnum)) FROM pg_attribute JOIN pg_class c ON c.oid = attrelid WHERE relnamespace = 'badges'::regnamespace
    UNION ALL SELECT concat_ws(' ', polrelid::regclass, polname, pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)) FROM pg_policy
    UNION ALL SELECT concat_ws(' ', oid::regclass, relowner::regrole, coalesce(relacl, acldefault(CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", relowner)), relrowsecurity, CASE relkind WHEN 'i' THEN pg_get_indexdef(oid) END) FROM pg_class WHERE relnamespace = 'badges'::regnamespace
    UNION ALL SELECT concat_ws(' ', nspname, nspacl) FROM pg_namespace WHERE nspname = 'badges'
$$;
CREATE TABLE regress.before AS SELECT * FROM regress.installed() AS line;
SELECT count(*) > 300 AS many FROM regress.before;
SET client_min_messages = warning;
DROP EXTENSION badges CASCADE;
-- Whose schema is there already is not moved into, whose roles could act for ours are not taken up.
CREATE FUNCTION regress.refusal(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE hint text;
BEGIN
    EXECUTE statement; EXECUTE 'CREATE EXTENSION badges';
    RAISE EXCEPTION USING ERRCODE = 'ZZZZZ';
EXCEPTION WHEN SQLSTATE 'ZZZZZ' THEN RETURN 'accepted';
WHEN OTHERS THEN GET STACKED DIAGNOSTICS hint = PG_EXCEPTION_HINT; RETURN concat(SQLSTATE, ': ', SQLERRM, E'\n  hint: ' || nullif(hint, ''));
END $$;
CREATE ROLE regress_squatter;
SELECT statement, regress.refusal(statement) FROM unnest(ARRAY['CREATE SCHEMA badges AUTHORIZATION regress_squatter',
    'ALTER ROLE badges_owner LOGIN', 'ALTER ROLE badges_owner SUPERUSER', 'ALTER ROLE badges_owner BYPASSRLS', 'ALTER ROLE badges_owner CREATEROLE', 'ALTER ROLE badges_owner REPLICATION', 'GRANT badges_owner TO regress_squatter', 'GRANT badges_owner TO badges_app',
    'ALTER ROLE badges_user SUPERUSER', 'ALTER ROLE badges_user BYPASSRLS', 'ALTER ROLE badges_reader BYPASSRLS', 'ALTER ROLE badges_app SUPERUSER', 'ALTER ROLE badges_admin BYPASSRLS',
    'ALTER ROLE badges_app LOGIN', 'GRANT badges_app TO regress_squatter', 'ALTER ROLE badges_owner CREATEDB']) AS statement;
-- What the installing role's default privileges grant is taken back.
ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO regress_squatter, PUBLIC;
ALTER DEFAULT PRIVILEGES GRANT ALL ON SEQUENCES TO regress_squatter;
ALTER DEFAULT PRIVILEGES GRANT ALL ON FUNCTIONS TO regress_squatter WITH GRANT OPTION;
ALTER DEFAULT PRIVILEGES GRANT ALL ON SCHEMAS TO regress_squatter;
SELECT format('CREATE TABLE public.%I (n int)', name) FROM unnest('{users,issuer_profiles,badge_classes,badge_assertions,login_tokens,webauthn_credentials}'::name[]) AS name \gexec
SET search_path = trap, public, pg_catalog;
CREATE EXTENSION badges;
SET search_path = pg_catalog, pg_temp;
SELECT line AS lost FROM regress.before EXCEPT SELECT * FROM regress.installed();
SELECT line AS new FROM regress.installed() AS line EXCEPT SELECT line FROM regress.before;
ALTER DEFAULT PRIVILEGES REVOKE ALL ON TABLES FROM regress_squatter, PUBLIC;
ALTER DEFAULT PRIVILEGES REVOKE ALL ON SEQUENCES FROM regress_squatter;
ALTER DEFAULT PRIVILEGES REVOKE ALL ON FUNCTIONS FROM regress_squatter;
ALTER DEFAULT PRIVILEGES REVOKE ALL ON SCHEMAS FROM regress_squatter;
DROP TABLE public.users, public.issuer_profiles, public.badge_classes, public.badge_assertions, public.login_tokens, public.webauthn_credentials;
DROP ROLE regress_squatter;
