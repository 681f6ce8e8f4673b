"""What Citus asks of the statements in src/store, as far as their text shows it. Says what breaks a rule, one line each.

Usage: statements.py FOLDER
"""

import re
import sys
from pathlib import Path

KEYS = {"login_tokens": "token_id", "webauthn_credentials": "credential_id", "badge_assertions": "assertion_id"}
STATEMENT = re.compile(r'^    ([A-Z_]+)\([^)]*\) (?:reading|writing)\s+(.*?);$', re.MULTILINE | re.DOTALL)
TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
COLUMNS = re.compile(r'macro_rules! columns \{.*?"([^"]*)"', re.DOTALL)
VOLATILE = re.compile(r"\b(random|clock_timestamp|gen_random_uuid|nextval|uuid_v7|next_status_index|statement_timestamp)\(")


def statements(path):
    """Name and SQL of each statement of a file."""
    source = path.read_text()
    columns = COLUMNS.search(source)
    for name, expression in STATEMENT.findall(source):
        expression = expression.replace("columns!()", f'"{columns[1]}"' if columns else '""')
        yield name, " ".join("".join(TEXT.findall(expression)).split())


def faults(sql):
    """The rules that one statement breaks."""
    returning = re.search(r" RETURNING (.*)$", sql)
    if returning and not re.fullmatch(r"\*|[a-z_]+(, [a-z_]+)*", returning[1]):
        yield f"RETURNING holds more than bare columns: {returning[1]}"
    if re.match(r"(UPDATE|DELETE)\b", sql) and VOLATILE.search(sql):
        yield "a volatile function changes rows"
    table = re.search(r"\b(?:FROM|UPDATE|INTO) badges\.(\w+)", sql)
    key = KEYS.get(table[1]) if table else None
    if key and re.search(r"\bFOR (NO KEY )?(UPDATE|SHARE)\b", sql) and f"{key} = $1" not in sql:
        yield "rows are locked without their key"
    for value in re.findall(rf"\b{key} = (\S+(?: \([^)]*\))?)", sql) if key else []:
        if not re.match(r"\$\d+\b|ANY \(\$\d+\)", value):
            yield f"{key} is compared with more than a bound value: {value}"
    if re.search(r"\bMERGE\b|\bON CONFLICT ON CONSTRAINT\b", sql):
        yield "MERGE, or a constraint by its name"


def main():
    found, count = [], 0
    for path in sorted(Path(sys.argv[1]).glob("*.rs")):
        for name, sql in statements(path):
            count += 1
            found += [f"{path.name} {name}: {fault}" for fault in faults(sql)]
    print(f"{count} statements")
    # A pattern that finds nothing would find no fault either.
    if count < 40:
        found.append("fewer statements were found than there are")
    sys.exit("\n".join(found) if found else 0)


if __name__ == "__main__":
    main()
