"""A counter PC to test windows on: its real store, printing to a folder, central absent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from pytestqt.qtbot import QtBot

from counter.clock import Clock
from counter.domain.calendar import Zone
from counter.office.people import Role
from counter.office.plan import CounterPlan, OfficePlan, PersonPlan, SetupPlan
from counter.office.setup import set_up
from counter.office.station import Station
from ui.front import Front
from ui.tasks import Tasks

PLAN = SetupPlan(
    office=OfficePlan(
        code="3171-06",
        name="Dukcapil Jakarta Pusat",
        zone=Zone.WIB,
        address="Jl. Tanah Abang I No. 1",
        city="Jakarta Pusat",
        letterhead=("PEMERINTAH PROVINSI DKI JAKARTA",),
        complaint_channel="SP4N-LAPOR! 1708",
    ),
    people=(
        PersonPlan(id="indra", name="Indra", roles=(Role.ADMIN,), pin="4321"),
        PersonPlan(id="sari", name="Sari Wulandari", roles=(Role.CLERK,), pin="1234"),
    ),
    counters=(CounterPlan(3), CounterPlan(4)),
    counter=3,
)


def a_station(folder: Path, clock: Clock) -> Station:
    """Set a PC up and read its settings; nothing runs yet."""
    plan = msgspec.structs.replace(PLAN, printer=f"folder:{folder / 'papers'}")
    (folder / "papers").mkdir(parents=True)
    set_up(folder / "store", plan, clock)
    return Station.open(folder / "store", clock)


@contextmanager
def opened(qtbot: QtBot, station: Station, tasks: Tasks) -> Iterator[Front]:
    """Its window, as far as the page where people sign in; closed as people close it."""
    window = Front(station, tasks)
    window.show()
    qtbot.waitUntil(lambda: window.sign_in is not None)
    yield window
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    window.deleteLater()


def papers(folder: Path) -> list[str]:
    """The names of what came out of the printer."""
    return sorted(each.name for each in (folder / "papers").iterdir())
