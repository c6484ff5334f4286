"""Failures a person can act on, in place: a panel inside a page, or a page instead of a window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter.errors import LoketError, Message
from counter.text import _
from ui.theme.tokens import Size, Tone, Type, Weight, space
from ui.widgets.card import Card, column, row
from ui.widgets.empty_state import Icon
from ui.widgets.key_button import KeyButton, Rank
from ui.widgets.words import words


class ErrorPanel(Card):
    """What happened, what is safe, what to do; a retry where trying again can help.

    It keeps the failure itself, so that another language can say it too.
    """

    def __init__(
        self, *, retry: Callable[[], None] | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent=parent)
        self.error: LoketError | None = None
        self.happened = words(size=Type.LEAD, weight=Weight.SEMI, wrap=True)
        self.safe = words(wrap=True)
        self.do_next = words(wrap=True)
        self._action = QAction(self)
        texts = column(gap=1)
        texts.addWidget(self.happened)
        texts.addWidget(self.safe)
        texts.addWidget(self.do_next)
        across = row(gap=3)
        across.addWidget(Icon("error", Tone.RED), alignment=Qt.AlignmentFlag.AlignTop)
        across.addLayout(texts, stretch=1)
        self.rows.addLayout(across)
        if retry is not None:
            self._action.triggered.connect(retry)
            self.rows.addWidget(KeyButton(self._action), alignment=Qt.AlignmentFlag.AlignRight)
        self._say()

    def show_error(self, error: LoketError) -> None:
        """Say this failure's three sentences."""
        self.error = error
        self._say()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._say()

    def _say(self) -> None:
        self._action.setText(_("Try again"))
        if self.error is not None:
            message = self.error.message()
            self.happened.setText(message.happened)
            self.safe.setText(message.safe)
            self.do_next.setText(message.do_next)
            self.setAccessibleName(" ".join(message))


class GatePage(QWidget):
    """A whole window that cannot open yet: what happened, what is safe, what to do.

    Stands where the desk would: the store is another office's, its key is lost, the disk full.

    Args:
        say: the three sentences, in the language in use whenever it is asked.
    """

    def __init__(
        self,
        say: Callable[[], Message],
        actions: list[QAction],
        *,
        code: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._say = say
        self._first: KeyButton | None = None
        card = Card(padding=8)
        card.setMaximumWidth(Size.PAGE)
        card.rows.setSpacing(space(4))
        card.rows.addWidget(Icon("error", Tone.RED, Size.BIG_ICON))
        self.happened = words(size=Type.TITLE, weight=Weight.SEMI, wrap=True)
        self.safe = words(size=Type.LEAD, wrap=True)
        self.do_next = words(size=Type.LEAD, wrap=True)
        card.rows.addWidget(self.happened)
        self._headings = (words(tone=Tone.NEUTRAL), words(tone=Tone.NEUTRAL))
        for heading, sentence in zip(self._headings, (self.safe, self.do_next), strict=True):
            part = column(gap=1)
            part.addWidget(heading)
            part.addWidget(sentence)
            card.rows.addLayout(part)
        buttons = row()
        if code:
            buttons.addWidget(words(code, Type.SMALL, tone=Tone.NEUTRAL))
        buttons.addStretch()
        for number, action in enumerate(actions):
            button = KeyButton(action, Rank.SECONDARY if number else Rank.PRIMARY)
            self._first = self._first or button
            buttons.addWidget(button)
        card.rows.addLayout(buttons)
        across = QHBoxLayout()
        across.addStretch()
        across.addWidget(card, stretch=10)
        across.addStretch()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(space(6), space(6), space(6), space(6))
        rows.addStretch()
        rows.addLayout(across)
        rows.addStretch()
        self._speak()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._speak()

    def _speak(self) -> None:
        message = self._say()
        self.happened.setText(message.happened)
        self.safe.setText(message.safe)
        self.do_next.setText(message.do_next)
        for heading, text in zip(self._headings, (_("What is safe"), _("What to do")), strict=True):
            heading.setText(text)
        self.setAccessibleName(" ".join(message))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._first is not None:
            self._first.setFocus(Qt.FocusReason.OtherFocusReason)
