"""Signing in with a passkey: who gets in, who does not and why, and what is remembered of it."""

import unittest
from uuid import uuid4

from authenticator import BE, BS, ES256, UP, UV, Authenticator, decode, encode
from ceremonies import Site


def flipped(signature):
    return signature[:-1] + bytes([signature[-1] ^ 1])


class SignIn(Site):
    def setUp(self):
        super().setUp()
        self.credential_id = self.register().credential_id

    def test_by_address(self):
        started = self.start_sign_in(self.address)
        self.assertEqual(
            started.options["allowCredentials"],
            [{"type": "public-key", "id": self.credential_id, "transports": ["hybrid", "internal"]}],
        )
        self.assertEqual((started.options["rpId"], started.options["userVerification"]), ("example.org", "required"))
        answer = self.finish_sign_in(started, self.browser.get(started.options))
        self.assertEqual(tuple(answer), (True, self.user_id, self.credential_id, True, False, 1, False, None))

    def test_an_address_is_the_same_in_any_letter_case(self):
        self.assertTrue(self.sign_in(address=self.address.upper()).verified)

    def test_without_an_address(self):
        started = self.start_sign_in()
        self.assertEqual(started.options.get("allowCredentials", []), [])
        answer = self.finish_sign_in(started, self.browser.get(started.options))
        self.assertEqual((answer.verified, answer.user_id), (True, self.user_id))

    def test_without_an_address_the_passkey_has_to_say_whose_it_is(self):
        self.assertEqual(self.sign_in(user_handle=None).reason, "wrong_user")
        self.assertTrue(self.sign_in(address=self.address, user_handle=None).verified)

    def test_at_the_other_origin_of_the_site(self):
        self.browser.origin = "https://www.example.org"
        self.assertTrue(self.sign_in().verified)

    def test_what_is_remembered(self):
        browser = Authenticator(synchronised=True)
        credential_id = self.register(browser).credential_id
        answer = self.sign_in(browser, self.address)
        self.assertEqual((answer.backed_up, answer.sign_count), (True, 1))
        stored = self.passkey(credential_id)
        self.assertEqual((stored.sign_count, stored.backup_state, stored.clone_suspected_at), (1, True, None))
        last_login = self.value("SELECT last_login_at FROM badges.users WHERE user_id = %s", self.user_id)
        self.assertEqual(stored.last_used_at, last_login)
        # No longer synchronised.
        self.assertFalse(self.sign_in(browser, self.address, flags=lambda flags: flags & ~BS).backed_up)
        self.assertFalse(self.passkey(credential_id).backup_state)

    def test_what_is_wrong_is_said_and_ends_the_start(self):
        stranger = Authenticator(algorithms=(ES256,))
        self.register(stranger, self.add_user("stranger@example.org"))
        wrong = {
            "bad_challenge": {"client_data": {"challenge": encode(bytes(32))}},
            "bad_origin": {"client_data": {"origin": "https://example.org.evil.example"}},
            "cross_origin": {"client_data": {"crossOrigin": True}},
            "bad_type": {"client_data": {"type": "webauthn.create"}},
            "bad_rp": {"rp_id": "evil.example"},
            "user_not_present": {"flags": lambda flags: flags & ~UP},
            "user_not_verified": {"flags": lambda flags: flags & ~UV},
            "backup_state": {"flags": lambda flags: flags | BE | BS},
            "bad_signature": {"signature": flipped},
            "wrong_user": {"user_handle": stranger.passkeys[0].user_handle},
            "malformed": {"response": {"signature": "?"}},
        }
        for reason, how in wrong.items():
            with self.subTest(reason=reason):
                started = self.start_sign_in(self.address)
                answer = self.finish_sign_in(started, self.browser.get(started.options, **how))
                self.assertEqual(tuple(answer), (False, None, None, False, False, None, False, reason))
                right = self.finish_sign_in(started, self.browser.get(started.options))
                self.assertEqual((right.verified, right.reason), (False, "invalid"))
        self.assertEqual(self.passkey(self.credential_id).last_used_at, None)

    def test_a_signature_by_the_key_of_another_passkey_is_refused(self):
        started = self.start_sign_in(self.address)
        mine = self.browser.passkeys[0]
        other = Authenticator()
        self.register(other, self.add_user("thief@example.org"))
        mine.key = other.passkeys[0].key
        self.assertEqual(self.finish_sign_in(started, self.browser.get(started.options)).reason, "bad_signature")

    def test_a_passkey_of_another_user_does_not_sign_in_at_an_address(self):
        other = Authenticator()
        self.register(other, self.add_user("neighbour@example.org"))
        started = self.start_sign_in(self.address)
        answer = self.finish_sign_in(started, other.get(started.options, passkey=other.passkeys[0]))
        self.assertEqual((answer.verified, answer.reason), (False, "unknown_credential"))

    def test_a_replayed_answer_is_refused(self):
        started = self.start_sign_in()
        credential = self.browser.get(started.options)
        self.assertTrue(self.finish_sign_in(started, credential).verified)
        self.assertEqual(self.finish_sign_in(started, credential).reason, "invalid")
        self.assertEqual(self.finish_sign_in(self.start_sign_in(), credential).reason, "bad_challenge")

    def test_an_answer_that_comes_too_late_is_refused(self):
        started = self.start_sign_in()
        self.connection.execute(
            "UPDATE badges.login_tokens SET expires_at = clock_timestamp() WHERE token_id = %s", [started.token_id]
        )
        self.assertEqual(self.finish_sign_in(started, self.browser.get(started.options)).reason, "invalid")

    def test_revoking_the_tokens_of_a_user_ends_what_was_started_for_the_address(self):
        started = self.start_sign_in(self.address)
        self.connection.execute("SELECT badges.revoke_login_tokens(%s)", [self.user_id])
        self.assertEqual(self.finish_sign_in(started, self.browser.get(started.options)).reason, "invalid")

    def test_a_start_is_good_for_its_own_ceremony_only(self):
        started = self.start_registration(options={"excludeExisting": False})
        request = {"challenge": started.options["challenge"], "rpId": "example.org"}
        self.assertEqual(self.finish_sign_in(started, self.browser.get(request)).reason, "invalid")
        self.assertTrue(self.finish_registration(started, self.browser.create(started.options)).verified)

    def test_a_start_is_no_code_and_no_link(self):
        started = self.start_sign_in(self.address)
        link = encode(started.token_id.bytes + bytes(32))
        for token, code in ((str(started.token_id), "000000"), (link, None)):
            answer = self.one("SELECT * FROM badges.verify_login_token(%s, %s)", token, code)
            self.assertEqual((answer.verified, answer.reason), (False, "invalid"))
        # Starting ceremonies uses up nothing of what an address may ask for.
        for _ in range(12):
            self.start_sign_in(self.address)
        made = self.one("SELECT * FROM badges.create_login_token(%s)", self.address)
        self.assertEqual((made.code is None, made.reason), (False, None))

    def test_a_start_that_never_was(self):
        started = self.start_sign_in()._replace(token_id=uuid4())
        self.assertEqual(self.finish_sign_in(started, self.browser.get(started.options)).reason, "invalid")

    def test_a_disabled_user_does_not_sign_in(self):
        self.connection.execute("UPDATE badges.users SET disabled_at = now() WHERE user_id = %s", [self.user_id])
        for address in (None, self.address):
            answer = self.sign_in(address=address)
            self.assertEqual((answer.verified, answer.user_id, answer.reason), (False, None, "user_disabled"))
        self.assertEqual(self.passkey(self.credential_id).last_used_at, None)

    def test_a_deleted_passkey_does_not_sign_in(self):
        started = self.start_sign_in(self.address)
        credential = self.browser.get(started.options)
        self.value("SELECT badges.webauthn_delete_credential(%s, %s)", self.user_id, self.credential_id)
        self.assertEqual(self.finish_sign_in(started, credential).reason, "unknown_credential")

    def test_a_passkey_of_another_relying_party_is_not_asked_for_and_not_taken(self):
        self.connection.execute("SET badges.rp_id = 'example.com'")
        started = self.start_sign_in(self.address)
        self.assertNotIn(self.credential_id, [allowed["id"] for allowed in started.options["allowCredentials"]])
        started = self.start_sign_in()
        credential = self.browser.get(started.options, passkey=self.browser.passkeys[0])
        self.assertEqual(self.finish_sign_in(started, credential).reason, "unknown_credential")

    def test_a_caller_who_asks_for_a_rollback_is_turned_away(self):
        started = self.start_sign_in()
        self.connection.execute("""SET request.headers = '{"prefer": "tx=rollback"}'""")
        code, _, _ = self.refused("SELECT badges.webauthn_finish_authentication(%s, '{}')", started.token_id)
        self.assertEqual(code, "28000")

    def test_user_verification_is_asked_for_as_the_application_says(self):
        started = self.start_sign_in(options={"userVerification": "discouraged", "timeout": 60000, "hints": ["hybrid"]})
        self.assertEqual(started.options["userVerification"], "discouraged")
        self.assertEqual((started.options["timeout"], started.options["hints"]), (60000, ["hybrid"]))
        answer = self.finish_sign_in(started, self.browser.get(started.options, flags=lambda flags: flags & ~UV))
        self.assertEqual((answer.verified, answer.user_verified), (True, False))


