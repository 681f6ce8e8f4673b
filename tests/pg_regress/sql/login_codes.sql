-- One token, a code to type and a link to click, redeemed once by either.
\pset null (null)
CREATE FUNCTION pg_temp.other_code(code text, step int8 DEFAULT 1) RETURNS text LANGUAGE sql AS
    $$ SELECT lpad(((code::int8 + step) % 1000000)::text, 6, '0') $$;

-- A token as the mailer gets it.
SELECT * FROM badges.create_login_token('ann@example.org') \gset t_
SELECT :'t_code' ~ '^[0-9]{6}$' AS six_digits, length(:'t_link_token') AS link_length, :'t_email' AS email,
       :'t_expires_at'::timestamptz - clock_timestamp() BETWEEN '9 minutes' AND '10 minutes' AS ten_minutes;
-- What is stored redeems nothing: neither code nor link is in the row.
SELECT code_hash IN (:'t_code'::bytea, sha256(:'t_code'::bytea)) AS plain_code,
       token_hash IN (link.secret, sha256(link.secret)) AS plain_link,
       octet_length(code_hash), octet_length(token_hash), attempts, max_attempts, state
  FROM badges.login_tokens,
       (SELECT substr(decode(translate(:'t_link_token', '-_', '+/'), 'base64'), 17) AS secret) AS link
 WHERE token_id = :'t_token_id';

-- Wrong, right, used.
SELECT * FROM badges.verify_login_token(:'t_token_id', pg_temp.other_code(:'t_code'));
SELECT verified, user_id IS NOT NULL AS has_user, email, is_new_user, reason
  FROM badges.verify_login_token(token => :'t_token_id', code => :'t_code');
SELECT * FROM badges.verify_login_token(:'t_token_id', :'t_code');
SELECT * FROM badges.verify_login_token(:'t_link_token');
SELECT attempts, consumed_at IS NOT NULL AS consumed FROM badges.login_tokens WHERE token_id = :'t_token_id';

-- The link of one token, and then its code.
SELECT * FROM badges.create_login_token('ann@example.org') \gset t_
SELECT verified, email, is_new_user, reason FROM badges.verify_login_token(:'t_link_token');
SELECT * FROM badges.verify_login_token(:'t_link_token');
SELECT * FROM badges.verify_login_token(:'t_token_id', :'t_code');

-- A code as people type it; a token id in capitals.
SELECT * FROM badges.create_login_token('bob@example.org') \gset t_
SELECT verified, reason
  FROM badges.verify_login_token(upper(:'t_token_id'), left(:'t_code', 3) || ' ' || right(:'t_code', 3));

-- Expired, by the clock and not by the start of the transaction.
BEGIN;
SELECT * FROM badges.create_login_token('bob@example.org', ttl => '20 milliseconds') \gset t_
SELECT FROM pg_sleep(0.05);
SELECT * FROM badges.verify_login_token(:'t_token_id', :'t_code');
SELECT * FROM badges.verify_login_token(:'t_link_token');
COMMIT;

-- The code of another token, and a token for another purpose; neither uses up a try of the wrong token.
SELECT * FROM badges.create_login_token('cat@example.org') \gset a_
SELECT * FROM badges.create_login_token('cat@example.org', 'email_verify') \gset b_
SELECT * FROM badges.verify_login_token(:'b_token_id', :'b_code');
SELECT * FROM badges.verify_login_token(:'b_link_token', purpose => 'recovery');
SELECT attempts FROM badges.login_tokens WHERE token_id = :'b_token_id';
SELECT * FROM badges.verify_login_token(:'a_token_id', :'b_code');
SELECT verified, is_new_user, reason FROM badges.verify_login_token(:'b_token_id', :'b_code', 'email_verify');
SELECT verified, is_new_user, reason FROM badges.verify_login_token(:'a_token_id', :'a_code');

-- What is no token or code at all is a result too, and counts as a try where it meets a token.
SELECT * FROM badges.create_login_token('dan@example.org') \gset t_
SELECT v.* FROM (VALUES (NULL), (''), ('x'), ('00000000-0000-0000-0000-000000000000'), (repeat('A', 64)),
                        (repeat('A', 1048576)), (:'t_token_id'), (:'t_link_token' || '=')) AS garbage (token),
       LATERAL badges.verify_login_token(token) AS v;
SELECT v.* FROM (VALUES (NULL), (''), ('x'), ('00000000-0000-0000-0000-000000000000'), (:'t_link_token'),
                        (repeat('A', 1048576))) AS garbage (token),
       LATERAL badges.verify_login_token(token, :'t_code') AS v;
SELECT v.* FROM (VALUES (''), ('abcdef'), ('12345678901'), (repeat('1', 1048576))) AS garbage (code),
       LATERAL badges.verify_login_token(:'t_token_id', code) AS v;
SELECT attempts FROM badges.login_tokens WHERE token_id = :'t_token_id';
SELECT verified, reason FROM badges.verify_login_token(:'t_token_id', :'t_code');

-- A browser that sent a challenge (RFC 7636, appendix B) redeems with its verifier, by code or by link.
\set challenge E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM
\set verifier dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk
SELECT * FROM badges.create_login_token('eve@example.org', code_challenge => :'challenge') \gset t_
SELECT * FROM badges.verify_login_token(:'t_link_token');
SELECT * FROM badges.verify_login_token(:'t_link_token', code_verifier => :'challenge');
SELECT * FROM badges.verify_login_token(:'t_link_token', code_verifier => '');
SELECT * FROM badges.verify_login_token(:'t_token_id', :'t_code');
SELECT verified, reason FROM badges.verify_login_token(:'t_link_token', code_verifier => :'verifier');
SELECT * FROM badges.create_login_token('eve@example.org', code_challenge => :'challenge') \gset t_
SELECT verified, reason FROM badges.verify_login_token(:'t_token_id', :'t_code', code_verifier => :'verifier');
-- A verifier for a token without a challenge is somebody's attempt to do without one.
SELECT * FROM badges.create_login_token('eve@example.org') \gset t_
SELECT * FROM badges.verify_login_token(:'t_link_token', code_verifier => :'verifier');

-- Longer codes by setting.
SET badges.otp_length = 10;
SELECT * FROM badges.create_login_token('fay@example.org') \gset t_
SELECT :'t_code' ~ '^[0-9]{10}$' AS ten_digits;
RESET badges.otp_length;
SELECT verified, reason FROM badges.verify_login_token(:'t_token_id', :'t_code');
