"""What an empty place says: what will appear here, and the next key to press."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.icons import paint_icon
from ui.theme.theme import theme
from ui.theme.tokens import Size, Tone, Type, Weight, space
from ui.widgets.card import column
from ui.widgets.key_button import KeyButton
from ui.widgets.words import words


class Icon(QWidget):
    """An icon by itself, in a tone."""

    def __init__(
        self,
        name: str,
        tone: Tone = Tone.NEUTRAL,
        size: Size = Size.ICON,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name, self._tone, self._size = name, tone, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_icon(self, name: str, tone: Tone) -> None:
        """Show another one."""
        self._name, self._tone = name, tone
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_icon(painter, self._name, QRectF(self.rect()), theme().ink(self._tone))


class EmptyState(QWidget):
    """Icon, one line, one more, and perhaps the button for the next act; in the middle."""

    def __init__(
        self, icon: str, button: KeyButton | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        middle = Qt.AlignmentFlag.AlignHCenter
        self.head = words(size=Type.LEAD, weight=Weight.SEMI, wrap=True)
        self.body = words(tone=Tone.NEUTRAL, wrap=True)
        for label in (self.head, self.body):
            label.setAlignment(middle)
        rows = column(gap=2)
        rows.setContentsMargins(*(space(4),) * 4)
        rows.addStretch()
        rows.addWidget(Icon(icon, size=Size.BIG_ICON), alignment=middle)
        rows.addWidget(self.head)
        rows.addWidget(self.body)
        if button is not None:
            rows.addWidget(button, alignment=middle)
        rows.addStretch()
        self.setLayout(rows)

    def say(self, head: str, body: str = "") -> None:
        """What will appear here, and how."""
        self.head.setText(head)
        self.body.setText(body)
        self.body.setVisible(bool(body))
        self.setAccessibleName(f"{head} {body}".strip())
