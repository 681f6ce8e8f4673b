"""Signing in with a passkey: checking the answer against bare ES256, and both calls against the rows they write."""

import os
import statistics
import subprocess
import tempfile
from pathlib import Path

from measuring import FOLDER, ROUNDS, Row, core_json, in_turn, median, pgbench, ratio, sql, sql_file

SIGN_INS = 1_000
# Transactions of each connection that come before the clock.
FIRST = 10

STARTED = """
INSERT INTO bench.started
SELECT row_number() OVER (ORDER BY created_at) - 1, token_id, state ->> 'challenge'
  FROM badges.login_tokens WHERE user_agent IS NULL;
SELECT s.challenge, p.credential_id, bench.base64url(uuid_send(p.user_id))
  FROM bench.started AS s JOIN bench.passkeys AS p USING (n) ORDER BY n;
"""


def timed(script, clients, settings):
    """Seconds that all sign-ins take in one of the calls. The first of each connection, which load the library and prepare
    the statements, do not count: applications keep their connections."""
    script = (FOLDER / f"pgbench/{script}.sql").read_text()
    with tempfile.TemporaryDirectory() as folder:
        options = ("-t", str(SIGN_INS // clients), "--log", "--log-prefix", f"{folder}/log")
        pgbench(script, clients=clients, variables={"i": -1}, options=options, settings=settings)
        # client, number of the transaction, microseconds, ...
        lines = [line.split() for log in Path(folder).iterdir() for line in log.read_text().splitlines()]
    warm = [int(line[2]) for line in lines if int(line[1]) >= FIRST]
    return statistics.fmean(warm) / 1e6 * SIGN_INS / clients


def answer_all():
    """Answers every started sign-in, as the browser of a user of its own."""
    started = sql(STARTED).replace("|", " ")
    done = subprocess.run([os.environ["BADGES_BENCH"], "answers"], input=started, capture_output=True, text=True,
                          check=False)
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    public_key, *answers = done.stdout.splitlines()
    rows = "\n".join(f"{n}\t{answer}" for n, answer in enumerate(answers))
    sql(f"UPDATE badges.webauthn_credentials SET public_key = '\\x{public_key}';\n"
        f"COPY bench.answers FROM STDIN;\n{rows}\n\\.\n")
    # The rows that are about to be written get the same room as the rival's; the tokens stay as they were inserted.
    sql("VACUUM FULL badges.webauthn_credentials;\n"
        "VACUUM ANALYZE badges.webauthn_credentials, bench.answers, bench.started;")


def sign_in(first, answer, second, passkeys, clients, settings):
    """Sign-ins a second that pass through both calls, each made for all of them before the next."""
    sql_file("sql/restore_passkeys.sql")
    seconds = timed(first, clients, settings)
    answer()
    seconds += timed(second, clients, settings)
    done = sql("SELECT count(*) FROM badges.login_tokens WHERE consumed_at IS NOT NULL;"
               "SELECT count(*) FROM badges.webauthn_credentials WHERE last_used_at IS NOT NULL").split()
    if done != [str(SIGN_INS), str(passkeys)]:
        raise RuntimeError(f"{done[0]} of {SIGN_INS} sign-ins were consumed and {done[1]} passkeys used")
    return SIGN_INS / seconds


def checking():
    """The answer's way through the core."""
    printed = core_json("passkeys", ROUNDS)
    figures = {name: [figures[name] for figures in printed] for name in printed[0]}
    whole = figures["finish-authentication"]
    for bare, key in (("es256-verify-parsed", "key parsed before"), ("es256-verify-unparsed", "key parsed each time")):
        rate = ratio(figures[bare], whole)
        yield Row("`webauthn_finish_authentication` but for its SQL, ES256", f"bare ES256 of the same library, {key}",
                  "0.8 of its rate", f"{rate:.2f}", rate >= 0.8,
                  f"{median(whole) / 1e3:.1f} against {median(figures[bare]) / 1e3:.1f} us")
    verification = figures["verify-authentication"]
    yield Row("its `verify_authentication` alone", "the same, key parsed before", "",
              f"{ratio(figures['es256-verify-parsed'], verification):.2f}", None, f"{median(verification) / 1e3:.1f} us")


def rows():
    yield from checking()
    sql_file("sql/passkeys.sql", sign_ins=SIGN_INS)
    ways = (
        ("start_authentication", answer_all, "finish_authentication", SIGN_INS),
        ("insert_ceremony", lambda: None, "update_ceremony", 0),
        ("insert_ceremony", lambda: None, "update_ceremony_passkey_and_user", SIGN_INS),
    )
    for settings, meaning in (("", "each commit synced"), ("-c synchronous_commit=off", "`synchronous_commit = off`")):
        for clients in (1, 4):
            ours, bare, all_rows = in_turn([lambda way=way: sign_in(*way, clients, settings) for way in ways])
            rate = ratio(ours, bare)
            yield Row(f"both calls of a sign-in with a passkey, {clients} client{'s'[:clients - 1]}, {meaning}",
                      "the bare INSERT and UPDATE", "0.7 of their rate", f"{rate:.2f}",
                      rate >= 0.7 if not settings else None, f"{median(ours):.0f} against {median(bare):.0f} a second")
            yield Row("the same", "those and the UPDATEs of passkey and user", "", f"{ratio(ours, all_rows):.2f}", None,
                      f"against {median(all_rows):.0f} a second")
