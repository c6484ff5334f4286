"""The acts of a simulated day: the office's own, with plain values in and out.

A station's process does them one transaction each; the demo branch does a whole earlier day of
them in one. Nothing here decides anything: it names an act and says what came of it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from counter.domain.events import ApplicationId, TicketId
from counter.domain.ticket import Ticket
from counter.office import day, intake, keeping, queue, receipts, undoing

if TYPE_CHECKING:
    from counter.store.work import Work

Answer = dict[str, Any]


def do(work: Work, act: str, facts: dict[str, Any]) -> Answer:
    """Do one act by name.

    Raises:
        LoketError: the act's own reasons.
    """
    return _ACTS[act](work, **facts)


def _open_day(work: Work, *, date_: str) -> Answer:
    return {"day": day.open_day(work, date.fromisoformat(date_))}


def _end_day(work: Work) -> Answer:
    return {"ended": keeping.end_day(work).closed}


def _issue(work: Work, *, service: str, priority: bool) -> Answer:
    return ticket_answer(queue.issue_ticket(work, service=service, priority=priority))


def _call_next(work: Work, *, counter: int) -> Answer:
    return ticket_answer(queue.call_next(work, counter=counter))


def _call_ticket(work: Work, *, ticket: str, counter: int) -> Answer:
    return ticket_answer(queue.call_ticket(work, TicketId(ticket), counter=counter))


def _hold(work: Work, *, ticket: str, counter: int, reason: str) -> Answer:
    return ticket_answer(queue.hold_ticket(work, TicketId(ticket), counter=counter, reason=reason))


def _transfer(work: Work, *, ticket: str, service: str) -> Answer:
    return ticket_answer(queue.transfer_ticket(work, TicketId(ticket), service=service))


def _leave(work: Work, *, ticket: str) -> Answer:
    return ticket_answer(queue.mark_left(work, TicketId(ticket)))


def _cancel(work: Work, *, ticket: str, reason: str) -> Answer:
    return ticket_answer(queue.cancel_ticket(work, TicketId(ticket), reason=reason))


def _file(
    work: Work, *, ticket: str, counter: int, answers: dict[str, str], documents: dict[str, bool]
) -> Answer:
    filing = intake.Filing(answers, documents, {})
    filed = intake.file_intake(work, TicketId(ticket), filing, counter=counter)
    return {"id": filed.id, "receipt": filed.receipt}


def _void(work: Work, *, application: str, reason: str) -> Answer:
    receipts.void_application(work, ApplicationId(application), reason=reason)
    return {}


def _at_counter(act: Callable[..., Ticket]) -> Callable[..., Answer]:
    """An act that needs no more than a ticket and a counter."""

    def run(work: Work, *, ticket: str, counter: int) -> Answer:
        return ticket_answer(act(work, TicketId(ticket), counter=counter))

    return run


def ticket_answer(ticket: Ticket) -> Answer:
    """A ticket as plain values."""
    return {"id": ticket.id, "number": ticket.number, "state": ticket.state.value}


_ACTS: dict[str, Callable[..., Answer]] = {
    "open_day": _open_day,
    "end_day": _end_day,
    "issue": _issue,
    "call_next": _call_next,
    "call_ticket": _call_ticket,
    "recall": _at_counter(queue.recall),
    "start": _at_counter(queue.start_service),
    "no_show": _at_counter(queue.mark_no_show),
    "hold": _hold,
    "resume": _at_counter(queue.resume_ticket),
    "transfer": _transfer,
    "finish": _at_counter(queue.finish_ticket),
    "undo": _at_counter(undoing.undo_last),
    "leave": _leave,
    "cancel": _cancel,
    "file": _file,
    "void": _void,
}
