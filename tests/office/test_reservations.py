"""What a hub promises: one ticket to one counter, one number to one request."""

from __future__ import annotations

from pathlib import Path

import pytest

from counter.clock import VirtualClock
from counter.domain import bodies
from counter.domain.queue import PASSED_LIMIT
from counter.domain.ticket import Ticket, TicketState
from counter.office import queue, reservations, waiting
from counter.office.office import Office
from counter.office.reservations import PROMISED_MS, Minted, Promise
from counter.store.work import Work
from tests.office.building import DAY, KIA, KTP, an_office, at


def _become_hub(work: Work, number: int = 1, node: str | None = None) -> None:
    work.record(
        bodies.HubPromoted(
            number=number, node=node or work.node.id, url="http://127.0.0.1:1", certificate=b""
        ),
        entity="hub",
    )


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(at(9))


@pytest.fixture
def hub(tmp_path: Path, clock: VirtualClock) -> Office:
    office = an_office(tmp_path / "hub", clock)
    office.act_as("", _become_hub)
    return office


def issued(hub: Office, count: int) -> list[Ticket]:
    return [hub.act(queue.issue_ticket, service=KTP) for _ in range(count)]


def reserved(hub: Office, request: str, counter: int) -> Promise:
    return hub.act_as("", reservations.reserve_next, request=request, counter=counter)


def test_two_counters_are_promised_two_people(hub: Office) -> None:
    first, second = issued(hub, 2)

    assert reserved(hub, "a", 3).ticket == first.id
    assert reserved(hub, "b", 4).ticket == second.id
    with pytest.raises(queue.NobodyWaits):
        reserved(hub, "c", 5)
    assert reserved(hub, "d", 3).ticket == first.id  # the promise before is void


def test_the_same_request_gets_the_same_ticket(hub: Office) -> None:
    issued(hub, 2)

    assert reserved(hub, "a", 3) == reserved(hub, "a", 3)


def test_a_promise_that_nobody_took_up_runs_out(hub: Office, clock: VirtualClock) -> None:
    (only,) = issued(hub, 1)
    lost = reserved(hub, "a", 3)

    clock.advance(PROMISED_MS / 1000)
    again = reserved(hub, "b", 4)

    assert again.ticket == only.id
    assert again.grant > lost.grant


def test_a_promised_ticket_is_called_with_its_grant(hub: Office) -> None:
    issued(hub, 1)
    promise = reserved(hub, "a", 3)

    called = hub.act(queue.call_granted, promise.ticket, counter=3, grant=promise.grant)

    assert (called.state, called.counter) == (TicketState.CALLED, 3)
    with pytest.raises(queue.CounterBusy):
        reserved(hub, "b", 3)


def test_a_grant_counts_more_than_a_call_made_alone(hub: Office) -> None:
    (ticket,) = issued(hub, 1)
    promise = reserved(hub, "a", 4)
    hub.act(queue.call_ticket, ticket.id, counter=3)
    alone = hub.maintain(lambda store: store.node.id)

    folded = hub.read(lambda reading: reading.ticket(ticket.id))

    assert (folded.counter, promise.grant[:2]) == (3, (1, alone))


def test_whoever_is_not_the_hub_promises_nothing(hub: Office) -> None:
    issued(hub, 1)
    hub.act_as("", _become_hub, 2, "another")

    with pytest.raises(reservations.NotTheHub):
        reserved(hub, "a", 3)


def test_the_highest_epoch_holds_in_whichever_order_it_came(hub: Office) -> None:
    hub.act_as("", _become_hub, 3, "b")
    hub.act_as("", _become_hub, 2, "c")
    hub.act_as("", _become_hub, 3, "a")

    standing = hub.read(lambda reading: reading.settings.hub())

    assert standing is not None
    assert (standing.number, standing.node) == (3, "b")


def test_a_number_is_given_once_and_again_to_the_same_request(hub: Office) -> None:
    issued(hub, 2)

    def mint(request: str) -> Minted:
        return hub.act_as(
            "", reservations.mint_number, request=request, day=DAY.isoformat(), letter="A"
        )

    assert [mint("a").running, mint("b").running, mint("a").running] == [3, 4, 3]
    assert hub.act(queue.issue_ticket, service=KTP).running == 5


def test_a_number_of_another_day_is_refused(hub: Office) -> None:
    with pytest.raises(reservations.DayDiffers):
        hub.act_as("", reservations.mint_number, request="a", day="2026-11-23", letter="A")


def test_without_the_hub_a_counter_takes_its_own_share_first(hub: Office) -> None:
    tickets = issued(hub, 4)
    hub.act_as("", _become_hub, 2, "another")  # which is out of reach

    called = []
    for counter in (3, 4, 3, 4):
        ticket = hub.act(queue.call_next, counter=counter)
        called.append((counter, ticket.number))
        hub.act(queue.mark_left, ticket.id)

    odd, even = [t.number for t in tickets[::2]], [t.number for t in tickets[1::2]]
    assert [number for counter, number in called if counter == 3] == even
    assert [number for counter, number in called if counter == 4] == odd


def test_without_the_hub_nobody_is_left_because_their_counter_is_closed(hub: Office) -> None:
    tickets = issued(hub, 3)
    hub.act_as("", _become_hub, 2, "another")

    called = []
    for _ in tickets:
        ticket = hub.act(queue.call_next, counter=3)
        called.append(ticket.number)
        hub.act(queue.mark_left, ticket.id)

    assert called == ["A-002", "A-001", "A-003"]


def test_without_the_hub_whoever_was_passed_too_often_goes_first(hub: Office) -> None:
    longest, *later = issued(hub, 2 * PASSED_LIMIT + 1)
    hub.act_as("", _become_hub, 2, "another")
    for ticket in later[1::2]:  # counter 4's share, all called
        hub.act(queue.call_ticket, ticket.id, counter=4)
        hub.act(queue.mark_left, ticket.id)

    assert hub.act(queue.call_next, counter=3).id == longest.id


def test_with_a_hub_a_counter_sees_every_lane(hub: Office) -> None:
    issued(hub, 1)

    assert len(hub.read(waiting.floor, 4, "7").waiting) == 1
    assert hub.act(queue.issue_ticket, service=KIA).letter != "A"
