"""A ticket told event by event, for tests of its fold."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from counter.domain import bodies
from counter.domain.events import Body, Fact
from counter.domain.ticket import Ticket, TicketState, fold_ticket
from tests.domain.histories import ISSUED, fact

# what this node's clock and storing order say of a ticket; they decide no state
TIMES = {
    name: 0
    for name in Ticket.__struct_fields__
    if name.endswith(("_ms", "position")) and name != "target_s"
}


def folded(facts: Sequence[Fact]) -> Ticket:
    """The ticket that these make."""
    ticket = fold_ticket(facts)
    assert ticket is not None
    return ticket


def decided(ticket: Ticket | None) -> Ticket | None:
    """What every node must agree on."""
    return None if ticket is None else replace(ticket, **TIMES)


class Story:
    """A ticket told in order; every event has seen all before it unless it says what it saw."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []
        self.issued = self.add(ISSUED, by="hub")

    def add(self, body: Body, *, by: str = "a", saw: Sequence[Fact] | None = None) -> Fact:
        """Write an event."""
        seq = 1 + sum(each.chain == by for each in self.facts)
        told = fact(by, seq, body, self.facts if saw is None else saw)
        self.facts.append(told)
        return told

    def call(self, counter: int = 3, *, by: str = "a", saw: Sequence[Fact] | None = None) -> Fact:
        """Call the ticket."""
        return self.add(bodies.TicketCalled(counter=counter), by=by, saw=saw)

    def started(self, counter: int = 3, *, by: str = "a") -> Fact:
        """Call and start it."""
        called = self.call(counter, by=by)
        self.add(bodies.TicketStarted(called.id), by=by)
        return called

    @property
    def ticket(self) -> Ticket:
        """Fold the story so far."""
        return folded(self.facts)

    @property
    def state(self) -> TicketState:
        """Where it stands."""
        return self.ticket.state
