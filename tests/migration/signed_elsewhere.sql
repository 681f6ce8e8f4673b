-- What another site signed and its database kept: variables for old_tables.sql, as \set lines.
\set QUIET on
SET badges.base_url = 'https://old.example.org';
SELECT issuer_id FROM badges.create_issuer('{"name": "Example School", "url": "https://school.example.org", "email": "badges@school.example.org"}') \gset
SELECT badge_id FROM badges.create_badge_class(:'issuer_id', '{"name": "Signed", "description": "x", "image": "https://school.example.org/signed.png",
    "criteria": {"narrative": "Sign."}}') \gset
SELECT assertion_json AS credential FROM badges.issue_assertion(:'badge_id', 'signed@example.org') \gset
SELECT format('\set %s %L', name, document) FROM (VALUES
    ('credential', :'credential'), ('tampered', replace(:'credential', 'Sign.', 'Nothing.')),
    ('achievement', badges.get_badge_class(:'badge_id', '3.0')::text), ('profile', badges.get_issuer(:'issuer_id', '3.0')::text)) AS v (name, document);