class Counters(Site):
    """What a counter that runs backwards means, for each setting of badges.sign_count_policy."""

    def used(self, synchronised, policy, sign_count):
        """The answer to a passkey that has signed in with counter 5 and now says another."""
        self.connection.execute(f"SET badges.sign_count_policy = '{policy}'")
        browser = Authenticator(synchronised=synchronised)
        credential_id = self.register(browser).credential_id
        self.assertTrue(self.sign_in(browser, sign_count=5).verified)
        answer = self.sign_in(browser, sign_count=sign_count)
        return answer, self.passkey(credential_id)

    def test_a_counter_that_goes_up_is_fine(self):
        answer, stored = self.used(False, "auto", 6)
        self.assertEqual((answer.verified, answer.clone_suspected, stored.sign_count), (True, False, 6))
        self.assertIsNone(stored.clone_suspected_at)

    def test_no_counter_is_fine(self):
        browser = Authenticator(counts=False)
        self.register(browser)
        for _ in range(2):
            self.assertEqual(self.sign_in(browser).clone_suspected, False)

    def test_one_that_does_not_is_refused_or_marked_as_the_setting_says(self):
        refuses = {
            ("auto", False): True, ("auto", True): False,
            ("reject", False): True, ("reject", True): True,
            ("warn", False): False, ("warn", True): False,
        }
        for (policy, synchronised), refused in refuses.items():
            for sign_count in (5, 4, 0):
                with self.subTest(policy=policy, synchronised=synchronised, sign_count=sign_count):
                    answer, stored = self.used(synchronised, policy, sign_count)
                    self.assertEqual((answer.verified, answer.clone_suspected), (not refused, True))
                    self.assertEqual(answer.reason, "clone_suspected" if refused else None)
                    self.assertEqual(answer.user_id, None if refused else self.user_id)
                    self.assertEqual((answer.credential_id, answer.sign_count), (stored.credential_id, sign_count))
                    self.assertIsNotNone(stored.clone_suspected_at)
                    self.assertEqual(stored.sign_count, 5 if refused else sign_count)

    def test_the_suspicion_stays_when_the_counter_goes_up_again(self):
        browser = Authenticator()
        credential_id = self.register(browser).credential_id
        self.sign_in(browser, sign_count=5)
        self.assertEqual(self.sign_in(browser, sign_count=5).reason, "clone_suspected")
        suspected = self.passkey(credential_id).clone_suspected_at
        answer = self.sign_in(browser, sign_count=6)
        self.assertEqual((answer.verified, answer.clone_suspected), (True, False))
        self.assertEqual(self.passkey(credential_id).clone_suspected_at, suspected)

    def test_a_wrong_signature_says_nothing_about_copies(self):
        browser = Authenticator()
        credential_id = self.register(browser).credential_id
        self.sign_in(browser, sign_count=5)
        answer = self.sign_in(browser, sign_count=4, signature=flipped)
        self.assertEqual((answer.reason, answer.clone_suspected), ("bad_signature", False))
        self.assertIsNone(self.passkey(credential_id).clone_suspected_at)


