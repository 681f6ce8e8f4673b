-- The demonstration `make demo` shows: from CREATE EXTENSION to a signed badge, everything that can become of it, and
-- sign-ins, run by psql in a fresh database. Every value it prints comes from the call printed above it, and a verdict that
-- is not the expected one ends it with an error.

\set QUIET on
\set ON_ERROR_STOP on
\encoding UTF8
\pset pager off
\pset footer off
\pset linestyle unicode
\pset border 1
\pset null '–'
\if :{?bold}
\else
    \set bold ''
    \set plain ''
\endif
\set here :DBNAME
\set stranger :DBNAME _stranger
\set verifier :DBNAME _verifier

\echo :bold'1  The extension':plain
\echo
\set ECHO queries
CREATE EXTENSION badges;
SET badges.base_url = 'https://badges.example.org';
\set ECHO none

-- How this demonstration shows a report: a line for each check. `expected` is "valid", or the checks that fail and why.
CREATE FUNCTION report(expected text, report jsonb)
RETURNS TABLE (" " text, "check" text, status text, message text)
LANGUAGE plpgsql AS $$
DECLARE
    is_valid CONSTANT boolean := (report->>'valid')::boolean;
    verdict CONSTANT text := CASE WHEN is_valid THEN 'valid' ELSE
        (SELECT string_agg(format('%s: %s', c->>'check', c->>'code'), ', ')
           FROM jsonb_array_elements(report->'checks') AS c WHERE c->>'status' = 'failed') END;
BEGIN
    IF verdict IS DISTINCT FROM expected THEN
        RAISE 'expected "%", found "%"', expected, verdict;
    END IF;
    RETURN QUERY
        SELECT CASE c->>'status' WHEN 'passed' THEN '✓' WHEN 'failed' THEN '✗' ELSE '·' END,
               c->>'check', c->>'status', regexp_replace(c->>'message', '"(https://.{29})[^"]*"', '"\1…"')
          FROM jsonb_array_elements(report->'checks') AS c
        UNION ALL
        SELECT CASE WHEN is_valid THEN '✓' ELSE '✗' END, 'verdict', CASE WHEN is_valid THEN 'valid' ELSE 'not valid' END, '';
END
$$;

-- Two further databases with the extension, which know nothing of what follows.
SET client_min_messages = warning;
DROP DATABASE IF EXISTS :"stranger";
DROP DATABASE IF EXISTS :"verifier";
RESET client_min_messages;
CREATE DATABASE :"stranger" TEMPLATE :"here";
CREATE DATABASE :"verifier" TEMPLATE :"here";

\echo
\echo :bold'2  A person, an issuer with a key of its own, something to award':plain
\echo
\set ECHO queries
SELECT user_id, email, name FROM badges.create_user('ada@example.org', 'Ada');
\set ECHO none
SELECT user_id AS ada FROM badges.users WHERE email = 'ada@example.org' \gset
\set ECHO queries
SELECT issuer_id, name, public_keys->0->>'id' AS key FROM badges.create_issuer('{
    "name":  "Example Academy",
    "url":   "https://academy.example.org",
    "email": "badges@academy.example.org"
}', owner_user_id => :'ada');
\set ECHO none
SELECT issuer_id AS issuer FROM badges.issuer_profiles \gset
\set ECHO queries
SELECT badge_id, name, criteria FROM badges.create_badge_class(:'issuer', '{
    "name":        "First Aid",
    "description": "Can give first aid until help arrives.",
    "criteria":    {"narrative": "Pass the practical test."},
    "image":       "https://academy.example.org/first-aid.png"
}');
\set ECHO none
SELECT badge_id AS badge FROM badges.badge_classes \gset

\echo :bold'3  An award: a signed credential of Open Badges 3.0':plain
\echo
\set ECHO queries
SELECT assertion_id, issued_on, recipient_hashed, status_index
  FROM badges.issue_assertion(:'badge', 'ada@example.org');
\set ECHO none
SELECT assertion_id AS award FROM badges.badge_assertions \gset
\pset format unaligned
\pset tuples_only on
\set ECHO queries
SELECT jsonb_pretty(badges.get_assertion(:'award'));
\set ECHO none
\pset format aligned
\pset tuples_only off

