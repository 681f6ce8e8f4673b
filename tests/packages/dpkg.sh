#!/usr/bin/env bash
# Installs the Debian package in FOLDER/dist for real, issues a badge in a cluster of Debian's PostgreSQL, and removes it again.
#   tests/packages/dpkg.sh FOLDER
source "$(dirname -- "${BASH_SOURCE[0]}")/../../scripts/env.sh"
source "$project/scripts/cluster.sh"
work=$1
pg_bin=/usr/lib/postgresql/$PG/bin
PATH=$pg_bin:$PATH
package=postgresql-$PG-badges

trap 'cluster_stop "$work/debian"; dpkg --purge "$package"' EXIT
dpkg --install "$work"/dist/*.deb
mkdir -p "$work/debian"
cluster_create "$work/debian" fsync=off
cluster_start "$work/debian"
cluster_use "$work/debian"
createdb shop
psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --dbname=shop --command='CREATE EXTENSION badges' --file="$project/tests/rows.sql" \
    --command='SELECT 1 / count(*) FROM badges.badge_assertions'
