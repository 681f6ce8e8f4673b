#!/usr/bin/env bash
# Builds what is handed on, into a folder (dist): the Debian package for PostgreSQL $PG and the source archive for PGXN.
#   scripts/package.sh [FOLDER]
# The same commit, built by the same compiler, gives the same files, octet for octet.
source "$(dirname -- "${BASH_SOURCE[0]}")/env.sh"
source "$project/scripts/packages.sh"
cd "$project"
mkdir -p "${1:-dist}"
folder=$(cd -- "${1:-dist}" && pwd)

version=$(scripts/versions.sh)
name=postgresql-$PG-badges
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export SOURCE_DATE_EPOCH
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

command -v dpkg-deb >/dev/null || die "a Debian package is built with dpkg-deb, which is missing: this is not Debian or Ubuntu."
command -v objdump >/dev/null || debian_packages binutils
scripts/install.sh

# The Debian packages of the shared libraries that a library needs.
needed_packages() {
    local library
    while read -r library; do
        case $library in
            libc.so.* | libm.so.* | libdl.so.* | libpthread.so.* | ld-linux*)
                echo "libc6 (>= $(objdump -T "$1" | sed -nE 's/.*\(?GLIBC_([0-9.]+)\)? .*/\1/p' | sort -V | tail -n 1))"
                ;;
            libgcc_s.so.*) echo libgcc-s1 ;;
            *) die "no package is known that has $library" ;;
        esac
    done < <(objdump -p "$1" | awk '$1 == "NEEDED" { print $2 }') | sort -u
}

debian_package() {
    local root=$work/$name extension library documents
    extension=$root/usr/share/postgresql/$PG/extension
    library=$root/usr/lib/postgresql/$PG/lib/badges.so
    documents=$root/usr/share/doc/$name
    install -d "$extension" "$(dirname "$library")" "$documents" "$root/DEBIAN"
    install -m 644 "$("$pg_bin/pg_config" --pkglibdir)/badges.so" "$library"
    strip --strip-unneeded "$library"
    install -m 644 "$("$pg_bin/pg_config" --sharedir)"/extension/badges{.control,"--$version.sql"} sql/badges--*--*.sql "$extension"
    install -m 644 README.md doc/*.md "$documents"
    gzip -9 --no-name <CHANGELOG.md >"$documents/changelog.gz"
    {
        cat LICENSE
        printf '\n\nThe library contains these crates:\n'
        python3 scripts/crate_licences.py "pg$PG"
    } >"$documents/copyright"
    cat >"$root/DEBIAN/control" <<CONTROL
Package: $name
Version: $version
Architecture: $(dpkg --print-architecture)
Maintainer: $(python3 -c 'import json; print(json.load(open("META.json"))["maintainer"])')
Section: database
Priority: optional
Depends: postgresql-$PG, $(needed_packages "$library" | paste -sd, | sed 's/,/, /g')
Installed-Size: $(du -sk --apparent-size "$root/usr" | cut -f1)
Description: Open Badges issuing, verification and passwordless sign-in
 A PostgreSQL extension that turns a database into an Open Badges issuer, host
 and verifier with passwordless sign-in: CREATE EXTENSION badges;
CONTROL
    (cd "$root" && find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum >DEBIAN/md5sums)
    find "$root" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
    dpkg-deb --root-owner-group -Zxz --build "$root" "$folder/${name}_${version}_$(dpkg --print-architecture).deb" >/dev/null
}

# What is committed, and nothing else.
source_archive() {
    git archive --format=zip --prefix="badges-$version/" --output="$folder/badges-$version.zip" HEAD
}

debian_package
source_archive
ls "$folder"/*
