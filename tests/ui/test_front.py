"""What stands before the desk: signing in, the day's date, and what keeps a store from opening."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from counter.clock import VirtualClock
from counter.keys import key_words
from counter.office import people
from counter.office.people import Role
from counter.office.station import Station
from counter.store.store import KEY, read_key
from counter.text import ENGLISH, INDONESIAN
from tests.office.building import at
from tests.ui.stations import a_station, opened
from ui.admin.window import AdminWindow
from ui.app import switch_language
from ui.desk.acts import Act
from ui.front import Front
from ui.gate import DatePage, KeyPage
from ui.tasks import Tasks
from ui.widgets.error_panel import GatePage
from ui.widgets.sign_in import SignIn

Key = Qt.Key


def page_of(front: Front) -> SignIn:
    assert front.sign_in is not None
    return front.sign_in


def type_pin(qtbot: QtBot, front: Front, pin: str, *, person: str = "sari") -> None:
    page = page_of(front)
    page.people.setCurrentIndex(page.people.findData(person))
    qtbot.keyClicks(page.pin, pin)
    qtbot.keyClick(page.pin, Key.Key_Return)


def at_desk(front: Front) -> bool:
    return front.window_ is not None and front.page is front.window_


def said_on(page: GatePage) -> list[str]:
    return [each.text() for each in (page.happened, page.safe, page.do_next)]


def test_a_wrong_pin_says_so_and_the_next_ones_wait(qtbot: QtBot, front: Front) -> None:
    for _try in range(3):
        type_pin(qtbot, front, "9999")
        qtbot.waitUntil(lambda: bool(page_of(front).said.text()) and not page_of(front).pin.text())
        page_of(front).said.setText("")

    type_pin(qtbot, front, "1234")

    qtbot.waitUntil(lambda: "5" in page_of(front).said.text())
    assert not page_of(front).enter.isEnabled()
    assert not at_desk(front)


def test_the_first_to_sign_in_opens_the_day(qtbot: QtBot, front: Front) -> None:
    type_pin(qtbot, front, "1234")

    qtbot.waitUntil(lambda: at_desk(front))

    assert front.desk is not None
    assert front.desk.day == "2026-11-24"


def test_whoever_worked_here_last_is_offered_first_after_the_program_ended(
    qtbot: QtBot, tasks: Tasks, tmp_path: Path, clock: VirtualClock
) -> None:
    with ThreadPoolExecutor(1) as elsewhere:
        station = elsewhere.submit(a_station, tmp_path, clock).result()
        with opened(qtbot, station, tasks) as front:
            assert page_of(front).people.currentData() == "indra"
            type_pin(qtbot, front, "1234", person="sari")
            qtbot.waitUntil(lambda: at_desk(front))
        elsewhere.submit(station.stop).result()

        later = elsewhere.submit(Station.open, station.folder, clock).result()
        with opened(qtbot, later, tasks) as again:
            assert page_of(again).people.currentData() == "sari"
        elsewhere.submit(later.stop).result()


def test_an_administrator_opens_administration_from_the_desk(qtbot: QtBot, front: Front) -> None:
    type_pin(qtbot, front, "4321", person="indra")
    qtbot.waitUntil(lambda: at_desk(front))
    assert front.window_ is not None

    front.window_.acts[Act.ADMIN].trigger()

    found = [each for each in QApplication.topLevelWidgets() if isinstance(each, AdminWindow)]
    qtbot.waitUntil(lambda: found[0].settings is not None)
    assert found[0].isVisible()
    found[0].close()
    qtbot.waitUntil(lambda: not isValid(found[0]))


def test_whoever_is_added_meanwhile_can_sign_in_without_a_restart(
    qtbot: QtBot, tasks: Tasks, tmp_path: Path, clock: VirtualClock
) -> None:
    with ThreadPoolExecutor(1) as elsewhere:
        station = elsewhere.submit(a_station, tmp_path, clock).result()
        with opened(qtbot, station, tasks) as front:
            type_pin(qtbot, front, "4321", person="indra")
            qtbot.waitUntil(lambda: at_desk(front))
            assert front.window_ is not None
            added = elsewhere.submit(
                station.office.act,
                people.record_person,
                people.Member("budi", "Budi", (Role.CLERK,)),
                pin_hash=people.hash_pin("2222"),
            )
            added.result()
            front.window_.acts[Act.LOCK].trigger()
            qtbot.waitUntil(lambda: front.sign_in is not None)

            qtbot.waitUntil(lambda: page_of(front).people.findData("budi") >= 0)
            assert page_of(front).people.currentData() == "indra"
            type_pin(qtbot, front, "2222", person="budi")
            qtbot.waitUntil(lambda: at_desk(front))
        elsewhere.submit(station.stop).result()


def test_a_clock_that_went_back_asks_for_the_date(
    qapp: QApplication, qtbot: QtBot, front: Front, clock: VirtualClock
) -> None:
    type_pin(qtbot, front, "1234")
    qtbot.waitUntil(lambda: at_desk(front))
    clock.set(at(8, on=date(2020, 1, 1)))
    assert front.desk is not None
    front.desk.lock()
    qtbot.waitUntil(lambda: front.sign_in is not None)

    type_pin(qtbot, front, "1234")
    qtbot.waitUntil(lambda: isinstance(front.page, DatePage))
    asking = front.page
    assert isinstance(asking, DatePage)
    qtbot.keyClicks(asking.field, "23-11-2026")
    qtbot.keyClick(asking.field, Key.Key_Return)
    qtbot.waitUntil(lambda: "2026-11-24" in asking.said.text())
    refused = asking.said.text()
    switch_language(qapp, ENGLISH)
    assert "2026-11-24" in asking.said.text() != refused
    assert asking.field.text() == "23-11-2026"
    asking.field.clear()
    qtbot.keyClicks(asking.field, "25-11-2026")
    qtbot.keyClick(asking.field, Key.Key_Return)

    qtbot.waitUntil(lambda: at_desk(front))
    qtbot.waitUntil(lambda: front.desk is not None and front.desk.day == "2026-11-25")


def test_a_lost_key_is_asked_for_and_its_words_open_the_store(
    qapp: QApplication, qtbot: QtBot, tasks: Tasks, tmp_path: Path, clock: VirtualClock
) -> None:
    with ThreadPoolExecutor(1) as elsewhere:
        station = elsewhere.submit(a_station, tmp_path, clock).result()
        words = "\n".join(" ".join(row) for row in key_words(read_key(station.folder)))
        (station.folder / KEY).unlink()
        front = Front(station, tasks)
        front.show()
        qtbot.waitUntil(lambda: isinstance(front.page, KeyPage))
        page = front.page
        assert isinstance(page, KeyPage)
        front.activateWindow()
        qtbot.waitUntil(page.entry.hasFocus)
        page.entry.setPlainText("satu dua tiga")
        page.open.trigger()
        qtbot.waitUntil(page.said.isVisible)
        refused = page.said.text()
        switch_language(qapp, ENGLISH)
        assert page.said.text() not in ("", refused)
        assert page.entry.toPlainText() == "satu dua tiga"

        page.entry.setPlainText(words)
        page.open.trigger()

        qtbot.waitUntil(lambda: front.sign_in is not None)
        front.close()
        qtbot.waitUntil(lambda: not front.isVisible())
        front.deleteLater()
        elsewhere.submit(station.stop).result()


def test_a_store_in_use_says_so_in_each_language_and_can_be_tried_again(
    qapp: QApplication, qtbot: QtBot, tasks: Tasks, tmp_path: Path, clock: VirtualClock
) -> None:
    with ThreadPoolExecutor(1) as elsewhere:
        first = elsewhere.submit(a_station, tmp_path, clock).result()
        elsewhere.submit(first.start).result()
        second = Station.open(first.folder, clock)
        front = Front(second, tasks)
        front.show()
        qtbot.waitUntil(lambda: isinstance(front.page, GatePage))
        page = front.page
        assert isinstance(page, GatePage)
        before = said_on(page)
        switch_language(qapp, ENGLISH)
        assert all(before)
        assert not set(said_on(page)) & set(before)
        switch_language(qapp, INDONESIAN)
        assert said_on(page) == before

        elsewhere.submit(first.stop).result()
        front.retry.trigger()

        qtbot.waitUntil(lambda: front.sign_in is not None)
        front.close()
        qtbot.waitUntil(lambda: not front.isVisible())
        front.deleteLater()
        elsewhere.submit(second.stop).result()


def test_a_new_day_asks_for_the_pin_again(qtbot: QtBot, front: Front, clock: VirtualClock) -> None:
    type_pin(qtbot, front, "1234")
    qtbot.waitUntil(lambda: at_desk(front))
    clock.set(at(7, on=date(2026, 11, 25)))

    front.look_at_day()

    qtbot.waitUntil(lambda: front.sign_in is not None)
    type_pin(qtbot, front, "1234")
    qtbot.waitUntil(lambda: front.desk is not None and front.desk.day == "2026-11-25")
