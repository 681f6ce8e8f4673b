\set n random(100000000000, 999999999999)
SELECT assertion_id FROM badges.issue_assertion(:badge, 'r' || :n::text || '@example.org', version => :version);
