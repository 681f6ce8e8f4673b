-- Ann, an end user with a session of her own and all the SQL there is, against what is Bob's.
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
SELECT assertion_id AS ann_award FROM badges.issue_assertion(:'ann_badge', 'cat@example.org', hashed => false) \gset
SELECT assertion_id AS bob_award FROM badges.issue_assertion(:'bob_badge', 'secret@example.org', hashed => false) \gset
SELECT count(*) FROM badges.issue_assertions(:'bob_badge', ARRAY(SELECT format('secret%s@example.org', n) FROM generate_series(1, 50) AS n), hashed => false);
INSERT INTO badges.webauthn_credentials (credential_id, user_id, rp_id, public_key, public_key_alg, nickname) VALUES ('YQ', :'ann', 'example.org', '\x00', -7, 'of ann'), ('Yg', :'bob', 'example.org', '\x00', -7, 'of bob');
SELECT count(token_id) FROM badges.create_login_token('bob@example.org');
ANALYZE badges.users, badges.issuer_profiles, badges.badge_classes, badges.badge_assertions, badges.webauthn_credentials, badges.login_tokens;
SELECT set_config('request.jwt.claims', jsonb_build_object('sub', :'ann')::text, false) IS NOT NULL AS claimed;
CREATE FUNCTION pg_temp.filled(statement text) RETURNS text LANGUAGE sql AS $$ SELECT replace(replace(replace(replace(replace(replace(replace(replace(statement,
    '$ann_issuer', quote_literal(current_setting('leaks.ann_issuer'))), '$bob_issuer', quote_literal(current_setting('leaks.bob_issuer'))), '$ann_badge', quote_literal(current_setting('leaks.ann_badge'))),
    '$bob_badge', quote_literal(current_setting('leaks.bob_badge'))), '$ann_award', quote_literal(current_setting('leaks.ann_award'))), '$bob_award', quote_literal(current_setting('leaks.bob_award'))),
    '$ann', quote_literal(current_setting('leaks.ann'))), '$bob', quote_literal(current_setting('leaks.bob'))) $$;
SELECT count(set_config('leaks.' || name, value, false)) FROM (VALUES ('ann', :'ann'), ('bob', :'bob'), ('ann_issuer', :'ann_issuer'), ('bob_issuer', :'bob_issuer'), ('ann_badge', :'ann_badge'), ('bob_badge', :'bob_badge'), ('ann_award', :'ann_award'), ('bob_award', :'bob_award')) AS v (name, value);
-- What comes of a statement: rows, or how it is refused. Undone in either case.
CREATE FUNCTION pg_temp.tried(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE touched int8; detail text;
BEGIN
    EXECUTE pg_temp.filled(statement);
    GET DIAGNOSTICS touched = ROW_COUNT;
    RAISE EXCEPTION USING ERRCODE = 'ZZZZZ', MESSAGE = format('%s rows', touched);
EXCEPTION WHEN SQLSTATE 'ZZZZZ' THEN RETURN SQLERRM;
WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
    RETURN pg_temp.masked(concat(SQLSTATE, ': ', SQLERRM, E'\n  detail: ' || nullif(detail, '')));
END $$;

SET ROLE badges_user;
-- Every way to read: none shows a row of Bob's. (Rows of Ann's: one user, one issuer, one badge class, one award, one passkey.)
SELECT n, statement, pg_temp.tried(statement) FROM (VALUES
    (1, 'SELECT * FROM badges.users'), (2, 'SELECT * FROM ONLY badges.users TABLESAMPLE SYSTEM (100)'), (3, 'SELECT ctid, xmin, tableoid FROM badges.badge_assertions'),
    (4, $$SELECT * FROM badges.users WHERE ctid = '(0,2)'$$), (5, 'SELECT user_id FROM badges.users WHERE user_id = $bob'), (6, $$SELECT * FROM badges.users WHERE lower(email COLLATE "C") = 'bob@example.org'$$),
    (7, 'SELECT * FROM badges.badge_assertions WHERE assertion_id = $bob_award'), (8, 'SELECT * FROM badges.badge_assertions FOR UPDATE'), (9, 'SELECT credential_id FROM badges.webauthn_credentials'),
    (10, 'SELECT public_key FROM badges.webauthn_credentials'), (11, 'SELECT * FROM badges.webauthn_credentials'), (12, 'SELECT encrypted_private_key FROM badges.issuer_profiles'), (13, 'SELECT i FROM badges.issuer_profiles AS i'), (14, 'SELECT to_jsonb(i) FROM badges.issuer_profiles AS i'),
    (15, 'SELECT count(*) FROM badges.login_tokens'), (16, $$SELECT * FROM badges.find_assertions('secret@example.org')$$), (17, 'SELECT last_value FROM badges.status_index_key'),
    (18, 'SELECT currval(''badges.status_index_sequence'')'), (19, 'SELECT lastval()'), (20, 'EXPLAIN ANALYZE SELECT FROM badges.login_tokens'),
    (21, $$SELECT * FROM pg_stats WHERE schemaname = 'badges'$$), (22, 'SELECT * FROM pg_statistic'), (23, 'SELECT * FROM pg_stats_ext_exprs WHERE schemaname = ''badges'''),
    (24, 'COPY (SELECT email FROM badges.users) TO STDOUT'), (25, 'COPY badges.login_tokens TO STDOUT'), (26, 'SELECT * FROM badges.webauthn_list_credentials($bob)'), (27, 'SELECT badges.webauthn_signal($bob)')) AS v (n, statement) ORDER BY n;
