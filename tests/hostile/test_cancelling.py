"""Whatever takes long ends when its statement is cancelled, and the session goes on as if nothing had been."""

import threading
import unittest

import psycopg

import long_calls

# Calls that take a while on any machine.
LONG = [
    "(SELECT count(*) FROM badges.ob_json_problems(doc)), contexts",
    "badges.validate_ob_json(doc), alignments",
    "badges.upgrade_ob_json(doc), old",
    "badges.verify_credential((SELECT credential FROM texts WHERE name = 'outside context'), resources => doc), resources",
    "badges.verify_credential(credential), proofs",
    "issue_assertions, 50,000 signed",
]


class Cancelling(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.connection = psycopg.connect(autocommit=True)
        cls.connection.execute("SET badges.base_url = 'https://badges.example.org'")
        for statement in long_calls.PREPARE:
            cls.connection.execute(statement)

    @classmethod
    def tearDownClass(cls):
        cls.connection.close()

    def repeated(self, call):
        """The call over and over inside one statement that would not end by itself for a long time."""
        return f"SELECT count(t::text) FROM generate_series(1, 100000) AS n, LATERAL ({call} OFFSET n * 0) AS t"

    def test_a_statement_timeout_ends_what_takes_long(self):
        calls = dict(long_calls.calls())
        for name in LONG:
            with self.subTest(name), self.connection.transaction(force_rollback=True):
                self.connection.execute("SET LOCAL statement_timeout = '500ms'")
                with self.assertRaises(psycopg.errors.QueryCanceled):
                    self.connection.execute(self.repeated(calls[name]))
            self.assertEqual(("BadgeClass",), self.connection.execute("SELECT badges.ob_json_class(doc) FROM documents WHERE name = 'tags'").fetchone())

    def test_a_cancelled_call_leaves_a_session_that_works(self):
        calls = dict(long_calls.calls())
        for name in LONG:
            with self.subTest(name), self.connection.transaction(force_rollback=True):
                timer = threading.Timer(0.2, self.connection.cancel)
                timer.start()
                with self.assertRaises(psycopg.errors.QueryCanceled):
                    self.connection.execute(self.repeated(calls[name]))
                timer.join()
            verdict = self.connection.execute("SELECT badges.verify_credential(good::text) ->> 'valid' FROM awarded").fetchone()
            self.assertEqual(("true",), verdict)


if __name__ == "__main__":
    unittest.main()
