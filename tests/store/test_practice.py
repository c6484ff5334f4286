"""Practice and work never mix: a store stays what it is, wherever its file is copied to."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from counter.clock import VirtualClock
from counter.office import commands
from counter.office.doctor import Health, examine
from counter.office.plan import CentralPlan, plan_problems
from counter.office.restore import restore
from counter.office.setup import set_up
from counter.office.station import Station
from counter.server.central import Central
from counter.server.folder import CentralFolder, open_database
from counter.store.backup import copy_verified
from counter.store.checks import looking
from counter.store.practice import PRACTICE, NotForPractice, OnlyForPractice, branch_of
from counter.store.store import DATABASE, KEY, STARTS, Store, read_key
from counter.sync.link import read_code
from tests.store.building import BRANCH, NOW_MS
from tests.ui.stations import PLAN

CODE = "AAAABBBBCCCC/AAAABBBBCCCCDDDD"


def a_store(folder: Path, *, practice: bool) -> Path:
    branch = PRACTICE if practice else BRANCH
    Store.create(folder, branch=branch, lane="", practice=practice).close()
    return folder


def copied(source: Path, target: Path) -> Path:
    """Another folder that somebody copied a store's files into."""
    target.mkdir()
    for name in (DATABASE, KEY, STARTS):
        shutil.copy2(source / name, target / name)
    return target


def open_it(folder: Path) -> None:
    station = Station.open(folder, VirtualClock(NOW_MS))
    try:
        station.load()
    finally:
        station.office.close()


def look_at_it(folder: Path) -> None:
    with looking(folder, NOW_MS):
        pass


def enrol_it(folder: Path) -> None:
    commands.enrol(folder, VirtualClock(NOW_MS), f"{BRANCH}/{CODE}", "https://127.0.0.1:1")


def back_it_up(folder: Path) -> None:
    commands.back_up(folder, VirtualClock(NOW_MS), folder / "backups")


@pytest.mark.parametrize("use", [open_it, look_at_it, enrol_it, back_it_up])
def test_a_practice_store_is_used_for_no_work(use: Callable[[Path], None], tmp_path: Path) -> None:
    practice = a_store(tmp_path / "practice", practice=True)
    real_place = copied(practice, tmp_path / "real")

    for folder in (practice, real_place):
        with pytest.raises(OnlyForPractice):
            use(folder)


def test_it_opens_for_practice_wherever_it_lies(tmp_path: Path) -> None:
    moved = copied(a_store(tmp_path / "practice", practice=True), tmp_path / "elsewhere")

    store = Store.open(moved, practice=True)

    assert store.node.branch == PRACTICE
    store.close()


def test_an_offices_store_opens_for_no_practice_and_stays_as_it_was(tmp_path: Path) -> None:
    real = a_store(tmp_path / "real", practice=False)
    folder = copied(real, tmp_path / "practice")
    before = (folder / STARTS).read_bytes()

    with pytest.raises(NotForPractice):
        Store.open(folder, practice=True)

    assert (folder / STARTS).read_bytes() == before
    Store.open(folder).close()  # and its lock was given back


def test_a_practice_store_is_restored_into_no_office(tmp_path: Path) -> None:
    practice = a_store(tmp_path / "practice", practice=True)
    real = a_store(tmp_path / "real", practice=False)
    backup = tmp_path / "practice.loket-backup"
    copy_verified(practice / DATABASE, read_key(practice), backup)
    shutil.copy2(practice / KEY, real / KEY)

    with pytest.raises(OnlyForPractice):
        restore(real, backup, VirtualClock(NOW_MS))

    assert not list(real.glob(f"{DATABASE}.replaced*"))


def test_no_code_lets_practice_in_anywhere(tmp_path: Path) -> None:
    folder = CentralFolder(tmp_path / "central")
    central = Central(
        folder, open_database(folder, None), one_writer=True, clock=VirtualClock(NOW_MS)
    )

    for name in (PRACTICE, PRACTICE.lower()):
        with pytest.raises(OnlyForPractice):
            central.new_code(name)
    central.close()
    with pytest.raises(OnlyForPractice):
        read_code(f"{PRACTICE}/{CODE}")


def test_no_office_is_set_up_under_the_code_of_practice(tmp_path: Path) -> None:
    assert PLAN.office is not None
    named = msgspec.structs.replace(
        PLAN, office=msgspec.structs.replace(PLAN.office, code=PRACTICE)
    )
    joining = msgspec.structs.replace(
        PLAN,
        office=None,
        people=(),
        counters=(),
        central=CentralPlan("https://127.0.0.1:1", f"{PRACTICE}/{CODE}"),
    )

    assert [each.key for each in plan_problems(named)] == ["office.code"]
    with pytest.raises(OnlyForPractice):
        set_up(tmp_path / "store", joining, VirtualClock(NOW_MS))
    with pytest.raises(NotForPractice):
        set_up(tmp_path / "store", PLAN, VirtualClock(NOW_MS), practice=True)
    assert not (tmp_path / "store").exists()


def test_the_doctor_says_of_a_practice_store_what_it_is(tmp_path: Path) -> None:
    folder = a_store(tmp_path / "practice", practice=True)

    found = examine(folder, VirtualClock(NOW_MS))

    assert any(PRACTICE in each.figure and each.health is Health.BAD for each in found)


def test_a_file_tells_whose_it_is_without_being_written(tmp_path: Path) -> None:
    folder = a_store(tmp_path / "practice", practice=True)
    before = (folder / DATABASE).read_bytes()

    assert branch_of(folder / DATABASE, read_key(folder)) == PRACTICE
    assert (folder / DATABASE).read_bytes() == before
