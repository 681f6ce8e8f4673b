\set i :i + 1
\set n :i * :clients + :client_id
SELECT f.verified, f.user_id FROM bench.started AS s JOIN bench.answers AS a USING (n),
       badges.webauthn_finish_authentication(s.token_id, a.credential) AS f WHERE s.n = :n;
