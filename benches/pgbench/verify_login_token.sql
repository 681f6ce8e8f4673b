\set i :i + 1
\set n :i * :clients + :client_id
SELECT v.verified FROM bench.tokens AS t, badges.verify_login_token(t.token_id::text, t.code) AS v WHERE t.n = :n;
