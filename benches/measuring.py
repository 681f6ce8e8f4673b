"""Running two things in turn on one server, and comparing them."""

import json
import os
import re
import statistics
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
FOLDER = Path(__file__).parent


@dataclass
class Row:
    """One line of the table: what was compared, what came out, and whether that is the target."""

    work: str
    against: str
    target: str
    figure: str
    reached: bool | None
    detail: str

    def verdict(self):
        return "" if self.reached is None else "reached" if self.reached else "MISSED"


def sql(text, database="bench"):
    """Runs SQL and returns its rows, columns separated by |."""
    command = ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", database, "-f", "-"]
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{done.stderr}\nin: {text[:500]}")
    return done.stdout.strip()


def sql_file(name, database="bench", **variables):
    """Runs a file of this folder with psql variables."""
    command = ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", database, "-f", str(FOLDER / name)]
    for key, value in variables.items():
        command += ["-v", f"{key}={value}"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def unsigned_award(file):
    """Issues one award of Open Badges 3.0 and writes it, without its proof, to a file for the core."""
    award = sql("SELECT assertion_json - 'proof' FROM bench.badge, badges.issue_assertion(badge_id, 'ann@example.org')")
    file.write(award)
    file.flush()
    return award


def create_database(name, **variables):
    """A database with the extension, an issuer and a badge class."""
    subprocess.run(["createdb", name], check=True)
    sql_file("sql/database.sql", name, **variables)


class Session:
    """One psql session, of whose backend the system tells what it uses."""

    def __init__(self, database="bench"):
        self.psql = subprocess.Popen(
            ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", database, "-f", "-"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.process = Path("/proc", self.run("SELECT pg_backend_pid()"))

    def start(self, statement):
        self.psql.stdin.write(f"{statement.strip().rstrip(';')};\n\\echo done\n")
        self.psql.stdin.flush()

    def finish(self):
        lines = []
        for line in self.psql.stdout:
            if line == "done\n":
                return "\n".join(lines)
            lines.append(line.rstrip("\n"))
        raise RuntimeError("psql ended")

    def run(self, statement):
        self.start(statement)
        return self.finish()

    def processor_time(self, statement):
        """Seconds the backend spends on a processor, so that whatever else the machine does counts little."""
        before = self.nanoseconds()
        self.run(statement)
        return (self.nanoseconds() - before) / 1e9

    def nanoseconds(self):
        return int((self.process / "schedstat").read_text().split()[0])

    def private_memory(self):
        """KiB. Pages of shared_buffers that the backend has touched are not its own."""
        return int(re.search(r"^RssAnon:\s*(\d+)", (self.process / "status").read_text(), re.M)[1])

    def close(self):
        self.psql.stdin.close()
        self.psql.wait()


def pgbench(script, database="bench", clients=1, variables=None, options=(), settings=""):
    """Transactions per second of a pgbench script, each statement prepared once."""
    command = ["pgbench", "-n", "-M", "prepared", "-c", str(clients), "-j", str(clients), *options]
    for key, value in {**(variables or {}), "clients": clients}.items():
        command += ["-D", f"{key}={value}"]
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(script)
        file.flush()
        command += ["-f", file.name, database]
        environment = {**os.environ, "PGOPTIONS": settings}
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    return float(re.search(r"^tps = ([\d.]+)", done.stdout, re.M)[1])


def core_json(*arguments):
    """The JSON objects that core/ prints, which runs without a server."""
    command = [os.environ["BADGES_BENCH"], *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    return [json.loads(line) for line in done.stdout.splitlines()]


def core(document, rounds, *measures):
    """Nanoseconds of operations of the core on a credential in a file, in so many rounds: a list for each operation."""
    printed = core_json("rounds", document, rounds, *measures)
    return [[figures[measure] for figures in printed] for measure in measures]


def in_turn(measures):
    """Calls each function once in every round: a list of results for each function."""
    results = [[measure() for measure in measures] for _ in range(ROUNDS)]
    return [list(figures) for figures in zip(*results)]


def ratio(ours, theirs):
    """The median of what one divided by the other is in each round."""
    return statistics.median(one / other for one, other in zip(ours, theirs))


def median(figures):
    return statistics.median(figures)
