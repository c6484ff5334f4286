"""A question before something is lost: what would be lost, and two answers."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from ui.theme.tokens import Size, Type, Weight, space
from ui.widgets.card import row
from ui.widgets.key_button import KeyButton, Rank
from ui.widgets.words import words


class Confirm(QDialog):
    """Stands over its window until answered; Esc and the first button keep everything.

    Args:
        grave: going on loses something; otherwise it is what was meant, and only asked once more.
    """

    def __init__(
        self,
        window: QWidget,
        *,
        head: str,
        body: str,
        keep: str,
        lose: str,
        go_on: Callable[[], None],
        grave: bool = True,
    ) -> None:
        super().__init__(window)
        self.setWindowTitle(head)
        self.setAccessibleName(f"{head} {body}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        stay, leave = QAction(keep, self), QAction(lose, self)
        stay.triggered.connect(self.reject)
        leave.triggered.connect(self.accept)
        self.accepted.connect(go_on)
        self.stay = KeyButton(stay, Rank.PRIMARY if grave else Rank.SECONDARY)
        self.leave = KeyButton(leave, Rank.GRAVE if grave else Rank.PRIMARY)
        buttons = row()
        buttons.addStretch()
        buttons.addWidget(self.leave)
        buttons.addWidget(self.stay)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(*(space(6),) * 4)
        rows.setSpacing(space(3))
        rows.addWidget(words(head, Type.TITLE, Weight.SEMI, wrap=True))
        rows.addWidget(words(body, wrap=True))
        rows.addLayout(buttons)
        self.setFixedWidth(Size.TOAST)
        self.stay.setFocus()
