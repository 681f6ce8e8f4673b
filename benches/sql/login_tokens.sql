-- So many users, and one token with a code for each.
INSERT INTO badges.users (email) SELECT 'user' || n || '@example.org' FROM generate_series(1, :tokens) AS n;
VACUUM ANALYZE badges.users;
CREATE TABLE bench.tokens AS
SELECT n, t.token_id, t.code
  FROM generate_series(0, :tokens - 1) AS n,
       badges.create_login_token('user' || n + 1 || '@example.org', ttl => '12 hours') AS t;
ALTER TABLE bench.tokens ADD PRIMARY KEY (n);
CREATE TABLE bench.fresh_tokens AS TABLE badges.login_tokens;
-- What the rival compares with, as an application would have computed it.
ALTER TABLE bench.tokens ADD code_hash bytea;
UPDATE bench.tokens AS t SET code_hash = f.code_hash FROM bench.fresh_tokens AS f WHERE f.token_id = t.token_id;
VACUUM FULL ANALYZE bench.tokens;
