"""Signed awards from many sessions: places in status lists, keys, and what is taken back at the same moment."""

import threading
import unittest
from concurrent.futures import ThreadPoolExecutor

import psycopg

from sessions import SESSIONS, at_once

PROFILE = '{"name": "Example Academy", "url": "https://example.org", "email": "badges@example.org"}'
BADGE = '{"name": "First Aid", "description": "d", "image": "https://example.org/i.png", "criteria": "https://example.org/c"}'


class SignedAwards(unittest.TestCase):
    def setUp(self):
        self.connection = psycopg.connect(autocommit=True)
        self.addCleanup(self.connection.close)
        self.issuer = self.value("SELECT issuer_id FROM badges.create_issuer(%s)", PROFILE)
        self.badge = self.value("SELECT badge_id FROM badges.create_badge_class(%s, %s)", self.issuer, BADGE)

    def value(self, query, *values):
        return self.connection.execute(query, values).fetchone()[0]

    def award(self):
        return self.value("SELECT assertion_id FROM badges.issue_assertion(%s, 'ann@example.org')", self.badge)

    def keys(self):
        return self.value("SELECT public_keys FROM badges.issuer_profiles WHERE issuer_id = %s", self.issuer)

    def in_sessions(self, work, sessions=SESSIONS):
        """Calls work(connection, index) in so many sessions that start together."""
        barrier = threading.Barrier(sessions)

        def session(index):
            with psycopg.connect(autocommit=True) as connection:
                barrier.wait(timeout=30)
                return work(connection, index)

        with ThreadPoolExecutor(sessions) as pool:
            return list(pool.map(session, range(sessions)))

    def test_every_award_has_a_place_of_its_own(self):
        def award(connection, index):
            bulk = (
                "SELECT count(*) FROM badges.issue_assertions(%s, ARRAY(SELECT format('s%%s-%%s-%%s@example.org', %s::int, %s::int, n)"
                " FROM generate_series(1, 300) AS n), proof => 'eddsa-jcs-2022')"
            )
            for turn in range(4):
                connection.execute(bulk, (self.badge, index, turn))
                with connection.transaction(force_rollback=True):
                    connection.execute(bulk, (self.badge, index, 100 + turn))
                    connection.execute("SELECT badges.issue_assertion(%s, 'gone@example.org')", (self.badge,))
                for version in ("2.0", "3.0"):
                    connection.execute(
                        "SELECT badges.issue_assertion(%s, 'ann@example.org', version => %s)", (self.badge, version)
                    )

        self.in_sessions(award)
        awards, places, named = self.connection.execute(
            "SELECT count(*), count(DISTINCT status_index), count(*) FILTER (WHERE assertion_json ? 'credentialStatus'"
            " AND (assertion_json #>> '{credentialStatus,statusListIndex}')::int <> status_index %% 131072)"
            " FROM badges.badge_assertions WHERE issuer_id = %s",
            (self.issuer,),
        ).fetchone()
        self.assertEqual(awards, SESSIONS * 4 * 302)
        self.assertEqual(places, awards)
        self.assertEqual(named, 0)
        everywhere = self.connection.execute(
            "SELECT count(status_index) - count(DISTINCT status_index) FROM badges.badge_assertions"
        ).fetchone()[0]
        self.assertEqual(everywhere, 0)

    def test_a_key_made_on_demand_is_made_once(self):
        awards = at_once(
            "SELECT assertion_id FROM badges.issue_assertion(%s, 'ann@example.org', proof => 'ecdsa-jcs-2019')",
            lambda index: (self.badge,),
        )
        self.assertEqual([key["algorithm"] for key in self.keys()], ["P-256", "Ed25519"])
        for award in awards:
            self.assertTrue(self.value("SELECT (badges.verify_assertion(%s) -> 'valid')::bool", award[0]))

    def test_a_key_made_in_a_transaction_that_is_rolled_back_is_made_by_the_next(self):
        first = psycopg.connect()
        self.addCleanup(first.close)
        first.execute("SELECT badges.issue_assertion(%s, 'ann@example.org', proof => 'ES384')", (self.badge,))
        awards = []

        def second():
            with psycopg.connect(autocommit=True) as connection:
                query = "SELECT assertion_id FROM badges.issue_assertion(%s, 'bob@example.org', proof => 'ES384')"
                awards.append(connection.execute(query, (self.badge,)).fetchone()[0])

        waiting = threading.Thread(target=second)
        waiting.start()
        waiting.join(0.5)
        self.assertTrue(waiting.is_alive())
        first.rollback()
        waiting.join()
        self.assertEqual([key["algorithm"] for key in self.keys()], ["P-384", "Ed25519"])
        self.assertTrue(self.value("SELECT (badges.verify_assertion(%s) -> 'valid')::bool", awards[0]))

    def test_awards_made_while_keys_rotate_verify_afterwards(self):
        def work(connection, index):
            for turn in range(6):
                if index == 0:
                    algorithm = ("Ed25519", "P-256", "P-384")[turn % 3]
                    connection.execute("SELECT badges.rotate_issuer_key(%s, %s)", (self.issuer, algorithm))
                elif index == 1:
                    connection.execute("SELECT badges.rotate_issuer_key(%s)", (self.issuer,))
                else:
                    proof = (None, "eddsa-jcs-2022", "ecdsa-rdfc-2019", "vc-jwt", "ES384")[(index + turn) % 5]
                    query = "SELECT badges.issue_assertion(%s, 'ann@example.org', proof => %s)"
                    connection.execute(query, (self.badge, proof))

        self.in_sessions(work)
        reports = self.connection.execute(
            "SELECT badges.verify_assertion(assertion_id, 'ann@example.org') FROM badges.badge_assertions WHERE issuer_id = %s",
            (self.issuer,),
        ).fetchall()
        self.assertEqual(len(reports), (SESSIONS - 2) * 6)
        self.assertEqual([report for (report,) in reports if not report["valid"]], [])
        active = [key["algorithm"] for key in self.keys() if key["status"] == "active"]
        self.assertEqual(sorted(active), sorted(set(active)))
        identifiers = [key["id"] for key in self.keys()]
        self.assertEqual(len(identifiers), len(set(identifiers)))

    def test_rotations_at_once_lose_no_key(self):
        entries = at_once("SELECT badges.rotate_issuer_key(%s)", lambda index: (self.issuer,))
        stored = {key["id"] for key in self.keys()}
        self.assertEqual(len(stored), SESSIONS + 1)
        self.assertLessEqual({entry[0]["id"] for entry in entries}, stored)
        self.assertEqual([key["status"] for key in self.keys()].count("active"), 1)
        self.assertTrue(self.value("SELECT (badges.verify_assertion(%s) -> 'valid')::bool", self.award()))

    def test_a_key_that_is_marked_while_others_sign_signs_nothing_that_verifies(self):
        marked = self.keys()[0]["id"]

        def work(connection, index):
            if index == 0:
                connection.execute("SELECT badges.mark_issuer_key_compromised(%s, %s)", (self.issuer, marked))
            else:
                for _ in range(5):
                    connection.execute("SELECT badges.issue_assertion(%s, 'ann@example.org')", (self.badge,))

        self.in_sessions(work)
        by_marked = "assertion_json #>> '{proof,0,verificationMethod}' LIKE %s"
        verdicts = self.connection.execute(
            f"SELECT {by_marked}, (badges.verify_assertion(assertion_id) -> 'valid')::bool FROM badges.badge_assertions"
            " WHERE issuer_id = %s",
            (f"%#{marked}", self.issuer),
        ).fetchall()
        self.assertEqual(len(verdicts), (SESSIONS - 1) * 5)
        self.assertEqual([row for row in verdicts if row[0] == row[1]], [])

    def test_whatever_meets_a_revocation_leaves_it_revoked(self):
        for _ in range(10):
            award = self.award()
            self.value("SELECT assertion_id FROM badges.suspend_assertion(%s)", award)
            statements = ("revoke_assertion", "suspend_assertion", "reinstate_assertion")

            def work(connection, index):
                try:
                    connection.execute(f"SELECT badges.{statements[index % 3]}(%s)", (award,))
                except psycopg.errors.ObjectNotInPrerequisiteState:
                    return "refused"
                return "done"

            outcomes = self.in_sessions(work)
            self.assertEqual({outcome for index, outcome in enumerate(outcomes) if index % 3 != 2}, {"done"})
            revoked, at, listed = self.connection.execute(
                "SELECT revoked, revoked_at IS NOT NULL, badges.verify_credential(assertion_json::text) -> 'checks'"
                " FROM badges.badge_assertions WHERE assertion_id = %s",
                (award,),
            ).fetchone()
            self.assertTrue(revoked and at)
            self.assertIn(("status", "revoked"), [(check["check"], check["code"]) for check in listed])

    def test_suspending_and_reinstating_at_once_ends_in_one_of_the_two(self):
        award = self.award()
        statements = ("suspend_assertion", "reinstate_assertion")
        outcomes = self.in_sessions(
            lambda connection, index: connection.execute(f"SELECT badges.{statements[index % 2]}(%s)", (award,)).fetchone()
        )
        self.assertEqual(len(outcomes), SESSIONS)
        suspended, valid = self.connection.execute(
            "SELECT suspended_at IS NOT NULL, (badges.verify_assertion(assertion_id) -> 'valid')::bool"
            " FROM badges.badge_assertions WHERE assertion_id = %s",
            (award,),
        ).fetchone()
        self.assertNotEqual(suspended, valid)


if __name__ == "__main__":
    unittest.main()
