-- The awards again, in one table and in :partitions, with the columns and indexes that look-ups and statuses need.
SET client_min_messages = warning;
CREATE TABLE bench.whole (
    assertion_id uuid NOT NULL, badge_id uuid NOT NULL, issuer_id uuid NOT NULL, recipient_key bytea, status_index bigint,
    revoked boolean NOT NULL, updated_at timestamptz NOT NULL, assertion_json jsonb NOT NULL
);
CREATE TABLE bench.parted (LIKE bench.whole) PARTITION BY HASH (assertion_id);
SELECT format('CREATE TABLE bench.parted_%1$s PARTITION OF bench.parted FOR VALUES WITH (MODULUS %2$s, REMAINDER %1$s)', n, :partitions)
  FROM generate_series(0, :partitions - 1) AS n
\gexec
SELECT format(definition, name)
  FROM unnest(ARRAY['whole', 'parted']) AS name,
       unnest(ARRAY['ALTER TABLE bench.%1$s ADD PRIMARY KEY (assertion_id)', 'CREATE INDEX ON bench.%1$s (recipient_key)',
                    'CREATE INDEX ON bench.%1$s (issuer_id, status_index)', 'CREATE INDEX ON bench.%1$s (badge_id, issuer_id)']) AS definition
\gexec
CREATE TABLE bench.wanted AS
SELECT row_number() OVER () AS n, assertion_id, recipient_key FROM bench.sample JOIN badges.badge_assertions USING (assertion_id);
ALTER TABLE bench.wanted ADD PRIMARY KEY (n);
