"""Failures a person can act on, in place: a panel inside a page, or a page instead of a window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Slot
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
    """What happened, what is safe, what to do; a retry where trying again can help."""

    def __init__(
        self, *, retry: Callable[[], None] | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent=parent)
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
        self.retranslate()

    def show_error(self, error: LoketError) -> None:
        """Say this failure's three sentences."""
        message = error.message()
        self.happened.setText(message.happened)
        self.safe.setText(message.safe)
        self.do_next.setText(message.do_next)
        self.setAccessibleName(" ".join(message))

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        self._action.setText(_("Try again"))


class GatePage(QWidget):
    """A whole window that cannot open yet: what happened, what is safe, what to do.

    Stands where the desk would: the store is another office's, its key is lost, the disk full.
    """

    def __init__(
        self,
        message: Message,
        actions: list[QAction],
        *,
        code: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.message = message
        self._first: KeyButton | None = None
        card = Card(padding=8)
        card.setMaximumWidth(Size.PAGE)
        card.rows.setSpacing(space(4))
        card.rows.addWidget(Icon("error", Tone.RED, Size.BIG_ICON))
        head = words(message.happened, Type.TITLE, Weight.SEMI, wrap=True)
        card.rows.addWidget(head)
        self._headings = (words(), words())
        for heading, sentence in zip(self._headings, (message.safe, message.do_next), strict=True):
            heading.setProperty("tone", Tone.NEUTRAL.value)
            part = column(gap=1)
            part.addWidget(heading)
            part.addWidget(words(sentence, Type.LEAD, wrap=True))
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
        self.setAccessibleName(" ".join(message))
        self.retranslate()

    @Slot()
    def retranslate(self) -> None:
        """Take the words of the language in use."""
        safe, do_next = self._headings
        safe.setText(_("What is safe"))
        do_next.setText(_("What to do"))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._first is not None:
            self._first.setFocus(Qt.FocusReason.OtherFocusReason)