\echo
\echo :bold'4  Verified: the text alone, and who shows it':plain
\echo
-- A credential as somebody received it.
CREATE TABLE received (label text PRIMARY KEY, credential text);
\set ECHO queries
INSERT INTO received VALUES ('genuine', badges.get_assertion(:'award')::text);
SELECT * FROM report('valid',
    (SELECT badges.verify_credential(credential, recipient => 'ada@example.org') FROM received));
SELECT * FROM report('recipient: other_recipient',
    (SELECT badges.verify_credential(credential, recipient => 'eve@example.org') FROM received)) WHERE status <> 'passed';
\set ECHO none

\echo :bold'5  Tampered with: one word is another':plain
\echo
\set ECHO queries
INSERT INTO received SELECT 'tampered', replace(credential, 'First Aid', 'Surgery') FROM received;
SELECT * FROM report('signature: invalid_signature',
    (SELECT badges.verify_credential(credential, recipient => 'ada@example.org') FROM received WHERE label = 'tampered'));
\set ECHO none

\echo :bold'6  Signed anew by a stranger, who has a database and a key of their own and copies what the academy publishes':plain
\echo
SELECT badges.get_issuer(:'issuer', '3.0') AS profile, badges.get_badge_class(:'badge', '3.0') AS achievement \gset
\connect :stranger
CREATE TABLE copied AS SELECT :'profile'::jsonb AS profile, :'achievement'::jsonb AS achievement;
\set ECHO queries
SELECT issuer_id AS stranger_id FROM copied, badges.create_issuer(profile) \gset
SELECT badge_id AS copy FROM copied, badges.create_badge_class(:'stranger_id', achievement) \gset
SELECT assertion_json AS forged FROM badges.issue_assertion(:'copy', 'eve@example.org') \gset
\set ECHO none
\connect :here
INSERT INTO received VALUES ('forged', :'forged');
\echo
\echo 'Nothing is wrong with the signature. It is not by a key of the academy:'
\echo
\set ECHO queries
SELECT * FROM report('key_binding: key_not_listed',
    (SELECT badges.verify_credential(credential, recipient => 'eve@example.org') FROM received WHERE label = 'forged'));
\set ECHO none

\echo :bold'7  Suspended, and reinstated':plain
\echo
\set ECHO queries
SELECT suspended_at IS NOT NULL AS suspended, revocation_reason AS reason
  FROM badges.suspend_assertion(:'award', 'The test is being looked into');
SELECT * FROM report('status: suspended',
    (SELECT badges.verify_credential(credential, recipient => 'ada@example.org') FROM received WHERE label = 'genuine'))
 WHERE status <> 'passed';
SELECT suspended_at IS NOT NULL AS suspended FROM badges.reinstate_assertion(:'award');
SELECT * FROM report('valid',
    (SELECT badges.verify_credential(credential, recipient => 'ada@example.org') FROM received WHERE label = 'genuine'))
 WHERE "check" IN ('status', 'verdict');
\set ECHO none

\echo :bold'8  The same award in Open Badges 2.0':plain
\pset format unaligned
\pset tuples_only on
\echo
\set ECHO queries
SELECT jsonb_pretty(badges.get_assertion(:'award', version => '2.0'));
\set ECHO none
\pset format aligned
\pset tuples_only off
\echo
\set ECHO queries
SELECT * FROM report('valid', badges.verify_credential(
    badges.get_assertion(:'award', version => '2.0')::text, recipient => 'ada@example.org'));
\set ECHO none

\echo :bold'9  Revoked, as it is seen where nothing is known but what the academy publishes':plain
\echo
\set ECHO queries
SELECT revoked, revocation_reason FROM badges.revoke_assertion(:'award', 'The certificate was withdrawn');
SELECT list->'credentialSubject'->>'statusPurpose' AS purpose, list->>'validFrom' AS since,
       octet_length(list->'credentialSubject'->>'encodedList') AS "octets for 131072 awards", list->>'id' AS "served at"
  FROM badges.get_status_list(:'issuer') AS list;
\set ECHO none
SELECT credential, jsonb_build_object(keys->>'id', keys, list->>'id', list) AS documents
  FROM received, badges.get_did_document(:'issuer') AS keys, badges.get_status_list(:'issuer') AS list
 WHERE label = 'genuine' \gset
