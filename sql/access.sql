-- Last of all, when every function is there: who owns what, who may call what, which rows each role sees, and
-- what each function is.

-- Tables, sequences and SECURITY DEFINER functions belong to a role that nobody logs in as, so that a definer function can
-- do no more than its tables allow.
DO $owner$
DECLARE
    object pg_catalog.text;
BEGIN
    FOR object IN
        SELECT pg_catalog.format('%s badges.%I', CASE WHEN c.relkind OPERATOR(pg_catalog.=) 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, c.relname)
          FROM pg_catalog.pg_class AS c
         WHERE c.relnamespace OPERATOR(pg_catalog.=) 'badges'::pg_catalog.regnamespace::pg_catalog.oid
           AND c.relkind OPERATOR(pg_catalog.=) ANY ('{r,S}'::pg_catalog."char"[])
        UNION ALL
        SELECT pg_catalog.format('FUNCTION %s', p.oid::pg_catalog.regprocedure) FROM pg_catalog.pg_proc AS p
         WHERE p.pronamespace OPERATOR(pg_catalog.=) 'badges'::pg_catalog.regnamespace::pg_catalog.oid AND p.prosecdef
    LOOP
        EXECUTE 'ALTER ' OPERATOR(pg_catalog.||) object OPERATOR(pg_catalog.||) ' OWNER TO badges_owner';
    END LOOP;
END
$owner$;

-- Counting the keys in its argument, the planner would plan the look-up anew in every call, which takes longer than
-- the look-up.
ALTER FUNCTION badges.find_assertions SET plan_cache_mode = force_generic_plan;

GRANT USAGE ON SCHEMA badges TO badges_owner, badges_admin, badges_app, badges_user, badges_reader;

-- Functions -------------------------------------------------------------------------------------------------

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA badges FROM PUBLIC;

-- Pure functions of their arguments. The CHECKs and generated columns of the tables call them as whoever writes.
GRANT EXECUTE ON FUNCTION
    badges.validate_ob_json, badges.ob_json_problems, badges.ob_json_class, badges.ob_json_version,
    badges.upgrade_ob_json, badges.check_ob_json, badges.ob_json_text, badges.ob_json_boolean,
    badges.ob_json_timestamp, badges.recipient_matches, badges.is_email_address, badges.derive_credential,
    badges.bake_badge, badges.unbake_badge
TO PUBLIC;

GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA badges TO badges_owner, badges_admin;

-- The anonymous web reads and verifies.
GRANT EXECUTE ON FUNCTION
    badges.get_issuer, badges.get_badge_class, badges.get_assertion, badges.get_assertion_jws,
    badges.get_revocation_list, badges.get_status_list, badges.get_did_document, badges.get_jwks, badges.get_issuer_key,
    badges.verify_assertion, badges.verify_credential, badges.verify_baked_badge, badges.bake_assertion
TO badges_app, badges_user, badges_reader;

-- Whoever issues, in an application's name or, limited by row-level security, in its own.
GRANT EXECUTE ON FUNCTION
    badges.create_issuer, badges.create_badge_class, badges.update_badge_class,
    badges.issue_assertion, badges.issue_assertions, badges.issue_endorsement,
    badges.revoke_assertion, badges.suspend_assertion, badges.reinstate_assertion, badges.find_assertions,
    badges.current_user_id, badges.uuid_v7, badges.next_status_index, badges.depends_on_key_file,
    badges.badge_class_is_awarded, badges.badge_class_may_become, badges.issuer_may_become
TO badges_app, badges_user;

-- Sign-in returns codes to whoever calls, so only an application server may.
GRANT EXECUTE ON FUNCTION
    badges.create_user, badges.create_login_token, badges.verify_login_token, badges.revoke_login_tokens
TO badges_app;

-- Registering a passkey for a user gives the account away, so only an application server, which knows who asks, may.
GRANT EXECUTE ON FUNCTION
    badges.webauthn_start_registration, badges.webauthn_finish_registration,
    badges.webauthn_start_authentication, badges.webauthn_finish_authentication
TO badges_app;

-- For any user, or, by a role of an end user, for itself.
GRANT EXECUTE ON FUNCTION
    badges.webauthn_list_credentials, badges.webauthn_rename_credential, badges.webauthn_delete_credential,
    badges.webauthn_signal
TO badges_app, badges_user;

GRANT EXECUTE ON FUNCTION badges.webauthn_related_origins TO badges_app, badges_user, badges_reader;

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

