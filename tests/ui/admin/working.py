"""What tests do in the administration window: open it, go to a page, wait for what was saved."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

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


def saved(qtbot: QtBot, window: AdminWindow) -> None:
    qtbot.waitUntil(window.toast.isVisible, timeout=20_000)
