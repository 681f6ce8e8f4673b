-- Passkeys without a browser: what an application does wrong is an error that names it; what is wrong with an answer is
-- a result. tests/passkeys does the ceremonies with an authenticator.
\set ECHO none
\getenv folder PG_ABS_SRCDIR
\i :folder/helpers.sql
\set ECHO all
SELECT (badges.create_user('ann@example.org', 'Ann')).user_id AS ann \gset
SELECT (badges.create_user('bob@example.org')).user_id AS bob \gset

-- Passkeys belong to a domain and are used at known origins: without the settings nothing starts.
SELECT n, pg_temp.masked(statement) AS statement, pg_temp.outcome(statement) AS outcome FROM (VALUES
    (1, format('SELECT badges.webauthn_start_registration(%L)', :'ann')),
    (2, 'SELECT badges.webauthn_start_authentication()'),
    (3, $$SELECT badges.webauthn_start_authentication('ann@example.org')$$),
    (4, 'SELECT badges.webauthn_finish_registration(NULL, NULL)'),
    (5, 'SELECT badges.webauthn_finish_authentication(NULL, NULL)'),
    (6, format('SELECT badges.webauthn_signal(%L)', :'ann')),
    (7, 'SELECT badges.webauthn_related_origins()'),
    (8, $$SET badges.rp_id = 'example.org'$$),
    (9, 'SELECT badges.webauthn_start_authentication()')) AS v (n, statement) ORDER BY n;
SET badges.rp_origins = 'https://example.org';

