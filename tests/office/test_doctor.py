"""How a PC is: what the doctor finds, and what it says to do."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from counter.clock import VirtualClock
from counter.config import Config, write_config
from counter.office import day
from counter.office.backup import BackupFolderClosed, make_backup
from counter.office.doctor import Finding, Health, examine, stores_in
from counter.office.office import Office
from counter.store.store import Store
from counter.text import using
from tests.office.building import at


def looked(folder: Path, clock: VirtualClock) -> dict[str, Finding]:
    with using("en"):
        return {each.subject: each for each in examine(folder, clock)}


@pytest.fixture
def folder(office: Office) -> Path:
    return office.maintain(lambda store: store.folder)


def test_a_healthy_pc_has_nothing_to_do(
    office: Office, folder: Path, clock: VirtualClock, tmp_path: Path
) -> None:
    papers = tmp_path / "papers"
    write_config(folder, Config(printer=f"folder:{papers}", backup_folder=str(tmp_path / "b")))
    make_backup(office, tmp_path / "b")

    found = looked(folder, clock)

    assert {each.health for each in found.values()} == {Health.GOOD}
    assert list(found) == ["Version", "Disk", "Store", "Clock", "Line", "Backup", "Printer"]


def test_a_folder_without_any_store_is_looked_at_itself(folder: Path) -> None:
    empty = folder.parent / "empty"
    empty.mkdir()

    assert stores_in(empty) == [empty]
    assert stores_in(folder) == [folder]


def test_the_lane_is_called_one(office: Office, folder: Path, clock: VirtualClock) -> None:
    bare = looked(folder, clock)["Store"].figure
    office.maintain(lambda store: store.set_lane("3"))

    assert bare.endswith("lane bare (as in A-001)")
    assert looked(folder, clock)["Store"].figure.endswith("lane 3 (as in A3-001)")


def test_an_old_backup_is_looked_at_then_trouble(
    office: Office, folder: Path, clock: VirtualClock, tmp_path: Path
) -> None:
    write_config(folder, Config(backup_folder=str(tmp_path / "b")))
    make_backup(office, tmp_path / "b")

    healths = []
    for _two_days in range(3):
        healths.append(looked(folder, clock)["Backup"].health)
        clock.advance(48 * 3600)

    assert healths == [Health.GOOD, Health.LOOK, Health.BAD]


def test_a_backup_that_failed_says_why(
    office: Office, folder: Path, clock: VirtualClock, tmp_path: Path
) -> None:
    (tmp_path / "stick").write_bytes(b"")
    with pytest.raises(BackupFolderClosed):
        make_backup(office, tmp_path / "stick")

    found = looked(folder, clock)["Backup"]

    assert found.health is Health.BAD
    assert str(tmp_path / "stick") in found.figure


def test_a_clock_behind_the_offices_day_is_seen(
    office: Office, folder: Path, clock: VirtualClock
) -> None:
    office.act(day.open_day, date(2026, 11, 25))
    clock.set(at(8, on=date(2020, 1, 1)))

    found = looked(folder, clock)["Clock"]

    assert found.health is Health.LOOK
    assert found.figure == "01-01-2020, while the office's day is 25-11-2026"


def test_a_pc_whose_settings_have_not_come_yet_is_waited_for(
    tmp_path: Path, clock: VirtualClock
) -> None:
    Store.create(tmp_path / "joined", branch="3171-06", lane="2").close()

    assert looked(tmp_path / "joined", clock)["Store"].health is Health.LOOK


def test_wrong_settings_are_named_and_the_rest_is_still_looked_at(
    folder: Path, clock: VirtualClock
) -> None:
    (folder / "loket.toml").write_text("counter = 0")

    found = looked(folder, clock)

    assert found["Settings"].health is Health.BAD
    assert found["Store"].health is Health.GOOD


def test_a_folder_without_a_store_is_told(tmp_path: Path, clock: VirtualClock) -> None:
    assert looked(tmp_path / "none", clock)["Store"].health is Health.BAD