-- What was revoked stays revoked.
CREATE POLICY badge_assertions_revoked_for_good ON badges.badge_assertions AS RESTRICTIVE FOR UPDATE
    TO badges_app, badges_user USING (NOT revoked) WITH CHECK (true);

-- A row that is gone is in no status list, and the credential that its holder has would be good again.
CREATE POLICY badge_assertions_not_in_force_stay ON badges.badge_assertions AS RESTRICTIVE FOR DELETE
    TO badges_app, badges_user USING (NOT revoked AND suspended_at IS NULL);

-- No user issues in the name of an id that is not this site's, and no issuer changes the id that its awards name: the
-- latter holds for every role but the owner of the table and superusers.
CREATE POLICY issuer_profiles_id_is_ours ON badges.issuer_profiles AS RESTRICTIVE FOR INSERT TO badges_user
    WITH CHECK (badges.issuer_may_become(issuer_id, issuer_json, true));
CREATE POLICY issuer_profiles_id_stays_ours ON badges.issuer_profiles AS RESTRICTIVE FOR UPDATE TO badges_user
    USING (true) WITH CHECK (badges.issuer_may_become(issuer_id, issuer_json, true));
CREATE POLICY issuer_profiles_keep_their_id ON badges.issuer_profiles AS RESTRICTIVE FOR UPDATE TO PUBLIC
    USING (true) WITH CHECK (badges.issuer_may_become(issuer_id, issuer_json, false));

-- What was awarded does not change: holds for every role but the owner of the table and superusers.
CREATE POLICY badge_classes_awarded_are_frozen ON badges.badge_classes AS RESTRICTIVE FOR UPDATE TO PUBLIC
    USING (true) WITH CHECK (badges.badge_class_may_become(badge_id, badge_json));

-- Comments: what \df+ and the documentation of API generators show -----------------------------------------

