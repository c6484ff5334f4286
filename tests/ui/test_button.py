"""Enter presses the button that has the focus, in every window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.deskwork import Key
from ui.desk.acts import Act
from ui.desk.window import DeskWindow
from ui.setup.rows import Tick
from ui.widgets.key_button import KeyButton


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Enter, Key.Key_Space])
@pytest.mark.parametrize("kind", [QWidget, QDialog])
def test_a_button_is_pressed_by_key(qtbot: QtBot, kind: type[QWidget], key: Qt.Key) -> None:
    window, pressed = kind(), list[bool]()
    qtbot.addWidget(window)
    action = QAction("Coba lagi", window)
    action.triggered.connect(lambda: pressed.append(True))
    button, tick = KeyButton(action), Tick("Senin")
    rows = QVBoxLayout(window)
    rows.addWidget(button)
    rows.addWidget(tick)
    window.show()

    qtbot.keyClick(button, key)
    qtbot.keyClick(tick, key)

    assert len(pressed) == 1
    assert tick.isChecked()
    assert window.isVisible()


def test_enter_on_new_ticket_asks_for_which_service(qtbot: QtBot, desk: DeskWindow) -> None:
    button = next(
        each
        for each in desk.queue.findChildren(KeyButton)
        if each.action is desk.acts[Act.NEW_TICKET]
    )
    button.setFocus()

    qtbot.keyClick(button, Key.Key_Return)

    qtbot.waitUntil(desk.palette_.isVisible)
