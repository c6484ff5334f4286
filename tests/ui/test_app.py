"""What holds for the whole application: its language, and what its start leaves undone."""

from __future__ import annotations

import subprocess
import sys

import shiboken6
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget

from counter.text import ENGLISH, INDONESIAN
from ui.app import switch_language


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
