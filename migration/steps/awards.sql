-- Awards. What somebody holds must go on verifying: a document keeps its id, and is refused where its badge class or its
-- signature would not verify here.

CREATE TEMP TABLE new_awards ON COMMIT DROP AS
WITH read AS (
    SELECT o.*, coalesce(pg_temp.as_uuid(o.id), badges.uuid_v7()) AS assertion_id,
           b.badge_id, b.issuer_id, b.document_id AS badge_url, b.id_of_2_0, b.base,
           coalesce(pg_temp.as_json(o.document), CASE WHEN coalesce(btrim(o.document), '') = '' THEN '{}' END::jsonb) AS given,
           coalesce(nullif(o.recipient_type, ''), 'email') AS kind, btrim(o.recipient_identity) AS identity,
           coalesce(o.recipient_identity ~* '^(sha256|md5)\$[0-9a-f]+$', false) AS is_hash,
           pg_temp.as_boolean(o.recipient_hashed) AS hashed, pg_temp.as_time(o.issued_on) AS issued,
           pg_temp.as_time(o.expires) AS ends, pg_temp.as_boolean(o.revoked) AS taken_back,
           pg_temp.as_time(o.revoked_at) AS taken_back_at, nullif(btrim(o.revocation_reason), '') AS why,
           pg_temp.as_time(o.created_at) AS made
      FROM pg_temp.old_badge_assertions AS o LEFT JOIN pg_temp.badge_targets AS b ON b.source_id = o.badge
), salted AS (
    -- A plain address that is to be hashed in a document that is made here.
    SELECT *, CASE WHEN hashed AND NOT is_hash THEN coalesce(nullif(recipient_salt, ''), replace(gen_random_uuid()::text, '-', ''))
                   ELSE recipient_salt END AS salt
      FROM read
), identified AS (
    SELECT *, CASE WHEN badges.ob_json_version(given) = '3.0' THEN given
           ELSE pg_temp.filled(CASE jsonb_typeof(given) WHEN 'object' THEN given END, jsonb_build_object('id',
               CASE WHEN given #>> '{verify,type}' = 'signed' THEN NULL
                    ELSE coalesce(given #>> '{verify,url}', format('%s/assertions/%s', base, assertion_id)) END)) END AS with_id
      FROM salted
), completed AS (
    SELECT i.*, m.note AS upgrade, m.fault, CASE WHEN m.note IS NULL THEN i.given ELSE m.document END AS before,
           CASE WHEN badges.ob_json_version(m.document) = '3.0' THEN m.document
                ELSE pg_temp.filled(m.document, jsonb_build_object('@context', 'https://w3id.org/openbadges/v2', 'type', 'Assertion',
                    'recipient', CASE WHEN i.identity <> '' THEN jsonb_strip_nulls(jsonb_build_object('type', i.kind, 'hashed', i.hashed OR i.is_hash,
                        'identity', CASE WHEN i.hashed AND NOT i.is_hash
                            THEN 'sha256$' || encode(sha256(convert_to(i.identity || i.salt, 'UTF8')), 'hex') ELSE i.identity END,
                        'salt', nullif(i.salt, ''))) END,
                    'badge', i.badge_url, 'verification', jsonb_build_object('type', 'HostedBadge'),
                    'issuedOn', pg_temp.iso(i.issued), 'expires', pg_temp.iso(i.ends), 'evidence', nullif(btrim(i.evidence_url), '')))
                -- A badge class that was embedded without an id is named by the one it has.
                || CASE WHEN jsonb_typeof(m.document -> 'badge') = 'object' AND m.document #>> '{badge,id}' IS NULL
                        THEN jsonb_build_object('badge', i.id_of_2_0) ELSE '{}' END
           END AS award
      FROM identified AS i, pg_temp.modern(i.with_id) AS m
), described AS (
    SELECT c.*, badges.ob_json_text(c.award, 'id') AS document_id,
           badges.ob_json_version(c.award) = '3.0' AS is_credential,
           badges.ob_json_text(c.award, 'recipient_type') AS award_kind, badges.ob_json_text(c.award, 'recipient_identity') AS award_identity,
           badges.ob_json_boolean(c.award, 'recipient_hashed') AS award_hashed,
           badges.ob_json_timestamp(c.award, 'issued_on') AS award_issued, badges.ob_json_timestamp(c.award, 'expires_at') AS award_ends,
           coalesce(c.taken_back OR pg_temp.as_boolean(c.award ->> 'revoked'), c.taken_back_at IS NOT NULL) AS is_revoked
      FROM completed AS c
), checked AS (
    SELECT *,
           CASE WHEN identity = '' OR identity IS NULL OR is_hash OR award IS NULL THEN NULL
                WHEN badges.recipient_matches(award, identity) THEN identity
                WHEN award_kind = 'email' AND badges.recipient_matches(award, lower(identity)) THEN lower(identity) END AS holder,
           CASE WHEN unidentified IS NOT NULL THEN unidentified
                WHEN badge_id IS NULL AND EXISTS (SELECT FROM pg_temp.old_badge_classes AS b WHERE b.id = badge)
                    THEN format('its badge class %s was refused', badge)
                WHEN badge_id IS NULL THEN format('there is no badge class %s', coalesce(badge, 'NULL'))
                WHEN document ~ '^\s*"?[\w-]+\.[\w-]+\.[\w-]+"?\s*$' OR award #>> '{verification,type}' IN ('SignedBadge', 'signed')
                    THEN 'a signed token: it verifies by what its issuer published, which is in none of the old tables'
                WHEN given IS NULL THEN 'the document is no JSON'
                WHEN jsonb_typeof(given) <> 'object' THEN 'the document is no JSON object'
                WHEN fault IS NOT NULL THEN fault
                WHEN coalesce(award #>> '{credentialSubject,achievement,id}', award #>> '{badge,id}', award ->> 'badge') NOT IN (badge_url, id_of_2_0)
                    THEN format('the document names another badge class than badge class %s, whose id is %s', badge, badge_url)
                ELSE coalesce(pg_temp.problems(award, 'Assertion'), CASE WHEN is_credential THEN pg_temp.unverified(award) END) END AS refusal
      FROM described
), ranked AS (
    SELECT c.*, coalesce(e.source_id, first_value(id) OVER (PARTITION BY c.document_id ORDER BY refusal IS NOT NULL, made, id)) AS first_id
      FROM checked AS c LEFT JOIN (SELECT document_id, min(source_id) AS source_id FROM :report
                                    WHERE source_table = 'badge_assertions' GROUP BY document_id) AS e ON e.document_id = c.document_id
)
SELECT line, id, assertion_id, badge_id, issuer_id, award, document_id, is_revoked, made, issued,
       CASE WHEN is_revoked THEN coalesce(taken_back_at, now()) END AS revoked_at,
       CASE WHEN is_revoked THEN coalesce(why, award ->> 'revocationReason') END AS reason,
       -- Whose it is, as far as the old tables tell.
       coalesce(holder, CASE WHEN award_hashed IS NOT TRUE THEN award_identity END) AS recipient, award_kind AS recipient_type,
       coalesce(refusal, CASE WHEN first_id <> id THEN format('award %s has a document with the same id', first_id) END) AS refusal,
       pg_temp.notes(
           upgrade, CASE WHEN refusal IS NULL THEN pg_temp.filled_in(before, award) END,
           CASE WHEN jsonb_typeof(before -> 'badge') = 'object' AND award -> 'badge' <> before -> 'badge'
                THEN 'the badge class, embedded without an id, is named by its id' END,
           CASE WHEN is_revoked AND taken_back_at IS NULL THEN 'when it was revoked is not known: now' END,
           CASE WHEN is_revoked AND taken_back IS FALSE THEN 'revoked, as the document or revoked_at says' END,
           CASE WHEN why IS NOT NULL AND NOT is_revoked THEN 'revocation_reason left out, for it is not revoked' END,
           CASE WHEN issued_on IS NOT NULL AND issued IS NULL THEN 'issued_on is no time' END,
           CASE WHEN expires IS NOT NULL AND ends IS NULL THEN 'expires is no time' END,
           CASE WHEN created_at IS NOT NULL AND made IS NULL THEN 'created_at is no time' END,
           CASE WHEN recipient_hashed IS NOT NULL AND award_hashed <> hashed THEN 'the document counts, and says otherwise than the column recipient_hashed' END,
           CASE WHEN identity <> '' AND holder IS NULL AND lower(identity) <> lower(award_identity)
                THEN 'the document counts, and is for somebody else than the column recipient_identity' END,
           -- Columns are dates or times without a zone as often as not.
           CASE WHEN abs(extract(epoch FROM issued - award_issued)) >= 86400 THEN 'the document counts, and says otherwise than the column issued_on' END,
           CASE WHEN ends IS NOT NULL AND (award_ends IS NULL OR abs(extract(epoch FROM ends - award_ends)) >= 86400)
                THEN 'the document counts, and says otherwise than the column expires' END,
           CASE WHEN btrim(evidence_url) <> coalesce(badges.ob_json_text(award, 'evidence_url'), '') AND btrim(evidence_url) <> ''
                THEN 'the document counts, and says otherwise than the column evidence_url' END) AS note
  FROM ranked;

CREATE TEMP TABLE stored_awards ON COMMIT DROP AS
WITH stored AS (
    INSERT INTO badges.badge_assertions (assertion_id, badge_id, issuer_id, assertion_json, recipient_key, revoked, revoked_at,
                                         revocation_reason, created_at)
    SELECT assertion_id, badge_id, issuer_id, award, badges.recipient_key(recipient, recipient_type), is_revoked, revoked_at, reason,
           coalesce(made, issued, now())
      FROM pg_temp.new_awards WHERE refusal IS NULL
    ON CONFLICT DO NOTHING RETURNING assertion_id
)
SELECT assertion_id FROM stored;

INSERT INTO :report
SELECT 'badge_assertions', n.id,
       CASE WHEN s.assertion_id IS NULL THEN 'refused' WHEN n.note IS NULL THEN 'taken' ELSE 'changed' END,
       CASE WHEN s.assertion_id IS NULL THEN coalesce(n.refusal, 'badges.badge_assertions has an award of that id already') ELSE n.note END,
       s.assertion_id, CASE WHEN s.assertion_id IS NOT NULL THEN n.document_id END
  FROM pg_temp.new_awards AS n LEFT JOIN pg_temp.stored_awards AS s ON s.assertion_id = n.assertion_id AND n.refusal IS NULL;
