\echo Use "ALTER EXTENSION badges UPDATE TO '0.2.0'" to load this file. \quit

-- 0.1.0 to 0.2.0: Open Badges 3.0, and passkeys. Nothing here is lost or renamed; awards that were made before get a place in the
-- status lists of their issuers, so that they can be read out as credentials of 3.0, too.

-- Status lists -----------------------------------------------------------------------------------------------

-- Where an award stands in the status lists of its issuer. One sequence for all issuers: no counter row that awards
-- wait for, and nothing that is ever given twice.
CREATE SEQUENCE badges.status_index_sequence AS pg_catalog.int8 MINVALUE 0 START WITH 0;
COMMENT ON SEQUENCE badges.status_index_sequence IS 'Counts awards; each takes a position in a status list from it';

-- A random number that scatters the positions within each list, so that a position tells nothing about when or to how
-- many a badge was awarded. It must outlast dump and restore, as the sequence does, so it is kept in one, too.
CREATE SEQUENCE badges.status_index_key AS pg_catalog.int8;
COMMENT ON SEQUENCE badges.status_index_key IS 'Not a counter: the random key that scatters positions in status lists';
SELECT pg_catalog.setval('badges.status_index_key',
    ('x' OPERATOR(pg_catalog.||) pg_catalog.substr(pg_catalog.md5(pg_catalog.gen_random_uuid()::pg_catalog.text), 1, 15))::pg_catalog.bit(60)::pg_catalog.int8
    OPERATOR(pg_catalog.+) 1);

SELECT pg_catalog.pg_extension_config_dump('badges.status_index_sequence', '');
SELECT pg_catalog.pg_extension_config_dump('badges.status_index_key', '');

ALTER SEQUENCE badges.status_index_sequence OWNER TO badges_owner;
ALTER SEQUENCE badges.status_index_key OWNER TO badges_owner;

-- Functions --------------------------------------------------------------------------------------------------

-- It has one more argument now.
DROP FUNCTION badges.get_revocation_list(pg_catalog.uuid);

CREATE FUNCTION badges.derive_credential(
    credential jsonb,
    pointers TEXT[]
) RETURNS jsonb
IMMUTABLE STRICT PARALLEL SAFE  COST 10000
LANGUAGE c
AS 'MODULE_PATHNAME', 'derive_credential_wrapper';

CREATE FUNCTION badges.get_assertion_jws(
    assertion_id uuid
) RETURNS TEXT
STABLE SECURITY DEFINER PARALLEL SAFE
SET search_path TO pg_catalog, pg_temp
LANGUAGE c
AS 'MODULE_PATHNAME', 'get_assertion_jws_wrapper';

CREATE FUNCTION badges.get_did_document(
    issuer_id uuid
) RETURNS jsonb
STABLE SECURITY DEFINER PARALLEL SAFE
SET search_path TO pg_catalog, pg_temp
LANGUAGE c
AS 'MODULE_PATHNAME', 'get_did_document_wrapper';

CREATE FUNCTION badges.get_issuer_key(
    issuer_id uuid,
    key_id TEXT
) RETURNS jsonb
STABLE SECURITY DEFINER PARALLEL SAFE
SET search_path TO pg_catalog, pg_temp
LANGUAGE c
AS 'MODULE_PATHNAME', 'get_issuer_key_wrapper';

CREATE FUNCTION badges.get_jwks(
    issuer_id uuid
) RETURNS jsonb
STABLE SECURITY DEFINER PARALLEL SAFE
SET search_path TO pg_catalog, pg_temp
LANGUAGE c
AS 'MODULE_PATHNAME', 'get_jwks_wrapper';

CREATE FUNCTION badges.get_revocation_list(
    issuer_id uuid,
    version TEXT DEFAULT NULL
) RETURNS jsonb
STABLE SECURITY DEFINER PARALLEL SAFE
SET search_path TO pg_catalog, pg_temp
LANGUAGE c
AS 'MODULE_PATHNAME', 'get_revocation_list_wrapper';

