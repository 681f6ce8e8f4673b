-- Passkeys. The database keeps COSE keys; a public key as SPKI (PEM or DER) or JWK is turned into one where its form is
-- the usual one of its algorithm. Whether a passkey may be synchronised, and under which user handle it was registered, the
-- database learns from its next sign-in: backup_eligible is NULL until then.

CREATE FUNCTION pg_temp.cose_of_jwk(jwk jsonb) RETURNS bytea LANGUAGE sql STRICT AS $$
    SELECT CASE WHEN jwk ->> 'crv' = 'P-256' THEN '\xa5010203262001215820'::bytea || pg_temp.as_octets(jwk ->> 'x') || '\x225820'::bytea || pg_temp.as_octets(jwk ->> 'y')
                WHEN jwk ->> 'crv' = 'Ed25519' THEN '\xa4010103272006215820'::bytea || pg_temp.as_octets(jwk ->> 'x')
                WHEN jwk ->> 'kty' = 'RSA' AND jwk ->> 'e' = 'AQAB'
                    THEN '\xa401030339010020590100'::bytea || pg_temp.as_octets(jwk ->> 'n') || '\x2143010001'::bytea END
$$;

-- DER of these keys differs in the numbers only.
CREATE FUNCTION pg_temp.cose_of_spki(der bytea) RETURNS bytea LANGUAGE sql STRICT AS $$
    SELECT CASE WHEN length(der) = 91 AND starts_with(encode(der, 'hex'), '3059301306072a8648ce3d020106082a8648ce3d03010703420004')
                THEN '\xa5010203262001215820'::bytea || substr(der, 28, 32) || '\x225820'::bytea || substr(der, 60, 32)
                WHEN length(der) = 44 AND starts_with(encode(der, 'hex'), '302a300506032b6570032100')
                THEN '\xa4010103272006215820'::bytea || substr(der, 13, 32)
                WHEN length(der) = 294 AND starts_with(encode(der, 'hex'), '30820122300d06092a864886f70d01010105000382010f003082010a0282010100')
                     AND substr(der, 290) = '\x0203010001'::bytea
                THEN '\xa401030339010020590100'::bytea || substr(der, 34, 256) || '\x2143010001'::bytea END
$$;

-- The COSE algorithm of a key in the one form that WebAuthn allows (CTAP2 canonical CBOR), or NULL.
CREATE FUNCTION pg_temp.cose_algorithm(key bytea) RETURNS int LANGUAGE sql STRICT AS $$
    SELECT CASE WHEN length(key) = 77 AND starts_with(encode(key, 'hex'), 'a5010203262001215820') AND substr(key, 43, 3) = '\x225820'::bytea THEN -7
                WHEN length(key) = 42 AND starts_with(encode(key, 'hex'), 'a4010103272006215820') THEN -8
                WHEN length(key) = 272 AND starts_with(encode(key, 'hex'), 'a401030339010020590100')
                     AND substr(key, 268) = '\x2143010001'::bytea THEN -257 END
$$;

