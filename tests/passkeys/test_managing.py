"""Listing, renaming, deleting passkeys; telling browsers about it; who may."""

import json
import unittest

from authenticator import Authenticator, encode
from ceremonies import Site


class Managing(Site):
    def setUp(self):
        super().setUp()
        self.credential_id = self.register().credential_id

    def as_user(self, user_id, role="badges_user"):
        self.connection.execute("SELECT set_config('request.jwt.claims', %s, false)", [json.dumps({"sub": str(user_id)})])
        self.connection.execute(f"SET ROLE {role}")

    def listed(self, user_id=None):
        return self.connection.execute(
            "SELECT * FROM badges.webauthn_list_credentials(%s)", [user_id or self.user_id]
        ).fetchall()

    def signal(self, user_id=None):
        return self.value("SELECT badges.webauthn_signal(%s)", user_id or self.user_id)

    def test_the_list_shows_what_a_person_wants_to_know(self):
        second = self.register(Authenticator(synchronised=True)).credential_id
        self.assertEqual([row.credential_id for row in self.listed()], [self.credential_id, second])
        self.assertEqual([row.backup_eligible for row in self.listed()], [False, True])
        self.assertNotIn("public_key", self.listed()[0]._fields)
        self.assertEqual(self.listed(self.add_user("without@example.org")), [])

    def test_renaming(self):
        rename = "SELECT badges.webauthn_rename_credential(%s, %s, %s)"
        self.assertTrue(self.value(rename, self.user_id, self.credential_id, " Key ring "))
        self.assertEqual(self.listed()[0].nickname, "Key ring")
        self.assertTrue(self.value(rename, self.user_id, self.credential_id, None))
        self.assertIsNone(self.listed()[0].nickname)
        self.assertFalse(self.value(rename, self.user_id, "AAAA", "x"))
        self.assertFalse(self.value(rename, self.add_user("renamer@example.org"), self.credential_id, "x"))
        self.assertEqual(self.refused(rename, self.user_id, self.credential_id, "x" * 256)[0], "22023")

    def test_deleting_and_telling_the_browser(self):
        second = self.register(Authenticator()).credential_id
        user_handle = encode(self.user_id.bytes)
        self.assertEqual(
            self.signal(),
            {"rpId": "example.org", "userId": user_handle, "allAcceptedCredentialIds": [self.credential_id, second]},
        )
        delete = "SELECT badges.webauthn_delete_credential(%s, %s)"
        self.assertFalse(self.value(delete, self.add_user("deleter@example.org"), second))
        self.assertTrue(self.value(delete, self.user_id, second))
        self.assertFalse(self.value(delete, self.user_id, second))
        self.assertEqual(self.signal()["allAcceptedCredentialIds"], [self.credential_id])
        # The passkeys of an account that is gone are to vanish, too.
        self.connection.execute("DELETE FROM badges.users WHERE user_id = %s", [self.user_id])
        self.assertEqual(self.signal()["allAcceptedCredentialIds"], [])

    def test_the_origins_that_share_the_passkeys(self):
        self.connection.execute("SET badges.rp_origins = 'https://example.org,https://example.com, android:apk-key-hash:abc'")
        self.assertEqual(
            self.value("SELECT badges.webauthn_related_origins()"), {"origins": ["https://example.org", "https://example.com"]}
        )

    def test_an_end_user_manages_its_own_passkeys_and_no_other(self):
        other = self.add_user("other-manager@example.org")
        others_id = self.register(Authenticator(), other).credential_id
        self.as_user(self.user_id)
        self.assertEqual(len(self.listed()), 1)
        self.assertEqual(self.signal()["allAcceptedCredentialIds"], [self.credential_id])
        for call in (
            "badges.webauthn_list_credentials(%s)",
            "badges.webauthn_signal(%s)",
            f"badges.webauthn_rename_credential(%s, '{others_id}', 'x')",
            f"badges.webauthn_delete_credential(%s, '{others_id}')",
        ):
            self.assertEqual(self.refused(f"SELECT {call}", other)[0], "28000", call)
        rename = "SELECT badges.webauthn_rename_credential(%s, %s, 'mine')"
        self.assertFalse(self.value(rename, self.user_id, others_id))
        self.assertTrue(self.value(rename, self.user_id, self.credential_id))
        self.assertTrue(self.value("SELECT badges.webauthn_delete_credential(%s, %s)", self.user_id, self.credential_id))
        self.connection.execute("RESET ROLE")
        self.assertEqual(len(self.listed(other)), 1)

    def test_an_end_user_starts_and_finishes_nothing_by_itself(self):
        self.as_user(self.user_id)
        for call in (
            f"badges.webauthn_start_registration('{self.user_id}')",
            "badges.webauthn_finish_registration(NULL, NULL)",
            "badges.webauthn_start_authentication()",
            "badges.webauthn_finish_authentication(NULL, NULL)",
        ):
            self.assertEqual(self.refused(f"SELECT {call}")[0], "42501", call)

    def test_an_application_server_does_everything(self):
        self.connection.execute("SET ROLE badges_app")
        browser = Authenticator()
        credential_id = self.register(browser).credential_id
        self.assertTrue(self.sign_in(browser, self.address).verified)
        self.assertEqual(len(self.listed()), 2)
        self.assertTrue(self.value("SELECT badges.webauthn_rename_credential(%s, %s, 'x')", self.user_id, credential_id))
        self.assertTrue(self.value("SELECT badges.webauthn_delete_credential(%s, %s)", self.user_id, credential_id))
        self.assertEqual(self.refused("SELECT state FROM badges.login_tokens")[0], "42501")


if __name__ == "__main__":
    unittest.main()
