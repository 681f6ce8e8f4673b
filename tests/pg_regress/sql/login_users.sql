-- Who signs in: users, newcomers where they may, nobody else, and nobody can tell which from a request.
\pset null (null)
SELECT (badges.create_user('Ann@Example.org', 'Ann')).email;

-- The mail goes to the stored address, whatever was typed.
SELECT * FROM badges.create_login_token('ANN@EXAMPLE.ORG', ip => '192.0.2.7', user_agent => repeat('é', 1048576)) \gset t_
SELECT :'t_email' AS email;
SELECT created_ip, length(user_agent), user_id IS NOT NULL AS has_user FROM badges.login_tokens WHERE token_id = :'t_token_id';
SELECT verified, email, is_new_user, reason FROM badges.verify_login_token(:'t_token_id', :'t_code');
SELECT email_verified_at IS NOT NULL AS verified, last_login_at = email_verified_at AS first_login,
       updated_at = last_login_at AS updated FROM badges.users;
SELECT * FROM badges.create_login_token('ann@example.org') \gset t_
SELECT verified, is_new_user FROM badges.verify_login_token(:'t_link_token');
SELECT last_login_at > email_verified_at AS second_login FROM badges.users;

-- Proving an address or presence is no login.
UPDATE badges.users SET last_login_at = NULL, email_verified_at = NULL;
SELECT * FROM badges.create_login_token('ann@example.org', 'step_up') \gset t_
SELECT verified, reason FROM badges.verify_login_token(:'t_token_id', :'t_code', 'step_up');
SELECT last_login_at, email_verified_at IS NOT NULL AS verified FROM badges.users;

-- A recovery ends what else is under way.
SELECT * FROM badges.create_login_token('ann@example.org') \gset a_
SELECT * FROM badges.create_login_token('ann@example.org', 'recovery') \gset t_
SELECT verified, reason FROM badges.verify_login_token(:'t_link_token', purpose => 'recovery');
SELECT * FROM badges.verify_login_token(:'a_token_id', :'a_code');
SELECT last_login_at IS NOT NULL AS login FROM badges.users;

-- A newcomer becomes a user by redeeming, once, whatever letter case the two requests had.
SELECT * FROM badges.create_login_token('Bob@example.org') \gset a_
SELECT * FROM badges.create_login_token('bob@example.org') \gset b_
SELECT count(*) FROM badges.users WHERE lower(email) = 'bob@example.org';
SELECT verified, email, is_new_user, reason FROM badges.verify_login_token(:'a_token_id', :'a_code');
SELECT verified, email, is_new_user, reason FROM badges.verify_login_token(:'b_token_id', :'b_code');
SELECT email, email_verified_at IS NOT NULL AS verified, last_login_at IS NOT NULL AS login
  FROM badges.users WHERE lower(email) = 'bob@example.org';

-- An address that cannot sign in gets an answer of the same shape; only the mailer sees that there is no mail to send.
SET badges.sign_up = off;
SELECT t.email, t.code, t.link_token, t.token_id IS NOT NULL AS token, t.expires_at > now() AS expires, t.reason
  FROM badges.create_login_token('cat@example.org') AS t;
SELECT user_id, octet_length(code_hash) AS code_hash, octet_length(token_hash) AS token_hash, attempts, max_attempts
  FROM badges.login_tokens WHERE email = 'cat@example.org';
SELECT * FROM badges.create_login_token('cat@example.org') \gset t_
SELECT reason, count(*) FROM generate_series(100001, 100006) AS code, LATERAL badges.verify_login_token(:'t_token_id', code::text)
 GROUP BY reason ORDER BY reason;
-- A user can still sign in.
SELECT code IS NOT NULL AS code FROM badges.create_login_token('bob@example.org');
RESET badges.sign_up;

-- Turned off while the mail is on its way.
SELECT * FROM badges.create_login_token('dan@example.org') \gset t_
SET badges.sign_up = off;
SELECT * FROM badges.verify_login_token(:'t_token_id', :'t_code');
RESET badges.sign_up;
SELECT count(*) FROM badges.users WHERE email = 'dan@example.org';

-- Nobody steps up or recovers who is not there.
SELECT code, link_token, reason FROM badges.create_login_token('eve@example.org', 'step_up');
SELECT code, link_token, reason FROM badges.create_login_token('eve@example.org', 'recovery');

-- A disabled user looks like nobody, and a code mailed before is worth nothing.
SELECT (badges.create_user('fay@example.org')).email;
SELECT * FROM badges.create_login_token('fay@example.org') \gset t_
UPDATE badges.users SET disabled_at = now() WHERE email = 'fay@example.org';
SELECT t.email, t.code, t.link_token, t.token_id IS NOT NULL AS token, t.expires_at > now() AS expires, t.reason
  FROM badges.create_login_token('fay@example.org') AS t;
SELECT * FROM badges.verify_login_token(:'t_token_id', :'t_code');
SELECT last_login_at FROM badges.users WHERE email = 'fay@example.org';
-- Disabled after asking to sign up.
SELECT * FROM badges.create_login_token('gil@example.org') \gset t_
SELECT (badges.create_user('gil@example.org')).email;
UPDATE badges.users SET disabled_at = now() WHERE email = 'gil@example.org';
SELECT * FROM badges.verify_login_token(:'t_link_token');

-- A code mailed to an address that is no longer the user's.
SELECT * FROM badges.create_login_token('bob@example.org') \gset t_
UPDATE badges.users SET email = 'robert@example.org' WHERE lower(email) = 'bob@example.org';
SELECT * FROM badges.verify_login_token(:'t_token_id', :'t_code');