CREATE FUNCTION badges.get_status_list(
    issuer_id uuid,
    purpose TEXT DEFAULT 'revocation',
    list INT DEFAULT 0
) RETURNS jsonb
STABLE SECURITY DEFINER PARALLEL SAFE
SET search_path TO pg_catalog, pg_temp
LANGUAGE c
AS 'MODULE_PATHNAME', 'get_status_list_wrapper';

CREATE FUNCTION badges.issue_endorsement(
    issuer_id uuid,
    endorsed_id TEXT,
    comment TEXT DEFAULT NULL,
    name TEXT DEFAULT NULL,
    issued_on timestamp with time zone DEFAULT pg_catalog.now(),
    expires timestamp with time zone DEFAULT NULL,
    proof TEXT DEFAULT NULL
) RETURNS jsonb
VOLATILE PARALLEL UNSAFE
SET search_path TO pg_catalog, pg_temp
LANGUAGE c
AS 'MODULE_PATHNAME', 'issue_endorsement_wrapper';

CREATE FUNCTION badges.mark_issuer_key_compromised(
    issuer_id uuid,
    key_id TEXT
) RETURNS jsonb
VOLATILE PARALLEL UNSAFE
SET search_path TO pg_catalog, pg_temp
LANGUAGE c
AS 'MODULE_PATHNAME', 'mark_issuer_key_compromised_wrapper';

CREATE FUNCTION badges.next_status_index() RETURNS bigint
STRICT VOLATILE PARALLEL UNSAFE
SET search_path TO pg_catalog, pg_temp
LANGUAGE c
AS 'MODULE_PATHNAME', 'next_status_index_wrapper';

CREATE FUNCTION badges.reinstate_assertion(
    assertion_id uuid
) RETURNS badges.badge_assertions
VOLATILE PARALLEL UNSAFE
SET search_path TO pg_catalog, pg_temp
LANGUAGE c
AS 'MODULE_PATHNAME', 'reinstate_assertion_wrapper';

CREATE FUNCTION badges.rotate_issuer_key(
    issuer_id uuid,
    algorithm TEXT DEFAULT 'Ed25519'
) RETURNS jsonb
VOLATILE PARALLEL UNSAFE
SET search_path TO pg_catalog, pg_temp
LANGUAGE c
AS 'MODULE_PATHNAME', 'rotate_issuer_key_wrapper';

CREATE FUNCTION badges.suspend_assertion(
    assertion_id uuid,
    reason TEXT DEFAULT NULL
) RETURNS badges.badge_assertions
VOLATILE PARALLEL UNSAFE
SET search_path TO pg_catalog, pg_temp
LANGUAGE c
AS 'MODULE_PATHNAME', 'suspend_assertion_wrapper';

CREATE FUNCTION badges.verify_credential(
    credential TEXT,
    recipient TEXT DEFAULT NULL,
    resources jsonb DEFAULT NULL,
    at timestamp with time zone DEFAULT pg_catalog.now()
) RETURNS jsonb
STABLE SECURITY DEFINER PARALLEL SAFE
SET search_path TO pg_catalog, pg_temp
LANGUAGE c
AS 'MODULE_PATHNAME', 'verify_credential_wrapper';

CREATE FUNCTION badges.webauthn_delete_credential(
    user_id uuid,
    credential_id TEXT
) RETURNS bool
VOLATILE PARALLEL UNSAFE
SET search_path TO pg_catalog, pg_temp
LANGUAGE c
AS 'MODULE_PATHNAME', 'webauthn_delete_credential_wrapper';

