#!/usr/bin/env bash
# The example site, in a real Chromium, on one version of PostgreSQL.
source "$(dirname -- "${BASH_SOURCE[0]}")/env.sh"
source "$project/scripts/tally.sh"
cd "$project"

scripts/setup.sh
suite "tests/run-browser" tests/run-browser
conclude "the example site in Chromium on $("$pg_bin/pg_config" --version)"
