-- Issuers. The id of a document that has none is the one by which the issuer's badge classes name it.

CREATE TEMP TABLE new_issuers ON COMMIT DROP AS
WITH named AS (
    SELECT b.issuer, min(b.url) AS url
      FROM (SELECT issuer, coalesce(badge -> 'issuer' ->> 'id', badge ->> 'issuer') AS url
              FROM (SELECT issuer, pg_temp.as_json(document) AS badge FROM pg_temp.old_badge_classes) AS b
             WHERE jsonb_typeof(badge) = 'object') AS b
     WHERE b.url ~ '^https?://' GROUP BY b.issuer HAVING count(DISTINCT b.url) = 1
), read AS (
    SELECT o.*, coalesce(pg_temp.as_uuid(o.id), badges.uuid_v7()) AS issuer_id, u.user_id,
           coalesce(pg_temp.as_json(o.document), CASE WHEN coalesce(btrim(o.document), '') = '' THEN '{}' END::jsonb) AS given,
           n.url AS named, pg_temp.as_time(o.created_at) AS made
      FROM pg_temp.old_issuer_profiles AS o
      LEFT JOIN named AS n ON n.issuer = o.id
      LEFT JOIN pg_temp.user_targets AS u ON u.source_id = o.owner
), identified AS (
    SELECT *, pg_temp.filled(CASE jsonb_typeof(given) WHEN 'object' THEN given END, jsonb_build_object('id', coalesce(named, format('%s/issuers/%s',
               rtrim(current_setting('badges.base_url'), '/'), issuer_id)))) AS with_id
      FROM read
), completed AS (
    SELECT i.*, m.note AS upgrade, m.fault, CASE WHEN m.note IS NULL THEN i.given ELSE m.document END AS before,
           CASE WHEN badges.ob_json_version(m.document) = '3.0' THEN m.document
           ELSE pg_temp.filled(m.document, jsonb_build_object('@context', 'https://w3id.org/openbadges/v2', 'type', 'Issuer',
               'name', i.name, 'url', i.url, 'email', i.email, 'description', i.description)) END AS profile
      FROM identified AS i, pg_temp.modern(i.with_id) AS m
), checked AS (
    SELECT c.*, badges.ob_json_text(c.profile, 'id') AS document_id,
           CASE WHEN c.unidentified IS NOT NULL THEN c.unidentified
                WHEN c.given IS NULL THEN 'the document is no JSON'
                WHEN jsonb_typeof(c.given) <> 'object' THEN 'the document is no JSON object'
                WHEN c.fault IS NOT NULL THEN c.fault
                ELSE pg_temp.problems(c.profile, 'Issuer') END AS refusal
      FROM completed AS c
), ranked AS (
    SELECT c.*, coalesce(e.source_id, first_value(id) OVER (PARTITION BY c.document_id ORDER BY refusal IS NOT NULL, made, id)) AS first_id
      FROM checked AS c LEFT JOIN (SELECT document_id, min(source_id) AS source_id FROM :report
                                    WHERE source_table = 'issuer_profiles' GROUP BY document_id) AS e ON e.document_id = c.document_id
)
SELECT line, id, issuer_id, user_id, profile, document_id, made,
       coalesce(refusal, CASE WHEN first_id <> id THEN format('issuer %s has a document with the same id', first_id) END) AS refusal,
       pg_temp.notes(
           upgrade, CASE WHEN refusal IS NULL THEN pg_temp.filled_in(before, profile) END,
           CASE WHEN owner IS NULL THEN 'has no owner, so only the application may issue for it'
                WHEN user_id IS NULL THEN format('its owner, user %s, is not among the users taken, so only the application may issue for it', owner) END,
           CASE WHEN created_at IS NOT NULL AND made IS NULL THEN 'created_at is no time' END,
           pg_temp.differing('name', name, badges.ob_json_text(profile, 'name'), 'url', url, badges.ob_json_text(profile, 'url'),
               'email', email, badges.ob_json_text(profile, 'email'),
               'description', description, badges.ob_json_text(profile, 'description'))) AS note
  FROM ranked;

CREATE TEMP TABLE stored_issuers ON COMMIT DROP AS
WITH stored AS (
    INSERT INTO badges.issuer_profiles (issuer_id, owner_user_id, issuer_json, created_at)
    SELECT issuer_id, user_id, profile, coalesce(made, now()) FROM pg_temp.new_issuers WHERE refusal IS NULL
    ON CONFLICT DO NOTHING RETURNING issuer_id
)
SELECT issuer_id FROM stored;

INSERT INTO :report
SELECT 'issuer_profiles', n.id,
       CASE WHEN s.issuer_id IS NULL THEN 'refused' WHEN n.note IS NULL THEN 'taken' ELSE 'changed' END,
       CASE WHEN s.issuer_id IS NULL THEN coalesce(n.refusal, 'badges.issuer_profiles has an issuer of that id already') ELSE n.note END,
       s.issuer_id, CASE WHEN s.issuer_id IS NOT NULL THEN n.document_id END
  FROM pg_temp.new_issuers AS n LEFT JOIN pg_temp.stored_issuers AS s ON s.issuer_id = n.issuer_id AND n.refusal IS NULL;

-- What the documents of an issuer lie below, as the extension has it.
CREATE TEMP TABLE issuer_targets ON COMMIT DROP AS
    SELECT r.source_id, i.issuer_id, r.document_id, badges.get_did_document(i.issuer_id) ->> 'id' AS id_of_3_0,
           regexp_replace(badges.get_revocation_list(i.issuer_id) ->> 'id', '/issuers/[^/]+/revocations$', '') AS base
      FROM :report AS r JOIN badges.issuer_profiles AS i ON i.issuer_id = r.target_id::uuid
     WHERE r.source_table = 'issuer_profiles' AND r.target_id IS NOT NULL;

-- The keys that credentials of 3.0 were signed with by the old site, as far as their URLs hold them: what they signed must
-- go on verifying, and they sign nothing more. Then a key for each that has none, for what is issued and read out from now on.
UPDATE badges.issuer_profiles AS i SET public_keys = keys.public_keys
  FROM (SELECT t.issuer_id, jsonb_agg(jsonb_build_object('id', k.key, 'status', 'retired', 'publicKeyMultibase', k.key,
                   'algorithm', CASE left(k.key, 3) WHEN 'z6M' THEN 'Ed25519' WHEN 'zDn' THEN 'P-256' ELSE 'P-384' END,
                   'created', pg_temp.iso(now()), 'retired', pg_temp.iso(now()))) AS public_keys
          FROM (SELECT DISTINCT split_part(method #>> '{}', '#', 1) AS issuer, split_part(method #>> '{}', '#', 2) AS key
                  FROM (SELECT pg_temp.as_json(document) AS document FROM pg_temp.old_badge_assertions) AS a,
                       jsonb_path_query(a.document, '$.proof.verificationMethod') AS method
                 WHERE badges.ob_json_version(a.document) = '3.0') AS k
          JOIN pg_temp.issuer_targets AS t ON t.id_of_3_0 = k.issuer
         WHERE k.key ~ '^z(6Mk|Dn|82)' GROUP BY t.issuer_id) AS keys
 WHERE i.issuer_id = keys.issuer_id AND i.public_keys = '[]';

SELECT count(badges.rotate_issuer_key(i.issuer_id))
  FROM badges.issuer_profiles AS i JOIN pg_temp.issuer_targets AS t USING (issuer_id)
 WHERE i.encrypted_private_key IS NULL AND t.id_of_3_0 ~ '^https?://' \g /dev/null
