#!/usr/bin/env python3
"""Write src/core/openbadges/datatypes/language_subtags.rs from copies of the IANA language subtag registry.

    scripts/generate_language_subtags.py DIRECTORY... > src/core/openbadges/datatypes/language_subtags.rs
    cargo fmt

Each DIRECTORY holds `registry.json` and `meta.json` as the Python package `language-tags` ships them
(`language_tags/data/json`); versions 0.4.3 and 1.3.2 were used. A subtag is kept if it is not deprecated in
one of them, so a later deprecation never makes a stored document invalid.
"""

import json
import pathlib
import sys
import textwrap

LINE = 100


def records(registries, wanted):
    """Names of the current entries of some types, lower case, ranges of private use left out."""
    names = {
        entry.get("Subtag", entry.get("Tag")).lower()
        for registry in registries
        for entry in registry
        if entry["Type"] in wanted and "Deprecated" not in entry
    }
    return sorted(name for name in names if ".." not in name)


def table(name, comment, names):
    width = max(map(len, names)) + 1
    per_line = LINE // width
    lines = ["".join(n.ljust(width) for n in names[i : i + per_line]) for i in range(0, len(names), per_line)]
    body = "\\\n    ".join(lines)
    return f'/// {comment}\npub const {name}: &str = "\\\n    {body}";\n'


def listing(name, comment, kind, items):
    body = "".join(f"    {item},\n" for item in items)
    return f"/// {comment}\npub const {name}: &[{kind}] = &[\n{body}];\n"


def suppressed(script, languages):
    lines = textwrap.wrap(" ".join(languages), LINE - 20)
    return f'("{script}", "' + " \\\n        ".join(lines) + '")'


def main(directories):
    paths = [pathlib.Path(directory) for directory in directories]
    registries = [json.loads((path / "registry.json").read_text()) for path in paths]
    dates = [json.loads((path / "meta.json").read_text())["File-Date"] for path in paths]

    scripts = {}
    for entry in registries[-1]:
        if "Suppress-Script" in entry and entry["Type"] == "language" and "Deprecated" not in entry:
            scripts.setdefault(entry["Suppress-Script"].lower(), []).append(entry["Subtag"].lower())

    whole = {"redundant", "grandfathered"}
    current = records(registries, whole)
    deprecated = sorted(
        {entry["Tag"].lower() for registry in registries for entry in registry if entry["Type"] in whole}
        - set(current)
    )
    exceptional = [
        tag
        for tag in current
        for first, *rest in [tag.split("-")]
        if first not in records(registries, {"language"}) or any(first in scripts.get(s, []) for s in rest)
    ]

    print(f"//! The IANA language subtag registry of {' and '.join(dates)}: what was not deprecated at one of them.")
    print("//!")
    print("//! Written by `scripts/generate_language_subtags.py`. Everything is lower case. A table is sorted records")
    print("//! of one width, padded with spaces.")
    for name, comment, wanted in [
        ("LANGUAGES", "Language subtags.", {"language"}),
        ("EXTENDED_LANGUAGES", "Extended language subtags.", {"extlang"}),
        ("SCRIPTS", "Script subtags.", {"script"}),
        ("REGIONS", "Region subtags.", {"region"}),
        ("VARIANTS", "Variant subtags.", {"variant"}),
    ]:
        print("\n" + table(name, comment, records(registries, wanted)), end="")
    print(
        "\n"
        + listing(
            "SUPPRESSED_SCRIPTS",
            "Scripts with the languages that are written in them as a matter of course.",
            "(&str, &str)",
            [suppressed(script, sorted(languages)) for script, languages in sorted(scripts.items())],
        ),
        end="",
    )
    print(
        "\n"
        + listing(
            "VALID",
            "Whole tags that are valid though their subtags alone would not be.",
            "&str",
            [f'"{tag}"' for tag in exceptional],
        ),
        end="",
    )
    print(
        "\n"
        + listing(
            "DEPRECATED",
            "Whole tags that are deprecated, whatever their subtags.",
            "&str",
            [f'"{tag}"' for tag in deprecated],
        ),
        end="",
    )


main(sys.argv[1:])
