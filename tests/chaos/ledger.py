"""What the clients were told: an entry is made only after the commit returned."""

import threading
from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Award:
    assertion_id: str
    status_index: int
    recipient: str


@dataclass
class Ledger:
    """Acknowledged work, and what was asked for without an answer."""

    #: Evidence URL of each call that awards -> how many awards it asked for.
    asked: dict = field(default_factory=dict)
    #: Evidence URL -> the awards of a call that was acknowledged.
    awarded: dict = field(default_factory=dict)
    #: Ids of awards whose revocation or suspension was acknowledged.
    revoked: set = field(default_factory=set)
    suspended: set = field(default_factory=set)
    #: Ids of awards whose revocation or suspension was asked for without an answer.
    unsure: set = field(default_factory=set)
    #: Token id -> how often its redemption was acknowledged; and the user it was for.
    redemptions: Counter = field(default_factory=Counter)
    users: dict = field(default_factory=dict)
    #: Issuer id -> a badge class of it.
    issuers: dict = field(default_factory=dict)
    #: What the server said that no kill explains.
    errors: list = field(default_factory=list)
    #: Calls that were acknowledged, and those that were cut off, by name.
    done: Counter = field(default_factory=Counter)
    cut_off: Counter = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def awards(self):
        return [award for awards in self.awarded.values() for award in awards]
