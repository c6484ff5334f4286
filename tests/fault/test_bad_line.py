"""A line that cuts, delays, splits and repeats: every event arrives, each once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random

from counter.clock import VirtualClock
from counter.sync.client import Line
from counter.sync.engine import Engine
from tests.fault.relay import Relay
from tests.office.building import BRANCH, at
from tests.server.building import Station, a_central, log_of, moved_to, point, tickets_of


def test_two_stations_over_a_bad_line_end_with_centrals_log(
    tmp_path: Path, rounds: Callable[[int], int]
) -> None:
    seed = 24
    chance = Random(seed)
    print(f"seed {seed}")
    clock = VirtualClock(at(8))
    first = Station.founding(tmp_path / "first", clock)
    second = Station.joining(tmp_path / "second", clock)
    with a_central(tmp_path / "central") as (central, database, address):
        for station in (first, second):
            station.engine.join(address, central.new_code(BRANCH))
            station.sync()
        with Relay(int(address.rpartition(":")[2]), chance).running() as relay:
            for _round in range(rounds(100)):
                for station in (first, second):
                    station.engine.stop()
                    point(station.office, relay.address)
                    station.engine = Engine(
                        station.office,
                        connect=partial(Line.to, patience_s=1.0),
                        first_batch=chance.choice((1, 5, 40)),
                    )
                    station.work(2, chance)
                    station.sync()

        for station in (first, second, first):
            moved_to(station, address)
            station.sync()
        assert log_of(database) == log_of(first.store) == log_of(second.store)
        assert tickets_of(database) == tickets_of(first.store) == tickets_of(second.store)
        assert relay.cuts > 0
    first.close()
    second.close()
