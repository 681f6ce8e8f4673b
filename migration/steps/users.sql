-- Users. Of those that share an address in any letter case one is taken: the one whose address was verified, or else the
-- oldest. The others are not merged into it, because whoever made them may be somebody else.

CREATE TEMP TABLE new_users ON COMMIT DROP AS
WITH read AS (
    SELECT o.*, btrim(o.email) AS address, nullif(btrim(o.name), '') AS called,
           coalesce(pg_temp.as_uuid(o.id), gen_random_uuid()) AS user_id,
           pg_temp.as_time(o.email_verified_at) AS verified, pg_temp.as_time(o.last_login_at) AS last_login,
           CASE WHEN btrim(o.disabled_at) <> '' THEN coalesce(pg_temp.as_time(o.disabled_at), now()) END AS disabled,
           pg_temp.as_time(o.created_at) AS made
      FROM pg_temp.old_users AS o
), ranked AS (
    SELECT *, coalesce(
               (SELECT r.source_id FROM badges.users AS u JOIN :report AS r ON r.source_table = 'users' AND r.target_id = u.user_id::text
                 WHERE lower(u.email COLLATE "C") = lower(n.address COLLATE "C")),
               first_value(id) OVER (PARTITION BY lower(address COLLATE "C")
                                     ORDER BY unidentified IS NOT NULL, verified IS NULL, made, id)) AS first_id
      FROM read AS n
)
SELECT *,
       CASE WHEN unidentified IS NOT NULL THEN unidentified
            WHEN coalesce(address, '') = '' THEN 'has no e-mail address, and a user signs in by one'
            WHEN NOT badges.is_email_address(address) THEN 'the e-mail address is no plain ASCII mailbox, so no code can be sent there'
            WHEN first_id <> id THEN format('user %s has the same e-mail address; see doc/migration.md, "Two users with one address"', first_id)
       END AS refusal,
       pg_temp.notes(
           CASE WHEN address <> email THEN 'spaces around the e-mail address left out' END,
           CASE WHEN name IS NOT NULL AND called IS NULL THEN 'empty name left out' END,
           CASE WHEN created_at IS NOT NULL AND made IS NULL THEN 'created_at is no time' END) AS note
  FROM ranked;

CREATE TEMP TABLE stored_users ON COMMIT DROP AS
WITH stored AS (
    INSERT INTO badges.users (user_id, email, name, email_verified_at, last_login_at, disabled_at, created_at)
    SELECT user_id, address, called, verified, last_login, disabled, coalesce(made, now())
      FROM pg_temp.new_users WHERE refusal IS NULL
    ON CONFLICT DO NOTHING RETURNING user_id
)
SELECT user_id FROM stored;

INSERT INTO :report (source_table, source_id, outcome, reason, target_id)
SELECT 'users', n.id,
       CASE WHEN s.user_id IS NULL THEN 'refused' WHEN n.note IS NULL THEN 'taken' ELSE 'changed' END,
       CASE WHEN s.user_id IS NULL THEN coalesce(n.refusal, 'badges.users has a user of that id or address already') ELSE n.note END,
       s.user_id
  FROM pg_temp.new_users AS n LEFT JOIN pg_temp.stored_users AS s ON s.user_id = n.user_id AND n.refusal IS NULL;

CREATE TEMP TABLE user_targets ON COMMIT DROP AS
    SELECT source_id, target_id::uuid AS user_id FROM :report WHERE source_table = 'users' AND target_id IS NOT NULL;
