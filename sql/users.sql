CREATE TABLE badges.users (
    user_id           pg_catalog.uuid PRIMARY KEY DEFAULT pg_catalog.gen_random_uuid(),
    email             pg_catalog.text NOT NULL,
    name              pg_catalog.text,
    email_verified_at pg_catalog.timestamptz,
    last_login_at     pg_catalog.timestamptz,
    disabled_at       pg_catalog.timestamptz,
    created_at        pg_catalog.timestamptz NOT NULL DEFAULT pg_catalog.now(),
    updated_at        pg_catalog.timestamptz NOT NULL DEFAULT pg_catalog.now(),
    CONSTRAINT users_email_is_a_mailbox CHECK (badges.is_email_address(email)),
    CONSTRAINT users_name_is_not_empty CHECK (pg_catalog.btrim(name) OPERATOR(pg_catalog.<>) '')
)
-- A sign-in rewrites its row; with room on the page that touches no index.
WITH (fillfactor = 90);

CREATE UNIQUE INDEX users_email_key ON badges.users (pg_catalog.lower(email COLLATE pg_catalog."C"));

COMMENT ON TABLE badges.users IS 'People who sign in: recipients, and owners of issuers';
COMMENT ON COLUMN badges.users.user_id IS 'Random handle; also the WebAuthn user handle, so never published in a document';
COMMENT ON COLUMN badges.users.email IS 'Mailbox that sign-in codes go to; ASCII, unique in any letter case';
COMMENT ON COLUMN badges.users.name IS 'What to call the person';
COMMENT ON COLUMN badges.users.email_verified_at IS 'When a code or link sent to the address was last redeemed for the first time';
COMMENT ON COLUMN badges.users.last_login_at IS 'When the user last signed in';
COMMENT ON COLUMN badges.users.disabled_at IS 'Set: the user cannot sign in';
COMMENT ON COLUMN badges.users.created_at IS 'When the row was made';
COMMENT ON COLUMN badges.users.updated_at IS 'When a function last changed the row';

SELECT pg_catalog.pg_extension_config_dump('badges.users', '');
