#!/usr/bin/env bash
# The private server: its data stays in $BADGES_CACHE between runs, only its owner can connect.
#   scripts/server.sh start|stop|status|psql [ARGUMENT...]|env
source "$(dirname -- "${BASH_SOURCE[0]}")/env.sh"
source "$project/scripts/cluster.sh"
folder=$BADGES_CACHE/server-$PG

start() {
    [ -f "$folder/data/PG_VERSION" ] || cluster_create "$folder"
    cluster_start "$folder"
    cluster_use "$folder"
}

case ${1:-} in
    start)
        start
        echo "PostgreSQL $PG is running; connect with: scripts/server.sh psql"
        ;;
    stop) cluster_stop "$folder" ;;
    status) if cluster_running "$folder"; then echo running; else echo stopped; fi ;;
    psql)
        shift
        start
        createdb badges 2>/dev/null || true
        psql --quiet --no-psqlrc --dbname=badges --command='SET client_min_messages = warning' \
            --command='CREATE EXTENSION IF NOT EXISTS badges' --command='ALTER EXTENSION badges UPDATE'
        exec psql --dbname=badges "$@"
        ;;
    env)
        cluster_use "$folder"
        printf 'export %s=%q\n' PGHOST "$PGHOST" PGPORT "$PGPORT" PGUSER "$PGUSER" PATH "$PATH" PGRX_HOME "$PGRX_HOME" \
            PGRX_PG_CONFIG_PATH "$PGRX_PG_CONFIG_PATH" CARGO_TARGET_DIR "$CARGO_TARGET_DIR"
        if [ -n "${LIBCLANG_PATH:-}" ]; then
            printf 'export %s=%q\n' LIBCLANG_PATH "$LIBCLANG_PATH" BINDGEN_EXTRA_CLANG_ARGS "${BINDGEN_EXTRA_CLANG_ARGS:-}"
        fi
        ;;
    *) die "usage: scripts/server.sh start|stop|status|psql [ARGUMENT...]|env" ;;
esac
