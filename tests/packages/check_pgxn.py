"""A source archive against the PGXN Meta Spec 1.0.0, and against what it holds.

Usage: check_pgxn.py ARCHIVE. Says everything that is wrong, one line each.
"""

import json
import re
import sys
import zipfile

SEMANTIC_VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?")
TERM = re.compile(r"[^\s/\\\x00-\x1f]{2,}")
LICENCES = {"agpl_3", "apache_1_1", "apache_2_0", "artistic_1", "artistic_2", "bsd", "freebsd", "gfdl_1_2", "gfdl_1_3",
            "gpl_1", "gpl_2", "gpl_3", "lgpl_2_1", "lgpl_3_0", "mit", "mozilla_1_0", "mozilla_1_1", "openssl", "perl_5",
            "postgresql", "qpl_1_0", "ssleay", "sun", "zlib", "open_source", "restricted", "unrestricted", "unknown"}


def faults(meta, names, root):
    """What the specification asks of META.json, and of the files it names."""
    for field in ("name", "version", "abstract", "maintainer", "license", "provides", "meta-spec"):
        if not meta.get(field):
            yield f"{field} is missing"
    if not TERM.fullmatch(meta.get("name", "")):
        yield "name is no term"
    if not SEMANTIC_VERSION.fullmatch(meta.get("version", "")):
        yield "version is no semantic version"
    licences = meta.get("license")
    if not set([licences] if isinstance(licences, str) else licences or []) <= LICENCES:
        yield f"license {licences} is none of the specification's"
    spec = meta.get("meta-spec", {})
    if spec.get("version") != "1.0.0" or not spec.get("url"):
        yield "meta-spec names no version 1.0.0 and its url"
    if meta.get("release_status", "stable") not in ("stable", "testing", "unstable"):
        yield "release_status is unknown"
    for tag in meta.get("tags", []):
        if not 0 < len(tag) <= 255 or "/" in tag or "\\" in tag:
            yield f"{tag!r} is no tag"
    for term, extension in meta.get("provides", {}).items():
        if not SEMANTIC_VERSION.fullmatch(extension.get("version", "")):
            yield f"provides {term}: no version"
        for field in ("file", "docfile"):
            if field == "file" and field not in extension:
                yield f"provides {term}: no file"
            elif field in extension and f"{root}{extension[field]}" not in names:
                yield f"provides {term}: {extension[field]} is not in the archive"


def main():
    with zipfile.ZipFile(sys.argv[1]) as archive:
        names = set(archive.namelist())
        roots = {name.split("/")[0] for name in names}
        meta_name = next((name for name in names if name.count("/") == 1 and name.endswith("/META.json")), None)
        if meta_name is None:
            sys.exit("META.json is missing")
        meta = json.loads(archive.read(meta_name))
    root = f"{meta['name']}-{meta['version']}/"
    found = list(faults(meta, names, root))
    if roots != {root.rstrip("/")}:
        found.append(f"the archive does not lie in the one folder {root}")
    for needed in ("Makefile", "README.md", "LICENSE", "Cargo.lock", "scripts/install.sh"):
        if root + needed not in names:
            found.append(f"{needed} is missing")
    sys.exit("\n".join(found) if found else 0)


if __name__ == "__main__":
    main()
