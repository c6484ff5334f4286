"""Who waits at a counter, for what and how long: what acts and windows read of the queue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import time
from typing import TYPE_CHECKING

from msgspec import Struct

from counter.domain import bodies
from counter.domain.calendar import Zone, branch_time
from counter.domain.catalogue import Service
from counter.domain.numbers import stem
from counter.domain.ticket import AT_COUNTER, Ticket, TicketState
from counter.domain.waits import Seen, WaitRange, wait_range
from counter.errors import LoketError
from counter.text import N_

if TYPE_CHECKING:
    from counter.store.work import Reading

_NO_SERVICE = ("",)  # what whoever can render nothing of a counter's list is called for


class ServiceUnknown(LoketError):
    """The catalogue has no such service."""

    happened = N_("The service {service} is not in this office's catalogue.")
    safe = N_("Nothing was changed.")
    do_next = N_("Choose a service from the list.")


class DayNotOpened(LoketError):
    """No day was opened yet."""

    happened = N_("The day has not been opened yet.")
    safe = N_("Nothing was changed.")
    do_next = N_("Sign in and confirm today's date.")


class Floor(Struct, frozen=True):
    """What one counter sees of the queue."""

    day: str
    current: Ticket | None  # called or served at this counter
    waiting: tuple[Ticket, ...]  # whom this counter may call, the earliest due first
    held: tuple[Ticket, ...]
    lane: str | None  # whose numbers the counter calls; None: the whole branch's, by its hub
    callers: dict[str, int]  # of other lanes: the counter that called last from it today
    issued: int  # today, in the branch
    served: int  # today, at this counter
    now_ms: int
    pause: bodies.PauseSet | None = None  # of this counter, while it lasts


def floor(reading: Reading, counter: int, lane: str, person: str = "") -> Floor:
    """The queue as one counter sees it, with somebody at it; nobody: whoever can do everything."""
    day = current_day(reading)
    everybody = reading.tickets.on(day)
    services = services_of(reading, counter, person)
    reach = reach_of(reading, lane)
    mine = [each for each in everybody if each.counter == counter]
    waiting = [
        each
        for each in everybody
        if each.state is TicketState.WAITING and _may_call(each, counter, reach, services)
    ]
    return Floor(
        day=day,
        lane=reach,
        current=next((each for each in mine if each.state in AT_COUNTER), None),
        waiting=tuple(sorted(waiting, key=lambda each: (each.due_ms, each.position))),
        held=tuple(each for each in mine if each.state is TicketState.HELD),
        callers=_callers(everybody, counter, lane),
        issued=len(everybody),
        served=sum(each.state is TicketState.SERVED for each in mine),
        now_ms=reading.now_ms,
        pause=pause_of(reading, counter),
    )


def suspension_of(reading: Reading, service: str) -> bodies.ServiceSuspended | None:
    """A service's suspension; None: it is rendered."""
    told = reading.settings.suspension(service)
    return told if told is not None and told.suspended else None


def pause_of(reading: Reading, counter: int) -> bodies.PauseSet | None:
    """A counter's pause; None: people are called there."""
    told = reading.settings.pause(counter)
    return told if told is not None and told.paused and told.day == reading.settings.day() else None


def current_day(reading: Reading) -> str:
    """The branch's current day, ISO. Raises DayNotOpened."""
    day = reading.settings.day()
    if day is None:
        raise DayNotOpened
    return day


def is_of_lane(ticket: Ticket, lane: str | None) -> bool:
    """Whether the node of this lane calls it by itself; None: there is a hub, it calls anybody."""
    # whom it numbered before it was put back waits on
    return lane is None or ticket.lane in (lane, stem(lane))


def people_ahead(reading: Reading, ticket: Ticket) -> int:
    """How many that its counters may call are due before it."""
    lane = reach_of(reading, ticket.lane)
    key = (ticket.due_ms, ticket.position)
    return sum(
        each.state is TicketState.WAITING
        and lane in (None, each.lane)
        and (each.due_ms, each.position) < key
        for each in reading.tickets.open_on(ticket.day)
    )


def serving_counters(reading: Reading, service: str) -> set[int]:
    """The counters in use that serve a service, those that are paused too."""
    return {
        each.number
        for each in reading.settings.counters()
        if not each.services or service in each.services
    }


def slot_of(ticket: Ticket, zone: Zone) -> time | None:
    """The appointment's time with which its holder came; None: without one, or too late."""
    if ticket.slot_ms is None or ticket.due_ms != ticket.slot_ms:
        return None
    return branch_time(ticket.slot_ms, zone).time()


def expected_wait(
    reading: Reading, service: str, tickets: Iterable[Ticket], ahead: int
) -> WaitRange | None:
    """How long somebody with so many ahead will wait; None while that is not known.

    Args:
        tickets: the day's, whose calls by the service's counters are the pace.
    """
    if not ahead:
        return None
    counters = serving_counters(reading, service)
    seen = (
        Seen(each.waits_since_ms, each.first_called_ms)
        for each in tickets
        if each.first_called_ms is not None and each.counter in counters
    )
    return wait_range(seen, ahead=ahead, now_ms=reading.now_ms)


def service_of(reading: Reading, service: str) -> Service:
    """A service of the catalogue. Raises ServiceUnknown."""
    try:
        return reading.settings.catalogue().service(service)
    except KeyError:
        raise ServiceUnknown(service=service) from None


def services_of(reading: Reading, counter: int, person: str) -> tuple[str, ...]:
    """What a counter serves while somebody sits at it; empty: every service."""
    known, skills = reading.settings.counter(counter), reading.settings.skills(person)
    services = known.services if known else ()
    if not services or not skills:
        return services or skills
    return tuple(each for each in services if each in skills) or _NO_SERVICE


def _callers(tickets: Sequence[Ticket], counter: int, lane: str) -> dict[str, int]:
    called = [
        (each.called_ms or 0, each.lane, each.counter)
        for each in tickets
        if each.counter not in (None, counter) and not is_of_lane(each, lane)
    ]
    return {lane: at for _when, lane, at in sorted(called)}


def _may_call(ticket: Ticket, counter: int, lane: str | None, services: tuple[str, ...]) -> bool:
    return (
        is_of_lane(ticket, lane)
        and ticket.only_counter in (None, counter)
        and (not services or ticket.service in services)
    )


def reach_of(reading: Reading, lane: str) -> str | None:
    """The lane a node keeps to; None where the branch has a hub."""
    return lane if reading.settings.hub() is None else None
