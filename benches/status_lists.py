"""get_status_list of an issuer with many awards, some of them revoked, against counting those."""

import time

from awards import LARGE, filled
from measuring import Row, Session, in_turn, median, sql

ENTRIES = 131_072
# Every so many-th award is revoked.
REVOKED = 20


def rows():
    database = filled("2.0", LARGE)
    # Hosted awards have their places in the lists as well; the issuer needs a key, which signed awards would have made.
    sql(f"""SELECT badges.rotate_issuer_key(issuer_id) FROM bench.badge;
            UPDATE badges.badge_assertions SET revoked = true, revoked_at = now(), updated_at = now()
             WHERE status_index % {REVOKED} = 0;
            VACUUM ANALYZE badges.badge_assertions""", database)
    lists = -(-LARGE // ENTRIES)
    one = "SELECT badges.get_status_list(issuer_id) IS NOT NULL FROM bench.badge"
    every = f"""SELECT count(badges.get_status_list(issuer_id, list => list))
                  FROM bench.badge, generate_series(0, {lists - 1}) AS list"""
    counting = """SELECT count(*) FROM badges.badge_assertions
                   WHERE issuer_id = (SELECT issuer_id FROM bench.badge) AND revoked"""
    session = Session(database)
    if session.run(every) != str(lists):
        raise RuntimeError(f"there are not {lists} status lists")
    revoked = int(session.run(counting))

    def seconds(statement):
        start = time.monotonic()
        session.run(statement)
        return time.monotonic() - start

    figures = in_turn([lambda statement=statement: seconds(statement) for statement in (one, every, counting)])
    session.close()
    first, whole, counted = (median(times) for times in figures)
    yield Row(f"`get_status_list`, every list of {LARGE:,} awards, {revoked:,} of them revoked", "counting those",
              "under 1 s", f"{whole:.3f} s", whole < 1, f"{lists} lists; one {first * 1e3:.1f} ms; counting {counted * 1e3:.1f} ms")
