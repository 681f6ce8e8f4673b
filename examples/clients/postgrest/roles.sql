-- The role PostgREST logs in as. It may become the two that requests run as, and nothing else.
CREATE ROLE authenticator LOGIN NOINHERIT;
GRANT badges_user, badges_reader TO authenticator;

-- Owns the functions of api.sql that sign people in; nobody logs in as it.
CREATE ROLE api_owner NOLOGIN;
GRANT badges_app TO api_owner;
