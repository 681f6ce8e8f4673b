"""The key file is made at first need, by many sessions at once, while the server crashes: every issuer that was acknowledged signs."""

import contextlib
import os
import random
import signal
import threading
import time
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg

import clients
from checker import is_key_file, issuers_sign
from ledger import Ledger
from server import Server

FOLDER = Path(os.environ["CHAOS_FOLDER"])
SEED = os.environ.get("CHAOS_SEED", "1")
ROUNDS = 8
SESSIONS = 12
#: How often a session tries, with a tenth of a second between, before it gives up on a server that is in recovery.
TRIES = 600


class FirstKey(unittest.TestCase):
    def setUp(self):
        self.server = Server(FOLDER)
        self.server.start()
        self.addCleanup(self.server.end)
        self.random = random.Random(f"{SEED} first key")
        self.key_file = FOLDER / "data" / "badges.key"

    def test_sessions_that_need_the_first_key_are_killed(self):
        for number in range(ROUNDS):
            with self.subTest(round=number):
                self.forget_the_key()
                ledger = self.create_issuers_and_kill_one()
                with psycopg.connect() as connection:
                    self.assertEqual(ledger.errors + list(issuers_sign(connection, ledger)), [])
                self.assertEqual(len(ledger.issuers), SESSIONS)
                self.assertTrue(is_key_file(self.key_file))

    def forget_the_key(self):
        """As in a new database on a new server: nothing depends on the key, and there is none."""
        with psycopg.connect(autocommit=True) as connection:
            connection.execute("TRUNCATE badges.users, badges.issuer_profiles CASCADE")
        self.key_file.unlink(missing_ok=True)

    def create_issuers_and_kill_one(self):
        ledger = Ledger()
        issuing = [clients.Issuing(ledger, f"{SEED} first key {number}") for number in range(SESSIONS)]
        barrier = threading.Barrier(SESSIONS + 1)

        def create_issuer(client):
            client.session.connect()
            barrier.wait()
            for _ in range(TRIES):
                with contextlib.suppress(clients.CutOff):
                    return client.create_issuer()

        with ThreadPoolExecutor(SESSIONS) as pool:
            running = [pool.submit(create_issuer, client) for client in issuing]
            barrier.wait()
            time.sleep(self.random.uniform(0, 0.03))
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.random.choice([client.session.pid() for client in issuing]), signal.SIGKILL)
            for client in running:
                client.result()
        for client in issuing:
            client.session.close()
        self.server.start()
        return ledger


if __name__ == "__main__":
    unittest.main()
