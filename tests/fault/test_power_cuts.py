"""Power cuts: every act that had returned is on the disk, whatever was not synced is lost."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

from counter.errors import LoketError
from counter.store.store import DATABASE, Store
from tests.fault.disk import Call, Disk, calls, record
from tests.fault.stores import Said, check, said
from tests.office.building import BRANCH

CUTS = 300
CHANGES = {"pwrite64", "write", "ftruncate", "fsync", "fdatasync", "rename", "unlink"}
PASSED_OVER = ("-shm", "ballast")


def recorded(folder: Path, checkout: Path, *starts: int) -> list[Call]:
    """Record a station from its very first start.

    Args:
        starts: up to which ticket each start of it goes on.
    """
    heard = []
    for tickets in starts:
        trace = folder.with_name(f"trace{tickets}")
        command = [sys.executable, "-m", "tests.fault.station", str(folder), "1", str(tickets)]
        record(command, trace, cwd=checkout)
        heard += list(calls(trace))
    return heard


def cuts(
    folder: Path, heard: list[Call], count: int, *, deaf_to: tuple[str, ...] = ()
) -> list[tuple[Path, list[Said]]]:
    """Rebuild the disk as so many random cuts leave it, each with what had been said by then."""
    print(f"seed {count}")
    random = Random(count)
    changes = [place for place, call in enumerate(heard) if call.name in CHANGES]
    at = sorted(random.sample(changes, count))
    disk = Disk(folder, passed_over=PASSED_OVER, deaf_to=deaf_to)
    lines: list[str] = []
    found = []
    for place, call in enumerate(heard):
        if at and place == at[0]:
            where = folder.with_name(str(place))
            disk.after_cut(random, where)
            found.append((where, [one for one in said(lines) if one.act != "done"]))
            at.pop(0)
        line = disk.take(call)
        if line is not None:
            lines.append(line.decode())
    return found


def test_every_act_that_returned_survives_a_power_cut(
    tmp_path: Path, checkout: Path, rounds: Callable[[int], int]
) -> None:
    folder = tmp_path / "store"
    heard = recorded(folder, checkout, 20, 40)

    for where, done in cuts(folder, heard, rounds(CUTS)):
        print(f"cut before call {where.name}: {len(done)} acts had returned")
        if (where / DATABASE).exists():
            check(where, done)
        else:  # cut while the store was being made
            assert done == []
            Store.create(where, branch=BRANCH, lane="").close()


def test_a_disk_that_does_not_sync_is_found_out(tmp_path: Path, checkout: Path) -> None:
    folder = tmp_path / "store"
    heard = recorded(folder, checkout, 4)
    found = [(where, done) for where, done in cuts(folder, heard, 40, deaf_to=("-wal",)) if done]

    lost = sum(not _holds(where, done) for where, done in found)

    assert len(found) > 10
    assert lost > len(found) / 2


def _holds(where: Path, done: list[Said]) -> bool:
    try:
        check(where, done)
    except (AssertionError, LoketError):
        return False
    return True
