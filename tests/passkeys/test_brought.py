"""Passkeys that were registered elsewhere, and came by plain INSERT: what the row does not tell, the first sign-in does."""

from authenticator import Authenticator, encode
from ceremonies import Site

HANDLE = b"account 42"


class Brought(Site):
    def bring(self, synchronised=False):
        """A passkey as a migration leaves it, registered under another handle: nothing is known but its key."""
        self.browser = Authenticator(synchronised=synchronised)
        credential_id = self.register().credential_id
        self.connection.execute(
            "UPDATE badges.webauthn_credentials SET backup_eligible = NULL, backup_state = false WHERE credential_id = %s",
            [credential_id],
        )
        self.browser.passkeys[0].user_handle = encode(HANDLE)
        return credential_id

    def test_the_first_sign_in_tells_the_handle_and_whether_it_may_be_synchronised(self):
        for synchronised in (False, True):
            with self.subTest(synchronised=synchronised):
                credential_id = self.bring(synchronised)
                self.assertEqual(self.sign_in().user_id, self.user_id)
                stored = self.passkey(credential_id)
                self.assertEqual((stored.backup_eligible, stored.user_handle), (synchronised, HANDLE))
                self.assertTrue(self.sign_in(address=self.address).verified)

    def test_another_handle_is_refused_afterwards(self):
        self.bring()
        self.assertTrue(self.sign_in().verified)
        self.browser.passkeys[0].user_handle = encode(b"account 43")
        self.assertEqual(self.sign_in().reason, "wrong_user")

    def test_a_wrong_signature_tells_nothing(self):
        credential_id = self.bring()
        self.assertFalse(self.sign_in(signature=lambda right: right[:-1] + bytes([right[-1] ^ 1])).verified)
        stored = self.passkey(credential_id)
        self.assertEqual((stored.backup_eligible, stored.user_handle), (None, None))
