"""What holds for the whole application: its language."""

from __future__ import annotations

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
