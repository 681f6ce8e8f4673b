"""A credential is received once, and what several people receive is one row, however many come at once."""

import json
import unittest

import psycopg

from sessions import SESSIONS, at_once

IMPORT = "SELECT outcome, assertion_id FROM badges.import_credential(%s, %s)"


class ReceivedCredentials(unittest.TestCase):
    def setUp(self):
        self.connection = psycopg.connect(autocommit=True)
        self.addCleanup(self.connection.close)
        self.users = [
            self.one("SELECT user_id FROM badges.create_user(gen_random_uuid() || '@example.org')")
            for _ in range(SESSIONS)
        ]
        self.credential = self.issued_elsewhere()

    def one(self, statement, values=()):
        return self.connection.execute(statement, values).fetchone()[0]

    def issued_elsewhere(self):
        """An award whose issuer this database does not know, of a badge class that is new each time."""
        with self.connection.transaction(force_rollback=True):
            self.connection.execute("SET LOCAL badges.base_url = 'https://stranger.example.org'")
            profile = '{"name": "Stranger", "url": "https://stranger.example.org", "email": "a@stranger.example.org"}'
            issuer = self.one("SELECT issuer_id FROM badges.create_issuer(%s)", (profile,))
            badge = '{"name": "Bass", "description": "d", "image": "https://example.org/i.png", "criteria": "https://example.org/c"}'
            badge = self.one("SELECT badge_id FROM badges.create_badge_class(%s, %s)", (issuer, badge))
            award = "SELECT assertion_json FROM badges.issue_assertion(%s, 'ann@example.org')"
            return json.dumps(self.one(award, (badge,)))

    def rows(self, ids):
        query = """SELECT count(*), count(DISTINCT badge_id), count(DISTINCT issuer_id) FROM badges.badge_assertions
                    WHERE assertion_id = ANY (%s)"""
        return self.connection.execute(query, (ids,)).fetchone()

    def test_one_user_has_it_once(self):
        results = at_once(IMPORT, lambda index: (self.credential, self.users[0]))
        self.assertEqual(sorted(outcome for outcome, _ in results), ["created"] + ["unchanged"] * (SESSIONS - 1))
        self.assertEqual(self.rows([identifier for _, identifier in results]), (1, 1, 1))

    def test_several_users_share_badge_class_and_issuer(self):
        results = at_once(IMPORT, lambda index: (self.credential, self.users[index]))
        self.assertEqual([outcome for outcome, _ in results], ["created"] * SESSIONS)
        self.assertEqual(self.rows([identifier for _, identifier in results]), (SESSIONS, 1, 1))

    def test_a_purge_takes_nothing_that_somebody_receives(self):
        with psycopg.connect() as receiving:
            _, held = receiving.execute(IMPORT, (self.credential, self.users[0])).fetchone()
            receiving.commit()
            self.connection.execute("DELETE FROM badges.badge_assertions WHERE assertion_id = %s", (held,))
            # Its badge class and issuer are left over now, and about to be held again.
            receiving.execute(IMPORT, (self.credential, self.users[1]))
            self.connection.execute("SET lock_timeout = '200ms'")
            try:
                self.connection.execute("SELECT badges.purge_received_documents()")
            except psycopg.errors.LockNotAvailable:
                pass
            receiving.commit()
        self.assertEqual(self.one("SELECT count(*) FROM badges.get_credentials(%s)", (self.users[1],)), 1)


if __name__ == "__main__":
    unittest.main()
