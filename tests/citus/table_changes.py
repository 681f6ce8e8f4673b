"""The statements of an upgrade script that change tables, indexes or privileges of tables: what Citus sends to workers
before they run the script themselves. Policies are left out: those that call functions are not there on Citus.

Usage: table_changes.py SCRIPT
"""

import re
import sys
from pathlib import Path

CHANGE = re.compile(
    r"^(?:(?:ALTER|CREATE|DROP) (?:TABLE|UNIQUE INDEX|INDEX)\b"
    r"|DO (\$\w*\$)(?:.|\n)*?\1"
    r"|(?:GRANT|REVOKE) (?!EXECUTE|ALL ON FUNCTION|ALL ON ALL FUNCTIONS)[^;]*\bON (?!FUNCTION|ALL FUNCTIONS))[^;]*;",
    re.MULTILINE,
)


def main():
    script = re.sub(r"^--.*$", "", Path(sys.argv[1]).read_text(), flags=re.MULTILINE)
    print("SET client_min_messages = warning;")
    for change in CHANGE.finditer(script):
        print(change[0])


if __name__ == "__main__":
    main()
