"""Offices to test with: a real encrypted store, a catalogue of ours, two clerks, two counters."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from counter.clock import VirtualClock
from counter.domain import bodies
from counter.domain.calendar import Zone, branch_day, instant_ms
from counter.domain.ticket import Ticket
from counter.keys import SigningKey
from counter.office import day, intake, people, queue, waiting
from counter.office.catalogue import read_catalogue
from counter.office.office import CallersThread, Office, Session
from counter.store.store import Store
from counter.store.work import Work

BRANCH = "3171-06"
DAY = date(2026, 11, 24)  # a Tuesday
KTP, KIA = "ktp_new", "kia"
KEY = SigningKey(bytes(range(32)))
SARI = Session(person="sari", name="Sari", roles=("clerk",), counter=3)
BUDI = Session(person="budi", name="Budi", roles=("clerk", "admin"), counter=4)
# of the PIN 1234; made once, since each takes 50 ms
_PIN_HASH = people.hash_pin("1234")


def at(hour: int, minute: int = 0, *, on: date = DAY, zone: Zone = Zone.WIB) -> int:
    """The instant at which the branch's clock shows this time."""
    return instant_ms(datetime(on.year, on.month, on.day, hour, minute), zone)


def set_up(work: Work, zone: str = "WIB") -> None:
    """Record an office with its catalogue, counters and people."""
    work.record(
        bodies.OfficeConfigured(
            code=BRANCH,
            name="Dukcapil Jakarta Pusat",
            zone=zone,
            address="Jl. Tanah Abang I No. 1",
            city="Jakarta",
            letterhead=("PEMERINTAH PROVINSI DKI JAKARTA",),
            complaint_channel="SP4N-LAPOR! 1708",
            public_key=KEY.public,
            hours=dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), ("08:00", "15:00")),
        ),
        entity="office",
        private=bodies.OfficePart(private_key=KEY.secret),
    )
    work.record(bodies.CatalogueAdopted(catalogue=read_catalogue("dukcapil")), entity="catalogue")
    for number in (3, 4):
        work.record(
            bodies.CounterSet(number=number, name=f"Loket {number}"), entity=f"counter:{number}"
        )
    for session in (SARI, BUDI):
        people.record_person(
            work,
            people.Member(
                session.person, session.name, tuple(people.Role(role) for role in session.roles)
            ),
            pin_hash=_PIN_HASH,
        )


def an_office(
    folder: Path, clock: VirtualClock, *, lane: str = "", zone: str = "WIB", opened: bool = True
) -> Office:
    """Make an office of one PC, signed in as Sari, its day opened."""
    Store.create(folder, branch=BRANCH, lane=lane).close()
    office = reopened(folder, clock)
    office.act_as("setup", set_up, zone)
    if opened:
        office.act(day.open_day, branch_day(clock.now_ms(), Zone(zone)))
    return office


def reopened(folder: Path, clock: VirtualClock) -> Office:
    """Open the office in a folder, signed in as Sari."""
    office = Office(lambda: Store.open(folder), writer=CallersThread(), clock=clock)
    office.open()
    office.session = SARI
    return office


def as_somebody(office: Office, session: Session) -> Office:
    """Sign somebody else in."""
    office.session = session
    return office


def todays_tickets(office: Office) -> list[Ticket]:
    """Every ticket of the day that is open."""
    return office.read(lambda reading: reading.tickets.on(waiting.current_day(reading)))


def hear(office: Office, other: Office) -> None:
    """Take all that another PC knows."""
    items = other.maintain(lambda store: store.after(BRANCH, {}, limit=1000))
    office.take(items, clock_shift_ms=0)


def served(office: Office, ticket: Ticket, counter: int = 3) -> Ticket:
    """Call, start and finish one ticket."""
    office.act(queue.call_ticket, ticket.id, counter=counter)
    office.act(queue.start_service, ticket.id, counter=counter)
    return office.act(queue.finish_ticket, ticket.id, counter=counter)


def serving(office: Office, counter: int = 3, service: str = KTP) -> Ticket:
    """Issue a ticket and begin its service."""
    ticket = office.act(queue.issue_ticket, service=service)
    office.act(queue.call_ticket, ticket.id, counter=counter)
    return office.act(queue.start_service, ticket.id, counter=counter)


def filled_in(office: Office, ticket: Ticket) -> intake.Filing:
    """Answer all that the form of a new KTP asks, with every document handed in."""
    form = office.read(intake.open_intake, ticket.id)
    choices = {each.id: each.choices[0].id for each in form.fields if each.choices}
    documents = {each.id: True for each in form.service.requirements}
    return intake.Filing(choices | DEWI, documents, {})


DEWI = {
    "nik": "3171015208910003",
    "name": "DEWI LESTARI",
    "nkk": "3171011803150042",
    "address": "Jl. Cikini Raya 21",
    "rt": "004",
    "rw": "002",
    "phone": "081234567890",
}
