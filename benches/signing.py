"""The core alone: signing, verifying and the first reading of a credential, against bare Ed25519 of the same library."""

import json

from measuring import FOLDER, ROUNDS, Row, core, core_json, median, ratio

DOCUMENT = FOLDER / "documents/typical.json"
SUITES = (("eddsa-jcs-2022", "jcs", 0.5), ("eddsa-rdfc-2022", "rdfc", 0.25))
COLD_STARTS = 20


def rows():
    octets = len(json.dumps(json.loads(DOCUMENT.read_text()), separators=(",", ":")))
    for action, doing in (("sign", "signing"), ("verify", "verifying")):
        bare, *suites = core(DOCUMENT, ROUNDS, f"ed25519-{action}", *(f"{action}-{suite}" for _, suite, _ in SUITES))
        for (name, _, target), ours in zip(SUITES, suites):
            rate = ratio(bare, ours)
            yield Row(f"{doing} a credential of {octets} octets, `{name}`", "bare Ed25519 of the same library",
                      f"{target} of its rate", f"{rate:.2f}", rate >= target,
                      f"{median(ours) / 1e3:.1f} against {median(bare) / 1e3:.1f} us")
    starts = [core_json("cold", DOCUMENT) for _ in range(COLD_STARTS)]
    first = median([(start["first"] - start["later"]) / 1e6 for (start,) in starts])
    yield Row("tables of contexts, first use in a process", "a later use", "under 2 ms", f"{first:.2f} ms", first < 2, "")
