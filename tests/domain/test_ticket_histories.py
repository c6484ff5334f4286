"""A ticket's fold over any history, in any order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from counter.domain import bodies
from counter.domain.events import Fact
from counter.domain.ticket import TicketState, fold_ticket
from tests.domain.histories import Node, everything, histories, nonsense
from tests.domain.stories import decided


@given(nodes=histories(), data=st.data())
def test_every_order_of_arrival_gives_the_same_ticket(
    nodes: list[Node], data: st.DataObject
) -> None:
    facts = everything(nodes)
    arrived = data.draw(st.permutations(facts))

    assert fold_ticket(arrived) == fold_ticket(facts)


@given(facts=nonsense(), data=st.data())
def test_nonsense_folds_to_one_ticket_too(facts: list[Fact], data: st.DataObject) -> None:
    arrived = data.draw(st.permutations(facts))

    assert fold_ticket(arrived) == fold_ticket(facts)


@given(nodes=histories(), data=st.data())
def test_clocks_and_storing_order_decide_no_state(nodes: list[Node], data: st.DataObject) -> None:
    facts = everything(nodes)
    places = data.draw(st.permutations(range(1, len(facts) + 1)))
    elsewhere = [
        replace(each, arrival_ms=data.draw(st.integers(0, 10**9)), position=place)
        for each, place in zip(facts, places, strict=True)
    ]

    assert decided(fold_ticket(elsewhere)) == decided(fold_ticket(facts))


@given(nodes=histories())
def test_counters_that_have_heard_everything_agree(nodes: list[Node]) -> None:
    for node in nodes:
        for other in nodes:
            node.hear(other, {each.chain: each.seq for each in nodes})

    assert len({str(node.ticket) for node in nodes}) == 1


@given(nodes=histories())
def test_the_fold_never_takes_a_started_service_from_its_counter(nodes: list[Node]) -> None:
    facts = everything(nodes)
    ticket = fold_ticket(facts)
    under_way = [
        each
        for each in facts
        if isinstance(each.body, bodies.TicketStarted | bodies.TicketResumed)
        and not any(other.has_seen(each) for other in facts if other is not each)
    ]

    if under_way:
        assert ticket is not None
        assert ticket.state is TicketState.SERVING
        claims = {each.body.claim for each in under_way if isinstance(each.body, bodies.ClaimBody)}
        one_round = not any(isinstance(each.body, bodies.TicketTransferred) for each in facts)
        assert ticket.claim in claims
        assert not one_round or claims <= {ticket.claim, *ticket.conflicts}
