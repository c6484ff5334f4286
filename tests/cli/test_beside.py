"""Commands beside a Loket that is open."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from counter.office.instance import FRONT
from counter.office.station import Station
from tests.cli.running import Loket


# --- beside a Loket that is open --------------------------------------------------------------
@pytest.fixture
def station(office: Loket) -> Iterator[Station]:
    station = Station.open(office.data)
    station.start()
    yield station
    station.stop()


def test_a_second_start_brings_the_first_to_the_front_and_ends(
    office: Loket, station: Station
) -> None:
    called = threading.Event()
    station.subscribe(lambda topics: called.set() if FRONT in topics else None)

    assert office.done() == ""

    assert called.wait(10)


def test_the_open_loket_makes_the_backup(office: Loket, station: Station) -> None:
    usual = Path(office.done("backup").split(": ")[0])
    asked = Path(office.done("backup", "--to", "stick").split(": ")[0])

    assert (usual.parent, asked.parent) == (office.home / "backups", office.home / "stick")
    assert station.backup().file != str(asked)  # the daily one is another matter


def test_looking_goes_on_beside_the_open_loket(office: Loket, station: Station) -> None:
    assert "The store is whole" in office.done("store", "check")
    assert "are as written" in office.done("audit", "verify")
    assert office("doctor").returncode == 0
    assert station.office.read(lambda reading: reading.settings.day()) is None


def test_an_open_store_is_not_replaced(office: Loket, station: Station) -> None:
    file = office.done("backup", "--to", "stick").split(": ")[0]

    assert "already open" in office.refused("restore", file)
    assert station.office.read(lambda reading: reading.settings.office().code) == "3171-06"
