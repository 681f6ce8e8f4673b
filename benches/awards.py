"""Databases full of awards, each filled once however many parts look at it."""

import functools
import os

from measuring import FOLDER, create_database, sql

LARGE = int(os.environ.get("BENCH_ROWS", "1000000"))
CHUNK = 100_000
SAMPLE = 20_000


@functools.cache
def filled(version, size):
    """The name of a database with so many awards of one badge class, issued in that version of the standard."""
    database = f"bench_{version.replace('.', '_')}_{size}"
    create_database(database)
    for first in range(1, size + 1, CHUNK):
        sql(f"""SELECT count(*) FROM badges.issue_assertions((SELECT badge_id FROM bench.badge),
                (SELECT array_agg('recipient' || n || '@example.org')
                   FROM generate_series({first}, {min(first + CHUNK - 1, size)}) AS n), version => '{version}')""", database)
    sql((FOLDER / "sql/sample.sql").read_text().replace(":sample", str(SAMPLE)), database)
    return database
