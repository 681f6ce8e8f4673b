-- Every condition that health() knows, provoked one at a time and undone; a database that has none gives no row.
\set ECHO none
\getenv folder PG_ABS_SRCDIR
\i :folder/helpers.sql
SET badges.rp_id = 'example.org';
SET badges.rp_origins = 'https://example.org';
CREATE FUNCTION pg_temp.found(revalidate boolean DEFAULT false) RETURNS text LANGUAGE sql AS $$
    SELECT regexp_replace(regexp_replace(pg_temp.masked(string_agg(format(E'\n  %s %s: %s: %s\n    %s', severity, code, object, message, hint), '' ORDER BY n)),
                          '/\S*/(\S+\.key|keys)', '<data directory>/\1', 'g'), 'badges--[0-9.]+sql', 'badges--<version>.sql', 'g')
      FROM badges.health(revalidate) WITH ORDINALITY AS h (severity, code, object, message, hint, n)
$$;
-- What is found after a change, which is undone.
CREATE FUNCTION pg_temp.provoked(change text, revalidate boolean DEFAULT false) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE change;
    RAISE EXCEPTION USING ERRCODE = 'ZZZZZ', MESSAGE = coalesce(pg_temp.found(revalidate), '(nothing)');
EXCEPTION WHEN SQLSTATE 'ZZZZZ' THEN RETURN SQLERRM;
END $$;
\set ECHO all
SELECT user_id AS ann FROM badges.create_user('ann@example.org') \gset
SELECT issuer_id FROM badges.create_issuer('{"name": "Example School", "url": "https://school.example.org", "email": "badges@school.example.org"}', :'ann') \gset
SELECT badge_id FROM badges.create_badge_class(:'issuer_id', '{"name": "First Aid", "description": "d", "image": "https://school.example.org/i.png", "criteria": "https://school.example.org/c"}') \gset
SELECT count(assertion_id) FROM badges.issue_assertions(:'badge_id', ARRAY['ann@example.org', 'bob@example.org']);
SELECT count(assertion_id) FROM badges.issue_assertion(:'badge_id', 'cat@example.org', hashed => false);
INSERT INTO badges.webauthn_credentials (credential_id, user_id, rp_id, public_key, public_key_alg) VALUES ('YQ', :'ann', 'example.org', '\x00', -7);
SELECT count(token_id) FROM badges.create_login_token('ann@example.org');
-- Nothing to mend.
SELECT * FROM badges.health();
SELECT * FROM badges.health(revalidate => true);
SELECT * FROM badges.health(NULL);

CREATE ROLE regress_health;
-- Roles and rights.
SELECT change, pg_temp.provoked(change) FROM unnest(ARRAY[
    'ALTER ROLE badges_owner LOGIN', 'ALTER ROLE badges_owner SUPERUSER', 'GRANT badges_owner TO regress_health', 'ALTER ROLE badges_user BYPASSRLS', 'GRANT badges_app TO badges_reader',
    'ALTER ROLE regress_health LOGIN; GRANT badges_admin, badges_app TO regress_health', 'ALTER ROLE regress_health LOGIN; GRANT badges_admin TO regress_health', 'ALTER ROLE regress_health LOGIN; GRANT badges_app TO regress_health', 'ALTER ROLE regress_health LOGIN; GRANT badges_app, badges_user TO regress_health',
    'ALTER TABLE badges.users OWNER TO regress_health', 'ALTER FUNCTION badges.get_assertion OWNER TO regress_health',
    'GRANT EXECUTE ON FUNCTION badges.create_login_token TO PUBLIC', 'GRANT SELECT ON badges.users TO PUBLIC', 'GRANT CREATE ON SCHEMA badges TO PUBLIC',
    'GRANT EXECUTE ON FUNCTION badges.create_login_token TO badges_user', 'GRANT EXECUTE ON FUNCTION badges.rotate_issuer_key TO badges_app', 'GRANT INSERT, DELETE, SELECT ON badges.badge_assertions TO regress_health',
    'GRANT SELECT ON badges.login_tokens TO regress_health', 'GRANT SELECT (encrypted_private_key) ON badges.issuer_profiles TO badges_app', 'GRANT SELECT ON badges.issuer_profiles TO regress_health', 'GRANT USAGE ON SEQUENCE badges.status_index_key TO badges_app',
    -- Nothing that harms.
    'GRANT EXECUTE ON FUNCTION badges.get_assertion, badges.ob_json_text TO regress_health; GRANT SELECT ON badges.users TO regress_health; GRANT SELECT (name) ON badges.issuer_profiles TO regress_health; GRANT TRUNCATE ON badges.users TO badges_admin']) WITH ORDINALITY AS v (change, n) ORDER BY n;

