"""The example site, running on a free port, and the database behind it: what the tests share."""

import os
import pathlib
import queue
import re
import subprocess
import sys
import threading
import unittest

import psycopg
from psycopg.rows import dict_row

from webdriver import SECONDS_TO_WAIT, Browser

APP = pathlib.Path(__file__).parents[2] / "examples/site/app.py"


class Site:
    """examples/site/app.py, as the login role that setup.sql made for it."""

    def __init__(self):
        environment = {**os.environ, "PORT": "0", "PGUSER": "badges_site"}
        self.process = subprocess.Popen(
            [sys.executable, APP], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)
        self.output = queue.Queue()
        threading.Thread(target=lambda: [self.output.put(line.rstrip("\n")) for line in self.process.stdout], daemon=True).start()
        self.origin = self.read_line()

    def read_line(self):
        try:
            return self.output.get(timeout=SECONDS_TO_WAIT)
        except queue.Empty:
            raise AssertionError("waited in vain for the site to print something") from None

    def read_mail(self, address):
        """The text of the next mail to that address."""
        while self.read_line() != f"--- mail to {address}":
            pass
        return "\n".join(iter(self.read_line, "---"))

    def read_code(self, address):
        return re.search(r"Your code is ([0-9]+)", self.read_mail(address))[1]

    def close(self):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()


class SiteTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.database = psycopg.connect(autocommit=True, row_factory=dict_row)
        cls.addClassCleanup(cls.database.close)
        cls.site = Site()
        cls.addClassCleanup(cls.site.close)
        cls.set("badges.base_url", cls.site.origin)
        cls.set("badges.rp_id", "localhost")
        cls.set("badges.rp_name", "Example School")
        cls.set("badges.rp_origins", cls.site.origin)

    @classmethod
    def set(cls, setting, value):
        """Sets a setting for the site's connections, each of which is new."""
        cls.database.execute(f"ALTER DATABASE {cls.database.info.dbname} SET {setting} = '{value}'")

    def row(self, query, *values):
        return self.database.execute(query, values).fetchone()

    def set_for_this_test(self, setting, value, afterwards):
        self.set(setting, value)
        self.addCleanup(self.set, setting, afterwards)


class BrowserTest(SiteTest):
    """The same with a Chromium in front of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.close)
