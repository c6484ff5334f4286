"""`loket train` as a process of its own: beside the office, never in it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from counter.demo.training import practice_folder
from counter.office.instance import FRONT, ask_owner
from counter.store.store import DATABASE
from tests.cli.running import Loket

SCREENLESS = {"QT_QPA_PLATFORM": "", "DISPLAY": "", "WAYLAND_DISPLAY": ""}
SOON_S = 60.0


@contextmanager
def training(loket: Loket) -> Iterator[Path]:
    """Practice that is open, and its folder."""
    folder = practice_folder(loket.data)
    with subprocess.Popen(
        [sys.executable, "-m", "counter", "train"],
        cwd=loket.home,
        env={**loket.environment, "QT_QPA_PLATFORM": "offscreen"},
    ) as opened:
        until_s = monotonic() + SOON_S
        while not ask_owner(folder, FRONT, patience_s=1.0)[0]:
            assert opened.poll() is None, "it ended by itself"
            assert monotonic() < until_s, "it never opened"
        try:
            yield folder
        finally:
            opened.terminate()


def test_practice_opens_beside_the_office_and_a_second_start_brings_it_to_the_front(
    office: Loket,
) -> None:
    before = (office.data / DATABASE).read_bytes()

    with training(office) as folder:
        assert office.done("train") == ""
        assert (folder / DATABASE).exists()
        assert "The store is whole" in office.done("store", "check")

    assert folder.parent == office.data.parent
    assert (office.data / DATABASE).read_bytes() == before
    for command in (("backup",), ("store", "check")):  # an office's commands take it for none
        assert "practice" in office.refused("--data", folder, *command)


def test_without_a_screen_nothing_is_made(loket: Loket) -> None:
    assert "There is no screen here" in loket.refused("train", **SCREENLESS)

    assert not practice_folder(loket.data).exists()