class Addresses(Site):
    """An address without a user, or without a passkey, is answered like any other."""

    def asked_for(self, address):
        return self.start_sign_in(address).options["allowCredentials"]

    def test_the_answer_has_the_same_form_whatever_the_address(self):
        self.register()
        self.add_user("no-passkey@example.org")
        known, *others = (
            self.start_sign_in(address) for address in (self.address, "no-passkey@example.org", "nobody@example.org")
        )
        for other in others:
            self.assertEqual(set(other.options), set(known.options))
            for descriptor in other.options["allowCredentials"]:
                self.assertEqual(set(descriptor), {"type", "id", "transports"})
                self.assertGreaterEqual(len(decode(descriptor["id"])), 16)
                self.assertIn(descriptor["type"], "public-key")

    def test_an_unknown_address_always_gets_the_same_answer_and_each_its_own(self):
        first = self.asked_for("nobody@example.org")
        self.assertEqual(self.asked_for("NOBODY@example.org"), first)
        self.assertNotEqual(self.asked_for("nobody-else@example.org"), first)
        # Also for somebody who signs up and registers no passkey.
        self.add_user("nobody@example.org")
        self.assertEqual(self.asked_for("nobody@example.org"), first)
        self.connection.execute("UPDATE badges.users SET disabled_at = now() WHERE email = 'nobody@example.org'")
        self.assertEqual(self.asked_for("nobody@example.org"), first)

    def test_disabling_a_user_does_not_show(self):
        self.register()
        before = self.asked_for(self.address)
        self.connection.execute("UPDATE badges.users SET disabled_at = now() WHERE user_id = %s", [self.user_id])
        self.assertEqual(self.asked_for(self.address), before)

    def test_no_passkey_answers_for_an_address_without_one(self):
        self.register()
        started = self.start_sign_in("nobody@example.org")
        credential = self.browser.get(started.options, passkey=self.browser.passkeys[0])
        self.assertEqual(self.finish_sign_in(started, credential).reason, "unknown_credential")


if __name__ == "__main__":
    unittest.main()
