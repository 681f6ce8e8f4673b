"""Every function with random arguments, as every role: no crash, no error that is not in the contract, no leak.

BADGES_CALLS (20,000) and BADGES_SEED (1) say how many calls and which; BADGES_REPORT names a file for the slowest of them.
"""

import json
import os
import random
import unittest
from collections import Counter
from pathlib import Path

import psycopg

import calls

CALLS = int(os.environ.get("BADGES_CALLS", 20_000))
SEED = int(os.environ.get("BADGES_SEED", 1))

# Calls in one statement. Every second one is rolled back, so that the tables do not grow without end.
BATCH = 50

# After a fifth of the calls a backend has seen every function; from there on it may grow by so many kilobytes.
GROWTH = 16_384

SETTINGS = {"base_url": "https://badges.example.org", "rp_id": "example.org", "rp_name": "Example", "rp_origins": "https://example.org"}

TESTS = Path(__file__).parent.parent


class RandomCalls(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.connection = psycopg.connect(autocommit=True)
        cls.connection.execute("SET client_min_messages = error")
        cls.connection.execute(calls.RUNNER)
        for name, value in SETTINGS.items():
            cls.connection.execute(f"SET badges.{name} = '{value}'")
        cls.connection.execute("SET statement_timeout = '60s'")

    @classmethod
    def tearDownClass(cls):
        cls.connection.close()

    def test_no_call_does_what_it_must_not(self):
        chance = random.Random(SEED)
        found = calls.functions(self.connection)
        values = calls.known(self.connection, TESTS / "accepted")
        caller = calls.Caller(chance, found, values)
        memory = calls.Memory(self.connection)
        faults, states, slowest, called, warm = [], Counter(), {}, Counter(), None
        user = self.connection.execute("SELECT user_id FROM badges.users ORDER BY created_at LIMIT 1").fetchone()[0]
        claims = json.dumps({"sub": str(user)})
        for number in range(0, CALLS, BATCH):
            batch = [caller.call() for _ in range(BATCH)]
            role = chance.choice(calls.ROLES)
            with self.connection.transaction(force_rollback=chance.random() < 0.5):
                self.connection.execute(f"SET LOCAL ROLE {role}")
                self.connection.execute("SELECT set_config('request.jwt.claims', %s, true)", [claims])
                outcomes = calls.run(self.connection, [statement for _, statement in batch])
            for (name, statement), outcome in zip(batch, outcomes, strict=True):
                called[name] += 1
                states[outcome.state] += 1
                slowest[name] = max(slowest.get(name, (0, "")), (outcome.seconds, statement[:2000]))
                fault = calls.fault(name, statement, outcome, values["genuine"])
                if fault:
                    faults.append(f"{fault}\n    as {role}: {statement[:2000]}")
            if warm is None and number >= CALLS // 5:
                warm = memory.kilobytes(), memory.contexts()
        now = memory.kilobytes(), memory.contexts()
        if report := os.environ.get("BADGES_REPORT"):
            lines = [f"{sum(called.values())} calls, {dict(states)}, kilobytes {warm} -> {now}"]
            lines += [f"{seconds:.3f} s {called[name]} {name}: {statement}" for name, (seconds, statement) in
                      sorted(slowest.items(), key=lambda entry: entry[1][0], reverse=True)]
            Path(report).write_text("\n".join(lines + faults) + "\n")
        self.assertEqual([], faults[:20], f"{len(faults)} faults; seed {SEED}")
        self.assertEqual({function.name for function in found}, set(called))
        self.assertGreater(states["00000"], CALLS // 10, states)
        for before, after in zip(warm, now):
            self.assertLess(after - before, GROWTH, f"kilobytes after warming up {warm}, at the end {now}")


if __name__ == "__main__":
    unittest.main()
