-- Ending tokens early, and clearing away what is left of them.
\pset null (null)
SELECT user_id FROM badges.create_user('ann@example.org') \gset

-- Revoking ends every live token of a user, whenever it was made, and no other.
SELECT * FROM badges.create_login_token('ann@example.org') \gset a_
SELECT * FROM badges.create_login_token('ann@example.org', 'step_up') \gset b_
SELECT * FROM badges.create_login_token('bob@example.org') \gset c_
SELECT verified FROM badges.verify_login_token(:'b_token_id', :'b_code', 'step_up');
SELECT badges.revoke_login_tokens(:'user_id');
SELECT * FROM badges.verify_login_token(:'a_token_id', :'a_code');
SELECT * FROM badges.verify_login_token(:'a_link_token');
SELECT badges.revoke_login_tokens(:'user_id');
SELECT badges.revoke_login_tokens('00000000-0000-0000-0000-000000000000');
SELECT user_id FROM badges.create_user('bob@example.org') \gset
SELECT badges.revoke_login_tokens(user_id => :'user_id');
SELECT * FROM badges.verify_login_token(:'c_token_id', :'c_code');

-- Deleting a user deletes the tokens.
SELECT * FROM badges.create_login_token('bob@example.org') \gset c_
DELETE FROM badges.users WHERE user_id = :'user_id';
SELECT * FROM badges.verify_login_token(:'c_token_id', :'c_code');

-- A purge deletes what was redeemed or expired longer ago than it is told; by default a week.
TRUNCATE badges.login_tokens;
INSERT INTO badges.login_tokens (token_id, email, purpose, expires_at, consumed_at, created_at)
SELECT gen_random_uuid(), name || '@example.org', 'login', now() + expires, now() + consumed, now() + expires - interval '1 day'
  FROM (VALUES ('live', interval '1 hour', NULL), ('used', '1 hour', interval '-1 hour'), ('expired', '-2 hours', NULL),
               ('old-used', '-7 days 1 hour', '-7 days -1 hour'), ('old', '-8 days', NULL),
               ('older', '-3650 days', NULL)) AS t (name, expires, consumed);
SELECT badges.purge_login_tokens();
SELECT email FROM badges.login_tokens ORDER BY email;
SELECT badges.purge_login_tokens(older_than => '90 minutes');
SELECT email FROM badges.login_tokens ORDER BY email;
SELECT badges.purge_login_tokens('100000 years');
SELECT badges.purge_login_tokens('0', "limit" => 0), badges.purge_login_tokens('0', "limit" => 1);
SELECT badges.purge_login_tokens('0');
SELECT email FROM badges.login_tokens ORDER BY email;

-- Each new token clears away ten that are older than a week.
INSERT INTO badges.login_tokens (token_id, email, purpose, expires_at)
SELECT gen_random_uuid(), 'old@example.org', 'login', now() - interval '8 days' FROM generate_series(1, 25);
SELECT count(token_id) FROM badges.create_login_token('cat@example.org');
SELECT count(*) FROM badges.login_tokens WHERE email = 'old@example.org';
SELECT count(token_id) FROM generate_series(1, 2) AS n, LATERAL badges.create_login_token('cat@example.org', ttl => n * interval '1 minute');
SELECT count(*) FROM badges.login_tokens WHERE email = 'old@example.org';

-- No dump holds a token.
SELECT 'badges.login_tokens'::regclass = ANY (extconfig) AS dumped FROM pg_extension WHERE extname = 'badges';
