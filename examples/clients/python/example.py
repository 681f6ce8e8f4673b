"""Open Badges from Python: psycopg 3, no framework. The connection comes from PGHOST, PGUSER and so on."""

import json

import psycopg
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

with psycopg.connect(autocommit=True, row_factory=dict_row) as connection:
    connection.execute("SET ROLE badges_app")  # where the login itself is granted badges_app, this line goes

    def call(query, *values):
        return connection.execute(query, values).fetchone()

    issuer = call(
        "SELECT issuer_id, name FROM badges.create_issuer(%s)",
        Jsonb({"name": "Example Academy", "url": "https://academy.example.org", "email": "badges@academy.example.org"}),
    )
    badge = call(
        "SELECT badge_id, name FROM badges.create_badge_class(%s, %s)",
        issuer["issuer_id"],
        Jsonb({
            "name": "First Aid",
            "description": "Can give first aid until help arrives.",
            "criteria": {"narrative": "Pass the practical test."},
            "image": "https://academy.example.org/first-aid.png",
        }),
    )
    award = call("SELECT assertion_id, assertion_json FROM badges.issue_assertion(%s, %s)", badge["badge_id"], "ada@example.org")
    print(f"{issuer['name']} awarded {badge['name']}: {award['assertion_json']['id']}")

    # What a person shows is text. The report says what was checked; a bad badge is no exception.
    shown = json.dumps(award["assertion_json"])
    for name, credential in ("as it was issued", shown), ("tampered with", shown.replace("First Aid", "Surgery")):
        report = call("SELECT badges.verify_credential(%s, recipient => %s) AS report", credential, "ada@example.org")["report"]
        failed = [check["message"] for check in report["checks"] if check["status"] == "failed"]
        print(f"{name}: {'valid' if report['valid'] else 'not valid: ' + '; '.join(failed)}")

    # A document that breaks the standard is refused by the table itself; DETAIL names every broken rule.
    try:
        call("SELECT badges.create_badge_class(%s, %s)", issuer["issuer_id"], Jsonb({"name": "No image", "description": "", "criteria": "x"}))
    except psycopg.errors.CheckViolation as refusal:
        print("refused:", refusal.diag.message_detail.splitlines()[0])

    # The code goes to the person by mail, and comes back from the page it was typed into.
    token = call("SELECT token_id, code FROM badges.create_login_token(%s)", "ada@example.org")
    user = call("SELECT verified, email FROM badges.verify_login_token(%s::text, %s)", token["token_id"], token["code"])
    print(f"signed in: {user['email']}" if user["verified"] else "not signed in")
