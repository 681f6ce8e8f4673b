"""What was awarded does not change, however close the award and the change come."""

import threading
import time
import unittest

import psycopg

BADGE = '{"name": "First Aid", "description": "%s", "image": "https://example.org/i.png", "criteria": "https://example.org/c"}'


def waits_for_a_lock(observer, process):
    query = "SELECT wait_event_type = 'Lock' FROM pg_stat_activity WHERE pid = %s"
    for _ in range(500):
        if observer.execute(query, (process,)).fetchone()[0]:
            return True
        time.sleep(0.01)
    return False


class BadgeEditing(unittest.TestCase):
    def setUp(self):
        self.awarding, self.editing, self.observer = (psycopg.connect(autocommit=True) for _ in range(3))
        for session in (self.awarding, self.editing, self.observer):
            self.addCleanup(session.close)
        profile = '{"name": "Example Academy", "url": "https://example.org", "email": "badges@example.org"}'
        (issuer,) = self.awarding.execute("SELECT issuer_id FROM badges.create_issuer(%s)", (profile,)).fetchone()
        self.badge = self.awarding.execute(
            "SELECT badge_id FROM badges.create_badge_class(%s, %s)", (issuer, BADGE % "as awarded")
        ).fetchone()[0]

    def start(self, work):
        thread = threading.Thread(target=work)
        thread.start()
        self.addCleanup(thread.join)
        self.assertTrue(waits_for_a_lock(self.observer, self.editing.info.backend_pid))
        return thread

    def description(self):
        query = "SELECT description FROM badges.badge_classes WHERE badge_id = %s"
        return self.observer.execute(query, (self.badge,)).fetchone()[0]

    def test_a_change_that_meets_the_first_award_makes_a_new_badge_class(self):
        made = []

        def change():
            query = "SELECT badge_id FROM badges.update_badge_class(%s, %s)"
            made.append(self.editing.execute(query, (self.badge, BADGE % "changed")).fetchone()[0])

        with self.awarding.transaction():
            self.awarding.execute("SELECT badges.issue_assertion(%s, 'ann@example.org')", (self.badge,))
            waiting = self.start(change)
        waiting.join()
        self.assertNotEqual(made, [self.badge])
        self.assertEqual(self.description(), "as awarded")

    def test_a_plain_update_that_meets_the_first_award_is_refused(self):
        refusals = []

        def change():
            self.editing.execute("SET ROLE badges_app")
            try:
                self.editing.execute(
                    "UPDATE badges.badge_classes SET badge_json = badge_json || '{\"description\": \"changed\"}'"
                    " WHERE badge_id = %s",
                    (self.badge,),
                )
            except psycopg.errors.CheckViolation as error:
                refusals.append(error.sqlstate)

        with self.awarding.transaction():
            self.awarding.execute("SELECT badges.issue_assertion(%s, 'ann@example.org')", (self.badge,))
            waiting = self.start(change)
        waiting.join()
        self.assertEqual(refusals, ["23514"])
        self.assertEqual(self.description(), "as awarded")


if __name__ == "__main__":
    unittest.main()
