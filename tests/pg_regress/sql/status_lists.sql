-- Status lists: where each award stands, and what suspending, reinstating and revoking make of it.
\set ECHO none
\getenv folder PG_ABS_SRCDIR
\i :folder/helpers.sql
-- What a verifier makes of the entry of an award.
CREATE FUNCTION pg_temp.status(id uuid) RETURNS text LANGUAGE sql AS $$
    SELECT string_agg(c ->> 'status' || ':' || (c ->> 'code'), ' ') FROM badges.badge_assertions, jsonb_array_elements(badges.verify_credential(assertion_json::text) -> 'checks') AS c WHERE assertion_id = id AND c ->> 'check' = 'status' $$;
\set ECHO all
SELECT issuer_id FROM badges.create_issuer('{"name": "Example School", "url": "https://school.example.org", "email": "badges@school.example.org"}') \gset
SELECT badge_id FROM badges.create_badge_class(:'issuer_id', '{"name": "First Aid", "description": "d", "image": "https://school.example.org/i.png", "criteria": "https://school.example.org/c"}') \gset
-- The first list is there from the beginning, the second is not.
SELECT badges.get_status_list(:'issuer_id') IS NOT NULL AS first, badges.get_status_list(:'issuer_id', 'revocation', 1) IS NULL AS no_second;

