-- First of all: the schema, made by us alone. A schema of that name that already exists belongs to somebody
-- else, so plain CREATE fails loudly.
CREATE SCHEMA badges;
COMMENT ON SCHEMA badges IS 'Open Badges: issuers, badge classes, assertions, and passwordless sign-in';
GRANT USAGE ON SCHEMA badges TO PUBLIC;

DO $check$
BEGIN
    IF pg_catalog.getdatabaseencoding() OPERATOR(pg_catalog.<>) 'UTF8' THEN
        RAISE EXCEPTION USING ERRCODE = '55000',
            MESSAGE = 'badges needs a database whose encoding is UTF8',
            HINT = 'Open Badges documents are UTF-8. CREATE DATABASE ... ENCODING ''UTF8'' TEMPLATE template0.';
    END IF;
END
$check$;
