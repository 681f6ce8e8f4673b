# shellcheck shell=bash
# Servers of a test's own, by name, each in a folder that is gone afterwards. Sourced after tests/checks.sh.
source "$project/scripts/cluster.sh"
"$project/scripts/install.sh"

clusters=$(mktemp -d "${TMPDIR:-/tmp}/badges-test.XXXXXX")
chmod 755 "$clusters"

remove_clusters() {
    local folder
    for folder in "$clusters"/*; do cluster_stop "$folder" || true; done
    rm -rf "$clusters"
}
at_exit remove_clusters

# on NAME COMMAND...: with the server of that name as the one that clients find.
on() {
    local name=$1
    shift
    (cluster_use "$clusters/$name" && "$@")
}

# settings NAME: appends the lines on standard input to the server's configuration.
settings() { as_server_user tee -a "$clusters/$1/data/postgresql.conf" >/dev/null; }

# A folder, owned by whom the servers run as.
server_folder() {
    mkdir -m 700 "$1"
    if is_root; then chown "$(server_user)" "$1"; fi
}

# base_backup FROM TO [ARGUMENT...]: a server of the name TO, not started, with what the other holds now.
base_backup() {
    local from=$1 to=$2
    shift 2
    server_folder "$clusters/$to"
    on "$from" as_server_user "$pg_bin/pg_basebackup" --checkpoint=fast --no-sync --pgdata="$clusters/$to/data" "$@"
}

# eventually COMMAND...: the command succeeds within half a minute.
eventually() {
    local try
    for try in $(seq 300); do
        if "$@" 2>/dev/null; then return; fi
        sleep 0.1
    done
    echo "still not so after half a minute: $*"
    return 1
}

is_primary() { [ "$(on "$1" sql postgres -c 'SELECT pg_is_in_recovery()')" = f ]; }

no_server_crashed() { ! grep -E -A3 'was terminated by signal|PANIC:' "$clusters"/*/log; }
