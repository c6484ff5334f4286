"""What holds for the whole application: its language, and what its start leaves undone."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
import weakref

import shiboken6
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from counter.text import ENGLISH, INDONESIAN
from ui.app import collect_again, hold_garbage, switch_language


class Rival(QWidget):
    """Does away with its rival as it takes its new words."""

    rival: Rival

    def changeEvent(self, event: QEvent) -> None:
        """As Qt says."""
        if event.type() is QEvent.Type.LanguageChange and shiboken6.isValid(self.rival):
            shiboken6.delete(self.rival)


def test_a_window_that_goes_while_the_language_changes_stops_nothing(qapp: QApplication) -> None:
    one, other = Rival(), Rival()
    one.rival, other.rival = other, one

    switch_language(qapp, ENGLISH)

    assert [shiboken6.isValid(one), shiboken6.isValid(other)].count(True) == 1
    switch_language(qapp, INDONESIAN)


def test_no_source_is_read_at_the_start() -> None:
    start = "import linecache, ui.app, counter.store.store; print(*linecache.cache)"

    done = subprocess.run(
        [sys.executable, "-c", start], capture_output=True, text=True, check=True, timeout=60
    )

    assert "selectable.py" not in done.stdout
    assert "store.py" not in done.stdout


class Ring:
    """Garbage that only a collection finds; says which thread did."""

    def __init__(self, found: list[threading.Thread]) -> None:
        self.itself = self
        weakref.finalize(self, lambda: found.append(threading.current_thread()))


def test_garbage_is_looked_for_by_the_qt_thread_alone(qapp: QApplication, qtbot: QtBot) -> None:
    found: list[threading.Thread] = []
    kept: list[list[int]] = []
    hold_garbage()
    collect_again()
    Ring(found)

    many = 50 * gc.get_threshold()[0]
    busy = threading.Thread(target=lambda: kept.extend([] for _each in range(many)))
    busy.start()
    busy.join()

    qtbot.waitUntil(lambda: bool(found))
    assert found == [threading.main_thread()]
    gc.unfreeze()
    for timer in qapp.findChildren(QTimer, "garbage"):
        timer.deleteLater()
