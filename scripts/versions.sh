#!/usr/bin/env bash
# One version everywhere: Cargo.toml, META.json (twice) and the newest release in CHANGELOG.md.
source "$(dirname -- "${BASH_SOURCE[0]}")/env.sh"
cd "$project"

cargo_version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)
changelog_version=$(sed -nE 's/^## \[?([0-9]+\.[0-9]+\.[0-9]+).*/\1/p' CHANGELOG.md | head -n 1)
meta_versions=$(python3 -c 'import json; meta = json.load(open("META.json")); print(meta["version"], meta["provides"]["badges"]["version"])')

[ "$cargo_version $cargo_version" = "$meta_versions" ] || die "Cargo.toml says $cargo_version, META.json says $meta_versions"
[ "$cargo_version" = "$changelog_version" ] || die "Cargo.toml says $cargo_version, the newest release in CHANGELOG.md is ${changelog_version:-missing}"
echo "$cargo_version"