\connect :verifier
CREATE TABLE fetched AS SELECT :'credential' AS credential, :'documents'::jsonb AS documents;
\echo 'Another database, without and with the two documents that a web server hands out:'
\echo
\set ECHO queries
SELECT "check", c->>'status' AS status, c->>'code' AS code
  FROM fetched, jsonb_array_elements(badges.verify_credential(credential)->'checks') AS c, text(c->>'check') AS "check"
 WHERE c->>'status' <> 'passed';
SELECT * FROM report('status: revoked',
    (SELECT badges.verify_credential(credential, 'ada@example.org', resources => documents) FROM fetched));
\set ECHO none
\connect :here
DROP DATABASE :"stranger";
DROP DATABASE :"verifier";

\echo :bold'10  A thousand awards, signed in one statement':plain
\echo
\set ECHO queries
\timing on
SELECT count(*) AS awards, count(DISTINCT assertion_json->'proof') AS signatures,
       count(DISTINCT recipient_identity) AS different_salted_hashes
  FROM badges.issue_assertions(:'badge', ARRAY(
       SELECT format('student%s@example.org', n) FROM generate_series(1, 1000) AS n));
\timing off
\set ECHO none
\echo
\echo 'Only salted hashes are stored, and yet the awards of a person are found:'
\echo
\set ECHO queries
SELECT a.assertion_id, b.name AS badge, left(a.recipient_identity, 20) || '…' AS recipient
  FROM badges.find_assertions('student500@example.org') AS a JOIN badges.badge_classes AS b USING (badge_id);
\set ECHO none

\echo :bold'11  A malformed document, refused by the table itself':plain
\echo
\set ON_ERROR_STOP off
\set ECHO queries
INSERT INTO badges.badge_assertions (badge_id, issuer_id, assertion_json) VALUES (
    :'badge',
    :'issuer', '{
    "@context":     "https://w3id.org/openbadges/v2",
    "type":         "Assertion",
    "id":           "https://badges.example.org/assertions/1",
    "recipient":    {"type": "email", "hashed": true, "identity": "ada@example.org"},
    "badge":        "first-aid",
    "verification": {"type": "HostedBadge"},
    "issuedOn":     "2026-11-23"
}');
\set ECHO none
\set ON_ERROR_STOP on
\echo
SELECT :'LAST_ERROR_SQLSTATE' = '23514' AS refused \gset
\if :refused
    SELECT '✓ refused' AS "the table", :'LAST_ERROR_SQLSTATE' AS sqlstate, count(*) AS "rows, as before"
      FROM badges.badge_assertions;
\else
    DO $$ BEGIN RAISE 'the table took a malformed document'; END $$;
\endif

\echo :bold'12  Signing in with a code, once':plain
\echo
\set ECHO queries
SELECT token_id, code, expires_at FROM badges.create_login_token('ada@example.org') \gset
\set ECHO none
\echo
SELECT :'token_id' AS "token_id, kept by the browser", :'code' AS "code, sent by mail";
\set ECHO queries
SELECT CASE WHEN verified THEN '✓' ELSE '✗' END AS " ", verified, email, reason
  FROM badges.verify_login_token(:'token_id', :'code');
SELECT CASE WHEN verified THEN '✓' ELSE '✗' END AS " ", verified, email, reason
  FROM badges.verify_login_token(:'token_id', :'code');
\set ECHO none

\echo
\echo :bold'13  A passkey: registering it, and signing in with it, once':plain
\echo
\set ECHO queries
SET badges.rp_id = 'academy.example.org';
SET badges.rp_name = 'Example Academy';
SET badges.rp_origins = 'https://academy.example.org';
SELECT user_id AS ada FROM badges.users WHERE email = 'ada@example.org' \gset
SELECT token_id, options FROM badges.webauthn_start_registration(:'ada') \gset
\set ECHO none
\echo
SELECT :'options'::jsonb->>'challenge' AS "challenge, for the browser to sign", :'options'::jsonb->'rp'->>'id' AS "for the site",
       :'options'::jsonb->'user'->>'name' AS "and the user";
\echo 'The browser''s answers were recorded from an authenticator in software; the challenges they answer take the place of'
\echo 'the fresh ones here. The database does not know that and verifies them as any other.'
\echo

