"""What happens to tickets at a counter, and what a clerk sees of the queue.

Printing a ticket and asking a hub are the caller's, before the act or after it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from counter.domain import bodies
from counter.domain.catalogue import Service
from counter.domain.events import AppointmentId, Body, TicketId
from counter.domain.numbers import ticket_number
from counter.domain.queue import Reach, next_in_share, next_ticket
from counter.domain.ticket import Ticket, TicketState
from counter.errors import LoketError
from counter.office.waiting import (
    current_day,
    is_of_lane,
    pause_of,
    reach_of,
    service_of,
    services_of,
    serving_counters,
)
from counter.text import N_

if TYPE_CHECKING:
    from counter.store.work import Reading, Work


MOST_PEOPLE = 20  # with one number

# `counter.text.word` says a TicketState with these
STATE_WORDS = (
    N_("waiting"),
    N_("called"),
    N_("serving"),
    N_("held"),
    N_("served"),
    N_("no show"),
    N_("left"),
    N_("cancelled"),
    N_("day ended"),
    N_("kept"),
)


class TicketMoved(LoketError):
    """The ticket is no longer where this act expects it."""

    happened = N_("Ticket {number} is now {state}.")
    safe = N_("Nothing you typed is lost.")
    do_next = N_("Press F2 to call the next person.")


class CounterBusy(LoketError):
    """Somebody is at the counter already."""

    happened = N_("Ticket {number} is still at this counter.")
    safe = N_("Nobody was called.")
    do_next = N_("Finish with F9, hold with F5, or mark as not present with F8.")


class CounterPaused(LoketError):
    """Nobody is called to a counter that is paused."""

    happened = N_("Counter {counter} is paused: {reason}.")
    safe = N_("Nobody was called.")
    do_next = N_("Press Ctrl+J to go on.")


class CounterServesNot(LoketError):
    """Somebody would wait for a counter that never calls them."""

    happened = N_("Counter {counter} does not serve {number}.")
    safe = N_("The person stays where they are.")
    do_next = N_("Choose another counter, or a service.")


class ReasonMissing(LoketError):
    """What was asked for is nothing without its reason."""

    happened = N_("This needs a reason.")
    safe = N_("Nothing was changed.")
    do_next = N_("Write in a few words why, then do it again.")


class TooManyPeople(LoketError):
    """More people than a counter can serve with one number."""

    happened = N_("One number is for at most {most} people.")
    safe = N_("No number was given.")
    do_next = N_("Give the others a number of their own.")


class NobodyWaits(LoketError):
    """There is nobody to call."""

    happened = N_("Nobody is waiting for this counter.")
    safe = N_("Nothing was changed.")
    do_next = N_("New numbers appear here by themselves. Ctrl+N gives a walk-in a number.")


class Expected(Struct, frozen=True):
    """The appointment with which a citizen comes."""

    appointment: AppointmentId
    slot_ms: int
    is_late: bool  # too late to be called before whoever came in time


# --- acts -------------------------------------------------------------------------------------
def issue_ticket(
    work: Work,
    *,
    service: str,
    priority: bool = False,
    people: int = 1,
    given: tuple[str, int] | None = None,
    expected: Expected | None = None,
) -> Ticket:
    """Give a citizen the next number; printing it is the caller's.

    Args:
        people: who came together and are served with one number.
        given: lane and running number that the hub gave; None: the next of this node's own lane.
        expected: the appointment with which the citizen came; None: nobody expected them.

    Raises:
        ServiceUnknown, DayNotOpened, TooManyPeople
    """
    if not 1 <= people <= MOST_PEOPLE:
        raise TooManyPeople(most=MOST_PEOPLE)
    asked = service_of(work, service)
    day = current_day(work)
    letter = work.settings.catalogue().letter(service)
    lane, running = given or (work.node.lane, next_running(work, day, letter))
    number = ticket_number(letter, lane, running)
    issued = work.record(
        bodies.TicketIssued(
            number=number,
            day=day,
            lane=lane,
            letter=letter,
            running=running,
            service=service,
            target_s=target_s(asked, priority=priority),
            priority=priority,
            people=people,
            due_ms=expected.slot_ms if expected is not None and not expected.is_late else None,
            appointment=expected.appointment if expected is not None else None,
            slot_ms=expected.slot_ms if expected is not None else None,
        )
    )
    return work.ticket(issued)


def call_next(work: Work, *, counter: int) -> Ticket:
    """Call whoever is next for a counter.

    Without a hub those of this node's own lane are asked; where there is one it cannot be
    reached now, and this counter's share of the whole branch comes first.

    Raises:
        CounterBusy: somebody is there already.
        CounterPaused: nobody is called to it now.
        NobodyWaits: nobody waits whom it may call.
    """
    day, services = current_day(work), services_of(work, counter, work.actor)
    if work.settings.hub() is None:
        up = work.tickets.next_up(day, counter, services, lane=work.node.lane)
        chosen = next_ticket(up.waiting, up.passed, now_ms=work.now_ms)
    else:
        share = _share(work, counter)
        up = work.tickets.next_up(day, counter, services, reach=Reach.SHARE, share=share)
        chosen = next_in_share(up.waiting, up.passed, now_ms=work.now_ms)
    if up.standing is not None:
        raise CounterBusy(number=up.standing.number)
    _refuse_if_paused(work, counter)
    if chosen is None:
        raise NobodyWaits
    return _call(work, chosen, counter)


def call_granted(
    work: Work, ticket_id: TicketId, *, counter: int, grant: tuple[int, str, int]
) -> Ticket:
    """Call the ticket that the hub has promised to this counter.

    Raises:
        CounterBusy, CounterPaused, TicketMoved
        TicketUnknown: it has not come here yet.
    """
    refuse_unless_free(work, counter)
    ticket = work.ticket(ticket_id)
    if not ticket.can_call:
        raise _moved(ticket)
    return _call(work, ticket, counter, grant)


def call_ticket(work: Work, ticket_id: TicketId, *, counter: int) -> Ticket:
    """Call one ticket out of turn: chosen in the list, or back after being called in vain.

    One of another lane is taken over from its counter, which is recorded. Until there is a hub
    both may call it, so a person is asked first.

    Raises:
        CounterBusy, CounterPaused, TicketMoved, TicketUnknown
    """
    refuse_unless_free(work, counter)
    ticket = work.ticket(ticket_id)
    if not ticket.can_call:
        raise _moved(ticket)
    return _call(work, ticket, counter)


def recall(work: Work, ticket_id: TicketId, *, counter: int) -> Ticket:
    """Call again whom this counter called. Raises TicketMoved."""
    ticket = _claimed(work, ticket_id, counter, TicketState.CALLED)
    return record_on(work, ticket, bodies.TicketRecalled(claim=_claim(ticket)))


def start_service(work: Work, ticket_id: TicketId, *, counter: int) -> Ticket:
    """The citizen is here. Raises TicketMoved."""
    ticket = _claimed(work, ticket_id, counter, TicketState.CALLED)
    return record_on(work, ticket, bodies.TicketStarted(claim=_claim(ticket)))


def mark_no_show(work: Work, ticket_id: TicketId, *, counter: int) -> Ticket:
    """Nobody came; the number may be called again later. Raises TicketMoved."""
    ticket = _claimed(work, ticket_id, counter, TicketState.CALLED)
    return record_on(work, ticket, bodies.TicketNoShow(claim=_claim(ticket)))


def hold_ticket(work: Work, ticket_id: TicketId, *, counter: int, reason: str) -> Ticket:
    """Set the ticket being served aside so that the clerk can call the next person.

    The citizen keeps number and place; `resume_ticket` brings them back. Raises TicketMoved.
    """
    ticket = _claimed(work, ticket_id, counter, TicketState.SERVING)
    return record_on(work, ticket, bodies.TicketHeld(claim=_claim(ticket), reason=reason))


def resume_ticket(work: Work, ticket_id: TicketId, *, counter: int) -> Ticket:
    """Go on with a held ticket. Raises CounterBusy, CounterPaused, TicketMoved."""
    refuse_unless_free(work, counter)
    ticket = _claimed(work, ticket_id, counter, TicketState.HELD)
    return record_on(work, ticket, bodies.TicketResumed(claim=_claim(ticket)))


def finish_ticket(work: Work, ticket_id: TicketId, *, counter: int) -> Ticket:
    """The citizen has been served; what was planned next follows by itself.

    At this counter where it serves that too, at once; else the citizen waits for one that does,
    in the place that the number gives. Raises TicketMoved.
    """
    ticket = _claimed(work, ticket_id, counter, TicketState.SERVING)
    done = record_on(work, ticket, bodies.TicketFinished(claim=_claim(ticket)))
    offered = work.settings.catalogue()
    following = [each for each in done.following if offered.has(each)]  # it may have changed
    if not following:
        return done
    service, *after = following
    transferred = bodies.TicketTransferred(
        service=service,
        target_s=target_s(service_of(work, service), priority=done.priority),
        following=tuple(after),
        again=service == done.service,
    )
    work.local.drop_draft(ticket_id)  # what was typed was the last service's, or person's
    waiting = _wait_on(work, done, transferred)
    served_here = services_of(work, counter, work.actor)
    if served_here and service not in served_here:
        return waiting
    return serve_at_once(work, waiting, counter)


def serve_at_once(work: Work, ticket: Ticket, counter: int) -> Ticket:
    """Begin the service of somebody who stands at the counter already: nobody is called."""
    called = record_on(work, ticket, bodies.TicketCalled(counter=counter, quiet=True))
    return record_on(work, called, bodies.TicketStarted(claim=_claim(called)))


def transfer_ticket(
    work: Work, ticket_id: TicketId, *, service: str, to_counter: int | None = None
) -> Ticket:
    """Send the citizen on to another service, or to one counter; number and waiting count on.

    Raises:
        TicketMoved: it is over already.
        CounterServesNot: that counter is closed, or for other services.
        ServiceUnknown
    """
    ticket = work.ticket(ticket_id)
    if not ticket.is_open:
        raise _moved(ticket)
    if to_counter is not None and to_counter not in serving_counters(work, service):
        raise CounterServesNot(counter=to_counter, number=ticket.number)
    transferred = bodies.TicketTransferred(
        service=service,
        target_s=target_s(service_of(work, service), priority=ticket.priority),
        counter=to_counter,
        following=ticket.following,
    )
    return _wait_on(work, ticket, transferred)


def mark_left(work: Work, ticket_id: TicketId) -> Ticket:
    """The citizen went away before being served. Raises TicketMoved."""
    ticket = work.ticket(ticket_id)
    if not ticket.is_open:
        raise _moved(ticket)
    return record_on(work, ticket, bodies.TicketLeft())


def cancel_ticket(work: Work, ticket_id: TicketId, *, reason: str) -> Ticket:
    """The number counts no more: taken by mistake. Raises TicketMoved."""
    ticket = work.ticket(ticket_id)
    if ticket.state not in (TicketState.WAITING, TicketState.CALLED, TicketState.NO_SHOW):
        raise _moved(ticket)
    return record_on(work, ticket, bodies.TicketCancelled(reason=reason))


def next_running(work: Work, day: str, letter: str) -> int:
    """The next number of this node's lane, after those a hub gave away."""
    lane = work.node.lane
    last = work.tickets.last_running(day, lane, letter)
    if work.settings.hub() is not None:
        last = max(last, work.reservations.last_minted(day, lane, letter))
    return last + 1


