#!/usr/bin/env bash
# Runs a command beside a fresh PostgreSQL that is gone afterwards: scripts/throwaway-server.sh COMMAND [ARGUMENT...]
# The command finds the server through PGHOST, PGPORT and PGUSER, and BADGES_THROWAWAY names its folder.
source "$(dirname -- "${BASH_SOURCE[0]}")/env.sh"
source "$project/scripts/cluster.sh"
"$project/scripts/install.sh"

folder=$(mktemp -d "${TMPDIR:-/tmp}/badges-test.XXXXXX")
trap 'cluster_stop "$folder"; rm -rf "$folder"' EXIT
cluster_create "$folder" fsync=off synchronous_commit=off full_page_writes=off timezone=UTC max_parallel_workers=2
cluster_start "$folder"
cluster_use "$folder"

status=0
BADGES_THROWAWAY=$folder "$@" || status=$?
if grep -qE 'was terminated by signal|PANIC:' "$folder/log"; then
    grep -E -A3 'was terminated by signal|PANIC:' "$folder/log"
    fail "a server process crashed"
    status=1
fi
exit "$status"
