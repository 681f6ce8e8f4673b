"""validate_ob_json over rows of a table."""

import json

from measuring import FOLDER, Row, Session, in_turn, median, ratio, sql, sql_file

ROWS = 50_000


# What no check may let through, so that all of them are known to check.
BROKEN = (
    "doc - 'badge'",
    "jsonb_set(doc, '{type}', '\"Assertio\"')",
    "jsonb_set(doc, '{issuedOn}', '\"yesterday\"')",
    "jsonb_set(doc, '{recipient,identity}', '\"sha256$1234\"')",
    "jsonb_set(doc, '{recipient,hashed}', '\"true\"')",
    "jsonb_set(doc, '{id}', '\"no address\"')",
)


# The same for credentials of 3.0.
BROKEN_CREDENTIALS = (
    "doc - 'issuer'",
    "jsonb_set(doc, '{type}', '[\"VerifiableCredential\"]')",
    "jsonb_set(doc, '{validFrom}', '\"yesterday\"')",
    "jsonb_set(doc, '{credentialSubject,achievement,criteria}', '\"none\"')",
    "doc #- '{credentialSubject,achievement,name}'",
    "jsonb_set(doc, '{id}', '\"no address\"')",
)


def agree(by_hand):
    """Raises unless every rival refuses every broken document."""
    for broken in BROKEN:
        verdicts = sql(f"""SELECT badges.validate_ob_json(doc), rival_validate(doc), coalesce({by_hand}, false)
                             FROM (SELECT {broken} AS doc FROM bench.documents LIMIT 1) AS one""")
        if verdicts != "f|f|f":
            raise RuntimeError(f"{broken} is accepted by one of ours, schema, hand: {verdicts}")


def rows():
    yield from assertions()
    for name, microseconds in (("small", 2.5), ("typical", None)):
        yield from credentials(name, microseconds)


def credentials(name, microseconds):
    """Credentials of 3.0, like the document of that name."""
    document = json.dumps(json.loads((FOLDER / f"documents/{name}.json").read_text()), separators=(",", ":"))
    sql_file("sql/credentials.sql", rows=ROWS, document=document)
    for broken in BROKEN_CREDENTIALS:
        verdicts = sql(f"""SELECT badges.validate_ob_json(doc), rival_validate_credential(doc)
                             FROM (SELECT {broken} AS doc FROM bench.credentials LIMIT 1) AS one""")
        if verdicts != "f|f":
            raise RuntimeError(f"{broken} is accepted by one of ours, schema: {verdicts}")
    session = Session()
    counted = [f"SELECT count(*) FROM bench.credentials WHERE {check}"
               for check in ("doc IS NOT NULL", "badges.validate_ob_json(doc)", "rival_validate_credential(doc)")]
    accepted = [session.run(statement) for statement in counted]
    if accepted != [str(ROWS)] * len(counted):
        raise RuntimeError(f"the rivals disagree on valid credentials: {accepted}")
    scan, *checks = in_turn([lambda statement=statement: session.processor_time(statement) for statement in counted])
    ours, schema = ([(check - empty) * 1e6 / ROWS for check, empty in zip(times, scan)] for times in checks)
    session.close()
    target = f"under {microseconds} us a row" if microseconds else ""
    yield Row(f"`validate_ob_json`, credential of {len(document)} octets", "(cost beyond an empty scan)", target,
              f"{median(ours):.2f} us a row", median(ours) < microseconds if microseconds else None, "")
    faster = ratio(schema, ours)
    # The targets speak of documents of 700 octets.
    target, reached = ("10 times faster", faster >= 10) if microseconds else ("", None)
    yield Row("the same", "`jsonschema` crate over `JsonB`", target, f"{faster:.1f}", reached,
              f"{median(schema):.2f} us a row")


def assertions():
    sql_file("sql/documents.sql", rows=ROWS)
    by_hand = (FOLDER / "sql/checks_by_hand.sql").read_text().strip()
    counted = [
        "SELECT count(*) FROM bench.documents WHERE doc IS NOT NULL",
        "SELECT count(*) FROM bench.documents WHERE badges.validate_ob_json(doc)",
        "SELECT count(*) FROM bench.documents WHERE rival_validate(doc)",
        f"SELECT count(*) FROM bench.documents WHERE {by_hand}",
    ]
    agree(by_hand)
    session = Session()
    accepted = [session.run(statement) for statement in counted]
    if accepted != [str(ROWS)] * len(counted):
        raise RuntimeError(f"the rivals disagree on valid documents: {accepted}")
    scan, *checks = in_turn([lambda statement=statement: session.processor_time(statement) for statement in counted])
    ours, schema, hand = ([(check - empty) * 1e6 / ROWS for check, empty in zip(times, scan)] for times in checks)
    session.close()
    octets = sql("SELECT round(avg(octet_length(doc::text))) FROM bench.documents")
    work = f"`validate_ob_json`, assertion of {octets} octets"
    figure = f"{median(ours):.2f} us a row"
    yield Row(work, "(cost beyond an empty scan)", "under 2.5 us a row", figure, median(ours) < 2.5, "")
    faster = ratio(schema, ours)
    detail = f"{median(schema):.2f} us a row"
    yield Row("the same", "`jsonschema` crate over `JsonB`", "10 times faster", f"{faster:.1f}", faster >= 10, detail)
    faster = ratio(hand, ours)
    detail = f"{median(hand):.2f} us a row"
    yield Row("the same", "ten checks in SQL", "2 times faster", f"{faster:.1f}", faster >= 2, detail)
