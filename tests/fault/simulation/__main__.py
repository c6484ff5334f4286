"""`python -m tests.fault.simulation 1000-1999`: one run a seed; 1 and the seeds if any fails."""

from __future__ import annotations

import gc
import logging
import sys
import time
import traceback
from collections import Counter

from tests.fault.simulation.branch import Template, room
from tests.fault.simulation.runs import Run, run

_HAPPENED = {
    "_promote": "promotions",
    "_switch_off": "plugs pulled",
    "_cut": "cuts",
    "_call_apart": "switches unplugged",
    "_jump": "clock jumps",
    "_night": "midnights",
    "book": "appointments",
    "check_in": "arrivals with one",
}


def main(seeds: str) -> int:
    """Run every seed of `FROM-TO`, or one."""
    first, _, last = seeds.partition("-")
    wanted = range(int(first), int(last or first) + 1)
    failed, passed = [], []
    began = time.monotonic()
    with room() as folder:
        template = Template(folder / "template")
        gc.freeze()
        gc.disable()  # a seed's garbage is taken away at its end
        for seed in wanted:
            gc.collect()
            try:
                done = run(template, seed)
            except Exception as error:  # noqa: BLE001 - a bug in one seed must not hide another
                failed.append(seed)
                traceback.print_exc()
                print(f"seed {seed} FAILED: {error!r:.300}", flush=True)
                continue
            passed.append(done)
            print(
                f"seed {seed}: {done.events} events, {done.papers} papers, "
                f"{done.requests} requests, {done.promotions} promotions, "
                f"{done.crossed} crossed calls, {done.given_back} given back, "
                f"{done.rounds} rounds, {done.told[:12]}",
                flush=True,
            )
    taken_s = time.monotonic() - began
    print(exercised(passed))
    print(f"{len(passed)} of {len(wanted)} seeds passed in {taken_s:.0f} s")
    if failed:
        print(f"failed: {' '.join(map(str, failed))}; again: make soak SEEDS={failed[0]}")
    return 1 if failed else 0


def exercised(runs: list[Run]) -> str:
    """What all the runs together met, in one line."""
    met: Counter[str] = Counter()
    for each in runs:
        met.update({f"requests {fault}": times for fault, times in each.faults.items()})
        met.update({said: each.did.get(name, 0) for name, said in _HAPPENED.items()})
    met["tickets that two counters called apart"] = sum(each.crossed for each in runs)
    met["calls given back"] = sum(each.given_back for each in runs)
    met["conflicts shown at the end"] = sum(each.shown for each in runs)
    crossing = sum(each.crossed > 0 for each in runs)
    counts = ", ".join(f"{times} {what.replace('_', ' ')}" for what, times in met.items())
    return f"exercised: {counts}; two counters called one ticket in {crossing} of {len(runs)} seeds"


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    sys.exit(main(*sys.argv[1:]))
