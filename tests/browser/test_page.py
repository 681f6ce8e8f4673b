"""A person uses passkeys on the example site: types, clicks, and reads what it says."""

from passkey_site import PasskeyTest
from webdriver import Refused


class Page(PasskeyTest):
    def arrive(self):
        """The sign-in page as a new visitor gets it, without a cookie."""
        self.browser.ask("DELETE", "/cookie")
        self.browser.open(self.site.origin + "/sign-in")

    def visit(self):
        """The sign-in page, ready to be used. With a passkey on the device autofill may leave it before it is seen."""
        self.arrive()
        # The button appears when its script has run.
        self.browser.wait_for("#use-passkey:not([hidden])")

    def without_autofill(self):
        """Until the end of the test, the browser is one that does not offer passkeys among the suggestions of a field."""
        script = self.browser.before_each_page("PublicKeyCredential.isConditionalMediationAvailable = undefined;")
        self.addCleanup(self.browser.no_longer_before_each_page, script)

    def says(self, expected):
        self.browser.wait_until(lambda: expected in self.browser.text("main"), lambda: self.browser.text("main"))

    def sign_in_with_code(self):
        self.visit()
        self.browser.type("#email", self.email)
        self.browser.click("#send-code")
        self.browser.wait_for("#code")
        self.browser.type("#code", self.site.read_code(self.email))
        self.browser.click("#use-code")
        self.says(f"You are signed in as {self.email}")

    def add_passkey(self, name):
        self.browser.open(self.site.origin + "/account")
        self.browser.wait_for("#add:not([hidden])")
        self.browser.type("#nickname", name)
        self.browser.click("#add-passkey")
        self.says(name)

    def signed_in(self):
        self.browser.wait_until(lambda: self.browser.path() == "/manage", lambda: self.browser.text("main"))
        self.browser.open(self.site.origin + "/account")
        self.says(f"You are signed in as {self.email}")

    def test_a_passkey_is_added_and_signs_in_without_an_address(self):
        self.sign_in_with_code()
        self.add_passkey("Red laptop")
        self.assertEqual(self.passkey()["nickname"], "Red laptop")

        self.browser.click("nav button")
        self.says("signed out")
        self.without_autofill()
        self.visit()
        self.browser.click("#use-passkey")
        self.signed_in()
        self.assertIsNotNone(self.passkey()["last_used_at"])

    def test_autofill_offers_the_passkeys_of_this_device(self):
        self.sign_in_with_code()
        self.add_passkey("Phone")
        # The virtual authenticator's user picks the first suggestion.
        self.arrive()
        self.signed_in()

    def test_an_address_signs_in_with_a_passkey_of_its_user(self):
        # One that signs in without an address would be picked from the suggestions as soon as the page is open.
        self.device(transport="usb", hasResidentKey=False)
        self.assert_accepted(self.register(authenticatorSelection={"residentKey": "discouraged", "userVerification": "required"}))
        self.visit()
        self.browser.type("#email", self.email)
        self.browser.click("#use-passkey")
        self.signed_in()

    def test_a_device_with_a_passkey_is_told_so(self):
        self.sign_in_with_code()
        self.add_passkey("Phone")
        self.browser.wait_for("#add:not([hidden])")
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
        self.browser.wait_for("#code")
        code = self.site.read_code(self.email)
        self.browser.type("#code", f"{(int(code) + 1) % 10 ** len(code):0{len(code)}}")
        self.browser.click("#use-code")
        self.says("That code or link is not right")

    def test_a_passkey_deleted_here_leaves_the_device_at_the_next_visit(self):
        self.sign_in_with_code()
        self.add_passkey("Phone")
        self.forget_passkeys()
        self.browser.open(self.site.origin + "/account")
        self.browser.wait_until(lambda: self.authenticator.credentials() == [])

    def test_a_passkey_removed_here_leaves_the_device(self):
        self.sign_in_with_code()
        self.add_passkey("Lost phone")
        self.browser.click("button[aria-label='Remove Lost phone']")
        self.says("The passkey was removed")
        self.assertNotIn("Lost phone", self.browser.text("#passkey-list"))
        self.assertEqual(self.passkeys(), [])
        self.browser.wait_until(lambda: self.authenticator.credentials() == [])

    def test_a_passkey_gets_another_name(self):
        self.sign_in_with_code()
        self.add_passkey("Phone")
        self.browser.type("[aria-label='New name for Phone']", "Tablet")
        self.browser.click("button[aria-label='Rename Phone']")
        self.says("The passkey was renamed")
        self.assertEqual(self.passkey()["nickname"], "Tablet")

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
        token = self.browser.run("""
            const text = await (await fetch('/account', { headers: { Accept: 'text/html' } })).text();
            return new DOMParser().parseFromString(text, 'text/html').querySelector('[name=csrf_token]').value;""")
        status = self.browser.run("""
            const body = new URLSearchParams({ csrf_token: args[1] });
            return (await fetch(`/account/passkeys/${args[0]}/remove`, { method: 'POST', body })).status;""", theirs, token)
        self.assertEqual(status, 404)
        self.passkey()

    def test_a_form_of_another_site_calls_nothing(self):
        status = self.browser.run("""
            const body = new Blob(['{}'], { type: 'text/plain' });
            return (await fetch('/rpc/webauthn_start_registration', { method: 'POST', body })).status;""")
        self.assertEqual(status, 415)

    def test_other_origins_of_the_site_are_published(self):
        published = self.browser.run("return (await fetch('/.well-known/webauthn')).json()")
        self.assertEqual(published, {"origins": [self.site.origin]})
