#!/usr/bin/env bash
# Runs examples/demo.sql in a fresh database on the private server.
source "$(dirname -- "${BASH_SOURCE[0]}")/env.sh"
"$project/scripts/install.sh"
eval "$("$project/scripts/server.sh" env)"
"$project/scripts/server.sh" start >/dev/null
database=badges_demo

dropdb --if-exists "$database" 2>/dev/null
createdb "$database"
psql --quiet --no-psqlrc --set=bold="$bold" --set=plain="$plain" --dbname="$database" <"$project/examples/demo.sql" 2>&1
say "That was the database $database. Look around in it:  PG=$PG scripts/server.sh psql -d $database"
