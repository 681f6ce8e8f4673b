"""Passkeys on the example site: one Chromium, its virtual authenticators, and the rows they lead to."""

import base64
import itertools

from example_site import BrowserTest, Site
from webdriver import Authenticator

# A page of the site that starts no ceremony by itself.
STILL_PAGE = "/static/passkeys.js"
NUMBERS = itertools.count(1)


def to_base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64url(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class PasskeyTest(BrowserTest):
    """Each test has a user of its own, signed in, and a device with an authenticator and nothing on it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The same pages from another origin, which the database does not know.
        cls.other_site = Site()
        cls.addClassCleanup(cls.other_site.close)

    def setUp(self):
        self.authenticator = self.device()
        self.email = f"learner{next(NUMBERS)}@example.org"
        self.open(self.site)
        self.user_id = self.sign_in_by_mail(self.email)

    def device(self, **options):
        """Another authenticator, in place of the one that is connected."""
        if getattr(self, "authenticator", None):
            self.authenticator.remove()
        else:
            self.addCleanup(lambda: self.authenticator.remove())
        self.authenticator = Authenticator(self.browser, **options)
        return self.authenticator

    def forget_passkeys(self):
        """Deletes the user's passkeys here; the device keeps them."""
        self.database.execute("DELETE FROM badges.webauthn_credentials WHERE user_id = %s", [self.user_id])

    def passkeys(self):
        """The rows of the user's passkeys, the oldest first."""
        query = "SELECT * FROM badges.webauthn_credentials WHERE user_id = %s ORDER BY created_at"
        return self.database.execute(query, [self.user_id]).fetchall()

    def passkey(self):
        """The row of the only passkey of the user."""
        (row,) = self.passkeys()
        return row

    def open(self, site):
        self.browser.open(site.origin + STILL_PAGE)

    def open_elsewhere(self):
        """The page under a name that is no part of the relying party's domain."""
        self.browser.open(self.site.origin.replace("localhost", "127.0.0.1") + STILL_PAGE)

    def open_in_frame_of_other_site(self):
        """The site in a frame of another site's page, which lent it its passkeys, and a click that allows to use them."""
        self.browser.open_in_frame(self.other_site.origin + STILL_PAGE, self.site.origin + STILL_PAGE)
        self.browser.click("body")

    def rpc(self, function, **arguments):
        return self.browser.run(
            "const { rpc } = await import('/static/passkeys.js'); return rpc(args[0], args[1]);", function, arguments)

    def twice_at_once(self, function, **arguments):
        return self.browser.run("""
            const { rpc } = await import('/static/passkeys.js');
            return Promise.all([rpc(args[0], args[1]), rpc(args[0], args[1])]);""", function, arguments)

    def create(self, options):
        """What the browser answers to creation options."""
        return self.browser.run("""
            const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(args[0]);
            return (await navigator.credentials.create({ publicKey })).toJSON();""", options)

    def get(self, options):
        """What the browser answers to request options."""
        return self.browser.run("""
            const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(args[0]);
            return (await navigator.credentials.get({ publicKey })).toJSON();""", options)

    def start_registration(self):
        return self.rpc("webauthn_start_registration")

    def finish_registration(self, token_id, credential, nickname=None):
        return self.rpc("webauthn_finish_registration", token_id=token_id, credential=credential, nickname=nickname)

    def start_authentication(self, email=None):
        return self.rpc("webauthn_start_authentication", email=email)

    def finish_authentication(self, token_id, credential):
        return self.rpc("webauthn_finish_authentication", token_id=token_id, credential=credential)

    def register(self, nickname=None, **changed):
        """Adds a passkey, on a page that changes the options named before the browser sees them."""
        start = self.start_registration()
        return self.finish_registration(start["token_id"], self.create({**start["options"], **changed}), nickname)

    def sign_in(self, email=None, **changed):
        """Signs in with a passkey, on a page that changes the options named before the browser sees them."""
        start = self.start_authentication(email)
        return self.finish_authentication(start["token_id"], self.get({**start["options"], **changed}))

    def tidy_up(self):
        self.browser.run("await (await import('/static/passkeys.js')).tidyUp();")

    def expire(self, token_id):
        self.database.execute("UPDATE badges.login_tokens SET expires_at = clock_timestamp() WHERE token_id = %s", [token_id])

    def submit_form(self, path, **fields):
        """Fills in the first form of a page that asks for nothing else, without showing the page; where that leads to."""
        return self.browser.run("""
            const text = await (await fetch(args[0], { headers: { Accept: 'text/html' } })).text();
            const form = new DOMParser().parseFromString(text, 'text/html').querySelector('main form');
            const body = new URLSearchParams({ ...Object.fromEntries(new FormData(form)), ...args[1] });
            return (await fetch(args[0], { method: 'POST', headers: { Accept: 'text/html' }, body })).url;""", path, fields)

    def sign_in_by_mail(self, email):
        self.submit_form("/sign-in", email=email)
        self.assertIn("/manage", self.submit_form("/sign-in/code", code=self.site.read_code(email)))
        return str(self.row("SELECT user_id FROM badges.users WHERE email = %s", email)["user_id"])

    def assert_accepted(self, result):
        self.assertTrue(result["verified"], result)
        self.assertEqual(result["user_id"], self.user_id)
        self.assertIn(result["credential_id"], [row["credential_id"] for row in self.passkeys()])
        self.assertIsNone(result["reason"])

    def assert_refused(self, result, reason):
        self.assertFalse(result["verified"], result)
        self.assertEqual(result["reason"], reason)
        self.assertIsNone(result["user_id"])
