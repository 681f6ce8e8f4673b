\set n random(1, :size)
SELECT assertion_id FROM badges.find_assertions('recipient' || :n::text || '@example.org');