-- Each award has a place of its own, in no order that tells when it was made.
SELECT count(*) FROM badges.issue_assertions(:'badge_id', ARRAY(SELECT 'student' || n || '@example.org' FROM generate_series(1, 700) AS n), proof => 'eddsa-jcs-2022');
SELECT count(*) FROM badges.issue_assertions(:'badge_id', ARRAY(SELECT 'pupil' || n || '@example.org' FROM generate_series(1, 300) AS n), version => '2.0');
SELECT count(*), count(DISTINCT status_index) AS places, min(status_index) >= 0 AS from_zero, max(status_index) < 131072 AS in_first_list, min(status_index) < 13107 AND max(status_index) > 117964 AS spread FROM badges.badge_assertions;
SELECT count(*) FILTER (WHERE step = 1) < 10 AS not_sequential, count(*) FILTER (WHERE step > 0) BETWEEN 400 AND 600 AS up_and_down, count(DISTINCT step) > 500 AS no_fixed_step FROM (SELECT status_index - lag(status_index) OVER (ORDER BY assertion_id) AS step FROM badges.badge_assertions) AS s;
SELECT count(*) AS awards, count(*) FILTER (WHERE (assertion_json #>> '{credentialStatus,statusListIndex}')::int = status_index) AS named FROM badges.badge_assertions WHERE assertion_json ? 'credentialStatus';
-- Plain rows have one by default; nobody below a superuser sets the counter back.
INSERT INTO badges.badge_assertions (badge_id, issuer_id, assertion_json) VALUES (:'badge_id', :'issuer_id', pg_temp.assertion()) RETURNING status_index IS NOT NULL AS has_a_place;
SELECT badges.next_status_index() BETWEEN 0 AND 131071 AS next;
SET ROLE badges_app;
SELECT call, left(pg_temp.outcome(call), 5) AS outcome FROM unnest(ARRAY[$$SELECT setval('badges.status_index_sequence', 0)$$, $$SELECT nextval('badges.status_index_key')$$, $$SELECT last_value FROM badges.status_index_key$$]) AS call;
RESET ROLE;
BEGIN READ ONLY;
SELECT pg_temp.outcome('SELECT badges.next_status_index()');
ROLLBACK;

-- A list is a signed credential of the issuer's, the same octet for octet until something in it changes.
SELECT pg_temp.masked(regexp_replace(jsonb_pretty(badges.get_status_list(:'issuer_id') - '{validFrom}'::text[]), '"encodedList": "u[A-Za-z0-9_-]+"', '"encodedList": "<list>"')) AS list;
SELECT pg_temp.masked(badges.get_status_list(:'issuer_id', 'suspension') ->> 'id') AS id, badges.get_status_list(:'issuer_id', 'suspension') #>> '{credentialSubject,statusPurpose}' AS purpose, badges.get_status_list(:'issuer_id') = badges.get_status_list(issuer_id => :'issuer_id', purpose => 'revocation', list => 0) AS by_default, badges.get_status_list(:'issuer_id', NULL, NULL) = badges.get_status_list(:'issuer_id') AS null_is_default;
SELECT badges.get_status_list(:'issuer_id')::text AS before, badges.get_status_list(:'issuer_id', 'suspension')::text AS suspended_before, assertion_id FROM badges.issue_assertion(:'badge_id', 'ann@example.org') \gset
SELECT badges.get_status_list(:'issuer_id')::text = :'before' AS same FROM pg_sleep(1.1);
-- An award is listed from the moment it is made: as good.
SELECT pg_temp.status(:'assertion_id');
SELECT badges.get_status_list(:'issuer_id')::text = :'before' AS same;

-- Suspended: in both lists, until it is reinstated.
SELECT revoked, suspended_at = now() AS suspended, revocation_reason, updated_at = now() AS updated FROM badges.suspend_assertion(:'assertion_id', 'Under review');
SELECT pg_temp.status(:'assertion_id'), pg_temp.verdict(badges.verify_assertion(:'assertion_id')) AS stored;
SELECT badges.get_status_list(:'issuer_id')::text <> :'before' AS revocation_changed, badges.get_status_list(:'issuer_id', 'suspension')::text <> :'suspended_before' AS suspension_changed;
SELECT badges.get_status_list(:'issuer_id') #>> '{credentialSubject,encodedList}' = badges.get_status_list(:'issuer_id', 'suspension') #>> '{credentialSubject,encodedList}' AS same_entries;
SELECT revoked, suspended_at = now() AS suspended_anew, revocation_reason FROM badges.suspend_assertion(assertion_id => :'assertion_id', reason => 'Another reason');
SELECT revoked, suspended_at, revocation_reason FROM badges.reinstate_assertion(assertion_id => :'assertion_id');
SELECT pg_temp.status(:'assertion_id'), badges.get_status_list(:'issuer_id') #>> '{credentialSubject,encodedList}' = :'before'::jsonb #>> '{credentialSubject,encodedList}' AS as_before;
SELECT revoked, suspended_at FROM badges.reinstate_assertion(:'assertion_id');
-- Revoked: for good, from the list of revocations alone.
SELECT suspended_at IS NOT NULL AS suspended FROM badges.suspend_assertion(:'assertion_id');
SELECT revoked, revocation_reason FROM badges.revoke_assertion(:'assertion_id', 'By mistake');
SELECT pg_temp.status(:'assertion_id'), badges.get_status_list(:'issuer_id', 'suspension') #>> '{credentialSubject,encodedList}' = :'suspended_before'::jsonb #>> '{credentialSubject,encodedList}' AS not_in_suspensions;
SELECT revoked, revocation_reason FROM badges.suspend_assertion(:'assertion_id', 'x');
SELECT pg_temp.outcome(format('SELECT badges.reinstate_assertion(%L)', :'assertion_id'));
SELECT call, n, pg_temp.outcome(format('SELECT badges.%s(%s)', call, argument)) FROM (VALUES (1, 'NULL'), (2, $$'00000000-0000-0000-0000-000000000000'$$), (3, $$'x'$$)) AS v (n, argument), unnest(ARRAY['suspend_assertion', 'reinstate_assertion']) AS call ORDER BY call, n;
SELECT reason, pg_temp.outcome(format('SELECT badges.suspend_assertion(%L, %L)', (SELECT assertion_id FROM badges.badge_assertions WHERE NOT revoked ORDER BY assertion_id LIMIT 1), reason)) FROM unnest(ARRAY['', ' ', E'\t']) WITH ORDINALITY AS v (reason, n) ORDER BY n;

-- A 2.0 award is in the lists too, and says suspended.
SELECT assertion_id AS hosted_id FROM badges.issue_assertion(:'badge_id', 'ann@example.org', version => '2.0') \gset
SELECT count(suspended_at) FROM badges.suspend_assertion(:'hosted_id');
SELECT pg_temp.verdict(badges.verify_assertion(:'hosted_id')) AS hosted, pg_temp.verdict(badges.verify_credential(badges.get_assertion(:'hosted_id', '3.0')::text)) AS as_credential;
SELECT count(*) - count(suspended_at) AS reinstated FROM badges.reinstate_assertion(:'hosted_id');

-- Whoever fetched a credential and the list that it names can tell by them alone.
SELECT assertion_id AS listed_id, assertion_json::text AS listed, assertion_json #>> '{credentialStatus,statusListCredential}' AS list_url FROM badges.issue_assertion(:'badge_id', 'ann@example.org') \gset
SELECT badges.get_status_list(:'issuer_id')::text AS good_list \gset
SELECT count(*) FROM badges.revoke_assertion(:'listed_id');
SELECT badges.get_status_list(:'issuer_id') ->> 'id' = :'list_url' AS under_its_url;
-- This database believes its own rows, whatever list is handed over.
SELECT pg_temp.verdict(badges.verify_credential(:'listed', 'ann@example.org', jsonb_build_object(:'list_url', :'good_list'::jsonb))) AS old_list;

-- The second list begins after 131,072 awards; the place says which list.
SELECT setval('badges.status_index_sequence', 1000000) IS NOT NULL AS moved;
SELECT assertion_id AS late_id, status_index / 131072 AS list, assertion_json #>> '{credentialStatus,statusListIndex}' = (status_index % 131072)::text AS entry, pg_temp.masked(assertion_json #>> '{credentialStatus,statusListCredential}') AS list_url FROM badges.issue_assertion(:'badge_id', 'ann@example.org') \gset late_
\echo :late_list :late_entry :late_list_url
SELECT pg_temp.status(:'late_late_id');
SELECT count(*) FROM badges.revoke_assertion(:'late_late_id');
SELECT pg_temp.status(:'late_late_id'), badges.get_status_list(:'issuer_id', 'revocation', 7) #>> '{credentialSubject,encodedList}' <> badges.get_status_list(:'issuer_id', 'revocation', 6) #>> '{credentialSubject,encodedList}' AS in_list_7;
SELECT list, pg_temp.masked(badges.get_status_list(:'issuer_id', 'revocation', list) ->> 'id') AS id FROM unnest(ARRAY[-2147483648, -1, 0, 7, 8, 2147483647]) AS list;
SELECT count(*) AS awards, count(DISTINCT status_index) AS places FROM badges.badge_assertions;

-- What is no list, and no purpose.
SELECT badges.get_status_list(id) FROM unnest(ARRAY['00000000-0000-0000-0000-000000000000', NULL]::uuid[]) AS id;
SELECT purpose, pg_temp.outcome(format('SELECT badges.get_status_list(%L, %L)', :'issuer_id', purpose)) FROM unnest(ARRAY['', 'Revocation', 'refresh', 'message']) WITH ORDINALITY AS v (purpose, n) ORDER BY n;
SELECT pg_temp.outcome($$SELECT badges.get_status_list('00000000-0000-0000-0000-000000000000', 'x')$$);
-- Each issuer has lists of its own.
SELECT issuer_id AS other_id FROM badges.create_issuer('{"name": "Other", "url": "https://other.example.org", "email": "badges@other.example.org"}') \gset
SELECT badges.get_status_list(:'other_id', 'revocation', 7) #>> '{credentialSubject,encodedList}' = badges.get_status_list(:'issuer_id', 'suspension', 7) #>> '{credentialSubject,encodedList}' AS nothing_of_the_first;

-- What is not in force is not deleted by those who could make it good again so; an award in force is.
SELECT assertion_id AS suspended_id FROM badges.issue_assertion(:'badge_id', 'ann@example.org') \gset
SELECT count(suspended_at) FROM badges.suspend_assertion(:'suspended_id');
SET ROLE badges_app;
DELETE FROM badges.badge_assertions WHERE assertion_id IN (:'suspended_id', :'assertion_id', :'listed_id') RETURNING 'deleted' AS by_app;
RESET ROLE;
SELECT user_id FROM badges.create_user('owner@example.org') \gset
UPDATE badges.issuer_profiles SET owner_user_id = :'user_id' WHERE issuer_id = :'issuer_id';
SET ROLE badges_user;
SELECT set_config('request.jwt.claims', format('{"sub": "%s"}', :'user_id'), false) IS NOT NULL AS claimed;
SELECT count(*) AS visible FROM badges.badge_assertions WHERE assertion_id IN (:'suspended_id', :'assertion_id', :'listed_id');
DELETE FROM badges.badge_assertions WHERE assertion_id IN (:'suspended_id', :'assertion_id', :'listed_id') RETURNING 'deleted' AS by_owner;
RESET ROLE;
SELECT pg_temp.status(:'assertion_id') AS revoked, pg_temp.status(:'suspended_id') AS suspended;
SET ROLE badges_app;
DELETE FROM badges.badge_assertions WHERE assertion_id = :'hosted_id' RETURNING 'deleted' AS in_force;
SET ROLE badges_admin;
DELETE FROM badges.badge_assertions WHERE assertion_id = :'suspended_id' RETURNING 'deleted' AS by_admin;
RESET ROLE;