-- Tables.
SELECT change, pg_temp.provoked(change) FROM unnest(ARRAY[
    'ALTER TABLE badges.users DISABLE ROW LEVEL SECURITY', 'ALTER TABLE badges.badge_assertions DISABLE TRIGGER ALL',
    $$ALTER TABLE badges.users DROP CONSTRAINT users_name_is_not_empty, ADD CONSTRAINT users_name_is_not_empty CHECK (btrim(name) <> '') NOT VALID$$,
    $$UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'badges.users_email_key'::regclass$$,
    $$UPDATE pg_extension SET extconfig = array_remove(extconfig, 'badges.users'::regclass::oid), extcondition = extcondition[2:] WHERE extname = 'badges'$$,
    'ALTER EXTENSION badges DROP TABLE badges.login_tokens', 'ALTER TABLE badges.users DROP COLUMN name', 'ALTER TABLE badges.users ADD COLUMN phone text',
    'CREATE INDEX own ON badges.users (name)', 'ALTER TABLE badges.users ADD CONSTRAINT own CHECK (true)', 'CREATE POLICY own ON badges.users USING (true)',
    'CREATE TRIGGER own BEFORE UPDATE ON badges.users FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()',
    'ALTER TABLE badges.users SET (autovacuum_enabled = off)']) WITH ORDINALITY AS v (change, n) ORDER BY n;
-- Each constraint, index and policy is missed.
CREATE FUNCTION pg_temp.unnoticed() RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
    part record;
BEGIN
    FOR part IN
        SELECT 'constraint ' || conname AS name, format('ALTER TABLE %s DROP CONSTRAINT %I CASCADE', conrelid::regclass, conname) AS change FROM pg_constraint WHERE connamespace = 'badges'::regnamespace AND contype <> 'n'
        UNION ALL SELECT 'index ' || c.relname, format('DROP INDEX badges.%I', c.relname) FROM pg_class c WHERE c.relnamespace = 'badges'::regnamespace AND c.relkind = 'i' AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = c.oid)
        UNION ALL SELECT 'policy ' || polname, format('DROP POLICY %I ON %s', polname, polrelid::regclass) FROM pg_policy JOIN pg_class c ON c.oid = polrelid WHERE c.relnamespace = 'badges'::regnamespace
    LOOP
        CONTINUE WHEN pg_temp.provoked(part.change) LIKE format('%%error object_missing: %s: %%', part.name);
        RETURN NEXT part.name;
    END LOOP;
END $$;
SET client_min_messages = warning;
SELECT * FROM pg_temp.unnoticed();
RESET client_min_messages;
SELECT pg_temp.provoked('DROP INDEX badges.users_email_key');

-- Settings.
CREATE FUNCTION pg_temp.award(base_url text) RETURNS SETOF uuid LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('badges.base_url', base_url, true);
    RETURN QUERY SELECT a.assertion_id
      FROM badges.create_issuer('{"name": "Here", "url": "https://school.example.org", "email": "badges@school.example.org"}') AS i,
           badges.create_badge_class(i.issuer_id, '{"name": "First Aid", "description": "d", "image": "https://school.example.org/i.png", "criteria": "https://school.example.org/c"}') AS b,
           badges.issue_assertion(b.badge_id, 'ann@example.org') AS a;
END $$;
SELECT change, pg_temp.provoked(change) FROM unnest(ARRAY[
    'RESET badges.base_url', $$SELECT pg_temp.award('http://localhost:3000')$$, $$SELECT pg_temp.award('https://localhost.example.org')$$,
    'RESET badges.rp_id; RESET badges.rp_origins', $$SET badges.rp_id = 'badges.example.org'$$, 'RESET badges.rp_id; DELETE FROM badges.webauthn_credentials', $$SET log_statement = 'all'; SET log_min_duration_statement = 0$$, $$SET log_statement = 'mod'$$]) WITH ORDINALITY AS v (change, n) ORDER BY n;

-- Versions.
SELECT regexp_replace(pg_temp.provoked($$UPDATE pg_extension SET extversion = '0.2.0' WHERE extname = 'badges'$$), 'version 0\.[13-9]\S*', 'version <installed>', 'g');

-- Rows.
SELECT change, pg_temp.provoked(change) FROM unnest(ARRAY[
    $$ALTER TABLE badges.badge_classes DROP CONSTRAINT badge_classes_document_is_valid; UPDATE badges.badge_classes SET badge_json = badge_json - 'name'$$,
    $$INSERT INTO badges.login_tokens (token_id, purpose, expires_at) SELECT gen_random_uuid(), 'login', now() - '31 days'::interval FROM generate_series(1, 10001)$$,
    $$INSERT INTO badges.login_tokens (token_id, purpose, expires_at) SELECT gen_random_uuid(), 'login', now() - '31 days'::interval FROM generate_series(1, 10000)$$,
    'ALTER SEQUENCE badges.status_index_key RESTART', 'UPDATE badges.badge_assertions SET status_index = 9223372036854775807 WHERE recipient_hashed IS FALSE']) WITH ORDINALITY AS v (change, n) ORDER BY n;
