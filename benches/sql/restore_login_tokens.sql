TRUNCATE badges.login_tokens;
INSERT INTO badges.login_tokens SELECT * FROM bench.fresh_tokens;
VACUUM FULL badges.users;
VACUUM ANALYZE badges.users, badges.login_tokens;
