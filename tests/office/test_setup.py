"""Set-up: all of it or nothing, from a file or a value, founding an office or joining one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from counter.clock import VirtualClock
from counter.config import read_config
from counter.domain.calendar import Zone
from counter.errors import LoketError
from counter.office import people
from counter.office.office import CallersThread, Office
from counter.office.people import Role
from counter.office.plan import (
    CentralPlan,
    CounterPlan,
    OfficePlan,
    PersonPlan,
    SetupFileUnreadable,
    SetupFileWrong,
    SetupPlan,
    SetupWrong,
    read_plan,
)
from counter.office.setup import set_up
from counter.pages import page_count
from counter.printing.papers import PaperSize
from counter.printing.printers import PrinterSpecWrong
from counter.server.central import Central
from counter.server.folder import CentralFolder
from counter.server.serving import Serving
from counter.store.store import Store
from counter.store.troubles import StoreExists, StoreOnNetwork
from counter.sync.client import CodeRefused
from counter.sync.engine import Engine
from counter.sync.joining import BranchDiffers
from counter.sync.link import CentralUnreachable
from counter.text import using

PLAN = SetupPlan(
    office=OfficePlan(
        code="3171-06",
        name="Dukcapil Jakarta Pusat",
        zone=Zone.WIB,
        address="Jl. Tanah Abang I No. 1",
        letterhead=("PEMERINTAH PROVINSI DKI JAKARTA",),
    ),
    people=(
        PersonPlan(id="indra", name="Indra", roles=(Role.ADMIN,), pin="4321"),
        PersonPlan(id="sari", name="Sari", roles=(Role.CLERK, Role.SUPERVISOR), pin="1234"),
    ),
    counters=(CounterPlan(3), CounterPlan(4, "Loket Cepat", ("kia",))),
    counter=3,
    printer="none",
    paper=PaperSize.A5,
)
FILE = """
catalogue = "kelurahan"
counter = 3
printer = "none"

[office]
code = "3171-06"
name = "Kelurahan Menteng"
zone = "WIB"
hours = {mon = ["08:00", "15:00"]}

