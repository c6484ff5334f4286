"""Backups: when they are due, that they read back, what is said when they fail."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from counter.clock import VirtualClock
from counter.config import Config
from counter.domain.calendar import Zone
from counter.errors import LoketError
from counter.office import queue
from counter.office.backup import (
    BackupFolderClosed,
    BackupState,
    BackupTimer,
    backup_state,
    is_due,
    make_backup,
    make_copy,
)
from counter.office.office import Office
from counter.store.store import Store
from counter.text import using
from tests.office.building import DAY, KTP, at

YESTERDAY = date(2026, 11, 23)


def due(made_ms: int | None, now_ms: int, zone: Zone = Zone.WIB) -> bool:
    return is_due(BackupState(made_ms=made_ms), hour=16, zone=zone, now_ms=now_ms)


def test_a_store_without_a_backup_wants_one_at_once() -> None:
    assert due(None, at(8))


def test_one_backup_a_day_is_made_when_the_branchs_clock_strikes() -> None:
    made = at(16, 1, on=YESTERDAY)

    assert not due(made, at(8))
    assert not due(made, at(15, 59))
    assert due(made, at(16))
    assert not due(at(16), at(23))


def test_a_pc_that_was_off_at_the_hour_makes_it_at_the_next_start() -> None:
    assert due(at(15, on=YESTERDAY), at(8))


@pytest.mark.parametrize("zone", list(Zone))
def test_the_hour_is_the_branchs_own(zone: Zone) -> None:
    made = at(16, on=YESTERDAY, zone=zone)

    assert not due(made, at(15, 59, zone=zone), zone)
    assert due(made, at(16, zone=zone), zone)


def test_a_backup_from_a_future_that_never_came_does_not_count() -> None:
    assert due(at(16, on=date(2036, 1, 1)), at(8))


def test_a_failed_backup_is_tried_again_in_a_while_not_at_once() -> None:
    failed = BackupState(tried_ms=at(16), trouble="no room")

    assert not is_due(failed, hour=16, zone=Zone.WIB, now_ms=at(16, 14))
    assert is_due(failed, hour=16, zone=Zone.WIB, now_ms=at(16, 15))


def test_a_backup_reads_back_and_is_noted(
    office: Office, clock: VirtualClock, tmp_path: Path
) -> None:
    office.act(queue.issue_ticket, service=KTP)
    heard: list[frozenset[str]] = []
    office.subscribe(heard.append)

    made = make_backup(office, tmp_path / "backups")

    state = office.read(backup_state)
    assert (state.ok, state.made_ms, state.file) == (True, clock.now_ms(), str(made.file))
    assert state.events == made.events > 0
    assert any("backup" in topics for topics in heard)


def test_only_so_many_of_this_branchs_backups_are_kept(
    office: Office, clock: VirtualClock, tmp_path: Path
) -> None:
    other = tmp_path / "3273-01-20200101-000000.loket-backup"
    other.write_bytes(b"another branch's")

    for _day in range(4):
        make_backup(office, tmp_path, keep=2)
        clock.advance(86_400)

    assert len(list(tmp_path.glob("3171-06-*.loket-backup"))) == 2
    assert other.exists()


def test_a_folder_that_takes_no_backup_is_told_and_remembered(
    office: Office, tmp_path: Path
) -> None:
    (tmp_path / "stick").write_bytes(b"a file where a folder should be")

    with pytest.raises(BackupFolderClosed):
        make_backup(office, tmp_path / "stick")

    state = office.read(backup_state)
    assert not state.ok
    with using("en"):
        assert str(tmp_path / "stick") in state.words


def test_a_success_clears_an_earlier_failure(office: Office, tmp_path: Path) -> None:
    (tmp_path / "stick").write_bytes(b"")
    with pytest.raises(BackupFolderClosed):
        make_backup(office, tmp_path / "stick")

    make_backup(office, tmp_path / "backups")

    assert office.read(backup_state).ok


def test_a_copy_elsewhere_says_nothing_of_the_daily_backup(office: Office, tmp_path: Path) -> None:
    make_backup(office, tmp_path / "backups")
    before = office.read(backup_state)
    (tmp_path / "stick").write_bytes(b"")

    with pytest.raises(BackupFolderClosed):
        make_copy(office, tmp_path / "stick")
    made = make_copy(office, tmp_path / "elsewhere")

    assert made.events > 0
    assert office.read(backup_state) == before


def timer(office: Office, folder: str, troubles: list[LoketError] | None = None) -> BackupTimer:
    config = Config(backup_folder=folder, backup_keep=3, backup_hour=16)
    heard = troubles if troubles is not None else []
    return BackupTimer(office, lambda: config, on_trouble=heard.append)


def test_the_timer_makes_one_backup_a_day(
    office: Office, clock: VirtualClock, tmp_path: Path
) -> None:
    daily = timer(office, str(tmp_path / "backups"))

    made = []
    for hour in (8, 9, 16, 17):
        clock.set(at(hour, on=DAY))
        made.append(daily.run_if_due())

    assert made == [True, False, True, False]


def test_without_a_folder_the_timer_makes_none(office: Office) -> None:
    assert not timer(office, "").run_if_due()


def test_before_the_first_pull_there_is_nothing_to_back_up(
    tmp_path: Path, clock: VirtualClock
) -> None:
    from counter.office.office import CallersThread

    Store.create(tmp_path / "store", branch="3171-06", lane="2").close()
    office = Office(lambda: Store.open(tmp_path / "store"), writer=CallersThread(), clock=clock)

    assert not timer(office, str(tmp_path / "backups")).run_if_due()
    office.close()


def test_a_failure_at_night_is_told_and_the_timer_goes_on(office: Office, tmp_path: Path) -> None:
    from threading import Event

    (tmp_path / "stick").write_bytes(b"")
    told = Event()
    config = Config(backup_folder=str(tmp_path / "stick"))
    troubles: list[LoketError] = []

    def hear(trouble: LoketError) -> None:
        troubles.append(trouble)
        told.set()

    daily = BackupTimer(office, lambda: config, on_trouble=hear)
    daily.start()
    assert told.wait(10)
    daily.stop()

    assert [each.code for each in troubles] == ["backup-folder-closed"]
