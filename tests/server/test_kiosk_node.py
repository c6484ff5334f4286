"""A kiosk that joined a branch's hub: it numbers with it and without it, and knows no names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from pathlib import Path

import pytest
from msgspec.structs import replace

from counter.clock import Clock, SystemClock
from counter.config import ConfigWrong, read_config
from counter.domain import bodies
from counter.domain.calendar import Zone, branch_day
from counter.office import appointments, queue
from counter.office.doctor import Finding, Health, examine, stores_in
from counter.office.kiosk import ExitCodeWrong
from counter.office.kiosk_node import KioskNode, KioskNotJoined, join_kiosk, set_exit_code
from counter.office.people import PinUnfit, hash_pin
from counter.server.hub import Hub
from counter.store.settings import OfficeNotSetUp
from counter.store.store import Store
from counter.store.work import Work
from counter.sync.client import CodeRefused
from counter.text import using
from tests.office.building import KEY, KTP, todays_tickets
from tests.server.building import an_offices_hub, hear, private_parts

EXIT = "4711"


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[tuple[Hub, str]]:
    with an_offices_hub(tmp_path / "hub") as served:
        yield served


def join(folder: Path, hub: tuple[Hub, str]) -> KioskNode:
    clock = SystemClock()
    join_kiosk(
        folder, hub[1], hub[0].new_code(), clock, exit_code=EXIT, printer="none", paper="58mm"
    )
    return KioskNode(folder, clock)


@pytest.fixture
def kiosk(tmp_path: Path, hub: tuple[Hub, str]) -> Iterator[KioskNode]:
    kiosk = join(tmp_path / "kiosk", hub)
    kiosk.start()
    hear(kiosk, lambda: knows_office(kiosk))
    yield kiosk
    kiosk.stop()


def knows_office(kiosk: KioskNode) -> bool:
    try:
        return bool(kiosk.look()[0].groups)
    except OfficeNotSetUp:
        return False


def test_its_numbers_are_the_hubs_next(hub: tuple[Hub, str], kiosk: KioskNode) -> None:
    own = hub[0].office.act(queue.issue_ticket, service=KTP)
    given = kiosk.give(KTP, priority=True)

    hear(hub[0].office, lambda: len(todays_tickets(hub[0].office)) == 2)
    assert (own.number, given.number) == ("A-001", "A-002")
    assert given.priority
    again = kiosk.look(given.id)[1]
    assert again is not None
    # what came of its paper may be known by now
    assert replace(again, trouble="") == replace(given, trouble="")


def test_it_is_sent_nobodys_name_and_no_pin(tmp_path: Path, hub: tuple[Hub, str]) -> None:
    kiosk = join(tmp_path / "kiosk", hub)
    kiosk.start()
    hear(kiosk, lambda: knows_office(kiosk))
    kiosk.give(KTP)
    kiosk.stop()

    store = Store.open(tmp_path / "kiosk")
    with store.reading(store.node.branch, 0) as reading:
        people = reading.settings.people()
    assert private_parts(hub[0].office.maintain(lambda store: store)) > 0
    assert private_parts(store) == 0
    assert all(each.name == each.id and not each.pin_hash for each in people)
    store.close()


def test_whoever_has_an_appointment_has_the_hubs_next_number_by_its_code(
    hub: tuple[Hub, str], kiosk: KioskNode
) -> None:
    office = hub[0].office
    code = office.act(expect_somebody)
    hear(kiosk, lambda: kiosk.look()[0].expects)

    given = [kiosk.check_in(code) for _twice in range(2)]

    hear(office, lambda: len(todays_tickets(office)) == 1)
    assert [each.number for each in given] == ["A-001", "A-001"]
    assert given[0].slot == time(23, 59)
    found = office.read(appointments.appointments_ahead)
    assert [(each.name, each.appointment.ticket) for each in found] == [("Dewi", given[0].id)]


def expect_somebody(work: Work) -> str:
    """An office that is open whatever the time, and somebody in its last minute of today."""
    always = replace(work.settings.office(), hours={})
    work.record(always, entity="office", private=bodies.OfficePart(private_key=KEY.secret))
    today = branch_day(work.now_ms, Zone.WIB).isoformat()
    expected = bodies.AppointmentBooked(service=KTP, day=today, time="23:59", code="204817")
    work.record(expected, private=bodies.AppointmentPart(name="Dewi"))
    return expected.code


def test_without_the_hub_it_goes_on_in_its_own_lane(tmp_path: Path) -> None:
    with an_offices_hub(tmp_path / "hub") as hub:
        kiosk = join(tmp_path / "kiosk", hub)
        kiosk.start()
        hear(kiosk, lambda: knows_office(kiosk))
    try:
        assert kiosk.give(KTP).number == "A2-001"
        kiosk.leave(EXIT)
        with pytest.raises(ExitCodeWrong):
            kiosk.leave("1234")
    finally:
        kiosk.stop()


def test_its_settings_are_printer_and_paper_and_no_counter(
    tmp_path: Path, hub: tuple[Hub, str]
) -> None:
    join(tmp_path / "kiosk", hub)

    settings = (tmp_path / "kiosk" / "loket.toml").read_text(encoding="utf-8")

    assert read_config(tmp_path / "kiosk").paper == "58mm"
    assert "counter" not in settings


def test_another_exit_code_takes_the_place_of_the_first(
    tmp_path: Path, hub: tuple[Hub, str]
) -> None:
    kiosk = join(tmp_path / "kiosk", hub)
    set_exit_code(kiosk.folder, hash_pin("0815"), SystemClock())
    kiosk.start()
    try:
        kiosk.leave("0815")
        with pytest.raises(ExitCodeWrong):
            kiosk.leave(EXIT)
    finally:
        kiosk.stop()


def test_a_refused_code_leaves_nothing_behind(tmp_path: Path, hub: tuple[Hub, str]) -> None:
    code = hub[0].new_code()
    wrong = code[:-4] + ("AAAA" if not code.endswith("AAAA") else "BBBB")

    with pytest.raises(CodeRefused):
        join_kiosk(
            tmp_path / "kiosk",
            hub[1],
            wrong,
            SystemClock(),
            exit_code=EXIT,
            printer="none",
            paper="80mm",
        )

    assert not (tmp_path / "kiosk").exists()
    with pytest.raises(KioskNotJoined):
        KioskNode(tmp_path / "kiosk", SystemClock()).check()


def test_an_exit_code_that_is_none_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(PinUnfit):
        join_kiosk(
            tmp_path / "kiosk",
            "http://127.0.0.1:9",
            "no code",
            SystemClock(),
            exit_code="12",
            printer="none",
            paper="80mm",
        )

    assert not (tmp_path / "kiosk").exists()


def looked(folder: Path, clock: Clock) -> dict[str, Finding]:
    with using("en"):
        return {each.subject: each for each in examine(folder, clock)}


def test_a_refused_code_costs_an_office_no_sound_of_its_own(
    tmp_path: Path, hub: tuple[Hub, str]
) -> None:
    own = tmp_path / "kiosk" / "sounds" / "id" / "a.wav"
    own.parent.mkdir(parents=True)
    own.write_bytes(b"recorded here")
    code = hub[0].new_code()

    with pytest.raises(CodeRefused):
        join_kiosk(
            tmp_path / "kiosk",
            hub[1],
            code[:-4] + ("AAAA" if not code.endswith("AAAA") else "BBBB"),
            SystemClock(),
            exit_code=EXIT,
            printer="none",
            paper="80mm",
        )

    assert own.read_bytes() == b"recorded here"


def test_a_paper_that_is_none_is_refused_before_the_hub_is_asked(
    tmp_path: Path, hub: tuple[Hub, str]
) -> None:
    with pytest.raises(ConfigWrong):
        join_kiosk(
            tmp_path / "kiosk",
            hub[1],
            hub[0].new_code(),
            SystemClock(),
            exit_code=EXIT,
            printer="none",
            paper="90mm",
        )

    admitted = hub[0].office.read(lambda reading: reading.settings.nodes())
    assert [each for each in admitted if not each.sees_people] == []


def test_the_doctor_knows_a_kiosk_by_its_hub(tmp_path: Path) -> None:
    clock, folder = SystemClock(), tmp_path / "kiosk"
    with an_offices_hub(tmp_path / "hub") as hub:
        kiosk = join(folder, hub)
        kiosk.start()
        hear(kiosk, lambda: knows_office(kiosk))
        kiosk.stop()
        served = looked(folder, clock)
    alone = looked(folder, clock)

    assert served["Hub"].health is Health.GOOD
    assert alone["Hub"].health is Health.LOOK
    assert "counter" not in served["Store"].figure
    assert stores_in(tmp_path) == [folder]
    assert {"Line", "Backup"}.isdisjoint(served)
