"""Memory of a backend that issues many awards in one statement."""

import threading

from measuring import Row, Session, sql

SIZES = (10_000, 100_000, 1_000_000)


def private_peak(statement):
    """The most private memory, in MiB, that a fresh backend has while it runs a statement."""
    session = Session()
    finished = threading.Event()

    def wait():
        session.finish()
        finished.set()

    session.start(statement)
    threading.Thread(target=wait).start()
    peak = session.private_memory()
    while not finished.wait(0.005):
        peak = max(peak, session.private_memory())
    session.close()
    return peak / 1024


def rows():
    # Stored as it is, so that reading the array costs its own length and nothing else.
    sql("CREATE TABLE bench.many (size int, emails text[]); ALTER TABLE bench.many ALTER emails SET STORAGE EXTERNAL")
    used = {}
    for size in SIZES:
        sql(f"""INSERT INTO bench.many
                SELECT {size}, array_agg('recipient' || n || '@example.org') FROM generate_series(1, {size}) AS n""")
        argument = private_peak(f"SELECT cardinality(emails) FROM bench.many WHERE size = {size}")
        issuing = private_peak(f"""SELECT count(*) FROM bench.many,
            badges.issue_assertions((SELECT badge_id FROM bench.badge), emails) WHERE size = {size}""")
        sql("TRUNCATE badges.badge_assertions")
        used[size] = issuing - argument
    figures = ", ".join(f"{used[size]:.0f}" for size in SIZES)
    growth = used[SIZES[-1]] - used[SIZES[0]]
    yield Row("`issue_assertions`, private memory beyond the argument", "10^4, 10^5, 10^6 recipients", "flat",
              f"{figures} MiB", growth < 16, f"{growth * 1024 * 1024 / (SIZES[-1] - SIZES[0]):.0f} octets a recipient")
    sql("DROP TABLE bench.many")
