"""The demo branch: an office of the capital with made-up people, and what lies behind its day.

Everything is done by the office's own acts with simulated clocks. A whole stretch of history goes
into one transaction, each act with its own instant and person; nothing is written beside the door.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from counter.demo import acts
from counter.demo.floor import GREETER, Floor, Post
from counter.demo.model import Visit
from counter.domain.calendar import WEEKDAYS, Zone, instant_ms
from counter.office.people import Role
from counter.office.plan import CentralPlan, CounterPlan, OfficePlan, PersonPlan, SetupPlan

if TYPE_CHECKING:
    from counter.store.work import Work

BRANCH = "3171-DEMO"
NAME = "Dukcapil Jakarta Pusat (DEMO)"
LETTERHEAD = ("PEMERINTAH PROVINSI DKI JAKARTA", "DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL")
ADDRESS = "Jl. Contoh Raya 14, Menteng, Jakarta Pusat 10310"
COMPLAINTS = "SP4N-LAPOR! lapor.go.id, SMS 1708"
CATALOGUE, ZONE = "dukcapil", Zone.WIB
PIN = "1234"  # everybody's: shown where one signs in to the demo
CLERKS = (
    ("budi", "Budi Prasetyo"),
    ("rina", "Rina Siregar"),
    ("sari", "Sari Purnama"),
    ("agus", "Agus Saputra"),
    ("nia", "Nia Rumbiak"),
    ("hadi", "Hadi Ginting"),
    ("maya", "Maya Kusuma"),
    ("teguh", "Teguh Nugroho"),
    ("ayu", "Ayu Permana"),
    ("fajar", "Fajar Halim"),
    ("dina", "Dina Pasaribu"),
    ("yusuf", "Yusuf Maulana"),
    ("ratna", "Ratna Utomo"),
    ("imam", "Imam Santoso"),
    ("lina", "Lina Gunawan"),
    ("bayu", "Bayu Wenda"),
)
OTHERS = (
    (GREETER, "Wati Suryadi", (Role.INFORMATION,)),
    ("endang", "Endang Wijaya", (Role.SUPERVISOR, Role.BRANCH_HEAD)),
    ("indra", "Indra Latuheru", (Role.ADMIN,)),
)


def demo_plan(
    counters: int, *, counter: int, printer: str, central: CentralPlan | None = None
) -> SetupPlan:
    """What set-up would be told of the demo branch.

    Args:
        counters: that the branch has.
        counter: where the PC stands that founds it.
        printer: as settings name it.
        central: to enrol at.
    """
    clerks = [(*clerk, (Role.CLERK,)) for clerk in CLERKS[:counters]]
    return SetupPlan(
        office=OfficePlan(
            code=BRANCH,
            name=NAME,
            zone=ZONE,
            address=ADDRESS,
            city="Jakarta Pusat",
            letterhead=LETTERHEAD,
            complaint_channel=COMPLAINTS,
            hours=dict.fromkeys(WEEKDAYS[:5], ("08:00", "15:30")),
        ),
        catalogue=CATALOGUE,
        people=tuple(
            PersonPlan(id=person_id, name=name, roles=roles, pin=PIN)
            for person_id, name, roles in (*clerks, *OTHERS)
        ),
        counters=tuple(CounterPlan(number) for number in range(1, counters + 1)),
        central=central,
        counter=counter,
        printer=printer,
    )


def posts(counters: int, stations: int = 1) -> list[Post]:
    """Who works where: counter 1 at the first station, counter 2 at the second, and round again."""
    return [
        Post(number=at + 1, clerk=CLERKS[at][0], station=at % stations) for at in range(counters)
    ]


def midnight_ms(day: date) -> int:
    """When a day of the branch begins."""
    return instant_ms(datetime.combine(day, time()), ZONE)


def live_through(
    work: Work, day: date, visits: Sequence[Visit], desks: Sequence[Post], *, until_s: int | None
) -> None:
    """Let one day of the branch happen inside this transaction.

    Args:
        until_s: where it stops, after midnight; None: at its end.
    """
    start_ms, actor, now_ms = midnight_ms(day), work.actor, work.now_ms

    def do(station: int, at_s: int, person: str, act: str, **facts: Any) -> dict[str, Any]:
        work.actor, work.now_ms = person, start_ms + at_s * 1000
        return acts.do(work, act, facts)

    do(0, 27_600, GREETER, "open_day", date_=day.isoformat())
    floor = Floor(visits, desks, do)
    if until_s is None:
        floor.run()
        floor.end_day()
    else:
        floor.run(until_s)
    for job in work.local.print_jobs("pending"):  # the papers came out at the time
        work.local.set_print_state(job.id, "printed")
    work.actor, work.now_ms = actor, now_ms
