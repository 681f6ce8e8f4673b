"""The awards in one table and in a table of partitions, in plain SQL: what partitioning would gain or cost."""

from awards import LARGE, SAMPLE, filled
from measuring import Row, Session, in_turn, median, pgbench, ratio, sql, sql_file

PARTITIONS = 16
COPIED = "assertion_id, badge_id, issuer_id, recipient_key, status_index, revoked, updated_at, assertion_json"

# One statement for each way in which a call of this extension finds awards. What is looked for comes from a subquery, so that
# no side is planned anew for each value.
WANTED = "(SELECT {column} FROM bench.wanted WHERE n = :n)"
ID, KEY = (WANTED.format(column=column) for column in ("assertion_id", "recipient_key"))
WORK = {
    "finding an award by its id": f"SELECT assertion_json FROM bench.{{table}} WHERE assertion_id = {ID}",
    "finding the awards of a recipient": f"SELECT assertion_json FROM bench.{{table}} WHERE recipient_key = {KEY}",
    "the awards of a status list": "SELECT count(*) FROM bench.{table} WHERE issuer_id = (SELECT issuer_id FROM bench.badge) "
                                   "AND status_index BETWEEN :n AND :n + 1000",
    "revoking an award": f"UPDATE bench.{{table}} SET revoked = true, updated_at = now() WHERE assertion_id = {ID}",
}


def rows():
    database = filled("2.0", LARGE)
    sql_file("sql/partitions.sql", database, partitions=PARTITIONS)
    session = Session(database)
    whole, parted = (session.processor_time(f"INSERT INTO bench.{table} SELECT {COPIED} FROM badges.badge_assertions")
                     for table in ("whole", "parted"))
    session.close()
    sql("VACUUM ANALYZE bench.whole, bench.parted, bench.wanted", database)
    against = "the same in one table"
    yield Row(f"adding {LARGE:,} awards to {PARTITIONS} partitions", against, "", f"{parted / whole:.2f} of the time", None,
              f"{parted / LARGE * 1e6:.1f} against {whole / LARGE * 1e6:.1f} us an award")
    for work, statement in WORK.items():
        def rate(table, statement=statement):
            script = f"\\set n random(1, {min(SAMPLE, LARGE)})\n{statement.format(table=table)};\n"
            return pgbench(script, database, options=("-T", "2"))

        one, many = in_turn([lambda: rate("whole"), lambda: rate("parted")])
        yield Row(f"{work}, in {PARTITIONS} partitions", against, "", f"{ratio(one, many):.2f} of the time", None,
                  f"{1e6 / median(many):.0f} against {1e6 / median(one):.0f} us, round trip included")