[[people]]
id = "sari"
name = "Sari"
roles = ["clerk", "admin"]
pin = "1234"
"""


def opened(folder: Path, clock: VirtualClock) -> Office:
    office = Office(lambda: Store.open(folder), writer=CallersThread(), clock=clock)
    office.open()
    return office


@pytest.fixture
def central(tmp_path: Path, clock: VirtualClock) -> Iterator[tuple[Central, str]]:
    """A central that listens, and its address."""
    files = CentralFolder(tmp_path / "central")
    central = Central(files, files.database(), one_writer=True, clock=clock)
    with Serving(central, host="127.0.0.1", port=0, tls=files.tls).on_a_thread() as url:
        yield central, url
    central.close()


def test_an_office_is_there_as_planned(tmp_path: Path, clock: VirtualClock) -> None:
    done = set_up(tmp_path / "data", PLAN, clock)

    office = opened(tmp_path / "data", clock)
    try:
        settings = office.read(lambda reading: reading.settings.office())
        counters = office.read(lambda reading: reading.settings.counters())
        assert (settings.name, settings.zone, settings.hours["fri"]) == (
            "Dukcapil Jakarta Pusat",
            "WIB",
            ("08:00", "15:00"),
        )
        assert [(each.name, each.services) for each in counters] == [
            ("Loket 3", ()),
            ("Loket Cepat", ("kia",)),
        ]
        assert people.sign_in(office, "sari", "1234", counter=3).roles == ("clerk", "supervisor")
    finally:
        office.close()
    assert read_config(tmp_path / "data").paper == "a5"
    assert (done.branch, done.lane, done.office) == ("3171-06", "", "Dukcapil Jakarta Pusat")


def test_the_recovery_sheet_holds_the_stores_own_key(tmp_path: Path, clock: VirtualClock) -> None:
    from counter import keys

    done = set_up(tmp_path, PLAN, clock)

    words = " ".join(word for row in done.words for word in row)
    assert keys.key_from_words(words) == keys.unseal(tmp_path / "store.key")
    assert page_count(done.sheet) == 1


def test_a_set_up_store_stays_the_pcs_own_and_keeps_its_lane(
    tmp_path: Path, clock: VirtualClock
) -> None:
    set_up(tmp_path, PLAN, clock)

    for _start in range(2):
        store = Store.open(tmp_path)
        assert store.node.lane == ""
        store.close()


def test_only_what_belongs_to_a_store_is_left_in_its_folder(
    tmp_path: Path, clock: VirtualClock
) -> None:
    set_up(tmp_path, PLAN, clock)

    assert sorted(each.name for each in tmp_path.iterdir()) == [
        "ballast",
        "loket.db",
        "loket.toml",
        "starts",
        "store.key",
        "store.lock",
    ]


def _with_office(**changed: object) -> SetupPlan:
    assert PLAN.office is not None
    return msgspec.structs.replace(PLAN, office=msgspec.structs.replace(PLAN.office, **changed))


@pytest.mark.parametrize(
    ("plan", "key"),
    [
        (_with_office(code="3171 06"), "office.code"),
        (_with_office(code="3171/06"), "office.code"),
        (_with_office(name=" "), "office.name"),
        (_with_office(hours={}), "office.hours"),
        (_with_office(hours={"mon": ("15:00", "08:00")}), "office.hours.mon"),
        (_with_office(hours={"mon": ("08:00",)}), "office.hours.mon"),
        (_with_office(hours={"mon": ("8", "15")}), "office.hours.mon"),
        (_with_office(hours={"senin": ("08:00", "15:00")}), "office.hours.senin"),
        (msgspec.structs.replace(PLAN, people=()), "people"),
        (msgspec.structs.replace(PLAN, people=PLAN.people[1:]), "people"),
        (msgspec.structs.replace(PLAN, people=PLAN.people * 2), "people[indra].id"),
        (msgspec.structs.replace(PLAN, counter=5), "counter"),
        (msgspec.structs.replace(PLAN, counters=(CounterPlan(3), CounterPlan(3))), "counters[#2]"),
        (
            msgspec.structs.replace(PLAN, counters=(CounterPlan(3, "", ("sim",)),)),
            "counters[#1].services",
        ),
        (msgspec.structs.replace(PLAN, printer="usb"), "printer"),
        (msgspec.structs.replace(PLAN, backup_folder="backups"), "backup_folder"),
        (msgspec.structs.replace(PLAN, central=CentralPlan("", "x")), "central.url"),
        (SetupPlan(), "office"),
        (SetupPlan(central=CentralPlan("https://c", "x"), people=PLAN.people), "people"),
    ],
)
def test_an_answer_that_cannot_be_is_named_and_nothing_is_written(
    tmp_path: Path, clock: VirtualClock, plan: SetupPlan, key: str
) -> None:
    with using("en"), pytest.raises(SetupWrong) as wrong:
        set_up(tmp_path / "data", plan, clock)

    assert f" at {key}" in str(wrong.value)
    assert not (tmp_path / "data").exists()


def test_a_pin_that_cannot_be_is_never_repeated(tmp_path: Path, clock: VirtualClock) -> None:
    person = PersonPlan(id="indra", name="Indra", roles=(Role.ADMIN,), pin="12E4")

    with pytest.raises(SetupWrong) as wrong:
        set_up(tmp_path / "data", msgspec.structs.replace(PLAN, people=(person,)), clock)

    assert "12E4" not in str(wrong.value.message())


def test_a_printer_this_system_cannot_have_is_refused_before_anything_is_written(
    tmp_path: Path, clock: VirtualClock
) -> None:
    plan = msgspec.structs.replace(PLAN, printer="windows:EPSON TM-T82")

    with pytest.raises(PrinterSpecWrong):
        set_up(tmp_path / "data", plan, clock)

    assert not (tmp_path / "data").exists()


def test_a_store_that_is_there_is_never_touched(tmp_path: Path, clock: VirtualClock) -> None:
    set_up(tmp_path, PLAN, clock)
    before = {each.name: each.read_bytes() for each in tmp_path.iterdir()}

    with pytest.raises(StoreExists):
        set_up(tmp_path, msgspec.structs.replace(PLAN, counter=4), clock)

    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == before


def test_a_synced_folder_is_refused(tmp_path: Path, clock: VirtualClock) -> None:
    with pytest.raises(StoreOnNetwork):
        set_up(tmp_path / "OneDrive - Dukcapil" / "loket", PLAN, clock)

    assert list(tmp_path.iterdir()) == []


def test_what_a_cut_set_up_left_does_not_stand_in_the_way(
    tmp_path: Path, clock: VirtualClock
) -> None:
    left = tmp_path / ".setup-cut"
    left.mkdir()
    (left / "loket.db").write_bytes(b"half")
    (tmp_path / "store.key").write_bytes(b"another")

    set_up(tmp_path, PLAN, clock)

    assert not left.exists()
    opened(tmp_path, clock).close()


# --- with a central ---------------------------------------------------------------------------
def test_an_office_is_founded_and_enrolled_at_once(
    tmp_path: Path, clock: VirtualClock, central: tuple[Central, str]
) -> None:
    server, url = central
    plan = msgspec.structs.replace(PLAN, central=CentralPlan(url, server.new_code("3171-06")))

    done = set_up(tmp_path / "data", plan, clock)

    assert [(each.branch, each.lane) for each in server.joined()] == [("3171-06", done.lane)]
    office = opened(tmp_path / "data", clock)
    assert office.read(lambda reading: reading.settings.office()).central_url == url
    office.close()


def test_a_pc_that_joins_gets_branch_lane_and_settings_from_central(
    tmp_path: Path, clock: VirtualClock, central: tuple[Central, str]
) -> None:
    server, url = central
    founding = msgspec.structs.replace(PLAN, central=CentralPlan(url, server.new_code("3171-06")))
    set_up(tmp_path / "first", founding, clock)
    first = opened(tmp_path / "first", clock)
    engine = Engine(first)
    while engine.push_once():
        pass
    engine.stop()
    first.close()

    joining = SetupPlan(central=CentralPlan(url, server.new_code("3171-06")), counter=4)
    done = set_up(tmp_path / "second", joining, clock)

    assert (done.branch, done.lane, done.office) == ("3171-06", "2", "Dukcapil Jakarta Pusat")
    second = opened(tmp_path / "second", clock)
    assert people.sign_in(second, "sari", "1234", counter=4).name == "Sari"
    assert second.read(lambda reading: len(reading.settings.office_key())) == 32
    second.close()


def test_a_wrong_code_leaves_nothing_behind(
    tmp_path: Path, clock: VirtualClock, central: tuple[Central, str]
) -> None:
    server, url = central
    branch, secret, certificate = server.new_code("3171-06").split("/")
    code = f"{branch}/{secret[::-1]}/{certificate}"

    with pytest.raises(CodeRefused):
        set_up(
            tmp_path / "data", msgspec.structs.replace(PLAN, central=CentralPlan(url, code)), clock
        )

    assert not (tmp_path / "data").exists()


def test_a_code_of_another_branch_is_refused_unused(
    tmp_path: Path, clock: VirtualClock, central: tuple[Central, str]
) -> None:
    server, url = central
    plan = msgspec.structs.replace(PLAN, central=CentralPlan(url, server.new_code("3273-01")))

    with pytest.raises(BranchDiffers):
        set_up(tmp_path / "data", plan, clock)

    assert server.joined() == []


def test_a_central_that_does_not_answer_leaves_nothing_behind(
    tmp_path: Path, clock: VirtualClock, central: tuple[Central, str]
) -> None:
    code = central[0].new_code("3171-06")
    plan = msgspec.structs.replace(PLAN, central=CentralPlan("http://127.0.0.1:9", code))

    with pytest.raises(CentralUnreachable):
        set_up(tmp_path / "data", plan, clock)

    assert not (tmp_path / "data").exists()


# --- from a file ------------------------------------------------------------------------------
def test_a_file_gives_the_same_as_the_window(tmp_path: Path, clock: VirtualClock) -> None:
    file = tmp_path / "office.toml"
    file.write_text(FILE)

    done = set_up(tmp_path / "data", read_plan(file), clock)

    assert done.office == "Kelurahan Menteng"


def test_a_catalogue_file_is_found_beside_the_set_up_file(
    tmp_path: Path, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(checkout / "resources" / "catalogue" / "kelurahan.toml", tmp_path / "ours.toml")
    file = tmp_path / "office.toml"
    file.write_text(FILE.replace('"kelurahan"', '"ours.toml"'))
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")

    assert read_plan(file).catalogue == str(tmp_path / "ours.toml")


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ('zone = "WIB"=>zone = "CET"', "office.zone"),
        ('zone = "WIB"=>', "office.zone"),
        ("counter = 3=>counter = '3'", "counter"),
        ('roles = ["clerk", "admin"]=>roles = ["boss"]', "people[sari].roles"),
        ('["08:00", "15:00"]=>["08:00"]', "office.hours.mon"),
        ("[office]=>[office]\ncolour = 1", "office.colour"),
        ("[office]=>[office", "the file"),
    ],
)
def test_a_wrong_file_names_file_key_and_what_was_expected(
    tmp_path: Path, wrong: str, key: str
) -> None:
    file = tmp_path / "office.toml"
    file.write_text(FILE.replace(*wrong.split("=>")))

    with using("en"), pytest.raises(SetupFileWrong) as told:
        read_plan(file)

    assert f"{file} is wrong at {key}" in str(told.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SetupFileUnreadable):
        read_plan(tmp_path / "none.toml")


def test_a_broken_catalogue_stops_the_set_up(tmp_path: Path, clock: VirtualClock) -> None:
    with pytest.raises(LoketError) as told:
        set_up(
            tmp_path / "data", msgspec.structs.replace(PLAN, catalogue=str(tmp_path / "no")), clock
        )

    assert told.value.code == "catalogue-unreadable"
    assert not (tmp_path / "data").exists()
