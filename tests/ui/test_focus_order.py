"""Tab goes as the eye goes, on every page of every window, and Shift+Tab the same way back."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from counter.clock import VirtualClock
from counter.office import people
from counter.office.station import Station
from tests.office.building import at
from tests.ui.deskwork import Give, Key, begin, focus
from tests.ui.mornings import an_office, work_through
from ui.admin.hub import HubAdmin
from ui.admin.window import PAGES, AdminWindow
from ui.desk.window import DeskWindow
from ui.front import Front
from ui.setup.answers import Answers, PersonAnswers
from ui.setup.people import PeoplePage
from ui.setup.steps import CENTRAL, OFFICE, PEOPLE, PLACE, SERVICES, SUMMARY, WELCOME
from ui.setup.window import SetupWindow
from ui.supervisor.window import SupervisorWindow
from ui.tasks import Tasks
from ui.widgets.check_row import CheckRow
from ui.widgets.pills import Pills

_MOST = 120
ADMIN = PersonAnswers("Indra Wijaya", "4321", "4321", ("admin",))


def in_front(qtbot: QtBot, window: QWidget) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def stops(window: QWidget, key: Qt.Key) -> tuple[list[QWidget], list[str]]:
    """Everything the key leads to until it is back where it began, and its steps against the eye.

    Places are looked at after each step, since what has the focus is scrolled into sight.
    """
    found, against = [focus()], []
    while len(found) < _MOST:
        before = focus()
        QTest.keyClick(before, key)
        QApplication.processEvents()
        if not follows(place(before, window), place(focus(), window)):
            against.append(f"{names(before)} -> {names(focus())}")
        if focus() is found[0]:
            return found, against
        assert focus() not in found, "a trap: the key never leads back to where it began"
        found.append(focus())
    raise AssertionError("no end")


def place(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint()), widget.size())


def follows(before: QRect, after: QRect) -> bool:
    """Whether the eye finds one after the other: to the right, or further down."""
    near = 8  # what glows around a field may touch its neighbour
    return after.left() >= before.right() - near or after.top() >= before.bottom() - near


def walk(window: QWidget) -> list[QWidget]:
    """Tab all around; assert that it follows the eye but for the one step back to the start."""
    there, against = stops(window, Key.Key_Tab)
    assert len(against) <= 1, against
    assert stops(window, Key.Key_Backtab)[0] == [there[0], *reversed(there[1:])]
    return there


def names(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.accessibleName()}"


@pytest.fixture
def setup(qtbot: QtBot, tasks: Tasks, tmp_path: Path) -> SetupWindow:
    answers = Answers(code="3171-06", name="Kelurahan Menteng", people=[ADMIN, ADMIN], paper="a5")
    made = SetupWindow(tasks, folder=tmp_path / "loket", clock=VirtualClock(at(8)), answers=answers)
    qtbot.addWidget(made, before_close_func=lambda window: window._leave())  # noqa: SLF001
    made.show()
    in_front(qtbot, made)
    return made


@pytest.mark.parametrize("step", [WELCOME, OFFICE, SERVICES, PEOPLE, PLACE, CENTRAL, SUMMARY])
@pytest.mark.parametrize("width", [1366, 850])
def test_tab_follows_the_eye_in_set_up(setup: SetupWindow, step: int, width: int) -> None:
    setup.resize(width, 768)
    setup.go(step)
    QApplication.processEvents()

    assert walk(setup)


def test_a_person_who_is_added_comes_before_the_button_that_adds(setup: SetupWindow) -> None:
    setup.go(PEOPLE)
    page = setup.page
    assert isinstance(page, PeoplePage)
    page.more.click()
    QApplication.processEvents()

    there = walk(setup)

    assert there[0] is page.cards[-1].name
    assert there.index(page.more) < there.index(setup.back_button)


def test_a_row_of_choices_is_one_stop_whatever_is_chosen(setup: SetupWindow) -> None:
    setup.go(PLACE)
    setup.resize(1366, 768)
    paper = next(each for each in setup.findChildren(Pills) if each.answer() == "a5")
    paper.setFocus()

    QTest.keyClick(focus(), Key.Key_Backtab)
    kinds = focus()
    QTest.keyClick(kinds, Key.Key_Tab)
    QTest.keyClick(focus(), Key.Key_Left)

    assert isinstance(kinds, Pills)
    assert kinds is not paper
    assert focus() is paper
    assert paper.answer() == "58mm"


def test_tab_follows_the_eye_where_people_sign_in(qtbot: QtBot, front: Front) -> None:
    in_front(qtbot, front)
    assert front.sign_in is not None

    there = walk(front)

    assert there == [front.sign_in.pin, front.sign_in.button, front.sign_in.people]


def test_tab_follows_the_eye_at_the_desk(
    qtbot: QtBot, front: Front, desk: DeskWindow, give: Give
) -> None:
    in_front(qtbot, front)
    give()
    walk(front)

    begin(qtbot, desk)
    there = walk(front)

    assert any(isinstance(each, CheckRow) for each in there)


def test_tab_follows_the_eye_in_an_intake_with_choices(
    qtbot: QtBot, front: Front, desk: DeskWindow, give: Give
) -> None:
    in_front(qtbot, front)
    give("kk_new")
    begin(qtbot, desk)
    pills = [each for each in desk.service.form.findChildren(Pills) if each.isVisible()]
    for each in pills:
        each.step(-1)  # the last one: what was before it could not be reached

    there = walk(front)

    assert pills
    assert set(pills) <= set(there)


@pytest.fixture
def admin(qtbot: QtBot, tasks: Tasks, station: Station) -> Iterator[AdminWindow]:
    with ThreadPoolExecutor(1) as elsewhere:
        elsewhere.submit(station.start).result()
        elsewhere.submit(people.sign_in, station.office, "indra", "4321", counter=3).result()
    made = AdminWindow(tasks, station)
    qtbot.addWidget(made)
    made.show()
    in_front(qtbot, made)
    qtbot.waitUntil(lambda: made.page is not None and not made.page.at_work)
    yield made
    made.close()


@pytest.mark.parametrize("name", PAGES)
def test_tab_follows_the_eye_in_the_administrators_window(
    qtbot: QtBot, admin: AdminWindow, name: str
) -> None:
    admin.links[name].setFocus()
    admin.go(name)
    QApplication.processEvents()
    if isinstance(admin.page, HubAdmin):  # what it offers comes with what it reads
        qtbot.waitUntil(admin.page.make.isVisible)
        QApplication.processEvents()

    assert walk(admin)


def test_tab_follows_the_eye_in_the_branch_heads_window(
    qtbot: QtBot, tasks: Tasks, clock: VirtualClock, tmp_path: Path
) -> None:
    with ThreadPoolExecutor(1) as elsewhere:
        office = elsewhere.submit(an_office, tmp_path / "store", clock).result()
        elsewhere.submit(work_through, office, clock, tickets=6).result()
        window = SupervisorWindow(tasks, office)
        qtbot.addWidget(window)
        window.show()
        in_front(qtbot, window)
        qtbot.waitUntil(lambda: window.shown is not None)
        QTest.keyClick(window, Key.Key_Tab)

        there = walk(window)

        assert {each for each in window.floor.seats if each.isVisible()} <= set(there)
        window.close()
        elsewhere.submit(office.close).result()
