CREATE TABLE badges.badge_assertions (
    assertion_id       pg_catalog.uuid PRIMARY KEY DEFAULT badges.uuid_v7(),
    badge_id           pg_catalog.uuid NOT NULL,
    issuer_id          pg_catalog.uuid NOT NULL,
    assertion_json     pg_catalog.jsonb NOT NULL,
    recipient_type     pg_catalog.text GENERATED ALWAYS AS (badges.ob_json_text(assertion_json, 'recipient_type')) STORED,
    recipient_identity pg_catalog.text GENERATED ALWAYS AS (badges.ob_json_text(assertion_json, 'recipient_identity')) STORED,
    recipient_hashed   pg_catalog.bool GENERATED ALWAYS AS (badges.ob_json_boolean(assertion_json, 'recipient_hashed')) STORED,
    issued_on          pg_catalog.timestamptz GENERATED ALWAYS AS (badges.ob_json_timestamp(assertion_json, 'issued_on')) STORED,
    expires_at         pg_catalog.timestamptz GENERATED ALWAYS AS (badges.ob_json_timestamp(assertion_json, 'expires_at')) STORED,
    evidence_url       pg_catalog.text GENERATED ALWAYS AS (badges.ob_json_text(assertion_json, 'evidence_url')) STORED,
    recipient_key      pg_catalog.bytea,
    status_index       pg_catalog.int8 DEFAULT badges.next_status_index(),
    revoked            pg_catalog.bool NOT NULL DEFAULT false,
    revoked_at         pg_catalog.timestamptz,
    revocation_reason  pg_catalog.text,
    suspended_at       pg_catalog.timestamptz,
    credential_text    pg_catalog.text,
    created_at         pg_catalog.timestamptz NOT NULL DEFAULT pg_catalog.now(),
    updated_at         pg_catalog.timestamptz NOT NULL DEFAULT pg_catalog.now(),
    holder_user_id     pg_catalog.uuid,
    received           pg_catalog.bool NOT NULL DEFAULT false,
    -- An award of this site is of a badge class of this site: nobody awards what was received.
    CONSTRAINT badge_assertions_badge_class_fkey
        FOREIGN KEY (badge_id, issuer_id, received)
        REFERENCES badges.badge_classes (badge_id, issuer_id, received) ON DELETE RESTRICT,
    CONSTRAINT badge_assertions_holder_user_id_fkey
        FOREIGN KEY (holder_user_id) REFERENCES badges.users (user_id) ON DELETE RESTRICT,
    CONSTRAINT badge_assertions_document_is_valid CHECK (badges.check_ob_json(assertion_json, 'Assertion')),
    CONSTRAINT badge_assertions_recipient_key_has_16_octets
        CHECK (pg_catalog.octet_length(recipient_key) OPERATOR(pg_catalog.=) 16),
    CONSTRAINT badge_assertions_revoked_has_a_time CHECK (revoked OPERATOR(pg_catalog.=) (revoked_at IS NOT NULL)),
    CONSTRAINT badge_assertions_reason_needs_revocation
        CHECK (revoked OR suspended_at IS NOT NULL OR revocation_reason IS NULL),
    CONSTRAINT badge_assertions_received_has_a_holder
        CHECK (received OPERATOR(pg_catalog.=) (holder_user_id IS NOT NULL)),
    -- What its issuer says of it is asked anew each time, and nobody finds it as an award of this site.
    CONSTRAINT badge_assertions_received_is_as_it_came CHECK (
        NOT received
        OR credential_text IS NOT NULL AND recipient_key IS NULL AND status_index IS NULL AND NOT revoked
           AND suspended_at IS NULL)
);

