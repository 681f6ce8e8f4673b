"""How long it takes from the moment a call is cancelled to its error: the longest calls there are, each cancelled at several points.

Run by hand against a server with the extension (PGHOST, ...), in a database of its own:
    PYTHONPATH=... python3 benches/cancelling.py [NAME...]
"""

import sys
import threading
import time
from pathlib import Path

import psycopg

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "hostile"))
import long_calls  # noqa: E402

# A call is long if it takes so many seconds; it is cancelled after these parts of its time.
LONG = 0.1
PARTS = (0.05, 0.2, 0.4, 0.6, 0.8, 0.95)


def timed(connection, call):
    started = time.perf_counter()
    try:
        with connection.transaction(force_rollback=True):
            connection.execute(call)
        outcome = "done"
    except psycopg.Error as error:
        outcome = error.sqlstate
    return time.perf_counter() - started, outcome


def cancelled(connection, canceller, call, after):
    """Seconds from the cancel to the answer; None if the call was done before."""
    moment = []

    def cancel():
        moment.append(time.perf_counter())
        canceller.execute("SELECT pg_cancel_backend(%s)", [connection.info.backend_pid])

    timer = threading.Timer(after, cancel)
    timer.start()
    _, outcome = timed(connection, call)
    ended = time.perf_counter()
    timer.cancel()
    timer.join()
    return ended - moment[0] if moment and outcome == "57014" else None


def main():
    wanted = sys.argv[1:]
    connection, canceller = (psycopg.connect(autocommit=True) for _ in range(2))
    connection.execute("CREATE EXTENSION IF NOT EXISTS badges")
    connection.execute("SET badges.base_url = 'https://badges.example.org'")
    for statement in long_calls.PREPARE:
        connection.execute(statement)
    print(f"{'takes, ms':>10} {'cancelled, ms':>14}  call")
    for name, call in long_calls.calls():
        if wanted and not any(part in name for part in wanted):
            continue
        seconds, outcome = min(timed(connection, call) for _ in range(2))
        if seconds < LONG:
            continue
        delays = [cancelled(connection, canceller, call, part * seconds) for part in PARTS]
        delays = [delay for delay in delays if delay is not None]
        longest = f"{max(delays) * 1000:.0f}" if delays else "-"
        print(f"{seconds * 1000:10.0f} {longest:>14}  {name} ({outcome})", flush=True)


if __name__ == "__main__":
    main()
