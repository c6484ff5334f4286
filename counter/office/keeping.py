"""Keeping a place for another day, and ending this one.

Who comes back keeps the place, not the number: the new one is of a letter of its own, so that two
people with one number never stand in one room. A day ends ticket by ticket.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from counter.domain import bodies
from counter.domain.events import TicketId
from counter.domain.numbers import KEPT_LETTER, stem, ticket_number
from counter.domain.ticket import Ticket, TicketState
from counter.office.intake import office_calendar
from counter.office.queue import TicketMoved, print_ticket
from counter.office.waiting import current_day

if TYPE_CHECKING:
    from counter.domain.calendar import OfficeCalendar
    from counter.store.work import Reading, Work

_LOOKS_AHEAD = 31  # days, for the next one on which the office opens
_NUMBERS_STAND = timedelta(days=60)  # so long no number for a kept place is given again


class Ended(Struct, frozen=True):
    """What became of those who were still here when the day was ended."""

    kept: int
    closed: int
    left: int = 0  # came while it was being decided, and stay


def next_open_day(calendar: OfficeCalendar, after: date) -> date:
    """The first day after one on which the office opens; where none is known, the next day."""
    days = [after + timedelta(days=ahead) for ahead in range(1, _LOOKS_AHEAD)]
    return next((each for each in days if calendar.is_working_day(each)), days[0])


def still_here(reading: Reading, lane: str, counter: int | None = None) -> list[Ticket]:
    """Who would lose the place if the day ended now, the earliest due first.

    Whom this node numbered, or with a hub everybody, and whom this counter has called or holds;
    whoever another counter has is that counter's.

    Args:
        lane: of this node.
        counter: None: whatever counter has them.
    """
    everybody = reading.settings.hub() is not None

    def would_lose(ticket: Ticket) -> bool:
        if ticket.state is TicketState.SERVING:
            return False
        if counter is not None and ticket.counter is not None:
            return ticket.counter == counter
        return everybody or ticket.lane in (lane, stem(lane))

    return [each for each in reading.tickets.open_on(current_day(reading)) if would_lose(each)]


def keep_place(
    work: Work, ticket_id: TicketId, *, counter: int | None = None, reason: str = ""
) -> Ticket:
    """Keep a citizen's place for the next open day; the slip with the new number is printed.

    Whoever is being served may find out only then that a document or a blank is missing.

    Args:
        counter: where it is done; None: at none, for whoever stands at none.

    Returns:
        The ticket of that day.

    Raises:
        TicketMoved: another counter has it, or it is over.
    """
    ticket = work.ticket(ticket_id)
    elsewhere = ticket.is_open and ticket.counter not in (None, counter)
    if elsewhere or not (ticket.is_open or ticket.state is TicketState.NO_SHOW):
        raise TicketMoved(number=ticket.number, state=ticket.state)
    today = date.fromisoformat(current_day(work))
    day = next_open_day(office_calendar(work), today).isoformat()
    lane = work.node.lane
    since = (today - _NUMBERS_STAND).isoformat()
    running = 1 + work.tickets.last_running_since(since, lane, KEPT_LETTER)
    issued = work.record(
        bodies.TicketIssued(
            number=ticket_number(KEPT_LETTER, lane, running),
            day=day,
            lane=lane,
            letter=KEPT_LETTER,
            running=running,
            service=ticket.service,
            target_s=ticket.target_s,
            priority=ticket.priority,
            people=ticket.people,
            following=ticket.following,
            due_ms=ticket.due_ms,
            kept_from=ticket_id,
        )
    )
    work.record(bodies.TicketKept(ticket=issued, reason=reason), entity=ticket_id)
    kept = TicketId(issued)
    print_ticket(work, kept)
    return work.ticket(kept)


def end_day(
    work: Work,
    *,
    counter: int | None = None,
    keep: Collection[TicketId] = (),
    asked: Collection[TicketId] | None = None,
    reason: str = "",
) -> Ended:
    """End the day for who is still here: kept for the next open day, or closed with a word.

    Args:
        counter: as for `still_here`.
        keep: whose place is kept; everybody else's number is closed.
        asked: about whom a person has decided; whoever came meanwhile stays. None: about all.
        reason: told with what is closed or kept.

    Raises:
        DayNotOpened
    """
    kept = closed = left = 0
    for ticket in still_here(work, work.node.lane, counter):
        if asked is not None and ticket.id not in asked:
            left += 1
        elif ticket.id in keep:
            keep_place(work, ticket.id, counter=ticket.counter, reason=reason)
            kept += 1
        else:
            work.record(bodies.TicketDayEnded(reason=reason), entity=ticket.id)
            closed += 1
    return Ended(kept, closed, left)
