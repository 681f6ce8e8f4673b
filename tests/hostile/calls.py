"""Calls of every function of the schema with random arguments, many in one statement, each in a savepoint of its own."""

import json
import re
from collections import namedtuple
from pathlib import Path

from arguments import Arguments, quote

Function = namedtuple("Function", "name names kinds required")
Outcome = namedtuple("Outcome", "position state message detail hint answer seconds")

# What a call may be refused with: the states of the contract, then those of PostgreSQL's own input functions and limits.
REFUSALS = {"22023", "22P02", "23503", "23505", "23514", "28000", "42501", "P0002", "55000"}
OF_POSTGRESQL = {"22003", "22007", "22008", "22P05", "54000", "54001"}

SIGNING_IN = {"verify_login_token", "webauthn_finish_registration", "webauthn_finish_authentication"}

ROLES = ["postgres", "badges_owner", "badges_admin", "badges_app", "badges_user", "badges_reader"]

# Runs each statement in a savepoint and says how it ended: its SQLSTATE, 00000 for none.
RUNNER = """
CREATE SCHEMA hostile;
GRANT USAGE ON SCHEMA hostile TO PUBLIC;
CREATE FUNCTION hostile.calls(statements text[])
RETURNS TABLE ("position" int, state text, message text, detail text, hint text, answer text, seconds float8)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    started timestamptz;
BEGIN
    FOR number IN 1 .. cardinality(statements) LOOP
        "position" := number;
        started := clock_timestamp();
        answer := NULL; message := NULL; detail := NULL; hint := NULL;
        BEGIN
            state := '00000';
            EXECUTE statements[number] INTO answer;
        EXCEPTION WHEN OTHERS THEN
            GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
        END;
        seconds := extract(epoch FROM clock_timestamp() - started);
        answer := left(answer, 1000);
        RETURN NEXT;
    END LOOP;
END $$;
"""

# For each name of an argument, what a caller might pass that is in the tables.
KNOWN = """
SELECT 'user_id', user_id::text FROM badges.users
UNION ALL SELECT 'owner_user_id', user_id::text FROM badges.users
UNION ALL SELECT 'email', email FROM badges.users
UNION ALL SELECT 'issuer_id', issuer_id::text FROM badges.issuer_profiles
UNION ALL SELECT 'profile', issuer_json::text FROM badges.issuer_profiles
UNION ALL SELECT 'key_id', k ->> 'id' FROM badges.issuer_profiles, jsonb_array_elements(public_keys) AS k
UNION ALL SELECT 'badge_id', badge_id::text FROM badges.badge_classes
UNION ALL SELECT 'badge', badge_json::text FROM badges.badge_classes
UNION ALL SELECT 'new_json', badge_json::text FROM badges.badge_classes
UNION ALL (SELECT unnest(ARRAY['assertion_id', 'doc', 'assertion', 'credential', 'identity', 'recipient']),
                  unnest(ARRAY[assertion_id::text, assertion_json::text, assertion_json::text, coalesce(credential_text, assertion_json::text),
                               recipient_identity, recipient_identity])
             FROM (SELECT DISTINCT ON (status_index % 40) * FROM badges.badge_assertions ORDER BY status_index % 40, created_at) AS awards)
UNION ALL SELECT 'doc', issuer_json::text FROM badges.issuer_profiles
UNION ALL SELECT 'doc', badge_json::text FROM badges.badge_classes
UNION ALL SELECT unnest(ARRAY['token_id', 'token']), token_id::text FROM badges.login_tokens
UNION ALL SELECT 'credential_id', credential_id FROM badges.webauthn_credentials
"""

# Images that hold nothing: a PNG of one pixel and an SVG.
PLAIN_IMAGES = [
    bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010800000000"
                  "3a7e9b550000000a4944415478da6368000000820081da45083b0000000049454e44ae426082"),
    b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>',
]

# No call may cost what a hundred others do.
LARGEST_POOL = 200


def functions(connection):
    """Every function of the schema, with the names and types of its arguments and how many have no default."""
    rows = connection.execute("""
        SELECT p.proname, coalesce(p.proargnames[1:p.pronargs], '{}'), p.pronargs - p.pronargdefaults,
               ARRAY(SELECT format_type(t, NULL) FROM unnest(p.proargtypes) WITH ORDINALITY AS a (t, n) ORDER BY n)
          FROM pg_proc AS p WHERE p.pronamespace = 'badges'::regnamespace AND p.prokind = 'f' ORDER BY p.proname, p.oid
    """).fetchall()
    return [Function(name, names, kinds, required) for name, names, required, kinds in rows]


