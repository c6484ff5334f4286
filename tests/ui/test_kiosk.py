"""The kiosk as citizens use it: two touches to a number, and staff alone can end it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from itertools import combinations
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from counter.clock import VirtualClock
from counter.office.kiosk import Closed, ServiceState
from counter.office.kiosk_node import KioskNotJoined
from counter.text import language
from tests.ui.kiosk_scenes import GIVEN, GROUPS, OPEN, Standing, offered
from tests.ui.kiosks import EXIT, a_kiosk, shown
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
    qtbot: QtBot, tmp_path: Path, clock: VirtualClock, tasks: Tasks, opened: bool, refuses: bool
) -> Iterator[KioskWindow]:
    papers = tmp_path / "papers"
    if refuses:
        papers.touch()  # no folder: nothing comes out
    else:
        papers.mkdir()
    where, printer = tmp_path / "kiosk", f"folder:{papers}"
    with a_kiosk(qtbot, tasks, where, clock, printer=printer, opened=opened) as made:
        qtbot.waitUntil(lambda: len(made.choices) == len(GROUPS))
        yield made


def is_ready(window: KioskWindow) -> bool:
    """Whether its choices stand long enough to be meant."""
    return not window.choosing.is_fresh


def touch(qtbot: QtBot, choice: Choice) -> None:
    window = choice.window()
    assert isinstance(window, KioskWindow)
    qtbot.waitUntil(lambda: is_ready(window))
    qtbot.mouseClick(choice, Qt.MouseButton.LeftButton)


def is_given(window: KioskWindow, number: str) -> bool:
    return window.given is not None and window.given.number == number


def test_two_touches_lead_to_a_number_and_its_paper(qtbot: QtBot, window: KioskWindow) -> None:
    touch(qtbot, window.choices[0])
    touch(qtbot, window.choices[0])

    qtbot.waitUntil(lambda: is_given(window, "A-001"))
    qtbot.waitUntil(lambda: window.ticket.paper == "Silakan ambil tiket Anda.", timeout=15_000)
    assert window.ticket.ahead == "Anda berikutnya"


def test_one_more_service_follows_with_the_same_number(qtbot: QtBot, window: KioskWindow) -> None:
    touch(qtbot, window.choices[0])
    touch(qtbot, window.choices[0])
    qtbot.waitUntil(lambda: is_given(window, "A-001"))

    touch(qtbot, window.frame.more)
    assert not window.frame.priority.isVisible()
    touch(qtbot, window.choices[1])
    touch(qtbot, window.choices[0])

    qtbot.waitUntil(lambda: ", lalu " in window.ticket.title)
    assert is_given(window, "A-001")
    window.go_home()
    qtbot.waitUntil(lambda: window.choices[0].said.foot == "1 menunggu")
    assert window.choices[1].said.foot != "1 menunggu"


def test_whoever_wants_nothing_more_goes_back_and_keeps_the_number(
    qtbot: QtBot, window: KioskWindow
) -> None:
    touch(qtbot, window.choices[0])
    touch(qtbot, window.choices[0])
    qtbot.waitUntil(lambda: is_given(window, "A-001"))
    touch(qtbot, window.frame.more)
    touch(qtbot, window.frame.back)

    assert window.given is None
    touch(qtbot, window.choices[1])
    touch(qtbot, window.choices[0])
    qtbot.waitUntil(lambda: is_given(window, "B-001"))


def test_a_finger_does_as_the_mouse_does(qtbot: QtBot, window: KioskWindow) -> None:
    screen = QTest.createTouchDevice()
    for _touch in range(2):
        qtbot.waitUntil(lambda: is_ready(window))
        chosen = window.choices[0]
        QTest.touchEvent(chosen, screen).press(0, chosen.rect().center(), chosen)
        QTest.touchEvent(chosen, screen).release(0, chosen.rect().center(), chosen)

    qtbot.waitUntil(lambda: is_given(window, "A-001"))
    assert window.idle.isActive()


def test_the_keyboard_does_as_well(qtbot: QtBot, window: KioskWindow) -> None:
    window.choices[0].setFocus()
    qtbot.keyClick(window.choices[0], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: is_ready(window))
    window.choices[1].setFocus()
    qtbot.keyClick(window.choices[1], Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: is_given(window, "A-001"))


def test_figures_choose_without_looking_for_the_focus(qtbot: QtBot, window: KioskWindow) -> None:
    qtbot.keyClick(window, Qt.Key.Key_2)
    qtbot.waitUntil(lambda: is_ready(window))
    qtbot.keyClick(window, Qt.Key.Key_1)

    qtbot.waitUntil(lambda: is_given(window, "B-001"))


def test_a_second_touch_gives_no_second_number(qtbot: QtBot, window: KioskWindow) -> None:
    touch(qtbot, window.choices[0])
    chosen = window.choices[0]
    touch(qtbot, chosen)
    touch(qtbot, chosen)
    qtbot.waitUntil(lambda: window.given is not None)
    window.go_home()

    qtbot.waitUntil(lambda: window.choices[0].said.foot == "1 menunggu")


def test_an_eager_finger_chooses_nothing_on_the_page_that_follows(
    qtbot: QtBot, window: KioskWindow
) -> None:
    touch(qtbot, window.choices[0])
    assert window.choosing.is_fresh
    qtbot.mouseClick(window.choices[0], Qt.MouseButton.LeftButton)

    assert window.giving.isEnabled()
    assert window.given is None


def test_priority_is_one_button_and_is_forgotten(qtbot: QtBot, window: KioskWindow) -> None:
    touch(qtbot, window.frame.priority)
    touch(qtbot, window.choices[0])
    touch(qtbot, window.choices[0])
    qtbot.waitUntil(lambda: window.given is not None)

    assert window.given is not None
    assert window.given.priority
    window.go_home()
    assert not window.frame.priority.said.chosen


@pytest.mark.parametrize("refuses", [True])
def test_without_paper_the_number_stays_and_says_to_photograph_it(
    qtbot: QtBot, window: KioskWindow
) -> None:
    touch(qtbot, window.choices[0])
    touch(qtbot, window.choices[0])

    qtbot.waitUntil(lambda: "foto layar ini" in window.ticket.paper, timeout=15_000)
    assert is_given(window, "A-001")
    assert window.idle.interval() == 60_000


@pytest.mark.parametrize("opened", [False])
def test_what_is_closed_stays_and_gives_nothing(qtbot: QtBot, window: KioskWindow) -> None:
    assert {each.said.words for each in window.choices} == {"Belum buka."}
    assert window.frame.heading.text() == "Antrean segera dibuka"
    assert not window.frame.priority.isVisible()

    touch(qtbot, window.choices[0])

    assert window.given is None
    assert len(window.choices) == len(GROUPS)


@pytest.mark.parametrize(
    "size", [(1366, 768), (1920, 1080), (1024, 768), (800, 600), (1080, 1920), (768, 1366)]
)
@pytest.mark.parametrize("large", [False, True])
def test_everything_a_citizen_touches_is_large_and_on_the_screen(
    qtbot: QtBot, tasks: Tasks, size: tuple[int, int], large: bool
) -> None:
    with shown(qtbot, tasks, Standing(OPEN), size=size) as window:
        if large:
            window.frame.larger.click()
        qtbot.waitUntil(lambda: all(each.isVisible() for each in window.choices))

        touched = [each for each in window.findChildren(Choice) if each.isVisible()]

        assert (window.width(), window.height()) == size
        assert min(min(each.width(), each.height()) for each in touched) >= TOUCH
        places = [QRect(each.mapTo(window, QPoint()), each.size()) for each in touched]
        assert all(window.rect().contains(each) for each in places)
        assert not any(one.intersects(other) for one, other in combinations(places, 2))


def test_more_services_than_the_screen_has_room_for_come_page_by_page(
    qtbot: QtBot, tasks: Tasks
) -> None:
    many = replace(OPEN, groups=OPEN.groups * 4)
    with shown(qtbot, tasks, Standing(many)) as window:
        seen = [each.said.title for each in window.choices]
        while len(seen) < len(many.groups):
            assert window.choosing.more.isVisible()
            window.choosing.more.click()
            seen += [each.said.title for each in window.choices]
        window.choosing.more.click()

        assert seen == [each.group.title.id for each in many.groups]
        assert window.choices[0].said.title == seen[0]


def test_it_goes_back_to_the_start_as_the_next_one_expects_it(
    qtbot: QtBot, window: KioskWindow
) -> None:
    touch(qtbot, window.frame.languages["jv"])
    touch(qtbot, window.frame.larger)
    assert window.frame.heading.text() == "Pilih layanan kangge mundhut nomer"
    assert window.idle.isActive()
    assert window.idle.interval() == 20_000

    window.idle.timeout.emit()

    assert language() == "id"
    assert not window.frame.larger.said.chosen
    assert window.frame.heading.text() == "Pilih layanan untuk mengambil nomor"


@pytest.mark.parametrize("what", ["group", "priority", "language", "type"])
def test_one_touch_and_walking_off_leaves_the_start_to_the_next_one(
    qtbot: QtBot, window: KioskWindow, what: str
) -> None:
    frame = window.frame
    touched = {
        "group": window.choices[0],
        "priority": frame.priority,
        "language": frame.languages["jv"],
        "type": frame.larger,
    }
    touch(qtbot, touched[what])

    assert window.idle.isActive()
    window.idle.timeout.emit()

    assert frame.heading.text() == "Pilih layanan untuk mengambil nomor"
    assert not frame.priority.said.chosen
    assert not window.idle.isActive()


def test_what_happens_elsewhere_keeps_nobodys_number_on_the_screen(
    qtbot: QtBot, window: KioskWindow
) -> None:
    touch(qtbot, window.choices[0])
    touch(qtbot, window.choices[0])
    qtbot.waitUntil(lambda: window.ticket.paper == "Silakan ambil tiket Anda.", timeout=15_000)
    window.idle.setTimerType(Qt.TimerType.PreciseTimer)
    window.idle.start()
    qtbot.waitUntil(lambda: window.idle.remainingTime() < 19_700)

    window.resize(1365, 768)  # it says all again, as with every call in the office

    assert window.idle.remainingTime() < 19_800


def test_only_its_own_exit_code_ends_it(qtbot: QtBot, window: KioskWindow) -> None:
    window.close()
    assert window.isVisible()

    typed(qtbot, window, "1234")  # a clerk's PIN
    qtbot.waitUntil(lambda: "kode keluar" in window.frame.refusal.text())
    assert window.isVisible()
    qtbot.waitUntil(window.leaving.isEnabled)

    typed(qtbot, window, EXIT)

    qtbot.waitUntil(lambda: not window.isVisible())


def test_whoever_has_an_appointment_types_its_code(qtbot: QtBot, tasks: Tasks) -> None:
    node = Standing(replace(OPEN, expects=True), replace(GIVEN, slot=time(10)))
    with shown(qtbot, tasks, node) as window:
        qtbot.keyClick(window, Qt.Key.Key_Slash)
        assert "janji temu" in window.frame.heading.text()

        for digit in "204817":
            qtbot.keyClick(window, digit)

        qtbot.waitUntil(lambda: is_given(window, "A-024"))
        assert window.pages.currentWidget() is window.ticket
        assert window.ticket.ahead == "Janji temu pukul 10.00"


def test_a_day_without_numbers_keeps_nobody_out_who_is_expected(qtbot: QtBot, tasks: Tasks) -> None:
    node = Standing(replace(offered(ServiceState(Closed.FULL)), expects=True), GIVEN)
    with shown(qtbot, tasks, node) as window:
        assert window.frame.expected.isVisible()


def test_a_code_nobody_has_is_refused_and_can_be_typed_again(
    qtbot: QtBot, window: KioskWindow
) -> None:
    window.ask_arrival()
    qtbot.keyClicks(window.arrival.code, "204817")

    qtbot.waitUntil(lambda: "Tidak ada janji temu" in window.frame.refusal.text())
    assert window.pages.currentWidget() is window.arrival
    assert not window.arrival.code.text()


def test_signs_on_a_pad_of_figures_work_while_a_code_is_typed(
    qtbot: QtBot, window: KioskWindow
) -> None:
    window.ask_arrival()
    qtbot.keyClicks(window.arrival.code, "204 8")
    typed = window.arrival.code.text()

    qtbot.keyClick(window.arrival.code, "-")

    assert typed == "2048"
    assert window.pages.currentWidget() is window.choosing


def test_where_nobody_is_expected_no_code_is_asked_for(window: KioskWindow) -> None:
    assert not window.frame.expected.isVisible()


def test_a_kiosk_that_cannot_start_says_why(qtbot: QtBot, tasks: Tasks) -> None:
    window = KioskWindow(Standing(KioskNotJoined()), tasks)
    window.begin()
    window.show()

    qtbot.waitUntil(lambda: "loket kiosk join" in window.frame.note.text())
    window.let_go()
    window.deleteLater()


def typed(qtbot: QtBot, window: KioskWindow, code: str) -> None:
    window.ask_code()
    qtbot.keyClicks(window.exit.code, code)
    qtbot.keyClick(window.exit.code, Qt.Key.Key_Return)