-- The options for the browser. The challenge differs each time, so it is shown by its length.
SELECT jsonb_pretty(options || jsonb_build_object('challenge', length(options ->> 'challenge'),
           'user', options -> 'user' || jsonb_build_object('id', options #>> '{user,id}' = translate(encode(uuid_send(:'ann'), 'base64'), '+/=', '-_')))) AS options,
       expires_at - now() BETWEEN '299 s' AND '301 s' AS five_minutes FROM badges.webauthn_start_registration(:'ann');
SELECT jsonb_pretty(options || jsonb_build_object('challenge', length(options ->> 'challenge'))) AS options,
       expires_at - now() BETWEEN '59 s' AND '61 s' AS one_minute
  FROM badges.webauthn_start_authentication(options => '{"timeout": 60000, "userVerification": "preferred", "hints": ["hybrid", "security-key"]}');
SET badges.rp_name = 'Example School';
SELECT options -> 'rp' AS rp, options #>> '{user,name}' AS name, options #>> '{user,displayName}' AS display_name,
       options -> 'authenticatorSelection' AS selection, options -> 'hints' AS hints
  FROM badges.webauthn_start_registration(:'bob', '{"residentKey": "preferred", "authenticatorAttachment": "cross-platform", "hints": ["security-key"], "userVerification": "discouraged"}');
SELECT count(*) AS same_as_none FROM badges.webauthn_start_registration(:'ann', NULL), badges.webauthn_start_authentication(NULL, NULL);

-- What is stored: a ceremony that holds no address, so that it counts for no limit of one.
SELECT purpose, user_id IS NOT NULL AS has_user, email, code_hash, token_hash, consumed_at,
       ARRAY(SELECT jsonb_object_keys(state) ORDER BY 1) AS state FROM badges.login_tokens ORDER BY created_at LIMIT 2;

-- Mistakes of an application.
SELECT n, pg_temp.masked(statement) AS statement, pg_temp.outcome(statement) AS outcome FROM (VALUES
    (1, 'SELECT badges.webauthn_start_registration(NULL)'),
    (2, $$SELECT badges.webauthn_start_registration('00000000-0000-4000-8000-000000000000')$$),
    (3, $$SELECT badges.webauthn_start_authentication('')$$),
    (4, $$SELECT badges.webauthn_start_authentication('ann')$$),
    (5, $$SELECT badges.webauthn_start_authentication('ann@example.org,eve@evil.example')$$),
    (6, 'SELECT badges.webauthn_list_credentials(NULL)'), (7, 'SELECT badges.webauthn_signal(NULL)'),
    (8, format('SELECT badges.webauthn_rename_credential(%L, NULL, NULL)', :'ann')), (9, 'SELECT badges.webauthn_delete_credential(NULL, NULL)'),
    (10, format('SELECT badges.webauthn_delete_credential(%L, NULL)', :'ann')),
    (11, $$SELECT badges.webauthn_finish_registration(NULL, NULL, repeat('x', 256))$$)) AS v (n, statement) ORDER BY n;
SELECT n, options, split_part(pg_temp.outcome(format('SELECT badges.webauthn_start_registration(%L, %L)', :'ann', options)), E'\n', 1) AS registration,
       split_part(pg_temp.outcome(format('SELECT badges.webauthn_start_authentication(NULL, %L)', options)), E'\n', 1) AS authentication FROM (VALUES
    (1, '[]'), (2, '"required"'), (3, 'null'), (4, '{"rpId": "evil.example"}'), (5, '{"user_verification": "required"}'), (6, '{"challenge": "AAAA"}'),
    (7, '{"userVerification": "Required"}'), (8, '{"userVerification": null}'), (9, '{"residentKey": true}'), (10, '{"authenticatorAttachment": "phone"}'),
    (11, '{"hints": "hybrid"}'), (12, '{"hints": ["laptop"]}'), (13, '{"timeout": "60000"}'), (14, '{"timeout": 1}'), (15, '{"timeout": 600001}'),
    (16, '{"timeout": 60000.5}'), (17, '{"timeout": 1e400}'), (18, '{"excludeExisting": "no"}'), (19, '{"attestation": "direct"}'), (20, '{"timeout": 60000}')) AS v (n, options) ORDER BY n;
SELECT pg_temp.outcome('SELECT badges.webauthn_start_authentication(NULL, ''{"rpId": "evil.example"}'')') AS outcome;
SELECT pg_temp.outcome(format('SELECT badges.webauthn_start_registration(%L, jsonb_build_object(repeat(%L, 100000), 1))', :'ann', 'x')) AS outcome;

-- What is wrong with an answer is a result, and ends the ceremony.
CREATE FUNCTION pg_temp.answered(credential jsonb, OUT registration text, OUT sign_in text, OUT again text) LANGUAGE plpgsql AS $$
DECLARE
    token uuid;
    ann uuid := (SELECT user_id FROM badges.users WHERE email = 'ann@example.org');
BEGIN
    token := (SELECT token_id FROM badges.webauthn_start_registration(ann));
    registration := (SELECT concat_ws(' ', verified, user_id, credential_id, reason) FROM badges.webauthn_finish_registration(token, credential));
    token := (SELECT token_id FROM badges.webauthn_start_authentication());
    sign_in := (SELECT concat_ws(' ', verified, user_id, credential_id, user_verified, backed_up, sign_count, clone_suspected, reason)
                  FROM badges.webauthn_finish_authentication(token, credential));
    again := (SELECT concat_ws(' ', verified, reason) FROM badges.webauthn_finish_authentication(token, credential));
END $$;
SELECT n, left(credential, 70) AS credential, a.* FROM (VALUES
    (1, NULL), (2, 'null'), (3, '1e400'), (4, '"x"'), (5, '[]'), (6, '{}'),
    (7, '{"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {}, "clientExtensionResults": {}}'),
    (8, '{"id": 1, "rawId": [], "type": {}, "response": "x"}'),
    (9, repeat('[', 1000) || repeat(']', 1000)),
    (10, '{"id": "' || repeat('A', 1000000) || '"}'),
    (11, '{"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {"clientDataJSON": "AAAA", "attestationObject": "' || repeat('A', 1000000) || '", "authenticatorData": "AAAA", "signature": "AAAA"}, "clientExtensionResults": {}}')
    ) AS v (n, credential), LATERAL pg_temp.answered(credential::jsonb) AS a ORDER BY n;
-- Which part was at fault is in the server log; a client that asks for log messages does not get to see it.
SET client_min_messages = log;
SELECT token_id FROM badges.webauthn_start_authentication() \gset
SELECT verified, reason FROM badges.webauthn_finish_authentication(:'token_id', '{"id": 1}');
RESET client_min_messages;
SELECT * FROM badges.webauthn_finish_registration(NULL, '{}');
SELECT * FROM badges.webauthn_finish_authentication(gen_random_uuid(), '{}');
SELECT count(*) AS stored FROM badges.webauthn_credentials;

-- A ceremony is redeemed as what it is and as nothing else.
SELECT token_id FROM badges.webauthn_start_registration(:'ann') \gset
SELECT verified, reason FROM badges.webauthn_finish_authentication(:'token_id', '{}');
SELECT pg_temp.outcome(format('SELECT badges.verify_login_token(%L, %L, %L)', :'token_id', '000000', 'webauthn.register')) AS outcome;
SELECT verified, reason FROM badges.verify_login_token(:'token_id', '000000');
SELECT consumed_at FROM badges.login_tokens WHERE token_id = :'token_id';
SELECT verified, reason FROM badges.webauthn_finish_registration(:'token_id', '{}');
SELECT token_id FROM badges.create_login_token('ann@example.org') \gset
SELECT verified, reason FROM badges.webauthn_finish_authentication(:'token_id', '{}');

-- What an address is answered does not tell whether it has a user or a passkey, and stays the same.
INSERT INTO badges.webauthn_credentials (credential_id, user_id, rp_id, public_key, public_key_alg, transports)
VALUES ('YW5uJ3MgcGFzc2tleSBoZXJl', :'ann', 'example.org', '\x00', -7, '{internal}'), ('ZWxzZXdoZXJl', :'ann', 'example.com', '\x00', -7, '{}');
SELECT email, ARRAY(SELECT jsonb_object_keys(s.options) ORDER BY 1) AS members, jsonb_array_length(s.options -> 'allowCredentials') BETWEEN 1 AND 2 AS one_or_two,
       s.options -> 'allowCredentials' = again.options -> 'allowCredentials' AS same_again,
       s.options #>> '{allowCredentials,0,id}' = 'YW5uJ3MgcGFzc2tleSBoZXJl' AS own
  FROM (VALUES ('ann@example.org'), ('bob@example.org'), ('nobody@example.org')) AS v (email),
       LATERAL badges.webauthn_start_authentication(email) AS s, LATERAL badges.webauthn_start_authentication(upper(email)) AS again;
UPDATE badges.users SET disabled_at = now() WHERE user_id = :'ann';
SELECT options -> 'allowCredentials' AS as_before FROM badges.webauthn_start_authentication('ann@example.org');
SELECT pg_temp.outcome(format('SELECT badges.webauthn_start_registration(%L)', :'ann')) AS outcome;

-- Managing, as an application.
SELECT badges.webauthn_rename_credential(:'ann', 'ZWxzZXdoZXJl', ' '), badges.webauthn_rename_credential(:'ann', 'YW5uJ3MgcGFzc2tleSBoZXJl', ' Phone ');
SELECT credential_id, nickname, rp_id, last_used_at, transports, discoverable, backup_eligible, backup_state, aaguid, clone_suspected_at
  FROM badges.webauthn_list_credentials(:'ann');
SELECT badges.webauthn_signal(:'ann') ->> 'allAcceptedCredentialIds' AS accepted;
SELECT badges.webauthn_delete_credential(:'bob', 'YW5uJ3MgcGFzc2tleSBoZXJl') AS others, badges.webauthn_delete_credential(:'ann', 'YW5uJ3MgcGFzc2tleSBoZXJl') AS own,
       badges.webauthn_delete_credential(:'ann', 'YW5uJ3MgcGFzc2tleSBoZXJl') AS again;
SELECT badges.webauthn_signal(:'ann') ->> 'allAcceptedCredentialIds' AS accepted;
SET badges.rp_origins = 'https://example.org,android:apk-key-hash:abc,https://example.com';
SELECT badges.webauthn_related_origins();

-- Who may. An end user manages its own passkeys; starting and finishing is for an application, which knows who asks.
GRANT EXECUTE ON FUNCTION pg_temp.outcome(text), pg_temp.masked(text) TO PUBLIC;
SELECT set_config('request.jwt.claims', json_build_object('sub', :'ann')::text, false) IS NOT NULL AS claims_of_ann;
CREATE FUNCTION pg_temp.as_role(role text, statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    outcome text;
BEGIN
    EXECUTE format('SET LOCAL ROLE %I', role);
    outcome := split_part(pg_temp.outcome(statement), E'\n', 1);
    RESET ROLE;
    RETURN outcome;
END $$;
SELECT n, replace(replace(call, :'ann', '<ann>'), :'bob', '<bob>') AS call, pg_temp.as_role('badges_admin', 'SELECT badges.webauthn_' || call) AS admin,
       pg_temp.as_role('badges_app', 'SELECT badges.webauthn_' || call) AS app, pg_temp.as_role('badges_user', 'SELECT badges.webauthn_' || call) AS "user",
       pg_temp.as_role('badges_reader', 'SELECT badges.webauthn_' || call) AS reader FROM (VALUES
    (1, format('start_registration(%L)', :'bob')), (2, $$finish_registration(NULL, '{}')$$), (3, 'start_authentication()'), (4, $$finish_authentication(NULL, '{}')$$),
    (5, format('list_credentials(%L)', :'ann')), (6, format('list_credentials(%L)', :'bob')), (7, format('rename_credential(%L, %L, NULL)', :'ann', 'AAAA')),
    (8, format('rename_credential(%L, %L, NULL)', :'bob', 'AAAA')), (9, format('delete_credential(%L, %L)', :'ann', 'AAAA')), (10, format('delete_credential(%L, %L)', :'bob', 'AAAA')),
    (11, format('signal(%L)', :'ann')), (12, format('signal(%L)', :'bob')), (13, 'related_origins()')) AS v (n, call) ORDER BY n;
SELECT set_config('request.jwt.claims', '', false) IS NOT NULL AS no_claims;
SELECT pg_temp.as_role('badges_user', format('SELECT badges.webauthn_signal(%L)', :'ann')) AS outcome;
