"""The example site, running, with a Chromium in front of it and the database behind it: what the tests share."""

import pathlib
import re
import subprocess
import sys
import unittest

import psycopg
from psycopg.rows import dict_row

from webdriver import Authenticator, Browser, Refused  # noqa: F401

SERVER = pathlib.Path(__file__).parents[2] / "examples/passkeys/server.py"
# A page of the site that starts no ceremony by itself.
STILL_PAGE = "/passkeys.js"


class Site:
    """examples/passkeys/server.py on a free port."""

    def __init__(self):
        command = [sys.executable, SERVER, "0"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.origin = self.process.stdout.readline().strip()

    def read_mail(self, address):
        """The code in the next mail, which has to be for that address."""
        mail = self.process.stdout.readline()
        match = re.fullmatch(r"To (\S+): your code is ([0-9]+)\n", mail)
        if not match or match[1] != address:
            raise AssertionError(f"not a mail to {address}: {mail!r}")
        return match[2]

    def close(self):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()


class PasskeyTest(unittest.TestCase):
    """Each test has a user of its own, signed in, and a device with an authenticator and nothing on it."""

    @classmethod
    def setUpClass(cls):
        cls.database = psycopg.connect(autocommit=True, row_factory=dict_row)
        cls.addClassCleanup(cls.database.close)
        cls.site = Site()
        cls.addClassCleanup(cls.site.close)
        # The same pages from another origin, which the database does not know.
        cls.other_site = Site()
        cls.addClassCleanup(cls.other_site.close)
        cls.set("badges.rp_id", "localhost")
        cls.set("badges.rp_name", "Example School")
        cls.set("badges.rp_origins", cls.site.origin)
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.close)

    @classmethod
    def set(cls, setting, value):
        cls.database.execute(f"ALTER DATABASE {cls.database.info.dbname} SET {setting} = '{value}'")

    def setUp(self):
        self.authenticator = self.device()
        self.email = f"{self.id().rsplit('.', 1)[1][5:60]}@example.org"
        self.browser.open(self.site.origin + STILL_PAGE)
        self.user_id = self.sign_in_by_mail(self.email)

    def device(self, **options):
        """Another authenticator, in place of the one that is connected."""
        if getattr(self, "authenticator", None):
            self.authenticator.remove()
        else:
            self.addCleanup(lambda: self.authenticator.remove())
        self.authenticator = Authenticator(self.browser, **options)
        return self.authenticator

    def row(self, query, *values):
        return self.database.execute(query, values).fetchone()

    def passkeys(self):
        """The rows of the user's passkeys, the oldest first."""
        query = "SELECT * FROM badges.webauthn_credentials WHERE user_id = %s ORDER BY created_at"
        return self.database.execute(query, [self.user_id]).fetchall()

    def passkey(self):
        """The row of the only passkey of the user."""
        (row,) = self.passkeys()
        return row

    def rpc(self, function, **arguments):
        return self.browser.run(
            "const { rpc } = await import('/passkeys.js'); return rpc(args[0], args[1]);", function, arguments)

    def sign_in_by_mail(self, email):
        token = self.rpc("create_login_token", email=email)["token_id"]
        result = self.rpc("verify_login_token", token=token, code=self.site.read_mail(email))
        self.assertTrue(result["verified"], result)
        return result["user_id"]

    def register(self, change_options="", change_credential="", nickname=None):
        """Adds a passkey. The two pieces of JavaScript are what a page that cheats does to `publicKey` and `credential`."""
        return self.browser.run("""
            const { rpc } = await import('/passkeys.js');
            const { token_id, options } = await rpc('webauthn_start_registration');
            const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
            %s;
            const credential = (await navigator.credentials.create({ publicKey })).toJSON();
            %s;
            const result = await rpc('webauthn_finish_registration', { token_id, credential, nickname: args[0] });
            return { token_id, options, credential, result };
        """ % (change_options, change_credential), nickname)

    def sign_in(self, change_options="", change_credential="", email=None):
        """Signs in with a passkey. The pieces of JavaScript as above."""
        return self.browser.run("""
            const { rpc } = await import('/passkeys.js');
            const { token_id, options } = await rpc('webauthn_start_authentication', { email: args[0] });
            const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
            %s;
            const credential = (await navigator.credentials.get({ publicKey })).toJSON();
            %s;
            const result = await rpc('webauthn_finish_authentication', { token_id, credential });
            return { token_id, options, credential, result };
        """ % (change_options, change_credential), email)

    def assert_accepted(self, ceremony):
        result = ceremony["result"]
        self.assertTrue(result["verified"], result)
        self.assertEqual(result["user_id"], self.user_id)
        self.assertEqual(result["credential_id"], ceremony["credential"]["id"])
        self.assertIsNone(result["reason"])

    def assert_refused(self, result, reason):
        self.assertFalse(result["verified"], result)
        self.assertEqual(result["reason"], reason)
        self.assertIsNone(result["user_id"])
