"""How far a long call has come is seen from another session, and nothing of it is left afterwards."""

import re
import threading
import unittest

import psycopg
from psycopg.types.json import Jsonb

RECIPIENTS = 10_000
ISSUE = """SELECT count(*) FROM badges.issue_assertions(
    %s, ARRAY(SELECT 'r' || n || '@example.org' FROM generate_series(1, %s) n), version => '2.0')"""


class Progress(unittest.TestCase):
    def setUp(self):
        self.connection = psycopg.connect(autocommit=True)
        self.watcher = psycopg.connect(autocommit=True)
        self.addCleanup(self.connection.close)
        self.addCleanup(self.watcher.close)
        issuer = Jsonb({"name": "Example School", "url": "https://school.example.org", "email": "badges@school.example.org"})
        badge = Jsonb({"name": "Long", "description": "Took part", "image": "https://school.example.org/long.png",
                       "criteria": {"narrative": "Take part."}})
        self.badge_id = self.connection.execute(
            "SELECT b.badge_id FROM badges.create_issuer(%s) i, badges.create_badge_class(i.issuer_id, %s) b", [issuer, badge]
        ).fetchone()[0]
        self.connection.execute("SET compute_query_id = on")

    def activity(self, column="query"):
        pid = self.connection.info.backend_pid
        return self.watcher.execute(f"SELECT {column} FROM pg_stat_activity WHERE pid = %s", [pid]).fetchone()[0]

    def watched(self, work):
        """Runs the work in a thread; what the session showed meanwhile, and the error it ended with."""
        errors = []

        def run():
            try:
                work()
            except psycopg.Error as error:
                errors.append(error)

        thread = threading.Thread(target=run)
        thread.start()
        seen = []
        while thread.is_alive():
            seen.append(self.activity("query || ' -- id ' || query_id"))
            thread.join(0.01)
        return seen, errors

    def test_awards_are_counted_in_front_of_the_query(self):
        seen, errors = self.watched(lambda: self.connection.execute(ISSUE, [self.badge_id, RECIPIENTS]))
        self.assertEqual(errors, [])
        shown = re.compile(rf"/\* issue_assertions: (\d+) of {RECIPIENTS} \*/ (SELECT count.* -- id .*)", re.DOTALL)
        matches = [match for match in map(shown.fullmatch, filter(None, seen)) if match]
        counts = [int(match[1]) for match in matches]
        self.assertGreater(len(set(counts)), 1)
        self.assertEqual(counts, sorted(counts))
        self.assertLess(counts[-1], RECIPIENTS)
        # One query, by its text and by its id, in all of them.
        self.assertEqual(len({match[2] for match in matches}), 1)
        self.assertTrue(self.activity().startswith("SELECT count"))

    def test_an_error_leaves_nothing_behind(self):
        # Cancelled on its way: no award is left, and no count either.
        self.connection.execute("SET statement_timeout = 1000")
        _, errors = self.watched(lambda: self.connection.execute(ISSUE, [self.badge_id, 100 * RECIPIENTS]))
        self.assertIsInstance(errors[0], psycopg.errors.QueryCanceled)
        self.assertTrue(self.activity().startswith("SELECT count"))
        self.connection.execute("RESET statement_timeout")
        self.assertEqual(self.activity(), "RESET statement_timeout")

    def test_revalidation_is_counted_too(self):
        self.connection.execute(ISSUE, [self.badge_id, RECIPIENTS])
        seen, errors = self.watched(lambda: self.connection.execute("SELECT code FROM badges.health(revalidate => true)"))
        self.assertEqual(errors, [])
        self.assertTrue(any(re.match(r"/\* health: \d+ of \d+ \*/ SELECT code", query or "") for query in seen), seen)
        self.assertEqual(self.activity(), "SELECT code FROM badges.health(revalidate => true)")

    def test_nothing_is_shown_where_activities_are_not_tracked(self):
        self.connection.execute("SET track_activities = off")
        seen, errors = self.watched(lambda: self.connection.execute(ISSUE, [self.badge_id, RECIPIENTS]))
        self.assertEqual((errors, [query for query in seen if query]), ([], []))


if __name__ == "__main__":
    unittest.main()
