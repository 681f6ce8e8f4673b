"""What an intruder finds who reads the server's log, its statistics or a dump: no code, no link, no key.

The statements carry their secrets as bound parameters, as doc/security.md asks of applications; that a literal in the
text of a statement is logged with it shows that the search would find something.
"""

import base64
import json
import os
import pathlib
import subprocess
import unittest

import psycopg
from psycopg.types.json import Jsonb

LOG = pathlib.Path(os.environ["BADGES_LOG"])
# Everything PostgreSQL can be made to log, but for the values of parameters.
LOUD = {
    "log_statement": "all",
    "log_min_messages": "debug5",
    "log_min_error_statement": "debug5",
    "log_error_verbosity": "verbose",
    "log_min_duration_statement": "0",
    "log_duration": "on",
    "debug_print_parse": "on",
    "debug_print_rewritten": "on",
    "debug_print_plan": "on",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
AUTO_EXPLAIN = {
    "auto_explain.log_min_duration": "0",
    "auto_explain.log_nested_statements": "on",
    "auto_explain.log_analyze": "on",
    # Both show the arguments of the outermost call, which doc/security.md says.
    "auto_explain.log_verbose": "off",
    "auto_explain.log_parameter_max_length": "0",
}


class Traces(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.connection = psycopg.connect(autocommit=True)
        cls.addClassCleanup(cls.connection.close)
        one = cls.one
        for name, value in LOUD.items():
            cls.connection.execute(f"SET {name} = '{value}'")
        cls.has_auto_explain = cls.try_to_load()
        cls.start = LOG.stat().st_size
        cls.secrets = {}
        token_id, code, link = one("SELECT token_id::text, code, link_token FROM badges.create_login_token(%s)", "ann@example.org")
        # Six digits stand in many a number by chance; with the token id beside them they would not.
        cls.code = code
        cls.secrets["link"] = link
        cls.secrets["secret in the link"] = base64.urlsafe_b64encode(base64.urlsafe_b64decode(link + "==")[16:]).decode().rstrip("=")
        wrong = f"{(int(code) + 1) % 10 ** len(code):0{len(code)}}"
        assert one("SELECT verified FROM badges.verify_login_token(%s, %s)", token_id, wrong) == (False,)
        assert one("SELECT verified FROM badges.verify_login_token(%s)", link) == (True,)
        cls.issuer_id = one(
            "SELECT issuer_id FROM badges.create_issuer(%s)",
            Jsonb({"name": "Example School", "url": "https://school.example.org", "email": "badges@school.example.org"}),
        )[0]
        badge = Jsonb({"name": "Traces", "description": "d", "image": "https://school.example.org/i.png", "criteria": {"narrative": "n"}})
        badge_id = one("SELECT badge_id FROM badges.create_badge_class(%s, %s)", cls.issuer_id, badge)[0]
        one("SELECT assertion_id FROM badges.issue_assertion(%s, %s)", badge_id, "hidden.recipient@example.org")
        one("SELECT count(*) FROM badges.find_assertions(%s)", "hidden.recipient@example.org")
        cls.secrets["recipient"] = "hidden.recipient@example.org"
        data = pathlib.Path(one("SHOW data_directory")[0])
        key_file = data / "badges.key"
        lines = one("SELECT pg_read_file(%s)", str(key_file))[0].splitlines()
        for line in lines:
            if line.startswith("badges-key-v1:"):
                cls.secrets["server secret"] = line.split(":")[1]
                cls.secrets["server secret in hexadecimal"] = base64.urlsafe_b64decode(line.split(":")[1] + "=").hex()
        # The marker shows that the log is the right one, and that a literal in a statement does end there.
        cls.connection.execute("SELECT badges.verify_login_token('literal-secret')")

    @classmethod
    def one(cls, query, *values):
        return cls.connection.execute(query, values).fetchone()

    @classmethod
    def try_to_load(cls):
        try:
            cls.connection.execute("LOAD 'auto_explain'")
        except psycopg.Error:
            return False
        # Before PostgreSQL 16 it showed no parameters, and had no setting for them.
        known = {row[0] for row in cls.connection.execute("SELECT name FROM pg_settings WHERE name LIKE 'auto_explain.%'")}
        for name in AUTO_EXPLAIN.keys() & known:
            cls.connection.execute(f"SET {name} = '{AUTO_EXPLAIN[name]}'")
        return True

    def logged(self):
        with LOG.open(errors="replace") as log:
            log.seek(self.start)
            return log.read()

    def test_the_log_at_its_loudest_holds_no_secret_that_was_bound(self):
        logged = self.logged()
        self.assertIn("literal-secret", logged)
        self.assertIn("verify_login_token", logged)
        found = [name for name, secret in self.secrets.items() if secret in logged]
        self.assertEqual(found, [], [line[:300] for line in logged.splitlines() if any(self.secrets[name] in line for name in found)][:5])
        self.assertNotIn(f"'{self.code}'", logged)

    def test_nested_statements_are_logged_with_digests_only(self):
        if not self.has_auto_explain:
            self.skipTest("this PostgreSQL has no auto_explain")
        logged = self.logged()
        self.assertIn("UPDATE badges.login_tokens", logged)
        self.assertEqual([name for name, secret in self.secrets.items() if secret in logged], [])

    def test_statements_of_other_sessions_show_no_bound_secret(self):
        with psycopg.connect(autocommit=True) as watcher:
            shown = watcher.execute("SELECT string_agg(query, ' ') FROM pg_stat_activity").fetchone()[0]
        self.assertEqual([name for name, secret in self.secrets.items() if secret in shown], [])

    def test_a_dump_holds_no_sign_in_token_and_no_key(self):
        token_id, link = self.one("SELECT token_id::text, link_token FROM badges.create_login_token(%s)", "dumped@example.org")
        dump = subprocess.run(
            [os.environ["BADGES_PG_BIN"] + "/pg_dump", "--dbname", os.environ["PGDATABASE"]], capture_output=True, text=True, check=True
        ).stdout
        self.assertIn(str(self.issuer_id), dump)
        self.assertNotIn(token_id, dump)
        self.assertNotIn("COPY badges.login_tokens", dump)
        self.assertNotIn("badges-key-v1", dump)
        secrets = {**self.secrets, "link of a live token": link}
        self.assertEqual([name for name, secret in secrets.items() if secret in dump], [])
        # Sealed keys are in it; a private key in clear would be PKCS#8, which begins like this for Ed25519.
        self.assertNotIn("302e020100300506032b6570", dump)
        self.assertNotIn("MC4CAQAwBQYDK2Vw", dump)

    def test_what_the_database_publishes_of_an_issuer_is_public(self):
        published = json.dumps(self.one(
            "SELECT badges.get_issuer(%(i)s), badges.get_jwks(%(i)s), badges.get_did_document(%(i)s), public_keys"
            " FROM badges.issuer_profiles WHERE issuer_id = %(i)s".replace("%(i)s", f"'{self.issuer_id}'")
        ))
        self.assertNotIn('"d"', published)
        self.assertNotIn("pkcs8", published)


if __name__ == "__main__":
    unittest.main()
