"""The kiosk as citizens use it: two touches to a number, and staff alone can end it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from counter.office import day, kiosk
from counter.office.station import Station
from counter.text import language
from tests.office.building import DAY
from tests.office.test_kiosk import has_hub
from ui.kiosk.choice import Choice
from ui.kiosk.window import KioskWindow
from ui.tasks import Tasks
from ui.theme.kiosk import TOUCH


@pytest.fixture
def opened() -> bool:
    return True


@pytest.fixture
def refuses() -> bool:
    return False


@pytest.fixture
def window(
    qtbot: QtBot, station: Station, tasks: Tasks, opened: bool, refuses: bool
) -> Iterator[KioskWindow]:
    def begin() -> None:
        station.load()
        kiosk.stand_up(station.office, counter=3)
        station.office.act(has_hub)
        if opened:
            station.office.act(day.open_day, DAY)
        if refuses:
            station.change(printer=f"folder:{station.folder / 'loket.toml'}")  # no folder
        station.go_on()

    with ThreadPoolExecutor(1) as elsewhere:
        elsewhere.submit(begin).result()
    made = KioskWindow(station, tasks)
    made.resize(1366, 768)
    made.show()
    qtbot.waitUntil(lambda: len(made.choices) == 5)
    yield made
    made.let_go()
    made.deleteLater()


def touch(qtbot: QtBot, choice: Choice) -> None:
    qtbot.mouseClick(choice, Qt.MouseButton.LeftButton)


def test_two_touches_lead_to_a_number_and_its_paper(qtbot: QtBot, window: KioskWindow) -> None:
    touch(qtbot, window.choices[0])
    touch(qtbot, window.choices[0])

    qtbot.waitUntil(lambda: window.number.text() == "A-001")
    qtbot.waitUntil(lambda: window.paper.text() == "Silakan ambil tiket Anda.", timeout=15_000)
    assert window.ahead.text() == "Anda berikutnya"


def test_the_keyboard_does_as_well(qtbot: QtBot, window: KioskWindow) -> None:
    window.choices[0].setFocus()
    qtbot.keyClick(window.choices[0], Qt.Key.Key_Return)
    window.choices[1].setFocus()
    qtbot.keyClick(window.choices[1], Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: window.number.text() == "A-001")


def test_a_second_touch_gives_no_second_number(qtbot: QtBot, window: KioskWindow) -> None:
    touch(qtbot, window.choices[0])
    chosen = window.choices[0]
    touch(qtbot, chosen)
    touch(qtbot, chosen)
    qtbot.waitUntil(lambda: window.given is not None)
    window.go_home()

    qtbot.waitUntil(lambda: window.choices[0].said.foot == "1 menunggu")


def test_priority_is_one_button_and_is_forgotten(qtbot: QtBot, window: KioskWindow) -> None:
    touch(qtbot, window.priority)
    touch(qtbot, window.choices[0])
    touch(qtbot, window.choices[0])
    qtbot.waitUntil(lambda: window.given is not None)

    assert window.given is not None
    assert window.given.priority
    window.go_home()
    assert not window.priority.said.chosen


@pytest.mark.parametrize("refuses", [True])
def test_without_paper_the_number_stays_and_says_to_photograph_it(
    qtbot: QtBot, window: KioskWindow
) -> None:
    touch(qtbot, window.choices[0])
    touch(qtbot, window.choices[0])

    qtbot.waitUntil(lambda: "foto layar ini" in window.paper.text(), timeout=15_000)
    assert window.number.text() == "A-001"


@pytest.mark.parametrize("opened", [False])
def test_what_is_closed_stays_and_gives_nothing(qtbot: QtBot, window: KioskWindow) -> None:
    assert {each.said.words for each in window.choices} == {"Belum buka."}

    touch(qtbot, window.choices[0])

    assert window.given is None
    assert len(window.choices) == 5


def test_everything_a_citizen_touches_is_large(qtbot: QtBot, window: KioskWindow) -> None:
    window.larger.click()
    for size in ((1366, 768), (1024, 768), (768, 1366)):
        window.resize(*size)
        qtbot.waitUntil(lambda: all(each.isVisible() for each in window.choices))
        shown = [each for each in window.findChildren(Choice) if each.isVisible()]

        assert len(shown) == 10
        assert min(min(each.width(), each.height()) for each in shown) >= TOUCH


def test_it_goes_back_to_the_start_as_the_next_one_expects_it(
    qtbot: QtBot, window: KioskWindow
) -> None:
    touch(qtbot, window.languages["jv"])
    touch(qtbot, window.larger)
    assert window.heading.text() == "Pilih layanan kangge mundhut nomer"
    assert window.idle.isActive()
    assert window.idle.interval() == 20_000

    window.idle.timeout.emit()

    assert language() == "id"
    assert not window.larger.said.chosen
    assert window.heading.text() == "Pilih layanan untuk mengambil nomor"


def test_only_an_administrators_pin_ends_it(qtbot: QtBot, window: KioskWindow) -> None:
    window.close()
    assert window.isVisible()

    typed(qtbot, window, "1234")  # a clerk's
    qtbot.waitUntil(lambda: "PIN" in window.note.text())
    assert window.isVisible()
    qtbot.waitUntil(window.leaving.isEnabled)

    typed(qtbot, window, "4321")

    qtbot.waitUntil(lambda: not window.isVisible())


def typed(qtbot: QtBot, window: KioskWindow, pin: str) -> None:
    window.ask_pin()
    qtbot.keyClicks(window.pin, pin)
    qtbot.keyClick(window.pin, Qt.Key.Key_Return)
