"""A counter PC at work: everything beside the desk starts, speaks up and ends with it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import text

from counter.clock import SystemClock, VirtualClock
from counter.config import ConfigWrong, read_config
from counter.errors import LoketError
from counter.office import day, queue
from counter.office.day import day_advice
from counter.office.instance import FRONT, ask_owner
from counter.office.office import Session
from counter.office.plan import SetupPlan
from counter.office.setup import set_up
from counter.office.station import LINE, TROUBLE, Station
from counter.server.central import Central
from counter.store.engine import Access, sqlite_engine
from counter.store.store import Store, read_key
from counter.store.troubles import (
    StoreInUse,
    StoreKeyLost,
    StoreMissing,
    StoreNewer,
    StoreNotOurs,
    StoreReadOnly,
)
from counter.sync.status import LineState
from tests.office.building import KTP
from tests.office.test_setup import PLAN
from tests.server.building import a_central

INDRA = Session(person="indra", name="Indra", roles=("admin",), counter=3)


class Ears:
    """Waits for what a station announces."""

    def __init__(self, station: Station) -> None:
        self._heard = threading.Condition()
        self._topics: list[str] = []
        station.subscribe(self._hear)

    def _hear(self, topics: frozenset[str]) -> None:
        with self._heard:
            self._topics += topics
            self._heard.notify_all()

    def wait_for(self, topic: str, until: Callable[[], bool] = lambda: True) -> None:
        """Until a topic was heard and something holds."""
        with self._heard:
            assert self._heard.wait_for(lambda: topic in self._topics and until(), 15)


def plan(tmp_path: Path, **changed: object) -> SetupPlan:
    """The office of the set-up tests, papers and backups in folders."""
    wanted = {
        "printer": f"folder:{tmp_path / 'papers'}",
        "backup_folder": str(tmp_path / "backups"),
        **changed,
    }
    return msgspec.structs.replace(PLAN, **wanted)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    set_up(tmp_path / "data", plan(tmp_path), SystemClock())
    return tmp_path / "data"


@pytest.fixture
def station(folder: Path) -> Iterator[Station]:
    station = Station.open(folder)
    station.start()
    yield station
    station.stop()


def signed_in(station: Station) -> Station:
    """Indra at counter 3, the day opened."""
    station.office.session = INDRA
    _advice, shown = station.office.read(day_advice)
    station.office.act(day.open_day, shown)
    return station


def test_opening_reads_the_settings_and_touches_nothing_else(tmp_path: Path) -> None:
    station = Station.open(tmp_path / "nothing")

    assert station.config.counter == 1
    assert not (tmp_path / "nothing").exists()


def test_a_wrong_settings_file_stops_the_opening(folder: Path) -> None:
    (folder / "loket.toml").write_text("counter = 0")

    with pytest.raises(ConfigWrong):
        Station.open(folder)


def test_a_ticket_given_at_the_desk_comes_out_of_the_printer(
    station: Station, tmp_path: Path
) -> None:
    ears = Ears(signed_in(station))

    ticket = station.office.act(queue.issue_ticket, service=KTP)
    station.office.act(queue.print_ticket, ticket.id)

    ears.wait_for("printed")
    assert [each.name for each in (tmp_path / "papers").iterdir()] == [f"{ticket.number}.pdf"]


def test_the_first_start_makes_a_backup(folder: Path) -> None:
    station = Station.open(folder)
    ears = Ears(station)

    station.start()

    ears.wait_for("backup")
    assert station.backup().ok
    station.stop()


def test_a_backup_that_fails_is_told_to_the_windows(tmp_path: Path) -> None:
    (tmp_path / "stick").write_bytes(b"")
    set_up(tmp_path / "data", plan(tmp_path, backup_folder=str(tmp_path / "stick")), SystemClock())
    station = Station.open(tmp_path / "data")
    ears = Ears(station)

    station.start()

    ears.wait_for(TROUBLE)
    assert station.trouble is not None
    assert station.trouble.code == "backup-folder-closed"
    station.stop()


def test_a_printer_nobody_understands_costs_no_queue(folder: Path) -> None:
    text = (folder / "loket.toml").read_text()
    (folder / "loket.toml").write_text(text.replace('printer = "folder:', 'printer = "windows:'))
    station = Station.open(folder)

    station.start()

    assert station.trouble is not None
    assert station.trouble.code == "printer-spec-wrong"
    assert signed_in(station).office.act(queue.issue_ticket, service=KTP).number
    station.stop()


def test_a_second_loket_brings_the_first_to_the_front(station: Station, folder: Path) -> None:
    ears = Ears(station)

    heard, _answer = ask_owner(folder, FRONT)

    assert heard
    ears.wait_for(FRONT)


def test_a_second_loket_lets_the_first_make_the_backup(
    station: Station, folder: Path, tmp_path: Path
) -> None:
    _heard, made = ask_owner(folder, "backup", {"to": str(tmp_path / "stick")})

    assert Path(made["file"]).parent == tmp_path / "stick"
    assert Path(made["file"]).is_file()
    assert made["events"] > 0
    assert station.backup().file != made["file"]  # the daily one is another matter


def test_a_second_station_on_the_store_is_refused(station: Station, folder: Path) -> None:
    second = Station.open(folder)

    with pytest.raises(StoreInUse):
        second.start()

    second.stop()
    assert signed_in(station).office.act(queue.issue_ticket, service=KTP).number


def test_the_store_is_free_once_the_station_has_stopped(folder: Path) -> None:
    station = Station.open(folder)
    station.start()

    station.stop()

    Store.open(folder).close()
    assert ask_owner(folder, FRONT) == (False, None)


def test_without_a_store_the_start_says_so_and_succeeds_once_it_is_there(tmp_path: Path) -> None:
    station = Station.open(tmp_path / "data")
    with pytest.raises(StoreMissing):
        station.start()

    set_up(tmp_path / "data", plan(tmp_path), SystemClock())
    station.start()

    assert station.config.counter == 3
    station.stop()


def _without_key(folder: Path) -> None:
    (folder / "store.key").unlink()


def _with_another_key(folder: Path) -> None:
    from counter import keys

    keys.seal(bytes(32), folder / "store.key")


def _with_garbage(folder: Path) -> None:
    (folder / "loket.db").write_bytes(b"garbage" * 1000)


def _emptied(folder: Path) -> None:
    (folder / "loket.db").write_bytes(b"")


def _of_a_newer_loket(folder: Path) -> None:
    engine = sqlite_engine(folder / "loket.db", read_key(folder), access=Access.WRITE)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()


@pytest.mark.parametrize(
    ("spoil", "trouble"),
    [
        (_emptied, StoreNotOurs),
        (_of_a_newer_loket, StoreNewer),
        (_without_key, StoreKeyLost),
        (_with_another_key, StoreNotOurs),
        (_with_garbage, StoreNotOurs),
    ],
)
def test_a_store_that_does_not_open_is_told_and_left_as_it_is(
    folder: Path, spoil: Callable[[Path], None], trouble: type[LoketError]
) -> None:
    spoil(folder)
    before = (folder / "loket.db").read_bytes()
    station = Station.open(folder)

    with pytest.raises(trouble):
        station.start()

    station.stop()
    assert (folder / "loket.db").read_bytes() == before


@pytest.fixture
def as_nobody(folder: Path) -> Iterator[None]:
    """As an account that may read the folder and not write it; root could write anything."""
    above = [each for each in folder.parents if not each.stat().st_mode & 0o001]
    kept = {each: each.stat().st_mode for each in above}
    for each in above:
        each.chmod(0o755)
    for file in folder.iterdir():
        file.chmod(0o444)
    folder.chmod(0o555)
    as_root = os.geteuid() == 0
    if as_root:
        os.seteuid(65534)
    yield
    if as_root:
        os.seteuid(0)
    folder.chmod(0o755)
    for each, mode in kept.items():
        each.chmod(mode)


@pytest.mark.usefixtures("as_nobody")
def test_a_folder_that_may_not_be_written_is_told(folder: Path) -> None:
    station = Station.open(folder)

    with pytest.raises(StoreReadOnly):
        station.start()

    station.stop()


def test_changed_settings_are_kept_in_the_file(station: Station, folder: Path) -> None:
    station.change(backup_hour=3)

    assert station.config.backup_hour == 3
    assert read_config(folder).backup_hour == 3


# --- the line ---------------------------------------------------------------------------------
@pytest.fixture
def central(tmp_path: Path) -> Iterator[tuple[Central, str]]:
    with a_central(tmp_path / "central") as (central, _database, url):
        yield central, url


def test_before_it_is_enrolled_a_station_has_no_line(station: Station) -> None:
    line = station.line()

    assert line is not None
    assert line.state is LineState.NEVER_SET_UP


def test_a_station_that_enrols_is_connected_and_sends_what_it_has(
    station: Station, folder: Path, central: tuple[Central, str]
) -> None:
    server, url = central
    ears = Ears(station)

    station.enrol(url, server.new_code("3171-06"))

    def sent() -> bool:
        line = station.line()
        return line is not None and line.state is LineState.CONNECTED and line.waiting == 0

    ears.wait_for(LINE, sent)
    assert read_config(folder).central_url == url
    assert station.office.read(lambda reading: reading.settings.office()).central_url == url


def test_a_second_loket_lets_the_first_enrol(
    station: Station, folder: Path, central: tuple[Central, str]
) -> None:
    server, url = central

    ask_owner(folder, "enrol", {"url": url, "code": server.new_code("3171-06")})

    assert [each.branch for each in server.joined()] == ["3171-06"]
    assert station.config.central_url == url


def test_importing_the_station_keeps_no_window_waiting() -> None:
    program = "import sys, counter.office.station; print(*sys.modules)"

    loaded = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )

    heavy = {"sqlalchemy", "sqlcipher3", "cryptography", "reportlab", "httpx2", "multiprocessing"}
    assert heavy & {name.split(".")[0] for name in loaded.stdout.split()} == set()


def test_a_stations_clock_is_the_one_it_is_given(folder: Path) -> None:
    clock = VirtualClock(1_800_000_000_000)

    station = Station.open(folder, clock)

    assert station.office.clock is clock
