"""A busy morning of a whole office in a real store, as a branch head sees it at 10.42."""

from __future__ import annotations

from pathlib import Path

from counter.clock import VirtualClock
from counter.domain import bodies
from counter.domain.ticket import Ticket
from counter.office import day, people, queue
from counter.office.office import CallersThread, Office, Session
from counter.store.store import Store
from counter.store.work import Work
from tests.office.building import BRANCH, DAY, at, set_up

SITI = Session(person="siti", name="Siti", roles=("branch_head",), counter=1)
CLERKS = ("budi", "rina", "sari", "agus", "dewi")
_SERVICES = ("ktp_new", "kk_new", "birth", "ktp_replacement", "ktp_change", "kk_change", "kia")


def an_office(folder: Path, clock: VirtualClock) -> Office:
    """Five counters, a clerk at each, and Siti, who heads the branch; its day opened."""
    Store.create(folder, branch=BRANCH, lane="").close()
    office = Office(lambda: Store.open(folder), writer=CallersThread(), clock=clock)
    office.open()
    office.act_as("setup", set_up)
    office.act_as("setup", _staff)
    office.act_as("siti", day.open_day, DAY)
    office.session = SITI
    return office


def _staff(work: Work) -> None:
    pin_hash = people.hash_pin("1234")
    for number, clerk in enumerate(CLERKS, 1):
        work.record(
            bodies.CounterSet(number=number, name=f"Loket {number}"), entity=f"counter:{number}"
        )
        people.record_person(
            work,
            people.Member(clerk, clerk.capitalize(), (people.Role.CLERK,)),
            pin_hash=pin_hash,
        )
    people.record_person(
        work,
        people.Member("siti", "Siti", (people.Role.BRANCH_HEAD,)),
        pin_hash=pin_hash,
    )


def work_through(office: Office, clock: VirtualClock, *, tickets: int = 60) -> None:
    """Issue and serve numbers from eight on, then leave four counters as they are at 10.42."""
    start = at(8)
    step = (at(10, 20) - start) // tickets
    for place in range(tickets):
        clock.set(start + place * step)
        office.act(queue.issue_ticket, service=_SERVICES[place * 5 % len(_SERVICES)])
        if place % 5 != 4 and place > 3:
            _serve(office, clock, counter=1 + place % 4, no_show=place % 17 == 0)
    for place, minutes in enumerate((25, 36, 39, 41)):
        clock.set(at(10, minutes))
        clerk, counter = CLERKS[place], place + 1
        ticket = office.act_as(clerk, queue.call_next, counter=counter)
        if place < 3:
            office.act_as(clerk, queue.start_service, ticket.id, counter=counter)
    clock.set(at(10, 42))


def _serve(office: Office, clock: VirtualClock, *, counter: int, no_show: bool) -> Ticket:
    clerk = CLERKS[counter - 1]
    ticket = office.act_as(clerk, queue.call_next, counter=counter)
    if no_show:
        return office.act_as(clerk, queue.mark_no_show, ticket.id, counter=counter)
    clock.advance(15)
    office.act_as(clerk, queue.start_service, ticket.id, counter=counter)
    clock.advance(90 + 37 * counter)
    return office.act_as(clerk, queue.finish_ticket, ticket.id, counter=counter)
