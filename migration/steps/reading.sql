-- The old rows, every value as text, under the names that the steps use. A column that is not there is NULL.

SELECT format('%I.badges_migration', :'source') AS report \gset

CREATE TABLE IF NOT EXISTS :report (
    source_table text NOT NULL,
    source_id    text,
    outcome      text NOT NULL CHECK (outcome IN ('taken', 'changed', 'refused')),
    reason       text,
    target_id    text,
    document_id  text,
    CHECK ((outcome = 'taken') = (reason IS NULL)),
    CHECK ((outcome = 'refused') = (target_id IS NULL))
);
COMMENT ON TABLE :report IS 'What became of each row of the old tables when they were taken into the extension badges';
COMMENT ON COLUMN :report.source_table IS 'The old table';
COMMENT ON COLUMN :report.source_id IS 'The id of the row there';
COMMENT ON COLUMN :report.outcome IS 'taken: as it was; changed: taken, with the changes that reason lists; refused: it is only in the old table';
COMMENT ON COLUMN :report.reason IS 'Why it was refused, or what was changed';
COMMENT ON COLUMN :report.target_id IS 'The id in the table of the extension';
COMMENT ON COLUMN :report.document_id IS 'The id of the document: the URL it is served under';
CREATE INDEX IF NOT EXISTS badges_migration_source_idx ON :report (source_table, source_id);
CREATE INDEX IF NOT EXISTS badges_migration_document_id_idx ON :report (document_id);

SELECT set_config('badges_migration.source', :'source', true) \g /dev/null
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'badges') THEN
        RAISE EXCEPTION 'the extension badges is not in this database' USING HINT = 'CREATE EXTENSION badges;';
    ELSIF coalesce(nullif(current_setting('badges.base_url', true), ''), 'https://localhost') = 'https://localhost' THEN
        RAISE EXCEPTION 'badges.base_url is not set, and documents keep the URL they are made with'
            USING HINT = 'ALTER DATABASE ... SET badges.base_url = ''https://...'', then connect again.';
    ELSIF current_setting('badges_migration.source') = 'badges' THEN
        RAISE EXCEPTION 'badges is the schema of the extension, not that of the old tables';
    END IF;
END $$;

-- Where a value may be found: the first of these columns that the old table has.
CREATE TEMP TABLE old_columns (old_table text, name text, position int GENERATED ALWAYS AS IDENTITY, candidates text[]) ON COMMIT DROP;
INSERT INTO pg_temp.old_columns (old_table, name, candidates) VALUES
    ('users', 'id', '{id,user_id}'),
    ('users', 'email', '{email,email_address}'),
    ('users', 'name', '{name,display_name,full_name}'),
    ('users', 'email_verified_at', '{email_verified_at}'),
    ('users', 'last_login_at', '{last_login_at}'),
    ('users', 'disabled_at', '{disabled_at}'),
    ('users', 'created_at', '{created_at}'),
    ('issuer_profiles', 'id', '{id,issuer_id}'),
    ('issuer_profiles', 'owner', '{owner_user_id,owner_id,owner,user_id}'),
    ('issuer_profiles', 'name', '{name}'),
    ('issuer_profiles', 'url', '{url}'),
    ('issuer_profiles', 'email', '{email}'),
    ('issuer_profiles', 'description', '{description}'),
    ('issuer_profiles', 'document', '{issuer_json,document,json}'),
    ('issuer_profiles', 'created_at', '{created_at}'),
    ('badge_classes', 'id', '{id,badge_id}'),
    ('badge_classes', 'issuer', '{issuer_id,issuer}'),
    ('badge_classes', 'name', '{name}'),
    ('badge_classes', 'description', '{description}'),
    ('badge_classes', 'criteria', '{criteria,criteria_url}'),
    ('badge_classes', 'image_url', '{image_url,image}'),
    ('badge_classes', 'document', '{badge_json,document,json}'),
    ('badge_classes', 'created_at', '{created_at}'),
    ('badge_assertions', 'id', '{id,assertion_id}'),
    ('badge_assertions', 'badge', '{badge_id,badge_class_id,badge}'),
    ('badge_assertions', 'recipient_type', '{recipient_type}'),
    ('badge_assertions', 'recipient_identity', '{recipient_identity,recipient}'),
    ('badge_assertions', 'recipient_hashed', '{recipient_hashed}'),
    ('badge_assertions', 'recipient_salt', '{recipient_salt,salt}'),
    ('badge_assertions', 'issued_on', '{issued_on,issued_at}'),
    ('badge_assertions', 'expires', '{expires,expires_at}'),
    ('badge_assertions', 'evidence_url', '{evidence_url}'),
    ('badge_assertions', 'revoked', '{revoked}'),
    ('badge_assertions', 'revoked_at', '{revoked_at}'),
    ('badge_assertions', 'revocation_reason', '{revocation_reason}'),
    ('badge_assertions', 'document', '{assertion_json,document,json}'),
    ('badge_assertions', 'created_at', '{created_at}'),
    ('webauthn_credentials', 'id', '{credential_id,id}'),
    ('webauthn_credentials', 'user', '{user_id,user}'),
    ('webauthn_credentials', 'public_key', '{public_key}'),
    ('webauthn_credentials', 'counter', '{counter,sign_count}'),
    ('webauthn_credentials', 'transports', '{transports}'),
    ('webauthn_credentials', 'rp_id', '{rp_id}'),
    ('webauthn_credentials', 'aaguid', '{aaguid}'),
    ('webauthn_credentials', 'backup_state', '{backup_state,backed_up,credential_backed_up}'),
    ('webauthn_credentials', 'nickname', '{nickname,name}'),
    ('webauthn_credentials', 'last_used_at', '{last_used_at}'),
    ('webauthn_credentials', 'created_at', '{created_at}'),
    ('login_tokens', 'id', '{id,token_id}'),
    ('login_tokens', 'expires', '{expires_at,expires}');

