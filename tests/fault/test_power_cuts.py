"""Power cuts: every act that had returned is on the disk, whatever was not synced is lost."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from counter.errors import LoketError
from counter.store.store import DATABASE, Store
from tests.fault.disk import Call, Disk, calls, record
from tests.fault.stores import Said, check, said
from tests.office.building import BRANCH

CUTS = 300
CHANGES = {"pwrite64", "write", "ftruncate", "fsync", "fdatasync", "rename", "unlink"}
PASSED_OVER = ("-shm", "ballast")


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory, checkout: Path) -> tuple[Path, list[Call]]:
    """Record a station from its very first start, through a second one; its folder and calls."""
    folder = tmp_path_factory.mktemp("recorded") / "store"
    heard = []
    for tickets in ("20", "40"):
        trace = folder.with_name(f"trace{tickets}")
        command = [sys.executable, "-m", "tests.fault.station", str(folder), "1", tickets]
        record(command, trace, cwd=checkout)
        heard += list(calls(trace))
    return folder, heard


def cuts(
    day: tuple[Path, list[Call]], count: int, into: Path, *, deaf_to: tuple[str, ...] = ()
) -> list[tuple[Path, list[Said]]]:
    """Rebuild the disk as so many random cuts leave it, each with what had been said by then."""
    folder, heard = day
    random = Random(count)
    changes = [place for place, call in enumerate(heard) if call.name in CHANGES]
    at = sorted(random.sample(changes, count))
    disk = Disk(folder, passed_over=PASSED_OVER, deaf_to=deaf_to)
    lines: list[str] = []
    found = []
    for place, call in enumerate(heard):
        if at and place == at[0]:
            where = into / str(place)
            disk.after_cut(random, where)
            found.append((where, [one for one in said(lines) if one.act != "done"]))
            at.pop(0)
        line = disk.take(call)
        if line is not None:
            lines.append(line.decode())
    return found


def test_every_act_that_returned_survives_a_power_cut(
    day: tuple[Path, list[Call]], tmp_path: Path, rounds: Callable[[int], int]
) -> None:
    found = cuts(day, rounds(CUTS), tmp_path)

    for where, done in found:
        print(f"cut before call {where.name}: {len(done)} acts had returned")
        if (where / DATABASE).exists():
            check(where, done)
        else:  # cut while the store was being made
            assert done == []
            Store.create(where, branch=BRANCH, lane="").close()


def test_a_disk_that_does_not_sync_is_found_out(
    day: tuple[Path, list[Call]], tmp_path: Path
) -> None:
    lost = 0
    for where, done in cuts(day, 10, tmp_path, deaf_to=("-wal",)):
        try:
            check(where, done)
        except (AssertionError, LoketError):
            lost += 1

    assert lost >= 5