COPY badges.users (email) TO STDOUT;
-- Row security is not switched off, only refused to do without.
SET row_security = off;
SELECT pg_temp.tried('SELECT * FROM badges.users') AS unfiltered;
RESET row_security;

-- Every way to write what is Bob's, or to give him what is hers.
SELECT n, statement, pg_temp.tried(statement) FROM (VALUES
    (1, 'UPDATE badges.users SET name = ''x'' WHERE user_id = $bob'), (2, 'UPDATE badges.users SET user_id = $bob'), (3, 'UPDATE badges.users SET email = ''x@example.org'''), (4, 'UPDATE badges.users SET name = ''x'' RETURNING *'), (5, 'DELETE FROM badges.users'),
    (6, 'UPDATE badges.issuer_profiles SET owner_user_id = $ann WHERE issuer_id = $bob_issuer'), (7, 'UPDATE badges.issuer_profiles SET owner_user_id = $bob'), (8, 'UPDATE badges.issuer_profiles SET issuer_id = $bob_issuer'),
    (9, 'UPDATE badges.badge_classes SET issuer_id = $bob_issuer'), (10, 'UPDATE badges.badge_assertions SET badge_id = $bob_badge, issuer_id = $bob_issuer'), (11, 'UPDATE badges.badge_assertions SET badge_id = $bob_badge'), (12, 'UPDATE badges.badge_assertions SET issuer_id = $bob_issuer'),
    (13, 'UPDATE badges.badge_assertions SET revoked = true, revoked_at = now() RETURNING assertion_id'), (14, 'DELETE FROM badges.badge_assertions RETURNING *'), (15, 'DELETE FROM badges.badge_assertions USING badges.badge_classes AS b WHERE b.badge_id = $bob_badge'),
    (16, 'DELETE FROM badges.webauthn_credentials WHERE user_id = $bob'), (17, 'UPDATE badges.webauthn_credentials SET user_id = $bob'), (18, 'SELECT badges.webauthn_delete_credential($bob, ''Yg'')'), (19, 'SELECT badges.webauthn_delete_credential($ann, ''Yg'')'), (20, 'SELECT badges.webauthn_rename_credential($ann, ''Yg'', ''x'')'),
    (21, 'INSERT INTO badges.issuer_profiles (issuer_id, owner_user_id, issuer_json) SELECT $bob_issuer, $ann, issuer_json || jsonb_build_object(''id'', ''https://badges.example.org/issuers/'' || $bob_issuer) FROM badges.issuer_profiles ON CONFLICT (issuer_id) DO UPDATE SET issuer_json = excluded.issuer_json'),
    (22, 'INSERT INTO badges.issuer_profiles (issuer_id, owner_user_id, issuer_json) SELECT $bob_issuer, $ann, issuer_json || jsonb_build_object(''id'', ''https://badges.example.org/issuers/'' || $bob_issuer) FROM badges.issuer_profiles ON CONFLICT DO NOTHING'),
    (23, 'INSERT INTO badges.badge_classes (badge_id, issuer_id, badge_json) SELECT $bob_badge, issuer_id, badge_json || ''{"id": "urn:uuid:9b3b1e1c-0d0c-4b57-9b4e-0d5b6f0c8f11"}'' FROM badges.badge_classes ON CONFLICT (badge_id) DO UPDATE SET issuer_id = excluded.issuer_id RETURNING *'),
    (24, 'INSERT INTO badges.badge_assertions (assertion_id, badge_id, issuer_id, assertion_json) SELECT $bob_award, badge_id, issuer_id, assertion_json || ''{"id": "urn:uuid:9b3b1e1c-0d0c-4b57-9b4e-0d5b6f0c8f11"}'' FROM badges.badge_assertions ON CONFLICT (assertion_id) DO UPDATE SET revocation_reason = ''x'' RETURNING *'),
    (25, 'MERGE INTO badges.badge_assertions AS a USING (SELECT $bob_award::uuid AS id) AS s ON a.assertion_id = s.id WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN DO NOTHING'),
    (26, 'COPY badges.badge_classes FROM STDIN'), (27, 'SELECT badges.revoke_assertion($bob_award)'), (28, 'SELECT badges.update_badge_class($bob_badge, badges.get_badge_class($bob_badge))'), (29, 'SELECT badges.rotate_issuer_key($bob_issuer)'), (30, 'SELECT badges.issue_endorsement($bob_issuer, ''https://example.org'')')) AS v (n, statement) ORDER BY n;

