"""Runs the parts that BENCH_ONLY names, or all, and prints what came out as the table of README.md."""

import os
import platform
import subprocess
import sys
import time

import bulk
import issuing
import look_up
import memory
import partitioning
import passkeys
import scale
import signing
import signing_in
import status_lists
import validation
import verifying
from measuring import ROUNDS, create_database, sql

PARTS = {
    "core": signing.rows,
    "validate": validation.rows,
    "issue": issuing.rows,
    "bulk": bulk.rows,
    "memory": memory.rows,
    "verify": verifying.rows,
    "sign-in": signing_in.rows,
    "passkeys": passkeys.rows,
    "look-up": look_up.rows,
    "status": status_lists.rows,
    "partitioning": partitioning.rows,
    "scale": scale.rows,
}

# What no target is about; `scale` takes as long as everything else, and leaves its table a fifth revoked.
ONLY_WHEN_NAMED = ("partitioning", "scale")


def processor():
    with open("/proc/cpuinfo") as lines:
        names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return f"{len(names)} x {names[0]}" if names else platform.machine()


def main():
    chosen = [name for name in os.environ.get("BENCH_ONLY", "").split(",") if name]
    chosen = chosen or [name for name in PARTS if name not in ONLY_WHEN_NAMED]
    unknown = [name for name in chosen if name not in PARTS]
    if unknown:
        sys.exit(f"BENCH_ONLY: no part {', '.join(unknown)}; there are {', '.join(PARTS)}")
    started = time.monotonic()
    create_database("bench")
    print(f"\nPostgreSQL {sql('SHOW server_version')}, {processor()}, {platform.system()}, "
          f"{time.strftime('%Y-%m-%d')}, {ROUNDS} rounds")
    print("\n| work | against | target | figure | | |\n|---|---|---|---|---|---|", flush=True)
    for name in chosen:
        for row in PARTS[name]():
            print(f"| {row.work} | {row.against} | {row.target} | {row.figure} | {row.verdict()} | {row.detail} |",
                  flush=True)
    print(f"\n{time.monotonic() - started:.0f} s", flush=True)


if __name__ == "__main__":
    try:
        main()
    except (RuntimeError, subprocess.CalledProcessError) as error:
        sys.exit(f"bench: {error}")
