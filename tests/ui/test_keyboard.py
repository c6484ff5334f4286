"""Where typing goes after a window closes, though no window manager says so."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMainWindow, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from ui.keyboard import Keyboard, take_keyboard
from ui.manual.opening import open_manual
from ui.manual.window import ManualWindow
from ui.tasks import Tasks


@pytest.fixture(autouse=True)
def keyboard(qapp: QApplication) -> Iterator[None]:
    made = Keyboard(qapp)
    yield
    made.deleteLater()


class Typing(QMainWindow):
    """Two fields; somebody types in the second."""

    def __init__(self) -> None:
        super().__init__()
        whole = QWidget()
        rows = QVBoxLayout(whole)
        self.first, self.second = QLineEdit(), QLineEdit()
        rows.addWidget(self.first)
        rows.addWidget(self.second)
        self.setCentralWidget(whole)


@pytest.fixture
def typing(qtbot: QtBot) -> Typing:
    window = Typing()
    qtbot.addWidget(window)
    take_keyboard(window)
    qtbot.waitUntil(window.isActiveWindow)
    window.second.setFocus()
    return window


def manuals() -> list[ManualWindow]:
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, ManualWindow)]


def test_escape_in_the_manual_leads_back_to_the_field(
    qtbot: QtBot, typing: Typing, tasks: Tasks
) -> None:
    open_manual(typing, tasks, "desk")
    qtbot.waitUntil(lambda: [each.isActiveWindow() for each in manuals()] == [True])

    QTest.keyClick(manuals()[0], Qt.Key.Key_Escape)

    qtbot.waitUntil(typing.second.hasFocus)


def test_a_closed_dialog_gives_the_keyboard_to_the_window_before_it(
    qtbot: QtBot, typing: Typing
) -> None:
    above, dialog = Typing(), QDialog()
    qtbot.addWidget(above)
    qtbot.addWidget(dialog)
    for window in (above, dialog):
        take_keyboard(window)
        qtbot.waitUntil(window.isActiveWindow)

    dialog.close()
    qtbot.waitUntil(above.isActiveWindow)
    above.close()

    qtbot.waitUntil(typing.second.hasFocus)


def test_a_window_that_closes_behind_another_takes_nothing_from_it(
    qtbot: QtBot, typing: Typing
) -> None:
    behind = Typing()
    behind.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    take_keyboard(behind)
    qtbot.waitUntil(behind.isActiveWindow)
    take_keyboard(typing)
    qtbot.waitUntil(typing.second.hasFocus)

    behind.close()

    qtbot.waitUntil(lambda: not isValid(behind))
    assert typing.second.hasFocus()
