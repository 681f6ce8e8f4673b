#!/usr/bin/env bash
# Builds the extension and installs it: without an argument into the private PostgreSQL of these scripts
# (only when a source changed), with the path of a pg_config into the server that one belongs to.
source "$(dirname -- "${BASH_SOURCE[0]}")/env.sh"
cd "$project"

# pgrx COMMAND PG_CONFIG [ARGUMENT...]
pgrx() {
    local command=$1 pg_config=$2
    shift 2
    local major
    major=$("$pg_config" --version | sed -E 's/^PostgreSQL ([0-9]+).*/\1/')
    PGRX_PG_CONFIG_PATH=$pg_config cargo pgrx "$command" --pg-config "$pg_config" --no-default-features --features "pg$major" "$@"
}

# install(1) makes a new file, so sessions that have loaded the old library keep it. What `cargo pgrx install --sudo` does,
# cp, would write into the file under them, and crash a running server.
install_with_sudo() {
    local built
    built=$(mktemp -d)
    pgrx package "$1" --out-dir "$built"
    (cd "$built" && find . -type f -print0 | xargs -0 -I '{}' sudo install -D --mode=0644 '{}' '/{}')
    rm -rf "$built"
}

# Everything the installed files are made from: names, contents, compiler, server.
fingerprint() {
    {
        rustc --version --verbose
        "$pg_bin/pg_config" --version
        find Cargo.toml Cargo.lock badges.control .cargo src sql -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
    } | sha256sum
}

if [ $# -gt 0 ]; then
    "$1" --version >/dev/null 2>&1 || die "no pg_config at '$1'; name the one of your server with PG_CONFIG=/path/to/pg_config"
    scripts/setup.sh --tools-only
    say "Building and installing badges into $("$1" --pkglibdir)"
    if [ -w "$("$1" --pkglibdir)" ]; then pgrx install "$1" --release; else install_with_sudo "$1"; fi
    exit
fi

scripts/setup.sh
exec 9>"$BADGES_CACHE/install-$PG.lock"
flock 9
touch "$BADGES_CACHE/install-$PG.lock"
stamp=$BADGES_CACHE/installed-$PG
current=$(fingerprint)
[ -f "$stamp" ] && [ "$(cat "$stamp")" = "$current" ] && exit
say "Building badges for PostgreSQL $PG"
rm -f "$stamp"
pgrx install "$pg_bin/pg_config" --release
# Scripts of another version would be offered as upgrade paths.
find "$("$pg_bin/pg_config" --sharedir)/extension" -name 'badges--*.sql' ! -newer "$BADGES_CACHE/install-$PG.lock" -delete
echo "$current" >"$stamp"