CREATE FUNCTION badges.webauthn_finish_authentication(
    token_id uuid,
    credential jsonb
) RETURNS TABLE (
    verified bool,
    user_id uuid,
    credential_id TEXT,
    user_verified bool,
    backed_up bool,
    sign_count bigint,
    clone_suspected bool,
    reason TEXT
)
VOLATILE SECURITY DEFINER PARALLEL UNSAFE
SET search_path TO pg_catalog, pg_temp
LANGUAGE c
AS 'MODULE_PATHNAME', 'webauthn_finish_authentication_wrapper';

CREATE FUNCTION badges.webauthn_finish_registration(
    token_id uuid,
    credential jsonb,
    nickname TEXT DEFAULT NULL
) RETURNS TABLE (
    verified bool,
    user_id uuid,
    credential_id TEXT,
    reason TEXT
)
VOLATILE SECURITY DEFINER PARALLEL UNSAFE
SET search_path TO pg_catalog, pg_temp
LANGUAGE c
AS 'MODULE_PATHNAME', 'webauthn_finish_registration_wrapper';

CREATE FUNCTION badges.webauthn_list_credentials(
    user_id uuid
) RETURNS TABLE (
    credential_id TEXT,
    nickname TEXT,
    rp_id TEXT,
    created_at timestamp with time zone,
    last_used_at timestamp with time zone,
    transports TEXT[],
    discoverable bool,
    backup_eligible bool,
    backup_state bool,
    aaguid uuid,
    clone_suspected_at timestamp with time zone
)
STABLE PARALLEL RESTRICTED
SET search_path TO pg_catalog, pg_temp
LANGUAGE c
AS 'MODULE_PATHNAME', 'webauthn_list_credentials_wrapper';

CREATE FUNCTION badges.webauthn_related_origins() RETURNS jsonb
STABLE STRICT PARALLEL SAFE
LANGUAGE c
AS 'MODULE_PATHNAME', 'webauthn_related_origins_wrapper';

CREATE FUNCTION badges.webauthn_rename_credential(
    user_id uuid,
    credential_id TEXT,
    nickname TEXT
) RETURNS bool
VOLATILE PARALLEL UNSAFE
SET search_path TO pg_catalog, pg_temp
LANGUAGE c
AS 'MODULE_PATHNAME', 'webauthn_rename_credential_wrapper';

CREATE FUNCTION badges.webauthn_signal(
    user_id uuid
) RETURNS jsonb
STABLE PARALLEL RESTRICTED
SET search_path TO pg_catalog, pg_temp
LANGUAGE c
AS 'MODULE_PATHNAME', 'webauthn_signal_wrapper';

CREATE FUNCTION badges.webauthn_start_authentication(
    email TEXT DEFAULT NULL,
    options jsonb DEFAULT '{}'
) RETURNS TABLE (
    token_id uuid,
    options jsonb,
    expires_at timestamp with time zone
)
VOLATILE SECURITY DEFINER PARALLEL UNSAFE
SET search_path TO pg_catalog, pg_temp
LANGUAGE c
AS 'MODULE_PATHNAME', 'webauthn_start_authentication_wrapper';

CREATE FUNCTION badges.webauthn_start_registration(
    user_id uuid,
    options jsonb DEFAULT '{}'
) RETURNS TABLE (
    token_id uuid,
    options jsonb,
    expires_at timestamp with time zone
)
VOLATILE SECURITY DEFINER PARALLEL UNSAFE
SET search_path TO pg_catalog, pg_temp
LANGUAGE c
AS 'MODULE_PATHNAME', 'webauthn_start_registration_wrapper';

-- The new document of an issuer, against the stored one; called by the row-level security policies of issuer_profiles.
-- An issuer speaks for its id with the keys in its row, so a user may not take an id that is not this site's to give; and
-- every URL in a signed credential follows from the id, so it stays once something was awarded.
CREATE FUNCTION badges.issuer_may_become(issuer_id pg_catalog.uuid, new_json pg_catalog.jsonb, below_base_url pg_catalog.bool)
RETURNS pg_catalog.bool
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    old_id pg_catalog.text;
    new_id pg_catalog.text := badges.ob_json_text(new_json, 'id');
    base   pg_catalog.text := coalesce(current_setting('badges.base_url', true), 'https://localhost');