# --- what they share --------------------------------------------------------------------------
def target_s(service: Service, *, priority: bool) -> int:
    """The target wait of a class, in seconds."""
    return 60 * (service.priority_wait_min if priority else service.target_wait_min)


def reason_of(words: str) -> str:
    """What was typed as a reason. Raises ReasonMissing where that is nothing."""
    if not words.strip():
        raise ReasonMissing
    return words.strip()


def refuse_unless_free(reading: Reading, counter: int) -> None:
    """Raise CounterBusy where somebody is at the counter, CounterPaused where it is paused."""
    standing = reading.tickets.at_counter(current_day(reading), counter)
    if standing is not None:
        raise CounterBusy(number=standing.number)
    _refuse_if_paused(reading, counter)


def _refuse_if_paused(reading: Reading, counter: int) -> None:
    pause = pause_of(reading, counter)
    if pause is not None:
        raise CounterPaused(counter=counter, reason=pause.reason)


def _call(
    work: Work, ticket: Ticket, counter: int, grant: tuple[int, str, int] | None = None
) -> Ticket:
    taken_over = not is_of_lane(ticket, reach_of(work, work.node.lane))
    called = bodies.TicketCalled(counter=counter, grant=grant, taken_over=taken_over)
    return record_on(work, ticket, called)


