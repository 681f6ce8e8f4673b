-- After the secrets: the key file and what stands in its place, sealed keys moved or damaged, settings set by a stranger
-- before the library is there, messages that might repeat what was presented. (key_file.sql has the file's ordinary life.)
\set ECHO none
\getenv folder PG_ABS_SRCDIR
\i :folder/helpers.sql
CREATE SCHEMA regress;
GRANT USAGE ON SCHEMA regress TO PUBLIC;
CREATE TABLE regress.line (content text);
CREATE FUNCTION regress.shell(command text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    TRUNCATE regress.line;
    EXECUTE format('COPY regress.line FROM PROGRAM %L', command);
    RETURN (SELECT string_agg(content, ' ') FROM regress.line);
END $$;
CREATE FUNCTION regress.outcome(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE hint text; detail text;
BEGIN
    EXECUTE statement;
    RETURN 'accepted';
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS hint = PG_EXCEPTION_HINT, detail = PG_EXCEPTION_DETAIL;
    RETURN regexp_replace(regexp_replace(regexp_replace(concat_ws(E'\n  ', SQLSTATE || ': ' || SQLERRM, nullif(detail, ''), nullif(hint, '')), '/\S*/(\S+\.key)', '<data directory>/\1'), '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}', '<uuid>', 'g'), 'z[1-9A-HJ-NP-Za-km-z]{40,}', '<key>');
END $$;
\set ECHO all
SELECT badges.uuid_v7() IS NOT NULL AS loaded;
ALTER SYSTEM SET badges.key_file = 'secrets.key';
SELECT pg_reload_conf();
SELECT FROM pg_sleep(0.5);

-- Where the file is about to be made, somebody has laid a link to another file, under the name it is written under first: the
-- other file stays as it is.
SELECT regress.shell('echo precious > victim && ln -s victim secrets.new.' || pg_backend_pid());
SELECT issuer_id AS ann_issuer FROM badges.create_issuer('{"name": "Ann", "url": "https://ann.example.org", "email": "a@ann.example.org"}') \gset
SELECT regress.shell('cat victim') AS victim, regress.shell('stat -c "%a %F" secrets.key') AS made, regress.shell('ls | grep -c "secrets.new" || true') AS left_behind;
-- What is no file is not read, and no session waits for it; a link to a file is good (secrets are often mounted so).
SELECT command, regress.shell(command), regress.outcome($$SELECT badges.create_login_token('ann@example.org')$$) FROM unnest(ARRAY[
    'cp -p secrets.key kept.key; rm secrets.key; mkfifo -m 600 secrets.key', 'rm secrets.key; ln -s /dev/zero secrets.key', 'rm secrets.key; ln -s nowhere secrets.key', 'rm secrets.key; ln -s /dev/null secrets.key', 'rm secrets.key; ln -s secrets.key secrets.key',
    'rm secrets.key; : > secrets.key; chmod 600 secrets.key', 'head -c 20 kept.key > secrets.key', 'head -c 65000 /dev/urandom > secrets.key', 'rm secrets.key; cp -p kept.key secrets.key; chmod 604 secrets.key', 'rm secrets.key; ln -s kept.key secrets.key', 'rm secrets.key; cp -p kept.key secrets.key']) WITH ORDINALITY AS v (command, n) ORDER BY n;
-- Nothing of the file is in a setting, or in anything that is stored.
SELECT regress.shell('grep badges-key-v1 secrets.key | cut -d: -f2') AS secret \gset
SELECT name, context FROM pg_settings WHERE name LIKE 'badges.%' AND (setting LIKE '%' || :'secret' || '%' OR context = 'user') ORDER BY name;
SELECT count(*) FROM badges.issuer_profiles WHERE position(decode(translate(:'secret', '-_', '+/') || '=', 'base64') IN encrypted_private_key) > 0 OR public_keys::text LIKE '%' || :'secret' || '%';

-- Sealed keys are bound to their issuer and whole. (Each look is from a new session: one that has opened them keeps them.)
SELECT issuer_id AS bob_issuer FROM badges.create_issuer('{"name": "Bob", "url": "https://bob.example.org", "email": "a@bob.example.org"}') \gset
CREATE TABLE regress.kept AS SELECT issuer_id, public_keys, encrypted_private_key FROM badges.issuer_profiles;
CREATE TABLE regress.issuer AS SELECT :'ann_issuer'::uuid AS ann, :'bob_issuer'::uuid AS bob;
UPDATE badges.issuer_profiles SET encrypted_private_key = (SELECT encrypted_private_key FROM regress.kept WHERE issuer_id = :'bob_issuer') WHERE issuer_id = :'ann_issuer';
\c -
SELECT regress.outcome(format('SELECT badges.issue_endorsement(%L, %L)', ann, 'https://example.org')) AS keys_of_another FROM regress.issuer;
UPDATE badges.issuer_profiles AS i SET encrypted_private_key = substr(k.encrypted_private_key, 1, 40) FROM regress.kept AS k WHERE k.issuer_id = i.issuer_id;
\c -
SELECT regress.outcome(format('SELECT badges.issue_endorsement(%L, %L)', ann, 'https://example.org')) AS cut FROM regress.issuer;
UPDATE badges.issuer_profiles AS i SET encrypted_private_key = set_byte(k.encrypted_private_key, 20, get_byte(k.encrypted_private_key, 20) # 1) FROM regress.kept AS k WHERE k.issuer_id = i.issuer_id;
\c -
SELECT regress.outcome(format('SELECT badges.issue_endorsement(%L, %L)', ann, 'https://example.org')) AS damaged FROM regress.issuer;
UPDATE badges.issuer_profiles SET encrypted_private_key = NULL;
\c -
SELECT regress.outcome(format('SELECT badges.issue_endorsement(%L, %L)', ann, 'https://example.org')) AS missing FROM regress.issuer;
-- Public keys of another put in their place: what is signed with the own ones is not shown to be the issuer's.
UPDATE badges.issuer_profiles AS i SET encrypted_private_key = k.encrypted_private_key FROM regress.kept AS k WHERE k.issuer_id = i.issuer_id;
\c -
CREATE TABLE regress.signed AS SELECT badges.issue_endorsement(ann, 'https://example.org')::text AS endorsement FROM regress.issuer;
SELECT (badges.verify_credential(endorsement) -> 'valid')::bool AS valid FROM regress.signed;
UPDATE badges.issuer_profiles SET public_keys = (SELECT public_keys FROM regress.kept, regress.issuer WHERE issuer_id = bob) WHERE issuer_id = (SELECT ann FROM regress.issuer);
SELECT (badges.verify_credential(endorsement) -> 'valid')::bool AS valid FROM regress.signed;
\c -
SELECT regress.outcome(format('SELECT badges.issue_endorsement(%L, %L)', ann, 'https://example.org')) AS swapped FROM regress.issuer;
UPDATE badges.issuer_profiles AS i SET public_keys = k.public_keys FROM regress.kept AS k WHERE k.issuer_id = i.issuer_id;

-- A setting that a stranger sets before the library is loaded, when PostgreSQL knows it for a mere placeholder, does not hold.
CREATE ROLE regress_stranger LOGIN;
GRANT badges_app, badges_user TO regress_stranger;
\c - regress_stranger
SET client_min_messages = error;
SET badges.base_url = 'https://evil.example';
SET badges.rp_id = 'evil.example';
SET badges.sign_up = on;
SELECT issuer_json ->> 'id' LIKE 'https://localhost/issuers/%' AS ours FROM badges.create_issuer('{"name": "n", "url": "https://n.example.org", "email": "a@n.example.org"}');
SHOW badges.base_url;
SHOW badges.rp_id;
\c -
SET client_min_messages = error;
SET badges.base_url = 'https://evil.example';
SET ROLE badges_user;
-- Nor for a plain INSERT, which meets the policies before anything else.
SELECT set_config('request.jwt.claims', '{"sub": "01920000-0000-4000-8000-000000000001"}', false) IS NOT NULL AS claimed;
SELECT regress.outcome($$INSERT INTO badges.issuer_profiles (issuer_id, owner_user_id, issuer_json) VALUES ('01920000-0000-4000-8000-000000000001', '01920000-0000-4000-8000-000000000001',
    '{"@context": "https://w3id.org/openbadges/v2", "type": "Issuer", "id": "https://evil.example/issuers/01920000-0000-4000-8000-000000000001", "name": "n", "url": "https://n.example.org", "email": "a@n.example.org"}')$$);
RESET ROLE;
\c - postgres
REVOKE badges_app, badges_user FROM regress_stranger;
DROP ROLE regress_stranger;

-- What was presented to sign in is in no message: neither the address nor the code nor the token.
CREATE FUNCTION regress.said(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE detail text; hint text; context text;
BEGIN
    EXECUTE statement;
    RETURN '';
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT, context = PG_EXCEPTION_CONTEXT;
    -- The first line of the context is the statement that was executed here: what every client has sent itself.
    RETURN concat_ws(' / ', SQLERRM, detail, hint, regexp_replace(context, 'SQL statement "SELECT badges\.[^\n]*', ''));
END $$;
SELECT function, split_part(said, ' / ', 1) AS said, said ILIKE '%marked%' AS repeats FROM (SELECT n, function, regress.said(statement) AS said FROM (VALUES
    (1, 'create_login_token', $$SELECT badges.create_login_token('marked@@example.org')$$), (2, 'create_login_token', $$SELECT badges.create_login_token('marked@example.org', 'marked')$$),
    (3, 'create_login_token', $$SELECT badges.create_login_token('marked@example.org', code_challenge => 'marked')$$), (4, 'verify_login_token', $$SELECT badges.verify_login_token('marked', 'marked', 'marked')$$),
    (5, 'create_user', $$SELECT badges.create_user('marked@@example.org')$$), (6, 'create_user', $$SELECT badges.create_user('marked@example.org'), badges.create_user('MARKED@example.org')$$),
    (7, 'create_user', $$SELECT badges.create_user('marked@example.org', ' ')$$), (8, 'webauthn_start_authentication', $$SELECT badges.webauthn_start_authentication('marked@@example.org')$$),
    (9, 'issue_assertion', $$SELECT badges.issue_assertion('01920000-0000-4000-8000-000000000001', 'marked@@example.org')$$), (10, 'find_assertions', $$SELECT badges.find_assertions('marked', 'marked')$$)) AS v (n, function, statement)) AS w ORDER BY n;

ALTER SYSTEM RESET badges.key_file;
SELECT regress.shell('rm -f secrets.key kept.key victim');
SELECT pg_reload_conf();
