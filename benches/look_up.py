"""get_assertion, verify_assertion and find_assertions in a small and in a large table."""

from awards import LARGE, SAMPLE, filled
from measuring import FOLDER, Row, in_turn, median, pgbench, ratio

SMALL = 1_000
# Credentials of 3.0 take 2 kB and a signature each, so that there are fewer.
SIZES = {"2.0": LARGE, "3.0": LARGE // 10}
SECONDS = 1


def rows():
    for version, size in SIZES.items():
        databases = ((filled(version, SMALL), SMALL), (filled(version, size), size))
        for function in ("get_assertion", "verify_assertion", "find_assertions"):
            script = (FOLDER / f"pgbench/{function}.sql").read_text()

            def look_up(database, size, script=script):
                variables = {"size": size, "sample": min(size, SAMPLE)}
                return pgbench(script, database, variables=variables, options=("-T", str(SECONDS)))

            small, large = in_turn([lambda pair=pair: look_up(*pair) for pair in databases])
            slower = ratio(small, large)
            yield Row(f"`{function}` of {size:,} awards of {version}", f"the same of {SMALL:,}",
                      "at most 1.5 times slower", f"{slower:.2f}", slower <= 1.5,
                      f"{1e6 / median(large):.0f} against {1e6 / median(small):.0f} us, round trip included")
