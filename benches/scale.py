"""What many awards cost: loading them, their room on the disk, taking them back, and what a million revocations leave."""

import time

from awards import CHUNK, LARGE, SAMPLE, filled, seconds_of_chunks
from measuring import FOLDER, Row, Session, in_turn, median, pgbench, ratio, sql

SMALL = 1_000
REVOCATIONS = min(1_000_000, LARGE // 10)
PER_MILLION = 1e6 / LARGE / 2**20


def rows():
    small, large = filled("2.0", SMALL), filled("2.0", LARGE)
    yield loading()
    yield size_on_disk(large)
    yield taking_back(small, large)
    yield from revoking(large)


def loading():
    seconds = seconds_of_chunks("2.0", LARGE)
    tenth = max(1, len(seconds) // 10)
    first, last = (median(part) for part in (seconds[:tenth], seconds[-tenth:]))
    slower = last / first
    return Row(f"the last tenth of {LARGE:,} awards, {CHUNK:,} a statement", "the first tenth", "at most 1.5 times slower",
               f"{slower:.2f}", slower <= 1.5,
               f"{CHUNK / last:,.0f} against {CHUNK / first:,.0f} a second; all in {sum(seconds):.0f} s")


def size_on_disk(database):
    heap, toast, indexes = (int(figure) for figure in sql("""
        SELECT pg_relation_size(c.oid), coalesce(pg_total_relation_size(nullif(c.reltoastrelid, 0)), 0), pg_indexes_size(c.oid)
          FROM pg_class AS c WHERE c.oid = 'badges.badge_assertions'::regclass""", database).split("|"))
    return Row(f"room of {LARGE:,} awards of 2.0", "", "", f"{(heap + toast + indexes) / LARGE:.0f} octets an award", None,
               f"a million take {heap * PER_MILLION:.0f} MiB, {toast * PER_MILLION:.0f} beside, indexes {indexes * PER_MILLION:.0f}")


def taking_back(small, large):
    script = (FOLDER / "pgbench/suspend_and_reinstate.sql").read_text()

    def suspend(database, size):
        return pgbench(script, database, variables={"sample": min(size, SAMPLE)}, options=("-T", "1"))

    few, many = in_turn([lambda: suspend(small, SMALL), lambda: suspend(large, LARGE)])
    slower = ratio(few, many)
    return Row(f"`suspend_assertion` and `reinstate_assertion` among {LARGE:,} awards", f"the same of {SMALL:,}",
               "at most 1.5 times slower", f"{slower:.2f}", slower <= 1.5,
               f"{1e6 / median(many):.0f} against {1e6 / median(few):.0f} us")


def revoking(database):
    """A tenth of the awards is revoked in one statement; then autovacuum may do its work."""
    before = sizes(database)
    session = Session(database)
    session.run("SELECT badges.rotate_issuer_key(issuer_id) FROM bench.badge")
    memory = session.private_memory()
    start = time.monotonic()
    session.run(f"""SELECT count(badges.revoke_assertion(assertion_id))
                      FROM (SELECT assertion_id FROM badges.badge_assertions WHERE NOT revoked
                             ORDER BY hashtext(assertion_id::text) LIMIT {REVOCATIONS}) AS chosen""")
    seconds = time.monotonic() - start
    growth = (session.private_memory() - memory) / 1024
    yield Row(f"`revoke_assertion` of {REVOCATIONS:,} awards in one statement", "", "memory flat",
              f"{seconds / REVOCATIONS * 1e6:.0f} us each", growth < 64, f"{growth:.0f} MiB more in use")
    revoked = sizes(database)
    vacuum = autovacuumed(database)
    yield Row(f"room after {REVOCATIONS:,} revocations", "the room before", "", f"{revoked[0] / before[0]:.2f}", None,
              f"indexes {revoked[1] / before[1]:.2f}; autovacuum took {vacuum:.0f} s")
    session.run(f"""SELECT count(badges.revoke_assertion(assertion_id))
                      FROM (SELECT assertion_id FROM badges.badge_assertions WHERE NOT revoked
                             ORDER BY hashtext(assertion_id::text) LIMIT {REVOCATIONS}) AS chosen""")
    again = sizes(database)
    autovacuumed(database)
    yield Row("room after as many again", "the room before", "at most 1.1 times after the vacuum", f"{again[0] / revoked[0]:.2f}",
              again[0] / revoked[0] <= 1.1, f"indexes {again[1] / revoked[1]:.2f}")
    lists = -(-LARGE // 131_072)
    start = time.monotonic()
    session.run(f"""SELECT count(badges.get_status_list(issuer_id, list => list))
                      FROM bench.badge, generate_series(0, {lists - 1}) AS list""")
    whole = time.monotonic() - start
    start = time.monotonic()
    session.run("SELECT length(badges.get_revocation_list(issuer_id)::text) FROM bench.badge")
    hosted = time.monotonic() - start
    session.close()
    yield Row(f"all {lists} status lists of {LARGE:,} awards, {2 * REVOCATIONS:,} of them revoked", "", "",
              f"{whole:.2f} s", None, f"one takes {whole / lists * 1e3:.0f} ms; the revocation list of 2.0 {hosted:.1f} s")


def sizes(database):
    return [int(figure) for figure in sql("""SELECT pg_table_size('badges.badge_assertions'),
                                                    pg_indexes_size('badges.badge_assertions')""", database).split("|")]


def autovacuumed(database):
    """Seconds until autovacuum has been over the table."""
    done = "SELECT coalesce(sum(autovacuum_count), 0) FROM pg_stat_user_tables WHERE relname = 'badge_assertions'"
    before, start = sql(done, database), time.monotonic()
    # With the default a fifth of the table would have to be dead before it comes.
    settings = {"autovacuum": "on", "autovacuum_naptime": "1s", "autovacuum_vacuum_scale_factor": "0.05"}
    for name, value in settings.items():
        sql(f"ALTER SYSTEM SET {name} = '{value}'")
    sql("SELECT pg_reload_conf()")
    while sql(done, database) == before:
        time.sleep(0.5)
    seconds = time.monotonic() - start
    sql("ALTER SYSTEM SET autovacuum = off; SELECT pg_reload_conf()")
    return seconds
