"""A Python application: signs its user in, issues a badge, serves and verifies it."""

import json
import unittest

import psycopg
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb


class Application(unittest.TestCase):
    """Everything runs as badges_app, the role of an application server."""

    def setUp(self):
        self.connection = psycopg.connect(row_factory=dict_row, autocommit=True)
        self.addCleanup(self.connection.close)
        self.connection.execute("SET ROLE badges_app")

    def one(self, query, *values):
        return self.connection.execute(query, values).fetchone()

    def award(self, recipient, version="2.0", proof=None):
        issuer = self.one(
            "SELECT * FROM badges.create_issuer(%s)",
            Jsonb({"name": "Example School", "url": "https://school.example.org", "email": "badges@school.example.org"}),
        )
        badge = self.one(
            "SELECT * FROM badges.create_badge_class(%s, %s)",
            issuer["issuer_id"],
            Jsonb({
                "name": "Python",
                "description": "Wrote a client",
                "image": "https://school.example.org/python.png",
                "criteria": {"narrative": "Connect."},
            }),
        )
        issue = "SELECT * FROM badges.issue_assertion(%s, %s, version => %s, proof => %s)"
        return self.one(issue, badge["badge_id"], recipient, version, proof)

    def verify(self, assertion_id, recipient):
        return self.one("SELECT badges.verify_assertion(%s, %s) AS report", assertion_id, recipient)["report"]

    def test_a_code_signs_a_user_in_once(self):
        token = self.one("SELECT * FROM badges.create_login_token(%s)", "python@example.org")
        redeem = "SELECT * FROM badges.verify_login_token(%s::text, %s)"
        self.assertTrue(token["code"].isdigit())

        first = self.one(redeem, token["token_id"], token["code"])
        self.assertTrue(first["verified"])
        self.assertTrue(first["is_new_user"])
        self.assertEqual(first["email"], "python@example.org")

        second = self.one(redeem, token["token_id"], token["code"])
        self.assertFalse(second["verified"])
        self.assertIsNone(second["user_id"])

    def test_an_award_is_hosted_verified_and_revoked(self):
        award = self.award("learner@example.org")
        hosted = self.one("SELECT badges.get_assertion(%s) AS document", award["assertion_id"])["document"]
        self.assertEqual(hosted["type"], "Assertion")
        self.assertTrue(hosted["recipient"]["hashed"])
        self.assertNotIn("learner@example.org", str(hosted))

        self.assertTrue(self.verify(award["assertion_id"], "learner@example.org")["valid"])
        self.assertFalse(self.verify(award["assertion_id"], "somebody.else@example.org")["valid"])

        self.one("SELECT badges.revoke_assertion(%s, %s)", award["assertion_id"], "Awarded by mistake")
        self.assertFalse(self.verify(award["assertion_id"], "learner@example.org")["valid"])

    def test_a_credential_is_signed_received_suspended_and_revoked(self):
        for proof in (None, "vc-jwt"):
            award = self.award("learner@example.org", "3.0", proof)
            held = award["credential_text"] or json.dumps(award["assertion_json"])
            self.assertNotIn("learner@example.org", held)
            self.assertIn("VerifiableCredential", award["assertion_json"]["type"])

            def received(text, recipient="learner@example.org"):
                query = "SELECT badges.verify_credential(%s, %s) AS report"
                return self.one(query, text, recipient)["report"]

            self.assertTrue(received(held)["valid"])
            self.assertFalse(received(held, "somebody.else@example.org")["valid"])
            self.assertFalse(received(held.replace("Python", "Pyth0n") if proof is None else held[:-8] + "AAAAAAAA")["valid"])

            self.one("SELECT badges.suspend_assertion(%s, %s)", award["assertion_id"], "Under review")
            self.assertFalse(received(held)["valid"])
            self.one("SELECT badges.reinstate_assertion(%s)", award["assertion_id"])
            self.assertTrue(received(held)["valid"])
            self.one("SELECT badges.revoke_assertion(%s, %s)", award["assertion_id"], "Awarded by mistake")
            status = next(check for check in received(held)["checks"] if check["check"] == "status")
            self.assertEqual(status["code"], "revoked")

    def test_everything_a_web_server_serves_is_read_out(self):
        award = self.award("served@example.org", "3.0")
        issuer, badge, award_id = award["issuer_id"], award["badge_id"], award["assertion_id"]
        served = self.connection.execute(
            "SELECT badges.get_issuer(%(i)s, '3.0') AS issuer, badges.get_badge_class(%(b)s, '3.0') AS achievement,"
            " badges.get_assertion(%(a)s, '3.0') AS credential, badges.get_assertion(%(a)s, '2.0') AS assertion,"
            " badges.get_status_list(%(i)s) AS status_list, badges.get_did_document(%(i)s) AS did_document,"
            " badges.get_jwks(%(i)s) AS jwks, badges.get_assertion_jws(%(a)s) AS jws",
            {"i": issuer, "b": badge, "a": award_id},
        ).fetchone()
        credential = served["credential"]
        self.assertEqual(credential["issuer"]["id"], served["issuer"]["id"])
        self.assertEqual(credential["credentialSubject"]["achievement"]["id"], served["achievement"]["id"])
        self.assertEqual(credential["credentialStatus"]["statusListCredential"], served["status_list"]["id"])
        self.assertIn(credential["proof"][0]["verificationMethod"], served["did_document"]["assertionMethod"])
        self.assertEqual(served["assertion"]["type"], "Assertion")
        self.assertEqual(len(served["jwks"]["keys"]), 1)
        self.assertEqual(served["jws"].count("."), 2)

    def test_an_application_reads_no_private_key(self):
        with self.assertRaises(psycopg.errors.InsufficientPrivilege):
            self.connection.execute("SELECT encrypted_private_key FROM badges.issuer_profiles")

    def test_a_hashed_recipient_is_found_by_address(self):
        award = self.award("find.me@example.org")
        found = self.connection.execute("SELECT assertion_id FROM badges.find_assertions(%s)", ["find.me@example.org"]).fetchall()
        self.assertEqual([row["assertion_id"] for row in found], [award["assertion_id"]])

    def test_the_table_refuses_a_document_that_breaks_the_standard(self):
        award = self.award("plain.insert@example.org")
        broken = {**award["assertion_json"], "issuedOn": "yesterday"}
        with self.assertRaises(psycopg.errors.CheckViolation) as refusal:
            self.connection.execute(
                "INSERT INTO badges.badge_assertions (badge_id, issuer_id, assertion_json) VALUES (%s, %s, %s)",
                [award["badge_id"], award["issuer_id"], Jsonb(broken)],
            )
        self.assertIn("/issuedOn", refusal.exception.diag.message_detail)

    def test_an_application_cannot_read_sign_in_tokens(self):
        with self.assertRaises(psycopg.errors.InsufficientPrivilege):
            self.connection.execute("SELECT * FROM badges.login_tokens")


if __name__ == "__main__":
    unittest.main()
