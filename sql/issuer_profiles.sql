CREATE TABLE badges.issuer_profiles (
    issuer_id             pg_catalog.uuid PRIMARY KEY DEFAULT badges.uuid_v7(),
    owner_user_id         pg_catalog.uuid REFERENCES badges.users (user_id) ON DELETE RESTRICT,
    issuer_json           pg_catalog.jsonb NOT NULL,
    name                  pg_catalog.text GENERATED ALWAYS AS (badges.ob_json_text(issuer_json, 'name')) STORED,
    url                   pg_catalog.text GENERATED ALWAYS AS (badges.ob_json_text(issuer_json, 'url')) STORED,
    email                 pg_catalog.text GENERATED ALWAYS AS (badges.ob_json_text(issuer_json, 'email')) STORED,
    description           pg_catalog.text GENERATED ALWAYS AS (badges.ob_json_text(issuer_json, 'description')) STORED,
    public_keys           pg_catalog.jsonb NOT NULL DEFAULT '[]',
    encrypted_private_key pg_catalog.bytea,
    created_at            pg_catalog.timestamptz NOT NULL DEFAULT pg_catalog.now(),
    updated_at            pg_catalog.timestamptz NOT NULL DEFAULT pg_catalog.now(),
    received              pg_catalog.bool NOT NULL DEFAULT false,
    CONSTRAINT issuer_profiles_issuer_id_received_key UNIQUE (issuer_id, received),
    -- Of others the standard is asked for, of an issuer of this site an https home page, too.
    CONSTRAINT issuer_profiles_document_is_valid CHECK (
        CASE WHEN received THEN (badges.ob_json_version(issuer_json) OPERATOR(pg_catalog.=) ANY ('{2.0,3.0}')
                                 AND badges.validate_ob_json(issuer_json, 'Profile')) IS TRUE
             ELSE badges.check_ob_json(issuer_json, 'Issuer') END),
    CONSTRAINT issuer_profiles_received_has_no_owner_and_no_key CHECK (
        NOT received
        OR owner_user_id IS NULL AND encrypted_private_key IS NULL AND public_keys OPERATOR(pg_catalog.=) '[]'),
    CONSTRAINT issuer_profiles_public_keys_is_an_array
        CHECK (pg_catalog.jsonb_typeof(public_keys) OPERATOR(pg_catalog.=) 'array')
);

-- What others publish under an id of theirs may come in several editions, and takes no id from anybody.
CREATE UNIQUE INDEX issuer_profiles_document_id_key ON badges.issuer_profiles (badges.ob_json_text(issuer_json, 'id'))
    WHERE NOT received;
CREATE INDEX issuer_profiles_owner_user_id_idx ON badges.issuer_profiles (owner_user_id);

COMMENT ON TABLE badges.issuer_profiles IS 'Issuers: the Open Badges Profile of each, and its keys';
COMMENT ON COLUMN badges.issuer_profiles.issuer_id IS 'Time-ordered id; part of the URL in the document. Of one that was received: follows from the document';
COMMENT ON COLUMN badges.issuer_profiles.owner_user_id IS 'The user who may issue for it; NULL: only the application may';
COMMENT ON COLUMN badges.issuer_profiles.issuer_json IS 'The Profile document; the columns named below follow from it';
COMMENT ON COLUMN badges.issuer_profiles.name IS 'From the document';
COMMENT ON COLUMN badges.issuer_profiles.url IS 'From the document: home page';
COMMENT ON COLUMN badges.issuer_profiles.email IS 'From the document: public contact address';
COMMENT ON COLUMN badges.issuer_profiles.description IS 'From the document';
COMMENT ON COLUMN badges.issuer_profiles.public_keys IS 'Every public key the issuer ever signed with, with id, algorithm, status (active, retired, compromised), times, JWK, Multikey; the last active one signs where no other is asked for';
COMMENT ON COLUMN badges.issuer_profiles.encrypted_private_key IS 'The private keys that sign now, sealed under the server secret and bound to this issuer';
COMMENT ON COLUMN badges.issuer_profiles.created_at IS 'When the row was made';
COMMENT ON COLUMN badges.issuer_profiles.updated_at IS 'When a function last changed the row';
COMMENT ON COLUMN badges.issuer_profiles.received IS 'Whether it came with a credential that a user received: it issues nothing here, and nothing is believed of it';

SELECT pg_catalog.pg_extension_config_dump('badges.issuer_profiles', '');
