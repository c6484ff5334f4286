"""Central's backups, and what stations do once one was put back."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import pytest

from counter.clock import Clock, SystemClock, VirtualClock
from counter.office import queue
from counter.office.office import Office
from counter.office.restore import BackupMissing
from counter.server.backup import (
    CentralBackupLocked,
    CentralMissing,
    back_up_central,
    restore_central,
)
from counter.server.central import Central
from counter.server.folder import DATABASE, SIGNING_KEY, STORE_KEY, CentralKeyLost
from counter.server.serving import opened_central
from counter.store.database import Database
from counter.store.store import Store
from counter.store.troubles import StoreInUse
from counter.sync import wire
from counter.sync.client import Line
from counter.sync.engine import Engine
from counter.sync.link import Link
from tests.office.building import BRANCH, KIA, SARI, at
from tests.server.building import LogRow, Station, a_central, log_of, moved_to


@pytest.fixture
def station(tmp_path: Path, clock: VirtualClock) -> Station:
    return Station.founding(tmp_path / "station", clock)


def _backup(tmp_path: Path, station: Station, chance: Random) -> Path:
    """Yesterday's copy: made beside the running server, before some of what it then took."""
    with a_central(tmp_path / "central") as (central, _database, address):
        station.engine.join(address, central.new_code(BRANCH))
        station.work(3, chance)
        station.sync()
        kept = back_up_central(tmp_path / "central", tmp_path / "backups", SystemClock())
        assert kept.events == len(log_of(station.store))
        station.work(3, chance)
        station.sync()
        assert station.engine.status.waiting == 0
    return kept.file


def test_stations_send_again_what_a_central_put_back_to_yesterdays_copy_lacks(
    tmp_path: Path, clock: VirtualClock, station: Station, chance: Random
) -> None:
    folder = tmp_path / "central"
    second = Station.joining(tmp_path / "second", clock)
    backup = _backup(tmp_path, station, chance)
    with a_central(folder) as (central, _database, address):
        second.engine.join(address, central.new_code(BRANCH))
        moved_to(station, address)
        for each in (second, station):
            each.sync()
            each.work(2, chance)
        for each in (second, station, second):
            each.sync()
        port = int(address.rpartition(":")[2])
        before = log_of(second.store)
    done = restore_central(folder, backup, SystemClock())
    with opened_central(folder) as central:
        code = central.new_code(BRANCH)

    with a_central(folder, port=port) as (central, database, address):
        assert len(log_of(database)) == done.events < len(before)
        second.engine.join(address, code)  # it joined after the copy was made
        for _time in range(2):  # the first may find that its connection has ended
            for each in (station, second):
                each.engine.pull_once()
                each.sync()

        assert log_of(database) == before == log_of(station.store) == log_of(second.store)
        assert central.audit(BRANCH).findings == ()
    for each in (station, second):
        assert each.engine.status.waiting == 0
        each.close()


def test_an_idle_desk_hears_of_the_restore_by_itself(tmp_path: Path, station: Station) -> None:
    folder = tmp_path / "central"
    station.close()
    office = Office(
        lambda: Store.open(tmp_path / "station"), writer=ThreadPoolExecutor(1), clock=SystemClock()
    )
    office.open()
    office.session = SARI
    engine = Engine(office, chance=lambda: 0.0)
    with a_central(folder) as (central, database, address):
        engine.join(address, central.new_code(BRANCH))
        engine.start()
        office.act(queue.issue_ticket, service=KIA)
        _wait_for_log(central, database, office)
        backup = back_up_central(folder, tmp_path / "backups", SystemClock()).file
        office.act(queue.issue_ticket, service=KIA)
        _wait_for_log(central, database, office)
        port = int(address.rpartition(":")[2])

    restore_central(folder, backup, SystemClock())

    with a_central(folder, port=port) as (central, database, _address):
        _wait_for_log(central, database, office)
    engine.stop()
    office.close()


def _wait_for_log(central: Central, database: Database, office: Office) -> None:
    """Until central holds all of the office's log, and nothing twice."""
    stored = threading.Condition()

    def note(_branch: str) -> None:
        with stored:
            stored.notify_all()

    central.subscribe(note)
    wanted: list[LogRow] = office.maintain(log_of)
    with stored:
        assert stored.wait_for(lambda: log_of(database) == wanted, timeout=20)


def test_only_what_a_finished_backup_holds_is_called_durable(
    tmp_path: Path, station: Station, chance: Random
) -> None:
    answers: list[wire.Answer] = []

    class Hearing(Line):
        def push(self, batch: wire.Batch) -> wire.Answer:
            answers.append(super().push(batch))
            return answers[-1]

    def hearing(link: Link, clock: Clock) -> Line:
        return Hearing.to(link, clock)

    with a_central(tmp_path / "central") as (central, _database, address):
        station.engine.join(address, central.new_code(BRANCH))
        station.engine.stop()
        station.engine = Engine(station.office, connect=hearing)
        station.work(2, chance)
        station.sync()
        assert answers[-1].durable == {}
        held = answers[-1].heads

        back_up_central(tmp_path / "central", tmp_path / "backups", SystemClock())
        station.work(1, chance)
        station.sync()

    assert answers[-1].durable == held
    assert all(answers[-1].heads[chain] > seq for chain, seq in held.items())
    station.close()


def test_a_restore_by_other_means_opens_an_epoch_too(
    tmp_path: Path, station: Station, chance: Random
) -> None:
    folder = tmp_path / "central"
    with a_central(folder) as (central, _database, address):
        station.engine.join(address, central.new_code(BRANCH))
        station.work(2, chance)
        station.sync()
        told = []
        with opened_central(folder) as beside:
            beside.note_restore()
        node = central.joined(BRANCH)[0]
        told.append(central.pull(node, {}).restore_epoch)
        with opened_central(folder) as beside:
            beside.note_restore()
        told.append(central.pull(node, {}).restore_epoch)

    assert 0 < told[0] < told[1]
    station.close()


def test_what_was_there_is_kept_aside_whole(
    tmp_path: Path, station: Station, chance: Random
) -> None:
    backup = _backup(tmp_path, station, chance)

    done = restore_central(tmp_path / "central", backup, VirtualClock(at(9)))

    assert done.aside is not None
    done.aside.replace(tmp_path / "central" / DATABASE)
    with a_central(tmp_path / "central") as (_central, database, _address):
        assert log_of(database) == log_of(station.store)
    station.close()


def test_a_restore_that_cannot_be_changes_nothing(
    tmp_path: Path, station: Station, chance: Random
) -> None:
    folder, elsewhere, clock = tmp_path / "central", tmp_path / "elsewhere", SystemClock()
    backup = _backup(tmp_path, station, chance)
    station.close()
    with a_central(elsewhere):
        foreign = back_up_central(elsewhere, elsewhere / "backups", clock).file
    before = {file: file.read_bytes() for file in folder.iterdir()}

    with pytest.raises(BackupMissing):
        restore_central(folder, tmp_path / "none", clock)
    with pytest.raises(CentralBackupLocked):
        restore_central(folder, foreign, clock)
    with pytest.raises(CentralMissing):
        back_up_central(tmp_path, tmp_path / "backups", clock)
    assert {file: file.read_bytes() for file in folder.iterdir()} == before
    with a_central(folder), pytest.raises(StoreInUse):
        restore_central(folder, backup, clock)
    for key in (STORE_KEY, SIGNING_KEY):
        kept = (folder / key).rename(folder / "kept")
        with pytest.raises(CentralKeyLost):
            restore_central(folder, backup, clock)
        kept.rename(folder / key)
