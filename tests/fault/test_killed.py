"""A station killed at any moment: nothing it said is lost, no number doubled or skipped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

from tests.fault.stores import Said, check

DAYS = 10  # stores; each takes its share of the kills
TICKETS_A_KILL = 3


class Stations:
    """Starts stations, kills them, and hears what they say."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._pid = 0

    def start(self, folder: Path, seed: int, tickets: int) -> None:
        """Start a station, or start it again."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{folder} {seed} {tickets}\n")
        self._process.stdin.flush()
        self._pid = int(self._hear("started").event)

    def said(self, lines: int | None = None) -> list[Said]:
        """Hear so many lines, or all until it ends."""
        heard: list[Said] = []
        while lines is None or len(heard) < lines:
            heard.append(self._hear())
            if heard[-1].act == "ended":
                self._pid = 0
                return heard[:-1]
        return heard

    def kill(self, after_s: float) -> None:
        """Let it work for a moment more, then no longer."""
        threading.Event().wait(after_s)
        if self._pid:
            with suppress(ProcessLookupError):  # it had just finished its day
                os.kill(self._pid, signal.SIGKILL)

    def _hear(self, act: str = "") -> Said:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        heard = Said(*line.split())
        assert act in ("", heard.act), line
        return heard


@pytest.fixture
def stations(checkout: Path) -> Iterator[Stations]:
    command = [sys.executable, "-m", "tests.fault.station"]
    with subprocess.Popen(
        command, cwd=checkout, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Stations(process)
        assert process.stdin is not None
        process.stdin.close()


def test_a_station_killed_at_any_moment_loses_no_number_and_doubles_none(
    tmp_path: Path, stations: Stations, rounds: Callable[[int], int]
) -> None:
    kills = rounds(200)
    days = min(DAYS, max(1, kills // 10))
    for seed in range(days):
        print(f"seed {seed}")
        random = Random(seed)
        folder = tmp_path / str(seed)
        tickets = TICKETS_A_KILL * (kills // days)
        done: list[Said] = []

        for again in range(kills // days):
            stations.start(folder, seed * 1000 + again, tickets)
            done += stations.said(lines := random.choice((0, 1, 2, 5, 10, 15)))
            stations.kill(random.random() * (0.02 if lines else 0.1))
            done += stations.said()
        stations.start(folder, seed, tickets)
        done += stations.said()

        assert done.pop().act == "done"
        assert len({one.event for one in done}) == len(done)
        check(folder, done, finished=True)
