"""Who is next: one number, the due time, and a bound on being passed.

Due time = arrival (or appointment) + the target wait of the ticket's class. Priority has a
shorter target, so it comes first. Because targets are bounded, nobody is overtaken by an arrival
later by more than the longest target; because passing is counted in this node's own order of
storing, a wrong clock cannot starve anybody either. Whoever came before an appointment is passed
by nobody until its time.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from counter.domain.ticket import Ticket

PASSED_LIMIT = 20  # a ticket that so many later arrivals have passed goes first


class Reach(StrEnum):
    """Whose tickets a call may take."""

    LANE = "lane"  # this node's own numbers: there is no hub, nobody else is asked
    PROMISED = "promised"  # the branch's, those promised to others left out: a hub's call
    SHARE = "share"  # the branch's, this counter's share first: the hub is out of reach


def due_order(ticket: Ticket) -> tuple[int, int]:
    """Sorts waiting tickets: the earliest due first, the earlier stored of two alike."""
    return (ticket.due_ms, ticket.position)


def next_ticket(waiting: Iterable[Ticket], passed_oldest: int, *, now_ms: int) -> Ticket | None:
    """The ticket to call.

    Args:
        waiting: those this counter may call; the earliest due and the longest stored suffice.
        passed_oldest: how many tickets stored after the longest stored one were called already.

    Returns:
        None where nobody waits.
    """
    candidates = list(waiting)
    if not candidates:
        return None
    # whoever has been passed most is the one stored longest: later ones were passed by fewer
    longest = min(candidates, key=lambda each: each.position)
    if _is_passed(longest, passed_oldest, now_ms):
        return longest
    return min(candidates, key=due_order)


def next_in_share(first: Iterable[Ticket], passed_oldest: int, *, now_ms: int) -> Ticket | None:
    """The ticket to call where counters cannot ask each other.

    Args:
        first: the first of this counter's share (or of all, where its share is empty) and the
            longest stored, once where they are the same.
        passed_oldest: as for `next_ticket`.
    """
    stored = sorted(first, key=lambda each: each.position)
    if not stored:
        return None
    return stored[0] if _is_passed(stored[0], passed_oldest, now_ms) else stored[-1]


def _is_passed(longest: Ticket, passed: int, now_ms: int) -> bool:
    """Whether so many were called before it that it goes first."""
    is_early = longest.slot_ms is not None and longest.slot_ms > now_ms
    return passed >= PASSED_LIMIT and not is_early
