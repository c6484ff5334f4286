"""Tickets that two counters called while they could not hear of each other.

The fold keeps a started service at its counter; an unstarted claim that lost is given back by its
own counter's PC, by itself. What is left, two services of one ticket, a supervisor settles.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from counter.domain import bodies
from counter.domain.events import ClaimId, TicketId
from counter.domain.ticket import Claim, Ticket, TicketState, holding_claims
from counter.errors import LoketError
from counter.office.people import Role, require
from counter.store.troubles import RecordQuarantined, TicketUnknown
from counter.text import N_

if TYPE_CHECKING:
    from counter.store.work import Reading, Work

MAY_SETTLE = (Role.SUPERVISOR, Role.BRANCH_HEAD, Role.ADMIN)

_LOOKS_BACK = timedelta(days=31)  # a double service stays contested for ever


class ConflictOver(LoketError):
    """Nothing is left to settle there."""

    happened = N_("Number {number} is with one counter only by now.")
    safe = N_("Nothing was changed.")
    do_next = N_("Look at the list again: it shows what is still open.")


class Conflict(Struct, frozen=True):
    """A ticket and the counters that have, or had, its citizen; the first one counts now."""

    ticket: Ticket
    claims: tuple[Claim, ...]


# --- reads ------------------------------------------------------------------------------------
def conflict_of(reading: Reading, ticket: Ticket) -> Conflict:
    """Who claims a ticket that several counters called."""
    try:
        claims = holding_claims(reading.facts(ticket.id))
    except RecordQuarantined:
        claims = ()  # read-only here until this PC is upgraded
    return Conflict(ticket, tuple(sorted(claims, key=lambda each: each.id != ticket.claim)))


def lost_to_another(reading: Reading, ticket_id: TicketId, claim: ClaimId) -> Ticket | None:
    """The ticket as it stands, where a claim on it was given back or settled against; else None."""
    try:
        facts = reading.facts(ticket_id)
    except RecordQuarantined:
        return None  # whose it is only a newer release can say
    lost = any(
        (isinstance(each.body, bodies.TicketReleased) and each.body.claim == claim)
        or (isinstance(each.body, bodies.TicketSettled) and each.body.claim != claim)
        for each in facts
    )
    if not lost or any(each.id == claim for each in holding_claims(facts)):
        return None
    return reading.ticket(ticket_id)


# --- acts -------------------------------------------------------------------------------------
def release_lost(work: Work, touched: Collection[str], *, counter: int) -> int:
    """Give back this counter's unstarted claims on tickets that others' events gave to others.

    Args:
        touched: what those events were about, as `sort:entity`.

    Returns:
        How many there were.
    """
    # those left from before too: the PC may have stopped between a pull and this act
    day = work.settings.day()
    since = (date.fromisoformat(day) - _LOOKS_BACK).isoformat() if day is not None else ""
    maybe: set[str] = {each.id for each in work.tickets.contested(since)}
    maybe |= {each.removeprefix("ticket:") for each in touched if each.startswith("ticket:")}
    return sum(give_back(work, ticket_id, counter=counter) for ticket_id in sorted(maybe))


def give_back(work: Work, ticket_id: str, *, counter: int) -> int:
    """Give back a counter's unstarted claims on a ticket that is another's; how many there were."""
    lost = _lost_by(work, ticket_id, counter)
    for claim in lost:
        work.record(bodies.TicketReleased(claim=claim.id), entity=ticket_id)
    return len(lost)


def settle(work: Work, ticket_id: TicketId, *, claim: ClaimId) -> Ticket:
    """Say which counter's claim counts; the others end, a service under way too.

    Raises:
        NotAllowed
        ConflictOver: fewer than two counters claim it by now, or that one no more.
        TicketUnknown
    """
    require(work, *MAY_SETTLE)
    ticket = work.ticket(ticket_id)
    if not ticket.conflicts or claim not in {
        each.id for each in holding_claims(work.facts(ticket_id))
    }:
        raise ConflictOver(number=ticket.number)
    work.record(bodies.TicketSettled(claim=claim), entity=ticket_id)
    return work.ticket(ticket_id)


def _lost_by(work: Work, ticket_id: str, counter: int) -> list[Claim]:
    """A counter's unstarted claims on a ticket that another claim counts before."""
    try:
        ticket = work.ticket(ticket_id)
        claims = holding_claims(work.facts(ticket_id))
    except (TicketUnknown, RecordQuarantined):
        return []  # not issued here yet, or nothing that this release may write to
    return [
        each
        for each in claims
        if each.counter == counter and each.state is TicketState.CALLED and each.id != ticket.claim
    ]
