-- Makes a database ready for the site, as a superuser; may be run again.
--   psql --dbname=my_database --set=base_url=https://badges.example.org --set=rp_id=badges.example.org --file=setup.sql
\set ON_ERROR_STOP on
\set QUIET on
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS badges;
ALTER EXTENSION badges UPDATE;

-- The login of the site. NOINHERIT: by itself it may do nothing; database.py takes the role that the work asks for.
SELECT 'CREATE ROLE badges_site LOGIN NOINHERIT' WHERE to_regrole('badges_site') IS NULL \gexec
GRANT badges_app, badges_user, badges_reader TO badges_site;

SELECT format('ALTER DATABASE %I SET %s = %L', current_database(), setting, value)
  FROM (VALUES ('badges.base_url', :'base_url'), ('badges.rp_id', :'rp_id'), ('badges.rp_origins', :'base_url'))
       AS settings (setting, value) \gexec
