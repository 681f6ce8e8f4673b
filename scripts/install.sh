#!/usr/bin/env bash
# Builds the extension and installs it: without an argument into the private PostgreSQL of these scripts
# (only when a source changed), with the path of a pg_config into the server that one belongs to.
source "$(dirname -- "${BASH_SOURCE[0]}")/env.sh"
cd "$project"

build_into() {
    local pg_config=$1
    shift
    local major
    major=$("$pg_config" --version | sed -E 's/^PostgreSQL ([0-9]+).*/\1/')
    PGRX_PG_CONFIG_PATH=$pg_config cargo pgrx install --release --pg-config "$pg_config" \
        --no-default-features --features "pg$major" "$@"
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
    if [ -w "$("$1" --pkglibdir)" ]; then build_into "$1"; else build_into "$1" --sudo; fi
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
build_into "$pg_bin/pg_config"
# Scripts of another version would be offered as upgrade paths.
find "$("$pg_bin/pg_config" --sharedir)/extension" -name 'badges--*.sql' ! -newer "$BADGES_CACHE/install-$PG.lock" -delete
echo "$current" >"$stamp"
