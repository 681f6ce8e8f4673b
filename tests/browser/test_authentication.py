"""Signing in with passkeys: what is recorded, and that a browser or page that cheats does not get in."""

import time

from passkey_site import STILL_PAGE, PasskeyTest
from webdriver import Refused

REVERSED = """
    const bytes = Uint8Array.fromBase64(credential.response.%s, { alphabet: 'base64url' });
    bytes[%s] ^= 1;
    credential.response.%s = bytes.toBase64({ alphabet: 'base64url', omitPadding: true })"""


def one_bit_changed_in(member, position):
    return REVERSED % (member, position, member)


class Authentication(PasskeyTest):
    def setUp(self):
        super().setUp()
        self.register()

    def replace_on_device(self, **changes):
        """What somebody who copied the private key can have a device say."""
        (credential,) = self.authenticator.credentials()
        self.authenticator.forget(credential["credentialId"])
        self.authenticator.add({**credential, **changes})

    def test_a_passkey_signs_in_without_an_address(self):
        ceremony = self.sign_in()
        self.assertEqual(ceremony["options"].get("allowCredentials", []), [])
        self.assertEqual(ceremony["options"]["rpId"], "localhost")
        self.assert_accepted(ceremony)
        result, row = ceremony["result"], self.passkey()
        self.assertIs(result["user_verified"], True)
        self.assertIs(result["backed_up"], False)
        self.assertIs(result["clone_suspected"], False)
        self.assertEqual(result["sign_count"], self.authenticator.credentials()[0]["signCount"])
        self.assertEqual(result["sign_count"], row["sign_count"])
        self.assertIsNotNone(row["last_used_at"])
        self.assertIsNotNone(self.row("SELECT last_login_at FROM badges.users WHERE user_id = %s", self.user_id)["last_login_at"])

    def test_the_counter_of_each_sign_in_is_kept(self):
        counts = [self.sign_in()["result"]["sign_count"] for _ in range(3)]
        self.assertEqual(counts, [counts[0], counts[0] + 1, counts[0] + 2])
        self.assertEqual(self.passkey()["sign_count"], counts[2])

    def test_an_address_in_any_letter_case_names_the_passkeys_of_its_user(self):
        ceremony = self.sign_in(email=self.email.upper())
        self.assertEqual([allowed["id"] for allowed in ceremony["options"]["allowCredentials"]], [self.passkey()["credential_id"]])
        self.assert_accepted(ceremony)

    def test_an_unknown_address_is_answered_like_a_known_one(self):
        first, second = (self.rpc("webauthn_start_authentication", email="nobody@example.org")["options"] for _ in range(2))
        known = self.rpc("webauthn_start_authentication", email=self.email)["options"]
        self.assertEqual(first.keys(), known.keys())
        self.assertGreater(len(first["allowCredentials"]), 0)
        self.assertEqual(first["allowCredentials"], second["allowCredentials"])
        with self.assertRaisesRegex(Refused, "NotAllowedError"):
            self.sign_in(email="nobody@example.org")

    def test_a_passkey_of_somebody_else_does_not_sign_in_at_an_address(self):
        stranger = f"other.{self.email}"
        self.sign_in_by_mail(stranger)
        theirs = self.authenticator.credentials()[0]
        self.device()
        self.register()
        ours = self.authenticator.credentials()[0]
        self.assertNotEqual(theirs["userHandle"], ours["userHandle"])
        ceremony = self.sign_in("publicKey.allowCredentials = []", email=self.email)
        self.assert_refused(ceremony["result"], "unknown_credential")

    def test_an_answer_counts_once(self):
        ceremony = self.sign_in()
        self.assert_accepted(ceremony)
        again = self.rpc("webauthn_finish_authentication", token_id=ceremony["token_id"], credential=ceremony["credential"])
        self.assert_refused(again, "invalid")

    def test_of_two_answers_at_once_one_counts(self):
        results = self.sign_in(change_credential="""
            return Promise.all([1, 2].map(() => rpc('webauthn_finish_authentication', { token_id, credential })))""")
        self.assertEqual(sorted(result["verified"] for result in results), [False, True])

    def test_an_answer_to_an_earlier_challenge_is_refused(self):
        earlier = self.sign_in()["credential"]
        token = self.rpc("webauthn_start_authentication")["token_id"]
        self.assert_refused(self.rpc("webauthn_finish_authentication", token_id=token, credential=earlier), "bad_challenge")

    def test_another_challenge_than_the_one_given_is_refused(self):
        self.assert_refused(self.sign_in("publicKey.challenge = new Uint8Array(32)")["result"], "bad_challenge")

    def test_a_challenge_for_adding_a_passkey_signs_nobody_in(self):
        token = self.rpc("webauthn_start_registration")
        credential = self.sign_in(
            f"publicKey.challenge = Uint8Array.fromBase64({token['options']['challenge']!r}, {{ alphabet: 'base64url' }})",
            "return credential")
        result = self.rpc("webauthn_finish_authentication", token_id=token["token_id"], credential=credential)
        self.assert_refused(result, "invalid")

    def test_a_challenge_that_expired_is_refused(self):
        result = self.sign_in(change_credential="return { token_id, credential }")
        self.database.execute("UPDATE badges.login_tokens SET expires_at = clock_timestamp() WHERE token_id = %s", [result["token_id"]])
        time.sleep(0.01)
        self.assert_refused(self.rpc("webauthn_finish_authentication", **result), "invalid")

    def test_a_signature_with_one_bit_changed_is_refused(self):
        self.assert_refused(self.sign_in(change_credential=one_bit_changed_in("signature", 40))["result"], "bad_signature")

    def test_a_counter_with_one_bit_changed_is_refused(self):
        self.assert_refused(self.sign_in(change_credential=one_bit_changed_in("authenticatorData", 36))["result"], "bad_signature")

    def test_a_refused_answer_spends_the_challenge(self):
        ceremony = self.sign_in(change_credential="""
            const wrong = structuredClone(credential);
            wrong.response.signature = wrong.response.authenticatorData;
            const first = await rpc('webauthn_finish_authentication', { token_id, credential: wrong });
            if (first.verified) throw new Error('accepted')""")
        self.assert_refused(ceremony["result"], "invalid")

    def test_the_user_handle_of_somebody_else_is_refused(self):
        stranger = self.row("SELECT user_id FROM badges.create_user(%s)", f"handle.{self.email}")["user_id"]
        ceremony = self.sign_in(change_credential=f"""
            credential.response.userHandle = Uint8Array.fromHex('{stranger.hex}').toBase64({{ alphabet: 'base64url', omitPadding: true }})""")
        self.assertFalse(ceremony["result"]["verified"])

    def test_a_page_of_another_origin_is_refused(self):
        self.browser.open(self.other_site.origin + STILL_PAGE)
        self.assert_refused(self.sign_in()["result"], "bad_origin")

    def test_a_page_of_another_domain_gets_no_answer_from_the_browser(self):
        options = self.rpc("webauthn_start_authentication")["options"]
        self.browser.open(self.site.origin.replace("localhost", "127.0.0.1") + STILL_PAGE)
        with self.assertRaisesRegex(Refused, "SecurityError"):
            self.browser.run("""
                const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(args[0]);
                await navigator.credentials.get({ publicKey })""", options)

    def test_a_frame_in_a_page_of_another_origin_is_refused(self):
        self.browser.open_in_frame(self.other_site.origin + STILL_PAGE, self.site.origin + STILL_PAGE)
        self.assert_refused(self.sign_in()["result"], "bad_origin")

    def test_a_user_who_was_not_verified_is_refused_by_the_browser(self):
        self.authenticator.verify_user(False)
        with self.assertRaisesRegex(Refused, "NotAllowedError"):
            self.sign_in()

    def test_a_user_who_was_not_verified_is_refused_by_the_database(self):
        self.authenticator.verify_user(False)
        ceremony = self.sign_in("publicKey.userVerification = 'discouraged'")
        self.assert_refused(ceremony["result"], "user_not_verified")

    def test_a_counter_that_runs_backwards_is_refused_and_marked(self):
        for _ in range(3):
            count = self.sign_in()["result"]["sign_count"]
        self.replace_on_device(signCount=0)
        ceremony = self.sign_in()
        self.assert_refused(ceremony["result"], "clone_suspected")
        self.assertIs(ceremony["result"]["clone_suspected"], True)
        row = self.passkey()
        self.assertIsNotNone(row["clone_suspected_at"])
        self.assertEqual(row["sign_count"], count)

    def test_a_counter_that_stands_still_is_refused_and_marked(self):
        count = self.sign_in()["result"]["sign_count"]
        self.replace_on_device(signCount=count - 1)
        self.assert_refused(self.sign_in()["result"], "clone_suspected")
        self.assertIsNotNone(self.passkey()["clone_suspected_at"])

    def test_the_second_of_two_copies_of_a_passkey_is_refused(self):
        (original,) = self.authenticator.credentials()
        self.sign_in()
        self.sign_in()
        self.device().add(original)
        self.assert_refused(self.sign_in()["result"], "clone_suspected")

    def test_a_synchronised_passkey_whose_counter_runs_backwards_signs_in_and_is_marked(self):
        self.device(defaultBackupEligibility=True, defaultBackupState=True)
        self.database.execute("DELETE FROM badges.webauthn_credentials WHERE user_id = %s", [self.user_id])
        self.register()
        self.database.execute("UPDATE badges.webauthn_credentials SET sign_count = 100 WHERE user_id = %s", [self.user_id])
        ceremony = self.sign_in()
        self.assertTrue(ceremony["result"]["verified"], ceremony["result"])
        self.assertIs(ceremony["result"]["clone_suspected"], True)
        self.assertIs(ceremony["result"]["backed_up"], True)
        self.assertIsNotNone(self.passkey()["clone_suspected_at"])

    def test_whether_a_passkey_was_synchronised_is_kept_up_to_date(self):
        self.device(defaultBackupEligibility=True)
        self.database.execute("DELETE FROM badges.webauthn_credentials WHERE user_id = %s", [self.user_id])
        self.register()
        for state in (True, False):
            self.replace_on_device(backupState=state)
            ceremony = self.sign_in()
            self.assert_accepted(ceremony)
            self.assertIs(ceremony["result"]["backed_up"], state)
            self.assertIs(self.passkey()["backup_state"], state)

    def test_a_passkey_that_turns_into_one_that_may_be_synchronised_is_refused(self):
        self.replace_on_device(backupEligibility=True)
        self.assertFalse(self.sign_in()["result"]["verified"])

    def test_a_passkey_that_was_deleted_is_unknown(self):
        self.database.execute("DELETE FROM badges.webauthn_credentials WHERE user_id = %s", [self.user_id])
        self.assert_refused(self.sign_in()["result"], "unknown_credential")

    def test_a_disabled_user_does_not_get_in(self):
        self.database.execute("UPDATE badges.users SET disabled_at = now() WHERE user_id = %s", [self.user_id])
        self.assert_refused(self.sign_in()["result"], "user_disabled")

    def test_a_device_forgets_the_passkeys_that_are_not_accepted_any_more(self):
        (kept,) = self.authenticator.credentials()
        self.browser.run("await (await import('/passkeys.js')).tidyUp()")
        self.assertEqual([credential["credentialId"] for credential in self.authenticator.credentials()], [kept["credentialId"]])
        self.database.execute("DELETE FROM badges.webauthn_credentials WHERE user_id = %s", [self.user_id])
        self.browser.run("await (await import('/passkeys.js')).tidyUp()")
        self.assertEqual(self.authenticator.credentials(), [])
