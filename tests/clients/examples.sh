# shellcheck shell=bash
# Runs the examples of examples/clients, each in its own database. Sourced after tests/languages.sh.
source "$project/tests/interop/packages.sh"
examples=$project/examples/clients

# What each of them prints, whatever the language.
tells_the_story() {
    grep -q 'Example Academy awarded First Aid' "$1"
    grep -q '^as it was issued: valid$' "$1"
    grep -q '^tampered with: not valid: the signature is not by this key' "$1"
    grep -q '^refused: /.*not_an\?_' "$1"
    grep -q '^signed in: ada@example.org$' "$1"
}

fresh_database() {
    createdb "$1"
    sql "$1" -c 'CREATE EXTENSION badges' -c "ALTER DATABASE $1 SET badges.base_url = 'https://badges.example.org'"
}

python_example() {
    fresh_database python_example
    PGDATABASE=python_example PYTHONPATH=$(psycopg) python3 "$examples/python/example.py" | tee "$work/story"
    tells_the_story "$work/story"
}

# The packages of the example, in the cache, beside a copy of it. Their install scripts are not run.
drizzle_folder() {
    local folder
    folder=$BADGES_CACHE/node-drizzle-$(stamp "$examples/drizzle/package-lock.json")
    if [ ! -f "$folder/complete" ]; then
        mkdir -p "$folder"
        cp "$examples/drizzle/package.json" "$examples/drizzle/package-lock.json" "$folder"
        npm ci --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" >&2
        touch "$folder/complete"
    fi
    mkdir -p "$work/drizzle"
    cp -r "$examples"/drizzle/* "$work/drizzle/"
    ln -sfn "$folder/node_modules" "$work/drizzle/node_modules"
}

# What is kept is what drizzle-kit reads out of the database now. UPDATE_SCHEMA=1 keeps that instead.
drizzle_schema() {
    fresh_database drizzle_example
    cd "$work/drizzle"
    PGDATABASE=drizzle_example npm run --silent pull >"$work/pull.log" 2>&1 || { tail -5 "$work/pull.log" && return 1; }
    [ -z "${UPDATE_SCHEMA:-}" ] || cp drizzle/schema.ts "$examples/drizzle/drizzle/schema.ts"
    diff "$examples/drizzle/drizzle/schema.ts" drizzle/schema.ts
}

drizzle_types() { cd "$work/drizzle" && npm run --silent types; }

drizzle_example() {
    cd "$work/drizzle"
    PGDATABASE=drizzle_example npm run --silent start | tee "$work/story"
    tells_the_story "$work/story"
}

# The JDBC driver of Debian, if it is there or can be installed.
has_jdbc() {
    if is_root; then
        command -v javac >/dev/null || debian_packages default-jdk-headless
        [ -f /usr/share/java/postgresql.jar ] || debian_packages libpostgresql-jdbc-java
    fi >&2
    command -v javac >/dev/null && [ -f /usr/share/java/postgresql.jar ]
}

# JDBC speaks TCP only, so the server listens on loopback from here on, and asks for a password there.
listen_on_loopback() {
    local port
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    printf 'local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n' | as_server_user tee "$BADGES_THROWAWAY/data/pg_hba.conf" >/dev/null
    sql postgres -c "ALTER SYSTEM SET listen_addresses = '127.0.0.1'" -c "ALTER SYSTEM SET port = $port"
    cluster_stop "$BADGES_THROWAWAY"
    cluster_start "$BADGES_THROWAWAY"
    echo "$port" >"$work/port"
}

jdbc_example() {
    fresh_database jdbc_example
    listen_on_loopback
    export PGPORT PGPASSWORD
    PGPORT=$(cat "$work/port")
    PGPASSWORD=$(python3 -c 'import secrets; print(secrets.token_hex(16))')
    sql jdbc_example -c "CREATE ROLE application LOGIN PASSWORD '$PGPASSWORD' IN ROLE badges_app"
    PGUSER=application java -cp /usr/share/java/postgresql.jar "$examples/jdbc/Example.java" "jdbc:postgresql://127.0.0.1:$PGPORT/jdbc_example" | tee "$work/story"
    tells_the_story "$work/story"
}

postgrest_database() {
    fresh_database postgrest_example
    secret=$(python3 -c 'import secrets; print(secrets.token_hex(32))')
    echo "$secret" >"$work/secret"
    sql postgrest_example --set=jwt_secret="$secret" -f "$examples/postgrest/roles.sql" -f "$examples/postgrest/api.sql"
}

# walk URL
walk() {
    "$examples/postgrest/walkthrough.sh" "$1" | tee "$work/story"
    grep -q '^signed in: ada@example.org$' "$work/story"
    grep -q '^\[{"name": \?"Example Academy"' "$work/story"
    grep -q '^as it was issued, valid: True$' "$work/story"
    grep -q '^tampered with, valid: False$' "$work/story"
    grep -q '^an unknown assertion: 404$' "$work/story"
}

postgrest_requests() {
    local url
    export PGDATABASE=postgrest_example
    PYTHONPATH=$(psycopg) python3 "$project/tests/clients/postgrest_stand_in.py" "$(cat "$work/secret")" >"$work/stand_in" 2>"$work/stand_in.log" &
    trap "kill $! 2>/dev/null" EXIT
    timeout 20 bash -c "until [ -s '$work/stand_in' ]; do sleep 0.1; done"
    url=http://127.0.0.1:$(cat "$work/stand_in")
    walk "$url" || { cat "$work/stand_in.log" && return 1; }
}

postgrest_over_http() {
    export PGDATABASE=postgrest_example
    PGRST_DB_URI="host=$PGHOST port=$PGPORT user=authenticator dbname=$PGDATABASE" PGRST_JWT_SECRET=$(cat "$work/secret") \
        PGRST_SERVER_PORT=$((20000 + RANDOM % 20000)) bash -c 'echo $PGRST_SERVER_PORT >"$1"; exec postgrest "$2"' - "$work/postgrest_port" "$examples/postgrest/postgrest.conf" &
    trap "kill $! 2>/dev/null" EXIT
    timeout 20 bash -c "until curl --silent --output /dev/null http://localhost:\$(cat '$work/postgrest_port'); do sleep 0.2; done"
    walk "http://localhost:$(cat "$work/postgrest_port")"
}

# What an anonymous request and a token's must not do, as the roles that PostgREST takes.
postgrest_limits() {
    # refused ROLE QUERY
    refused() {
        psql --no-psqlrc --quiet -U authenticator -d postgrest_example -c 'BEGIN' -c "SET LOCAL ROLE $1" -c "$2" >"$work/refusal" 2>&1 || true
        grep -q 'permission denied' "$work/refusal" || { cat "$work/refusal" && return 1; }
    }
    refused badges_reader "SELECT * FROM badges.create_login_token('ada@example.org')"
    refused badges_reader 'TABLE api_private.mails'
    refused badges_user 'TABLE api_private.settings'
    refused badges_user "SELECT api_private.jwt('{}')"
    refused badges_user 'SELECT * FROM badges.issuer_profiles'
    refused badges_app 'SELECT 1'
}
