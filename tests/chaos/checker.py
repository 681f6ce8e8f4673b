"""Holds a database against a ledger and says everything that is wrong with it."""

import base64
import gzip
from collections import Counter, defaultdict

import psycopg

#: Entries of one status list.
ENTRIES = 131072
#: Recipients whose awards are looked up by address.
LOOKED_UP = 300


def findings(connection, ledger, key_file):
    """What was acknowledged and is not so, one line each. Leaves the transaction of the connection as it was."""
    rows = read_rows(connection)
    found = list(ledger.errors)
    found += acknowledged_awards(rows, ledger)
    found += calls_are_whole(rows, ledger)
    found += status_indexes(rows)
    found += status_lists(connection, rows)
    found += sign_ins(connection, ledger)
    found += issuers_sign(connection, ledger)
    found += look_ups(connection, ledger)
    if not is_key_file(key_file):
        found.append("the key file is damaged")
    return found


def is_key_file(path):
    """Whether the file holds one key and is its owner's alone."""
    return path.stat().st_mode & 0o777 == 0o600 and path.read_text().count("badges-key-v1:") == 1


def answer(connection, statement, values):
    """The one value of a statement, or the error it ends in. Leaves nothing behind."""
    try:
        with connection.transaction(force_rollback=True):
            return connection.execute(statement, values).fetchone()[0]
    except psycopg.DatabaseError as error:
        return error


def read_rows(connection):
    """Every award, by id, with the verdict on it."""
    cursor = connection.execute(
        """SELECT assertion_id::text, issuer_id::text, evidence_url, status_index, revoked, suspended_at IS NOT NULL AS suspended,
                  recipient_key IS NOT NULL AS has_key, badges.ob_json_text(assertion_json, 'id') AS document_id,
                  badges.ob_json_version(assertion_json) AS version, (report -> 'valid')::bool AS valid,
                  jsonb_path_query_array(report, '$.checks[*] ? (@.status == "failed").check') AS failed
             FROM badges.badge_assertions, badges.verify_assertion(assertion_id) AS report"""
    )
    names = [column.name for column in cursor.description]
    return {row[0]: dict(zip(names, row)) for row in cursor}


def acknowledged_awards(rows, ledger):
    for award in ledger.awards():
        row = rows.get(award.assertion_id)
        if row is None:
            yield f"award {award.assertion_id} is lost"
            continue
        if row["status_index"] != award.status_index:
            yield f"award {award.assertion_id} has another status index"
        unsure = award.assertion_id in ledger.unsure
        for state in ("revoked", "suspended"):
            if row[state] != (award.assertion_id in getattr(ledger, state)) and not unsure:
                yield f"award {award.assertion_id} is {'' if row[state] else 'not '}{state}"


def calls_are_whole(rows, ledger):
    """Each call that awards has happened or not; every award there is belongs to one and verifies, or was taken back."""
    counts = Counter(row["evidence_url"] for row in rows.values())
    for evidence, size in ledger.asked.items():
        if counts[evidence] not in (0, size):
            yield f"of {size} awards asked for in one call {counts[evidence]} are there"
    for assertion_id, row in rows.items():
        if row["evidence_url"] not in ledger.asked:
            yield f"nobody asked for award {assertion_id}"
        if not row["has_key"]:
            yield f"award {assertion_id} has no recipient key"
        in_force = not row["revoked"] and not row["suspended"]
        if row["valid"] != in_force or row["failed"] != ([] if in_force else ["status"]):
            yield f"award {assertion_id} does not verify: {row['failed']}"


def status_indexes(rows):
    for index, times in Counter(row["status_index"] for row in rows.values()).items():
        if times > 1 or index is None:
            yield f"status index {index} is used {times} times"


def status_lists(connection, rows):
    """Every list says of every award what its row says, and of nothing else."""
    wanted = defaultdict(set)
    revoked = defaultdict(set)
    for row in rows.values():
        number, position = divmod(row["status_index"] or 0, ENTRIES)
        for purpose in ("revocation", "suspension"):
            wanted[row["issuer_id"], purpose, number]
        if row["revoked"] or row["suspended"]:
            wanted[row["issuer_id"], "revocation", number].add(position)
        if row["suspended"] and not row["revoked"]:
            wanted[row["issuer_id"], "suspension", number].add(position)
        if row["revoked"] and row["version"] == "2.0":
            revoked[row["issuer_id"]].add(row["document_id"])
    for (issuer_id, purpose, number), positions in wanted.items():
        credential = answer(connection, "SELECT badges.get_status_list(%s, %s, %s)", [issuer_id, purpose, number])
        if not isinstance(credential, dict) or set_bits(credential["credentialSubject"]["encodedList"]) != positions:
            yield f"the {purpose} list {number} of issuer {issuer_id} is wrong"
    for issuer_id in {row["issuer_id"] for row in rows.values()}:
        (document,) = connection.execute("SELECT badges.get_revocation_list(%s)", [issuer_id]).fetchone()
        listed = {entry["id"] if isinstance(entry, dict) else entry for entry in document["revokedAssertions"]}
        if not revoked[issuer_id] <= listed:
            yield f"the revocation list of issuer {issuer_id} lacks an award"


def set_bits(encoded):
    octets = gzip.decompress(base64.urlsafe_b64decode(encoded[1:] + "=" * (-len(encoded[1:]) % 4)))
    return {8 * place + bit for place, octet in enumerate(octets) if octet for bit in range(8) if octet & (0x80 >> bit)}


def sign_ins(connection, ledger):
    for token_id, times in ledger.redemptions.items():
        if times > 1:
            yield f"token {token_id} was redeemed {times} times"
        row = connection.execute(
            "SELECT consumed_at IS NOT NULL FROM badges.login_tokens WHERE token_id = %s", [token_id]).fetchone()
        if row != (True,):
            yield f"token {token_id} was redeemed and can be redeemed again"
        user_id = ledger.users[token_id]
        if not connection.execute("SELECT FROM badges.users WHERE user_id = %s", [user_id]).rowcount:
            yield f"user {user_id} who signed in is lost"


def issuers_sign(connection, ledger):
    """Every issuer that was acknowledged signs with the key it was given."""
    for issuer_id, badge_id in ledger.issuers.items():
        # Made in the same statement, the award cannot be looked up yet: the document itself is verified.
        valid = answer(
            connection,
            """SELECT (badges.verify_credential(assertion_json::text) -> 'valid')::bool
                 FROM badges.issue_assertion(%s, 'last@example.org', version => '3.0')""",
            [badge_id],
        )
        if valid is not True:
            yield f"issuer {issuer_id} does not sign: {valid}"


def look_ups(connection, ledger):
    for award in ledger.awards()[:LOOKED_UP]:
        found = connection.execute("SELECT assertion_id::text FROM badges.find_assertions(%s)", [award.recipient]).fetchall()
        if (award.assertion_id,) not in found:
            yield f"award {award.assertion_id} is not found by its recipient"
