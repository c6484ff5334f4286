"""A full disk: nothing filed is lost, the ballast lets tickets go on, and people are told."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ALONE = ["unshare", "--user", "--map-root-user", "--mount"]
SMALL = 256 * 1024 * 1024


def may(*command: str) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.fixture
def on_a_small_disk(tmp_path: Path) -> Iterator[list[str]]:
    """Find a way to a small disk: mounted, mounted in a world of its own, or one that is there."""
    place = tmp_path / "disk"
    place.mkdir()
    program = [sys.executable, "-m", "tests.fault.full_disk"]
    if may("mount", "-t", "tmpfs", "-o", "size=1m", "none", str(place)):
        subprocess.run(["umount", place], check=True)
        yield [*program, str(place)]
    elif may(*ALONE, "mount", "-t", "tmpfs", "none", str(place)):
        yield [*ALONE, *program, str(place)]
    else:
        shared = Path("/dev/shm")  # in a container: a disk of 64 MB
        assert shutil.disk_usage(shared).total <= SMALL, "no small disk to be had on this machine"
        with tempfile.TemporaryDirectory(dir=shared) as there:
            yield [*program, there, "--as-it-is"]


@pytest.mark.parametrize("whose", [[], ["--kiosk"]], ids=["counter", "kiosk"])
def test_a_full_disk_costs_nothing_that_was_filed_or_given(
    on_a_small_disk: list[str], checkout: Path, whose: list[str]
) -> None:
    done = subprocess.run(
        [*on_a_small_disk, *whose], cwd=checkout, capture_output=True, text=True, check=False
    )

    print(done.stdout)
    assert done.returncode == 0, done.stderr