-- What a refusal tells of what is not hers. Ids and documents of issuers, badge classes and awards are public; that an id
-- is taken is no secret. Whether an address has a user, or a user exists, is one, and none of these tells.
SELECT n, statement, pg_temp.tried(statement) FROM (VALUES
    (1, 'INSERT INTO badges.users (email) VALUES (''bob@example.org'')'), (2, 'INSERT INTO badges.users (email) VALUES (''nobody@example.org'')'), (3, 'SELECT badges.create_user(''bob@example.org'')'), (4, 'UPDATE badges.users SET email = ''bob@example.org'''),
    (5, 'INSERT INTO badges.issuer_profiles (owner_user_id, issuer_json) SELECT $bob, issuer_json FROM badges.issuer_profiles'), (6, 'INSERT INTO badges.issuer_profiles (owner_user_id, issuer_json) SELECT gen_random_uuid(), issuer_json FROM badges.issuer_profiles'),
    (7, 'INSERT INTO badges.badge_classes (issuer_id, badge_json) SELECT $bob_issuer, badge_json FROM badges.badge_classes'), (8, 'INSERT INTO badges.badge_classes (issuer_id, badge_json) SELECT gen_random_uuid(), badge_json FROM badges.badge_classes'),
    (9, 'INSERT INTO badges.badge_assertions (badge_id, issuer_id, assertion_json) SELECT $bob_badge, issuer_id, assertion_json FROM badges.badge_assertions'), (10, 'INSERT INTO badges.badge_assertions (badge_id, issuer_id, assertion_json) SELECT gen_random_uuid(), issuer_id, assertion_json FROM badges.badge_assertions'),
    (11, 'SELECT badges.webauthn_rename_credential($ann, ''Yg'', NULL), badges.webauthn_rename_credential($ann, ''none'', NULL)'), (12, 'SELECT badges.webauthn_list_credentials(gen_random_uuid())'),
    (13, 'SELECT badges.badge_class_may_become($bob_badge, ''{}'')'), (14, 'SELECT badges.issuer_may_become($bob_issuer, ''{}'', true)'), (15, 'SELECT badges.badge_class_names_its_issuer($bob_badge, $bob_issuer, ''{}'')'), (16, 'SELECT badges.assertion_names_its_badge_class($bob_award, $bob_badge, ''{}'')')) AS v (n, statement) ORDER BY n;
