"""What tests do in the administration window: open it, turn to a page, type, wait for a save."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from counter.office.station import Station
from ui.admin.computer import HealthPage
from ui.admin.window import AdminWindow
from ui.tasks import Tasks

T = TypeVar("T")
P = TypeVar("P")


def elsewhere(do: Callable[[], T]) -> T:
    """Do something on another thread: the Qt thread must not touch a store or a network."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(do).result()


def opened(qtbot: QtBot, tasks: Tasks, station: Station) -> AdminWindow:
    window = AdminWindow(tasks, station)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    return window


def free(window: AdminWindow) -> Callable[[], bool]:
    def looked() -> bool:
        return isinstance(window.page, HealthPage) and window.page.again.action.isEnabled()

    return looked


def page_of(window: AdminWindow, name: str, kind: type[P]) -> P:
    window.go(name)
    page = window.page
    assert isinstance(page, kind)
    return page


def type_into(field: QLineEdit | QPlainTextEdit, words: str) -> None:
    """Type over whatever stands in a field; no words at all empty it."""
    field.setFocus()
    field.selectAll()
    if words:
        QTest.keyClicks(field, words)
    else:
        QTest.keyClick(field, Qt.Key.Key_Delete)


def saved(qtbot: QtBot, window: AdminWindow) -> None:
    qtbot.waitUntil(window.toast.isVisible, timeout=20_000)
