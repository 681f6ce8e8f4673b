"""issue_assertions against INSERT ... SELECT jsonb_build_object(...) of the same rows."""

from measuring import FOLDER, Row, Session, in_turn, median, ratio, sql

RECIPIENTS = 100_000


def rows():
    version = int(sql("SHOW server_version_num"))
    new_id = "uuidv7()" if version >= 180000 else "gen_random_uuid()"
    sql(f"""CREATE TABLE bench.recipients AS
            SELECT array_agg('recipient' || n || '@example.org') AS emails FROM generate_series(1, {RECIPIENTS}) AS n""")
    statements = [
        """SELECT count(*) FROM bench.recipients,
           badges.issue_assertions((SELECT badge_id FROM bench.badge), emails)""",
        (FOLDER / "sql/insert_select.sql").read_text().replace("new_id()", new_id),
    ]
    session = Session()

    def fill(statement):
        session.run("TRUNCATE badges.badge_assertions")
        return session.processor_time(statement)

    ours, theirs = in_turn([lambda statement=statement: fill(statement) for statement in statements])
    session.close()
    rate = ratio(theirs, ours)
    per_row = 1e6 / RECIPIENTS
    yield Row(f"`issue_assertions`, {RECIPIENTS:,} recipients", "`INSERT ... SELECT jsonb_build_object(...)`",
              "1.0 of its rate", f"{rate:.2f}", rate >= 1,
              f"{median(ours) * per_row:.1f} against {median(theirs) * per_row:.1f} us a row")
    sql("TRUNCATE badges.badge_assertions; DROP TABLE bench.recipients")
