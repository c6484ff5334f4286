"""The demo branch: an office of the capital with made-up people, and what lies behind its day.

Everything is done by the office's own acts with simulated clocks. A whole stretch of history goes
into one transaction, each act with its own instant and person; nothing is written beside the door.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import msgspec

from counter.clock import VirtualClock
from counter.demo import acts, model
from counter.demo.citizens import draw_answers, draw_citizen
from counter.demo.floor import GREETER, Floor, Post
from counter.demo.model import Visit
from counter.domain.calendar import WEEKDAYS, Zone, instant_ms
from counter.domain.forms import needed
from counter.office import appointments, intake
from counter.office.catalogue import read_catalogue
from counter.office.office import CallersThread, Office
from counter.office.people import Role
from counter.office.plan import CentralPlan, CounterPlan, OfficePlan, PersonPlan, SetupPlan
from counter.office.setup import set_up
from counter.store.local import Draft
from counter.store.store import Store

if TYPE_CHECKING:
    from counter.store.work import Work

COUNTERS, HERE = 5, 3  # of the demo branch, and where its window stands
NOW_S = 38_520  # 10.42
EARLIER_DAYS, EARLIER_VISITORS, TODAY_VISITORS = 5, 79, 165
MORNING_SEED = 113
BRANCH = "3171-DEMO"
NAME = "Dukcapil Jakarta Pusat (DEMO)"
LETTERHEAD = ("PEMERINTAH PROVINSI DKI JAKARTA", "DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL")
ADDRESS = "Jl. Contoh Raya 14, Menteng, Jakarta Pusat 10310"
COMPLAINTS = "SP4N-LAPOR! lapor.go.id, SMS 1708"
CATALOGUE, ZONE = "dukcapil", Zone.WIB
_EXPECTS = "ktp_new"
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
    counters: int,
    *,
    counter: int,
    printer: str,
    city: str = "Jakarta Pusat",
    central: CentralPlan | None = None,
) -> SetupPlan:
    """What set-up would be told of the demo branch.

    Args:
        counters: that the branch has.
        counter: where the PC stands that founds it.
        printer: as settings name it.
        city: what windows show beside the office's name.
        central: to enrol at.
    """
    clerks = [(*clerk, (Role.CLERK,)) for clerk in CLERKS[:counters]]
    return SetupPlan(
        office=OfficePlan(
            code=BRANCH,
            name=NAME,
            zone=ZONE,
            address=ADDRESS,
            city=city,
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


def make_demo(folder: Path, *, today: date, printer: str, seed: int = MORNING_SEED) -> None:
    """Make the demo branch's store: some earlier days, and today up to 10.42.

    Args:
        folder: for store and settings; must not hold a store yet.
        today: the branch's day.
        printer: as settings name it.

    Raises:
        StoreExists, StoreReadOnly, StoreOnNetwork, DiskFull
    """
    past = _working_days_before(today, EARLIER_DAYS)
    clock = VirtualClock(midnight_ms(past[0]) + model.DOORS_S * 1000)
    hint = f"PIN {PIN}"  # where one signs in, and on no paper
    set_up(folder, demo_plan(COUNTERS, counter=HERE, printer=printer, city=hint), clock)
    office = Office(lambda: Store.open(folder), writer=CallersThread(), clock=clock)
    catalogue = read_catalogue(CATALOGUE)
    desks = posts(COUNTERS)
    try:
        for at, day in enumerate(past):
            drawn = model.draw_day(seed - 1 - at, catalogue, day, visitors=EARLIER_VISITORS)
            # statistics ask for no papers, and a window waits for this
            visits = [msgspec.structs.replace(visit, files=False) for visit in drawn]
            clock.set(midnight_ms(day) + model.CLOSES_S * 1000)
            office.act_as(GREETER, live_through, day, visits, desks, until_s=None)
        visits = model.draw_day(seed, catalogue, today, visitors=TODAY_VISITORS)
        clock.set(midnight_ms(today) + NOW_S * 1000)
        office.act_as(GREETER, live_through, today, visits, desks, until_s=NOW_S)
        office.act_as(CLERKS[HERE - 1][0], begin_to_type, today, counter=HERE)
        office.act_as("endang", expect_people)
    finally:
        office.close()


def _working_days_before(today: date, count: int) -> list[date]:
    days: list[date] = []
    day = today
    while len(days) < count:
        day -= timedelta(days=1)
        if day.weekday() < 5:
            days.insert(0, day)
    return days


def begin_to_type(work: Work, today: date, *, counter: int) -> None:
    """Leave the form of whoever is served at a counter half filled in, as a clerk would."""
    ticket = work.tickets.at_counter(today.isoformat(), counter)
    if ticket is None:
        return
    catalogue = work.settings.catalogue()
    rng = Random(ticket.number)  # noqa: S311 - made-up people, the same every time
    questions = catalogue.questions(ticket.service)
    answers = draw_answers(rng, draw_citizen(rng, today), questions, today)
    own = {field.id for field in catalogue.service(ticket.service).fields}
    typed = {name: answer for name, answer in answers.items() if name not in own}
    asked = needed(catalogue.service(ticket.service).requirements, questions, answers)
    documents = {each.id: True for each in asked[:1]}
    intake.keep_draft(work, ticket.id, Draft(answers=typed, documents=documents))


def expect_people(work: Work) -> None:
    """Take appointments for one service, and expect the first ones soon; none on a weekend."""
    appointments.set_slots(work, _EXPECTS, places=2, hours=("08:00", "14:00"), every_min=30)
    free = appointments.free_slots(work, _EXPECTS)
    rng = Random(_EXPECTS)  # noqa: S311 - made-up people, the same every time
    for slot in free[:3]:
        citizen = draw_citizen(rng, slot.at.date())
        appointments.book(work, _EXPECTS, slot.at, name=citizen.name, phone=citizen.phone)
    for job in work.local.print_jobs("pending"):  # the slips were handed out at the time
        work.local.set_print_state(job.id, "printed")


def live_through(
    work: Work, day: date, visits: Sequence[Visit], desks: Sequence[Post], *, until_s: int | None
) -> None:
    """Let one day of the branch happen inside this transaction.

    Args:
        until_s: where it stops, after midnight; None: at its end.
    """
    start_ms, before = midnight_ms(day), (work.actor, work.now_ms)

    def do(_station: int, at_s: int, actor: str, act: str, /, **facts: Any) -> dict[str, Any]:
        work.actor, work.now_ms = actor, start_ms + at_s * 1000
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
    work.actor, work.now_ms = before
