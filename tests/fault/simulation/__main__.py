"""`python -m tests.fault.simulation 1000-1999`: one run a seed; 1 and the seeds if any fails."""

from __future__ import annotations

import logging
import sys
import time
import traceback

from tests.fault.simulation.branch import Template, room
from tests.fault.simulation.runs import run


def main(seeds: str) -> int:
    """Run every seed of `FROM-TO`, or one."""
    first, _, last = seeds.partition("-")
    wanted = range(int(first), int(last or first) + 1)
    failed = []
    began = time.monotonic()
    with room() as folder:
        template = Template(folder / "template")
        for seed in wanted:
            try:
                done = run(template, seed)
            except Exception as error:  # noqa: BLE001 - a bug in one seed must not hide another
                failed.append(seed)
                traceback.print_exc()
                print(f"seed {seed} FAILED: {error!r:.300}", flush=True)
                continue
            print(
                f"seed {seed}: {done.events} events, {done.papers} papers, "
                f"{done.requests} requests, {done.hubs} hubs, {done.conflicts} conflicts, "
                f"{done.rounds} rounds, {done.told[:12]}",
                flush=True,
            )
    taken_s = time.monotonic() - began
    print(f"{len(wanted) - len(failed)} of {len(wanted)} seeds passed in {taken_s:.0f} s")
    if failed:
        print(f"failed: {' '.join(map(str, failed))}; again: make soak SEEDS={failed[0]}")
    return 1 if failed else 0


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    sys.exit(main(*sys.argv[1:]))
