-- Takes hand-made badge tables into the extension: users, issuer_profiles, badge_classes, badge_assertions,
-- webauthn_credentials, login_tokens. doc/migration.md says what is done with what.
--
--   psql -v source=public -v dry_run=1 -f migration/from_own_tables.sql my_database    # reports, and changes nothing
--   psql -v source=public -f migration/from_own_tables.sql my_database
--
-- source is the schema that the tables (or views of that shape) are in. They are only read; the one table that is made
-- there is badges_migration, which has a row for every row of theirs. It can be run again: what was taken stays as it is,
-- what was refused is tried anew. Everything happens in one transaction.
\set ON_ERROR_STOP on
\set QUIET on
\pset pager off
\pset footer off
\if :{?source}
\else
    \set source public
\endif
\if :{?dry_run}
\else
    \set dry_run 0
\endif

BEGIN;
-- Names in the old schema must not stand in for PostgreSQL's own.
SET LOCAL search_path = pg_catalog, pg_temp;
SET LOCAL client_min_messages = warning;

\ir steps/helpers.sql
\ir steps/reading.sql
ANALYZE :report;
\ir steps/users.sql
ANALYZE :report;
\ir steps/issuers.sql
ANALYZE :report;
\ir steps/badge_classes.sql
ANALYZE :report;
\ir steps/awards.sql
\ir steps/passkeys.sql
\ir steps/login_tokens.sql
\ir steps/closing.sql

\if :dry_run
    ROLLBACK;
    \echo 'Dry run: nothing was changed.'
\else
    COMMIT;
    \echo 'Done. The report is the table badges_migration, in the schema' :source
\endif
