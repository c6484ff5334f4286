"""A window's start: until it paints, until the desk can be used, and what it weighs at rest.

Every start is a process of its own without a screen; ours and a bare PySide6 window take turns.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from statistics import median

from tests.bench.measure import Figure, figure

REPEATS = 9
TODAY = date(2026, 11, 24)
_HERE = Path(__file__).parent


def figures() -> dict[str, Figure]:
    """First paint, the desk with today's queue, and memory at rest, against a bare window."""
    from counter.demo.branch import make_demo

    with tempfile.TemporaryDirectory() as room:
        folder = Path(room) / "store"
        make_demo(folder, today=TODAY, printer="none")
        _finish_whoever_is_served(folder)
        compiled = Path(room) / "compiled"
        bare, ours = [], []
        for repeat in range(REPEATS + 1):
            measured = _started("bare", folder, compiled), _started("ours", folder, compiled)
            if repeat:  # the first start compiles, as an installer does
                bare.append(measured[0])
                ours.append(measured[1])
        after = [_after_a_receipt(Path(room), compiled) for _ in range(REPEATS // 3)]
    floor_ms = median(each["paint_ms"] for each in bare)
    floor_mb = median(each["rss_mb"] for each in bare)
    return {
        "window: first paint": figure(
            median(each["paint_ms"] for each in ours), floor_ms, unit="ms", target=1.6
        ),
        "window: desk with today's queue": figure(
            median(each["desk_ms"] for each in ours), floor_ms, unit="ms", target=4.0
        ),
        "window: memory at rest": figure(
            median(each["rss_mb"] for each in ours), floor_mb, unit="MB", target=2.6
        ),
        "window: memory after a receipt": figure(median(after), floor_mb, unit="MB", target=3.5),
    }


def board_at_rest_mb(folder: Path) -> float:
    """Memory of a board's window that shows what stands in a folder."""
    with tempfile.TemporaryDirectory() as compiled:
        return median(
            _started("board", folder, Path(compiled))["rss_mb"] for _ in range(REPEATS // 3)
        )


def floor_mb() -> float:
    """Memory of a bare window."""
    with tempfile.TemporaryDirectory() as compiled:
        return median(
            _started("bare", Path(compiled), Path(compiled))["rss_mb"] for _ in range(REPEATS // 3)
        )


def _after_a_receipt(room: Path, compiled: Path) -> float:
    """Memory once the citizen at the counter has their receipt, printed to a folder, and left."""
    from counter.demo.branch import make_demo

    with tempfile.TemporaryDirectory(dir=room) as name:
        folder = Path(name) / "store"
        make_demo(folder, today=TODAY, printer=f"folder:{name}/papers")
        return _started("filing", folder, compiled)["rss_mb"]


def _finish_whoever_is_served(folder: Path) -> None:
    """At rest nobody is at the counter, so no form is open and no receipt is drawn."""
    from counter.clock import VirtualClock
    from counter.demo.branch import CLERKS, HERE
    from counter.office import queue, waiting
    from counter.office.office import CallersThread, Office
    from counter.store.store import Store
    from tests.bench.window_start import NOW_MS

    office = Office(lambda: Store.open(folder), writer=CallersThread(), clock=VirtualClock(NOW_MS))
    current = office.read(waiting.floor, HERE, "").current
    if current is not None:
        clerk = CLERKS[HERE - 1][0]
        office.act_as(clerk, queue.finish_ticket, current.id, counter=HERE)
    office.close()


def _started(which: str, folder: Path, compiled: Path) -> dict[str, float]:
    """Start a process and hear what it measured."""
    from counter.demo.branch import CLERKS, HERE, PIN

    own = {"QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": str(compiled)}
    inherited = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [
            *(sys.executable, "-m", "tests.bench.window_start"),
            *(which, str(folder), CLERKS[HERE - 1][0], PIN),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env=inherited | own,
        cwd=_HERE.parents[1],
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return {
        name: float(value)
        for name, value in (line.split("=") for line in done.stdout.split() if "=" in line)
    }
