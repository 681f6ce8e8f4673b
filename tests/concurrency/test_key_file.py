"""The server secret is made at first need, by whichever session comes first."""

import unittest
from pathlib import Path

import psycopg
from psycopg.types.json import Jsonb

from sessions import SESSIONS, at_once


ISSUER = Jsonb({"name": "Example School", "url": "https://school.example.org", "email": "badges@school.example.org"})

# How often the first session of all comes, with so many others, each so much later: one round in thirty met the moment in
# which the file was looked for too early, and what depends on it late enough.
ROUNDS = 60
CROWD = 14
SECONDS_APART = 0.0007


class KeyFile(unittest.TestCase):
    def test_a_session_that_comes_while_the_first_key_is_made_signs_with_it(self):
        with psycopg.connect(autocommit=True) as connection:
            folder = connection.execute("SHOW data_directory").fetchone()[0]
            for _ in range(ROUNDS):
                # As on a new server: nothing depends on the key, and there is none.
                connection.execute("TRUNCATE badges.users, badges.issuer_profiles CASCADE")
                (Path(folder) / "badges.key").unlink(missing_ok=True)
                answers = at_once(
                    "SELECT pg_sleep(%s), badges.create_issuer(%s || jsonb_build_object('url', 'https://example.org/' || %s))",
                    lambda index: (index * SECONDS_APART, ISSUER, index),
                    CROWD,
                )
                self.assertEqual([], [str(answer) for answer in answers if isinstance(answer, psycopg.Error)])

    # The file of this name comes first in the folder, so nothing has needed the key before.
    def test_sessions_that_need_the_first_key_at_once_agree_on_it(self):
        with psycopg.connect(autocommit=True) as connection:
            badge = Jsonb({"name": "Race", "description": "Came first", "image": "https://school.example.org/race.png",
                           "criteria": {"narrative": "Run."}})
            badge_id = connection.execute(
                "SELECT b.badge_id FROM badges.create_issuer(%s) i, badges.create_badge_class(i.issuer_id, %s) b", [ISSUER, badge]
            ).fetchone()[0]
            awards = at_once(
                "SELECT assertion_id FROM badges.issue_assertion(%s, %s)", lambda _: (badge_id, "same@example.org")
            )
            found = connection.execute("SELECT assertion_id FROM badges.find_assertions('same@example.org')").fetchall()
        self.assertEqual(sorted(found), sorted(awards))
        self.assertEqual(len(found), SESSIONS)


if __name__ == "__main__":
    unittest.main()
