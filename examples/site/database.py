"""One connection and one transaction for each request, in the role that the work asks for.

The site logs in as a role that may do nothing by itself (setup.sql). What it does for everybody it does as
`badges_reader`, what the person who is signed in does as `badges_user`, so that the database decides whose rows those
are, and only signing in and looking up received badges as `badges_app`.
"""

import json
import re

import psycopg
from flask import g
from psycopg.rows import namedtuple_row


def connection():
    """PGHOST, PGDATABASE, PGUSER and the like say where to. A busy site takes connections from psycopg_pool."""
    if "connection" not in g:
        g.connection = psycopg.connect(row_factory=namedtuple_row)
    return g.connection


def as_reader(query, *values):
    connection().execute("SET LOCAL ROLE badges_reader")
    return connection().execute(query, values)


def as_application(query, *values):
    connection().execute("SET LOCAL ROLE badges_app")
    return connection().execute(query, values)


def as_user(query, *values):
    """As the person who is signed in: row-level security shows and changes only what is theirs."""
    claims = json.dumps({"sub": str(g.user.user_id)})
    connection().execute("SELECT set_config('request.jwt.claims', %s, true)", [claims])
    connection().execute("SET LOCAL ROLE badges_user")
    return connection().execute(query, values)


def base_url():
    return connection().execute("SELECT current_setting('badges.base_url')").fetchone()[0]


def commit():
    if "connection" in g:
        g.connection.commit()


def roll_back():
    if "connection" in g:
        g.connection.rollback()


def close(_error=None):
    if "connection" in g:
        g.pop("connection").close()


# How the database says that a document was refused: a line for each broken rule, "path: message (code)".
BROKEN_RULE = re.compile(r"^(?P<path>\S+): (?:\"\w+\": )?(?P<message>.*) \(\w+\)$")
ARGUMENT = re.compile(r'^argument "(\w+)" ')


def is_refusal(error):
    """Whether what was sent is at fault, not the site: class 22 is bad data, the others a duplicate and a bad document."""
    return (error.sqlstate or "")[:2] == "22" or error.sqlstate in ("23505", "23514")


def refusal(error, fields, otherwise=""):
    """What the database refused, as messages by form field; those of no field are under `otherwise`."""
    roll_back()
    if not is_refusal(error):
        raise error
    problems = {}
    for line in (error.diag.message_detail or "").splitlines():
        if rule := BROKEN_RULE.match(line):
            missing = re.search(r'requires the property "(\w+)"', rule["message"])
            field = missing[1] if missing else rule["path"].strip("/").split("/")[0]
            message = "Please fill this in." if missing else sentence(rule["message"])
            problems.setdefault(field if field in fields else otherwise, message)
    if not problems:
        message, field = error.diag.message_primary, otherwise
        if argument := ARGUMENT.match(message):
            message, field = message[argument.end():], argument[1] if argument[1] in fields else otherwise
        problems[field] = sentence(message)
    return problems


def sentence(text):
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")


def explain(error):
    """The HTTP status for an error, and a message for a person."""
    if is_refusal(error):
        return 400, sentence(error.diag.message_primary)
    match error.sqlstate:
        case "P0002" | "23503":
            return 404, "There is no such thing here, or it is not yours."
        case "42501" | "28000":
            return 403, "You may not do that."
        case "55000" | "25006":
            hint = error.diag.message_hint
            return 500, sentence(error.diag.message_primary) + (f" {hint}" if hint else "")
        case _:
            return 500, "The site or its database has a fault. Try again later."
