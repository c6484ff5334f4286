"""Stations and central come to hold the same events, each once, on either database."""

from __future__ import annotations

from pathlib import Path
from random import Random

import msgspec

from counter.clock import VirtualClock
from counter.server.central import Central
from counter.store import vectors
from counter.store.database import Database
from counter.store.nodes import signatures
from counter.sync.client import Line
from counter.sync.engine import Engine
from counter.sync.status import LineState
from counter.sync.wire import Answer, Batch
from tests.office.building import BRANCH
from tests.server.building import Station, a_central, link_of, log_of, moved_to, tickets_of

Served = tuple[Central, Database, str]


def test_what_a_station_did_arrives_at_central_each_event_once(
    station: Station, served: Served, chance: Random
) -> None:
    central, database, address = served
    station.work(20, chance)

    station.engine.join(address, central.new_code(BRANCH))
    station.sync()

    assert log_of(database) == log_of(station.store)
    assert tickets_of(database) == tickets_of(station.store)
    assert (station.engine.status.state, station.engine.status.waiting) == (
        LineState.CONNECTED,
        0,
    )


def test_two_stations_of_a_branch_see_each_other_through_central(
    tmp_path: Path, station: Station, served: Served, chance: Random, clock: VirtualClock
) -> None:
    central, database, address = served
    station.engine.join(address, central.new_code(BRANCH))
    station.sync()
    second = Station.joining(tmp_path / "second", clock)
    second.engine.join(address, central.new_code(BRANCH))
    second.sync()

    for _round in range(3):
        station.work(2, chance)
        second.work(2, chance)
        station.sync()
        second.sync()
    station.sync()

    assert second.store.node.lane == "2"
    assert log_of(station.store) == log_of(second.store) == log_of(database)
    assert tickets_of(station.store) == tickets_of(second.store) == tickets_of(database)
    second.close()


def test_the_version_vector_stays_short_and_understood_over_restarts(
    tmp_path: Path, station: Station, served: Served, chance: Random, clock: VirtualClock
) -> None:
    central, database, address = served
    station.engine.join(address, central.new_code(BRANCH))
    station.close()

    for _start in range(6):
        again = Station.reopened(tmp_path / "station", clock)
        again.work(1, chance)
        again.engine.pull_once()  # before central has heard of this start's chain
        again.sync()
        with again.store.reading(BRANCH, 0) as reading:
            known = vectors.vector(reading.connection, BRANCH)
            chains = vectors.heads(reading.connection, BRANCH)
        assert log_of(again.store) == log_of(database)
        assert (len(known), again.engine.status.state) == (1, LineState.CONNECTED)
        again.close()

    assert len(chains) == 7


def test_a_repeated_and_reordered_batch_changes_nothing(
    station: Station, served: Served, chance: Random, clock: VirtualClock
) -> None:
    central, database, address = served
    station.engine.join(address, central.new_code(BRANCH))
    station.work(5, chance)
    sent = []

    class Listening(Line):
        def push(self, batch: Batch) -> Answer:
            sent.append(batch)
            return super().push(batch)

    station.engine.stop()
    station.engine = Engine(station.office, connect=Listening.to)
    station.sync()
    before = log_of(database)
    line = Line.to(link_of(station), clock)
    for batch in [*reversed(sent), *sent]:
        again = line.push(batch)
        shuffled = chance.sample(batch.items, len(batch.items))
        line.push(msgspec.structs.replace(batch, items=shuffled))

    assert again.refused == []
    assert log_of(database) == before == log_of(station.store)
    line.close()


def test_a_central_restored_from_an_older_copy_gets_its_lost_tail_again(
    tmp_path: Path, station: Station, chance: Random, clock: VirtualClock
) -> None:
    folder = tmp_path / "central"
    with a_central(folder) as (central, _database, address):
        station.engine.join(address, central.new_code(BRANCH))
        station.work(3, chance)
        station.sync()
    copies = {file: file.read_bytes() for file in folder.glob("loket-central.db*")}
    with a_central(folder) as (_central, _database, address):
        moved_to(station, address)
        station.work(3, chance)
        station.sync()
        station.close()
        again = Station.reopened(tmp_path / "station", clock)
        again.work(1, chance)
        again.sync()
        again.close()
    for file in folder.glob("loket-central.db*"):
        file.unlink()
    for file, content in copies.items():
        file.write_bytes(content)

    with a_central(folder) as (_central, database, address):
        after = Station.reopened(tmp_path / "station", clock)
        moved_to(after, address)
        after.work(1, chance)
        after.sync()

        assert log_of(database) == log_of(after.store)
        assert after.engine.status.waiting == 0
        after.close()


def test_heads_are_signed_by_their_node_and_countersigned_by_central(
    station: Station, served: Served, chance: Random
) -> None:
    central, database, address = served
    station.engine.join(address, central.new_code(BRANCH))
    station.work(2, chance)

    station.sync()

    with station.store.reading(BRANCH, 0) as here, database.reading(BRANCH, 0) as there:
        chains = vectors.heads(here.connection, BRANCH)
        kept = signatures(here.connection, BRANCH, chains)
        assert kept == signatures(there.connection, BRANCH, chains)
    assert {chain: head.seq for chain, head in kept.items()} == chains
    assert all(head.countersignature for head in kept.values())
    assert central.audit(BRANCH).findings == ()
    assert central.audit(BRANCH).signed == len(log_of(database))
