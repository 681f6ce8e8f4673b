"""A site whose server passes JSON between browser and database, and does nothing else."""

import itertools
import unittest

import psycopg
from psycopg.rows import namedtuple_row
from psycopg.types.json import Jsonb

from authenticator import Authenticator

SETTINGS = {"rp_id": "example.org", "rp_name": "Example", "rp_origins": "https://example.org, https://www.example.org"}

NUMBERS = itertools.count(1)


def configure():
    with psycopg.connect(autocommit=True) as connection:
        for name, value in SETTINGS.items():
            connection.execute(f"ALTER DATABASE {connection.info.dbname} SET badges.{name} = '{value}'")


class Site(unittest.TestCase):
    """Base of the tests: one connection with the settings of the site, and a user of its own for each test."""

    @classmethod
    def setUpClass(cls):
        configure()

    def setUp(self):
        self.connection = psycopg.connect(autocommit=True, row_factory=namedtuple_row)
        self.addCleanup(self.connection.close)
        self.address = f"ann-{next(NUMBERS)}@example.org"
        self.user_id = self.add_user(self.address)
        self.browser = Authenticator()

    def one(self, query, *values):
        return self.connection.execute(query, values).fetchone()

    def value(self, query, *values):
        return self.one(query, *values)[0]

    def add_user(self, address):
        self.connection.execute("DELETE FROM badges.users WHERE email = %s", [address])
        return self.value("SELECT (badges.create_user(%s, 'Ann')).user_id", address)

    def start_registration(self, user_id=None, options=None):
        return self.one(
            "SELECT * FROM badges.webauthn_start_registration(%s, %s)", user_id or self.user_id, Jsonb(options or {})
        )

    def finish_registration(self, started, credential, nickname=None):
        return self.one(
            "SELECT * FROM badges.webauthn_finish_registration(%s, %s, %s)",
            started.token_id, Jsonb(credential), nickname,
        )

    def start_sign_in(self, address=None, options=None):
        return self.one("SELECT * FROM badges.webauthn_start_authentication(%s, %s)", address, Jsonb(options or {}))

    def finish_sign_in(self, started, credential):
        return self.one(
            "SELECT * FROM badges.webauthn_finish_authentication(%s, %s)", started.token_id, Jsonb(credential)
        )

    def register(self, browser=None, user_id=None, **wrong):
        started = self.start_registration(user_id)
        return self.finish_registration(started, (browser or self.browser).create(started.options, **wrong))

    def sign_in(self, browser=None, address=None, **wrong):
        started = self.start_sign_in(address)
        return self.finish_sign_in(started, (browser or self.browser).get(started.options, **wrong))

    def passkey(self, credential_id):
        return self.one("SELECT * FROM badges.webauthn_credentials WHERE credential_id = %s", credential_id)

    def refused(self, query, *values):
        """SQLSTATE, message and hint of an error."""
        with self.assertRaises(psycopg.Error) as raised:
            self.connection.execute(query, values)
        diagnostic = raised.exception.diag
        return diagnostic.sqlstate, diagnostic.message_primary, diagnostic.message_hint
