"""The services of one visit, each with its own wait, counter and time, for whoever counts them."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from counter.domain import bodies
from counter.domain.claims import Call, Told, tell
from counter.domain.events import Fact
from counter.domain.ticket import Ticket, TicketState

TRANSFERRED = "transferred"  # sent on before that service was finished


class Round(Struct, frozen=True):
    """One service of a visit. Instants are this node's arrivals, in ms since 1970."""

    n: int  # 0, 1, 2 …
    service: str
    target_s: int
    state: str  # the ticket's, while it runs; served or transferred
    counter: int | None
    clerk: str | None
    since_ms: int | None  # when it began to wait for this one; None: with the number
    first_called_ms: int | None
    service_ms: int  # at the counter, holds left out


def fold_rounds(facts: Iterable[Fact], ticket: Ticket) -> tuple[Round, ...]:
    """Fold the services of a visit that has more than one; none of any other.

    Args:
        facts: all events of the ticket that are known, in any order.
        ticket: what they fold into.
    """
    if ticket.rounds < 2:
        return ()
    told = tell(facts)
    assert told is not None, "a ticket was folded from them"
    found = []
    for n, each in enumerate(told.counted):
        calls = [claim for claim in told.claims if claim.round is each]
        loud = [claim.called for claim in calls if not claim.is_quiet]
        first = min(loud, key=lambda called: called.order, default=None)
        times = (
            each.arrival_ms if n else None,
            first.arrival_ms if first is not None else None,
            sum(claim.service_ms for claim in calls),
        )
        if each is told.current:
            found.append(
                Round(
                    n,
                    ticket.service,
                    ticket.target_s,
                    ticket.state.value,
                    ticket.counter,
                    ticket.clerk,
                    *times,
                )
            )
        else:
            found.append(_earlier(n, each, calls, times, _corrected(told, each)))
    return tuple(found)


def _corrected(told: Told, begun: Fact) -> list[bodies.TicketCorrected]:
    """What was put right of a round while it ran."""
    next_one = told.rounds[told.rounds.index(begun) + 1]
    return [
        each.body
        for each in told.kept
        if isinstance(each.body, bodies.TicketCorrected)
        and each.has_seen(begun)
        and not each.has_seen(next_one)
    ]


def _earlier(
    n: int,
    begun: Fact,
    calls: list[Call],
    times: tuple[int | None, int | None, int],
    corrected: list[bodies.TicketCorrected],
) -> Round:
    assert isinstance(begun.body, bodies.TicketIssued | bodies.TicketTransferred)
    served = next((claim for claim in calls if claim.state == TicketState.SERVED.value), None)
    holder = served or calls[-1]
    service, target_s = begun.body.service, begun.body.target_s
    for each in corrected:
        service = each.service if each.service is not None else service
        target_s = each.target_s if each.target_s is not None else target_s
    return Round(
        n,
        service,
        target_s,
        TicketState.SERVED.value if served is not None else TRANSFERRED,
        holder.counter,
        holder.called.actor,
        *times,
    )
