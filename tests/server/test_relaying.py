"""A hub between its branch and central: all is sent up, past it and after it, each event once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest

from counter.clock import VirtualClock
from counter.office import reservations
from counter.office.founding import found_hub
from counter.server.central import Central
from counter.server.forgery import Refused
from counter.server.hub import Hub
from counter.store import nodes, vectors
from counter.store.database import Database
from counter.store.local import Local
from counter.store.log import Item
from counter.store.store import Store
from counter.sync import wire
from counter.sync.engine import Engine
from counter.sync.link import LINK, Link
from counter.sync.peers import BACK_EVERY_S, BEYOND_AFTER_S
from counter.sync.signing import keep_genuine
from counter.sync.status import Above, HubRefused
from tests.office.building import BRANCH
from tests.server.building import Station, a_hub, asking, log_of, two_stations


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
    with two_stations(tmp_path, clock) as (first, second):
        for station in (first, second):
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
    with two_stations(tmp_path, clock) as (first, second):
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
            with asking(first) as line, pytest.raises(HubRefused, match="nobody-waits"):
                line.reserve(3)
            port = int(address.rpartition(":")[2])
            with a_hub(tmp_path / "hub", clock, port=port) as (old, _address):
                returned = Engine(old.office, chance=lambda: 0.5, relays=True)
                while returned.pull_once():
                    pass
                returned.stop()
                with pytest.raises(reservations.NotTheHub):
                    old.office.act_as("", reservations.reserve_next, request="late", counter=3)


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


def _everything(store: Store) -> list[Item]:
    return store.after(BRANCH, {}, limit=1000)
