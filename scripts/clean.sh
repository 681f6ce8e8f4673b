#!/usr/bin/env bash
# Removes what was built and the private servers with their data. Downloaded tools and PostgreSQL stay.
source "$(dirname -- "${BASH_SOURCE[0]}")/env.sh"
for server in "$BADGES_CACHE"/server-*; do
    [ -d "$server" ] || continue
    PG=${server##*-} "$project/scripts/server.sh" stop
    rm -rf "$server"
done
rm -rf "$BADGES_CACHE/target" "$BADGES_CACHE"/installed-*
echo "Removed the build and the private servers under $BADGES_CACHE; downloaded tools stay."
