#!/usr/bin/env bash
# Runs tests/pg_regress/sql/*.sql with PostgreSQL's own pg_regress, each file in a database of its own in which
# the extension is created, and compares with tests/pg_regress/expected.
#   scripts/regress.sh [--accept] [TEST...]
# --accept makes what comes out the expected output: read the difference before you commit it.
source "$(dirname -- "${BASH_SOURCE[0]}")/env.sh"
[ -n "${BADGES_THROWAWAY:-}" ] || exec "$project/scripts/throwaway-server.sh" "$0" "$@"

accept=false
if [ "${1:-}" = --accept ]; then accept=true && shift; fi

tests=$project/tests/pg_regress
if [ $# -eq 0 ]; then
    for file in "$tests"/sql/*.sql; do set -- "$@" "$(basename -- "$file" .sql)"; done
fi
pg_regress=$(dirname -- "$("$pg_bin/pg_config" --pgxs)")/../test/regress/pg_regress
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

failed=0
for test in "$@"; do
    output=$results/$test
    mkdir "$output"
    if "$pg_regress" --inputdir="$tests" --outputdir="$output" --bindir="$pg_bin" --dbname="regress_$test" \
        --load-extension=badges "$test" >"$output/log" 2>&1; then
        pass "regress: $test"
    elif $accept && [ -f "$output/results/$test.out" ]; then
        mkdir -p "$tests/expected"
        cp "$output/results/$test.out" "$tests/expected/$test.out"
        echo "  new   tests/pg_regress/expected/$test.out"
    else
        if [ -s "$output/regression.diffs" ]; then cat "$output/regression.diffs"; else cat "$output/log"; fi
        echo
        fail "regress: $test"
        failed=1
    fi
    dropdb --if-exists "regress_$test" 2>/dev/null
done
exit "$failed"
