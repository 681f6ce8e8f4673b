"""Guessing codes by every way to make a failure undone: rollback, savepoint, cancelling, many connections."""

import unittest

import psycopg

from sessions import at_once

VERIFY = "SELECT verified, reason FROM badges.verify_login_token(%s, %s)"
# What one connection may try on one token, whatever it rolls back (doc/badges.md, Limits).
TRIES = 5
CONNECTIONS = 8


def wrong(code, step):
    return f"{(int(code) + step) % 10 ** len(code):0{len(code)}}"


class Guessing(unittest.TestCase):
    def setUp(self):
        self.connection = psycopg.connect(autocommit=True)
        self.addCleanup(self.connection.close)

    def token(self, address):
        return self.connection.execute("SELECT token_id::text, code FROM badges.create_login_token(%s)", [address]).fetchone()

    def attempts(self, token_id):
        return self.connection.execute("SELECT attempts FROM badges.login_tokens WHERE token_id = %s", [token_id]).fetchone()[0]

    def test_rolling_back_gives_no_more_tries_on_a_connection(self):
        reasons = []
        token_id, code = self.token("rollback@example.org")
        for step in range(1, 51):
            with self.connection.transaction() as transaction:
                reasons.append(self.connection.execute(VERIFY, [token_id, wrong(code, step)]).fetchone()[1])
                raise psycopg.Rollback(transaction)
        self.assertEqual(self.attempts(token_id), 0)
        self.assertEqual(reasons.count("invalid"), TRIES)
        self.assertEqual(self.connection.execute(VERIFY, [token_id, code]).fetchone(), (False, "rate_limited"))

    def test_savepoints_give_no_more_tries_on_a_connection(self):
        token_id, code = self.token("savepoint@example.org")
        reasons = []
        with self.connection.transaction():
            for step in range(1, 51):
                with self.connection.transaction() as savepoint:
                    reasons.append(self.connection.execute(VERIFY, [token_id, wrong(code, step)]).fetchone()[1])
                    raise psycopg.Rollback(savepoint)
        self.assertEqual(reasons.count("invalid"), TRIES)

    def test_an_exception_block_gives_no_more_tries_on_a_connection(self):
        token_id, code = self.token("exception@example.org")
        self.connection.execute("""
            CREATE FUNCTION pg_temp.tried(token text, code text) RETURNS text LANGUAGE plpgsql AS $$
            DECLARE said text;
            BEGIN
                BEGIN
                    SELECT reason INTO said FROM badges.verify_login_token(token, code);
                    RAISE EXCEPTION USING ERRCODE = 'ZZZZZ', MESSAGE = said;
                EXCEPTION WHEN SQLSTATE 'ZZZZZ' THEN RETURN SQLERRM;
                END;
            END $$""")
        reasons = [self.connection.execute("SELECT pg_temp.tried(%s, %s)", [token_id, wrong(code, step)]).fetchone()[0] for step in range(1, 51)]
        self.assertEqual(reasons.count("invalid"), TRIES)

    def test_each_connection_that_rolls_back_has_five_tries_and_no_more(self):
        # What is left to a role with free SQL: doc/security.md says so, and that such a role is an application server's.
        token_id, code = self.token("pool@example.org")
        tried = 0
        for connection in range(CONNECTIONS):
            with psycopg.connect(autocommit=True) as guessing:
                for step in range(1, 21):
                    with guessing.transaction() as transaction:
                        reason = guessing.execute(VERIFY, [token_id, wrong(code, 20 * connection + step)]).fetchone()[1]
                        tried += reason == "invalid"
                        raise psycopg.Rollback(transaction)
        self.assertEqual(tried, TRIES * CONNECTIONS)

    def test_a_try_that_is_cancelled_while_limits_are_enforced_counts_on_its_connection(self):
        token_id, code = self.token("cancelled@example.org")
        with psycopg.connect() as holder, psycopg.connect(autocommit=True, options="-c statement_timeout=300ms") as guessing:
            # Whoever asks for a token holds the address until its transaction ends, and a failure waits for that.
            holder.execute("SELECT FROM badges.create_login_token('cancelled@example.org')")
            cancelled = 0
            for step in range(1, 9):
                try:
                    guessing.execute(VERIFY, [token_id, wrong(code, step)]).fetchone()
                except psycopg.errors.QueryCanceled:
                    cancelled += 1
            self.assertEqual(cancelled, TRIES)
            self.assertEqual(guessing.execute(VERIFY, [token_id, code]).fetchone(), (False, "rate_limited"))

    def test_many_tokens_of_one_address_share_its_limit(self):
        tokens = [self.token("shared@example.org") for _ in range(5)]
        refused = self.connection.execute("SELECT token_id, reason FROM badges.create_login_token('shared@example.org')").fetchone()
        self.assertEqual(refused, (None, "rate_limited"))
        at_once(VERIFY, lambda index: (tokens[index % 5][0], wrong(tokens[index % 5][1], 1 + index)), 40)
        total = sum(self.attempts(token_id) for token_id, _ in tokens)
        self.assertLess(total, 25)
        for token_id, code in tokens:
            self.assertEqual(self.connection.execute(VERIFY, [token_id, code]).fetchone(), (False, "rate_limited"))


