"""Sixty sessions sign in at the same moment: tokens are redeemed once, limits hold, nobody deadlocks."""

import unittest

import psycopg

from sessions import at_once

SESSIONS = 60


def in_parallel(statement, arguments):
    """Runs a statement once for each list of arguments, each in a session of its own, all at the same moment."""
    return at_once(statement, lambda index: arguments[index], len(arguments))


def wrong(code, step):
    return f"{(int(code) + step) % 10 ** len(code):0{len(code)}}"


VERIFY = "SELECT verified, is_new_user, reason FROM badges.verify_login_token(%s, %s)"


class LoginTokens(unittest.TestCase):
    def setUp(self):
        self.connection = psycopg.connect(autocommit=True)
        self.addCleanup(self.connection.close)

    def one(self, query, *values):
        return self.connection.execute(query, values).fetchone()

    def token(self, address):
        return self.one("SELECT token_id::text, code, link_token FROM badges.create_login_token(%s)", address)

    def attempts(self, token_id):
        return self.one("SELECT attempts FROM badges.login_tokens WHERE token_id = %s", token_id)[0]

    def test_one_of_sixty_right_codes_wins(self):
        token_id, code, _ = self.token("right@example.org")
        rows = in_parallel(VERIFY, [(token_id, code)] * SESSIONS)
        self.assertEqual(rows.count((True, True, None)), 1)
        self.assertEqual(rows.count((False, False, "invalid")), SESSIONS - 1)

    def test_code_and_link_together_win_once(self):
        token_id, code, link = self.token("both@example.org")
        presented = [(token_id, code), (link, None)] * (SESSIONS // 2)
        rows = in_parallel(VERIFY, presented)
        self.assertEqual([verified for verified, _, _ in rows].count(True), 1)

    def test_sixty_wrong_codes_get_five_tries(self):
        token_id, code, _ = self.token("wrong@example.org")
        rows = in_parallel(VERIFY, [(token_id, wrong(code, step)) for step in range(1, SESSIONS + 1)])
        reasons = [reason for _, _, reason in rows]
        self.assertEqual(reasons.count("invalid"), 5)
        self.assertEqual(reasons.count("rate_limited"), SESSIONS - 5)
        self.assertEqual(self.attempts(token_id), 5)
        self.assertEqual(self.one(VERIFY, token_id, code), (False, False, "rate_limited"))

    def test_guessing_against_all_tokens_of_an_address_at_once_gets_twenty_tries(self):
        tokens = [self.token("many@example.org") for _ in range(5)]
        guesses = [(token_id, wrong(code, step)) for step in range(1, 11) for token_id, code, _ in tokens]
        rows = in_parallel(VERIFY, guesses)
        self.assertEqual({verified for verified, _, _ in rows}, {False})
        # A try that is already under way on another token when the twentieth fails still counts as its own.
        total = sum(self.attempts(token_id) for token_id, _, _ in tokens)
        self.assertGreaterEqual(total, 20)
        self.assertLess(total, 20 + len(tokens))
        for token_id, code, _ in tokens:
            self.assertEqual(self.one(VERIFY, token_id, code), (False, False, "rate_limited"))
        self.assertEqual(self.one(VERIFY, tokens[0][2], None), (True, True, None))

    def test_sign_ups_for_one_address_make_one_user(self):
        tokens = [self.token(address) for address in ("New@example.org", "new@example.org", "NEW@example.org")]
        rows = in_parallel(VERIFY, [(token_id, code) for token_id, code, _ in tokens])
        self.assertEqual(sorted(rows, key=str), [(True, False, None), (True, False, None), (True, True, None)])
        self.assertEqual(self.one("SELECT count(*) FROM badges.users WHERE lower(email) = 'new@example.org'"), (1,))

    def test_sixty_requests_make_five_tokens(self):
        rows = in_parallel(
            "SELECT token_id IS NOT NULL, reason FROM badges.create_login_token(%s)",
            [("ask@example.org" if index % 2 else "ASK@example.org",) for index in range(SESSIONS)],
        )
        self.assertEqual(rows.count((True, None)), 5)
        self.assertEqual(rows.count((False, "rate_limited")), SESSIONS - 5)

    def test_recoveries_at_once_leave_no_live_token(self):
        self.one("SELECT (badges.create_user('back@example.org')).user_id")
        tokens = [
            self.one("SELECT token_id::text, code FROM badges.create_login_token('back@example.org', 'recovery')")
            for _ in range(5)
        ]
        rows = in_parallel("SELECT verified FROM badges.verify_login_token(%s, %s, 'recovery')", tokens)
        self.assertGreaterEqual(rows.count((True,)), 1)
        live = self.one(
            "SELECT count(*) FROM badges.login_tokens"
            " WHERE email = 'back@example.org' AND consumed_at IS NULL AND expires_at > clock_timestamp()"
        )
        self.assertEqual(live, (0,))

    def test_requests_and_purges_do_not_wait_for_each_other(self):
        self.connection.execute(
            "INSERT INTO badges.login_tokens (token_id, email, purpose, expires_at)"
            " SELECT gen_random_uuid(), 'old@example.org', 'login', now() - interval '8 days' FROM generate_series(1, 500)"
        )
        with psycopg.connect() as busy:
            busy.execute("SELECT * FROM badges.create_login_token('busy@example.org')")
            with psycopg.connect(autocommit=True, options="-c lock_timeout=5s") as other:
                made = other.execute("SELECT token_id IS NOT NULL FROM badges.create_login_token('other@example.org')")
                self.assertEqual(made.fetchone(), (True,))

    def test_purges_with_a_limit_do_not_wait_for_each_other(self):
        self.connection.execute("SELECT badges.purge_login_tokens('0')")
        self.connection.execute(
            "INSERT INTO badges.login_tokens (token_id, email, purpose, expires_at)"
            " SELECT gen_random_uuid(), 'old@example.org', 'login', now() - interval '8 days' FROM generate_series(1, 25)"
        )
        purge = "SELECT badges.purge_login_tokens(\"limit\" => 10)"
        with psycopg.connect(options="-c lock_timeout=5s") as first, psycopg.connect(options="-c lock_timeout=5s") as second:
            self.assertEqual(first.execute(purge).fetchone(), (10,))
            self.assertEqual(second.execute(purge).fetchone(), (0,))
            first.commit()
            self.assertEqual(second.execute(purge).fetchone(), (10,))
            second.commit()
            self.assertEqual([first.execute(purge).fetchone() for _ in range(2)], [(5,), (0,)])


if __name__ == "__main__":
    unittest.main()
