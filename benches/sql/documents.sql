-- So many different assertions, each about 700 octets as text.
CREATE EXTENSION badges_rival;
CREATE UNLOGGED TABLE bench.documents AS
SELECT jsonb_build_object(
           '@context', 'https://w3id.org/openbadges/v2',
           'type', 'Assertion',
           'id', 'https://badges.example.org/assertions/' || gen_random_uuid(),
           'recipient', jsonb_build_object(
               'type', 'email', 'hashed', true, 'salt', md5(n::text),
               'identity', 'sha256$' || encode(sha256(n::text::bytea), 'hex')),
           'badge', 'https://badges.example.org/badges/' || gen_random_uuid(),
           'verification', jsonb_build_object('type', 'HostedBadge'),
           'issuedOn', '2026-01-01T00:00:00Z',
           'expires', '2030-01-01T00:00:00Z',
           'narrative', 'Wrote a program that compiles, with tests that somebody else can read.',
           'evidence', jsonb_build_object('id', 'https://school.example.org/work/' || n, 'name', 'The program')
       ) AS doc
  FROM generate_series(1, :rows) AS n;
VACUUM ANALYZE bench.documents;
