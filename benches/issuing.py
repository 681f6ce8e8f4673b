"""issue_assertion, one award in each transaction, against a prepared INSERT of the finished row."""

from measuring import FOLDER, Row, in_turn, median, pgbench, ratio, sql

SECONDS = 2


def rows():
    badge, issuer, url = sql("SELECT badge_id, issuer_id, url FROM bench.badge").split("|")
    sql("SELECT badges.issue_assertion(badge_id, 'ann@example.org') FROM bench.badge")
    sample = sql("SELECT assertion_json FROM badges.badge_assertions")
    # All but the last 12 digits of the id, which are new in every transaction.
    start = sample.index("/assertions/") + len("/assertions/") + 24
    document = {"head": sample[:start], "tail": sample[start + 12 :]}
    assert url in document["tail"]
    ours = (FOLDER / "pgbench/issue_assertion.sql").read_text()
    theirs = (FOLDER / "pgbench/insert_finished_row.sql").read_text()
    for settings, meaning in (("", "each commit synced"), ("-c synchronous_commit=off", "`synchronous_commit = off`")):
        for clients in (1, 4):
            options = ("-T", str(SECONDS))
            shared = {"clients": clients, "options": options, "settings": settings}
            one, other = in_turn([
                lambda: pgbench(ours, variables={"badge": badge}, **shared),
                lambda: pgbench(theirs, variables={"badge": badge, "issuer": issuer, **document}, **shared),
            ])
            rate = ratio(one, other)
            # The target speaks of the server as it comes; the other setting shows what the processor does.
            reached = rate >= 0.7 if not settings else None
            yield Row(f"`issue_assertion`, {clients} client{'s'[:clients - 1]}, {meaning}", "prepared INSERT of the finished row",
                      "0.7 of its rate", f"{rate:.2f}", reached, f"{median(one):.0f} against {median(other):.0f} a second")
    sql("TRUNCATE badges.badge_assertions")
