"""A ticket's fold: from the set of its events to where it stands.

Pure: every order and grouping of the same events gives the same ticket. An event acts only on
what its author had seen; the fold never takes a started service from its counter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from msgspec import Struct

from counter.domain import bodies
from counter.domain.claims import Call, conflicts_of, precedence, tell
from counter.domain.events import ClaimId, Fact, TicketId


class TicketState(StrEnum):
    """Where a ticket stands."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    HELD = "held"
    SERVED = "served"
    NO_SHOW = "no_show"
    LEFT = "left"
    CANCELLED = "cancelled"
    DAY_ENDED = "day_ended"
    KEPT = "kept"  # for another day, as another ticket


# what a correction may say became of a ticket
OUTCOMES = frozenset(
    {TicketState.SERVED, TicketState.NO_SHOW, TicketState.LEFT, TicketState.CANCELLED}
)
OPEN_STATES = frozenset(
    {TicketState.WAITING, TicketState.CALLED, TicketState.SERVING, TicketState.HELD}
)
AT_COUNTER = frozenset({TicketState.CALLED, TicketState.SERVING})


class Ticket(Struct, frozen=True):
    """Where a ticket stands now. Instants are this node's arrivals, in ms since 1970."""

    id: TicketId
    number: str
    day: str
    lane: str
    letter: str
    running: int
    service: str  # of this round
    priority: bool
    state: TicketState
    target_s: int
    issued_ms: int
    due_ms: int
    position: int  # of its issue, in this node's order of storing
    counter: int | None = None  # that holds the claim which counts
    clerk: str | None = None
    claim: ClaimId | None = None
    only_counter: int | None = None  # the transfer named one
    first_called_ms: int | None = None
    first_called_position: int | None = None
    called_ms: int | None = None
    started_ms: int | None = None
    stretch_ms: int | None = None  # since when at the counter without a break
    held_ms: int | None = None
    held_reason: str = ""
    ended_ms: int | None = None
    service_ms: int = 0  # at the counter so far, holds left out, of finished stretches
    recalls: int = 0
    conflicts: tuple[str, ...] = ()  # claims beside the one that counts
    void_undos: tuple[str, ...] = ()
    people: int = 1
    following: tuple[str, ...] = ()  # services of this visit, after this one
    kept_from: str | None = None  # the ticket of an earlier day whose place it keeps
    correction: str = ""  # why it was corrected last
    again_ms: int | None = None  # when the same service began for the next of those who came
    appointment: str | None = None  # with which the citizen came
    slot_ms: int | None = None  # when that was
    rounds: int = 1  # services for which a counter called it, or which it waits for

    @property
    def is_open(self) -> bool:
        """Whether somebody still waits for something."""
        return self.state in OPEN_STATES

    @property
    def can_hold(self) -> bool:
        """Whether it may be set aside."""
        return self.state is TicketState.SERVING

    @property
    def can_call(self) -> bool:
        """Whether a counter may call it: it waits, or came back after its call."""
        return self.state in (TicketState.WAITING, TicketState.NO_SHOW, TicketState.LEFT)

    @property
    def waits_since_ms(self) -> int:
        """Since when it waits: whoever comes before an appointment, since that."""
        return max(self.issued_ms, self.slot_ms or 0)

    @property
    def wait_s(self) -> int | None:
        """Seconds from the beginning of its wait to the first call; of a kept place none is told.

        A night at home is no wait: statistics count it from the opening of the day.
        """
        if self.first_called_ms is None or self.kept_from is not None:
            return None
        return max(0, self.first_called_ms - self.waits_since_ms) // 1000


class Claim(Struct, frozen=True):
    """A counter's call of a ticket that still counts for something, or counted."""

    id: ClaimId
    counter: int
    clerk: str
    state: TicketState  # called, serving, held or served
    called_ms: int
    started_ms: int | None
    ended_ms: int | None


_CLOSING: dict[type, TicketState] = {
    bodies.TicketNoShow: TicketState.NO_SHOW,
    bodies.TicketLeft: TicketState.LEFT,
    bodies.TicketCancelled: TicketState.CANCELLED,
    bodies.TicketDayEnded: TicketState.DAY_ENDED,
    bodies.TicketKept: TicketState.KEPT,
}


def _closes(fact: Fact) -> TicketState | None:
    """What an event that ends its ticket says became of it."""
    if isinstance(fact.body, bodies.TicketCorrected):
        outcome = fact.body.outcome
        return TicketState(outcome) if outcome in OUTCOMES else None
    return _CLOSING.get(type(fact.body))


def _overrules(
    fact: Fact, body: bodies.TicketCorrected, claim: Call, facts: Sequence[Fact]
) -> bool:
    """Whether a correction says of a service, all of which it saw, that it ended otherwise."""
    return body.outcome in OUTCOMES and all(
        fact.has_seen(each)
        for each in facts
        if each is claim.called
        or (isinstance(each.body, bodies.ClaimBody) and each.body.claim == claim.called.id)
    )