def _share(work: Work, counter: int) -> tuple[int, int]:
    """Which running numbers are a counter's own while it can ask nobody, modulo how many."""
    open_counters = [
        each.number for each in work.settings.counters() if pause_of(work, each.number) is None
    ] or [counter]
    at = open_counters.index(counter) if counter in open_counters else counter
    return at % len(open_counters), len(open_counters)


def _wait_on(work: Work, ticket: Ticket, transferred: bodies.TicketTransferred) -> Ticket:
    """Let a ticket wait anew; one that stands on no paper yet is printed."""
    waiting = record_on(work, ticket, transferred)
    served_at_once = ticket.started_ms is not None and ticket.first_called_ms is None
    if served_at_once and not work.local.print_jobs_of(ticket.id):
        print_ticket(work, ticket.id)
    return waiting


def print_ticket(work: Work, ticket_id: TicketId) -> None:
    """Print a queue ticket once this is committed. Raises TicketUnknown."""
    ticket = work.ticket(ticket_id)
    work.local.queue_print(
        paper="ticket", entity=ticket_id, number=ticket.number, copy=0, now_ms=work.now_ms
    )
    work.note("print")


def _claimed(work: Work, ticket_id: TicketId, counter: int, state: TicketState) -> Ticket:
    ticket = work.ticket(ticket_id)
    if ticket.counter != counter or ticket.state is not state:
        raise _moved(ticket)
    return ticket


def _claim(ticket: Ticket) -> str:
    assert ticket.claim is not None, "a ticket at a counter has the claim that put it there"
    return ticket.claim


def record_on(work: Work, ticket: Ticket, body: Body) -> Ticket:
    """Write down what happened to a ticket; the ticket as it stands then."""
    work.record(body, entity=ticket.id)
    return work.ticket(ticket.id)


def _moved(ticket: Ticket) -> TicketMoved:
    return TicketMoved(number=ticket.number, state=ticket.state)
