"""Calling and giving numbers: the hub is asked first, and nobody waits for one that is away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from counter.clock import VirtualClock
from counter.domain import bodies
from counter.domain.ticket import TicketState
from counter.office import calling, queue
from counter.server.hub import Hub
from counter.store.work import Work
from counter.sync.hub import HubLine
from tests.office.building import KIA, KTP, SARI, at
from tests.server.building import Station, a_hub, joined_branch


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(at(9))


@pytest.fixture
def hub(tmp_path: Path, clock: VirtualClock) -> Iterator[Hub]:
    with a_hub(tmp_path / "hub", clock, lane="9") as (served, _address):
        yield served


class Desk:
    """A station with its line to the hub."""

    def __init__(self, station: Station) -> None:
        self.station, self.office, self.counter = station, station.office, station.counter
        self.hub = HubLine(lambda: station.engine.hub, station.clock)


@pytest.fixture
def desks(tmp_path: Path, clock: VirtualClock, hub: Hub) -> Iterator[tuple[Desk, Desk]]:
    with joined_branch(tmp_path, clock, hub) as joined:
        made = tuple(map(Desk, joined))
        yield made
        for desk in made:
            desk.hub.close()


def test_a_number_taken_elsewhere_a_moment_ago_is_called_here(
    desks: tuple[Desk, Desk], hub: Hub
) -> None:
    door, desk = desks
    ticket = calling.give_number(door.office, door.hub, service=KTP)
    door.station.sync()

    called = calling.call_next(desk.office, desk.hub, counter=desk.counter)

    assert (ticket.lane, called.id) == (hub.node.lane, ticket.id)
    assert (called.state, called.counter) == (TicketState.CALLED, desk.counter)


def test_whom_another_counter_sent_on_a_moment_ago_is_called_here(
    desks: tuple[Desk, Desk],
) -> None:
    first, second = desks
    ticket = first.office.act(queue.issue_ticket, service=KTP)
    for desk in desks:
        desk.station.sync()
    first.office.act(queue.call_ticket, ticket.id, counter=first.counter)
    for desk in desks:
        desk.station.sync()
    first.office.act(queue.start_service, ticket.id, counter=first.counter)
    first.office.act(queue.transfer_ticket, ticket.id, service=KTP)
    first.station.sync()

    assert calling.call_next(second.office, second.hub, counter=second.counter).id == ticket.id


def test_whose_number_is_still_on_its_way_to_the_hub_is_called_all_the_same(
    desks: tuple[Desk, Desk],
) -> None:
    desk, _other = desks
    ticket = desk.office.act(queue.issue_ticket, service=KTP)

    assert calling.call_next(desk.office, desk.hub, counter=desk.counter).id == ticket.id


def test_a_counter_with_somebody_asks_nobody(desks: tuple[Desk, Desk]) -> None:
    desk, _other = desks
    for _each in range(2):
        desk.office.act(queue.issue_ticket, service=KTP)
    desk.station.sync()
    calling.call_next(desk.office, desk.hub, counter=desk.counter)

    with pytest.raises(queue.CounterBusy):
        calling.call_next(desk.office, desk.hub, counter=desk.counter)


def test_the_hub_promises_nobody_whom_the_person_at_the_counter_cannot_serve(
    desks: tuple[Desk, Desk], hub: Hub
) -> None:
    door, desk = desks
    hub.office.act_as("", _can_do_child_cards_only)
    for each in (KTP, KIA):
        calling.give_number(door.office, door.hub, service=each)
    door.station.sync()

    called = calling.call_next(desk.office, desk.hub, counter=desk.counter)

    assert called.service == KIA


def _can_do_child_cards_only(work: Work) -> None:
    sari = bodies.PersonSet(id=SARI.person, roles=SARI.roles, services=(KIA,))
    work.record(sari, entity=f"person:{SARI.person}")


def test_without_the_hub_both_go_on_in_their_own_lanes(tmp_path: Path, clock: VirtualClock) -> None:
    with a_hub(tmp_path / "hub", clock, lane="9") as (hub, address):
        station = Station.founding(tmp_path / "first", clock)
        station.engine.join(address, hub.new_code())
        station.sync()
    line = HubLine(lambda: station.engine.hub, clock)

    given = calling.give_number(station.office, line, service=KTP)
    called = calling.call_next(station.office, line, counter=station.counter)

    assert line.is_open
    assert (given.lane, called.id) == (station.store.node.lane, given.id)
    line.close()
    station.close()
