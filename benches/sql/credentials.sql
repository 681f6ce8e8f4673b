-- So many different credentials of Open Badges 3.0 like the one in :document.
SET client_min_messages = warning;
DROP TABLE IF EXISTS bench.credentials;
CREATE UNLOGGED TABLE bench.credentials (doc jsonb);
-- Nobody has to decompress before the first look.
ALTER TABLE bench.credentials ALTER doc SET STORAGE PLAIN;
INSERT INTO bench.credentials
SELECT jsonb_set(
           jsonb_set(template, '{id}', to_jsonb('https://badges.example.org/v3/credentials/' || gen_random_uuid())),
           '{credentialSubject,identifier,0,identityHash}', to_jsonb('sha256$' || encode(sha256(n::text::bytea), 'hex')))
  FROM (SELECT :'document'::jsonb AS template) AS t, generate_series(1, :rows) AS n;
VACUUM ANALYZE bench.credentials;