CREATE TEMP TABLE new_passkeys ON COMMIT DROP AS
WITH read AS (
    SELECT o.*, pg_temp.as_octets(o.id) AS id_octets, u.user_id,
           pg_temp.as_json(CASE WHEN btrim(o.public_key) LIKE '{%' THEN o.public_key END) AS jwk,
           pg_temp.as_octets(CASE WHEN btrim(o.public_key) NOT LIKE '{%' THEN regexp_replace(o.public_key, '-----[A-Z ]+-----', '', 'g') END) AS octets,
           coalesce(nullif(btrim(o.rp_id), ''), nullif(current_setting('badges.rp_id', true), '')) AS domain,
           CASE WHEN coalesce(btrim(o.counter), '') = '' THEN 0 WHEN o.counter ~ '^\d{1,10}$' THEN o.counter::bigint END AS sign_count,
           pg_temp.as_boolean(o.backup_state) AS backed_up, pg_temp.as_time(o.created_at) AS made, pg_temp.as_time(o.last_used_at) AS used
      FROM pg_temp.old_webauthn_credentials AS o LEFT JOIN pg_temp.user_targets AS u ON u.source_id = o."user"
), converted AS (
    SELECT *, pg_temp.base64url(id_octets) AS credential_id,
           coalesce(pg_temp.cose_of_jwk(jwk), pg_temp.cose_of_spki(octets), octets) AS cose,
           ARRAY(SELECT DISTINCT t FROM regexp_split_to_table(lower(transports), '[^a-z0-9-]+') AS t WHERE t <> '') AS ways
      FROM read
), ranked AS (
    SELECT *, pg_temp.cose_algorithm(cose) AS algorithm,
           coalesce((SELECT r.source_id FROM badges.webauthn_credentials AS w
                       JOIN :report AS r ON r.source_table = 'webauthn_credentials' AND r.target_id = w.credential_id
                      WHERE w.credential_id = n.credential_id), first_value(id) OVER same) AS first_id, count(*) OVER (PARTITION BY credential_id) AS copies,
           min("user") OVER (PARTITION BY credential_id) IS DISTINCT FROM max("user") OVER (PARTITION BY credential_id)
           OR min(cose::text) OVER (PARTITION BY credential_id) IS DISTINCT FROM max(cose::text) OVER (PARTITION BY credential_id) AS disputed
      FROM converted AS n WINDOW same AS (PARTITION BY credential_id ORDER BY sign_count DESC NULLS LAST, made, id)
)
SELECT *,
       CASE WHEN unidentified IS NOT NULL THEN unidentified
            WHEN user_id IS NULL AND EXISTS (SELECT FROM pg_temp.old_users AS u WHERE u.id = "user") THEN format('its user %s was refused', "user")
            WHEN user_id IS NULL THEN format('there is no user %s', coalesce("user", 'NULL'))
            WHEN coalesce(length(id_octets), 0) NOT BETWEEN 1 AND 1023 THEN 'the credential id is no base64 or base64url of 1 to 1023 octets'
            WHEN copies > 1 AND disputed THEN 'other rows have the same credential id, with another user or key'
            WHEN first_id <> id THEN 'another row has the same credential id, written otherwise'
            WHEN cose IS NULL THEN 'the public key is neither base64, base64url, hex, PEM nor JWK'
            WHEN algorithm IS NULL THEN 'the public key is none of ES256, EdDSA or RS256 in its usual form'
            WHEN domain IS NULL THEN 'the domain it was registered for is not known: set badges.rp_id'
            WHEN sign_count IS NULL OR sign_count > 4294967295 THEN 'the counter is no number of 32 bits'
       END AS refusal,
       pg_temp.notes(
           CASE WHEN jwk IS NOT NULL OR cose <> octets THEN 'public key turned into COSE' END,
           CASE WHEN counter IS NULL THEN 'no counter: 0' END,
           CASE WHEN created_at IS NOT NULL AND made IS NULL THEN 'created_at is no time' END) AS note
  FROM ranked;

CREATE TEMP TABLE stored_passkeys ON COMMIT DROP AS
WITH stored AS (
    INSERT INTO badges.webauthn_credentials (credential_id, user_id, rp_id, public_key, public_key_alg, sign_count, aaguid, transports,
                                             backup_eligible, backup_state, nickname, last_used_at, created_at)
    SELECT credential_id, user_id, domain, cose, algorithm, sign_count, pg_temp.as_uuid(aaguid), ways,
           NULL, coalesce(backed_up, false), nullif(btrim(nickname), ''), used, coalesce(made, now())
      FROM pg_temp.new_passkeys WHERE refusal IS NULL
    ON CONFLICT DO NOTHING RETURNING credential_id
)
SELECT credential_id FROM stored;

INSERT INTO :report (source_table, source_id, outcome, reason, target_id)
SELECT 'webauthn_credentials', n.id,
       CASE WHEN s.credential_id IS NULL THEN 'refused' WHEN n.note IS NULL THEN 'taken' ELSE 'changed' END,
       CASE WHEN s.credential_id IS NULL THEN coalesce(n.refusal, 'badges.webauthn_credentials has a passkey of that id already') ELSE n.note END,
       s.credential_id
  FROM pg_temp.new_passkeys AS n LEFT JOIN pg_temp.stored_passkeys AS s ON s.credential_id = n.credential_id AND n.refusal IS NULL;
