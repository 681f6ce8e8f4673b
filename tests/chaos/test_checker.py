"""The checker sees each kind of damage. Planted one at a time in a database that is sound, and taken out again."""

import os
import shutil
import tempfile
import unittest
from copy import deepcopy
from pathlib import Path

import psycopg

import clients
from checker import findings
from ledger import Ledger
from server import Server

FOLDER = Path(os.environ["CHAOS_FOLDER"])

#: What an administrator or a fault of ours could do to the rows -> the words that say so. `$award`, `$taken_back` and `$token`
#: are ids out of the ledger.
DAMAGES = {
    "DELETE FROM badges.badge_assertions WHERE assertion_id = '$award'": "is lost",
    "UPDATE badges.badge_assertions SET status_index = (SELECT status_index FROM badges.badge_assertions"
    " WHERE assertion_id = '$taken_back') WHERE assertion_id = '$award'": "is used 2 times",
    "UPDATE badges.badge_assertions SET status_index = NULL WHERE assertion_id = '$award'": "has another status index",
    "UPDATE badges.badge_assertions SET revoked = false, revoked_at = NULL, revocation_reason = NULL"
    " WHERE assertion_id = '$taken_back'": "is not revoked",
    "UPDATE badges.badge_assertions SET revoked = true, revoked_at = now() WHERE assertion_id = '$award'": "is revoked",
    "UPDATE badges.badge_assertions SET suspended_at = now() WHERE assertion_id = '$award'": "is suspended",
    "UPDATE badges.badge_assertions SET recipient_key = NULL WHERE assertion_id = '$award'": "has no recipient key",
    "UPDATE badges.badge_assertions SET recipient_key = '\\x00000000000000000000000000000000'"
    " WHERE assertion_id = '$award'": "is not found by its recipient",
    "UPDATE badges.badge_assertions SET assertion_json = jsonb_set(assertion_json, '{validFrom}', '\"2020-01-01T00:00:00Z\"')"
    " WHERE assertion_id = '$award'": "does not verify",
    "DELETE FROM badges.badge_assertions WHERE assertion_id IN (SELECT assertion_id FROM badges.badge_assertions"
    " WHERE evidence_url = '$batch' LIMIT 1)": "asked for in one call",
    "SELECT badges.issue_assertion(badge_id, 'nobody@example.org') FROM badges.badge_classes LIMIT 1": "nobody asked for",
    "UPDATE badges.issuer_profiles SET encrypted_private_key = NULL": "does not sign",
    "UPDATE badges.issuer_profiles SET encrypted_private_key = set_byte(encrypted_private_key, 40, 255 - get_byte(encrypted_private_key, 40))":
        "does not sign",
    "UPDATE badges.login_tokens SET consumed_at = NULL WHERE token_id = '$token'": "can be redeemed again",
    "DELETE FROM badges.login_tokens WHERE token_id = '$token'": "can be redeemed again",
    "DELETE FROM badges.users WHERE user_id = '$user'": "who signed in is lost",
}


class Checker(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server(FOLDER)
        cls.server.start()
        cls.addClassCleanup(cls.server.end)
        with psycopg.connect() as connection:
            connection.execute("TRUNCATE badges.badge_assertions")
        cls.ledger = Ledger()
        issuing, signing_in = clients.Issuing(cls.ledger, "sound"), clients.SigningIn(cls.ledger, "sound")
        issuing.create_issuer()
        for step in [issuing.award] * 12 + [issuing.award_many, issuing.revoke, issuing.suspend, issuing.rotate_key]:
            step()
        signing_in.step()
        for session in issuing.sessions + signing_in.sessions:
            session.close()

    def setUp(self):
        self.key_file = FOLDER / "data" / "badges.key"
        self.connect()

    def connect(self):
        """Takes the damage out again, and forgets the keys that a session has opened."""
        self.connection = psycopg.connect()
        self.addCleanup(self.connection.close)

    def findings(self, ledger=None):
        return findings(self.connection, ledger or self.ledger, self.key_file)

    def assert_found(self, words, found):
        self.assertTrue(any(words in finding for finding in found), f"{words!r} in {found}")

    def test_a_sound_database_has_no_findings(self):
        self.assertEqual(self.findings(), [])

    def test_every_kind_of_damage_to_the_rows_is_seen(self):
        taken_back = next(iter(self.ledger.revoked))
        changed = self.ledger.revoked | self.ledger.suspended
        [(token, user)] = self.ledger.users.items()
        names = {
            "$award": self.award_of_version_3(changed),
            "$taken_back": taken_back,
            "$batch": next(evidence for evidence, awards in self.ledger.awarded.items() if len(awards) > 1),
            "$token": token,
            "$user": user,
        }
        for damage, words in DAMAGES.items():
            for name, value in names.items():
                damage = damage.replace(name, value)
            with self.subTest(damage=damage):
                self.assertGreater(self.connection.execute(damage).rowcount, 0)
                self.assert_found(words, self.findings())
            self.connection.close()
            self.connect()

    def award_of_version_3(self, besides):
        singles = [awards[0].assertion_id for awards in self.ledger.awarded.values() if len(awards) == 1]
        (found,) = self.connection.execute(
            "SELECT min(assertion_id::text) FROM badges.badge_assertions WHERE badges.ob_json_version(assertion_json) = '3.0'"
            " AND assertion_id = ANY (%s::uuid[])", [[single for single in singles if single not in besides]]).fetchone()
        return found

    def test_a_token_that_was_redeemed_twice_is_seen(self):
        ledger = self.changed_ledger()
        ledger.redemptions[next(iter(ledger.redemptions))] += 1
        self.assert_found("was redeemed 2 times", self.findings(ledger))

    def test_an_error_that_no_kill_explains_is_seen(self):
        ledger = self.changed_ledger()
        ledger.errors.append("issue_assertion: XX000 anything")
        self.assert_found("XX000", self.findings(ledger))

    def test_a_damaged_key_file_is_seen(self):
        with tempfile.TemporaryDirectory() as folder:
            damaged = Path(shutil.copy(self.key_file, folder))
            damaged.chmod(0o644)
            self.key_file = damaged
            self.assert_found("the key file is damaged", self.findings())
            damaged.chmod(0o600)
            damaged.write_text("")
            self.assert_found("the key file is damaged", self.findings())

    def changed_ledger(self):
        fields = {name: deepcopy(value) for name, value in vars(self.ledger).items() if name != "lock"}
        return Ledger(**fields)


if __name__ == "__main__":
    unittest.main()
