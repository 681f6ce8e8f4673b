"""The licences of the crates that are linked into the library: name, version, licence, and the licence texts they bring.

Usage: crate_licences.py FEATURE
"""

import json
import subprocess
import sys
from pathlib import Path


def linked(metadata):
    """The packages that the extension is made of, without what only builds or tests it."""
    nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
    packages = {package["id"]: package for package in metadata["packages"]}
    is_macro = {key for key, package in packages.items() if any("proc-macro" in target["kind"] for target in package["targets"])}
    seen, waiting = set(), [metadata["resolve"]["root"]]
    while waiting:
        key = waiting.pop()
        if key in seen or key in is_macro:
            continue
        seen.add(key)
        waiting += [dep["pkg"] for dep in nodes[key]["deps"] if any(kind["kind"] is None for kind in dep["dep_kinds"])]
    foreign = [packages[key] for key in seen if packages[key]["source"]]
    return sorted(foreign, key=lambda package: (package["name"], package["version"]))


def main():
    host = next(line.split()[1] for line in subprocess.check_output(["rustc", "-vV"], text=True).splitlines() if line.startswith("host"))
    command = ["cargo", "metadata", "--format-version=1", "--locked", "--no-default-features",
               "--features", sys.argv[1], "--filter-platform", host]
    printed = {}
    for package in linked(json.loads(subprocess.check_output(command, text=True))):
        print(f"\n{package['name']} {package['version']}: {package['license'] or 'see below'}")
        folder = Path(package["manifest_path"]).parent
        for path in sorted(folder.iterdir()):
            if path.is_file() and path.name.upper().startswith(("LICENSE", "LICENCE", "COPYING", "NOTICE", "COPYRIGHT")):
                text = path.read_text(encoding="utf-8", errors="replace")
                known = printed.setdefault(" ".join(text.split()), f"{package['name']} {package['version']}")
                if known != f"{package['name']} {package['version']}":
                    print(f"\n  {path.name}: as of {known}")
                    continue
                print(f"\n  {path.name}\n")
                for line in text.splitlines():
                    print(f"    {line}".rstrip())


if __name__ == "__main__":
    main()
