-- The demonstration `make demo` shows: from CREATE EXTENSION to a verified badge and a sign-in, run by psql in a
-- fresh database. Every value it prints comes from the call printed above it.

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

\echo :bold'1  The extension':plain
\echo
\set ECHO queries
CREATE EXTENSION badges;
SET badges.base_url = 'https://badges.example.org';
\set ECHO none

-- How this demonstration shows a report of verify_assertion.
CREATE FUNCTION pg_temp.report(report jsonb)
RETURNS TABLE (" " text, "check" text, status text, message text)
LANGUAGE sql AS $$
    SELECT CASE c->>'status' WHEN 'passed' THEN '✓' WHEN 'failed' THEN '✗' ELSE '·' END,
           c->>'check', c->>'status', c->>'message'
      FROM jsonb_array_elements(report->'checks') AS c
    UNION ALL
    SELECT CASE WHEN (report->>'valid')::boolean THEN '✓' ELSE '✗' END, 'verdict',
           CASE WHEN (report->>'valid')::boolean THEN 'valid' ELSE 'not valid' END, ''
$$;

\echo
\echo :bold'2  A person, an issuer, something to award':plain
\echo
\set ECHO queries
SELECT user_id, email, name FROM badges.create_user('ada@example.org', 'Ada');
\set ECHO none
SELECT user_id AS ada FROM badges.users WHERE email = 'ada@example.org' \gset
\set ECHO queries
SELECT issuer_id, name, url FROM badges.create_issuer('{
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

\echo :bold'3  One award':plain
\echo
\set ECHO queries
SELECT assertion_id, issued_on, recipient_hashed
  FROM badges.issue_assertion(:'badge', 'ada@example.org');
\set ECHO none
SELECT assertion_id AS award FROM badges.badge_assertions \gset

\echo :bold'4  A thousand awards in one statement':plain
\echo
\set ECHO queries
\timing on
SELECT count(*) AS awards, count(DISTINCT recipient_identity) AS different_salted_hashes
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

\echo :bold'5  The documents a web server serves as they are':plain
\pset format unaligned
\pset tuples_only on
\echo
\set ECHO queries
SELECT jsonb_pretty(badges.get_issuer(:'issuer'));
\echo
SELECT jsonb_pretty(badges.get_badge_class(:'badge'));
\echo
SELECT jsonb_pretty(badges.get_assertion(:'award'));
\set ECHO none
\pset format aligned
\pset tuples_only off

\echo
\echo :bold'6  Verifying: her own badge':plain
\echo
\set ECHO queries
SELECT * FROM pg_temp.report(
    badges.verify_assertion(:'award', recipient => 'ada@example.org'));
\set ECHO none

\echo :bold'7  Verifying: a badge that somebody else shows as theirs':plain
\echo
\set ECHO queries
SELECT * FROM pg_temp.report(
    badges.verify_assertion(:'award', recipient => 'eve@example.org'));
\set ECHO none

\echo :bold'8  Verifying: after it was revoked':plain
\echo
\set ECHO queries
SELECT revoked, revoked_at::timestamptz(0), revocation_reason FROM badges.revoke_assertion(
    :'award', 'The certificate was withdrawn');
SELECT * FROM pg_temp.report(
    badges.verify_assertion(:'award', recipient => 'ada@example.org'))
 WHERE status <> 'passed';
\set ECHO none

\echo :bold'9  A malformed document, refused by the table itself':plain
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

\echo :bold'10  Signing in with a code, once':plain
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
