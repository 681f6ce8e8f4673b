-- Guessing is limited for each token and for each address, whatever the caller rolls back.
\pset null (null)
CREATE FUNCTION pg_temp.other_code(code text, step int8 DEFAULT 1) RETURNS text LANGUAGE sql AS
    $$ SELECT lpad(((code::int8 + step) % 1000000)::text, 6, '0') $$;
-- Makes a token and fails until it takes no more.
CREATE FUNCTION pg_temp.use_up(address text) RETURNS text LANGUAGE sql AS
    $$ SELECT string_agg(v.reason, ' ')
         FROM badges.create_login_token(address) AS t, generate_series(1, 5) AS try,
              LATERAL badges.verify_login_token(t.token_id::text, pg_temp.other_code(t.code, try)) AS v $$;

-- Five tries for a token, in one statement or in many; then the right code is refused, and the link is not.
SELECT * FROM badges.create_login_token('ann@example.org') \gset t_
SELECT reason, count(*) FROM generate_series(1, 1000) AS try,
       LATERAL badges.verify_login_token(:'t_token_id', pg_temp.other_code(:'t_code', try)) GROUP BY reason ORDER BY reason;
SELECT attempts, max_attempts FROM badges.login_tokens WHERE token_id = :'t_token_id';
SELECT * FROM badges.verify_login_token(:'t_token_id', :'t_code');
SELECT verified, reason FROM badges.verify_login_token(:'t_link_token');

-- Rolling back undoes the count in the table and not in the memory of the session.
SELECT * FROM badges.create_login_token('bob@example.org') \gset t_
BEGIN;
SELECT reason FROM generate_series(1, 3) AS try,
       LATERAL badges.verify_login_token(:'t_token_id', pg_temp.other_code(:'t_code', try));
ROLLBACK;
BEGIN;
SAVEPOINT before_guess;
SELECT reason FROM generate_series(1, 2) AS try,
       LATERAL badges.verify_login_token(:'t_token_id', pg_temp.other_code(:'t_code', try));
ROLLBACK TO before_guess;
COMMIT;
SELECT attempts FROM badges.login_tokens WHERE token_id = :'t_token_id';
SELECT * FROM badges.verify_login_token(:'t_token_id', :'t_code');

-- A web client may not ask PostgREST for the rollback.
SELECT set_config('request.headers', '{"prefer": "return=minimal, tx=rollback"}', false) IS NOT NULL AS asked;
SELECT * FROM badges.verify_login_token(:'t_token_id', :'t_code');
\echo :LAST_ERROR_SQLSTATE
SELECT * FROM badges.create_login_token('bob@example.org');
\echo :LAST_ERROR_SQLSTATE
SELECT set_config('request.headers', '{"prefer": "return=minimal"}', false) IS NOT NULL AS asked;
SELECT verified, reason FROM badges.verify_login_token(:'t_link_token');

-- Five live tokens for an address in any letter case, with or without a user; the sixth is refused.
SELECT count(*) AS tokens FROM generate_series(1, 5) AS n,
       LATERAL badges.create_login_token(CASE n % 2 WHEN 0 THEN 'cat@example.org' ELSE 'CAT@example.org' END);
SELECT * FROM badges.create_login_token('Cat@Example.org');
-- Ten new ones in an hour, dead or alive.
UPDATE badges.login_tokens SET expires_at = created_at WHERE lower(email) = 'cat@example.org';
SELECT reason, count(*) FROM generate_series(1, 6) AS n,
       LATERAL badges.create_login_token('cat@example.org', ttl => n * interval '1 microsecond')
 GROUP BY reason ORDER BY reason;
UPDATE badges.login_tokens SET created_at = created_at - interval '1 hour' WHERE lower(email) = 'cat@example.org';
SELECT token_id IS NOT NULL AS made, reason FROM badges.create_login_token('cat@example.org');

-- 20 failures in an hour over all tokens of an address: codes rest, those already mailed too; links work.
SELECT * FROM badges.create_login_token('dan@example.org') \gset t_
SELECT pg_temp.use_up('dan@example.org');
SELECT pg_temp.use_up('dan@example.org');
SELECT pg_temp.use_up('DAN@example.org');
SELECT count(*) FROM badges.create_login_token('dan@example.org') AS t, generate_series(1, 4) AS try,
       LATERAL badges.verify_login_token(t.token_id::text, pg_temp.other_code(t.code, try)) AS v WHERE v.reason = 'invalid';
SELECT * FROM badges.verify_login_token(:'t_token_id', pg_temp.other_code(:'t_code'));
SELECT * FROM badges.verify_login_token(:'t_token_id', :'t_code');
UPDATE badges.login_tokens SET expires_at = clock_timestamp()
 WHERE email ILIKE 'dan@example.org' AND token_id <> :'t_token_id';
SELECT * FROM badges.create_login_token('dan@example.org') \gset t_
SELECT :'t_link_token' <> '' AS link, :'t_reason' AS reason;
SELECT * FROM badges.verify_login_token(:'t_token_id', '123456');
SELECT verified, reason FROM badges.verify_login_token(:'t_link_token');
-- Success lifts it.
SELECT code IS NOT NULL AS code, reason FROM badges.create_login_token('dan@example.org');

-- So does an hour.
SELECT pg_temp.use_up('eve@example.org'), pg_temp.use_up('eve@example.org');
SELECT pg_temp.use_up('eve@example.org'), pg_temp.use_up('eve@example.org');
SELECT code IS NOT NULL AS code, reason FROM badges.create_login_token('eve@example.org');
UPDATE badges.login_tokens SET updated_at = updated_at - interval '1 hour', expires_at = created_at
 WHERE email = 'eve@example.org';
SELECT code IS NOT NULL AS code, reason FROM badges.create_login_token('eve@example.org');

-- 100 failures in a row, over however long: codes are off until a link is redeemed.
INSERT INTO badges.login_tokens (token_id, email, purpose, attempts, expires_at, created_at, updated_at)
SELECT gen_random_uuid(), 'fay@example.org', 'login', 5, past, past, past
  FROM generate_series(1, 19) AS hours, LATERAL (SELECT now() - 2 * hours * interval '1 hour' AS past) AS moment;
SELECT pg_temp.use_up('fay@example.org');
SELECT * FROM badges.create_login_token('fay@example.org') \gset t_
SELECT :'t_link_token' <> '' AS link, :'t_reason' AS reason;
SELECT * FROM badges.verify_login_token(:'t_token_id', '123456');
UPDATE badges.login_tokens SET updated_at = updated_at - interval '1 day', expires_at = created_at
 WHERE email = 'fay@example.org' AND token_id <> :'t_token_id';
SELECT code IS NOT NULL AS code, reason FROM badges.create_login_token('fay@example.org');
SELECT verified, reason FROM badges.verify_login_token(:'t_link_token');
SELECT code IS NOT NULL AS code, reason FROM badges.create_login_token('fay@example.org');
