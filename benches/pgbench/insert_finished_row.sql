\set n random(100000000000, 999999999999)
INSERT INTO badges.badge_assertions (badge_id, issuer_id, assertion_json, recipient_key)
VALUES (:badge, :issuer, (:head::text || :n::text || :tail::text)::jsonb, uuid_send(gen_random_uuid()))
RETURNING assertion_id;
