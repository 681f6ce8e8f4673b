-- The server secret: made at first need, never shown, missed where something depends on it. Where files lie is
-- tried with the commands of the throwaway server's own machine, in its data directory.
\set ECHO none
\getenv folder PG_ABS_SRCDIR
\i :folder/helpers.sql
\set ECHO all
CREATE FUNCTION pg_temp.secretless(statement text) RETURNS text LANGUAGE sql AS $$
    SELECT regexp_replace(pg_temp.outcome(statement), '/\S*/(\S+\.key)', '<data directory>/\1') $$;
CREATE TEMP TABLE line (content text);
CREATE FUNCTION pg_temp.shell(command text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE format('COPY line FROM PROGRAM %L', command); END $$;
-- Before PostgreSQL 16 a setting has to be there to be altered.
SELECT badges.uuid_v7() IS NOT NULL AS loaded;
ALTER SYSTEM SET badges.key_file = 'regress.key';
SELECT pg_reload_conf();
SELECT FROM pg_sleep(0.5);
SHOW badges.key_file;

-- Nothing depends on it: nothing makes it, reading included.
SELECT count(*) FROM badges.find_assertions('ann@example.org');
SELECT count(*) AS files FROM pg_ls_dir('.') AS file WHERE file = 'regress.key';
-- The first issuer has the first key to seal, which makes it, for the server's user alone.
SELECT issuer_id FROM badges.create_issuer('{"name": "Example School", "url": "https://school.example.org", "email": "badges@school.example.org"}') \gset
SELECT pg_temp.shell('stat -c %a regress.key');
TABLE line;
SELECT count(*) AS files FROM pg_ls_dir('.') AS file WHERE file LIKE 'regress%';
SELECT badge_id FROM badges.create_badge_class(:'issuer_id', '{"name": "First Aid", "description": "d", "image": "https://school.example.org/i.png", "criteria": "https://school.example.org/c"}') \gset
SELECT count(assertion_id) FROM badges.issue_assertion(:'badge_id', 'ann@example.org');
-- Nothing that is stored holds it.
SELECT count(*) FROM badges.badge_assertions AS a WHERE pg_read_file('regress.key') LIKE '%' || encode(recipient_key, 'hex') || '%';

-- Missing where it is needed: said, and not made anew.
SELECT pg_temp.shell('mv regress.key hidden.key');
SELECT statement, pg_temp.secretless(replace(statement, '$badge', quote_literal(:'badge_id'))) FROM unnest(ARRAY[
    $$SELECT badges.issue_assertion($badge, 'ann@example.org')$$, $$SELECT badges.issue_assertions($badge, '{ann@example.org}')$$, $$SELECT badges.find_assertions('ann@example.org')$$, $$SELECT badges.create_login_token('ann@example.org')$$]) WITH ORDINALITY AS v (statement, n) ORDER BY n;
-- What does not need it goes on.
SELECT badges.get_assertion(assertion_id) IS NOT NULL AS read, badges.verify_assertion(assertion_id, 'ann@example.org') -> 'valid' AS valid FROM badges.badge_assertions;
SELECT count(*) AS files FROM pg_ls_dir('.') AS file WHERE file = 'regress.key';
-- Back again.
SELECT pg_temp.shell('mv hidden.key regress.key');
SELECT count(*) FROM badges.find_assertions('ann@example.org');

-- Not for others to read, and nothing else than keys.
SELECT command, pg_temp.shell(command), pg_temp.secretless($$SELECT badges.find_assertions('ann@example.org')$$) FROM unnest(ARRAY[
    'chmod 640 regress.key', 'chmod 602 regress.key', 'chmod 600 regress.key', 'cp -p regress.key hidden.key && echo nonsense >> regress.key', 'echo "# nothing" > regress.key', ': > regress.key',
    'rm regress.key && mkdir regress.key', 'rmdir regress.key && head -c 70000 /dev/zero > regress.key && chmod 600 regress.key', 'mv -f hidden.key regress.key']) WITH ORDINALITY AS v (command, n) ORDER BY n;

-- A new key in front writes, the old ones read.
SELECT pg_temp.shell('cp -p regress.key old.key && { echo "badges-key-v1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"; cat old.key; } > new.key && chmod 600 new.key && mv -f new.key regress.key');
SELECT count(assertion_id) FROM badges.issue_assertion(:'badge_id', 'ann@example.org');
SELECT count(DISTINCT recipient_key) AS keys FROM badges.badge_assertions;
SELECT count(*) FROM badges.find_assertions('ann@example.org');
-- With the old one alone, only what it wrote is found.
SELECT pg_temp.shell('mv -f old.key regress.key');
SELECT count(*) FROM badges.find_assertions('ann@example.org');

-- Issuers' private keys are sealed under it: without it, or with another server's, nothing is signed, and what was signed
-- verifies all the same. (A backend that has opened them keeps them, so each look is from a new one.)
SELECT count(assertion_id) FROM badges.issue_assertion(:'badge_id', 'bob@example.org');
SELECT pg_temp.shell('mv regress.key hidden.key');
\c -
\set ECHO none
\i :folder/helpers.sql
CREATE FUNCTION pg_temp.secretless(statement text) RETURNS text LANGUAGE sql AS $$
    SELECT regexp_replace(pg_temp.outcome(statement), '/\S*/(\S+\.key)', '<data directory>/\1') $$;
CREATE TEMP TABLE line (content text);
CREATE FUNCTION pg_temp.shell(command text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE format('COPY line FROM PROGRAM %L', command); END $$;
CREATE TEMP TABLE signing AS SELECT * FROM unnest(ARRAY[
    $$SELECT badges.issue_assertion($badge, 'ann@example.org')$$, $$SELECT badges.issue_assertions($badge, '{ann@example.org}')$$, $$SELECT badges.issue_endorsement($issuer, 'https://example.org')$$, $$SELECT badges.get_status_list($issuer)$$,
    $$SELECT badges.rotate_issuer_key($issuer)$$, $$SELECT badges.create_issuer('{"name": "n", "url": "https://n.example.org", "email": "a@n.example.org"}')$$, $$SELECT badges.get_did_document($issuer)$$, $$SELECT badges.mark_issuer_key_compromised($issuer, badges.get_jwks($issuer) #>> '{keys,0,kid}')$$]) WITH ORDINALITY AS v (statement, n);
-- What becomes of each, undone.
CREATE FUNCTION pg_temp.undone(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE found text;
BEGIN
    BEGIN
        found := pg_temp.secretless(statement);
        RAISE EXCEPTION USING ERRCODE = 'ZZZZZ', MESSAGE = found;
    EXCEPTION WHEN SQLSTATE 'ZZZZZ' THEN RETURN SQLERRM;
    END;
END $$;
\set ECHO all
SELECT statement, pg_temp.undone(replace(replace(statement, '$badge', quote_literal(:'badge_id')), '$issuer', quote_literal(:'issuer_id'))) AS without FROM signing ORDER BY n;
SELECT count(*), bool_and((badges.verify_assertion(assertion_id) -> 'valid')::bool) AS valid FROM badges.badge_assertions;
SELECT pg_temp.shell('echo "badges-key-v1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" > regress.key && chmod 600 regress.key');
SELECT statement, pg_temp.undone(replace(replace(statement, '$badge', quote_literal(:'badge_id')), '$issuer', quote_literal(:'issuer_id'))) AS with_another FROM signing ORDER BY n;
-- The lines of both: the old one opens what it sealed.
SELECT pg_temp.shell('cat hidden.key >> regress.key');
SELECT badges.verify_assertion(assertion_id) -> 'valid' AS valid FROM badges.issue_assertion(:'badge_id', 'ann@example.org');
-- Rotated under the new first line, it is sealed under that.
SELECT badges.rotate_issuer_key(:'issuer_id') ->> 'status' AS status;
SELECT pg_temp.shell('head -n 1 regress.key > new.key && chmod 600 new.key && mv -f new.key regress.key');
SELECT badges.verify_assertion(assertion_id) -> 'valid' AS valid FROM badges.issue_assertion(:'badge_id', 'ann@example.org');
-- Lost for good: its keys are marked as compromised, and the issuer goes on with a new one.
SELECT pg_temp.shell('echo "badges-key-v1:BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA" > new.key && chmod 600 new.key && mv -f new.key regress.key');
SELECT badges.mark_issuer_key_compromised(:'issuer_id', k ->> 'id') ->> 'status' AS status FROM badges.issuer_profiles, jsonb_array_elements(public_keys) AS k WHERE issuer_id = :'issuer_id' AND k ->> 'status' = 'active';
SELECT badges.rotate_issuer_key(:'issuer_id') ->> 'status' AS status;
SELECT badges.verify_assertion(assertion_id) -> 'valid' AS valid FROM badges.issue_assertion(:'badge_id', 'ann@example.org');
SELECT pg_temp.shell('rm hidden.key');

-- Nobody below a superuser reads it by name.
SET ROLE badges_admin;
SELECT pg_temp.outcome($$SELECT pg_read_file('regress.key')$$) ~ '^42501' AS refused, pg_temp.outcome($$ALTER SYSTEM SET badges.key_file = '/etc/passwd'$$) ~ '^(42501|25001)' AS not_moved;
RESET ROLE;
ALTER SYSTEM SET badges.key_file = '';
ALTER SYSTEM RESET badges.key_file;
SELECT pg_temp.shell('rm regress.key');
SELECT pg_reload_conf();
SELECT FROM pg_sleep(0.5);
SHOW badges.key_file;
