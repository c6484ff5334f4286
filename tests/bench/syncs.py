"""How often an act makes the disk sync, counted by strace outside checkpoints: once."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.acts import an_office, issue
from tests.bench.measure import Figure, against

ACTS = 60  # fewer than fill the write-ahead log up to its next checkpoint
_SYNC_CALLS = ("fsync(", "fdatasync(")


def figures() -> dict[str, Figure]:
    """Syncs that more acts add to a process, an act."""
    few, many = _syncs(0), _syncs(ACTS)
    return {"disk syncs an act": against((many - few) / ACTS, unit="syncs", target=1.0)}


def _syncs(acts: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        trace = Path(folder) / "trace"
        strace = ["strace", "-f", "-qq", "-e", "trace=fsync,fdatasync", "-o", str(trace)]
        subprocess.run(
            [*strace, sys.executable, "-m", "tests.bench.syncs", folder, str(acts)], check=True
        )
        lines = trace.read_text().splitlines()
    return sum(any(call in line for call in _SYNC_CALLS) for line in lines)


def _work(folder: Path, acts: int) -> None:
    with an_office(folder / "store") as office:
        for _ in range(acts):
            issue(office)


if __name__ == "__main__":
    _work(Path(sys.argv[1]), int(sys.argv[2]))
