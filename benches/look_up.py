"""get_assertion, verify_assertion and find_assertions in a small and in a large table."""

import os

from measuring import FOLDER, Row, create_database, in_turn, median, pgbench, ratio, sql

SMALL = 1_000
LARGE = int(os.environ.get("BENCH_ROWS", "1000000"))
CHUNK = 100_000
SAMPLE = 20_000
SECONDS = 1


def fill(database, size):
    create_database(database)
    for first in range(1, size + 1, CHUNK):
        sql(f"""SELECT count(*) FROM badges.issue_assertions((SELECT badge_id FROM bench.badge),
                (SELECT array_agg('recipient' || n || '@example.org')
                   FROM generate_series({first}, {min(first + CHUNK - 1, size)}) AS n))""", database)
    sql((FOLDER / "sql/sample.sql").read_text().replace(":sample", str(SAMPLE)), database)


def rows():
    fill("bench_small", SMALL)
    fill("bench_large", LARGE)
    for function in ("get_assertion", "verify_assertion", "find_assertions"):
        script = (FOLDER / f"pgbench/{function}.sql").read_text()

        def look_up(database, size, script=script):
            variables = {"size": size, "sample": min(size, SAMPLE)}
            return pgbench(script, database, variables=variables, options=("-T", str(SECONDS)))

        small, large = in_turn([
            lambda: look_up("bench_small", SMALL), lambda: look_up("bench_large", LARGE),
        ])
        slower = ratio(small, large)
        yield Row(f"`{function}` of {LARGE:,} awards", f"the same of {SMALL:,}", "at most 1.5 times slower",
                  f"{slower:.2f}", slower <= 1.5,
                  f"{1e6 / median(large):.0f} against {1e6 / median(small):.0f} us, round trip included")
