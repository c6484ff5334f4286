"""A desk killed while somebody types: what was typed stands in the form again."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from counter.clock import VirtualClock
from tests.office.building import at
from tests.ui.stations import a_station

ANSWER = "SITI RAHAYU"


def start(checkout: Path, folder: Path, *answer: str) -> subprocess.Popen[str]:
    """Start a desk off screen."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.fault.desk", str(folder), *answer],
        cwd=checkout,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )


def hear(process: subprocess.Popen[str]) -> str:
    """The next line that it says."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_what_was_typed_comes_back_after_the_desk_was_killed(
    tmp_path: Path, checkout: Path
) -> None:
    a_station(tmp_path, VirtualClock(at(8))).stop()

    with start(checkout, tmp_path / "store", ANSWER) as killed:
        assert hear(killed) == "kept"
        killed.kill()
    with start(checkout, tmp_path / "store") as again:
        found = hear(again)

    assert killed.returncode != 0
    assert found.startswith(ANSWER)
    assert again.returncode == 0