-- A function that tells what it is given is not asked before row security, in any place of a query; nor is an operator.
CREATE FUNCTION pg_temp.leak(content text) RETURNS bool LANGUAGE plpgsql COST 0.0000001 AS $$ BEGIN RAISE NOTICE 'leaked %', content; RETURN true; END $$;
CREATE FUNCTION pg_temp.leak(content text, other text) RETURNS bool LANGUAGE plpgsql COST 0.0000001 AS $$ BEGIN RAISE NOTICE 'leaked %', content; RETURN true; END $$;
CREATE OPERATOR pg_temp.<<< (LEFTARG = text, RIGHTARG = text, FUNCTION = pg_temp.leak, RESTRICT = scalarltsel);
SELECT count(*) FROM badges.users WHERE email OPERATOR(pg_temp.<<<) 'x';
SELECT count(*) FROM badges.badge_assertions WHERE pg_temp.leak(recipient_identity) AND 1 / (recipient_identity <> 'secret@example.org')::int = 1;
SELECT count(*) FROM badges.users AS u JOIN badges.users AS v ON u.email OPERATOR(pg_temp.<<<) v.email;
SELECT name FROM badges.users ORDER BY pg_temp.leak(email), (SELECT count(*) FROM badges.badge_assertions WHERE pg_temp.leak(recipient_identity)) LIMIT 1;
CREATE TEMP VIEW all_users AS SELECT * FROM badges.users;
SELECT count(*) FROM all_users WHERE pg_temp.leak(email);
CREATE FUNCTION pg_temp.cannot_be_leakproof(text) RETURNS bool LANGUAGE sql AS 'SELECT true';
SELECT pg_temp.tried('ALTER FUNCTION pg_temp.cannot_be_leakproof(text) LEAKPROOF');
-- What would run her code as others, or on rows of others, takes an owner.
SELECT n, statement, left(pg_temp.tried(statement), 5) AS sqlstate FROM (VALUES
    (1, 'CREATE TRIGGER t AFTER INSERT ON badges.users FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()'), (2, 'CREATE RULE r AS ON SELECT TO badges.users DO INSTEAD SELECT 1'), (3, 'CREATE RULE r AS ON INSERT TO badges.badge_assertions DO ALSO NOTIFY x'),
    (4, 'CREATE POLICY p ON badges.users USING (true)'), (5, 'CREATE INDEX ON badges.users (pg_temp.leak(email))'), (6, 'CREATE STATISTICS s ON email, name FROM badges.users'), (7, 'ALTER TABLE badges.users DISABLE ROW LEVEL SECURITY'),
    (8, 'ALTER TABLE badges.users ALTER COLUMN name SET DEFAULT pg_temp.leak(''x'')::text'), (9, 'ALTER TABLE badges.badge_assertions ADD CHECK (pg_temp.leak(recipient_identity))'), (10, 'CREATE TEMP TABLE t (user_id uuid REFERENCES badges.users)'), (11, 'CREATE TEMP TABLE t () INHERITS (badges.users)'),
    (12, 'ALTER TABLE badges.users INHERIT badges.badge_classes'), (13, 'CREATE TABLE public.t (n int)'), (14, 'CREATE FUNCTION badges.f() RETURNS int LANGUAGE sql RETURN 1'), (15, 'CREATE CAST (text AS uuid) WITHOUT FUNCTION'), (16, 'CREATE CAST (badges.users AS text) WITH INOUT AS IMPLICIT'),
    (17, 'TRUNCATE badges.badge_assertions'), (18, 'COMMENT ON TABLE badges.users IS ''x'''), (19, 'CREATE PUBLICATION p FOR TABLE badges.users'), (21, 'LOCK TABLE badges.users IN ACCESS EXCLUSIVE MODE'), (22, 'LOCK TABLE badges.login_tokens IN SHARE MODE'),
    (23, 'SET badges.base_url = ''https://evil.example'''), (24, 'SET badges.key_file = ''/tmp/x'''), (25, 'ALTER ROLE badges_user SET badges.base_url = ''https://evil.example'''), (26, 'CREATE EXTENSION badges'), (27, 'ALTER EXTENSION badges UPDATE')) AS v (n, statement) ORDER BY n;
