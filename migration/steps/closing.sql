-- What was revoked in the old tables after it was taken is revoked here, too.
SELECT (badges.revoke_assertion(a.assertion_id, nullif(btrim(o.revocation_reason), ''))).assertion_id
  FROM pg_temp.earlier_revocations AS o JOIN :report AS r ON r.source_table = 'badge_assertions' AND r.source_id = o.id
  JOIN badges.badge_assertions AS a ON a.assertion_id = r.target_id::uuid
 WHERE NOT a.revoked \g /dev/null

-- Every row of every old table has its line in the report, or nothing of all this happens.
SELECT set_config('badges_migration.unaccounted', coalesce(string_agg(p.old_table, ', '), ''), true)
  FROM pg_temp.progress AS p
  LEFT JOIN (SELECT source_table, count(*) AS lines FROM :report GROUP BY source_table) AS r ON r.source_table = p.old_table
 WHERE p.rows - p.earlier <> coalesce(r.lines, 0) - p.reported_before \g /dev/null
DO $$
BEGIN
    IF current_setting('badges_migration.unaccounted') <> '' THEN
        RAISE EXCEPTION 'rows of these tables are in no line of the report: %', current_setting('badges_migration.unaccounted');
    END IF;
END $$;

SELECT p.old_table AS "old table", p.rows,
       count(*) FILTER (WHERE r.outcome = 'taken') AS taken, count(*) FILTER (WHERE r.outcome = 'changed') AS changed,
       count(*) FILTER (WHERE r.outcome = 'refused') AS refused
  FROM pg_temp.progress AS p LEFT JOIN :report AS r ON r.source_table = p.old_table
 GROUP BY p.old_table, p.rows
 ORDER BY array_position('{users,issuer_profiles,badge_classes,badge_assertions,webauthn_credentials,login_tokens}', p.old_table);

\echo 'Why, and how often (the ids are in the report):'
SELECT source_table AS "old table", outcome, reason, count(*) AS rows
  FROM (SELECT source_table, outcome, regexp_replace(reason, '(user|issuer|class|award) [^ ,;]*\d[^ ,;]*', '\1 …', 'g') AS reason
          FROM :report WHERE outcome <> 'taken') AS r
 GROUP BY 1, 2, 3 ORDER BY 2 DESC, 4 DESC, 1, 3 LIMIT 50;

\echo 'Columns that have no place in the extension, and stay where they are:'
SELECT f.old_table AS "old table", string_agg(a.attname, ', ' ORDER BY a.attnum) AS columns
  FROM (SELECT DISTINCT old_table, relation FROM pg_temp.found_columns) AS f
  JOIN pg_attribute AS a ON a.attrelid = f.relation AND a.attnum > 0 AND NOT a.attisdropped
 WHERE a.attname NOT IN (SELECT found FROM pg_temp.found_columns AS known WHERE known.old_table = f.old_table AND found IS NOT NULL)
 GROUP BY f.old_table ORDER BY f.old_table;
