#!/usr/bin/env bash
# Looks for SQL that somebody with a schema or a temporary table of his own could bend: pgspot on the generated
# install script and on every upgrade script. What it finds must be listed, with a reason, in
# scripts/pgspot-allowed.txt; a line there that matches nothing any more fails as well.
source "$(dirname -- "${BASH_SOURCE[0]}")/env.sh"
source "$project/scripts/packages.sh"
"$project/scripts/install.sh"

packages=$(python_folder)
[ -d "$packages/pgspot" ] || pip_into "$packages" pgspot==0.9.4 pglast==7.21
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

version=$(sed -n 's/^version = "\(.*\)"/\1/p' "$project/Cargo.toml" | head -n 1)
scripts=("$("$pg_bin/pg_config" --sharedir)/extension/badges--$version.sql")
for script in "$project"/sql/badges--*--*.sql; do
    if [ -e "$script" ]; then scripts+=("$script"); fi
done

# A finding starts with its code (PS001 ...); pgspot ends with a summary line and, if it found any, status 1.
for script in "${scripts[@]}"; do
    PYTHONPATH=$packages python3 -m pgspot "$script" >"$work/output" 2>&1 || true
    grep -q '^ *Errors: [0-9]* Warnings: ' "$work/output" || { cat "$work/output" && die "pgspot could not read $script"; }
    grep -v -e '^ *Errors: ' -e '^$' "$work/output" || true
done | sed -E 's/ at line [0-9]+//' | LC_ALL=C sort -u >"$work/found"

# The reason stands on the comment lines above each allowed finding.
sed -e '/^#/d' -e '/^$/d' "$project/scripts/pgspot-allowed.txt" | LC_ALL=C sort -u >"$work/allowed"
diff --unchanged-line-format= --old-line-format='allowed, but not found any more:  %L' --new-line-format='found:  %L' \
    "$work/allowed" "$work/found"
