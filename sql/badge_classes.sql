CREATE TABLE badges.badge_classes (
    badge_id    pg_catalog.uuid PRIMARY KEY DEFAULT badges.uuid_v7(),
    issuer_id   pg_catalog.uuid NOT NULL,
    badge_json  pg_catalog.jsonb NOT NULL,
    name        pg_catalog.text GENERATED ALWAYS AS (badges.ob_json_text(badge_json, 'name')) STORED,
    description pg_catalog.text GENERATED ALWAYS AS (badges.ob_json_text(badge_json, 'description')) STORED,
    criteria    pg_catalog.text GENERATED ALWAYS AS (badges.ob_json_text(badge_json, 'criteria')) STORED,
    image_url   pg_catalog.text GENERATED ALWAYS AS (badges.ob_json_text(badge_json, 'image_url')) STORED,
    created_at  pg_catalog.timestamptz NOT NULL DEFAULT pg_catalog.now(),
    updated_at  pg_catalog.timestamptz NOT NULL DEFAULT pg_catalog.now(),
    received    pg_catalog.bool NOT NULL DEFAULT false,
    -- A badge class of this site hangs on an issuer of this site, and one that was received on one that was received.
    CONSTRAINT badge_classes_issuer_id_fkey
        FOREIGN KEY (issuer_id, received) REFERENCES badges.issuer_profiles (issuer_id, received) ON DELETE RESTRICT,
    CONSTRAINT badge_classes_document_is_valid CHECK (badges.check_ob_json(badge_json, 'BadgeClass')),
    CONSTRAINT badge_classes_badge_id_issuer_id_key UNIQUE (badge_id, issuer_id),
    CONSTRAINT badge_classes_badge_id_issuer_id_received_key UNIQUE (badge_id, issuer_id, received)
);

CREATE UNIQUE INDEX badge_classes_document_id_key ON badges.badge_classes (badges.ob_json_text(badge_json, 'id'))
    WHERE NOT received;
CREATE INDEX badge_classes_issuer_id_idx ON badges.badge_classes (issuer_id);

COMMENT ON TABLE badges.badge_classes IS 'What can be awarded; a row is frozen once it has been awarded (see update_badge_class)';
COMMENT ON COLUMN badges.badge_classes.badge_id IS 'Time-ordered id; part of the URL in the document. Of one that was received: follows from issuer and document';
COMMENT ON COLUMN badges.badge_classes.issuer_id IS 'Who awards it';
COMMENT ON COLUMN badges.badge_classes.badge_json IS 'The BadgeClass document; the columns named below follow from it';
COMMENT ON COLUMN badges.badge_classes.name IS 'From the document';
COMMENT ON COLUMN badges.badge_classes.description IS 'From the document';
COMMENT ON COLUMN badges.badge_classes.criteria IS 'From the document: the URL of the criteria or, without one, their text';
COMMENT ON COLUMN badges.badge_classes.image_url IS 'From the document: where the picture lies; NULL for a picture inside the document';
COMMENT ON COLUMN badges.badge_classes.created_at IS 'When the row was made';
COMMENT ON COLUMN badges.badge_classes.updated_at IS 'When a function last changed the row';
COMMENT ON COLUMN badges.badge_classes.received IS 'Whether it came with a credential that a user received: it cannot be awarded here';

SELECT pg_catalog.pg_extension_config_dump('badges.badge_classes', '');