class Confused(unittest.TestCase):
    """What was made for one thing is good for no other, and trying does not use it up."""

    def test_a_code_is_no_passkey_ceremony_and_a_ceremony_is_no_code(self):
        with psycopg.connect(autocommit=True) as connection:
            for name, value in (("rp_id", "example.org"), ("rp_origins", "https://example.org")):
                connection.execute(f"SET badges.{name} = '{value}'")
            token_id, code = connection.execute("SELECT token_id, code FROM badges.create_login_token('confused@example.org')").fetchone()
            user_id = connection.execute("SELECT user_id FROM badges.create_user('other.confused@example.org')").fetchone()[0]
            started = {
                "registration": connection.execute("SELECT token_id FROM badges.webauthn_start_registration(%s)", [user_id]).fetchone()[0],
                "authentication": connection.execute("SELECT token_id FROM badges.webauthn_start_authentication()").fetchone()[0],
            }
            for finish in started:
                for other in (token_id, *(ceremony for name, ceremony in started.items() if name != finish)):
                    reason = connection.execute(f"SELECT reason FROM badges.webauthn_finish_{finish}(%s, '{{}}')", [other]).fetchone()
                    self.assertEqual(reason, ("invalid",))
            for ceremony in started.values():
                self.assertEqual(connection.execute(VERIFY, [str(ceremony), code]).fetchone(), (False, "invalid"))
            for finish, own in started.items():
                reason = connection.execute(f"SELECT reason FROM badges.webauthn_finish_{finish}(%s, '{{}}')", [own]).fetchone()
                self.assertEqual(reason, ("malformed",))
            self.assertEqual(connection.execute(VERIFY, [str(token_id), code]).fetchone(), (True, None))


class Locks(unittest.TestCase):
    """A row that is not a user's to change is not its to lock."""

    def test_asking_whether_anothers_badge_class_may_change_locks_nothing(self):
        with psycopg.connect(autocommit=True) as owner, psycopg.connect() as intruder:
            ann, bob = (owner.execute("SELECT user_id FROM badges.create_user(%s)", [f"{name}.locks@example.org"]).fetchone()[0] for name in ("ann", "bob"))
            badge = owner.execute(
                "SELECT badge_id FROM badges.create_issuer(%s, %s) AS i, badges.create_badge_class(i.issuer_id, %s)",
                ['{"name": "Bob", "url": "https://bob.example.org", "email": "a@bob.example.org"}', bob,
                 '{"name": "n", "description": "d", "image": "https://bob.example.org/i.png", "criteria": "https://bob.example.org/c"}'],
            ).fetchone()[0]
            intruder.execute("SELECT set_config('request.jwt.claims', %s, false)", [f'{{"sub": "{ann}"}}'])
            intruder.execute("SET ROLE badges_user")
            intruder.execute("SELECT badges.badge_class_may_become(%s, '{}')", [badge])
            owner.execute("SET lock_timeout = '1s'")
            awarded = owner.execute("SELECT assertion_id IS NOT NULL FROM badges.issue_assertion(%s, 'cat@example.org')", [badge]).fetchone()
            self.assertEqual(awarded, (True,))
            owner.execute("SELECT FROM badges.badge_classes WHERE badge_id = %s FOR UPDATE NOWAIT", [badge])


if __name__ == "__main__":
    unittest.main()
