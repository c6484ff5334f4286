"""A branch's hub over real HTTP: it lets in, decides between counters, and gives numbers away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from counter.clock import VirtualClock
from counter.domain.ticket import Ticket, TicketState
from counter.office import day, queue, reservations, setup
from counter.office.founding import found_hub
from counter.office.plan import CentralPlan, SetupPlan
from counter.server.hub import Hub
from counter.store.work import Reading
from counter.sync.hub import HubLine
from counter.sync.link import Link
from counter.sync.status import HubRefused
from counter.sync.wire import Minted, Promised
from tests.office.building import DAY, KTP, set_up
from tests.server.building import Station, a_hub, asking, log_of, two_stations

Join = Callable[[str], Station]


def reserved(station: Station, counter: int) -> Promised | None:
    with asking(station) as line:
        return line.reserve(counter)


def minted(station: Station) -> Minted | None:
    with asking(station) as line:
        return line.mint(DAY.isoformat(), "A")


def _ticket(reading: Reading, ticket_id: str) -> Ticket:
    return reading.ticket(ticket_id)


def test_whoever_joined_holds_the_whole_branch(hub: Hub, branch: tuple[Station, Station]) -> None:
    first, second = branch

    assert log_of(first.store) == log_of(second.store) == hub.office.maintain(log_of)


def test_each_station_numbers_in_a_lane_of_its_own(
    hub: Hub, branch: tuple[Station, Station]
) -> None:
    lanes = [station.store.node.lane for station in branch]

    assert len({*lanes, hub.node.lane}) == 3


def test_two_counters_call_two_people(branch: tuple[Station, Station]) -> None:
    first, _second = branch
    tickets = [first.office.act(queue.issue_ticket, service=KTP) for _ in range(2)]
    for station in branch:
        station.sync()

    promised = [reserved(each, each.counter) for each in branch]

    assert all(promised)
    assert {each.ticket for each in promised if each} == {each.id for each in tickets}
    for station, promise in zip(branch, promised, strict=True):
        assert promise is not None
        station.office.act(
            queue.call_granted, promise.ticket, counter=station.counter, grant=promise.grant
        )
        station.sync()
    first.sync()
    for ticket in tickets:
        folded = [each.office.read(_ticket, ticket.id) for each in branch]
        assert [each.state for each in folded] == [TicketState.CALLED] * 2
        assert folded[0].conflicts == ()


def test_nobody_waits_is_an_answer_not_a_trouble(branch: tuple[Station, Station]) -> None:
    with asking(branch[0]) as line:
        with pytest.raises(HubRefused, match="nobody-waits"):
            line.reserve(3)
        assert not line.is_open


def test_numbers_come_from_the_hubs_lane_without_one_twice(
    hub: Hub, branch: tuple[Station, Station]
) -> None:
    given = [minted(station) for _ in range(5) for station in branch]

    assert {each.lane for each in given if each} == {hub.node.lane}
    assert sorted(each.running for each in given if each) == list(range(1, 11))


def test_a_dead_hub_costs_one_wait_and_is_asked_again_later(
    tmp_path: Path, clock: VirtualClock
) -> None:
    with a_hub(tmp_path / "hub", clock) as (_hub, address):
        link = Link(url=address, token="00", central_key=bytes(32), certificate=None)
    line = HubLine(lambda: link, clock)

    assert line.mint(DAY.isoformat(), "A") is None
    assert line.is_open
    clock.advance(60)
    assert not line.is_open


def test_a_node_that_was_removed_is_let_in_no_more(
    hub: Hub, branch: tuple[Station, Station]
) -> None:
    first, second = branch
    assert hub.revoke(second.store.node.id)

    with pytest.raises(HubRefused):
        minted(second)
    assert minted(first) is not None


def test_a_hub_started_again_promises_on(tmp_path: Path, clock: VirtualClock) -> None:
    folder = tmp_path / "hub"
    with a_hub(folder, clock) as (hub, address):
        station = Station.founding(tmp_path / "first", clock)
        station.engine.join(address, hub.new_code())
        station.office.act(queue.issue_ticket, service=KTP)
        station.sync()
        before = reserved(station, 3)
    port = int(address.rpartition(":")[2])
    with a_hub(folder, clock, port=port) as (hub, _address):
        clock.advance(11)
        after = reserved(station, 3)
    station.close()

    assert before is not None
    assert after is not None
    assert after.ticket == before.ticket
    assert after.grant > before.grant
    assert after.grant[0] == before.grant[0]  # the same epoch: nobody was promoted


def test_a_code_leads_to_a_new_hub_that_nothing_else_tells_of(
    tmp_path: Path, clock: VirtualClock
) -> None:
    with two_stations(tmp_path, clock) as (first, second):
        with a_hub(tmp_path / "hub", clock, lane="9") as (hub, address):
            for station in (first, second, first):
                if station.engine.hub is None:
                    station.engine.join(address, hub.new_code())
                station.sync()
        found_hub(second.office, tmp_path / "new")  # the old one is gone, and there is no central
        with a_hub(tmp_path / "new", clock, promoted=True) as (new, new_address):
            for station in (first, second):
                station.engine.join(new_address, new.new_code())
                station.sync()
                assert station.engine.hub is not None
                assert station.engine.hub.url == new_address
            first.sync()

            assert log_of(first.store) == log_of(second.store) == new.office.maintain(log_of)
            with pytest.raises(HubRefused, match="nobody-waits"):
                reserved(first, 3)


def test_a_new_pc_that_is_set_up_at_a_hub_leaves_it_its_lane(
    tmp_path: Path, clock: VirtualClock
) -> None:
    with a_hub(tmp_path / "hub", clock, lane="") as (hub, address):
        hub.office.act_as("setup", set_up)
        hub.office.act_as("sari", day.open_day, DAY)
        plan = SetupPlan(central=CentralPlan(address, hub.new_code()), counter=3)

        done = setup.set_up(tmp_path / "new", plan, clock)
        given = hub.office.act_as(
            "", reservations.mint_number, request="one", day=DAY.isoformat(), letter="A"
        )

    assert (done.lane, given.lane, given.running) == ("2", "", 1)


def test_the_first_hub_goes_on_with_the_bare_lane_and_its_pc_with_another(
    tmp_path: Path, clock: VirtualClock
) -> None:
    station = Station.founding(tmp_path / "first", clock)
    given = station.office.act(queue.issue_ticket, service=KTP)
    assert given.number == "A-001"

    found_hub(station.office, tmp_path / "hub")

    with a_hub(tmp_path / "hub", clock) as (hub, address):
        station.engine.join(address, hub.new_code())
        kiosk = Station.joining(tmp_path / "kiosk", clock)
        kiosk.engine.join(address, hub.new_code(), keeps_lane=False)
        assert minted(station) == Minted("", 2)
        alone = station.office.act(queue.issue_ticket, service=KTP)
    assert alone.number == "A2-001"
    assert kiosk.store.node.lane == "3"
    for each in (station, kiosk):
        each.close()
