"""Registering a passkey: what is stored, what is refused, and that a start is good for one answer."""

import unittest
from datetime import timedelta

from authenticator import AT, BE, BS, EDDSA, ES256, RS256, UP, UV, Authenticator, Excluded, decode, encode
from ceremonies import Site


class Registration(Site):
    def test_the_options_are_what_a_browser_takes(self):
        started = self.start_registration()
        options = started.options
        self.assertEqual(options["rp"], {"id": "example.org", "name": "Example"})
        self.assertEqual(options["user"], {"id": encode(self.user_id.bytes), "name": self.address, "displayName": "Ann"})
        self.assertEqual([wanted["alg"] for wanted in options["pubKeyCredParams"]], [EDDSA, ES256, RS256])
        self.assertEqual(len(decode(options["challenge"])), 32)
        self.assertEqual(options["attestation"], "none")
        self.assertEqual(options["extensions"], {"credProps": True})
        self.assertEqual(options["authenticatorSelection"]["userVerification"], "required")
        self.assertEqual(options["timeout"], 300000)
        self.assertNotEqual(options["challenge"], self.start_registration().options["challenge"])

    def test_a_start_lasts_as_long_as_the_dialogue(self):
        for options, seconds in (({}, 300), ({"timeout": 60000}, 60)):
            started = self.start_registration(options=options)
            created = self.value("SELECT created_at FROM badges.login_tokens WHERE token_id = %s", started.token_id)
            self.assertEqual(started.expires_at - created, timedelta(seconds=seconds))
            self.assertEqual(started.options["timeout"], seconds * 1000)

    def test_a_passkey_of_every_algorithm_is_stored_and_signs_in(self):
        for algorithm in (EDDSA, ES256, RS256):
            with self.subTest(algorithm=algorithm):
                browser = Authenticator(algorithms=(algorithm,))
                registered = self.register(browser)
                self.assertEqual((registered.verified, registered.user_id, registered.reason), (True, self.user_id, None))
                stored = self.passkey(registered.credential_id)
                self.assertEqual(stored.public_key, browser.passkeys[0].key.cose())
                self.assertEqual((stored.public_key_alg, stored.rp_id), (algorithm, "example.org"))
                self.assertEqual((stored.sign_count, stored.transports), (0, ["hybrid", "internal"]))
                self.assertEqual((stored.discoverable, stored.backup_eligible, stored.backup_state), (True, False, False))
                self.assertEqual((stored.aaguid, stored.last_used_at), (None, None))
                self.assertTrue(self.sign_in(browser).verified)

    def test_a_synchronised_passkey_is_stored_as_such(self):
        stored = self.passkey(self.register(Authenticator(synchronised=True)).credential_id)
        self.assertEqual((stored.backup_eligible, stored.backup_state), (True, True))

    def test_the_nickname_is_stored(self):
        started = self.start_registration()
        registered = self.finish_registration(started, self.browser.create(started.options), " My phone ")
        self.assertEqual(self.passkey(registered.credential_id).nickname, "My phone")

    def test_an_authenticator_is_not_registered_twice(self):
        registered = self.register()
        started = self.start_registration()
        self.assertEqual(
            started.options["excludeCredentials"],
            [{"type": "public-key", "id": registered.credential_id, "transports": ["hybrid", "internal"]}],
        )
        with self.assertRaises(Excluded):
            self.browser.create(started.options)
        again = self.start_registration(options={"excludeExisting": False})
        self.assertEqual(again.options.get("excludeCredentials", []), [])
        self.assertTrue(self.finish_registration(again, self.browser.create(again.options)).verified)

    def test_a_credential_id_that_anybody_has_is_refused_and_stays_whose_it_was(self):
        registered = self.register()
        other = self.add_user("second-owner@example.org")
        copy = Authenticator()
        started = self.start_registration(other)
        credential = copy.create(started.options)
        # The same id with another key.
        octets = decode(credential["response"]["attestationObject"])
        octets = octets.replace(copy.passkeys[0].id, self.browser.passkeys[0].id)
        credential["response"]["attestationObject"] = encode(octets)
        credential["id"] = credential["rawId"] = registered.credential_id
        answer = self.finish_registration(started, credential)
        self.assertEqual((answer.verified, answer.user_id, answer.reason), (False, None, "already_registered"))
        self.assertEqual(self.passkey(registered.credential_id).user_id, self.user_id)

    def test_what_is_wrong_is_said_and_ends_the_start(self):
        evil = {"client_data": {"origin": "https://evil.example"}}
        wrong = {
            "bad_challenge": {"client_data": {"challenge": encode(bytes(32))}},
            "bad_origin": evil,
            "cross_origin": {"client_data": {"crossOrigin": True}},
            "bad_type": {"client_data": {"type": "webauthn.get"}},
            "bad_rp": {"rp_id": "evil.example"},
            "user_not_present": {"flags": lambda flags: flags & ~UP},
            "user_not_verified": {"flags": lambda flags: flags & ~UV},
            "backup_state": {"flags": lambda flags: (flags | BS) & ~BE},
            "malformed": {"flags": lambda flags: flags & ~AT},
        }
        for reason, how in wrong.items():
            with self.subTest(reason=reason):
                started = self.start_registration()
                answer = self.finish_registration(started, self.browser.create(started.options, **how))
                self.assertEqual(tuple(answer), (False, None, None, reason))
                right = self.finish_registration(started, self.browser.create(started.options))
                self.assertEqual(tuple(right), (False, None, None, "invalid"))
        self.assertEqual(self.value("SELECT count(*) FROM badges.webauthn_credentials WHERE user_id = %s", self.user_id), 0)

    def test_an_algorithm_that_was_not_offered_is_refused(self):
        started = self.start_registration()
        offered = [wanted for wanted in started.options["pubKeyCredParams"] if wanted["alg"] != ES256]
        self.connection.execute(
            "UPDATE badges.login_tokens SET state = jsonb_set(state, '{algorithms}', '[-8, -257]') WHERE token_id = %s",
            [started.token_id],
        )
        self.assertEqual(len(offered), 2)
        answer = self.finish_registration(started, Authenticator(algorithms=(ES256,)).create(started.options))
        self.assertEqual((answer.verified, answer.reason), (False, "unsupported_algorithm"))

    def test_the_second_answer_to_a_start_is_refused(self):
        started = self.start_registration()
        credential = self.browser.create(started.options)
        self.assertTrue(self.finish_registration(started, credential).verified)
        self.assertEqual(self.finish_registration(started, credential).reason, "invalid")

    def test_an_answer_that_comes_too_late_is_refused(self):
        started = self.start_registration()
        self.connection.execute(
            "UPDATE badges.login_tokens SET expires_at = clock_timestamp() WHERE token_id = %s", [started.token_id]
        )
        self.assertEqual(self.finish_registration(started, self.browser.create(started.options)).reason, "invalid")

    def test_a_start_is_good_for_its_own_ceremony_only(self):
        self.register()
        started = self.start_sign_in()
        answer = self.finish_registration(started, self.browser.get(started.options))
        self.assertEqual((answer.verified, answer.reason), (False, "invalid"))
        self.assertTrue(self.finish_sign_in(started, self.browser.get(started.options)).verified)

    def test_an_answer_to_the_start_of_another_user_does_not_pass(self):
        mine, theirs = self.start_registration(), self.start_registration(self.add_user("other@example.org"))
        answer = self.finish_registration(theirs, self.browser.create(mine.options))
        self.assertEqual(answer.reason, "bad_challenge")

    def test_a_recovery_ends_what_was_started(self):
        started = self.start_registration()
        token = self.one("SELECT * FROM badges.create_login_token(%s, 'recovery')", self.address)
        recovered = self.one("SELECT * FROM badges.verify_login_token(%s, purpose => 'recovery')", token.link_token)
        self.assertTrue(recovered.verified)
        self.assertEqual(self.finish_registration(started, self.browser.create(started.options)).reason, "invalid")

    def test_a_disabled_user_registers_nothing(self):
        started = self.start_registration()
        credential = self.browser.create(started.options)
        self.connection.execute("UPDATE badges.users SET disabled_at = now() WHERE user_id = %s", [self.user_id])
        self.assertEqual(self.finish_registration(started, credential).reason, "user_disabled")
        code, message, _ = self.refused("SELECT badges.webauthn_start_registration(%s)", self.user_id)
        self.assertEqual((code, message), ("28000", "the user is disabled"))

    def test_a_user_who_left_meanwhile_registers_nothing(self):
        started = self.start_registration()
        credential = self.browser.create(started.options)
        self.connection.execute("DELETE FROM badges.users WHERE user_id = %s", [self.user_id])
        self.assertEqual(self.finish_registration(started, credential).reason, "invalid")

    def test_user_verification_is_asked_for_as_the_application_says(self):
        started = self.start_registration(options={"userVerification": "preferred", "residentKey": "preferred"})
        self.assertEqual(started.options["authenticatorSelection"]["userVerification"], "preferred")
        self.assertEqual(started.options["authenticatorSelection"]["residentKey"], "preferred")
        credential = self.browser.create(started.options, flags=lambda flags: flags & ~UV)
        self.assertTrue(self.finish_registration(started, credential).verified)


if __name__ == "__main__":
    unittest.main()
