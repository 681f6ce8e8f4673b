-- Rows in all six tables, made as an application makes them, for the tests of upgrades and of dump and restore.
-- Nothing in it may need a function or column younger than the first release.
SET client_min_messages = warning;
SET badges.base_url = 'https://badges.example.org';

SELECT badges.create_user('ada@example.org', 'Ada') \g /dev/null
SELECT badges.create_user('Grace.Hopper+badges@example.org') \g /dev/null
SELECT user_id AS ada FROM badges.users WHERE email = 'ada@example.org' \gset

SELECT issuer_id AS issuer FROM badges.create_issuer(
    '{"name": "Example School", "url": "https://school.example.org", "email": "badges@school.example.org"}', :'ada') \gset
SELECT badge_id AS badge FROM badges.create_badge_class(:'issuer',
    '{"name": "Rust — für Anfänger", "description": "Wrote a first program", "image": "https://school.example.org/rust.png",
      "criteria": {"narrative": "Write a program that compiles."}, "tags": ["rust", "😀"]}') \gset

SELECT badges.issue_assertion(:'badge', 'ada@example.org', evidence => '"https://ada.example.org/program"') \g /dev/null
SELECT badges.issue_assertion(:'badge', 'https://grace.example.org/', 'url', hashed => false, expires => '2099-01-01') \g /dev/null
SELECT count(*) FROM badges.issue_assertions(:'badge',
    ARRAY(SELECT 'student' || n || '@example.org' FROM generate_series(1, 2000) n)) \g /dev/null
SELECT badges.revoke_assertion(assertion_id, 'Awarded by mistake') FROM badges.badge_assertions ORDER BY assertion_id LIMIT 1 \g /dev/null

INSERT INTO badges.webauthn_credentials (credential_id, user_id, rp_id, public_key, public_key_alg, sign_count, transports, nickname)
VALUES ('c29tZS1jcmVkZW50aWFs', :'ada', 'badges.example.org', '\xa50102032620', -7, 4294967295, '{usb,nfc}', 'Key "in" the drawer');
SELECT badges.create_login_token('ada@example.org') \g /dev/null

-- Stamps that no default would make again.
UPDATE badges.users SET created_at = '2019-12-31 23:59:59.999999+00', updated_at = '2020-02-29 12:00:00.000001+14';
UPDATE badges.badge_assertions SET created_at = '2021-06-01 00:00:00.5+00';