def holding_claims(facts: Iterable[Fact]) -> tuple[Claim, ...]:
    """Every claim that is live or was served, by what the fold prefers: the first counts."""
    told = tell(facts)
    if told is None:
        return ()
    holding = [claim for claim in told.claims if claim.is_holding]
    holding.sort(key=lambda claim: precedence(claim, told.current))
    return tuple(
        Claim(
            id=ClaimId(claim.called.id),
            counter=claim.counter,
            clerk=claim.called.actor,
            state=TicketState(claim.state),
            called_ms=claim.called.arrival_ms,
            started_ms=claim.started_ms,
            ended_ms=claim.ended_ms,
        )
        for claim in holding
    )


def fold_ticket(facts: Iterable[Fact]) -> Ticket | None:
    """Fold a ticket's events into the ticket.

    Args:
        facts: all events of one ticket that are known, in any order.

    Returns:
        The ticket, or None where its issue is not known yet: it cannot be called.
    """
    told = tell(facts)
    if told is None or not isinstance(told.issued.body, bodies.TicketIssued):
        return None
    kept, void_undos, issued, claims = told.kept, told.void_undos, told.issued, told.claims
    current = told.current

    ranked = [claim for claim in claims if claim.is_holding]
    ranked.sort(key=lambda each: precedence(each, current))
    live = [claim for claim in ranked if claim.is_live]
    serving = [claim for claim in live if claim.state == "serving"]
    served = [claim for claim in ranked if claim.state == "served" and claim.round is current]
    held = [claim for claim in live if claim.state == "held"]
    called = [claim for claim in live if claim.state == "called" and claim.round is current]
    corrections = [
        (each, each.body)
        for each in kept
        if isinstance(each.body, bodies.TicketCorrected) and each.has_seen(current)
    ]
    served = [
        claim
        for claim in served
        if not any(_overrules(each, body, claim, kept) for each, body in corrections)
    ]
    closing = [
        (each, state)
        for each in kept
        if (state := _closes(each)) is not None and each.has_seen(current)
    ]

    holder: Call | None = None
    ended_ms: int | None = None
    if serving:
        state, holder = TicketState.SERVING, serving[0]
    elif served:
        state, holder = TicketState.SERVED, served[0]
        ended_ms = holder.ended_ms
    elif held:
        state, holder = TicketState.HELD, held[0]
    elif called:
        state, holder = TicketState.CALLED, called[0]
    elif closing:
        last, state = closing[-1]
        ended_ms = last.arrival_ms
        if state is TicketState.SERVED:  # by whoever called last, as a correction says
            called_now = [claim for claim in claims if claim.round is current]
            holder = called_now[-1] if called_now else None
    else:
        state = TicketState.WAITING

    # whoever was served without waiting is not counted among those who waited
    first = min(
        (claim.called for claim in claims if not claim.is_quiet),
        key=lambda each: each.order,
        default=None,
    )
    starts = [claim.started_ms for claim in claims if claim.started_ms is not None]
    first_body = told.issued.body
    moved = current.body if isinstance(current.body, bodies.TicketTransferred) else None
    service, target_s = (
        (moved.service, moved.target_s) if moved else (first_body.service, first_body.target_s)
    )
    following = moved.following if moved else first_body.following
    priority = first_body.priority
    for each in kept:
        if isinstance(each.body, bodies.TicketPlanned) and each.has_seen(current):
            following = each.body.following
    for _each, body in corrections:
        service = body.service if body.service is not None else service
        target_s = body.target_s if body.target_s is not None else target_s
    every_correction = [each.body for each in kept if isinstance(each.body, bodies.TicketCorrected)]
    for body in every_correction:  # whoever has priority has it in every round
        priority = body.priority if body.priority is not None else priority
    carried = [each.body.day for each in kept if isinstance(each.body, bodies.TicketCarried)]
    again = [
        each.arrival_ms
        for each in kept
        if isinstance(each.body, bodies.TicketTransferred) and each.body.again
    ]
    due_ms = first_body.due_ms
    return Ticket(
        id=TicketId(issued.id),
        number=first_body.number,
        day=max([first_body.day, *carried]),
        lane=first_body.lane,
        letter=first_body.letter,
        running=first_body.running,
        service=service,
        priority=priority,
        state=state,
        target_s=target_s,
        issued_ms=issued.arrival_ms,
        due_ms=due_ms if due_ms is not None else issued.arrival_ms + 1000 * target_s,
        position=issued.position,
        counter=holder.counter if holder else None,
        clerk=holder.called.actor if holder else None,
        claim=ClaimId(holder.called.id) if holder else None,
        only_counter=moved.counter if moved else None,
        first_called_ms=first.arrival_ms if first else None,
        first_called_position=first.position if first else None,
        called_ms=holder.called.arrival_ms if holder else None,
        started_ms=holder.started_ms if holder else min(starts, default=None),
        stretch_ms=holder.stretch_ms if holder else None,
        held_ms=holder.held_ms if holder else None,
        held_reason=holder.held_reason if holder else "",
        ended_ms=ended_ms,
        service_ms=sum(claim.service_ms for claim in claims),
        recalls=holder.recalls if holder else 0,
        conflicts=conflicts_of(claims, current),
        void_undos=tuple(void_undos),
        people=first_body.people,
        following=following,
        kept_from=first_body.kept_from,
        correction=every_correction[-1].reason if every_correction else "",
        again_ms=max(again, default=None),
        appointment=first_body.appointment,
        slot_ms=first_body.slot_ms,
        rounds=len(told.counted),
    )
