"""Putting right what was entered wrongly, with a reason that stays; and a ticket's story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from counter.domain import bodies
from counter.domain.events import TicketId
from counter.domain.ticket import AT_COUNTER, OUTCOMES, Ticket, TicketState
from counter.errors import LoketError
from counter.office import queue, waiting
from counter.text import N_

if TYPE_CHECKING:
    from counter.store.work import Reading, Work

# `counter.text.word` says an event's kind, its sort left out, with these
STEP_WORDS = (
    N_("issued"),
    N_("called"),
    N_("recalled"),
    N_("started"),
    N_("no show"),
    N_("released"),
    N_("held"),
    N_("resumed"),
    N_("finished"),
    N_("transferred"),
    N_("carried"),
    N_("planned"),
    N_("corrected"),
    N_("left"),
    N_("cancelled"),
    N_("day ended"),
    N_("kept"),
    N_("settled"),
    N_("undone"),
)


class NotOverYet(LoketError):
    """How a visit ended is corrected once it has ended."""

    happened = N_("{number} is not over yet: it is {state}.")
    safe = N_("Nothing was changed.")
    do_next = N_("End it at its counter, or correct its service or priority only.")


class Step(Struct, frozen=True):
    """One thing that happened to a ticket."""

    at_ms: int
    what: str  # an event's kind, its sort left out: called
    by: str  # the name of who did it; empty: the program
    counter: int | None
    reason: str
    taken_back: bool  # by an undo


def story(reading: Reading, ticket_id: TicketId) -> list[Step]:
    """What happened to a ticket, in order, what was taken back included."""
    facts = sorted(reading.facts(ticket_id), key=lambda fact: fact.order)
    gone: set[str] = set()
    counters: dict[str, int] = {}
    for fact in facts:
        if isinstance(fact.body, bodies.TicketUndone):
            gone.update(fact.body.events)
        if isinstance(fact.body, bodies.TicketCalled):
            counters[fact.id] = fact.body.counter
    names = {each.id: each.name for each in reading.settings.people()}
    return [
        Step(
            at_ms=fact.arrival_ms,
            what=fact.body.kind.partition(".")[2],
            by=names.get(fact.actor, ""),
            counter=counters.get(getattr(fact.body, "claim", fact.id)),
            reason=getattr(fact.body, "reason", ""),
            taken_back=fact.id in gone,
        )
        for fact in facts
    ]


def correct_ticket(
    work: Work,
    ticket_id: TicketId,
    *,
    counter: int | None,
    reason: str,
    service: str | None = None,
    priority: bool | None = None,
    outcome: TicketState | None = None,
) -> Ticket:
    """Put right what a ticket says; the log keeps what it said before, and why.

    Args:
        counter: where it is done; None: nowhere, by a branch head.
        outcome: what really became of one that is over, out of `OUTCOMES`.

    Raises:
        ReasonMissing, ServiceUnknown
        NotOverYet: an outcome was given for one that somebody still waits with.
        TicketMoved: another counter has it, or it goes on under another number.
    """
    ticket = work.ticket(ticket_id)
    reason = queue.reason_of(reason)
    elsewhere = ticket.state in AT_COUNTER and ticket.counter != counter
    if elsewhere or ticket.state is TicketState.KEPT:
        raise queue.TicketMoved(number=ticket.number, state=ticket.state)
    if outcome is not None and ticket.is_open:
        raise NotOverYet(number=ticket.number, state=ticket.state)
    assert outcome is None or outcome in OUTCOMES, "windows offer these only"
    target_s = None
    if service is not None or priority is not None:
        known = waiting.service_of(work, ticket.service if service is None else service)
        urgent = ticket.priority if priority is None else priority
        target_s = queue.target_s(known, priority=urgent)
    work.record(
        bodies.TicketCorrected(
            reason=reason,
            service=service,
            target_s=target_s,
            priority=priority,
            outcome=None if outcome is None else outcome.value,
        ),
        entity=ticket_id,
    )
    return work.ticket(ticket_id)