RESET ROLE;

-- Plans and cursors. A plan is made again for another role and reads the claims anew; a cursor keeps the eyes it was opened with.
PREPARE mails AS SELECT email FROM badges.users ORDER BY email;
EXECUTE mails;
SET ROLE badges_user;
EXECUTE mails;
SELECT set_config('request.jwt.claims', jsonb_build_object('sub', :'bob')::text, false) IS NOT NULL AS claimed;
EXECUTE mails;
SELECT name FROM badges.find_assertions('secret@example.org') JOIN badges.badge_classes USING (badge_id);
SELECT set_config('request.jwt.claims', jsonb_build_object('sub', :'ann')::text, false) IS NOT NULL AS claimed;
EXECUTE mails;
SELECT name FROM badges.find_assertions('secret@example.org') JOIN badges.badge_classes USING (badge_id);
SET ROLE badges_reader;
SELECT pg_temp.outcome('SELECT email FROM badges.users') AS reader;
BEGIN;
SET LOCAL ROLE badges_app;
DECLARE everybody CURSOR FOR SELECT email FROM badges.users ORDER BY email;
FETCH 1 FROM everybody;
SET LOCAL ROLE badges_user;
FETCH 1 FROM everybody;
DECLARE own CURSOR FOR SELECT email FROM badges.users ORDER BY email;
SET LOCAL ROLE badges_app;
FETCH 2 FROM own;
COMMIT;
RESET ROLE;
-- Parallel workers see with the same eyes.
SELECT set_config(name, 'on', false) FROM pg_settings WHERE name IN ('debug_parallel_query', 'force_parallel_mode');
SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET min_parallel_index_scan_size = 0;
SET ROLE badges_user;
SELECT count(*), count(*) FILTER (WHERE assertion_id = :'ann_award') AS hers FROM badges.badge_assertions;
SELECT badges.current_user_id() = :'ann' AS still_ann;
RESET ROLE;
SELECT set_config(name, 'off', false) FROM pg_settings WHERE name IN ('debug_parallel_query', 'force_parallel_mode');

-- Who says who she is: whatever is not one object with one id in its place is nobody. Any session may say it, so nobody but
-- a server that has checked a token is given the role.
SET ROLE badges_user;
CREATE FUNCTION pg_temp.sees(claims text) RETURNS int8 LANGUAGE plpgsql AS $$ BEGIN PERFORM set_config('request.jwt.claims', claims, false); RETURN (SELECT count(*) FROM badges.users); END $$;
SELECT n, pg_temp.sees(pg_temp.filled(replace(claims, '''', '"'))) FROM (VALUES (1, ''), (2, 'null'), (3, '{'), (4, '[{''sub'': 1}]'), (5, '{''sub'': null}'), (6, '{''sub'': true}'), (7, '{''sub'': [''x'']}'), (8, '{''sub'': {}}'), (9, '{''SUB'': ''x''}'), (10, '{''sub'': ''''}'), (11, '"x"'),
    (12, repeat('{"sub":', 10000) || '1' || repeat('}', 10000)), (13, '{"sub": "' || repeat('a', 1000000) || '"}'), (14, E'{"sub": "\\u0000"}'), (15, '{"a": {"sub": "00000000-0000-4000-8000-000000000000"}}')) AS v (n, claims) ORDER BY n;
-- Of an id that is written otherwise, or twice, PostgreSQL's own reading of JSON and UUIDs holds: the last, in any letter case.
SELECT n, pg_temp.sees(claims) AS sees FROM (VALUES (1, format('{"sub": "%s"}', upper(:'ann'))), (2, format('{"sub": "%s", "sub": "%s"}', :'bob', :'ann')), (3, format('{"sub": " %s"}', :'ann')), (4, format('{"sub": "%s"} ', :'ann')), (5, format('{"sub": "%s"}x', :'ann'))) AS v (n, claims) ORDER BY n;
SELECT pg_temp.sees(format('{"sub": "%s", "sub": "%s"}', :'bob', :'ann')), (SELECT email FROM badges.users) AS email;
RESET ROLE;
