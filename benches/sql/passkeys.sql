-- So many users with a passkey each, and so many finished rows of sign-ins for the rival.
\set rp_id example.org
ALTER DATABASE :DBNAME SET badges.rp_id = :'rp_id';
ALTER DATABASE :DBNAME SET badges.rp_origins = 'https://example.org';
\connect
CREATE FUNCTION bench.base64url(bytea) RETURNS text LANGUAGE sql IMMUTABLE
    RETURN rtrim(translate(encode($1, 'base64'), '+/', '-_'), '=');
CREATE TABLE bench.passkeys AS
SELECT n, gen_random_uuid() AS user_id, bench.base64url(sha256(n::text::bytea)) AS credential_id
  FROM generate_series(0, :sign_ins - 1) AS n;
ALTER TABLE bench.passkeys ADD PRIMARY KEY (n);
INSERT INTO badges.users (user_id, email) SELECT user_id, 'passkey' || n || '@example.org' FROM bench.passkeys;
-- The key comes with the answers.
INSERT INTO badges.webauthn_credentials (credential_id, user_id, rp_id, public_key, public_key_alg)
SELECT credential_id, user_id, :'rp_id', '', -7 FROM bench.passkeys;
-- What the rival inserts, as an application would have made it.
TRUNCATE badges.login_tokens;
SELECT badges.webauthn_start_authentication() FROM bench.passkeys;
CREATE TABLE bench.ceremonies AS
SELECT row_number() OVER () - 1 AS n, token_id, purpose, state FROM badges.login_tokens;
ALTER TABLE bench.ceremonies ADD PRIMARY KEY (n);
-- What browsers answer to the sign-ins that were started, and what it answers to.
CREATE TABLE bench.answers (n bigint PRIMARY KEY, credential jsonb NOT NULL);
CREATE TABLE bench.started (n bigint PRIMARY KEY, token_id uuid NOT NULL, challenge text NOT NULL);
VACUUM ANALYZE bench.passkeys, bench.ceremonies;