BEGIN
    SELECT badges.ob_json_text(i.issuer_json, 'id') INTO old_id FROM badges.issuer_profiles AS i
     WHERE i.issuer_id = issuer_may_become.issuer_id;
    IF new_id IS NOT DISTINCT FROM old_id THEN
        RETURN true;
    END IF;
    IF below_base_url AND NOT coalesce(starts_with(new_id, rtrim(base, '/') || '/'), false) THEN
        RAISE EXCEPTION USING ERRCODE = '28000',
            MESSAGE = 'an issuer of a user has its id below badges.base_url',
            HINT = 'Leave the id out, and it is filled in. An application (badges_app) may give an issuer an id of its own.';
    END IF;
    IF EXISTS (SELECT FROM badges.badge_classes AS b JOIN badges.badge_assertions AS a ON a.badge_id = b.badge_id
                WHERE b.issuer_id = issuer_may_become.issuer_id) THEN
        RAISE EXCEPTION USING ERRCODE = '23514',
            MESSAGE = format('issuer %s has awarded badges, so its id is frozen', issuer_id),
            HINT = 'What it signed names the id and could not be verified under another. Create another issuer.';
    END IF;
    RETURN true;
END
$function$;

ALTER FUNCTION badges.get_assertion_jws OWNER TO badges_owner;
ALTER FUNCTION badges.get_did_document OWNER TO badges_owner;
ALTER FUNCTION badges.get_issuer_key OWNER TO badges_owner;
ALTER FUNCTION badges.get_jwks OWNER TO badges_owner;
ALTER FUNCTION badges.get_revocation_list OWNER TO badges_owner;
ALTER FUNCTION badges.get_status_list OWNER TO badges_owner;
ALTER FUNCTION badges.issuer_may_become OWNER TO badges_owner;
ALTER FUNCTION badges.verify_credential OWNER TO badges_owner;
ALTER FUNCTION badges.webauthn_finish_authentication OWNER TO badges_owner;
ALTER FUNCTION badges.webauthn_finish_registration OWNER TO badges_owner;
ALTER FUNCTION badges.webauthn_start_authentication OWNER TO badges_owner;
ALTER FUNCTION badges.webauthn_start_registration OWNER TO badges_owner;

REVOKE ALL ON FUNCTION
    badges.derive_credential,
    badges.get_assertion_jws,
    badges.get_did_document,
    badges.get_issuer_key,
    badges.get_jwks,
    badges.get_revocation_list,
    badges.get_status_list,
    badges.issue_endorsement,
    badges.issuer_may_become,
    badges.mark_issuer_key_compromised,
    badges.next_status_index,
    badges.reinstate_assertion,
    badges.rotate_issuer_key,
    badges.suspend_assertion,
    badges.verify_credential,
    badges.webauthn_delete_credential,
    badges.webauthn_finish_authentication,
    badges.webauthn_finish_registration,
    badges.webauthn_list_credentials,
    badges.webauthn_related_origins,
    badges.webauthn_rename_credential,
    badges.webauthn_signal,
    badges.webauthn_start_authentication,
    badges.webauthn_start_registration
FROM PUBLIC;
GRANT EXECUTE ON FUNCTION badges.derive_credential TO PUBLIC;
GRANT EXECUTE ON FUNCTION
    badges.derive_credential,
    badges.get_assertion_jws,
    badges.get_did_document,
    badges.get_issuer_key,
    badges.get_jwks,
    badges.get_revocation_list,
    badges.get_status_list,
    badges.issue_endorsement,
    badges.issuer_may_become,
    badges.mark_issuer_key_compromised,
    badges.next_status_index,
    badges.reinstate_assertion,
    badges.rotate_issuer_key,
    badges.suspend_assertion,
    badges.verify_credential,
    badges.webauthn_delete_credential,
    badges.webauthn_finish_authentication,
    badges.webauthn_finish_registration,
    badges.webauthn_list_credentials,
    badges.webauthn_related_origins,
    badges.webauthn_rename_credential,
    badges.webauthn_signal,
    badges.webauthn_start_authentication,
    badges.webauthn_start_registration
