"""issue_assertion, one award in each transaction, against a prepared INSERT of the finished row."""

from measuring import FOLDER, Row, in_turn, median, pgbench, ratio, sql

SECONDS = 2
# With what stands before the UUID in the id of an award, and the target, which is for awards that are not signed.
VERSIONS = (("2.0", "/assertions/", 0.7), ("3.0", "/credentials/", None))


def rows():
    badge, issuer, url = sql("SELECT badge_id, issuer_id, url FROM bench.badge").split("|")
    ours = (FOLDER / "pgbench/issue_assertion.sql").read_text()
    theirs = (FOLDER / "pgbench/insert_finished_row.sql").read_text()
    for version, segment, target in VERSIONS:
        sample = sql(f"""SELECT assertion_json FROM bench.badge,
                         badges.issue_assertion(badge_id, 'ann@example.org', version => '{version}')""")
        # All but the last 12 digits of the id, which are new in every transaction.
        start = sample.index(segment) + len(segment) + 24
        document = {"head": sample[:start], "tail": sample[start + 12 :]}
        assert url in document["tail"]
        for settings, meaning in (("", "each commit synced"),
                                  ("-c synchronous_commit=off", "`synchronous_commit = off`")):
            for clients in (1, 4):
                options = ("-T", str(SECONDS))
                shared = {"clients": clients, "options": options, "settings": settings}
                one, other = in_turn([
                    lambda: pgbench(ours, variables={"badge": badge, "version": version}, **shared),
                    lambda: pgbench(theirs, variables={"badge": badge, "issuer": issuer, **document}, **shared),
                ])
                rate = ratio(one, other)
                # The target speaks of the server as it comes; the other setting shows what the processor does.
                reached = rate >= target if target and not settings else None
                yield Row(f"`issue_assertion`, {version}, {clients} client{'s'[:clients - 1]}, {meaning}",
                          "prepared INSERT of the finished row", f"{target} of its rate" if target else "",
                          f"{rate:.2f}", reached, f"{median(one):.0f} against {median(other):.0f} a second")
        sql("TRUNCATE badges.badge_assertions")
