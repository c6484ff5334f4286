"""A page on which figures are typed: the code of an appointment, or the one that ends the kiosk."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QRegularExpression, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QRegularExpressionValidator, QResizeEvent
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


class _Figures(QLineEdit):
    """A field that takes figures and leaves every other sign to the buttons around the page."""

    def __init__(self, echo: QLineEdit.EchoMode, longest: int) -> None:
        super().__init__(echoMode=echo, maxLength=longest)
        self.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9]*"), self))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            typed = event.text()
            if typed and typed.isprintable() and not typed.isdigit():
                event.ignore()  # else the field takes it: a sign that goes back would do nothing
                return False
        return super().event(event)


class PadPage(QWidget):
    """A field and a pad of figures for a screen without a keyboard.

    Args:
        secret: whether the figures are hidden.
        whole: so many figures are tried at once; 0: only when they are entered.
    """

    tried = Signal(str)

    def __init__(
        self, *, secret: bool = False, whole: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._whole = whole
        echo = QLineEdit.EchoMode.Password if secret else QLineEdit.EchoMode.Normal
        self.code = _Figures(echo, whole or _LONGEST)
        self.code.setMinimumHeight(TOUCH)
        self.code.returnPressed.connect(self._try)
        self.code.textChanged.connect(self._try_whole)
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

    def say(self, asked: str) -> None:
        """Say what is asked, in the language there is now."""
        self._label.setText(asked)
        self._label.setFont(font_of(size_in(self, Part.TILE), Weight.SEMI))
        self.code.setFont(font_of(size_in(self, Part.HEADING), Weight.SEMI))
        self.code.setAccessibleName(asked)
        self.correct.setAccessibleName(_("Delete the last figure"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._pad.setSpacing(size_in(self, Part.GAP))

    @Slot()
    def _try(self) -> None:
        typed = self.code.text()
        self.code.clear()
        if typed:
            self.tried.emit(typed)

    @Slot(str)
    def _try_whole(self, typed: str) -> None:
        if self._whole and len(typed) == self._whole:
            self._try()
