"""The server secret is made at first need, by whichever session comes first."""

import unittest

import psycopg
from psycopg.types.json import Jsonb

from sessions import SESSIONS, at_once


class KeyFile(unittest.TestCase):
    # The file of this name comes first in the folder, so nothing has needed the key before.
    def test_sessions_that_need_the_first_key_at_once_agree_on_it(self):
        with psycopg.connect(autocommit=True) as connection:
            issuer = Jsonb({"name": "Example School", "url": "https://school.example.org", "email": "badges@school.example.org"})
            badge = Jsonb({"name": "Race", "description": "Came first", "image": "https://school.example.org/race.png",
                           "criteria": {"narrative": "Run."}})
            badge_id = connection.execute(
                "SELECT b.badge_id FROM badges.create_issuer(%s) i, badges.create_badge_class(i.issuer_id, %s) b", [issuer, badge]
            ).fetchone()[0]
            awards = at_once(
                "SELECT assertion_id FROM badges.issue_assertion(%s, %s)", lambda _: (badge_id, "same@example.org")
            )
            found = connection.execute("SELECT assertion_id FROM badges.find_assertions('same@example.org')").fetchall()
        self.assertEqual(sorted(found), sorted(awards))
        self.assertEqual(len(found), SESSIONS)


if __name__ == "__main__":
    unittest.main()
