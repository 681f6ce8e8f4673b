-- What users have received from elsewhere. For a database with the rows of rows.sql.
SET badges.base_url = 'https://stranger.example.org';
BEGIN;
SELECT issuer_id AS stranger FROM badges.create_issuer('{"name": "Stranger", "url": "https://stranger.example.org", "email": "badges@stranger.example.org"}') \gset
SELECT badge_id AS strange_badge FROM badges.create_badge_class(:'stranger', '{"name": "Drums", "description": "Keeps time", "image": "https://stranger.example.org/i.png", "criteria": {"narrative": "Drum."}}') \gset
SELECT assertion_json AS strange FROM badges.issue_assertion(:'strange_badge', 'ada@example.org') \gset
SELECT credential_text AS strange_token FROM badges.issue_assertion(:'strange_badge', 'ada@example.org', proof => 'ES256') \gset
ROLLBACK;
SET badges.base_url = 'https://badges.example.org';
SELECT badges.import_credential(credential, user_id) FROM badges.users, (VALUES (:'strange'), (:'strange_token')) AS v (credential) \g /dev/null
