"""A network's sign-in page stands before central all morning: nothing is taken for sent."""

from __future__ import annotations

from pathlib import Path
from random import Random

from counter.clock import VirtualClock
from counter.sync.status import LineState, LineTrouble
from tests.office.building import BRANCH, at
from tests.server.building import Station, a_central, log_of, moved_to
from tests.sync.elsewhere import HTML, PORTAL, answering, saying


def test_a_morning_behind_a_sign_in_page_is_sent_whole_once_somebody_signs_in(
    tmp_path: Path,
) -> None:
    chance = Random(24)
    station = Station.founding(tmp_path / "station", VirtualClock(at(8)))
    with a_central(tmp_path / "central") as (central, database, address):
        station.engine.join(address, central.new_code(BRANCH))
        station.sync()
        sent = len(log_of(database))

        with answering(saying(200, PORTAL, HTML)) as portal:
            moved_to(station, portal)
            for _hour in range(5):
                station.work(4, chance)
                station.sync()
                status = station.engine.status
                assert (status.state, status.trouble) == (LineState.CUT, LineTrouble.NOT_OURS)
                assert status.waiting == len(log_of(station.store)) - sent

        moved_to(station, address)
        station.sync()

        assert log_of(database) == log_of(station.store)
        assert station.engine.status.waiting == 0
    station.close()
