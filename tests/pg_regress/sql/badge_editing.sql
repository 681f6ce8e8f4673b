-- What was awarded does not change: a badge class is edited in place until its first award, and has a successor after.
\set ECHO none
\getenv folder PG_ABS_SRCDIR
\i :folder/helpers.sql
\set ECHO all
SELECT issuer_id FROM badges.create_issuer('{"name": "Example School", "url": "https://school.example.org", "email": "badges@school.example.org"}') \gset
SELECT badge_id FROM badges.create_badge_class(:'issuer_id', '{"name": "First Aid", "description": "d", "image": "https://school.example.org/i.png", "criteria": "https://school.example.org/c"}') \gset

-- Before: in place, under the same id, whatever id the new document names.
SELECT badge_id = :'badge_id' AS same_row, name, description, criteria, badge_json ->> 'id' = 'https://badges.example.org/badges/' || badge_id AS same_id, badge_json ->> 'issuer' LIKE '%' || :'issuer_id' AS same_issuer,
       badge_json ? 'related' AS related, created_at <= updated_at AS stamped
  FROM badges.update_badge_class(:'badge_id', '{"name": "First Aid 2", "description": "e", "image": "https://school.example.org/i.png", "criteria": {"narrative": "n"}, "id": "https://evil.example/badge"}');
SELECT count(*) FROM badges.badge_classes;
SELECT n, pg_temp.outcome(format('SELECT badges.update_badge_class(%s)', replace(arguments, '$badge', quote_literal(:'badge_id')))) FROM (VALUES
    (1, $$NULL, '{}'$$), (2, $$$badge, NULL$$), (3, $$'00000000-0000-0000-0000-000000000000', '{}'$$), (4, $$$badge, '{}'$$), (5, $$$badge, '[]'$$), (6, $$$badge, 'null'$$), (7, $$$badge, '1e400'$$),
    (8, $$$badge, '{"name": "n", "description": "d", "image": "https://example.org/i.png", "criteria": "https://example.org/c", "issuer": "https://evil.example"}'$$),
    (9, $$$badge, (repeat('[', 5000) || repeat(']', 5000))::jsonb$$)) AS v (n, arguments) ORDER BY n;
SELECT name, description FROM badges.badge_classes;
-- By plain UPDATE too, as badges_app.
SET ROLE badges_app;
UPDATE badges.badge_classes SET badge_json = badge_json || '{"name": "First Aid 3"}';
RESET ROLE;
SELECT name FROM badges.badge_classes;

-- After: the row stays, for those who hold it, and a successor says whom it follows.
SELECT assertion_id FROM badges.issue_assertion(:'badge_id', 'ann@example.org') \gset
SELECT badge_id AS successor_id, badge_id <> :'badge_id' AS other_row, issuer_id = :'issuer_id' AS same_issuer, name, badge_json -> 'related' = jsonb_build_array(jsonb_build_object('id', 'https://badges.example.org/badges/' || :'badge_id', 'type', 'BadgeClass')) AS related,
       badge_json ->> 'id' = 'https://badges.example.org/badges/' || badge_id AS own_id
  FROM badges.update_badge_class(badge_id => :'badge_id', badge => '{"name": "First Aid 4", "description": "f", "image": "https://school.example.org/i.png", "criteria": "https://school.example.org/c", "id": "https://evil.example/badge"}') \gset s_
\echo :s_other_row :s_same_issuer :s_name :s_related :s_own_id
SELECT name FROM badges.badge_classes ORDER BY badge_id;
SELECT badges.get_assertion(:'assertion_id', '2.0', embed => true) #>> '{badge,name}' AS what_ann_holds;
-- What the caller relates it to stays.
SELECT jsonb_array_length(badge_json -> 'related') AS related FROM badges.update_badge_class(:'badge_id',
    '{"name": "First Aid 5", "description": "f", "image": "https://school.example.org/i.png", "criteria": "https://school.example.org/c", "related": {"id": "https://example.org/other", "type": "BadgeClass"}}');
-- A document that was read out and changed can be given back.
SELECT name, jsonb_array_length(badge_json -> 'related') AS related FROM badges.update_badge_class(:'badge_id', badges.get_badge_class(:'badge_id') || '{"name": "First Aid 6"}');
SELECT name, badge_id = :'s_successor_id' AS same_row FROM badges.update_badge_class(:'s_successor_id', badges.get_badge_class(:'s_successor_id') || '{"name": "First Aid 7"}');

-- Nobody but a superuser changes it behind that, in any way that writes.
SET ROLE badges_app;
SELECT n, pg_temp.outcome(replace(statement, '$badge', quote_literal(:'badge_id'))) FROM (VALUES
    (1, $$UPDATE badges.badge_classes SET badge_json = badge_json || '{"name": "Other"}' WHERE badge_id = $badge$$),
    (2, $$INSERT INTO badges.badge_classes (badge_id, issuer_id, badge_json) SELECT badge_id, issuer_id, badge_json || '{"name": "Other"}' FROM badges.badge_classes WHERE badge_id = $badge
          ON CONFLICT (badge_id) DO UPDATE SET badge_json = excluded.badge_json$$),
    (3, $$UPDATE badges.badge_classes SET badge_id = badges.uuid_v7(), badge_json = badge_json || '{"name": "Other"}' WHERE badge_id = $badge$$),
    (4, $$DELETE FROM badges.badge_classes WHERE badge_id = $badge$$),
    (5, $$UPDATE badges.badge_classes SET issuer_id = badges.uuid_v7() WHERE badge_id = $badge$$),
    (6, $$UPDATE badges.badge_classes SET updated_at = now() WHERE badge_id = $badge$$),
    (7, $$UPDATE badges.badge_classes SET badge_json = badge_json WHERE badge_id = $badge$$)) AS v (n, statement) WHERE n NOT IN (4) ORDER BY n;
SELECT pg_temp.outcome(format('DELETE FROM badges.badge_classes WHERE badge_id = %L', :'badge_id')) ~ '^(23503|23001)' AS not_deleted;
SET ROLE badges_admin;
SELECT pg_temp.outcome(format('UPDATE badges.badge_classes SET badge_json = badge_json || %L WHERE badge_id = %L', '{"name": "Other"}', :'badge_id'));
RESET ROLE;
SELECT name FROM badges.badge_classes WHERE badge_id = :'badge_id';
UPDATE badges.badge_classes SET badge_json = badge_json || '{"name": "By a superuser"}' WHERE badge_id = :'badge_id';
SELECT name FROM badges.badge_classes WHERE badge_id = :'badge_id';
-- An award that was revoked was an award.
SELECT revoked FROM badges.revoke_assertion(:'assertion_id');
SELECT badge_id <> :'badge_id' AS other_row FROM badges.update_badge_class(:'badge_id', badges.get_badge_class(:'badge_id') || '{"description": "Other"}');
-- What changes nothing makes nothing.
SELECT version, badge_id = :'badge_id' AS same_row FROM unnest(ARRAY['2.0', '3.0', NULL]) AS version, badges.update_badge_class(:'badge_id', badges.get_badge_class(:'badge_id', version));
