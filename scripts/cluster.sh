# shellcheck shell=bash
# shellcheck source=env.sh
# A PostgreSQL cluster in one folder: created, started and stopped as a user the server accepts.
# Sourced after env.sh.
#
#   FOLDER/data   the data directory        FOLDER/log   the server's log
#   FOLDER        also holds the socket, and only its owner and root can enter it

# PostgreSQL refuses root. The user must be able to enter $BADGES_CACHE.
server_user() { if getent passwd postgres >/dev/null; then echo postgres; else echo nobody; fi; }

as_server_user() {
    local user switch=()
    if is_root; then
        user=$(server_user)
        switch=(setpriv --reuid="$user" --regid="$(id -gn "$user")" --init-groups)
    fi
    # A backtrace setting of the developer would show in the DETAIL of every error a client gets.
    (cd / && "${switch[@]}" env -u RUST_BACKTRACE "$@")
}

# The kernel allows 107 bytes for a socket's path; a folder deeper than that gets a short way in.
socket_folder() {
    local folder=$1
    if [ $((${#folder} + 20)) -le 107 ]; then
        echo "$folder"
    else
        echo "/tmp/badges-$(id -u)-$(printf '%s' "$folder" | cksum | cut -d' ' -f1)"
    fi
}

cluster_running() { [ -d "$1/data" ] && as_server_user "$pg_bin/pg_ctl" -D "$1/data" status >/dev/null 2>&1; }

# cluster_create FOLDER [NAME=VALUE ...]
cluster_create() {
    local folder=$1 setting
    shift
    as_server_user test -x "$pg_bin/postgres" ||
        die "user $(server_user) cannot enter $BADGES_CACHE; PostgreSQL does not run as root, so choose a folder others can read with BADGES_CACHE=..."
    mkdir -p "$folder"
    chmod 700 "$folder"
    if is_root; then chown "$(server_user)" "$folder"; fi
    as_server_user "$pg_bin/initdb" --pgdata="$folder/data" --username=postgres --auth=trust \
        --encoding=UTF8 --locale=C --no-sync >/dev/null
    for setting in listen_addresses= "$@"; do
        printf "%s = '%s'\n" "${setting%%=*}" "${setting#*=}"
    done | as_server_user tee -a "$folder/data/postgresql.conf" >/dev/null
}

cluster_start() {
    local folder=$1 socket
    cluster_running "$folder" && return
    socket=$(socket_folder "$folder")
    if [ "$socket" != "$folder" ]; then
        as_server_user mkdir -m 700 -p "$socket"
        as_server_user test -O "$socket" || die "$socket belongs to another user."
    fi
    as_server_user "$pg_bin/pg_ctl" -D "$folder/data" -l "$folder/log" -w -t 60 -s \
        -o "-c unix_socket_directories='$socket'" start || die "the server did not start; see $folder/log"
}

cluster_stop() {
    if cluster_running "$1"; then as_server_user "$pg_bin/pg_ctl" -D "$1/data" -m fast -w -s stop; fi
}

# Lets every client that starts from here find the cluster.
cluster_use() {
    PGHOST=$(socket_folder "$1")
    export PGHOST PGPORT=5432 PGUSER=postgres
}
