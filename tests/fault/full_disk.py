"""What happens on a small disk as it fills; run where one may be mounted.

`python -m tests.fault.full_disk FOLDER` mounts 24 MB there; with `--as-it-is` FOLDER is on a small
disk already; `--kiosk` makes it a kiosk's. It ends with a traceback where something does not hold.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from counter.clock import VirtualClock
from counter.office import intake, queue, waiting
from counter.office.kiosk_node import KioskNode
from counter.office.office import Office
from counter.store.local import Draft
from counter.store.store import BALLAST
from counter.store.troubles import DiskFull
from tests.fault.stores import Said, check
from tests.office.building import KTP, an_office, at, reopened, serving, todays_tickets
from tests.office.test_kiosk import has_hub

SIZE = "24m"
ENOUGH = 3000  # acts that a full disk cannot take


def fill(file: Path) -> None:
    """Take all the room that is left."""
    with file.open("wb", buffering=0) as filler:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while filler.write(bytes(size)) == size:
                    pass
            except OSError:  # full
                continue


def issue(office: Office) -> Said:
    ticket = office.act(queue.issue_ticket, service=KTP)
    return Said("issued", ticket.id, ticket.number)


def live_through(disk: Path) -> None:
    """Fill the disk twice, with and without ballast, then make room again."""
    folder, clock = disk / "store", VirtualClock(at(8))
    office = an_office(folder, clock)
    ticket = serving(office)
    office.act(intake.keep_draft, ticket.id, Draft(answers={"name": "DEWI"}))
    done = [Said("issued", ticket.id, ticket.number)]

    fill(disk / "filler")
    while (folder / BALLAST).exists():
        done.append(issue(office))
        assert len(done) < ENOUGH, "the disk never filled"
    print(f"{len(done)} tickets until the ballast was needed")

    fill(disk / "filler-2")
    told = 0
    while told < 3:
        try:
            done.append(issue(office))
        except DiskFull:
            told += 1
        assert len(done) < 2 * ENOUGH, "the disk never filled again"
    print(f"{len(done)} tickets until the disk was full")
    assert office.read(waiting.floor, 3, "").issued == len(done)
    draft = office.read(intake.open_intake, ticket.id).draft
    assert draft == Draft(answers={"name": "DEWI"})

    (disk / "filler").unlink()
    done.append(issue(office))
    assert done[-1].number == f"A-{len(done):03d}"
    office.close()
    office = reopened(folder, clock)
    assert (folder / BALLAST).exists()
    done.append(issue(office))
    office.close()
    start_without_room(disk, folder, clock)
    check(folder, done)


def start_without_room(disk: Path, folder: Path, clock: VirtualClock) -> None:
    """Start where SQLite finds no room to lay its journal out."""
    fill(disk / "filler-3")
    try:
        reopened(folder, clock)
    except DiskFull:
        print("told at the start that the disk is full")
    else:
        raise AssertionError("it started without room")
    (disk / "filler-3").unlink()


def at_the_door(disk: Path) -> None:
    """A kiosk on a disk that fills: every number it shows is kept; what is not given is said."""
    folder, clock = disk / "kiosk", VirtualClock(at(8))
    office = an_office(folder, clock)
    office.act(has_hub)
    office.close()
    kiosk = KioskNode(folder, clock)
    kiosk.start()
    given = [kiosk.give(KTP).number]

    (folder / BALLAST).unlink()  # used up before
    fill(disk / "filler")
    told = 0
    while told < 3:
        try:
            given.append(kiosk.give(KTP).number)
        except DiskFull:
            told += 1
        assert len(given) < ENOUGH, "the disk never filled"
    print(f"{len(given)} numbers until the disk was full")
    (disk / "filler").unlink()
    given.append(kiosk.give(KTP).number)
    kiosk.stop()

    assert len(set(given)) == len(given)
    office = reopened(folder, clock)
    assert [each.number for each in todays_tickets(office)] == given
    office.close()


def main(place: str, *, mount: bool, live: Callable[[Path], None]) -> None:
    """Mount a small disk, or take the one that is there."""
    disk = Path(place)
    if mount:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "none", disk], check=True)
    try:
        live(disk)
    finally:
        if mount:
            subprocess.run(["umount", disk], check=True)


if __name__ == "__main__":
    main(
        sys.argv[1],
        mount="--as-it-is" not in sys.argv,
        live=at_the_door if "--kiosk" in sys.argv else live_through,
    )
