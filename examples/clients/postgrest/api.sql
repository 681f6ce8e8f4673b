-- What PostgREST needs beside the extension: sign-in without a server, and 404 and 410. Run by a superuser, once:
--   psql -v jwt_secret="$(cat /etc/postgrest/jwt_secret)" -f roles.sql -f api.sql my_database
CREATE SCHEMA api;
CREATE SCHEMA api_private AUTHORIZATION api_owner;
GRANT USAGE ON SCHEMA api TO badges_user, badges_reader;
GRANT USAGE, CREATE ON SCHEMA api TO api_owner;
SET ROLE api_owner;

CREATE TABLE api_private.settings (jwt_secret text NOT NULL CHECK (length(jwt_secret) >= 32));
INSERT INTO api_private.settings VALUES (:'jwt_secret');

-- Mails to be sent. A mailer of yours waits for NOTIFY mail, and deletes what it has sent.
CREATE TABLE api_private.mails (email text NOT NULL, code text NOT NULL, expires_at timestamptz NOT NULL);

-- Sends a code, if the address may sign in. The answer looks the same whether it may or not, and never holds the code.
CREATE FUNCTION api.request_code(email text) RETURNS TABLE (token_id uuid, expires_at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    token record;
BEGIN
    SELECT * INTO token FROM badges.create_login_token(request_code.email);
    IF token.code IS NOT NULL THEN
        INSERT INTO api_private.mails VALUES (token.email, token.code, token.expires_at);
        NOTIFY mail;
    END IF;
    RETURN QUERY SELECT token.token_id, token.expires_at;
END $$;

-- Redeems the code: a token for the header Authorization, good for an hour, or NULL and the reason.
CREATE FUNCTION api.sign_in(token_id uuid, code text) RETURNS TABLE (token text, reason text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    answer record;
BEGIN
    SELECT * INTO answer FROM badges.verify_login_token(sign_in.token_id::text, sign_in.code);
    RETURN QUERY SELECT CASE WHEN answer.verified THEN api_private.jwt(jsonb_build_object('role', 'badges_user',
        'sub', answer.user_id, 'exp', extract(epoch FROM now() + interval '1 hour')::bigint)) END, answer.reason;
END $$;

-- A hosted Assertion under its URL: a proxy rewrites /assertions/<id> to /rpc/assertion?id=<id>.
CREATE FUNCTION api.assertion(id uuid) RETURNS jsonb
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    document jsonb := badges.get_assertion(id, '2.0');
BEGIN
    PERFORM set_config('response.status', CASE WHEN document IS NULL THEN '404' WHEN document @> '{"revoked": true}' THEN '410' ELSE '200' END, true);
    RETURN document;
END $$;

CREATE FUNCTION api_private.base64url(octets bytea) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT rtrim(translate(encode(octets, 'base64'), E'+/\n', '-_'), '=')
$$;

-- A token signed with HMAC-SHA-256 (RFC 7515, RFC 2104), as PostgREST checks it.
CREATE FUNCTION api_private.jwt(payload jsonb) RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    WITH secret AS (
        SELECT CASE WHEN length(s) > 64 THEN sha256(s) ELSE s END AS key
          FROM (SELECT convert_to(jwt_secret, 'UTF8') AS s FROM api_private.settings) AS settings
    ), pads AS (
        SELECT string_agg(set_byte('\x00', 0, octet # 54), '' ORDER BY n) AS inner_pad,
               string_agg(set_byte('\x00', 0, octet # 92), '' ORDER BY n) AS outer_pad
          FROM (SELECT n, CASE WHEN n < length(key) THEN get_byte(key, n) ELSE 0 END AS octet
                  FROM secret, generate_series(0, 63) AS n) AS octets
    ), message AS (
        SELECT api_private.base64url(convert_to('{"alg":"HS256","typ":"JWT"}', 'UTF8')) || '.' ||
               api_private.base64url(convert_to(payload::text, 'UTF8')) AS text
    )
    SELECT text || '.' || api_private.base64url(sha256(outer_pad || sha256(inner_pad || convert_to(text, 'UTF8')))) FROM pads, message
$$;

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA api, api_private FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api.request_code, api.sign_in, api.assertion TO badges_user, badges_reader;
COMMENT ON FUNCTION api.request_code IS 'Mails a sign-in code to an address';
COMMENT ON FUNCTION api.sign_in IS 'A token for the code that was mailed';
COMMENT ON FUNCTION api.assertion IS 'A hosted Open Badges 2.0 Assertion: 200, 404, or 410 for a revoked one';

RESET ROLE;
REVOKE CREATE ON SCHEMA api FROM api_owner;
