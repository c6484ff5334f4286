"""`make bench`: every comparison, a table on standard output, `bench-out/bench.json` beside it."""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec

from tests.bench import acts, floor, hub, papers, syncs, window, wire
from tests.bench.measure import Figure


def main() -> int:
    """Run all; 0 whether or not the targets are met: a miss is a figure to report."""
    found: dict[str, Figure] = {}
    for part in (window, acts, syncs, papers, wire, hub, floor):
        found |= part.figures()
    width = max(map(len, found))
    print(f"{'':{width}}  {'ours':>9} {'floor':>9} {'unit':6} {'ratio':>7} {'target':>7}")
    for name, each in found.items():
        met = "met" if each.met else "missed"
        print(
            f"{name:{width}}  {each.ours:9.3f} {each.floor:9.3f} {each.unit:6} {each.ratio:7.2f}"
            f" {each.target:7.2f}  {met}"
        )
    out = Path("bench-out")
    out.mkdir(exist_ok=True)
    body = msgspec.json.format(msgspec.json.encode(found), indent=2)
    (out / "bench.json").write_bytes(body + b"\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
