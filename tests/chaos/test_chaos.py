"""Many connections issue, revoke and sign in while the server is killed under them; then the ledger is held against the rows."""

import atexit
import os
import random
import signal
import threading
import unittest
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg

import clients
from checker import findings
from disturbances import Disturbances
from ledger import Ledger
from server import Server

SECONDS = float(os.environ.get("CHAOS_SECONDS", "20"))
CONNECTIONS = int(os.environ.get("CHAOS_CONNECTIONS", "50"))
SEED = os.environ.get("CHAOS_SEED", "1")
FOLDER = Path(os.environ["CHAOS_FOLDER"])


class Chaos(unittest.TestCase):
    def setUp(self):
        self.server = Server(FOLDER)
        self.server.start()
        self.addCleanup(self.server.end)

    def test_nothing_acknowledged_is_lost(self):
        ledger = Ledger()
        signing_in = max(1, CONNECTIONS // (2 * clients.REDEEMERS))
        crowd = [clients.SigningIn(ledger, f"{SEED} signing in {number}") for number in range(signing_in)]
        crowd += [clients.Issuing(ledger, f"{SEED} issuing {number}")
                  for number in range(CONNECTIONS - signing_in * clients.REDEEMERS)]
        disturbances = Disturbances(
            self.server,
            lambda: [pid for client in crowd for session in client.sessions if (pid := session.pid())],
            random.Random(f"{SEED} disturbances"),
        )
        stop = threading.Event()
        with ThreadPoolExecutor(len(crowd)) as pool:
            running = [pool.submit(clients.run_until, client, stop) for client in crowd]
            try:
                disturbances.run(SECONDS)
            finally:
                stop.set()
        for client in running:
            client.result()
        # One crash more, with nobody there: what was acknowledged last must come out of the log, too.
        self.server.end(signal.SIGKILL)
        self.server.start()

        # After unittest's own lines; tests/run-chaos shows it.
        atexit.register(print, f"seed {SEED}: answered {dict(ledger.done)}; cut off {dict(ledger.cut_off)};"
                        f" {len(ledger.redemptions)} tokens redeemed; {dict(Counter(disturbances.happened))}")
        with psycopg.connect() as connection:
            found = findings(connection, ledger, FOLDER / "data" / "badges.key")
        self.assertEqual(found, [])
        # It is no test if nobody got an answer, or nobody was cut off.
        for name in ("issue_assertion", "issue_assertions", "revoke_assertion", "suspend_assertion", "verify_login_token"):
            self.assertGreater(ledger.done[name], 0, name)
        self.assertTrue(ledger.redemptions)
        self.assertTrue(ledger.cut_off)
        self.assertGreaterEqual(set(disturbances.happened), {"kill_backend", "kill_postmaster"})


if __name__ == "__main__":
    unittest.main()
