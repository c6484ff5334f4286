"""Central killed at any moment, and started again: its log ends equal to the stations'."""

from __future__ import annotations

import threading
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

import pytest

from counter.server.folder import CentralFolder, open_database
from counter.server.serving import new_code, run_central
from counter.store import vectors
from counter.store.log import Vector
from counter.sync.status import LineState
from tests.office.building import BRANCH
from tests.server.building import Station, link_of, log_of, moved_to, tickets_of

# forked from one process that has imported everything: a second saved at each of its many starts
_FORKED = get_context("forkserver")
_FORKED.set_forkserver_preload(["counter.server.serving", "psycopg"])


def serve(folder: Path, url: str | None, says: Connection) -> None:
    run_central(folder, database_url=url, port=0, on_ready=says.send)
    says.send("ended")


class CentralProcess:
    """A central as a process of its own."""

    def __init__(self, folder: Path, url: str | None) -> None:
        self._said, says = _FORKED.Pipe(duplex=False)
        self._process = _FORKED.Process(target=serve, args=(folder, url, says))
        self._process.start()
        says.close()
        self.address = self._said.recv()

    def kill(self) -> None:
        """End it as a power cut would."""
        self._process.kill()
        self._process.join()
        self._said.close()

    def ask_to_end(self) -> tuple[str, int | None]:
        """End it as a service manager would: what it said last, and its exit code."""
        self._process.terminate()
        said = self._said.recv()
        self._process.join()
        self._said.close()
        return said, self._process.exitcode


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "central"


def test_central_killed_at_any_moment_ends_with_every_event_once(
    station: Station,
    folder: Path,
    database_url: str | None,
    chance: Random,
    rounds: Callable[[int], int],
) -> None:
    code = new_code(folder, BRANCH, database_url=database_url)
    central = CentralProcess(folder, database_url)
    station.engine.join(central.address, code)
    acknowledged: Vector = {}
    cut_short = 0

    for _round in range(rounds(100)):
        moved_to(station, central.address, batch=chance.randint(1, 8))
        station.work(2, chance)
        killing = threading.Timer(chance.random() * 0.06, central.kill)
        killing.start()
        while station.engine.push_once():
            continue
        killing.join()
        cut_short += station.engine.status.waiting > 0
        _not_less(folder, database_url, station, acknowledged)
        central = CentralProcess(folder, database_url)

    moved_to(station, central.address)
    station.sync()
    central.kill()
    files = CentralFolder(folder)
    database = open_database(files, database_url)
    assert cut_short > 0
    assert station.engine.status.state is LineState.CONNECTED
    assert log_of(database) == log_of(station.store)
    assert tickets_of(database) == tickets_of(station.store)
    database.close()


def test_central_asked_to_end_does_so_at_once_though_stations_wait(
    station: Station, folder: Path, database_url: str | None
) -> None:
    code = new_code(folder, BRANCH, database_url=database_url)
    central = CentralProcess(folder, database_url)
    station.engine.join(central.address, code)
    station.sync()
    waiting = threading.Thread(target=station.engine.pull_once, kwargs={"wait_s": 25})
    waiting.start()

    said, code_given = central.ask_to_end()
    waiting.join(timeout=5)

    assert (said, code_given, waiting.is_alive()) == ("ended", 0, False)


def _not_less(folder: Path, url: str | None, station: Station, acknowledged: Vector) -> None:
    """Whatever was acknowledged once is on central's disk."""
    with station.store.reading(BRANCH, 0) as reading:
        acknowledged.update(reading.local.peer_heads(link_of(station).peer))
    database = open_database(CentralFolder(folder), url)
    with database.reading(BRANCH, 0) as reading:
        held = vectors.heads(reading.connection, BRANCH)
    database.close()
    assert all(held.get(chain, 0) >= seq for chain, seq in acknowledged.items())
