"""Calling and giving numbers with the hub's help, and alone where it is out of reach.

What needs the hub happens before the act: an act waits for nobody. Whatever was decided alone and
by another counter too, the fold settles when the line is back, and shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter.domain.appointment import Appointment
from counter.domain.events import TicketId
from counter.domain.ticket import Ticket
from counter.office import appointments, queue, receipts, waiting
from counter.office.office import Office
from counter.store.troubles import RecordQuarantined, TicketUnknown
from counter.sync.status import HubRefused

if TYPE_CHECKING:
    from counter.store.work import Reading
    from counter.sync.hub import HubLine
    from counter.sync.wire import Promised


def call_next(office: Office, hub: HubLine, *, counter: int) -> Ticket:
    """Call whoever is next for a counter.

    Raises:
        CounterBusy, NobodyWaits, DayNotOpened
    """
    office.read(queue.refuse_unless_free, counter)
    try:
        promised = hub.reserve(counter, office.session.person if office.session else "")
    except HubRefused:
        promised = None  # it knows of nobody: this node may, whose last numbers are on their way
    if promised is not None:
        try:
            return _call_promised(office, hub, promised, counter)
        # moved meanwhile, or said by a newer release; the promise runs out
        except (TicketUnknown, queue.TicketMoved, RecordQuarantined):
            pass
    return office.act(queue.call_next, counter=counter)


def give_number(
    office: Office, hub: HubLine, *, service: str, priority: bool = False, people: int = 1
) -> Ticket:
    """Give a citizen a number and print it: of the hub's lane, or of this node's own.

    Args:
        people: who came together.

    Raises:
        ServiceUnknown, DayNotOpened
    """
    given = _minted(office, hub, service)
    return office.act(
        receipts.give_number, service=service, priority=priority, people=people, given=given
    )


def check_in(
    office: Office, hub: HubLine, appointment: Appointment, *, priority: bool = False
) -> Ticket:
    """Give whoever comes with an appointment a number and print it, as `give_number`.

    Raises:
        AppointmentOver, AppointmentNotToday, ServiceUnknown, DayNotOpened
    """
    there = office.read(appointments.number_of, appointment)
    given = _minted(office, hub, appointment.service) if there is None else None
    return office.act(appointments.check_in, appointment.id, priority=priority, given=given)


def _call_promised(office: Office, hub: HubLine, promised: Promised, counter: int) -> Ticket:
    ticket_id = TicketId(promised.ticket)
    try:
        return office.act(queue.call_granted, ticket_id, counter=counter, grant=promised.grant)
    except (TicketUnknown, queue.TicketMoved):  # what happened elsewhere is on its way here
        hub.fetch(office)
    return office.act(queue.call_granted, ticket_id, counter=counter, grant=promised.grant)


def _minted(office: Office, hub: HubLine, service: str) -> tuple[str, int] | None:
    day, letter = office.read(_next_letter, service)
    try:
        minted = hub.mint(day, letter)
    except HubRefused:
        return None
    return None if minted is None else (minted.lane, minted.running)


def _next_letter(reading: Reading, service: str) -> tuple[str, str]:
    waiting.service_of(reading, service)
    return waiting.current_day(reading), reading.settings.catalogue().letter(service)
