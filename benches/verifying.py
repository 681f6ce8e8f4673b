"""verify_credential of awards of this database, against checking the proof alone and against bare Ed25519."""

import tempfile

from measuring import Row, Session, core, in_turn, median, ratio, sql, unsigned_award

AWARDS = 5_000


def rows():
    # As text, as it comes from a holder, and not compressed.
    sql(f"""CREATE UNLOGGED TABLE bench.received (text text STORAGE PLAIN);
            INSERT INTO bench.received
            SELECT a.assertion_json FROM bench.badge, badges.issue_assertions(badge_id,
                   (SELECT array_agg('recipient' || n || '@example.org') FROM generate_series(1, {AWARDS}) AS n)) AS a;
            VACUUM ANALYZE bench.received""")
    scan = "SELECT count(*) FROM bench.received WHERE text IS NOT NULL"
    verify = "SELECT count(*) FROM bench.received WHERE (badges.verify_credential(text) -> 'valid')::boolean"
    session = Session()
    if session.run(verify) != str(AWARDS):
        raise RuntimeError("not every award is valid")
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        unsigned_award(file)
        measures = ("verify-rdfc", "ed25519-verify")
        empty, times, alone = in_turn([
            lambda: session.processor_time(scan),
            lambda: session.processor_time(verify),
            lambda: [figure / 1e3 for [figure] in core(file.name, 1, *measures)],
        ])
    session.close()
    ours = [(spent - nothing) * 1e6 / AWARDS for spent, nothing in zip(times, empty)]
    proof, bare = zip(*alone)
    for work, against, other in (("`verify_credential` of an award of this database", "its proof alone, without a server", proof),
                                 ("the same", "bare Ed25519 of the same library", bare)):
        yield Row(work, against, "", f"{ratio(other, ours):.2f}", None,
                  f"{median(ours):.1f} against {median(other):.1f} us")
    sql("TRUNCATE badges.badge_assertions; DROP TABLE bench.received")