CREATE TEMP TABLE found_columns ON COMMIT DROP AS
    SELECT c.old_table, c.name, c.position, t.oid AS relation, a.attname AS found
      FROM pg_temp.old_columns AS c
      LEFT JOIN pg_class AS t ON t.relname = c.old_table AND t.relkind IN ('r', 'p', 'v', 'm', 'f')
           AND t.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = :'source')
      LEFT JOIN LATERAL (
           SELECT attname FROM pg_attribute
            WHERE attrelid = t.oid AND attnum > 0 AND NOT attisdropped AND attname::text = ANY (c.candidates)
            ORDER BY array_position(c.candidates, attname::text) LIMIT 1) AS a ON true;

-- line tells rows apart whose id does not.
SELECT format('CREATE TEMP TABLE %I ON COMMIT DROP AS SELECT row_number() OVER () AS line, %s FROM %s', 'old_' || old_table,
              string_agg(format('%s AS %I', CASE WHEN found IS NULL THEN 'NULL::text' ELSE format('t.%I::text', found) END, name),
                         ', ' ORDER BY position),
              coalesce(relation::regclass || ' AS t', '(SELECT) AS t WHERE false'))
  FROM pg_temp.found_columns GROUP BY old_table, relation \gexec

-- Revoked since then, perhaps.
CREATE TEMP TABLE earlier_revocations ON COMMIT DROP AS
    SELECT id, revocation_reason FROM pg_temp.old_badge_assertions
     WHERE pg_temp.as_boolean(revoked) OR pg_temp.as_time(revoked_at) IS NOT NULL;

-- What was taken before is done; what was refused before gets a new answer.
DELETE FROM :report WHERE outcome = 'refused';
CREATE TEMP TABLE progress (old_table text, rows bigint, earlier bigint, reported_before bigint) ON COMMIT DROP;
SELECT format($$
    INSERT INTO pg_temp.progress SELECT %1$L, count(*), count(*) FILTER (WHERE EXISTS (
        SELECT FROM %2$s AS r WHERE r.source_table = %1$L AND r.source_id = o.id)),
        (SELECT count(*) FROM %2$s WHERE source_table = %1$L) FROM pg_temp.%3$I AS o;
    DELETE FROM pg_temp.%3$I AS o USING %2$s AS r WHERE r.source_table = %1$L AND r.source_id = o.id;
    ALTER TABLE pg_temp.%3$I ADD COLUMN unidentified text;
    UPDATE pg_temp.%3$I AS o SET unidentified = CASE WHEN o.id IS NULL THEN 'has no id' ELSE 'shares its id with another row' END
     WHERE o.id IS NULL OR o.id IN (SELECT id FROM pg_temp.%3$I GROUP BY id HAVING count(*) > 1);
    CREATE INDEX ON pg_temp.%3$I (id);
    ANALYZE pg_temp.%3$I;$$, old_table, :'report', 'old_' || old_table)
  FROM (SELECT DISTINCT old_table FROM pg_temp.old_columns) AS t \gexec
