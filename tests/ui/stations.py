"""A counter PC to test windows on: its real store, printing to a folder, central absent."""

from __future__ import annotations

from pathlib import Path

from counter.clock import Clock
from counter.domain.calendar import Zone
from counter.office.people import Role
from counter.office.plan import CounterPlan, OfficePlan, PersonPlan, SetupPlan
from counter.office.setup import set_up
from counter.office.station import Station

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
    import msgspec

    plan = msgspec.structs.replace(PLAN, printer=f"folder:{folder / 'papers'}")
    (folder / "papers").mkdir(parents=True)
    set_up(folder / "store", plan, clock)
    return Station.open(folder / "store", clock)


def papers(folder: Path) -> list[str]:
    """The names of what came out of the printer."""
    return sorted(each.name for each in (folder / "papers").iterdir())
