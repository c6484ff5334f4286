"""Tickets' histories as several counters write them, each on what it had seen; and nonsense."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from counter.domain import bodies
from counter.domain.events import Body, Fact
from counter.domain.ticket import OUTCOMES, Ticket, TicketState, fold_ticket

ISSUED = bodies.TicketIssued(
    number="A-017",
    day="2026-11-24",
    lane="",
    letter="A",
    running=17,
    service="ktp_new",
    target_s=900,
)


def fact(
    chain: str,
    seq: int,
    body: Body,
    saw: Sequence[Fact] = (),
    *,
    arrival_ms: int | None = None,
    actor: str = "sari",
) -> Fact:
    """Write an event on what its author had seen; it arrives a second after all that."""
    seen: dict[str, int] = {}
    for each in saw:
        seen[each.chain] = max(each.seq, seen.get(each.chain, 0))
    latest_ms = max((each.arrival_ms for each in saw), default=0)
    return Fact(
        chain=chain,
        seq=seq,
        rev=max((each.rev for each in saw), default=0) + 1,
        saw=seen,
        at_ms=latest_ms + 1000,
        arrival_ms=latest_ms + 1000 if arrival_ms is None else arrival_ms,
        position=max((each.position for each in saw), default=0) + 1,
        actor=actor,
        body=body,
    )


class Node:
    """One counter: its own chain, and what has reached it so far."""

    def __init__(self, counter: int) -> None:
        self.counter = counter
        self.chain = f"node{counter}"
        self.known: dict[str, Fact] = {}
        self.seq = 0

    def write(self, body: Body) -> Fact:
        """Write an event on all it knows."""
        self.seq += 1
        written = fact(self.chain, self.seq, body, list(self.known.values()))
        self.known[written.id] = written
        return written

    def hear(self, other: Node, upto: dict[str, int]) -> None:
        """Take what another knows, each chain from its start and up to a seq."""
        for each in other.known.values():
            if each.seq <= upto.get(each.chain, 0):
                self.known[each.id] = each

    @property
    def ticket(self) -> Ticket | None:
        """The ticket as it stands here."""
        return fold_ticket(self.known.values())

    def possible(self) -> list[Body]:
        """What this counter's acts would let it write now."""
        ticket = self.ticket
        if ticket is None:
            return []
        found: list[Body] = []
        claim = ticket.claim or ""
        if ticket.can_call:
            found += [
                bodies.TicketCalled(counter=self.counter),
                bodies.TicketCalled(counter=self.counter, grant=(1, "hub", self.counter)),
            ]
        if ticket.counter == self.counter:
            found += {
                TicketState.CALLED: [
                    bodies.TicketStarted(claim),
                    bodies.TicketRecalled(claim),
                    bodies.TicketNoShow(claim),
                    bodies.TicketReleased(claim),
                ],
                TicketState.SERVING: [bodies.TicketHeld(claim), bodies.TicketFinished(claim)],
                TicketState.HELD: [bodies.TicketResumed(claim)],
            }.get(ticket.state, [])
        if ticket.is_open:
            found += [
                bodies.TicketTransferred(service=f"kia{self.counter}", target_s=600),
                bodies.TicketLeft(),
                bodies.TicketCancelled(),
                bodies.TicketDayEnded(),
                bodies.TicketKept(ticket="next:1"),
                bodies.TicketPlanned(("kia", "kk")),
                bodies.TicketCarried(day="2026-11-26"),
                bodies.TicketCorrected("the wrong service", service="kk", target_s=300),
            ]
        else:
            found += [
                bodies.TicketCorrected("it was entered wrongly", outcome=each)
                for each in sorted(OUTCOMES)
            ]
        found += [bodies.TicketSettled(each) for each in (*ticket.conflicts, claim) if each]
        mine = [each for each in self.known.values() if each.chain == self.chain]
        if mine and not isinstance(mine[-1].body, bodies.TicketIssued | bodies.TicketUndone):
            found.append(bodies.TicketUndone((mine[-1].id,)))
        return found


@st.composite
def histories(draw: st.DrawFn) -> list[Node]:
    """Draw two to four counters that acted on one ticket, hearing of each other now and then."""
    nodes = [Node(counter) for counter in range(1, draw(st.integers(2, 4)) + 1)]
    nodes[0].write(ISSUED)
    for node in nodes[1:]:
        if draw(st.booleans()):
            node.hear(nodes[0], {nodes[0].chain: 1})
    for _ in range(draw(st.integers(1, 18))):
        node = draw(st.sampled_from(nodes))
        possible = node.possible()
        if possible and draw(st.integers(0, 3)):
            node.write(draw(st.sampled_from(possible)))
        else:
            other = draw(st.sampled_from(nodes))
            upto = {each.chain: draw(st.integers(0, each.seq)) for each in nodes}
            node.hear(other, upto)
    return nodes


def everything(nodes: Sequence[Node]) -> list[Fact]:
    """All that was written anywhere."""
    return list({each.id: each for node in nodes for each in node.known.values()}.values())


_CHAINS = ("a", "b", "c")


@st.composite
def nonsense(draw: st.DrawFn) -> list[Fact]:
    """Draw events that no honest counter writes: any body, claims of nobody, sights of nothing."""
    keys = draw(
        st.lists(st.tuples(st.sampled_from(_CHAINS), st.integers(1, 8)), unique=True, max_size=14)
    )
    names = st.sampled_from([f"{chain}:{seq}" for chain, seq in keys] or ["a:1"]) | st.just("z:9")
    saw = st.dictionaries(st.sampled_from(_CHAINS), st.integers(0, 9))
    body = st.one_of(
        st.just(ISSUED),
        st.builds(
            bodies.TicketCalled,
            counter=st.integers(1, 3),
            grant=st.none()
            | st.tuples(st.integers(0, 2), st.sampled_from(_CHAINS), st.integers(0, 3)),
        ),
        st.builds(
            bodies.TicketTransferred, service=st.sampled_from("xy"), target_s=st.integers(0, 900)
        ),
        st.builds(bodies.TicketUndone, st.lists(names, max_size=3).map(tuple)),
        *(
            st.builds(kind, names)
            for kind in (
                bodies.TicketRecalled,
                bodies.TicketStarted,
                bodies.TicketNoShow,
                bodies.TicketReleased,
                bodies.TicketHeld,
                bodies.TicketResumed,
                bodies.TicketFinished,
                bodies.TicketSettled,
            )
        ),
        *(
            st.builds(kind)
            for kind in (bodies.TicketLeft, bodies.TicketCancelled, bodies.TicketDayEnded)
        ),
        st.builds(bodies.TicketKept, ticket=names),
        st.builds(bodies.TicketPlanned, st.lists(st.sampled_from("xy"), max_size=2).map(tuple)),
        st.builds(
            bodies.TicketCorrected,
            reason=st.just("why"),
            service=st.none() | st.sampled_from("xy"),
            priority=st.none() | st.booleans(),
            outcome=st.none() | st.sampled_from([*sorted(OUTCOMES), "waiting", "nonsense"]),
        ),
    )
    return [
        Fact(
            chain=chain,
            seq=seq,
            rev=draw(st.integers(0, 6)),
            saw=draw(saw),
            at_ms=0,
            arrival_ms=draw(st.integers(0, 10**6)),
            position=place,
            actor="x",
            body=draw(body),
        )
        for place, (chain, seq) in enumerate(keys, 1)
    ]