def known(connection, accepted):
    """What is in the tables, and documents of the folder that every release has accepted."""
    values = {}
    for name, value in connection.execute(KNOWN).fetchall():
        values.setdefault(name, [])
        if value is not None and len(values[name]) < LARGEST_POOL:
            values[name].append(value)
    for path in sorted(Path(accepted).glob("*/*.json")):
        values["doc"].append(path.read_text())
    values["genuine"] = [*values["credential"], *values["doc"]]
    values["image"] = [image.hex() for image in PLAIN_IMAGES] + [
        connection.execute("SELECT encode(badges.bake_badge(%s, %s), 'hex')", [image, credential]).fetchone()[0]
        for image in PLAIN_IMAGES for credential in values["credential"][:20]
    ]
    values["credential"] += [PASSKEY] * 20
    values["resources"] = ['{"https://example.org/1": %s}' % values["doc"][0], "{}"]
    values["options"] = ['{"userVerification": "required", "residentKey": "required", "timeout": 60000, "hints": ["hybrid"]}', "{}"]
    values["evidence"] = ['"https://example.org/evidence"', '[{"narrative": "Seen"}]']
    values["extra"] = ['{"description": "More"}', '{"credentialSubject": {"role": "Medic"}}']
    values["pointer"] = ["/credentialSubject", "/issuer/id", "/credentialSubject/achievement/name", "/proof", ""]
    values["recipients"] = values["recipient"]
    return values


class Caller:
    """Makes calls; `marked` is a mailbox that some of them name as a secret, so that no message may repeat it."""

    marked = "ada.secret@example.org"

    def __init__(self, random, functions, values):
        self.random, self.functions = random, functions
        self.arguments = Arguments(random, values)
        for name in ("email", "recipient", "identity", "code", "token", "recipients"):
            values.setdefault(name, []).append(self.marked)

    def call(self):
        """The SQL of one call, some of its arguments left to their defaults."""
        function = self.random.choice(self.functions)
        arguments = []
        for position, (name, kind) in enumerate(zip(function.names, function.kinds)):
            if position >= function.required and self.random.random() < 0.4:
                continue
            value = self.arguments.sql(name, kind)
            if value is None:
                raise LookupError(f"no way to make the argument {name} {kind} of {function.name}")
            arguments.append(f'"{name}" => {value}')
        return function.name, f"SELECT f::text FROM badges.{function.name}({', '.join(arguments)}) AS f"


def run(connection, statements):
    cursor = connection.execute("SELECT * FROM hostile.calls(%s)", [statements])
    return [Outcome(*row) for row in cursor.fetchall()]


# What a stranger might send back from a ceremony with a passkey.
PASSKEY = json.dumps({
    "id": "c29tZS1jcmVkZW50aWFs", "rawId": "c29tZS1jcmVkZW50aWFs", "type": "public-key", "clientExtensionResults": {"credProps": {"rk": True}},
    "response": {
        "clientDataJSON": "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoiQUFBQSIsIm9yaWdpbiI6Imh0dHBzOi8vZXhhbXBsZS5vcmcifQ",
        "authenticatorData": "v6vDdDKVjGszYNPWaGHJxHNa5_jt1GWSpeDwFFKy5LVFAAAAAA", "signature": "AQ", "userHandle": "BwcHBwcHBwcHBwcHBwcHBw",
        "attestationObject": "o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YViUv6s", "transports": ["usb"],
    },
})


def fault(name, statement, outcome, genuine):
    """What is wrong with how a call ended, if anything."""
    if outcome.state == "00000":
        answer = outcome.answer or ""
        if name in SIGNING_IN and answer.startswith("(t"):
            return "a stranger signs in"
        if name == "verify_credential" and '"valid": true' in answer and not any(quote(text) in statement for text in genuine):
            return f"what was changed is valid: {answer}"
        return None
    said = " ".join(filter(None, [outcome.message, outcome.detail, outcome.hint]))
    if outcome.state not in REFUSALS | OF_POSTGRESQL:
        return f"SQLSTATE {outcome.state}: {said[:500]}"
    if "panicked" in said or Caller.marked in said:
        return f"a message says too much: {said[:500]}"
    if outcome.state in REFUSALS - {"42501", "23503", "23505", "22P02"} and not outcome.hint and not re.search(r"badges_|constraint", said):
        return f"no hint: SQLSTATE {outcome.state}: {said[:500]}"
    return None


class Memory:
    """How much memory one backend has: anonymous pages, and what PostgreSQL knows of."""

    def __init__(self, connection):
        self.connection = connection

    def kilobytes(self):
        status = Path(f"/proc/{self.connection.info.backend_pid}/status").read_text()
        return int(re.search(r"RssAnon:\s+(\d+)", status).group(1))

    def contexts(self):
        return self.connection.execute("SELECT sum(total_bytes) FROM pg_backend_memory_contexts").fetchone()[0] // 1024

