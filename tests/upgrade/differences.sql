-- One statement a line, each making a database differ from a fresh one in a way the snapshot must show.
ALTER TABLE badges.users ADD COLUMN extra text
ALTER TABLE badges.users ALTER COLUMN created_at DROP DEFAULT
ALTER TABLE badges.users ALTER COLUMN name SET NOT NULL
ALTER TABLE badges.issuer_profiles ALTER COLUMN name DROP EXPRESSION
ALTER TABLE badges.badge_classes DROP CONSTRAINT badge_classes_document_is_valid
ALTER TABLE badges.badge_classes ADD CONSTRAINT extra CHECK (true) NOT VALID
CREATE INDEX extra ON badges.users (created_at)
CREATE TRIGGER extra BEFORE UPDATE ON badges.users FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()
ALTER TABLE badges.users DISABLE ROW LEVEL SECURITY
CREATE POLICY extra ON badges.users USING (true)
ALTER TABLE badges.users OWNER TO postgres
ALTER TABLE badges.users SET (fillfactor = 50)
ALTER FUNCTION badges.validate_ob_json(jsonb, text) VOLATILE
ALTER FUNCTION badges.validate_ob_json(jsonb, text) PARALLEL UNSAFE
ALTER FUNCTION badges.validate_ob_json(jsonb, text) SECURITY DEFINER
ALTER FUNCTION badges.validate_ob_json(jsonb, text) SET search_path = public
ALTER EXTENSION badges DROP FUNCTION badges.validate_ob_json(jsonb, text)
CREATE FUNCTION badges.extra() RETURNS int LANGUAGE sql RETURN 1; ALTER EXTENSION badges ADD FUNCTION badges.extra()
GRANT SELECT ON badges.login_tokens TO PUBLIC
GRANT SELECT (email) ON badges.users TO PUBLIC
GRANT EXECUTE ON FUNCTION badges.create_user(text, text) TO PUBLIC
GRANT CREATE ON SCHEMA badges TO PUBLIC
COMMENT ON TABLE badges.users IS 'extra'
COMMENT ON COLUMN badges.users.email IS 'extra'
COMMENT ON FUNCTION badges.create_user(text, text) IS NULL
UPDATE pg_extension SET extconfig = extconfig[2:], extcondition = extcondition[2:] WHERE extname = 'badges'
