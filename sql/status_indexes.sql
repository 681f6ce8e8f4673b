-- Where an award stands in the status lists of its issuer. One sequence for all issuers: no counter row that awards
-- wait for, and nothing that is ever given twice.
CREATE SEQUENCE badges.status_index_sequence AS pg_catalog.int8 MINVALUE 0 START WITH 0;
COMMENT ON SEQUENCE badges.status_index_sequence IS 'Counts awards; each takes a position in a status list from it';

-- A random number that scatters the positions within each list, so that a position tells nothing about when or to how
-- many a badge was awarded. It must outlast dump and restore, as the sequence does, so it is kept in one, too.
CREATE SEQUENCE badges.status_index_key AS pg_catalog.int8;
COMMENT ON SEQUENCE badges.status_index_key IS 'Not a counter: the random key that scatters positions in status lists';
SELECT pg_catalog.setval('badges.status_index_key',
    ('x' OPERATOR(pg_catalog.||) pg_catalog.substr(pg_catalog.md5(pg_catalog.gen_random_uuid()::pg_catalog.text), 1, 15))::pg_catalog.bit(60)::pg_catalog.int8
    OPERATOR(pg_catalog.+) 1);

SELECT pg_catalog.pg_extension_config_dump('badges.status_index_sequence', '');
SELECT pg_catalog.pg_extension_config_dump('badges.status_index_key', '');
