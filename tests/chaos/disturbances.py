"""What goes wrong with a server, at random: cancelled calls, ended and killed processes, a postmaster that dies."""

import contextlib
import os
import signal
import time
from pathlib import Path

import psycopg


class Disturbances:
    """Happen to a server whose clients have backends with the process ids that `backends()` returns."""

    def __init__(self, server, backends, random):
        self.server = server
        self.backends = backends
        self.random = random
        self.happened = []

    def run(self, seconds):
        """Lets the server run for so long in all, and disturbs it again and again; recovery does not count."""
        # Each kind once, then at random.
        kinds = [self.cancel, self.terminate, self.end_backend, self.kill_backend, self.kill_any_process,
                 self.stop_postmaster, self.kill_postmaster]
        queue = self.random.sample(kinds, len(kinds))
        while seconds > 0 or queue:
            self.server.start()
            pause = self.random.uniform(0.2, 1.5)
            time.sleep(pause)
            seconds -= pause
            kind = queue.pop() if queue else self.random.choices(kinds, [6, 4, 2, 3, 2, 1, 2])[0]
            # There may be no client, the process may have ended by itself, the server may still be in recovery.
            with contextlib.suppress(psycopg.Error, IndexError, OSError):
                kind()
                self.happened.append(kind.__name__)
        self.server.start()

    def call(self, function):
        pids = self.random.sample(self.backends(), min(3, len(self.backends())))
        with psycopg.connect(autocommit=True, connect_timeout=5) as connection:
            connection.execute(f"SELECT {function}(pid) FROM unnest(%s::int[]) AS pid", [pids])

    def cancel(self):
        self.call("pg_cancel_backend")

    def terminate(self):
        self.call("pg_terminate_backend")

    def end_backend(self):
        os.kill(self.random.choice(self.backends()), signal.SIGTERM)

    def kill_backend(self):
        os.kill(self.random.choice(self.backends()), signal.SIGKILL)

    def kill_any_process(self):
        os.kill(self.random.choice(self.processes()), signal.SIGKILL)

    def stop_postmaster(self):
        self.server.end(signal.SIGQUIT)

    def kill_postmaster(self):
        self.server.end(signal.SIGKILL)

    def processes(self):
        """Every process of the server but the postmaster."""
        postmaster = str(self.server.postmaster())
        pids = []
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                state, parent = stat.read_text().rpartition(")")[2].split()[:2]
                if parent == postmaster and state != "Z":
                    pids.append(int(stat.parent.name))
        return pids
