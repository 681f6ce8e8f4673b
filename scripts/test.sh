#!/usr/bin/env bash
# Everything that must hold before a change is good, on one version of PostgreSQL, but for what takes a browser.
source "$(dirname -- "${BASH_SOURCE[0]}")/env.sh"
source "$project/scripts/tally.sh"
cd "$project"

core_tests() {
    local log status=0
    log=$(mktemp)
    cargo test --package badges-core >"$log" 2>&1 || status=$?
    awk '/^test result:/ { passed += $4; failed += $6 } END { print passed + 0, failed + 0 }' "$log" >"$log.counts"
    read -r passed failed <"$log.counts"
    printf '  %-5s core: %s tests passed, %s failed\n' "$([ "$status" -eq 0 ] && echo ok || echo FAIL)" "$passed" "$failed"
    record pass "$passed" "core"
    [ "$failed" -eq 0 ] || record fail "$failed" "core"
    [ "$status" -eq 0 ] || cat "$log"
    rm -f "$log" "$log.counts"
    return "$status"
}

scripts/setup.sh
say "The code"
step "formatting" cargo fmt --all --check
step "lints" cargo clippy --quiet --workspace --all-targets --no-default-features --features "pg$PG" -- -D warnings
suite "core tests" core_tests

suite "the build" scripts/install.sh
# Without a build there is nothing to install, and nothing below could run.
if [ ! -f "$BADGES_CACHE/installed-$PG" ]; then conclude "badges on PostgreSQL $PG"; fi

say "The SQL, as PostgreSQL $PG sees it"
suite "regression tests" scripts/regress.sh
for runner in tests/run-*; do
    # make test-browser: it is a whole Chromium that would be installed for it.
    [ "$runner" != tests/run-browser ] || continue
    say "$(sed -n '2s/^# //p' "$runner")"
    suite "$runner" "$runner"
done

conclude "badges on $("$pg_bin/pg_config" --version)"
