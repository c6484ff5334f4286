"""A branch's hub over real HTTP: it lets in, decides between counters, and gives numbers away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from random import Random

import pytest

from counter.clock import VirtualClock
from counter.domain.ticket import Ticket, TicketState
from counter.office import day, queue, reservations, setup
from counter.office.founding import found_hub
from counter.office.plan import CentralPlan, SetupPlan
from counter.server.central import Central
from counter.server.forgery import Refused
from counter.server.hub import Hub
from counter.store import nodes, vectors
from counter.store.database import Database
from counter.store.local import Local
from counter.store.log import Item
from counter.store.store import Store
from counter.store.work import Reading
from counter.sync import wire
from counter.sync.engine import Engine
from counter.sync.hub import HubLine
from counter.sync.link import LINK, Link
from counter.sync.peers import BACK_EVERY_S, BEYOND_AFTER_S
from counter.sync.signing import keep_genuine
from counter.sync.status import Above, HubRefused
from counter.sync.wire import Minted, Promised
from tests.office.building import BRANCH, DAY, KTP, at, set_up
from tests.server.building import Station, a_central, a_hub, log_of

Join = Callable[[str], Station]


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(at(9))


@pytest.fixture
def chance() -> Random:
    return Random(7)


@pytest.fixture
def hub(tmp_path: Path, clock: VirtualClock) -> Iterator[Hub]:
    with a_hub(tmp_path / "hub", clock, lane="9") as (served, _address):
        yield served


@pytest.fixture
def central(tmp_path: Path) -> Iterator[tuple[Central, Database, str]]:
    with a_central(tmp_path / "central") as served:
        yield served


@pytest.fixture
def branch(tmp_path: Path, clock: VirtualClock, hub: Hub) -> Iterator[tuple[Station, Station]]:
    """The founding station and a second one, both joined to the hub and up to date."""
    with ExitStack() as ending:
        first = Station.founding(tmp_path / "first", clock)
        second = Station.joining(tmp_path / "second", clock)
        for station in (first, second):
            ending.callback(station.close)
            standing = hub.office.read(lambda reading: reading.settings.hub())
            assert standing is not None
            station.engine.join(standing.url, hub.new_code())
        for station in (first, second, first):
            station.sync()
        yield first, second


@contextmanager
def asking(station: Station) -> Iterator[HubLine]:
    line = HubLine(lambda: station.engine.hub, station.clock)
    with closing(line):
        yield line


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


# --- the hub and central ----------------------------------------------------------------------
@contextmanager
def relaying(hub: Hub, central: tuple[Central, Database, str]) -> Iterator[Engine]:
    """Join the hub to central and let it send up whatever it holds."""
    engine = Engine(hub.office, chance=lambda: 0.5, relays=True)
    made, _database, address = central
    hub.name_central(engine.join(address, made.new_code(BRANCH)).link)
    yield engine
    engine.stop()


def sent_up(engine: Engine) -> None:
    while engine.push_once():
        pass


def test_a_hub_sends_up_what_its_branch_wrote(
    hub: Hub,
    branch: tuple[Station, Station],
    central: tuple[Central, Database, str],
    chance: Random,
) -> None:
    for station in branch:
        station.work(5, chance)
        station.sync()

    with relaying(hub, central) as engine:
        sent_up(engine)

    assert log_of(central[1]) == hub.office.maintain(log_of)
    assert engine.status.waiting == 0
    assert central[0].audit(BRANCH).findings == ()


def test_a_hub_sends_up_what_its_pc_wrote_before_anybody_knew_of_either(
    tmp_path: Path,
    clock: VirtualClock,
    central: tuple[Central, Database, str],
    chance: Random,
) -> None:
    station = Station.founding(tmp_path / "first", clock)
    station.work(5, chance)
    found_hub(station.office, tmp_path / "hub")

    with a_hub(tmp_path / "hub", clock) as (hub, address):
        station.engine.join(address, hub.new_code())
        with relaying(hub, central):
            engine = Engine(hub.office, relays=True, first_batch=3)
            sent_up(engine)
            engine.stop()
        assert log_of(central[1]) == hub.office.maintain(log_of)
    station.close()


def test_a_station_goes_to_central_past_a_silent_hub_and_back(
    tmp_path: Path, clock: VirtualClock, central: tuple[Central, Database, str], chance: Random
) -> None:
    folder = tmp_path / "hub"
    with a_hub(folder, clock, lane="9") as (hub, address):
        station = Station.founding(tmp_path / "first", clock)
        station.engine.join(address, hub.new_code())
        station.sync()
        with relaying(hub, central) as engine:
            sent_up(engine)
        station.sync()  # it hears where central is
    station.work(3, chance)

    station.sync()
    assert station.engine.status.waiting > 0
    clock.advance(BEYOND_AFTER_S)
    station.sync()
    station.sync()

    assert log_of(central[1]) == log_of(station.store)
    assert station.engine.status.waiting == 0
    assert station.engine.status.above is Above.PAST_HUB
    port = int(address.rpartition(":")[2])
    clock.advance(BACK_EVERY_S)
    with a_hub(folder, clock, port=port) as (hub, _address):
        station.sync()
        station.sync()
        assert hub.office.maintain(log_of) == log_of(station.store)
        assert station.engine.status.above is Above.HUB
    station.close()


def test_a_station_of_no_hub_cannot_send_what_another_wrote(
    tmp_path: Path, clock: VirtualClock, central: tuple[Central, Database, str]
) -> None:
    made, database, address = central
    with ExitStack() as ending:
        first = Station.founding(tmp_path / "first", clock)
        second = Station.joining(tmp_path / "second", clock)
        for station in (first, second):
            ending.callback(station.close)
            station.engine.join(address, made.new_code(BRANCH))
        whole = wire.Batch(clock.now_ms(), first.office.maintain(_everything), {}, [])
        theirs = next(each for each in made.joined(BRANCH) if each.id == second.store.node.id)
        held = log_of(database)

        with pytest.raises(Refused, match="forged_node"):
            made.ingest(theirs, whole)

        assert log_of(database) == held


def test_another_pc_goes_on_as_hub_and_the_old_one_comes_back_as_none(
    tmp_path: Path, clock: VirtualClock, central: tuple[Central, Database, str], chance: Random
) -> None:
    with ExitStack() as ending:
        first = Station.founding(tmp_path / "first", clock)
        second = Station.joining(tmp_path / "second", clock)
        for station in (first, second):
            ending.callback(station.close)
        with a_hub(tmp_path / "hub", clock, lane="9") as (hub, address):
            for station in (first, second):
                station.engine.join(address, hub.new_code())
                station.sync()
            first.work(3, chance)
            with relaying(hub, central) as engine:
                for station in (first, second, first):
                    station.sync()
                    sent_up(engine)
                    station.sync()
        first.work(2, chance)  # while there is no hub
        found_hub(second.office, tmp_path / "new")
        with a_hub(tmp_path / "new", clock, promoted=True) as (new, new_address):
            second.engine.join(new_address, new.new_code())
            second.sync()
            with relaying(new, central) as engine:
                sent_up(engine)
            for _each in range(3):  # the silent hub, central, then where the new one is
                clock.advance(BEYOND_AFTER_S)
                first.sync()
            assert first.engine.hub is not None
            assert first.engine.hub.url == new_address
            for station in (first, second, first):
                station.sync()
            assert log_of(first.store) == log_of(second.store) == new.office.maintain(log_of)
            with pytest.raises(HubRefused, match="nobody-waits"):
                reserved(first, 3)
            port = int(address.rpartition(":")[2])
            with a_hub(tmp_path / "hub", clock, port=port) as (old, _address):
                returned = Engine(old.office, chance=lambda: 0.5, relays=True)
                while returned.pull_once():
                    pass
                returned.stop()
                with pytest.raises(reservations.NotTheHub):
                    old.office.act_as("", reservations.reserve_next, request="late", counter=3)


def test_a_code_leads_to_a_new_hub_that_nothing_else_tells_of(
    tmp_path: Path, clock: VirtualClock
) -> None:
    with ExitStack() as ending:
        first = Station.founding(tmp_path / "first", clock)
        second = Station.joining(tmp_path / "second", clock)
        for station in (first, second):
            ending.callback(station.close)
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


def _everything(store: Store) -> list[Item]:
    return store.after(BRANCH, {}, limit=1000)


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


def test_a_pc_whose_lane_its_hub_gave_keeps_it_when_it_joins_central(
    tmp_path: Path, clock: VirtualClock, central: tuple[Central, Database, str]
) -> None:
    station = Station.founding(tmp_path / "first", clock)
    found_hub(station.office, tmp_path / "hub")
    with a_hub(tmp_path / "hub", clock) as (hub, address):
        station.engine.join(address, hub.new_code())
        station.sync()

        station.engine.join(central[2], central[0].new_code(BRANCH))

    assert station.store.node.lane == "2"
    station.close()


def test_an_answer_that_was_long_on_its_way_takes_back_nobodys_signature(
    hub: Hub,
    branch: tuple[Station, Station],
    central: tuple[Central, Database, str],
    chance: Random,
) -> None:
    first, _second = branch
    first.work(3, chance)
    first.sync()
    with relaying(hub, central) as engine:
        sent_up(engine)
        _made, database, _address = central
        with database.reading(BRANCH, 0) as reading:
            heads = vectors.heads(reading.connection, BRANCH)
            late = nodes.signatures(reading.connection, BRANCH, heads)
        first.work(3, chance)
        first.sync()

        def hear(store: Store) -> None:
            with store.transaction() as connection:
                link = Local(connection, BRANCH).get(LINK, Link)
                assert link is not None
                keep_genuine(connection, BRANCH, late, link.central_key)

        hub.office.maintain(hear)
        sent_up(engine)

    assert log_of(database) == hub.office.maintain(log_of)
