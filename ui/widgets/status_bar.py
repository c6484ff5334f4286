"""The bar at the bottom: line, hub, printer, backup, each in words beside its sign."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from ui.theme.theme import font, theme
from ui.theme.tokens import Size, Tone, Type, Weight, space
from ui.widgets.card import clear
from ui.widgets.key_button import KeyButton
from ui.widgets.words import ShortWords


class StatusItem(Struct, frozen=True):
    """One thing to know, in words; without a tone it needs no sign."""

    text: str
    tone: Tone | None = None


class Sign(QWidget):
    """Green is a disc, amber a triangle, red a square: told apart without colour."""

    def __init__(self, tone: Tone, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(Size.DOT, Size.DOT)

    def set_tone(self, tone: Tone) -> None:
        """Show another state."""
        self._tone = tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_sign(painter, QRectF(self.rect()), self._tone)


def paint_sign(painter: QPainter, where: QRectF, tone: Tone) -> None:
    """Draw a state's sign."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().ink(tone))
    if tone is Tone.AMBER:
        top = QPointF(where.center().x(), where.top())
        painter.drawPolygon(QPolygonF([top, where.bottomRight(), where.bottomLeft()]))
    elif tone is Tone.RED:
        painter.drawRect(where)
    else:
        painter.drawEllipse(where)


class StatusBar(QFrame):
    """Items from the left, help at the right; where room is short, trouble keeps its words."""

    def __init__(self, help_button: KeyButton, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "bar-bottom")
        self.setFixedHeight(Size.STATUS)
        self._shown: tuple[StatusItem, ...] = ()
        rows = QHBoxLayout(self)
        rows.setContentsMargins(space(4), 0, space(3), 0)
        rows.setSpacing(space(5))
        self._items = QHBoxLayout()
        self._items.setSpacing(space(5))
        self._parts: list[_Item] = []
        self._help = help_button
        rows.addLayout(self._items, stretch=1)
        rows.addWidget(help_button)

    def show_items(self, items: Sequence[StatusItem]) -> None:
        """Show these instead."""
        if tuple(items) == self._shown:
            return
        self._shown = tuple(items)
        clear(self._items)
        self._parts = [_Item(item) for item in items]
        for part in self._parts:
            self._items.addWidget(part)
        self._items.addStretch()
        self.setAccessibleName(self.text())
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def text(self) -> str:
        """Everything it says, for readers and tests."""
        return " · ".join(item.text for item in self._shown)

    def _fit(self) -> None:
        """Leave out what says that all is well, the last first, where there is no room for all."""
        gap = space(5)
        room = self.width() - self._help.sizeHint().width() - space(7) - gap
        needed = sum(part.sizeHint().width() + gap for part in self._parts)
        whole = needed <= room
        for part in reversed(self._parts):
            left_out = needed > room and part.is_plain
            part.setVisible(not left_out)
            if left_out:
                needed -= part.sizeHint().width() + gap
        self.setToolTip("" if whole else self.text())


class _Item(QWidget):
    def __init__(self, item: StatusItem) -> None:
        super().__init__()
        rows = QHBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(space(2) - 1)
        strong = item.tone in (Tone.AMBER, Tone.RED)
        self.is_plain = not strong
        if item.tone is not None:
            rows.addWidget(Sign(item.tone))
        said = ShortWords(
            item.text,
            weight=Weight.SEMI if strong else Weight.REGULAR,
            tone=item.tone if strong else Tone.NEUTRAL,
        )
        said.setFont(font(Type.BODY, Weight.SEMI if strong else Weight.REGULAR))
        rows.addWidget(said)
