"""issue_assertions: hosted awards against INSERT ... SELECT of the same rows, signed awards against signing alone."""

import tempfile

from measuring import FOLDER, Row, Session, core, in_turn, median, ratio, sql, unsigned_award

RECIPIENTS = 100_000
PER_ROW = 1e6 / RECIPIENTS
ISSUE = """SELECT count(*) FROM bench.recipients,
           badges.issue_assertions((SELECT badge_id FROM bench.badge), emails, version => '{}')"""


def rows():
    sql(f"""CREATE TABLE bench.recipients AS
            SELECT array_agg('recipient' || n || '@example.org') AS emails FROM generate_series(1, {RECIPIENTS}) AS n""")
    session = Session()

    def fill(statement):
        session.run("TRUNCATE badges.badge_assertions")
        return session.processor_time(statement)

    yield hosted(fill)
    yield from signed(fill)
    session.close()
    sql("TRUNCATE badges.badge_assertions; DROP TABLE bench.recipients")


def hosted(fill):
    version = int(sql("SHOW server_version_num"))
    new_id = "uuidv7()" if version >= 180000 else "gen_random_uuid()"
    by_hand = (FOLDER / "sql/insert_select.sql").read_text().replace("new_id()", new_id)
    ours, theirs = in_turn([lambda: fill(ISSUE.format("2.0")), lambda: fill(by_hand)])
    rate = ratio(theirs, ours)
    return Row(f"`issue_assertions`, {RECIPIENTS:,} recipients", "`INSERT ... SELECT jsonb_build_object(...)`",
               "1.0 of its rate", f"{rate:.2f}", rate >= 1,
               f"{median(ours) * PER_ROW:.1f} against {median(theirs) * PER_ROW:.1f} us a row")


def signed(fill):
    columns = "assertion_id, badge_id, issuer_id, recipient_key, status_index, assertion_json"
    # Finished, and not compressed yet.
    sql(f"""CREATE UNLOGGED TABLE bench.finished AS SELECT {columns} FROM badges.badge_assertions WITH NO DATA;
            ALTER TABLE bench.finished ALTER assertion_json SET STORAGE PLAIN""")

    def issue():
        seconds = fill(ISSUE.format("3.0"))
        # What was issued is what the rival inserts.
        sql(f"""TRUNCATE bench.finished;
                INSERT INTO bench.finished SELECT {columns} || '{{}}' FROM badges.badge_assertions;
                VACUUM ANALYZE bench.finished""")
        return seconds * PER_ROW

    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        award = unsigned_award(file)
        measures = ("sign-rdfc", "award-rdfc")
        issued, alone, inserted = in_turn([
            issue,
            lambda: [figure / 1e3 for [figure] in core(file.name, 1, *measures)],
            lambda: PER_ROW * fill(f"""INSERT INTO badges.badge_assertions ({columns})
                                       SELECT {columns} FROM bench.finished"""),
        ])
    sql("DROP TABLE bench.finished")
    signing, awarding = zip(*alone)
    both = [one + other for one, other in zip(awarding, inserted)]
    work = f"`issue_assertions`, {RECIPIENTS:,} signed awards of {len(award)} octets"
    for work, against, other, target in (
            (work, "signing alone, without a server", signing, 0.5),
            ("the same", "from the e-mail address to the signed `jsonb`, without a server", awarding, None),
            ("the same", "`INSERT ... SELECT` of the finished rows", inserted, None),
            ("the same", "one after the other", both, None)):
        rate = ratio(other, issued)
        yield Row(work, against, f"{target} of its rate" if target else "", f"{rate:.2f}",
                  rate >= target if target else None, f"{median(issued):.1f} against {median(other):.1f} us a row")