COMMENT ON FUNCTION badges.validate_ob_json IS 'Whether an Open Badges document keeps every rule of its class (Open Badges 2.0 and 3.0; 0.5 to 1.1 through their upgrade). NULL for NULL; 22023 for an unknown class';
COMMENT ON FUNCTION badges.ob_json_problems IS 'Every rule a document breaks and everything worth knowing about it: severity (error, warning, info), JSON Pointer, stable code, message. 22023 for an unknown class';
COMMENT ON FUNCTION badges.ob_json_class IS 'Class of an Open Badges document by its own type; NULL if it has none';
COMMENT ON FUNCTION badges.ob_json_version IS 'Version of Open Badges a document is written in: 1.0 (0.5 included), 1.1, 2.0, 3.0; NULL if none';
COMMENT ON FUNCTION badges.upgrade_ob_json IS 'An Open Badges 0.5, 1.0 or 1.1 document as 2.0; a 2.0 Profile or BadgeClass as 3.0. 22023 if it cannot be upgraded';
COMMENT ON FUNCTION badges.derive_credential IS 'What its holder discloses of a credential with an ecdsa-sd-2023 base proof: the mandatory part and what the JSON Pointers name, with a derived proof. 22023 for a credential without such a proof or a pointer to nothing';
COMMENT ON FUNCTION badges.check_ob_json IS 'True, or 23514 with the path of every broken rule in DETAIL; the CHECK of the document columns';
COMMENT ON FUNCTION badges.ob_json_text IS 'Text that a generated column takes from a document; NULL where it has none';
COMMENT ON FUNCTION badges.ob_json_boolean IS 'Truth value that a generated column takes from a document; NULL where it has none';
COMMENT ON FUNCTION badges.ob_json_timestamp IS 'Point in time that a generated column takes from a document; NULL where it has none';
COMMENT ON FUNCTION badges.recipient_matches IS 'Whether the recipient of an assertion, hashed or not, is this identity';
COMMENT ON FUNCTION badges.is_email_address IS 'Whether sign-in accepts the text as a mailbox: ASCII, one @, nothing that mail servers quote';
COMMENT ON FUNCTION badges.uuid_v7 IS 'A new time-ordered id (RFC 9562, version 7)';
COMMENT ON FUNCTION badges.next_status_index IS 'Place of a new award in the status lists of its issuer, never given twice; 25006 in a transaction that only reads';
COMMENT ON FUNCTION badges.current_user_id IS 'User that PostgREST vouches for: sub of the setting request.jwt.claims; NULL without one';
COMMENT ON FUNCTION badges.depends_on_key_file IS 'Whether anything stored in this database needs the server secret it was made with';
COMMENT ON FUNCTION badges.badge_class_is_awarded IS 'Whether a badge class has ever been awarded, to anybody';
COMMENT ON FUNCTION badges.badge_class_may_become IS 'True, or 23514 if the badge class has been awarded and the document would change; row-level security calls it';
COMMENT ON FUNCTION badges.issuer_may_become IS 'True, or 23514 if the id of an issuer that has awarded badges would change, 28000 if a user would give one an id that is not below badges.base_url; row-level security calls it';
COMMENT ON FUNCTION badges.create_user IS 'Adds a user. 22023 for an address that is no mailbox, 23505 for one that is taken';
COMMENT ON FUNCTION badges.create_issuer IS 'Adds an issuer from what a person knows of it (name, url, email, ...); context, type and id are filled in. 23514 if the profile breaks the standard, 23503 for an unknown owner, 23505 for an id that is taken, 55000 without the key file';
COMMENT ON FUNCTION badges.create_badge_class IS 'Adds a badge class from what a person knows of it (name, description, criteria, image, ...); context, type, id and issuer are filled in. 23514 if it breaks the standard, 23503 for an unknown issuer';
COMMENT ON FUNCTION badges.update_badge_class IS 'Changes a badge class; one that was awarded stays as it is, and a new one related to it is made and returned. P0002 for an unknown one, 23514 if it breaks the standard';
COMMENT ON FUNCTION badges.issue_assertion IS 'Awards a badge to one recipient. 22023 for a bad argument, 23503 for an unknown badge class, 23514 if the document would break the standard, 55000 without the key file';
COMMENT ON FUNCTION badges.issue_assertions IS 'Awards a badge to every recipient of an array, all or none, rows in the order of the array. As issue_assertion; 22023 names the position of a recipient that is NULL, malformed or repeated';
COMMENT ON FUNCTION badges.revoke_assertion IS 'Takes an award back for good, suspended or not; one that is revoked already stays as it is. P0002 for an unknown one';
COMMENT ON FUNCTION badges.suspend_assertion IS 'Suspends an award until it is reinstated; one that is suspended or revoked already stays as it is. P0002 for an unknown one';
COMMENT ON FUNCTION badges.reinstate_assertion IS 'Ends the suspension of an award. P0002 for an unknown one, 55000 for one that was revoked';
COMMENT ON FUNCTION badges.issue_endorsement IS 'A signed EndorsementCredential (3.0) of an issuer about whatever has that id, as a JSON object or, as VC-JWT, as a JSON string. 22023 for a bad argument, 23503 for an unknown issuer, 23514 for an id that is no URL, 55000 without the key file';
COMMENT ON FUNCTION badges.find_assertions IS 'Awards of one recipient, the latest first, also where only a salted hash of the identity is stored. 55000 without the key file';
COMMENT ON FUNCTION badges.recipient_key IS 'The digest by which find_assertions finds the awards of a recipient, for rows that come by plain INSERT. NULL for NULL, 22023 for an unknown type, 55000 without the key file';
COMMENT ON FUNCTION badges.get_issuer IS 'Profile of an issuer, to be served under its URL; version 2.0 or 3.0, NULL as stored. NULL for an unknown id';
COMMENT ON FUNCTION badges.get_badge_class IS 'BadgeClass (2.0) or Achievement (3.0), to be served under its URL; NULL as stored. NULL for an unknown id';
COMMENT ON FUNCTION badges.get_assertion IS 'Assertion (2.0; a revoked one to be served with status 410) or OpenBadgeCredential (3.0) under its URL; version NULL as issued; embed puts badge class and issuer inside an Assertion. NULL for an unknown id';
COMMENT ON FUNCTION badges.get_assertion_jws IS 'An award as a compact JWS: as it was issued, or else its credential as VC-JWT, signed now. NULL for an unknown id, 55000 without the key file';
COMMENT ON FUNCTION badges.get_revocation_list IS 'RevocationList of an issuer (2.0), or for version 3.0 its 1EdTechRevocationList; NULL for an unknown id';
COMMENT ON FUNCTION badges.get_status_list IS 'A signed BitstringStatusListCredential of an issuer, to be served under its URL; purpose revocation or suspension. NULL for an unknown id or a list that was not started, 22023 for another purpose, 55000 without the key file';
COMMENT ON FUNCTION badges.get_did_document IS 'Controlled identifier document of an issuer: its keys, those that may assert, those that were compromised. NULL for an unknown id';
COMMENT ON FUNCTION badges.get_jwks IS 'JSON Web Key Set of an issuer, compromised keys left out; NULL for an unknown id';
COMMENT ON FUNCTION badges.get_issuer_key IS 'CryptographicKey (2.0) of an issuer, to be served under its URL; NULL for an unknown id';
COMMENT ON FUNCTION badges.rotate_issuer_key IS 'Makes a new key that signs for an issuer from now on, in place of the one of its algorithm (Ed25519, P-256, P-384, RSA), and returns its entry in public_keys. P0002 for an unknown issuer, 22023 for an unknown algorithm, 55000 without the key file';
COMMENT ON FUNCTION badges.mark_issuer_key_compromised IS 'Marks a key of an issuer as compromised, for good: it signs no more, and nothing it signed verifies. Returns its entry in public_keys. P0002 for an unknown issuer or key';
COMMENT ON FUNCTION badges.verify_assertion IS 'Report on an award stored here: valid, and each check with its status (passed, failed, warning, not_checked), code and message';
COMMENT ON FUNCTION badges.verify_credential IS 'Report on whatever was received: JSON, compact JWS or VC-JWT, Open Badges 1.x to 3.0; valid, and each check with its status (passed, failed, warning, not_checked), code and message. resources: documents at hand, keyed by URL. 22023 for resources that are no object';
COMMENT ON FUNCTION badges.verify_baked_badge IS 'Report on a badge that was received as a PNG or SVG: as verify_credential of the credential in it, after a check of the image. 22023 for resources that are no object';
COMMENT ON FUNCTION badges.bake_badge IS 'A PNG or SVG with a credential (JSON or compact JWS) in it, in place of any that was there; nothing else of the image changes. 22P02 for a damaged image or text that is no credential, 22023 for a document that is no award';
COMMENT ON FUNCTION badges.unbake_badge IS 'The credential in a PNG or SVG as it lies there (JSON, compact JWS, or a URL in the oldest badges); NULL for an image that holds none. 22P02 for a damaged image';
COMMENT ON FUNCTION badges.bake_assertion IS 'An award inside a picture, PNG or SVG, for its holder to keep; without an image, that of the badge class if its document holds it. NULL for an unknown id, 22023 without a picture, 22P02 for a damaged image, 55000 without the key file';
COMMENT ON FUNCTION badges.create_login_token IS 'Makes a code and a link that sign in at an address, in one row of the same shape whether the address is known or not; code is NULL where no mail is to be sent. 22023 for an address that is no mailbox';
COMMENT ON FUNCTION badges.verify_login_token IS 'Redeems a link, or a token id with its code, once. One row; verified is false with a reason for whatever is wrong with what was presented';
COMMENT ON FUNCTION badges.revoke_login_tokens IS 'Ends every live token of a user; returns how many';
COMMENT ON FUNCTION badges.purge_login_tokens IS 'Deletes tokens that ended longer ago than the interval; returns how many';
COMMENT ON FUNCTION badges.webauthn_start_registration IS 'Starts the registration of a passkey for a user; options is for PublicKeyCredential.parseCreationOptionsFromJSON. 22023 for an unknown option, 23503 for an unknown user, 28000 for a disabled one, 55000 without badges.rp_id and badges.rp_origins';
COMMENT ON FUNCTION badges.webauthn_finish_registration IS 'Stores the passkey that the browser made, once for each start. One row; verified is false with a reason for whatever is wrong with what was presented';
COMMENT ON FUNCTION badges.webauthn_start_authentication IS 'Starts a sign-in with a passkey, with an address or, for whoever has a passkey of this site, without; options is for PublicKeyCredential.parseRequestOptionsFromJSON and tells nothing about the address. 22023 for an unknown option or an address that is no mailbox, 55000 without badges.rp_id and badges.rp_origins';
COMMENT ON FUNCTION badges.webauthn_finish_authentication IS 'Signs in with what the browser signed, once for each start. One row; verified is false with a reason for whatever is wrong with what was presented';
COMMENT ON FUNCTION badges.webauthn_list_credentials IS 'Passkeys of a user, the oldest first. 28000 for an end user that asks for another''s';
COMMENT ON FUNCTION badges.webauthn_rename_credential IS 'Gives a passkey of a user another name; false if there is none of that id. 28000 for an end user that means another''s';
COMMENT ON FUNCTION badges.webauthn_delete_credential IS 'Deletes a passkey of a user; false if there is none of that id. 28000 for an end user that means another''s';
COMMENT ON FUNCTION badges.webauthn_signal IS 'Argument of PublicKeyCredential.signalAllAcceptedCredentials: the passkeys of a user that are still accepted. 28000 for an end user that means another, 55000 without badges.rp_id';
COMMENT ON FUNCTION badges.webauthn_related_origins IS 'What the site of badges.rp_id serves as /.well-known/webauthn: the origins that may use its passkeys. 55000 without badges.rp_origins';
