"""A person uses the example page: types, clicks, and reads what it says."""

import time

from passkey_site import PasskeyTest
from webdriver import SECONDS_TO_WAIT, Refused


class Page(PasskeyTest):
    def visit(self):
        """The page as a new visitor sees it, without a cookie."""
        self.browser.ask("DELETE", "/cookie")
        self.browser.open(self.site.origin)

    def wait_until(self, condition):
        end = time.monotonic() + SECONDS_TO_WAIT
        while not condition():
            self.assertLess(time.monotonic(), end, f"waited in vain; the page says {self.browser.text('#status')!r}")
            time.sleep(0.05)

    def says(self, expected):
        self.wait_until(lambda: expected in self.browser.text("#status"))

    def sign_in_with_code(self):
        self.visit()
        self.browser.type("#email", self.email)
        self.browser.click("#send-code")
        self.says("a code is on its way")
        self.browser.type("#code", self.site.read_mail(self.email))
        self.browser.click("#use-code")
        self.says(f"signed in as user {self.user_id}")

    def add_passkey(self, name):
        self.browser.type("#nickname", name)
        self.browser.click("#add-passkey")
        self.says("The passkey was added")

    def test_a_passkey_is_added_and_signs_in_without_an_address(self):
        self.sign_in_with_code()
        self.add_passkey("Red laptop")
        self.assertEqual(self.passkey()["nickname"], "Red laptop")

        self.browser.click("#sign-out")
        self.says("signed out")
        self.browser.click("#use-passkey")
        self.says(f"signed in as user {self.user_id}")
        self.assertIsNotNone(self.passkey()["last_used_at"])

    def test_autofill_offers_the_passkeys_of_this_device(self):
        self.sign_in_with_code()
        self.add_passkey("Phone")
        # The virtual authenticator's user picks the first suggestion.
        self.visit()
        self.says(f"signed in as user {self.user_id}")

    def test_an_address_signs_in_with_a_passkey_of_its_user(self):
        self.sign_in_with_code()
        self.add_passkey("Phone")
        self.browser.click("#sign-out")
        self.says("signed out")
        self.browser.type("#email", self.email)
        self.browser.click("#use-passkey")
        self.says(f"signed in as user {self.user_id}")

    def test_a_device_with_a_passkey_is_told_so(self):
        self.sign_in_with_code()
        self.add_passkey("Phone")
        self.browser.click("#add-passkey")
        self.says("This device has a passkey for you already")
        self.passkey()

    def test_a_device_without_a_passkey_is_told_so(self):
        self.visit()
        self.browser.click("#use-passkey")
        self.says("That did not work")

    def test_a_wrong_code_is_told_so(self):
        self.visit()
        self.browser.type("#email", self.email)
        self.browser.click("#send-code")
        self.says("a code is on its way")
        code = self.site.read_mail(self.email)
        self.browser.type("#code", f"{(int(code) + 1) % 10 ** len(code):0{len(code)}}")
        self.browser.click("#use-code")
        self.says("That did not work")

    def test_a_passkey_deleted_here_leaves_the_device_at_the_next_sign_in(self):
        self.sign_in_with_code()
        self.add_passkey("Phone")
        self.forget_passkeys()
        self.sign_in_with_code()
        self.wait_until(lambda: self.authenticator.credentials() == [])

    def test_a_passkey_removed_here_leaves_the_device(self):
        self.sign_in_with_code()
        self.add_passkey("Lost phone")
        self.assertIn("Lost phone", self.browser.text("#passkeys"))
        self.browser.click("#passkeys button[aria-label='Remove Lost phone']")
        self.says("The passkey was removed")
        self.assertEqual(self.browser.text("#passkeys"), "")
        self.assertEqual(self.passkeys(), [])
        self.assertEqual(self.authenticator.credentials(), [])

    def test_every_control_has_a_role_and_a_name(self):
        self.visit()
        for selector in ["#email", "#use-passkey", "#send-code", "#code", "#use-code", "#nickname", "#add-passkey", "#sign-out"]:
            self.browser.run("document.querySelectorAll('[hidden]').forEach((element) => element.hidden = false)")
            path = f"/element/{self.browser.element(selector)}"
            self.assertIn(self.browser.ask("GET", path + "/computedrole"), ("textbox", "button"), selector)
            self.assertGreater(len(self.browser.ask("GET", path + "/computedlabel")), 5, selector)

    def test_nobody_who_is_not_signed_in_adds_a_passkey(self):
        self.browser.ask("DELETE", "/cookie")
        with self.assertRaisesRegex(Refused, "Sign in first"):
            self.register()
        self.assertEqual(self.passkeys(), [])

    def test_nobody_adds_a_passkey_for_somebody_else(self):
        stranger = self.row("SELECT user_id FROM badges.create_user(%s)", "owner.of.an.account@example.org")["user_id"]
        token = self.rpc("webauthn_start_registration", user_id=str(stranger), options={"userVerification": "discouraged"})
        self.assertEqual(self.row("SELECT user_id FROM badges.login_tokens WHERE token_id = %s", token["token_id"])["user_id"].hex,
                         self.user_id.replace("-", ""))
        self.assertEqual(token["options"]["authenticatorSelection"]["userVerification"], "required")

    def test_nobody_removes_the_passkey_of_somebody_else(self):
        theirs = self.register()["credential_id"]
        self.sign_in_by_mail(f"not.{self.email}")
        self.assertIs(self.rpc("webauthn_delete_credential", user_id=self.user_id, credential_id=theirs), False)
        self.passkey()

    def test_other_origins_of_the_site_are_published(self):
        published = self.browser.run("return (await fetch('/.well-known/webauthn')).json()")
        self.assertEqual(published, {"origins": [self.site.origin]})
