VACUUM ANALYZE badges.badge_assertions;
CREATE TABLE bench.sample AS SELECT assertion_id FROM badges.badge_assertions ORDER BY random() LIMIT :sample;
-- Called immutable so that a prepared statement keeps the array as a constant and picks from it at no cost.
CREATE FUNCTION bench.ids() RETURNS uuid[] IMMUTABLE LANGUAGE sql AS 'SELECT array_agg(assertion_id) FROM bench.sample';
