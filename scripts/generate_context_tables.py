#!/usr/bin/env python3
"""Write the tables of terms in src/core/proof/jsonld/tables from published JSON-LD contexts.

    scripts/generate_context_tables.py DIRECTORY
    cargo fmt

DIRECTORY holds the context files and `index.json`, a list of objects with `url` and `file`. Only what the
contexts listed below use is understood; anything else in a context file stops the script.
"""

import json
import pathlib
import re
import sys

# Each file of tables: its heading, and the contexts in it (name of the table, URL).
FILES = {
    "security": (
        "Data Integrity, keys and controlled identifier documents",
        [
            ("DATA_INTEGRITY_2", "https://w3id.org/security/data-integrity/v2"),
            ("DATA_INTEGRITY_1", "https://w3id.org/security/data-integrity/v1"),
            ("MULTIKEY_1", "https://w3id.org/security/multikey/v1"),
            ("ED25519_2020", "https://w3id.org/security/suites/ed25519-2020/v1"),
            ("DID_1", "https://www.w3.org/ns/did/v1"),
        ],
    ),
    "credentials": (
        "Verifiable Credentials 1.1 and 2.0",
        [
            ("CREDENTIALS_2", "https://www.w3.org/ns/credentials/v2"),
            ("CREDENTIALS_1", "https://www.w3.org/2018/credentials/v1"),
        ],
    ),
    "open_badges": (
        "Open Badges 3.0, the versions that are in use",
        [
            ("OPEN_BADGES_3_0_3", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"),
            ("OPEN_BADGES_3_0_2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"),
            ("OPEN_BADGES_EXTENSIONS", "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"),
        ],
    ),
    "open_badges_early": (
        "Open Badges 3.0, the versions for Verifiable Credentials 1.1",
        [
            ("OPEN_BADGES_3_0_1", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json"),
            ("OPEN_BADGES_3_0_0", "https://purl.imsglobal.org/spec/ob/v3p0/context.json"),
        ],
    ),
    "learner_records": (
        "Comprehensive Learner Record 2.0",
        [
            ("LEARNER_RECORD_2_0_1", "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"),
            ("LEARNER_RECORD_2_0_0", "https://purl.imsglobal.org/spec/clr/v2p0/context.json"),
        ],
    ),
}

NAMESPACES = {
    "CRED": "https://www.w3.org/2018/credentials#",
    "CLR": "https://purl.imsglobal.org/spec/vc/clr/vocab.html#",
    "DCTERMS": "http://purl.org/dc/terms/",
    "DID": "https://www.w3.org/ns/did#",
    "JOSE": "https://www.iana.org/assignments/jose#",
    "JWT": "https://www.iana.org/assignments/jwt#",
    "OB": "https://purl.imsglobal.org/spec/vc/ob/vocab.html#",
    "SCHEMA": "https://schema.org/",
    "SEC": "https://w3id.org/security#",
    "STATUS": "https://www.w3.org/ns/credentials/status#",
    "XSD": "http://www.w3.org/2001/XMLSchema#",
    "XSD_HTTPS": "https://www.w3.org/2001/XMLSchema#",
}

WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


def quoted(text):
    return json.dumps(text)


def constant(term):
    return "_".join(WORD.findall(term)).upper()


def split(iri):
    """An IRI as namespace constant and local name."""
    fitting = [name for name, namespace in NAMESPACES.items() if iri.startswith(namespace)]
    if not fitting:
        return None
    name = max(fitting, key=lambda name: len(NAMESPACES[name]))
    return name, iri[len(NAMESPACES[name]) :]


class Tables:
    def __init__(self):
        self.by_content = {}
        self.names = set()
        self.used = set()

    def start(self):
        self.out = []
        self.here = set()
        self.used = set()
        self.imported = set()

    def iri(self, iri):
        found = split(iri)
        if found is None:
            return f'"", {quoted(iri)}'
        self.used.add(found[0])
        return f"{found[0]}, {quoted(found[1])}"

    def term(self, name, definition, suffix):
        if isinstance(definition, str):
            definition = {"@id": definition, "simple": True}
        unknown = set(definition) - {"@id", "@type", "@container", "@context", "simple"}
        assert not unknown, unknown
        iri = definition["@id"]
        if split(iri) is None and not re.match(r"https?://", iri):
            row = f"Term::alias({quoted(name)}, {quoted(iri)})"
        else:
            row = f"Term::new({quoted(name)}, {self.iri(iri)})"
        if "simple" in definition and iri[-1] in ":/?#[]@":
            row += ".prefix()"
        kind = definition.get("@type")
        if kind in ("@id", "@vocab", "@json"):
            row += f".{kind[1:]}()"
        elif kind is not None:
            row += f".typed({self.iri(kind)})" if split(kind) else f".coerced({quoted(kind)})"
        container = definition.get("@container")
        if container is not None:
            assert container in ("@set", "@list", "@graph"), container
            row += f".{container[1:]}()"
        if "@context" in definition:
            inner = definition["@context"]
            row += ".empty_scope()" if inner is None else f".scope(&{self.table(constant(name), inner, suffix)})"
        return row + ","

    def table(self, name, context, suffix, public=False, comment=None):
        content = json.dumps(context, sort_keys=True)
        if not public and content in self.by_content:
            found = self.by_content[content]
            if found not in self.here:
                self.imported.add(found)
            return found
        if name in self.names:
            name = f"{name}_{suffix}"
        assert name not in self.names, name
        self.names.add(name)
        keywords = {key: value for key, value in context.items() if key.startswith("@")}
        assert keywords.pop("@version", 1.1) == 1.1
        kind = "protected" if keywords.pop("@protected", False) else "open"
        assert not keywords, keywords
        rows = [self.term(key, context[key], suffix) for key in sorted(context) if not key.startswith("@")]
        self.by_content.setdefault(content, name)
        self.here.add(name)
        comment = f"/// {comment}\n" if comment else ""
        body = "\n".join(rows)
        self.out.append(f"{comment}pub(super) static {name}: Table = Table::{kind}(&[\n{body}\n]);\n")
        return name


def main(directory):
    directory = pathlib.Path(directory)
    files = {entry["url"]: entry["file"] for entry in json.loads((directory / "index.json").read_text())}
    target = pathlib.Path(__file__).parent.parent / "src/core/proof/jsonld/tables"
    tables = Tables()
    homes = {}
    for file, (heading, contexts) in FILES.items():
        tables.start()
        for name, url in contexts:
            document = json.loads((directory / files[url]).read_text())
            assert list(document) == ["@context"]
            suffix = name.split("_", 2)[-1] if name.startswith("OPEN") else name
            tables.table(name, document["@context"], suffix, public=True, comment=f"`{url}`")
        imports = sorted(tables.used)
        text = f"//! Terms of {heading}.\n//!\n//! Written by `scripts/generate_context_tables.py`.\n\n"
        for home in sorted({homes[name] for name in tables.imported}):
            names = sorted(name for name in tables.imported if homes[name] == home)
            text += f"use super::{home}::{{{', '.join(names)}}};\n"
        text += f"use super::{{{', '.join(sorted([*imports, 'Table', 'Term']))}}};\n\n"
        text += "\n".join(tables.out)
        (target / f"{file}.rs").write_text(text)
        homes.update({name: file for name in tables.here})
    (target / "namespaces.rs").write_text(
        "//! Namespaces of the vocabularies.\n//!\n//! Written by `scripts/generate_context_tables.py`.\n\n"
        + "".join(f"pub(super) const {name}: &str = {quoted(iri)};\n" for name, iri in sorted(NAMESPACES.items()))
    )


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