TO badges_owner, badges_admin;
GRANT EXECUTE ON FUNCTION
    badges.get_assertion_jws, badges.get_revocation_list, badges.get_status_list, badges.get_did_document, badges.get_jwks,
    badges.get_issuer_key, badges.verify_credential
TO badges_app, badges_user, badges_reader;
GRANT EXECUTE ON FUNCTION
    badges.issue_endorsement, badges.suspend_assertion, badges.reinstate_assertion, badges.next_status_index,
    badges.issuer_may_become
TO badges_app, badges_user;

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

-- Tables -----------------------------------------------------------------------------------------------------

ALTER TABLE badges.badge_assertions ALTER COLUMN status_index SET DEFAULT badges.next_status_index();
UPDATE badges.badge_assertions SET status_index = badges.next_status_index() WHERE status_index IS NULL;

DO $constraint$
BEGIN
    ALTER TABLE badges.badge_assertions DROP CONSTRAINT IF EXISTS badge_assertions_reason_needs_revocation;
    ALTER TABLE badges.badge_assertions ADD CONSTRAINT badge_assertions_reason_needs_revocation
        CHECK (revoked OR suspended_at IS NOT NULL OR revocation_reason IS NULL);
END
$constraint$;

DO $index$
BEGIN
    IF pg_catalog.to_regclass('badges.badge_assertions_status_idx') IS NULL THEN
        CREATE INDEX badge_assertions_status_idx ON badges.badge_assertions (issuer_id, status_index)
            WHERE revoked OR suspended_at IS NOT NULL;
    END IF;
END
$index$;

-- A sign-in with a passkey rewrites its row; with room on the page that touches no index.
ALTER TABLE badges.webauthn_credentials SET (fillfactor = 90);

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


-- Comments ---------------------------------------------------------------------------------------------------