CREATE INDEX badge_assertions_badge_class_idx ON badges.badge_assertions (badge_id, issuer_id);
CREATE INDEX badge_assertions_recipient_key_idx ON badges.badge_assertions (recipient_key) WHERE recipient_key IS NOT NULL;
-- Awards that came by plain INSERT or COPY have no recipient key; normally there are none.
CREATE INDEX badge_assertions_recipient_identity_idx
    ON badges.badge_assertions (recipient_hashed, pg_catalog.lower(recipient_identity COLLATE pg_catalog."C"))
    WHERE recipient_key IS NULL AND NOT received;
CREATE INDEX badge_assertions_revoked_idx ON badges.badge_assertions (issuer_id, revoked_at) WHERE revoked;
-- What the status lists of an issuer are made from, all of it: the awards of one list lie anywhere in the table.
CREATE INDEX badge_assertions_status_idx ON badges.badge_assertions (issuer_id, status_index)
    INCLUDE (updated_at, suspended_at, revoked)
    WHERE revoked OR suspended_at IS NOT NULL;
-- What a user holds, in the order in which it came.
CREATE INDEX badge_assertions_holder_user_id_idx ON badges.badge_assertions (holder_user_id, updated_at, assertion_id)
    WHERE holder_user_id IS NOT NULL;

COMMENT ON TABLE badges.badge_assertions IS 'Awards: one row for each badge awarded to somebody, and for each credential that a user has received';
COMMENT ON COLUMN badges.badge_assertions.assertion_id IS 'Time-ordered id; part of the URL in the document. Of one that was received: follows from holder, issuer and id of the credential';
COMMENT ON COLUMN badges.badge_assertions.badge_id IS 'What was awarded';
COMMENT ON COLUMN badges.badge_assertions.issuer_id IS 'Who awarded it; always the issuer of the badge class';
COMMENT ON COLUMN badges.badge_assertions.assertion_json IS 'The Assertion (2.0) or OpenBadgeCredential (3.0); the columns from recipient_type to evidence_url follow from it';
COMMENT ON COLUMN badges.badge_assertions.recipient_type IS 'From the document: email, url, telephone, id';
COMMENT ON COLUMN badges.badge_assertions.recipient_identity IS 'From the document: the identity, or its salted hash';
COMMENT ON COLUMN badges.badge_assertions.recipient_hashed IS 'From the document: whether the identity is a hash';
COMMENT ON COLUMN badges.badge_assertions.issued_on IS 'From the document';
COMMENT ON COLUMN badges.badge_assertions.expires_at IS 'From the document; NULL: never';
COMMENT ON COLUMN badges.badge_assertions.evidence_url IS 'From the document: URL of the first piece of evidence';
COMMENT ON COLUMN badges.badge_assertions.recipient_key IS 'Digest of the recipient under the server secret, by which find_assertions finds hashed recipients';
COMMENT ON COLUMN badges.badge_assertions.status_index IS 'Position in the issuer''s status lists: number of the list times 131072 plus the entry in it';
COMMENT ON COLUMN badges.badge_assertions.revoked IS 'Whether the issuer has taken the award back, for good';
COMMENT ON COLUMN badges.badge_assertions.revoked_at IS 'When it was taken back';
COMMENT ON COLUMN badges.badge_assertions.revocation_reason IS 'Why it was taken back or suspended, for everybody to read';
COMMENT ON COLUMN badges.badge_assertions.suspended_at IS 'Set: suspended since then, until it is reinstated';
COMMENT ON COLUMN badges.badge_assertions.credential_text IS 'The compact JWS of a credential that was issued as one, and the text of one that was received, exactly as it came; jsonb keeps neither key order nor number form';
COMMENT ON COLUMN badges.badge_assertions.created_at IS 'When the row was made';
COMMENT ON COLUMN badges.badge_assertions.updated_at IS 'When a function last changed the row';
COMMENT ON COLUMN badges.badge_assertions.holder_user_id IS 'The user who received it; NULL: it was awarded here';
COMMENT ON COLUMN badges.badge_assertions.received IS 'Whether a user received it and keeps it here; else it was awarded here';

SELECT pg_catalog.pg_extension_config_dump('badges.badge_assertions', '');
