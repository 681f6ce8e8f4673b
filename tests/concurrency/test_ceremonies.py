"""Sixty answers to one start of a passkey ceremony: one is looked at, the others find nothing.

The answers are wrong ones, which need no authenticator; tests/passkeys does the same with right ones.
"""

import unittest

import psycopg

from sessions import at_once

SESSIONS = 60

START = {
    "authentication": "SELECT token_id FROM badges.webauthn_start_authentication()",
    "registration": "SELECT token_id FROM badges.webauthn_start_registration((badges.create_user('one@example.org')).user_id)",
}


class Ceremonies(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with psycopg.connect(autocommit=True) as connection:
            for name, value in (("rp_id", "example.org"), ("rp_origins", "https://example.org")):
                connection.execute(f"ALTER DATABASE {connection.info.dbname} SET badges.{name} = '{value}'")

    def test_one_of_sixty_answers_is_looked_at(self):
        for ceremony, start in START.items():
            with self.subTest(ceremony=ceremony), psycopg.connect(autocommit=True) as connection:
                (token_id,) = connection.execute(start).fetchone()
                finish = f"SELECT reason FROM badges.webauthn_finish_{ceremony}(%s, '{{}}')"
                rows = at_once(finish, lambda _: (token_id,), SESSIONS)
                self.assertEqual(rows.count(("malformed",)), 1)
                self.assertEqual(rows.count(("invalid",)), SESSIONS - 1)

    def test_an_answer_waits_for_one_that_is_under_way_and_finds_nothing(self):
        with psycopg.connect() as first, psycopg.connect(autocommit=True, options="-c lock_timeout=200ms") as second:
            (token_id,) = second.execute(START["authentication"]).fetchone()
            finish = "SELECT reason FROM badges.webauthn_finish_authentication(%s, '{}')"
            self.assertEqual(first.execute(finish, [token_id]).fetchone(), ("malformed",))
            with self.assertRaises(psycopg.errors.LockNotAvailable):
                second.execute(finish, [token_id])
            first.commit()
            self.assertEqual(second.execute(finish, [token_id]).fetchone(), ("invalid",))


if __name__ == "__main__":
    unittest.main()
