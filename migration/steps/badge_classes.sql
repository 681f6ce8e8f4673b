-- Badge classes. The id of a document that has none is the one by which the awards name it.

CREATE TEMP TABLE new_badge_classes ON COMMIT DROP AS
WITH named AS (
    SELECT a.badge, min(a.url) AS url
      FROM (SELECT badge, coalesce(award -> 'badge' ->> 'id', award ->> 'badge') AS url
              FROM (SELECT badge, pg_temp.as_json(document) AS award FROM pg_temp.old_badge_assertions) AS a
             WHERE jsonb_typeof(award) = 'object') AS a
     WHERE a.url ~ '^https?://' GROUP BY a.badge HAVING count(DISTINCT a.url) = 1
), read AS (
    SELECT o.*, coalesce(pg_temp.as_uuid(o.id), badges.uuid_v7()) AS badge_id,
           i.issuer_id, i.document_id AS issuer_url, i.id_of_3_0, i.base,
           coalesce(pg_temp.as_json(o.document), CASE WHEN coalesce(btrim(o.document), '') = '' THEN '{}' END::jsonb) AS given,
           n.url AS named, pg_temp.as_time(o.created_at) AS made
      FROM pg_temp.old_badge_classes AS o
      LEFT JOIN named AS n ON n.badge = o.id
      LEFT JOIN pg_temp.issuer_targets AS i ON i.source_id = o.issuer
), identified AS (
    SELECT *, pg_temp.filled(CASE jsonb_typeof(given) WHEN 'object' THEN given END, jsonb_build_object('id', coalesce(named, format('%s/badges/%s', base, badge_id)))) AS with_id
      FROM read
), completed AS (
    SELECT i.*, m.note AS upgrade, m.fault, CASE WHEN m.note IS NULL THEN i.given ELSE m.document END AS before,
           CASE WHEN badges.ob_json_version(m.document) = '3.0' THEN m.document
           ELSE pg_temp.filled(m.document, jsonb_build_object('@context', 'https://w3id.org/openbadges/v2', 'type', 'BadgeClass',
               'name', i.name, 'description', i.description, 'image', nullif(btrim(i.image_url), ''), 'issuer', i.issuer_url,
               'criteria', CASE WHEN i.criteria ~ '^https?://\S+$' THEN to_jsonb(i.criteria)
                                WHEN btrim(i.criteria) <> '' THEN jsonb_build_object('narrative', i.criteria) END)) END AS badge
      FROM identified AS i, pg_temp.modern(i.with_id) AS m
), checked AS (
    SELECT c.*, badges.ob_json_text(c.badge, 'id') AS document_id,
           CASE WHEN c.unidentified IS NOT NULL THEN c.unidentified
                WHEN c.issuer_id IS NULL AND EXISTS (SELECT FROM pg_temp.old_issuer_profiles AS i WHERE i.id = c.issuer)
                    THEN format('its issuer %s was refused', c.issuer)
                WHEN c.issuer_id IS NULL THEN format('there is no issuer %s', coalesce(c.issuer, 'NULL'))
                WHEN c.given IS NULL THEN 'the document is no JSON'
                WHEN jsonb_typeof(c.given) <> 'object' THEN 'the document is no JSON object'
                WHEN c.fault IS NOT NULL THEN c.fault
                WHEN coalesce(c.badge -> 'issuer' ->> 'id', c.badge ->> 'issuer', c.badge -> 'creator' ->> 'id', c.badge ->> 'creator', c.issuer_url)
                     NOT IN (c.issuer_url, c.id_of_3_0)
                    THEN format('the document names another issuer than issuer %s, whose id is %s', c.issuer, c.issuer_url)
                ELSE pg_temp.problems(c.badge, 'BadgeClass') END AS refusal
      FROM completed AS c
), ranked AS (
    SELECT c.*, coalesce(e.source_id, first_value(id) OVER (PARTITION BY c.document_id ORDER BY refusal IS NOT NULL, made, id)) AS first_id
      FROM checked AS c LEFT JOIN (SELECT document_id, min(source_id) AS source_id FROM :report
                                    WHERE source_table = 'badge_classes' GROUP BY document_id) AS e ON e.document_id = c.document_id
)
SELECT line, id, badge_id, issuer_id, badge, document_id, made,
       coalesce(refusal, CASE WHEN first_id <> id THEN format('badge class %s has a document with the same id', first_id) END) AS refusal,
       pg_temp.notes(
           upgrade, CASE WHEN refusal IS NULL THEN pg_temp.filled_in(before, badge) END,
           CASE WHEN created_at IS NOT NULL AND made IS NULL THEN 'created_at is no time' END,
           pg_temp.differing('name', name, badges.ob_json_text(badge, 'name'),
               'description', description, badges.ob_json_text(badge, 'description'),
               'criteria', criteria, badges.ob_json_text(badge, 'criteria'),
               'image_url', image_url, coalesce(badges.ob_json_text(badge, 'image_url'), badge ->> 'image'))) AS note
  FROM ranked;

CREATE TEMP TABLE stored_badge_classes ON COMMIT DROP AS
WITH stored AS (
    INSERT INTO badges.badge_classes (badge_id, issuer_id, badge_json, created_at)
    SELECT badge_id, issuer_id, badge, coalesce(made, now()) FROM pg_temp.new_badge_classes WHERE refusal IS NULL
    ON CONFLICT DO NOTHING RETURNING badge_id
)
SELECT badge_id FROM stored;

INSERT INTO :report
SELECT 'badge_classes', n.id,
       CASE WHEN s.badge_id IS NULL THEN 'refused' WHEN n.note IS NULL THEN 'taken' ELSE 'changed' END,
       CASE WHEN s.badge_id IS NULL THEN coalesce(n.refusal, 'badges.badge_classes has a badge class of that id already') ELSE n.note END,
       s.badge_id, CASE WHEN s.badge_id IS NOT NULL THEN n.document_id END
  FROM pg_temp.new_badge_classes AS n LEFT JOIN pg_temp.stored_badge_classes AS s ON s.badge_id = n.badge_id AND n.refusal IS NULL;

-- An Achievement of 3.0 has another id as a BadgeClass of 2.0.
CREATE TEMP TABLE badge_targets ON COMMIT DROP AS
    SELECT r.source_id, b.badge_id, b.issuer_id, i.base, r.document_id,
           badges.get_badge_class(b.badge_id, '2.0') ->> 'id' AS id_of_2_0
      FROM :report AS r JOIN badges.badge_classes AS b ON b.badge_id = r.target_id::uuid
      JOIN pg_temp.issuer_targets AS i ON i.issuer_id = b.issuer_id
     WHERE r.source_table = 'badge_classes' AND r.target_id IS NOT NULL;
