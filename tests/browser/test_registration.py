"""Adding passkeys: what is stored, and that a page, a browser or a device that cheats adds none."""

from passkey_site import PasskeyTest, from_base64url, to_base64url
from webdriver import Refused


class Registration(PasskeyTest):
    def assert_refused(self, result, reason):
        super().assert_refused(result, reason)
        self.assertEqual(self.passkeys(), [])

    def test_a_new_passkey_is_stored(self):
        start = self.start_registration()
        credential = self.create(start["options"])
        self.assert_accepted(self.finish_registration(start["token_id"], credential, "Red laptop"))
        (on_device,) = self.authenticator.credentials()
        row = self.passkey()
        self.assertEqual(row["credential_id"], on_device["credentialId"])
        self.assertEqual(row["rp_id"], "localhost")
        self.assertEqual(row["public_key_alg"], -8)
        # The browser's own copy is a SubjectPublicKeyInfo, which ends with the 32 bytes of an Ed25519 key.
        self.assertIn(from_base64url(credential["response"]["publicKey"])[-32:], row["public_key"])
        self.assertEqual(row["sign_count"], on_device["signCount"])
        self.assertEqual(row["transports"], ["internal"])
        self.assertIs(row["discoverable"], True)
        self.assertIs(row["backup_eligible"], False)
        self.assertIs(row["backup_state"], False)
        self.assertEqual(row["nickname"], "Red laptop")
        self.assertIsNone(row["last_used_at"])
        self.assertIsNone(row["clone_suspected_at"])

    def test_the_options_are_those_of_the_policy(self):
        options = self.start_registration()["options"]
        self.assertEqual(options["rp"], {"id": "localhost", "name": "Example School"})
        self.assertEqual(options["user"]["id"], to_base64url(bytes.fromhex(self.user_id.replace("-", ""))))
        self.assertEqual([parameters["alg"] for parameters in options["pubKeyCredParams"]], [-8, -7, -257])
        self.assertEqual(options["authenticatorSelection"]["userVerification"], "required")
        self.assertIs(options["extensions"]["credProps"], True)
        self.assertEqual(options["excludeCredentials"], [])

    def test_every_algorithm_that_is_offered_can_be_used(self):
        for algorithm in (-8, -7, -257):
            self.device()
            self.assert_accepted(self.register(pubKeyCredParams=[{"type": "public-key", "alg": algorithm}]))
            self.assertEqual(self.passkeys()[-1]["public_key_alg"], algorithm)
            self.assert_accepted(self.sign_in())

    def test_a_device_that_has_a_passkey_of_the_user_adds_no_second_one(self):
        self.register()
        with self.assertRaisesRegex(Refused, "InvalidStateError"):
            self.register()
        self.passkey()

    def test_another_device_adds_another_passkey(self):
        first = self.register()
        excluded = {"type": "public-key", "id": first["credential_id"], "transports": ["internal"]}
        self.assertEqual(self.start_registration()["options"]["excludeCredentials"], [excluded])
        self.device()
        self.assert_accepted(self.register())
        self.assertEqual(len(self.passkeys()), 2)

    def test_a_passkey_that_may_be_synchronised_is_marked(self):
        for state in (False, True):
            self.device(defaultBackupEligibility=True, defaultBackupState=state)
            self.assert_accepted(self.register())
            row = self.passkeys()[-1]
            self.assertIs(row["backup_eligible"], True)
            self.assertIs(row["backup_state"], state)

    def test_a_security_key_without_room_for_passkeys_signs_in_at_an_address(self):
        self.device(transport="usb", hasResidentKey=False)
        self.assert_accepted(self.register(authenticatorSelection={"residentKey": "discouraged", "userVerification": "required"}))
        row = self.passkey()
        self.assertEqual(row["transports"], ["usb"])
        self.assertIs(row["discoverable"], False)
        self.assert_accepted(self.sign_in(self.email))

    def test_an_answer_adds_one_passkey(self):
        start = self.start_registration()
        credential = self.create(start["options"])
        self.assert_accepted(self.finish_registration(start["token_id"], credential))
        self.assertFalse(self.finish_registration(start["token_id"], credential)["verified"])
        self.passkey()

    def test_of_two_answers_at_once_one_adds_a_passkey(self):
        start = self.start_registration()
        results = self.twice_at_once(
            "webauthn_finish_registration", token_id=start["token_id"], credential=self.create(start["options"]))
        self.assertEqual(sorted(result["verified"] for result in results), [False, True])
        self.passkey()

    def test_an_answer_to_an_earlier_challenge_adds_no_passkey(self):
        earlier = self.create(self.start_registration()["options"])
        self.assert_refused(self.finish_registration(self.start_registration()["token_id"], earlier), "bad_challenge")

    def test_another_challenge_than_the_one_given_adds_no_passkey(self):
        self.assert_refused(self.register(challenge=to_base64url(bytes(32))), "bad_challenge")

    def test_a_refused_answer_spends_the_challenge_for_a_passkey(self):
        start = self.start_registration()
        credential = self.create(start["options"])
        wrong = {**credential, "response": {**credential["response"], "clientDataJSON": to_base64url(b"{}")}}
        self.assertFalse(self.finish_registration(start["token_id"], wrong)["verified"])
        self.assert_refused(self.finish_registration(start["token_id"], credential), "invalid")

    def test_a_page_of_another_origin_adds_no_passkey(self):
        start = self.start_registration()
        self.open(self.other_site)
        credential = self.create(start["options"])
        self.open(self.site)
        self.assert_refused(self.finish_registration(start["token_id"], credential), "bad_origin")

    def test_a_page_of_another_domain_gets_no_passkey_from_the_browser(self):
        options = self.start_registration()["options"]
        self.open_elsewhere()
        with self.assertRaisesRegex(Refused, "SecurityError"):
            self.create(options)

    def test_a_frame_in_a_page_of_another_origin_adds_no_passkey(self):
        start = self.start_registration()
        self.open_in_frame_of_other_site()
        credential = self.create(start["options"])
        self.open(self.site)
        self.assert_refused(self.finish_registration(start["token_id"], credential), "cross_origin")

    def test_a_user_who_was_not_verified_gets_no_passkey_from_the_browser(self):
        self.authenticator.verify_user(False)
        with self.assertRaisesRegex(Refused, "NotAllowedError"):
            self.register()

    def test_a_user_who_was_not_verified_adds_no_passkey(self):
        self.device(hasUserVerification=False)
        self.assert_refused(self.register(authenticatorSelection={"userVerification": "discouraged"}), "user_not_verified")

    def test_a_challenge_for_signing_in_adds_no_passkey(self):
        token = self.start_authentication()
        credential = self.create({**self.start_registration()["options"], "challenge": token["options"]["challenge"]})
        self.assert_refused(self.finish_registration(token["token_id"], credential), "invalid")

    def test_a_challenge_that_expired_adds_no_passkey(self):
        start = self.start_registration()
        credential = self.create(start["options"])
        self.expire(start["token_id"])
        self.assert_refused(self.finish_registration(start["token_id"], credential), "invalid")
