"""What tests do in the set-up window: type, go on, reach the summary and the sheet."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from counter.clock import VirtualClock
from tests.office.building import at
from ui.setup.answers import Answers, PersonAnswers
from ui.setup.sheet_page import SheetPage
from ui.setup.steps import (
    SHEET,
    SUMMARY,
)
from ui.setup.window import SetupWindow
from ui.tasks import Tasks

T = TypeVar("T")


def filled() -> Answers:
    return Answers(
        code="3171-06",
        name="Kelurahan Menteng",
        people=[PersonAnswers("Indra Wijaya", "4321", "4321", ("admin",))],
    )


def window_for(
    qtbot: QtBot, tasks: Tasks, folder: Path, answers: Answers | None = None
) -> SetupWindow:
    window = SetupWindow(tasks, folder=folder, clock=VirtualClock(at(8)), answers=answers)
    qtbot.addWidget(window, before_close_func=lambda made: made._leave())  # noqa: SLF001
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def elsewhere(do: Callable[[], T]) -> T:
    """Do something on another thread: the Qt thread must not touch a store or a network."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(do).result()


def go_on(window: SetupWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def typed(text: str) -> None:
    """Type into whatever has the focus, then go to the next."""
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    if text:
        QTest.keyClicks(focus, text)
    else:
        QTest.keyClick(focus, Qt.Key.Key_Delete)
    QTest.keyClick(focus, Qt.Key.Key_Return)


def at_the_summary(
    qtbot: QtBot, tasks: Tasks, folder: Path, answers: Answers | None = None
) -> SetupWindow:
    window = window_for(qtbot, tasks, folder, answers or filled())
    window.page = None  # else the first page's answers would be written over these
    window.go(SUMMARY)
    return window


def at_the_sheet(qtbot: QtBot, tasks: Tasks, folder: Path) -> tuple[SetupWindow, SheetPage]:
    window = at_the_summary(qtbot, tasks, folder)
    window.next.trigger()
    reach(qtbot, window, SHEET)
    assert window.sheet is not None
    return window, window.sheet


def reach(qtbot: QtBot, window: SetupWindow, step: int) -> None:
    qtbot.waitUntil(lambda: window.step == step, timeout=20_000)
