"""Signing in with passkeys: what is recorded, and that a page, a browser or a device that cheats does not get in."""

from passkey_site import PasskeyTest, from_base64url, to_base64url
from webdriver import Refused


class Authentication(PasskeyTest):
    def setUp(self):
        super().setUp()
        self.register()

    def answer(self, **start):
        """A ceremony up to the browser's answer."""
        start = self.start_authentication(**start)
        return start["token_id"], self.get(start["options"])

    def replace_on_device(self, **changes):
        """What somebody who copied the private key can make a device say."""
        (credential,) = self.authenticator.credentials()
        self.authenticator.forget(credential["credentialId"])
        self.authenticator.add({**credential, **changes})

    def use_synchronised_device(self):
        self.forget_passkeys()
        self.device(defaultBackupEligibility=True, defaultBackupState=True)
        self.register()

    def changed(self, credential, member, position):
        """An answer with one bit changed in a member."""
        content = bytearray(from_base64url(credential["response"][member]))
        content[position] ^= 1
        return {**credential, "response": {**credential["response"], member: to_base64url(content)}}

    def test_a_passkey_signs_in_without_an_address(self):
        start = self.start_authentication()
        self.assertEqual(start["options"]["rpId"], "localhost")
        self.assertEqual(start["options"]["userVerification"], "required")
        self.assertEqual(start["options"].get("allowCredentials", []), [])
        result = self.finish_authentication(start["token_id"], self.get(start["options"]))
        self.assert_accepted(result)
        self.assertIs(result["user_verified"], True)
        self.assertIs(result["backed_up"], False)
        self.assertIs(result["clone_suspected"], False)
        self.assertEqual(result["sign_count"], self.authenticator.credentials()[0]["signCount"])
        self.assertIsNotNone(self.passkey()["last_used_at"])
        self.assertIsNotNone(self.row("SELECT last_login_at FROM badges.users WHERE user_id = %s", self.user_id)["last_login_at"])

    def test_the_counter_of_each_sign_in_is_kept(self):
        counts = [self.sign_in()["sign_count"] for _ in range(3)]
        self.assertEqual(counts, [counts[0], counts[0] + 1, counts[0] + 2])
        self.assertEqual(self.passkey()["sign_count"], counts[2])

    def test_an_address_in_any_letter_case_names_the_passkeys_of_its_user(self):
        allowed = self.start_authentication(self.email.upper())["options"]["allowCredentials"]
        self.assertEqual([credential["id"] for credential in allowed], [self.passkey()["credential_id"]])
        self.assert_accepted(self.sign_in(self.email.upper()))

    def test_an_unknown_address_is_answered_like_a_known_one(self):
        known = self.start_authentication(self.email)["options"]
        first = self.start_authentication("nobody@example.org")["options"]
        second = self.start_authentication("nobody@example.org")["options"]
        self.assertEqual(first.keys(), known.keys())
        self.assertGreater(len(first["allowCredentials"]), 0)
        self.assertEqual(first["allowCredentials"], second["allowCredentials"])
        # For a phone or a security key the browser would wait.
        on_this_device = [{**credential, "transports": ["internal"]} for credential in first["allowCredentials"]]
        with self.assertRaisesRegex(Refused, "NotAllowedError"):
            self.get({**first, "allowCredentials": on_this_device})

    def test_a_passkey_of_somebody_else_does_not_sign_in_at_an_address(self):
        address = self.email
        self.device()
        self.sign_in_by_mail(f"not.{address}")
        self.register()
        self.assert_refused(self.sign_in(address, allowCredentials=[]), "unknown_credential")

    def test_an_answer_signs_in_once(self):
        token_id, credential = self.answer()
        self.assert_accepted(self.finish_authentication(token_id, credential))
        self.assert_refused(self.finish_authentication(token_id, credential), "invalid")

    def test_of_two_answers_at_once_one_signs_in(self):
        token_id, credential = self.answer()
        results = self.twice_at_once("webauthn_finish_authentication", token_id=token_id, credential=credential)
        self.assertEqual(sorted(result["verified"] for result in results), [False, True])

    def test_an_answer_to_an_earlier_challenge_signs_nobody_in(self):
        _, earlier = self.answer()
        self.assert_refused(self.finish_authentication(self.start_authentication()["token_id"], earlier), "bad_challenge")

    def test_another_challenge_than_the_one_given_signs_nobody_in(self):
        self.assert_refused(self.sign_in(challenge=to_base64url(bytes(32))), "bad_challenge")

    def test_a_challenge_for_adding_a_passkey_signs_nobody_in(self):
        token = self.start_registration()
        credential = self.get({**self.start_authentication()["options"], "challenge": token["options"]["challenge"]})
        self.assert_refused(self.finish_authentication(token["token_id"], credential), "invalid")

    def test_a_challenge_that_expired_signs_nobody_in(self):
        token_id, credential = self.answer()
        self.expire(token_id)
        self.assert_refused(self.finish_authentication(token_id, credential), "invalid")

    def test_a_signature_with_one_bit_changed_is_refused(self):
        token_id, credential = self.answer()
        self.assert_refused(self.finish_authentication(token_id, self.changed(credential, "signature", 40)), "bad_signature")

    def test_a_counter_with_one_bit_changed_is_refused(self):
        token_id, credential = self.answer()
        self.assert_refused(self.finish_authentication(token_id, self.changed(credential, "authenticatorData", 36)), "bad_signature")

    def test_a_refused_answer_spends_the_challenge(self):
        token_id, credential = self.answer()
        self.assertFalse(self.finish_authentication(token_id, self.changed(credential, "signature", 40))["verified"])
        self.assert_refused(self.finish_authentication(token_id, credential), "invalid")

    def test_the_user_handle_of_somebody_else_is_refused(self):
        token_id, credential = self.answer()
        self.assert_refused(self.finish_authentication(token_id, self.changed(credential, "userHandle", 15)), "wrong_user")

    def test_a_page_of_another_origin_signs_nobody_in(self):
        self.open(self.other_site)
        self.assert_refused(self.sign_in(), "bad_origin")

    def test_each_origin_that_is_set_is_accepted(self):
        own = self.site.origin
        self.set_for_this_test("badges.rp_origins", f"{self.other_site.origin}, {own}", afterwards=own)
        self.assert_accepted(self.sign_in())
        self.open(self.other_site)
        self.assert_accepted(self.sign_in())

    def test_a_page_of_another_domain_gets_no_answer_from_the_browser(self):
        options = self.start_authentication()["options"]
        self.open_elsewhere()
        with self.assertRaisesRegex(Refused, "SecurityError"):
            self.get(options)

    def test_a_frame_in_a_page_of_another_origin_signs_nobody_in(self):
        self.open_in_frame_of_other_site()
        self.assert_refused(self.sign_in(), "cross_origin")

    def test_a_user_who_was_not_verified_gets_no_answer_from_the_browser(self):
        self.authenticator.verify_user(False)
        with self.assertRaisesRegex(Refused, "NotAllowedError"):
            self.sign_in()

    def test_a_user_who_was_not_verified_does_not_get_in(self):
        self.authenticator.verify_user(False)
        self.assert_refused(self.sign_in(userVerification="discouraged"), "user_not_verified")

    def test_a_counter_that_runs_backwards_is_refused_and_marked(self):
        for _ in range(3):
            count = self.sign_in()["sign_count"]
        self.replace_on_device(signCount=0)
        result = self.sign_in()
        self.assert_refused(result, "clone_suspected")
        self.assertIs(result["clone_suspected"], True)
        row = self.passkey()
        self.assertIsNotNone(row["clone_suspected_at"])
        self.assertEqual(row["sign_count"], count)

    def test_a_counter_that_stands_still_is_refused_and_marked(self):
        count = self.sign_in()["sign_count"]
        self.replace_on_device(signCount=count - 1)
        self.assert_refused(self.sign_in(), "clone_suspected")
        self.assertIsNotNone(self.passkey()["clone_suspected_at"])

    def test_the_older_of_two_copies_of_a_passkey_is_refused(self):
        (copy,) = self.authenticator.credentials()
        self.assert_accepted(self.sign_in())
        self.device().add(copy)
        self.assert_refused(self.sign_in(), "clone_suspected")

    def test_a_synchronised_passkey_whose_counter_runs_backwards_signs_in_and_is_marked(self):
        self.use_synchronised_device()
        self.database.execute("UPDATE badges.webauthn_credentials SET sign_count = 100 WHERE user_id = %s", [self.user_id])
        self.replace_on_device(signCount=10)
        result = self.sign_in()
        self.assertTrue(result["verified"], result)
        self.assertIs(result["clone_suspected"], True)
        self.assertIsNotNone(self.passkey()["clone_suspected_at"])

    def test_the_policy_can_refuse_a_synchronised_passkey_whose_counter_runs_backwards(self):
        self.set_for_this_test("badges.sign_count_policy", "reject", afterwards="auto")
        self.use_synchronised_device()
        self.database.execute("UPDATE badges.webauthn_credentials SET sign_count = 100 WHERE user_id = %s", [self.user_id])
        self.replace_on_device(signCount=10)
        self.assert_refused(self.sign_in(), "clone_suspected")

    def test_the_policy_can_let_any_passkey_in_whose_counter_runs_backwards(self):
        self.set_for_this_test("badges.sign_count_policy", "warn", afterwards="auto")
        self.sign_in()
        self.replace_on_device(signCount=0)
        result = self.sign_in()
        self.assertTrue(result["verified"], result)
        self.assertIs(result["clone_suspected"], True)

    def test_whether_a_passkey_is_synchronised_is_kept_up_to_date(self):
        self.use_synchronised_device()
        for state in (False, True):
            self.replace_on_device(backupState=state)
            result = self.sign_in()
            self.assert_accepted(result)
            self.assertIs(result["backed_up"], state)
            self.assertIs(self.passkey()["backup_state"], state)

    def test_a_passkey_that_turns_into_one_that_may_be_synchronised_is_refused(self):
        self.replace_on_device(backupEligibility=True)
        self.assert_refused(self.sign_in(), "backup_state")
        self.assertIs(self.passkey()["backup_eligible"], False)

    def test_a_passkey_that_was_deleted_is_unknown(self):
        self.forget_passkeys()
        self.assert_refused(self.sign_in(), "unknown_credential")

    def test_a_disabled_user_does_not_get_in(self):
        self.database.execute("UPDATE badges.users SET disabled_at = now() WHERE user_id = %s", [self.user_id])
        self.assert_refused(self.sign_in(), "user_disabled")

    def test_a_device_keeps_the_passkeys_that_are_accepted_and_forgets_the_others(self):
        before = self.authenticator.credentials()
        self.tidy_up()
        self.assertEqual(self.authenticator.credentials(), before)
        self.forget_passkeys()
        self.tidy_up()
        self.assertEqual(self.authenticator.credentials(), [])