UPDATE badges.login_tokens SET state = jsonb_set(state, '{challenge}', '"vwQlLSalMjOHKlmPpFXgueD52gcFbT3T2VG36-Mp49g"')
 WHERE token_id = :'token_id';
CREATE TEMP TABLE answer AS SELECT '{
    "id": "IYD8SGWt7h_zWoJ43ukcsOM-gdwzpLfnSzkLd062yds", "rawId": "IYD8SGWt7h_zWoJ43ukcsOM-gdwzpLfnSzkLd062yds",
    "type": "public-key", "clientExtensionResults": {"credProps": {"rk": true}},
    "response": {
        "clientDataJSON": "eyJ0eXBlIjogIndlYmF1dGhuLmNyZWF0ZSIsICJjaGFsbGVuZ2UiOiAidndRbExTYWxNak9IS2xtUHBGWGd1ZUQ1MmdjRmJUM1QyVkczNi1NcDQ5ZyIsICJvcmlnaW4iOiAiaHR0cHM6Ly9hY2FkZW15LmV4YW1wbGUub3JnIiwgImNyb3NzT3JpZ2luIjogZmFsc2V9",
        "attestationObject": "o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YViBdpwaEAKHCArZRz1E1Ezz9LkR9tZmu7XDxrXtHeUQ3kpdAAAAAAAAAAAAAAAAAAAAAAAAAAAAICGA_Ehlre4f81qCeN7pHLDjPoHcM6S350s5C3dOtsnbpAEBAycgBiFYII6r-I3vMSpBfqzzi8oNYO9y9nCSaENFbDjAL_j2UXXN",
        "transports": ["internal", "hybrid"]}}'::jsonb AS credential;
\set ECHO queries
SELECT CASE WHEN verified THEN '✓' ELSE '✗' END AS " ", verified, credential_id, reason
  FROM answer, badges.webauthn_finish_registration(:'token_id', credential, nickname => 'My phone');
SELECT token_id FROM badges.webauthn_start_authentication() \gset
\set ECHO none
\echo

UPDATE badges.login_tokens SET state = jsonb_set(state, '{challenge}', '"2hwbecwEO6KUyfRK0id2lbXtAmdCnosOW99JrIeKfLA"')
 WHERE token_id = :'token_id';
UPDATE answer SET credential = jsonb_set('{
    "id": "IYD8SGWt7h_zWoJ43ukcsOM-gdwzpLfnSzkLd062yds", "rawId": "IYD8SGWt7h_zWoJ43ukcsOM-gdwzpLfnSzkLd062yds",
    "type": "public-key", "clientExtensionResults": {},
    "response": {
        "clientDataJSON": "eyJ0eXBlIjogIndlYmF1dGhuLmdldCIsICJjaGFsbGVuZ2UiOiAiMmh3YmVjd0VPNktVeWZSSzBpZDJsYlh0QW1kQ25vc09XOTlKckllS2ZMQSIsICJvcmlnaW4iOiAiaHR0cHM6Ly9hY2FkZW15LmV4YW1wbGUub3JnIiwgImNyb3NzT3JpZ2luIjogZmFsc2V9",
        "authenticatorData": "dpwaEAKHCArZRz1E1Ezz9LkR9tZmu7XDxrXtHeUQ3kodAAAAAQ",
        "signature": "a10B3JVHf_ME6wipNIr6wVt7luAG5RiF2zkM4anWN6XIhaUTxTwd3JefZQPjA1FW4U3LPK73ULNty1F7RWHgBg"}}',
    '{response,userHandle}', to_jsonb(translate(encode(uuid_send(:'ada'), 'base64'), '+/=', '-_')));
\set ECHO queries
SELECT CASE WHEN verified THEN '✓' ELSE '✗' END AS " ", user_id = :'ada' AS is_ada, user_verified, backed_up, sign_count, reason
  FROM answer, badges.webauthn_finish_authentication(:'token_id', credential);
SELECT CASE WHEN verified THEN '✓' ELSE '✗' END AS " ", verified, user_id, reason
  FROM answer, badges.webauthn_finish_authentication(:'token_id', credential);
\set ECHO none
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM badges.webauthn_credentials WHERE sign_count = 1) THEN
        RAISE 'the passkey was not registered, or did not sign in';
    END IF;
END $$;
