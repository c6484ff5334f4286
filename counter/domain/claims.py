"""A ticket's calls: which of them count, once all that is known of it is put in order.

An event acts only on what its author had seen; no started service is taken from its counter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from counter.domain import bodies
from counter.domain.events import Fact


class Call:
    """One call of a ticket and what became of it."""

    def __init__(self, called: Fact, round_fact: Fact) -> None:
        assert isinstance(called.body, bodies.TicketCalled)
        self.called = called
        self.round = round_fact
        self.counter = called.body.counter
        self.grant = called.body.grant
        self.is_quiet = called.body.quiet
        self.state = "called"
        self.recalls = 0
        self.started_ms: int | None = None
        self.stretch_ms: int | None = None  # when the running stretch at the counter began
        self.service_ms = 0
        self.held_ms: int | None = None
        self.held_reason = ""
        self.ended_ms: int | None = None

    @property
    def is_live(self) -> bool:
        """Whether its counter still has the citizen, or waits for them."""
        return self.state in ("called", "serving", "held")

    @property
    def is_holding(self) -> bool:
        """Whether it says that its counter has, or had, the citizen."""
        return self.is_live or self.state == "served"

    def ends_by(self, fact: Fact) -> bool:
        """Whether an event about other claims may end this one."""
        # a service that was finished is taken from its counter by a supervisor's word alone
        return self.is_live or (self.is_holding and isinstance(fact.body, bodies.TicketSettled))

    def step(self, fact: Fact) -> None:
        """Take an event that names this claim; one that does not fit its state is void."""
        body, now = fact.body, fact.arrival_ms
        match (self.state, body):
            case ("called", bodies.TicketRecalled()):
                self.recalls += 1
            case ("called", bodies.TicketStarted()):
                self.state, self.started_ms, self.stretch_ms = "serving", now, now
            case ("called", bodies.TicketNoShow() | bodies.TicketReleased()):
                self.end(now)
            case ("serving", bodies.TicketHeld()):
                self._close_stretch(now)
                self.state, self.held_ms, self.held_reason = "held", now, body.reason
            case ("serving", bodies.TicketFinished()):
                self._close_stretch(now)
                self.state, self.ended_ms = "served", now
            case ("held", bodies.TicketResumed()):
                self.state, self.stretch_ms = "serving", now
                self.held_ms, self.held_reason = None, ""
            case _:
                pass

    def end(self, now_ms: int) -> None:
        """The claim counts no more."""
        self._close_stretch(now_ms)
        self.state, self.ended_ms = "ended", now_ms

    def _close_stretch(self, now_ms: int) -> None:
        if self.stretch_ms is not None:
            self.service_ms += max(0, now_ms - self.stretch_ms)
            self.stretch_ms = None


_ENDS_CLAIMS = (
    bodies.TicketTransferred,
    bodies.TicketLeft,
    bodies.TicketCancelled,
    bodies.TicketDayEnded,
    bodies.TicketKept,
    bodies.TicketCalled,
    bodies.TicketSettled,
)
_UNDER_WAY = (bodies.TicketStarted, bodies.TicketResumed, bodies.TicketFinished)
_RANK = {"serving": 0, "served": 1, "held": 2, "called": 3}


def _without_undone(facts: Sequence[Fact]) -> tuple[list[Fact], list[str]]:
    """The facts that still count, and the undos that are void."""
    by_id: dict[str, Fact] = {fact.id: fact for fact in facts}
    named: set[str] = set()
    for undo in facts:
        if isinstance(undo.body, bodies.TicketUndone):
            named |= {
                name for name in undo.body.events if name in by_id and undo.has_seen(by_id[name])
            }
    never = (bodies.TicketIssued, bodies.TicketUndone)
    gone = {name for name in named if not isinstance(by_id[name].body, never)}
    started = {
        fact.body.claim
        for fact in facts
        if isinstance(fact.body, bodies.TicketStarted) and fact.id not in gone
    }
    # taking back a call that meanwhile began a service would take the citizen from the counter
    void = {
        name
        for name in gone
        if isinstance(by_id[name].body, bodies.TicketCalled) and name in started
    }
    kept = [
        fact
        for fact in facts
        if fact.id not in gone - void and not isinstance(fact.body, bodies.TicketUndone)
    ]
    return kept, sorted(void)


def _claims(facts: Sequence[Fact], rounds: Sequence[Fact]) -> list[Call]:
    """Every claim with the state its events leave it in; `facts` in order."""
    claims = []
    for called in facts:
        if not isinstance(called.body, bodies.TicketCalled):
            continue
        seen_rounds = [each for each in rounds if called.has_seen(each)]
        claim = Call(called, seen_rounds[-1] if seen_rounds else rounds[0])
        under_way = [
            fact
            for fact in facts
            if isinstance(fact.body, _UNDER_WAY) and fact.body.claim == called.id
        ]
        for fact in facts:
            if isinstance(fact.body, bodies.ClaimBody) and fact.body.claim == called.id:
                claim.step(fact)
            elif (
                isinstance(fact.body, _ENDS_CLAIMS)
                and fact is not called
                and claim.ends_by(fact)
                and fact.has_seen(called)
                and all(fact.has_seen(each) for each in under_way)
            ):
                claim.end(fact.arrival_ms)
        claims.append(claim)
    return claims


def precedence(claim: Call, current: Fact) -> tuple[object, ...]:
    """Sorts a ticket's calls, the one that counts first, while one round runs."""
    grant = claim.grant
    return (
        _RANK[claim.state],
        claim.round is not current,
        grant is None,
        (-grant[0], grant[1], -grant[2]) if grant else (0, "", 0),
        claim.called.order,
    )


def conflicts_of(claims: Sequence[Call], current: Fact) -> tuple[str, ...]:
    """The ids of all calls of a round that say the same as another one."""
    found: list[str] = []
    for round_id in {claim.round.id for claim in claims}:
        holding = [claim for claim in claims if claim.round.id == round_id and claim.is_holding]
        holding.sort(key=lambda claim: precedence(claim, current))
        found += [claim.called.id for claim in holding[1:]]
    return tuple(sorted(found))


class Told(NamedTuple):
    """A ticket's events in order, and what they say of its claims."""

    kept: list[Fact]
    void_undos: list[str]
    issued: Fact
    rounds: list[Fact]  # its issue, then each transfer
    claims: list[Call]

    @property
    def current(self) -> Fact:
        """The round that runs."""
        return self.rounds[-1]

    @property
    def counted(self) -> list[Fact]:
        """The rounds in which a counter called it, and the one that runs.

        Whoever was sent on before any call was only in the wrong queue.
        """
        called = {claim.round.id for claim in self.claims}
        return [each for each in self.rounds if each.id in called or each is self.current]


def tell(facts: Iterable[Fact]) -> Told | None:
    """Put a ticket's events in order; None where its issue is not known yet."""
    ordered = sorted(facts, key=lambda fact: fact.order)
    kept, void_undos = _without_undone(ordered)
    issued = next((each for each in kept if isinstance(each.body, bodies.TicketIssued)), None)
    if issued is None:
        return None
    rounds = [issued, *(each for each in kept if isinstance(each.body, bodies.TicketTransferred))]
    return Told(kept, void_undos, issued, rounds, _claims(kept, rounds))