-- Of many, a hundred are listed.
SELECT count(assertion_id) FROM badges.issue_assertions(:'badge_id', ARRAY(SELECT format('s%s@example.org', n) FROM generate_series(1, 1100) n));
BEGIN;
ALTER TABLE badges.badge_assertions DROP CONSTRAINT badge_assertions_document_is_valid;
UPDATE badges.badge_assertions SET assertion_json = assertion_json - 'credentialSubject';
SELECT code, count(*), max(object) FILTER (WHERE object LIKE '%more') AS more FROM badges.health() GROUP BY code ORDER BY code;
SELECT code, count(*), max(object) FILTER (WHERE object LIKE '%more') AS more FROM badges.health(true) GROUP BY code ORDER BY code;
ROLLBACK;
-- What is older than the latest thousand is looked at on demand.
BEGIN;
ALTER TABLE badges.badge_assertions DROP CONSTRAINT badge_assertions_document_is_valid;
UPDATE badges.badge_assertions SET assertion_json = assertion_json - 'credentialSubject' WHERE assertion_id = (SELECT assertion_id FROM badges.badge_assertions ORDER BY 1 LIMIT 1);
SELECT code FROM badges.health() ORDER BY 1;
SELECT code FROM badges.health(true) ORDER BY 1;
ROLLBACK;

-- The sequence of status indexes: set back, with another key, at its end. (setval is not undone by a rollback.)
SELECT last_value AS sequence FROM badges.status_index_sequence \gset
SELECT last_value AS key FROM badges.status_index_key \gset
SELECT setval('badges.status_index_sequence', 0) \g /dev/null
SELECT pg_temp.found() ~ 'error status_indexes_repeat: badges.status_index_sequence: the places of 1000 of' AS behind;
SELECT substring(hint FROM 'SELECT .*;') AS way_out FROM badges.health() \gset
\set QUIET on
:way_out \g /dev/null
SELECT pg_temp.found();
SELECT bool_and(status_index >= 131072) AS in_a_new_list FROM badges.issue_assertion(:'badge_id', 'dan@example.org');
SELECT setval('badges.status_index_sequence', :sequence), setval('badges.status_index_key', 7) \g /dev/null
SELECT code FROM badges.health();
SELECT setval('badges.status_index_key', :key) \g /dev/null
DELETE FROM badges.badge_assertions WHERE status_index >= 131072;
SELECT pg_temp.found();
SELECT setval('badges.status_index_sequence', 253400000000000) \g /dev/null
SELECT pg_temp.found();
SELECT setval('badges.status_index_sequence', :sequence) \g /dev/null
SELECT pg_temp.provoked('UPDATE badges.badge_assertions SET status_index = 7', true);

-- The key file.
CREATE TEMP TABLE line (content text);
CREATE FUNCTION pg_temp.shell(command text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE format('COPY line FROM PROGRAM %L', command); END $$;
SELECT pg_temp.shell('mkdir -m 700 keys && cp -p badges.key keys/health.key');
ALTER SYSTEM SET badges.key_file = 'keys/health.key';
SELECT pg_reload_conf();
SELECT FROM pg_sleep(0.5);
SELECT pg_temp.found();
SELECT command, pg_temp.shell(command), pg_temp.found() FROM unnest(ARRAY[
    'chmod 640 keys/health.key', 'chmod 600 keys/health.key && chmod 707 keys', 'chmod 700 keys && echo nonsense >> keys/health.key', 'mv keys/health.key keys/hidden.key',
    'echo "badges-key-v1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" > keys/health.key && chmod 600 keys/health.key', 'cat badges.key >> keys/health.key']) WITH ORDINALITY AS v (command, n) ORDER BY n;
-- An issuer and an award whose line is lost.
SELECT issuer_id AS other FROM badges.create_issuer('{"name": "Example Academy", "url": "https://academy.example.org", "email": "badges@academy.example.org"}') \gset
SELECT count(assertion_id) FROM badges.issue_assertion(:'badge_id', 'eve@example.org', hashed => false);
SELECT pg_temp.shell('cp badges.key keys/health.key');
SELECT pg_temp.found();
DELETE FROM badges.issuer_profiles WHERE issuer_id = :'other';
-- A key that signs and whose private part is gone.
SELECT pg_temp.provoked($$UPDATE badges.issuer_profiles SET encrypted_private_key = ''$$);
-- No issuer has a key, and another file is seen all the same.
UPDATE badges.issuer_profiles SET public_keys = '[]';
SELECT pg_temp.shell('echo "badges-key-v1:BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA" > keys/health.key');
SELECT pg_temp.found();
ALTER SYSTEM RESET badges.key_file;
SELECT pg_reload_conf();
SELECT pg_temp.shell('rm -r keys');

-- Dead rows that nothing clears away.
ALTER TABLE badges.login_tokens SET (autovacuum_enabled = off);
INSERT INTO badges.login_tokens (token_id, purpose, expires_at) SELECT gen_random_uuid(), 'login', now() FROM generate_series(1, 100001);
DELETE FROM badges.login_tokens;
SELECT pg_stat_force_next_flush();
SELECT code, object FROM badges.health() WHERE object = 'badges.login_tokens' ORDER BY 1;

-- For administrators only.
SET ROLE badges_admin;
SELECT count(*) > 0 AS sees FROM badges.health();
SET ROLE badges_app;
SELECT pg_temp.outcome('SELECT badges.health()');
RESET ROLE;
DROP ROLE regress_health;
