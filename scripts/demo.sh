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
say "That was the database $database. What to try next:"
cat <<NEXT
  PG=$PG scripts/server.sh psql -d $database
      a shell in it: try \\dt badges.*  and  SELECT * FROM badges.ob_json_problems('{"type": "Assertion"}');
  README.md, doc/badges.md
      how to install it on a server of your own; every function
NEXT
