-- Badges with a large picture written into them, as a data URI: issued, verified by anybody, baked.
\set ECHO none
\getenv folder PG_ABS_SRCDIR
\i :folder/helpers.sql
-- A data URI of so many octets of what no compression makes smaller.
CREATE FUNCTION pg_temp.picture(octets int) RETURNS text LANGUAGE sql AS $$
    SELECT 'data:image/png;base64,' || translate(encode(substr(string_agg(sha256(n::text::bytea), ''), 1, octets), 'base64'), E'\n', '')
      FROM generate_series(1, octets / 32 + 1) AS n
$$;
SELECT issuer_id AS issuer FROM badges.create_issuer('{"name": "Example School", "url": "https://school.example.org", "email": "badges@school.example.org"}') \gset
CREATE FUNCTION pg_temp.badge(issuer uuid, octets int) RETURNS uuid LANGUAGE sql AS $$
    SELECT badge_id FROM badges.create_badge_class(issuer, jsonb_build_object('name', 'Teamwork', 'description', 'Works well with others.',
        'image', pg_temp.picture(octets), 'criteria', '{"narrative": "Was nominated by peers."}'::jsonb))
$$;
SELECT pg_temp.badge(:'issuer', 2000000) AS large, pg_temp.badge(:'issuer', 3000000) AS too_large \gset
\set ECHO all
-- Two megabytes fit, however the award is signed.
CREATE TEMPORARY TABLE awards AS
SELECT n, proof, a.assertion_id, coalesce(a.credential_text, a.assertion_json::text) AS text
  FROM (VALUES (1, '3.0', NULL), (2, '3.0', 'eddsa-jcs-2022'), (3, '3.0', 'ecdsa-rdfc-2019'), (4, '3.0', 'ecdsa-sd-2023'), (5, '3.0', 'ES256'),
               (6, '2.0', 'EdDSA'), (7, '2.0', NULL)) AS v (n, version, proof),
       badges.issue_assertion(:'large', 'ann@example.org', version => v.version, proof => v.proof) AS a;
SELECT n, length(text) > 2000000 AS large, pg_temp.verdict(badges.verify_assertion(assertion_id)), pg_temp.verdict(badges.verify_credential(text)) FROM awards ORDER BY n;
-- The picture is signed, too.
SELECT n, pg_temp.verdict(badges.verify_credential(jsonb_set(text::jsonb, '{credentialSubject,achievement,image,id}', to_jsonb(pg_temp.picture(1999999)))::text))
  FROM awards WHERE n BETWEEN 1 AND 4 ORDER BY n;
-- Baked and read again.
SELECT n, badges.unbake_badge(baked) = text AS same, pg_temp.verdict(badges.verify_baked_badge(baked))
  FROM awards, badges.bake_badge('<svg xmlns="http://www.w3.org/2000/svg"/>'::bytea, text) AS baked ORDER BY n;
-- More than that nobody could read, so nobody signs it. An Assertion of 2.0 names the badge and does not hold it.
SELECT v.*, pg_temp.outcome(format('SELECT badges.issue_assertion(%L, %L, version => %L, proof => %L)', :'too_large', 'ann@example.org', version, proof))
  FROM (VALUES (1, '3.0', NULL), (2, '3.0', 'eddsa-jcs-2022'), (3, '3.0', 'ES256'), (4, '2.0', 'EdDSA'), (5, '2.0', NULL)) AS v (n, version, proof) ORDER BY n;
