"""Several sessions want the same thing at the same moment: the database decides once."""

import unittest

import psycopg

from sessions import SESSIONS, at_once


class Races(unittest.TestCase):
    def setUp(self):
        self.connection = psycopg.connect(autocommit=True)
        self.addCleanup(self.connection.close)

    def one(self, query, *values):
        return self.connection.execute(query, values).fetchone()

    def token(self, address):
        return self.one("SELECT token_id::text, code, link_token FROM badges.create_login_token(%s)", address)

    def test_one_of_many_sessions_redeems_a_code(self):
        for round in range(5):
            token, code, _ = self.token(f"code{round}@example.org")
            rows = at_once("SELECT verified FROM badges.verify_login_token(%s, %s)", lambda _: (token, code))
            self.assertEqual(sorted(rows), [(False,)] * (SESSIONS - 1) + [(True,)])

    def test_one_of_many_sessions_redeems_a_link(self):
        for round in range(5):
            _, _, link = self.token(f"link{round}@example.org")
            rows = at_once("SELECT verified FROM badges.verify_login_token(%s)", lambda _: (link,))
            self.assertEqual(sorted(rows), [(False,)] * (SESSIONS - 1) + [(True,)])

    def test_guessing_in_parallel_gains_no_attempts(self):
        token, code, _ = self.token("guess@example.org")
        wrong = [f"{(int(code) + step) % 10 ** len(code):0{len(code)}}" for step in range(1, SESSIONS + 1)]
        rows = at_once("SELECT verified FROM badges.verify_login_token(%s, %s)", lambda index: (token, wrong[index]))
        self.assertEqual(rows, [(False,)] * SESSIONS)

        attempts, allowed = self.one("SELECT attempts, max_attempts FROM badges.login_tokens WHERE token_id = %s", token)
        self.assertLessEqual(attempts, allowed)
        self.assertLess(allowed, SESSIONS)
        self.assertEqual(self.one("SELECT verified FROM badges.verify_login_token(%s, %s)", token, code), (False,))

    def test_an_address_becomes_one_user(self):
        rows = at_once("SELECT (badges.create_user(%s)).user_id", lambda index: ("Once@example.org" if index % 2 else "once@example.org",))
        refusals = [row for row in rows if isinstance(row, psycopg.Error)]
        self.assertEqual({refusal.sqlstate for refusal in refusals}, {"23505"})
        self.assertEqual(len(refusals), SESSIONS - 1)
        self.assertEqual(self.one("SELECT count(*) FROM badges.users WHERE lower(email) = 'once@example.org'"), (1,))


if __name__ == "__main__":
    unittest.main()
