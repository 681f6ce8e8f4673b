-- Last of all: who owns what, who may call what, and which rows each role sees.

-- Tables and SECURITY DEFINER functions belong to a role that nobody logs in as, so that a definer function can
-- do no more than its tables allow.
DO $owner$
DECLARE
    object pg_catalog.text;
BEGIN
    FOR object IN
        SELECT pg_catalog.format('TABLE badges.%I', c.relname) FROM pg_catalog.pg_class AS c
         WHERE c.relnamespace OPERATOR(pg_catalog.=) 'badges'::pg_catalog.regnamespace::pg_catalog.oid
           AND c.relkind OPERATOR(pg_catalog.=) 'r'
        UNION ALL
        SELECT pg_catalog.format('FUNCTION %s', p.oid::pg_catalog.regprocedure) FROM pg_catalog.pg_proc AS p
         WHERE p.pronamespace OPERATOR(pg_catalog.=) 'badges'::pg_catalog.regnamespace::pg_catalog.oid AND p.prosecdef
    LOOP
        EXECUTE 'ALTER ' OPERATOR(pg_catalog.||) object OPERATOR(pg_catalog.||) ' OWNER TO badges_owner';
    END LOOP;
END
$owner$;

GRANT USAGE ON SCHEMA badges TO badges_owner, badges_admin, badges_app, badges_user, badges_reader;

-- Functions -------------------------------------------------------------------------------------------------

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA badges FROM PUBLIC;

-- Pure functions of their arguments. The CHECKs and generated columns of the tables call them as whoever writes.
GRANT EXECUTE ON FUNCTION
    badges.validate_ob_json, badges.ob_json_problems, badges.ob_json_class, badges.ob_json_version,
    badges.upgrade_ob_json, badges.check_ob_json, badges.ob_json_text, badges.ob_json_boolean,
    badges.ob_json_timestamp, badges.recipient_matches, badges.is_email_address
TO PUBLIC;

GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA badges TO badges_owner, badges_admin;

-- The anonymous web reads and verifies.
GRANT EXECUTE ON FUNCTION
    badges.get_issuer, badges.get_badge_class, badges.get_assertion, badges.get_revocation_list,
    badges.verify_assertion
TO badges_app, badges_user, badges_reader;

-- Whoever issues, in an application's name or, limited by row-level security, in its own.
GRANT EXECUTE ON FUNCTION
    badges.create_issuer, badges.create_badge_class, badges.update_badge_class,
    badges.issue_assertion, badges.issue_assertions, badges.revoke_assertion, badges.find_assertions,
    badges.current_user_id, badges.uuid_v7, badges.depends_on_key_file,
    badges.badge_class_is_awarded, badges.badge_class_may_become
TO badges_app, badges_user;

-- Sign-in returns codes to whoever calls, so only an application server may.
GRANT EXECUTE ON FUNCTION
    badges.create_user, badges.create_login_token, badges.verify_login_token, badges.revoke_login_tokens
TO badges_app;

-- Tables ----------------------------------------------------------------------------------------------------

GRANT SELECT, INSERT, UPDATE, DELETE ON
    badges.users, badges.webauthn_credentials, badges.login_tokens, badges.issuer_profiles, badges.badge_classes,
    badges.badge_assertions
TO badges_admin;

GRANT SELECT, INSERT, UPDATE, DELETE ON badges.users, badges.badge_classes, badges.badge_assertions TO badges_app;
-- All but the sealed private key; public keys are read, not written.
GRANT SELECT (issuer_id, owner_user_id, issuer_json, name, url, email, description, public_keys, created_at, updated_at),
      INSERT (issuer_id, owner_user_id, issuer_json, created_at, updated_at),
      UPDATE (owner_user_id, issuer_json, updated_at),
      DELETE
ON badges.issuer_profiles TO badges_app;

GRANT SELECT, UPDATE (name, updated_at) ON badges.users TO badges_user;
GRANT SELECT (credential_id, user_id, rp_id, transports, discoverable, backup_eligible, backup_state, nickname,
              last_used_at, created_at),
      UPDATE (nickname, updated_at),
      DELETE
ON badges.webauthn_credentials TO badges_user;
GRANT SELECT (issuer_id, owner_user_id, issuer_json, name, url, email, description, public_keys, created_at, updated_at),
      INSERT (issuer_id, owner_user_id, issuer_json),
      UPDATE (issuer_json, updated_at),
      DELETE
ON badges.issuer_profiles TO badges_user;
GRANT SELECT, INSERT, UPDATE, DELETE ON badges.badge_classes, badges.badge_assertions TO badges_user;

-- Rows ------------------------------------------------------------------------------------------------------

ALTER TABLE badges.users ENABLE ROW LEVEL SECURITY;
ALTER TABLE badges.webauthn_credentials ENABLE ROW LEVEL SECURITY;
ALTER TABLE badges.login_tokens ENABLE ROW LEVEL SECURITY;
ALTER TABLE badges.issuer_profiles ENABLE ROW LEVEL SECURITY;
ALTER TABLE badges.badge_classes ENABLE ROW LEVEL SECURITY;
ALTER TABLE badges.badge_assertions ENABLE ROW LEVEL SECURITY;

CREATE POLICY users_all ON badges.users TO badges_admin, badges_app USING (true);
CREATE POLICY webauthn_credentials_all ON badges.webauthn_credentials TO badges_admin USING (true);
CREATE POLICY login_tokens_all ON badges.login_tokens TO badges_admin USING (true);
CREATE POLICY issuer_profiles_all ON badges.issuer_profiles TO badges_admin, badges_app USING (true);
CREATE POLICY badge_classes_all ON badges.badge_classes TO badges_admin, badges_app USING (true);
CREATE POLICY badge_assertions_all ON badges.badge_assertions TO badges_admin, badges_app USING (true);

CREATE POLICY users_own ON badges.users TO badges_user
    USING (user_id OPERATOR(pg_catalog.=) (SELECT badges.current_user_id()));
CREATE POLICY webauthn_credentials_own ON badges.webauthn_credentials TO badges_user
    USING (user_id OPERATOR(pg_catalog.=) (SELECT badges.current_user_id()));
CREATE POLICY issuer_profiles_own ON badges.issuer_profiles TO badges_user
    USING (owner_user_id OPERATOR(pg_catalog.=) (SELECT badges.current_user_id()));
CREATE POLICY badge_classes_own ON badges.badge_classes TO badges_user
    USING (EXISTS (SELECT FROM badges.issuer_profiles AS i
                    WHERE i.issuer_id OPERATOR(pg_catalog.=) badge_classes.issuer_id
                      AND i.owner_user_id OPERATOR(pg_catalog.=) (SELECT badges.current_user_id())));
CREATE POLICY badge_assertions_own ON badges.badge_assertions TO badges_user
    USING (EXISTS (SELECT FROM badges.issuer_profiles AS i
                    WHERE i.issuer_id OPERATOR(pg_catalog.=) badge_assertions.issuer_id
                      AND i.owner_user_id OPERATOR(pg_catalog.=) (SELECT badges.current_user_id())));

-- What was awarded does not change: holds for every role but the owner of the table and superusers.
CREATE POLICY badge_classes_awarded_are_frozen ON badges.badge_classes AS RESTRICTIVE FOR UPDATE TO PUBLIC
    USING (true) WITH CHECK (badges.badge_class_may_become(badge_id, badge_json));
