"""Practice as a window: the band that nobody overlooks, the panel, beginning anew."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from counter.clock import VirtualClock
from counter.demo.branch import PIN
from counter.demo.guests import WALK_MS
from counter.demo.training import HEAD, TrainingStation
from counter.office.practice import Lesson, Speed, Story
from counter.text import ENGLISH, INDONESIAN
from tests.office.building import at
from ui.app import switch_language
from ui.supervisor.window import SupervisorWindow
from ui.tasks import Tasks
from ui.theme.tokens import space
from ui.training.band import NAME, Band, Bands
from ui.training.training import TrainingFront
from ui.widgets.confirm import Confirm

Key = Qt.Key


@pytest.fixture
def practice(tmp_path: Path) -> Iterator[TrainingStation]:
    station = TrainingStation(tmp_path / "loket-practice", clock=VirtualClock(at(9)))
    station.set_speed(Speed.STILL)
    yield station
    with ThreadPoolExecutor(1) as elsewhere:
        elsewhere.submit(station.stop).result()


@pytest.fixture
def front(
    qtbot: QtBot, qapp: QApplication, practice: TrainingStation, tasks: Tasks
) -> Iterator[TrainingFront]:
    bands = Bands(qapp, PIN)
    window = TrainingFront(practice, tasks, bands)
    window.show()
    qtbot.waitUntil(lambda: window.sign_in is not None)
    yield window
    window.panel.end()
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    window.deleteLater()
    bands.deleteLater()


def band_of(window: object) -> Band:
    band = getattr(window, "menuWidget", lambda: None)()
    assert isinstance(band, Band)
    return band


def sit_down(qtbot: QtBot, front: TrainingFront, person: str = "") -> None:
    page = front.sign_in
    assert page is not None
    if person:
        page.people.setCurrentIndex(page.people.findData(person))
    qtbot.keyClicks(page.pin, PIN)
    qtbot.keyClick(page.pin, Key.Key_Return)
    qtbot.waitUntil(lambda: front.window_ is not None and front.page is front.window_)
    qtbot.waitUntil(front.panel.isVisible)


def press(front: TrainingFront, key: Qt.Key) -> None:
    QTest.keyClick(QApplication.focusWidget() or front, key)


def called(qtbot: QtBot, front: TrainingFront) -> None:
    press(front, Key.Key_F2)
    qtbot.waitUntil(lambda: front.panel.shown is not None and front.panel.shown.guest is not None)


def test_every_window_of_practice_bears_the_band(
    qtbot: QtBot, front: TrainingFront, practice: TrainingStation, tasks: Tasks
) -> None:
    sit_down(qtbot, front, HEAD)
    other = SupervisorWindow(tasks, practice.office)
    qtbot.addWidget(other)

    other.show()

    for window in (front, other):
        band = band_of(window)
        assert band.isVisible()
        assert band.width() == window.width()
        assert NAME in band.accessibleName()
        assert PIN in band.accessibleName()
    other.close()


def test_the_desk_lies_below_the_band_as_wide_as_ever(qtbot: QtBot, front: TrainingFront) -> None:
    sit_down(qtbot, front)
    assert front.window_ is not None

    assert front.window_.width() == front.width()
    assert front.window_.height() == front.height() - band_of(front).height()
    assert front.window_.menuWidget() is None


def test_the_panel_waits_for_somebody_to_sign_in(qtbot: QtBot, front: TrainingFront) -> None:
    assert not front.panel.isVisible()
    assert not front.show_panel.isVisible()

    sit_down(qtbot, front)

    assert front.show_panel.isVisible()
    assert front.desk is not None
    front.desk.lock()
    qtbot.waitUntil(lambda: not front.panel.isVisible())


def test_f11_puts_the_panel_away_and_brings_it_back(qtbot: QtBot, front: TrainingFront) -> None:
    sit_down(qtbot, front)

    front.show_panel.trigger()
    assert not front.panel.isVisible()
    front.show_panel.trigger()

    assert front.panel.isVisible()


def test_the_lessons_end_with_the_button_that_begins_anew(
    qtbot: QtBot, front: TrainingFront
) -> None:
    sit_down(qtbot, front)
    front.panel.tabs.setCurrentIndex(1)
    lessons = front.panel.lessons
    place = lessons.parentWidget()
    assert place is not None

    qtbot.waitUntil(lambda: lessons.again.geometry().bottom() > 0)

    below = lessons.height() - lessons.again.geometry().bottom()
    assert lessons.height() > place.height()  # there is something to scroll
    assert below < space(4)


def test_a_call_brings_a_citizen_and_a_tick(
    qtbot: QtBot, front: TrainingFront, practice: TrainingStation
) -> None:
    sit_down(qtbot, front)
    person, lessons = front.panel.person, front.panel.lessons

    called(qtbot, front)

    assert front.window_ is not None
    number = person.number.text()
    assert number
    qtbot.waitUntil(lambda: lessons.ticks[Lesson.CALL].done)
    assert not lessons.ticks[Lesson.START].done
    assert isinstance(practice.office.clock, VirtualClock)
    practice.office.clock.advance(WALK_MS / 1000)

    def is_here() -> bool:
        shown = front.panel.shown
        return shown is not None and shown.guest is not None and shown.guest.story is Story.READY

    qtbot.waitUntil(is_here, timeout=3000)
    assert person.tag.text() == "sudah di sini"
    assert person.said.text()


def test_the_desks_keys_are_lessons(qtbot: QtBot, front: TrainingFront) -> None:
    sit_down(qtbot, front)
    called(qtbot, front)
    ticks = front.panel.lessons.ticks

    press(front, Key.Key_F4)
    qtbot.waitUntil(lambda: ticks[Lesson.START].done)
    press(front, Key.Key_F7)
    assert front.window_ is not None
    press(front, Key.Key_Escape)
    press(front, Key.Key_F9)

    qtbot.waitUntil(lambda: ticks[Lesson.FINISH].done)
    assert front.panel.tabs.tabText(1).endswith("3 dari 10")


def test_how_busy_it_is_can_be_chosen(qtbot: QtBot, front: TrainingFront) -> None:
    sit_down(qtbot, front)
    speed = front.panel.lessons.speed
    qtbot.waitUntil(lambda: speed.answer() == Speed.STILL.value)

    speed.step(1)

    assert speed.answer() == Speed.CALM.value
    qtbot.waitUntil(lambda: front.panel.shown is not None and front.panel.shown.speed is Speed.CALM)


@pytest.mark.parametrize("anew", [True, False])
def test_practice_begins_anew_when_it_is_asked_for_twice(
    qtbot: QtBot, front: TrainingFront, *, anew: bool
) -> None:
    sit_down(qtbot, front)

    front.panel.anew.trigger()
    asked = front.findChild(Confirm)
    assert asked is not None
    (asked.leave if anew else asked.stay).click()

    qtbot.waitUntil(lambda: front.isVisible() is not anew)
    assert front.anew is anew


def test_the_panel_speaks_the_language_in_use(
    qtbot: QtBot, qapp: QApplication, front: TrainingFront
) -> None:
    sit_down(qtbot, front)

    switch_language(qapp, ENGLISH)
    english = (front.panel.tabs.tabText(0), band_of(front).accessibleName(), front.windowTitle())
    switch_language(qapp, INDONESIAN)
    indonesian = (front.panel.tabs.tabText(0), band_of(front).accessibleName(), front.windowTitle())

    assert english[0] == "At the counter"
    assert indonesian[0] == "Di loket"
    assert all(one != other for one, other in zip(english, indonesian, strict=True))
