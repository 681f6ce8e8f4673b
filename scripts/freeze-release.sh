#!/usr/bin/env bash
# Freezes the current version as released and opens the next one: scripts/freeze-release.sh NEXT_VERSION
#
#   - keeps the generated install script in tests/upgrade/releases, where every later build upgrades from it
#   - moves Cargo.toml, Cargo.lock, META.json and CHANGELOG.md to the next version
#   - starts sql/badges--CURRENT--NEXT.sql, to which every later change of the SQL is added
#
# A frozen script is never edited again.
source "$(dirname -- "${BASH_SOURCE[0]}")/env.sh"
cd "$project"

next=${1:-}
[[ $next =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]] || die "usage: scripts/freeze-release.sh NEXT_VERSION, for example 0.2.0"
current=$(scripts/versions.sh)
frozen=tests/upgrade/releases/badges--$current.sql
[ "$current" != "$next" ] || die "$current is the current version"
[ ! -e "$frozen" ] || die "$current is frozen already"

scripts/install.sh
mkdir -p tests/upgrade/releases
cp "$("$pg_bin/pg_config" --sharedir)/extension/badges--$current.sql" "$frozen"

sed -i "0,/^version = \"$current\"\$/s//version = \"$next\"/" Cargo.toml
sed -i "/\"meta-spec\"/,\$!s/\"version\": \"$current\"/\"version\": \"$next\"/" META.json
sed -i "0,/^## /s//## [$next] - unreleased\n\nUpgrade with \`ALTER EXTENSION badges UPDATE\` (script \`badges--$current--$next.sql\`).\n\n## /" CHANGELOG.md
cargo update --quiet --offline --package badges

cat >"sql/badges--$current--$next.sql" <<SQL
\\echo Use "ALTER EXTENSION badges UPDATE TO '$next'" to load this file. \\quit

-- $current to $next: no change of the SQL.
SQL

echo "Frozen: $frozen. The version is now $(scripts/versions.sh); commit all of it."
