#!/usr/bin/env bash
# Runs examples/site on the private server, in a database of its own that stays, until Ctrl-C. PORT chooses the port.
source "$(dirname -- "${BASH_SOURCE[0]}")/env.sh"
source "$project/scripts/packages.sh"
"$project/scripts/install.sh"
eval "$("$project/scripts/server.sh" env)"
"$project/scripts/server.sh" start >/dev/null
packages=$(python_packages "$project/examples/site/requirements.txt")
export PGDATABASE=badges_site PORT=${PORT:-8080}

createdb 2>/dev/null || true
psql --no-psqlrc --set=base_url="http://localhost:$PORT" --set=rp_id=localhost --file="$project/examples/site/setup.sql"
say "The site; Ctrl-C ends it, and everything stays for the next time. Mail is printed here."
PGUSER=badges_site SITE_KEY_FILE=$BADGES_CACHE/server-$PG/site.key PYTHONPATH=$packages PYTHONDONTWRITEBYTECODE=1 \
    exec python3 "$project/examples/site/app.py"
