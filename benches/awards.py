"""Databases full of awards, each filled once however many parts look at it."""

import functools
import os
import time

from measuring import FOLDER, create_database, sql

LARGE = int(os.environ.get("BENCH_ROWS", "1000000"))
CHUNK = 100_000
SAMPLE = 20_000

_seconds = {}


@functools.cache
def filled(version, size):
    """The name of a database with so many awards of one badge class, issued in that version of the standard."""
    database = f"bench_{version.replace('.', '_')}_{size}"
    create_database(database)
    chunks = _seconds[version, size] = []
    for first in range(1, size + 1, CHUNK):
        start = time.monotonic()
        sql(f"""SELECT count(*) FROM badges.issue_assertions((SELECT badge_id FROM bench.badge),
                (SELECT array_agg('recipient' || n || '@example.org')
                   FROM generate_series({first}, {min(first + CHUNK - 1, size)}) AS n), version => '{version}')""", database)
        chunks.append(time.monotonic() - start)
    sql((FOLDER / "sql/sample.sql").read_text().replace(":sample", str(SAMPLE)), database)
    return database


def seconds_of_chunks(version, size):
    """How long each chunk of such a database took to issue."""
    filled(version, size)
    return _seconds[version, size]
