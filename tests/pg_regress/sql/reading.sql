-- What a web server serves as it is, of awards of Open Badges 2.0. (renderings.sql: the same in 3.0.)
\set ECHO none
\getenv folder PG_ABS_SRCDIR
\i :folder/helpers.sql
\set ECHO all
SET badges.default_version = '2.0';
SELECT issuer_id FROM badges.create_issuer('{"name": "Example School", "url": "https://school.example.org", "email": "badges@school.example.org"}') \gset
SELECT badge_id FROM badges.create_badge_class(:'issuer_id', '{"name": "First Aid", "description": "d", "image": "https://school.example.org/i.png", "criteria": "https://school.example.org/c"}') \gset
SELECT assertion_id FROM badges.issue_assertion(:'badge_id', 'ann@example.org', hashed => false, issued_on => '2026-01-02', narrative => 'n') \gset

-- The document as it is stored.
SELECT badges.get_issuer(:'issuer_id') = issuer_json AS issuer FROM badges.issuer_profiles;
SELECT badges.get_badge_class(:'badge_id') = badge_json AS badge_class FROM badges.badge_classes;
SELECT badges.get_assertion(:'assertion_id') = assertion_json AS assertion, badges.get_assertion(assertion_id => :'assertion_id', version => '2.0', embed => false) = assertion_json AS named FROM badges.badge_assertions;
-- With embed, one document holds all three, and one context.
SELECT pg_temp.masked(jsonb_pretty(badges.get_assertion(:'assertion_id', embed => true)));
-- NULL arguments take the default.
SELECT badges.get_assertion(:'assertion_id', NULL, NULL) = badges.get_assertion(:'assertion_id') AS same;

-- Nothing for what does not exist.
SELECT badges.get_issuer(id), badges.get_badge_class(id), badges.get_assertion(id), badges.get_assertion(id, embed => true), badges.get_revocation_list(id)
  FROM unnest(ARRAY['00000000-0000-0000-0000-000000000000', NULL]::uuid[]) AS id;
SELECT badges.get_issuer(:'badge_id') IS NULL AS issuer, badges.get_badge_class(:'issuer_id') IS NULL AS badge_class, badges.get_assertion(:'badge_id') IS NULL AS assertion;
-- A version that is not rendered is an error, also for what does not exist.
SELECT call, pg_temp.outcome(format('SELECT badges.%s', call)) FROM unnest(ARRAY[
    $$get_issuer('00000000-0000-0000-0000-000000000000', '1.0')$$, $$get_badge_class(NULL, '1.1')$$, $$get_assertion('00000000-0000-0000-0000-000000000000', '')$$, $$get_issuer('x')$$]) WITH ORDINALITY AS v (call, n) ORDER BY n;

-- A revoked award says so and nothing else; the list of the issuer has it, the earliest first.
SELECT pg_temp.masked(jsonb_pretty(badges.get_revocation_list(:'issuer_id')));
SELECT revoked FROM badges.revoke_assertion(:'assertion_id', 'By mistake');
SELECT assertion_id AS second_id FROM badges.issue_assertion(:'badge_id', 'bob@example.org') \gset
SELECT assertion_id AS third_id FROM badges.issue_assertion(:'badge_id', 'cat@example.org') \gset
SELECT revoked FROM badges.revoke_assertion(:'third_id');
SELECT pg_temp.masked(jsonb_pretty(badges.get_assertion(:'assertion_id')));
SELECT badges.get_assertion(:'assertion_id') = badges.get_assertion(:'assertion_id', embed => true) AS also_embedded;
SELECT pg_temp.masked(jsonb_pretty(badges.get_assertion(:'third_id')));
SELECT pg_temp.masked(jsonb_pretty(badges.get_revocation_list(:'issuer_id')));
SELECT list -> 'revokedAssertions' -> 0 ->> 'id' LIKE '%' || :'assertion_id' AS first, list -> 'revokedAssertions' -> 1 ->> 'id' LIKE '%' || :'third_id' AS second,
       list ->> 'id' = 'https://badges.example.org/issuers/' || :'issuer_id' || '/revocations' AS id FROM badges.get_revocation_list(:'issuer_id') AS list;
-- The awards of another issuer are not in it.
SELECT issuer_id AS other_issuer FROM badges.create_issuer('{"id": "https://other.example.org/", "name": "Other", "url": "https://other.example.org", "email": "badges@other.example.org"}') \gset
SELECT pg_temp.masked(badges.get_revocation_list(:'other_issuer')::text);

-- What is served is what the standard asks for.
SELECT name, badges.ob_json_class(doc) AS class, badges.validate_ob_json(doc) AS valid, (SELECT count(*) FROM badges.ob_json_problems(doc)) AS problems FROM (VALUES
    ('issuer', badges.get_issuer(:'issuer_id')), ('badge class', badges.get_badge_class(:'badge_id')), ('assertion', badges.get_assertion(:'second_id')), ('embedded', badges.get_assertion(:'second_id', embed => true)),
    ('revoked', badges.get_assertion(:'assertion_id')), ('revocation list', badges.get_revocation_list(:'issuer_id')), ('empty revocation list', badges.get_revocation_list(:'other_issuer'))) AS v (name, doc);

-- Documents of JSON-LD's own spelling embed without saying anything twice.
INSERT INTO badges.badge_classes (badge_id, issuer_id, badge_json) VALUES ('01900000-0000-7000-8000-000000000001', :'other_issuer', '{"@context": ["https://w3id.org/openbadges/v2"], "@type": "BadgeClass", "@id": "https://other.example.org/badge",
    "name": "n", "description": "d", "image": "https://other.example.org/i.png", "criteria": "https://other.example.org/c", "obi:issuer": {"@id": "https://other.example.org/"}}');
INSERT INTO badges.badge_assertions (assertion_id, badge_id, issuer_id, assertion_json) VALUES ('01900000-0000-7000-8000-000000000002', '01900000-0000-7000-8000-000000000001', :'other_issuer', '{"@context": ["https://w3id.org/openbadges/v2"], "@type": "Assertion",
    "@id": "https://other.example.org/assertion", "obi:badge": {"@id": "https://other.example.org/badge"}, "recipient": {"type": "email", "hashed": false, "identity": "ann@example.org"}, "verify": {"type": "hosted"}, "issuedOn": "2026-01-02T00:00:00Z"}');
SELECT p.* FROM badges.ob_json_problems(badges.get_assertion('01900000-0000-7000-8000-000000000002')) AS p;
SELECT p.* FROM badges.ob_json_problems(badges.get_assertion('01900000-0000-7000-8000-000000000002', embed => true)) AS p;
SELECT revoked FROM badges.revoke_assertion('01900000-0000-7000-8000-000000000002', 'x');
SELECT badges.get_assertion('01900000-0000-7000-8000-000000000002');
