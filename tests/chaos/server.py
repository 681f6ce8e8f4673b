"""The server that is killed. It runs as a child of this process, which can therefore wait for its end."""

import os
import signal
import subprocess
import time
from pathlib import Path

import psycopg

START = Path(__file__).with_name("server")
#: Seconds in which a server must be up again, recovery included.
PATIENCE = 120


class Server:
    def __init__(self, folder):
        self.folder = Path(folder)
        self.process = None

    def start(self):
        """Waits for the server, and starts it if it does not run. Backends of one that was killed may keep it off for a moment."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if self.process is None or self.process.poll() is not None:
                self.process = subprocess.Popen([START, self.folder])
            try:
                psycopg.connect(connect_timeout=5).close()
                return
            except psycopg.OperationalError:
                time.sleep(0.05)
        raise TimeoutError(f"the server did not start; see {self.folder / 'log'}")

    def end(self, kind=signal.SIGINT):
        os.kill(self.postmaster(), kind)
        self.process.wait(PATIENCE)

    def postmaster(self):
        return int((self.folder / "data" / "postmaster.pid").read_text().split("\n", 1)[0])
