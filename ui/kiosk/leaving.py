"""The page on which whoever looks after the kiosk types its exit code."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from counter.text import _
from ui.kiosk.choice import Choice, Said, size_in
from ui.theme.kiosk import TOUCH, Part
from ui.theme.theme import font_of
from ui.theme.tokens import Weight
from ui.widgets.card import column
from ui.widgets.words import words

_DIGITS, _ACROSS = "1234567890", 6
_LONGEST = 12


class ExitPage(QWidget):
    """A field and a pad of figures for a screen without a keyboard."""

    tried = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.code = QLineEdit(echoMode=QLineEdit.EchoMode.Password, maxLength=_LONGEST)
        self.code.setMinimumHeight(TOUCH)
        self.code.returnPressed.connect(self._try)
        self._label = words()
        self.enter = Choice(Said("OK"))
        self.enter.clicked.connect(self._try)
        self.correct = Choice(Said("", icon="backspace"))
        self.correct.clicked.connect(self.code.backspace)
        self._pad = QGridLayout()  # two rows: the lowest screen has no room for four
        digits = [Choice(Said(digit)) for digit in _DIGITS]
        for digit in digits:
            digit.clicked.connect(partial(self.code.insert, digit.said.title))
        for at, key in enumerate((*digits, self.correct, self.enter)):
            key.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._pad.addWidget(key, at // _ACROSS, at % _ACROSS)
        rows = column(gap=4)
        rows.addWidget(self._label)
        rows.addWidget(self.code)
        rows.addLayout(self._pad, stretch=1)
        self.setLayout(rows)

    def say(self) -> None:
        """Say what is asked, in the language there is now."""
        self._label.setText(_("The exit code of this kiosk"))
        self._label.setFont(font_of(size_in(self, Part.TILE), Weight.SEMI))
        self.code.setFont(font_of(size_in(self, Part.TILE), Weight.SEMI))
        self.code.setAccessibleName(self._label.text())
        self.correct.setAccessibleName(_("Delete the last figure"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._pad.setSpacing(size_in(self, Part.GAP))

    def _try(self) -> None:
        typed = self.code.text()
        self.code.clear()
        self.tried.emit(typed)