COMMENT ON COLUMN badges.issuer_profiles.public_keys IS 'Every public key the issuer ever signed with, with id, algorithm, status (active, retired, compromised), times, JWK, Multikey; the last active one signs where no other is asked for';
COMMENT ON COLUMN badges.issuer_profiles.encrypted_private_key IS 'The private keys that sign now, sealed under the server secret and bound to this issuer';
COMMENT ON COLUMN badges.badge_assertions.assertion_json IS 'The Assertion (2.0) or OpenBadgeCredential (3.0); the columns from recipient_type to evidence_url follow from it';
COMMENT ON COLUMN badges.badge_assertions.status_index IS 'Position in the issuer''s status lists: number of the list times 131072 plus the entry in it';
COMMENT ON COLUMN badges.badge_assertions.revocation_reason IS 'Why it was taken back or suspended, for everybody to read';
COMMENT ON COLUMN badges.badge_assertions.suspended_at IS 'Set: suspended since then, until it is reinstated';
COMMENT ON COLUMN badges.badge_assertions.credential_text IS 'The compact JWS of a credential that was issued as one; jsonb keeps neither key order nor number form';
COMMENT ON FUNCTION badges.validate_ob_json IS 'Whether an Open Badges document keeps every rule of its class (Open Badges 2.0 and 3.0; 0.5 to 1.1 through their upgrade). NULL for NULL; 22023 for an unknown class';
COMMENT ON FUNCTION badges.upgrade_ob_json IS 'An Open Badges 0.5, 1.0 or 1.1 document as 2.0; a 2.0 Profile or BadgeClass as 3.0. 22023 if it cannot be upgraded';
COMMENT ON FUNCTION badges.derive_credential IS 'What its holder discloses of a credential with an ecdsa-sd-2023 base proof: the mandatory part and what the JSON Pointers name, with a derived proof. 22023 for a credential without such a proof or a pointer to nothing';
COMMENT ON FUNCTION badges.next_status_index IS 'Place of a new award in the status lists of its issuer, never given twice; 25006 in a transaction that only reads';
COMMENT ON FUNCTION badges.issuer_may_become IS 'True, or 23514 if the id of an issuer that has awarded badges would change, 28000 if a user would give one an id that is not below badges.base_url; row-level security calls it';
COMMENT ON FUNCTION badges.create_issuer IS 'Adds an issuer from what a person knows of it (name, url, email, ...); context, type and id are filled in. 23514 if the profile breaks the standard, 23503 for an unknown owner, 23505 for an id that is taken, 55000 without the key file';
COMMENT ON FUNCTION badges.revoke_assertion IS 'Takes an award back for good, suspended or not; one that is revoked already stays as it is. P0002 for an unknown one';
COMMENT ON FUNCTION badges.suspend_assertion IS 'Suspends an award until it is reinstated; one that is suspended or revoked already stays as it is. P0002 for an unknown one';
COMMENT ON FUNCTION badges.reinstate_assertion IS 'Ends the suspension of an award. P0002 for an unknown one, 55000 for one that was revoked';
COMMENT ON FUNCTION badges.issue_endorsement IS 'A signed EndorsementCredential (3.0) of an issuer about whatever has that id, as a JSON object or, as VC-JWT, as a JSON string. 22023 for a bad argument, 23503 for an unknown issuer, 23514 for an id that is no URL, 55000 without the key file';
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
COMMENT ON FUNCTION badges.verify_credential IS 'Report on whatever was received: JSON, compact JWS or VC-JWT, Open Badges 1.x to 3.0; valid, and each check with its status (passed, failed, warning, not_checked), code and message. resources: documents at hand, keyed by URL. 22023 for resources that are no object';
COMMENT ON FUNCTION badges.webauthn_start_registration IS 'Starts the registration of a passkey for a user; options is for PublicKeyCredential.parseCreationOptionsFromJSON. 22023 for an unknown option, 23503 for an unknown user, 28000 for a disabled one, 55000 without badges.rp_id and badges.rp_origins';
COMMENT ON FUNCTION badges.webauthn_finish_registration IS 'Stores the passkey that the browser made, once for each start. One row; verified is false with a reason for whatever is wrong with what was presented';
COMMENT ON FUNCTION badges.webauthn_start_authentication IS 'Starts a sign-in with a passkey, with an address or, for whoever has a passkey of this site, without; options is for PublicKeyCredential.parseRequestOptionsFromJSON and tells nothing about the address. 22023 for an unknown option or an address that is no mailbox, 55000 without badges.rp_id and badges.rp_origins';
COMMENT ON FUNCTION badges.webauthn_finish_authentication IS 'Signs in with what the browser signed, once for each start. One row; verified is false with a reason for whatever is wrong with what was presented';
COMMENT ON FUNCTION badges.webauthn_list_credentials IS 'Passkeys of a user, the oldest first. 28000 for an end user that asks for another''s';
COMMENT ON FUNCTION badges.webauthn_rename_credential IS 'Gives a passkey of a user another name; false if there is none of that id. 28000 for an end user that means another''s';
COMMENT ON FUNCTION badges.webauthn_delete_credential IS 'Deletes a passkey of a user; false if there is none of that id. 28000 for an end user that means another''s';
COMMENT ON FUNCTION badges.webauthn_signal IS 'Argument of PublicKeyCredential.signalAllAcceptedCredentials: the passkeys of a user that are still accepted. 28000 for an end user that means another, 55000 without badges.rp_id';
COMMENT ON FUNCTION badges.webauthn_related_origins IS 'What the site of badges.rp_id serves as /.well-known/webauthn: the origins that may use its passkeys. 55000 without badges.rp_origins';
