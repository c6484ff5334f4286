"""Pages that stand where the desk would: what keeps it from opening, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter.domain.answers import parse_date
from counter.errors import LoketError
from counter.text import _, long_date
from ui.theme.tokens import Size, Tone, Type, Weight, space
from ui.widgets.card import Card, column, row
from ui.widgets.empty_state import Icon
from ui.widgets.key_button import KeyButton, Rank
from ui.widgets.line_edit import LineEdit, TextEdit
from ui.widgets.words import set_tone, words

_WORD_ROWS = 7


class _InTheMiddle(QWidget):
    """A card in the middle of the window."""

    def __init__(self, icon: str, tone: Tone) -> None:
        super().__init__()
        self.card = Card(padding=8)
        self.card.setMaximumWidth(Size.PAGE)
        self.card.rows.setSpacing(space(4))
        self.card.rows.addWidget(Icon(icon, tone, Size.BIG_ICON))
        across = QHBoxLayout()
        across.addStretch()
        across.addWidget(self.card, stretch=10)
        across.addStretch()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(*(space(6),) * 4)
        rows.addStretch()
        rows.addLayout(across)
        rows.addStretch()


class KeyPage(_InTheMiddle):
    """The store is locked: the recovery sheet's words open it."""

    tried = Signal(str)

    def __init__(self, error: LoketError, leave: QAction) -> None:
        super().__init__("lock", Tone.AMBER)
        self._error = error
        self._refusal: LoketError | None = None
        self.entry = TextEdit(lines=_WORD_ROWS)
        self.open = QAction(self)
        self.open.setShortcut(QKeySequence("Ctrl+Return"))
        self.open.triggered.connect(lambda: self.tried.emit(self.entry.toPlainText()))
        self.addAction(self.open)
        self.head = words(size=Type.TITLE, weight=Weight.SEMI, wrap=True)
        self.safe = words(size=Type.LEAD, wrap=True)
        self._label = words(weight=Weight.SEMI, wrap=True)
        self.said = words(wrap=True)
        self.said.hide()
        self._label.setBuddy(self.entry)
        typed = column(gap=1)
        typed.addWidget(self._label)
        typed.addWidget(self.entry)
        buttons = row()
        buttons.addStretch()
        buttons.addWidget(KeyButton(leave))
        buttons.addWidget(KeyButton(self.open, Rank.PRIMARY))
        for part in (self.head, self.safe):
            self.card.rows.addWidget(part)
        self.card.rows.addLayout(typed)
        self.card.rows.addWidget(self.said)
        self.card.rows.addLayout(buttons)
        self.retranslate()

    def refuse(self, error: LoketError) -> None:
        """Say what is wrong with the words; they stay."""
        self._refusal = error
        set_tone(self.said, Tone.RED)
        self.said.show()
        self.retranslate()
        self.entry.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        message = self._error.message()
        self.head.setText(message.happened)
        self.safe.setText(message.safe)
        self._label.setText(_("Type the words of the recovery sheet, or scan its code:"))
        self.entry.setAccessibleName(_("Words of the recovery sheet"))
        self.open.setText(_("Open the store"))
        if self._refusal is not None:
            self.said.setText(_why_not(self._refusal))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.entry.setFocus(Qt.FocusReason.OtherFocusReason)


class DatePage(_InTheMiddle):
    """The computer's clock cannot be right: a person says what day it is."""

    told = Signal(object)  # a date

    def __init__(self, clock_day: date, back: QAction) -> None:
        super().__init__("calendar_month", Tone.AMBER)
        self._clock_day = clock_day
        self._say: Callable[[], str] = str
        self.open = QAction(self)
        self.open.triggered.connect(self._try)
        self.head = words(size=Type.TITLE, weight=Weight.SEMI, wrap=True)
        self.why = words(size=Type.LEAD, wrap=True)
        self.field = LineEdit(size=Type.LEAD)
        self.field.setFixedWidth(Size.DATE_FIELD)
        self.field.textEdited.connect(self._read)
        self.field.returnPressed.connect(self._try)
        self.said = words(size=Type.LEAD, tone=Tone.NEUTRAL, wrap=True)
        entry = row(gap=2)
        entry.addWidget(self.field)
        entry.addWidget(self.said, stretch=1)
        buttons = row()
        buttons.addStretch()
        buttons.addWidget(KeyButton(back))
        buttons.addWidget(KeyButton(self.open, Rank.PRIMARY))
        self.card.rows.addWidget(self.head)
        self.card.rows.addWidget(self.why)
        self.card.rows.addLayout(entry)
        self.card.rows.addLayout(buttons)
        self.retranslate()

    def refuse(self, error: LoketError) -> None:
        """Say why that cannot be the day."""
        self._tell(partial(_why_not, error), Tone.RED)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        self.head.setText(_("What is today's date?"))
        self.why.setText(
            _("This computer's clock says {day}, which does not fit the office's last day.").format(
                day=long_date(self._clock_day)
            )
        )
        self.field.setPlaceholderText(_("dd-mm-yyyy"))
        self.field.setAccessibleName(_("Today's date"))
        self.open.setText(_("Begin the day"))
        self.said.setText(self._say())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _read(self) -> None:
        day = parse_date(self.field.text())
        self._tell(str if day is None else partial(long_date, day), Tone.NEUTRAL)

    @Slot()
    def _try(self) -> None:
        day = parse_date(self.field.text())
        if day is None:
            self._tell(lambda: _("Write the date like 24-11-2026."), Tone.AMBER)
            return
        self.told.emit(day)

    def _tell(self, say: Callable[[], str], tone: Tone) -> None:
        self._say = say
        set_tone(self.said, tone)
        self.said.setText(say())


def _why_not(error: LoketError) -> str:
    message = error.message()
    return f"{message.happened} {message.do_next}"
