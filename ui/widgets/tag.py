"""A tag: a state or a mark in its colour, always with a word."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.icons import paint_icon
from ui.theme.theme import font, theme
from ui.theme.tokens import Tone, Type, Weight, space


class Tag(QWidget):
    """Words on a rounded ground of their tone, an icon before them if there is one."""

    def __init__(
        self,
        text: str = "",
        tone: Tone = Tone.NEUTRAL,
        *,
        icon: str = "",
        size: Type = Type.BODY,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._size = size
        self._icon = icon
        self._tone = tone
        self._text = ""
        self.setFont(font(size, Weight.SEMI))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_words(text, tone)

    def show_words(self, text: str, tone: Tone) -> None:
        """Say something else, or the same in another tone."""
        grew = len(text) != len(self._text)
        self._text, self._tone = text, tone
        self.setAccessibleName(text)
        self.setToolTip(text)  # where there is no room for all of it
        if grew:
            self.updateGeometry()
        self.update()

    def text(self) -> str:
        """What it says."""
        return self._text

    def sizeHint(self) -> QSize:
        measure = self.fontMetrics()
        width = measure.horizontalAdvance(self._text) + 2 * self._padding()
        if self._icon:
            width += self._size + space(1)
        return QSize(width, space(8) if self._size >= Type.LEAD else space(6))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.wash(self._tone))
        painter.drawRoundedRect(self.rect(), self.height() / 2, self.height() / 2)
        ink = colours.ink(self._tone)
        left = float(self._padding())
        if self._icon:
            top = (self.height() - self._size) / 2
            paint_icon(painter, self._icon, QRectF(left, top, self._size, self._size), ink)
            left += self._size + space(1)
        painter.setPen(ink)
        room = QRectF(left, 0, self.width() - left, self.height())
        within = round(room.width()) - self._padding() + 1
        said = painter.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, within)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, said)

    def _padding(self) -> int:
        return space(3) if self._size >= Type.LEAD else space(2) + 1
