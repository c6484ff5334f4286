"""Taking back a counter's last act on a ticket: Ctrl+Z."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from counter.domain import bodies
from counter.domain.events import Fact, TicketId
from counter.domain.ticket import Ticket
from counter.errors import LoketError
from counter.office.conflicts import give_back
from counter.office.queue import CounterBusy, record_on
from counter.text import N_

if TYPE_CHECKING:
    from counter.store.work import Work


class NothingToUndo(LoketError):
    """The last act cannot be taken back, or there is none."""

    happened = N_("There is nothing to undo here.")
    safe = N_("Nothing was changed.")
    do_next = N_("A printed receipt is voided instead: open it with Ctrl+F.")


def undo_last(work: Work, ticket_id: TicketId, *, counter: int) -> Ticket:
    """Take back this counter's last act on a ticket.

    Raises:
        NothingToUndo: the last event is another's or at another counter, or its issue, or papers
            were filed since.
        CounterBusy: the counter has another ticket meanwhile.
    """
    ticket = work.ticket(ticket_id)
    standing = work.tickets.at_counter(ticket.day, counter)
    if standing is not None and standing.id != ticket_id:
        raise CounterBusy(number=standing.number)
    facts = sorted(work.facts(ticket_id), key=lambda fact: fact.order)
    undone: set[str] = set()
    for fact in facts:
        if isinstance(fact.body, bodies.TicketUndone):
            undone.update(fact.body.events)
    standing_facts = [
        fact
        for fact in facts
        if fact.id not in undone and not isinstance(fact.body, bodies.TicketUndone)
    ]
    while (
        isinstance(standing_facts[-1].body, bodies.TicketPlanned)
        and standing_facts[-1].actor != work.actor
    ):
        standing_facts.pop()  # a citizen's wish at the kiosk stands in nobody's way
    last = standing_facts[-1]
    undone_ids = _of_one_act(standing_facts)
    filed = max(
        (work.facts(each.id)[0].position for each in work.applications.of_ticket(ticket_id)),
        default=0,
    )
    if (
        isinstance(last.body, bodies.TicketIssued | bodies.TicketKept)  # its slip is out
        or last.actor != work.actor
        or _counter_of(last, facts) not in (None, counter)  # one person may work at two
        or filed > last.position
    ):
        raise NothingToUndo
    taken_back = record_on(work, ticket, bodies.TicketUndone(events=undone_ids))
    if give_back(work, ticket_id, counter=counter):  # the start alone had kept it from that
        return work.ticket(ticket_id)
    began_at_once = len(undone_ids) > 1 and len(undone_ids) + 1 == len(standing_facts)
    if began_at_once and ticket.first_called_ms is None:
        # its number was given for this service alone and stands on no paper
        return record_on(work, taken_back, bodies.TicketCancelled())
    return taken_back


def _counter_of(fact: Fact, facts: Sequence[Fact]) -> int | None:
    """The counter whose claim an event opened or is about; None where it is about none."""
    name = fact.body.claim if isinstance(fact.body, bodies.ClaimBody) else fact.id
    opened = next((each.body for each in facts if each.id == name), None)
    return opened.counter if isinstance(opened, bodies.TicketCalled) else None


def _of_one_act(facts: Sequence[Fact]) -> tuple[str, ...]:
    """The last event, and those before it that the same act wrote: a service begun at once."""
    last = facts[-1]
    if isinstance(last.body, bodies.TicketTransferred) and isinstance(
        facts[-2].body, bodies.TicketFinished
    ):
        return (facts[-2].id, last.id)  # the finish itself sent on, to what follows in the visit
    if not isinstance(last.body, bodies.TicketStarted):
        return (last.id,)
    ids, rest = [last.id], list(facts[:-1])
    for kind in (bodies.TicketCalled, bodies.TicketTransferred, bodies.TicketFinished):
        if not rest or not isinstance(rest[-1].body, kind):
            break
        if isinstance(rest[-1].body, bodies.TicketCalled) and not rest[-1].body.quiet:
            break
        ids.append(rest.pop().id)
    return tuple(reversed(ids))
