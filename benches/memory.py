"""Memory of a backend that issues many awards in one statement."""

import threading

from measuring import Row, Session, sql

# For each version how many awards, and how much more memory may be in use for the most of them than for the fewest.
SIZES = {"2.0": (10_000, 100_000, 1_000_000), "3.0": (10_000, 100_000)}
MEBIBYTES = {"2.0": 16, "3.0": 4}


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
    yield from (of_version(version) for version in SIZES)


def of_version(version):
    sizes = SIZES[version]
    # Stored as it is, so that reading the array costs its own length and nothing else.
    sql("CREATE TABLE bench.many (size int, emails text[]); ALTER TABLE bench.many ALTER emails SET STORAGE EXTERNAL")
    used = {}
    for size in sizes:
        sql(f"""INSERT INTO bench.many
                SELECT {size}, array_agg('recipient' || n || '@example.org') FROM generate_series(1, {size}) AS n""")
        argument = private_peak(f"SELECT cardinality(emails) FROM bench.many WHERE size = {size}")
        issuing = private_peak(f"""SELECT count(*) FROM bench.many,
            badges.issue_assertions((SELECT badge_id FROM bench.badge), emails, version => '{version}') WHERE size = {size}""")
        sql("TRUNCATE badges.badge_assertions")
        used[size] = issuing - argument
    figures = ", ".join(f"{used[size]:.0f}" for size in sizes)
    growth = used[sizes[-1]] - used[sizes[0]]
    sql("DROP TABLE bench.many")
    return Row(f"`issue_assertions`, {version}, private memory beyond the argument",
               f"{', '.join(f'{size:,}' for size in sizes)} recipients", "flat",
               f"{figures} MiB", growth < MEBIBYTES[version],
               f"{growth * 1024 * 1024 / (sizes[-1] - sizes[0]):.0f} octets a recipient")
