"""Clients of a server that may go away at any moment. Each keeps one connection and enters into the ledger what it was told."""

import contextlib
import random
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import psycopg
from psycopg.types.json import Jsonb

from ledger import Award

#: What a killed or cancelled session is told: cancelled, shut down, crashed, starting up; no state when the line is cut.
EXPECTED = {"57014", "57P01", "57P02", "57P03", None}
#: Sessions that present one token at the same moment.
REDEEMERS = 4
#: Calls of issue_assertions in one run, of a few hundred awards each: everything is verified afterwards.
BATCHES = 60


class CutOff(Exception):
    """The call has no answer: it may have happened or not."""


class Session:
    """One connection, opened again whenever it is lost."""

    def __init__(self, ledger):
        self.ledger = ledger
        self.connection = None

    def pid(self):
        connection = self.connection
        return connection.info.backend_pid if connection and not connection.closed else None

    def connect(self):
        if self.connection is None or self.connection.closed:
            self.connection = psycopg.connect(connect_timeout=5)

    def transaction(self, name, statement, values=()):
        """All rows of one statement, in a transaction of its own whose commit has returned."""
        try:
            self.connect()
            rows = self.connection.execute(statement, values).fetchall()
            self.connection.commit()
        except psycopg.Error as error:
            self.recover(name, error)
            raise CutOff from error
        with self.ledger.lock:
            self.ledger.done[name] += 1
        return rows

    def recover(self, name, error):
        with self.ledger.lock:
            self.ledger.cut_off[name] += 1
            if error.sqlstate not in EXPECTED:
                self.ledger.errors.append(f"{name}: {error.sqlstate} {error}")
        try:
            self.connection.rollback()
        except (psycopg.Error, AttributeError):
            self.close()
            time.sleep(0.1)

    def close(self):
        if self.connection is not None:
            self.connection.close()


class Issuing:
    """Makes issuers, keys and awards, and takes awards back."""

    def __init__(self, ledger, seed):
        self.ledger = ledger
        self.random = random.Random(seed)
        self.session = Session(ledger)
        self.sessions = [self.session]
        self.badges = []
        self.in_force = []

    def step(self):
        if not self.badges:
            return self.create_issuer()
        step = self.random.choices(
            [self.award, self.award_many, self.revoke, self.suspend, self.create_issuer, self.rotate_key],
            [50, 3 if self.ledger.done["issue_assertions"] < BATCHES else 0, 20, 10, 3, 3],
        )[0]
        return step()

    def create_issuer(self):
        name = f"School {uuid.UUID(int=self.random.getrandbits(128))}"
        profile = {"name": name, "url": "https://school.example.org", "email": "badges@school.example.org"}
        badge = {"name": "Race", "description": "Came first", "image": "https://school.example.org/race.png",
                 "criteria": {"narrative": "Run."}}
        [(issuer_id,)] = self.session.transaction(
            "create_issuer", "SELECT issuer_id::text FROM badges.create_issuer(%s)", [Jsonb(profile)])
        [(badge_id,)] = self.session.transaction(
            "create_badge_class", "SELECT badge_id::text FROM badges.create_badge_class(%s, %s)", [issuer_id, Jsonb(badge)])
        self.badges.append((issuer_id, badge_id))
        with self.ledger.lock:
            self.ledger.issuers[issuer_id] = badge_id

    def rotate_key(self):
        issuer_id, _ = self.random.choice(self.badges)
        self.session.transaction("rotate_issuer_key", "SELECT badges.rotate_issuer_key(%s)", [issuer_id])

    def award(self):
        recipient = f"{self.random.getrandbits(64):x}@example.org"
        self.issue("issue_assertion", recipient, [recipient])

    def award_many(self):
        group = f"{self.random.getrandbits(64):x}"
        recipients = [f"{group}.{number}@example.org" for number in range(self.random.randint(200, 400))]
        self.issue("issue_assertions", recipients, recipients)

    def issue(self, function, argument, recipients):
        _, badge_id = self.random.choice(self.badges)
        version = self.random.choice(["2.0", "3.0"])
        evidence = f"https://example.org/evidence/{self.random.getrandbits(128):x}"
        with self.ledger.lock:
            self.ledger.asked[evidence] = len(recipients)
        rows = self.session.transaction(
            function,
            f"SELECT assertion_id::text, status_index FROM badges.{function}(%s, %s, evidence => to_jsonb(%s::text), version => %s)",
            [badge_id, argument, evidence, version],
        )
        awards = [Award(*row, recipient) for row, recipient in zip(rows, recipients, strict=True)]
        with self.ledger.lock:
            self.ledger.awarded[evidence] = awards
        self.in_force.extend(award.assertion_id for award in awards[:20])

    def revoke(self):
        self.take_back("revoke_assertion", self.ledger.revoked)

    def suspend(self):
        self.take_back("suspend_assertion", self.ledger.suspended)

    def take_back(self, function, acknowledged):
        if not self.in_force:
            return
        assertion_id = self.in_force.pop(self.random.randrange(len(self.in_force)))
        with self.ledger.lock:
            self.ledger.unsure.add(assertion_id)
        self.session.transaction(function, f"SELECT (badges.{function}(%s, 'Awarded by mistake')).assertion_id", [assertion_id])
        with self.ledger.lock:
            acknowledged.add(assertion_id)
            self.ledger.unsure.discard(assertion_id)


class SigningIn:
    """Asks for a token and presents it over several connections at the same moment, again after each cut."""

    def __init__(self, ledger, seed):
        self.ledger = ledger
        self.random = random.Random(seed)
        self.sessions = [Session(ledger) for _ in range(REDEEMERS)]
        self.pool = ThreadPoolExecutor(REDEEMERS)

    def step(self):
        address = f"{self.random.getrandbits(64):x}@example.org"
        [(token_id, code, link)] = self.sessions[0].transaction(
            "create_login_token",
            "SELECT token_id::text, code, link_token FROM badges.create_login_token(%s)", [address])
        forms = [(token_id, code), (link, None)] * (REDEEMERS // 2)
        barrier = threading.Barrier(REDEEMERS)
        list(self.pool.map(lambda pair: self.redeem(*pair, token_id, barrier), zip(self.sessions, forms)))

    def redeem(self, session, form, token_id, barrier):
        barrier.wait()
        for _ in range(5):
            try:
                [(verified, user_id)] = session.transaction(
                    "verify_login_token", "SELECT verified, user_id::text FROM badges.verify_login_token(%s, %s)", form)
            except CutOff:
                continue
            if verified:
                with self.ledger.lock:
                    self.ledger.redemptions[token_id] += 1
                    self.ledger.users[token_id] = user_id
            return


def run_until(client, stop):
    """Steps until the event is set, with pauses: it is the kills that are to be many, not the rows."""
    while not stop.is_set():
        time.sleep(client.random.uniform(0, 0.05))
        with contextlib.suppress(CutOff):
            client.step()
    for session in client.sessions:
        session.close()
