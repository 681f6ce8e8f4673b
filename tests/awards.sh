# shellcheck shell=bash
# A database with awards of every kind, and what it says of them. Sourced after tests/checks.sh.

with_base_url="SET badges.base_url = 'https://badges.example.org'"

# Every table has rows.
database_with_awards() {
    local table
    createdb "$1"
    sql "$1" -c 'CREATE EXTENSION badges' -f "$project/tests/rows.sql" -f "$project/tests/signed_rows.sql" -f "$project/tests/received_rows.sql"
    for table in users webauthn_credentials login_tokens issuer_profiles badge_classes badge_assertions; do
        [ "$(sql "$1" -c "SELECT count(*) FROM badges.$table")" -gt 0 ] || { echo "$table is empty" && return 1; }
    done
}

# Every row of the tables a dump keeps.
contents() { sql "$1" -f "$project/tests/row_contents.sql" -c 'SELECT * FROM row_contents ORDER BY table_name, content'; }

# Where the sequences stand.
sequences() {
    sql "$1" -c 'SELECT last_value, is_called FROM badges.status_index_sequence' -c 'SELECT last_value, is_called FROM badges.status_index_key'
}

# The verdict on every award that is signed, and whether what it says of its issuer's keys still holds.
verdicts() {
    sql "$1" -c "SELECT assertion_id, badges.verify_credential(coalesce(credential_text, assertion_json::text)) FROM badges.badge_assertions
        WHERE credential_text IS NOT NULL OR assertion_json ? 'proof' ORDER BY assertion_id"
}

status_lists() {
    sql "$1" -c "$with_base_url" -c "SELECT issuer_id, purpose, badges.get_status_list(issuer_id, purpose)
        FROM badges.issuer_profiles, unnest(ARRAY['revocation', 'suspension']) AS purpose
        WHERE name IN ('Example School', 'Example Academy') ORDER BY 1, 2"
}

# award DATABASE RECIPIENT [NUMBER]: so many signed awards of one badge, each of which verifies; their status indexes.
award() {
    sql "$1" --set=recipient="$2" --set=number="${3:-1}" <<'SQL'
SET badges.base_url = 'https://badges.example.org';
SELECT badge_id AS badge FROM badges.badge_classes WHERE name = 'Bass' \gset
CREATE TEMP TABLE awarded AS SELECT a.* FROM generate_series(1, :number) AS n, badges.issue_assertion(:'badge', :'recipient', narrative => n::text) AS a;
SELECT 1 / count(*) FROM awarded HAVING bool_and((badges.verify_assertion(assertion_id, :'recipient') -> 'valid')::bool) \g /dev/null
SELECT status_index FROM awarded;
SQL
}

# No two awards stand at the same place.
places_are_different() {
    [ "$(sql "$1" -c 'SELECT count(*) - count(DISTINCT status_index) FROM badges.badge_assertions WHERE NOT received')" = 0 ]
}
