-- What an application does wrong is an error; its message names the argument and never shows the value.
\pset null (null)
-- Runs a statement and shows how it is refused.
CREATE FUNCTION pg_temp.refused(statement text, OUT code text, OUT message text, OUT hint text) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE statement;
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS code = RETURNED_SQLSTATE, message = MESSAGE_TEXT, hint = PG_EXCEPTION_HINT;
END $$;

SELECT r.* FROM (VALUES
    (1, $$NULL$$),
    (2, $$''$$),
    (3, $$'ann'$$),
    (4, $$'ann@example.org,eve@evil.example'$$),
    (5, $$'"ann@evil.example"@example.org'$$),
    (6, $$'ann@example.org@evil.example'$$),
    (7, $$'ann @example.org'$$),
    (8, $$E'ann@example.org\nBcc: eve@evil.example'$$),
    (9, $$'mıke@example.org'$$),
    (10, $$repeat('a', 1048576) || '@example.org'$$)
) AS bad (n, email), LATERAL pg_temp.refused(format('SELECT badges.create_login_token(%s)', email)) AS r ORDER BY n;

SELECT r.* FROM (VALUES
    (1, $$purpose => NULL$$),
    (2, $$purpose => 'Login'$$),
    (3, $$purpose => 'webauthn.register'$$),
    (4, $$purpose => repeat('x', 1048576)$$),
    (5, $$ttl => '0'$$),
    (6, $$ttl => '-1 minute'$$),
    (7, $$ttl => '24 hours 1 microsecond'$$),
    (8, $$ttl => '1000 years'$$),
    (9, $$code_challenge => ''$$),
    (10, $$code_challenge => 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEj+k'$$),
    (11, $$code_challenge => repeat('A', 1048576)$$)
) AS bad (n, argument),
    LATERAL pg_temp.refused(format('SELECT badges.create_login_token(%L, %s)', 'ann@example.org', argument)) AS r ORDER BY n;

SELECT * FROM pg_temp.refused('SELECT badges.verify_login_token(NULL, purpose => NULL)');
SELECT * FROM pg_temp.refused('SELECT badges.verify_login_token(''x'', purpose => ''webauthn.authenticate'')');
SELECT * FROM pg_temp.refused('SELECT badges.revoke_login_tokens(NULL)');
SELECT * FROM pg_temp.refused('SELECT badges.purge_login_tokens(NULL)');
SELECT * FROM pg_temp.refused('SELECT badges.purge_login_tokens(''-1 day'')');
SELECT * FROM pg_temp.refused('SELECT badges.purge_login_tokens("limit" => -1)');
SELECT count(*) AS traces FROM badges.login_tokens;

-- Without the key file nothing is made and nothing verified.
SELECT * FROM badges.create_login_token('ann@example.org') \gset t_
ALTER SYSTEM SET badges.key_file = '/nowhere/badges.key';
SELECT pg_reload_conf();
SELECT FROM pg_sleep(0.2);
SELECT * FROM pg_temp.refused('SELECT badges.create_login_token(''ann@example.org'')');
SELECT * FROM pg_temp.refused('SELECT badges.verify_login_token(''x'')');
ALTER SYSTEM RESET badges.key_file;
SELECT pg_reload_conf();
SELECT FROM pg_sleep(0.2);
SELECT verified, reason FROM badges.verify_login_token(:'t_token_id', :'t_code');

-- A caller who puts functions and operators of his own in front cannot make a wrong code right.
CREATE SCHEMA evil;
CREATE FUNCTION evil.always(pg_catalog.uuid, pg_catalog.uuid) RETURNS pg_catalog.bool LANGUAGE sql AS 'SELECT true';
CREATE FUNCTION evil.always(pg_catalog.bytea, pg_catalog.bytea) RETURNS pg_catalog.bool LANGUAGE sql AS 'SELECT true';
CREATE FUNCTION evil.always(pg_catalog.int2, pg_catalog.int2) RETURNS pg_catalog.bool LANGUAGE sql AS 'SELECT true';
CREATE FUNCTION evil.lower(pg_catalog.text) RETURNS pg_catalog.text LANGUAGE sql AS 'SELECT ''ann@example.org''';
CREATE OPERATOR evil.= (LEFTARG = pg_catalog.uuid, RIGHTARG = pg_catalog.uuid, FUNCTION = evil.always);
CREATE OPERATOR evil.= (LEFTARG = pg_catalog.bytea, RIGHTARG = pg_catalog.bytea, FUNCTION = evil.always);
CREATE OPERATOR evil.< (LEFTARG = pg_catalog.int2, RIGHTARG = pg_catalog.int2, FUNCTION = evil.always);
\c -
\pset null (null)
CREATE TEMP TABLE login_tokens (LIKE badges.login_tokens);
SET search_path = evil, pg_temp, pg_catalog, public;
SELECT * FROM badges.create_login_token('bob@example.org') \gset t_
SELECT t.email FROM badges.login_tokens AS t WHERE t.token_id OPERATOR(pg_catalog.=) :'t_token_id';
SELECT * FROM badges.verify_login_token(:'t_token_id', 'wrong');
SELECT verified, email, reason FROM badges.verify_login_token(:'t_token_id', :'t_code');
