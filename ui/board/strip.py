"""The line of running text along the foot: it stands still as long as it has room."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QPoint, QRect, Qt, QTimer, Slot
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.theme import board as look
from ui.theme.board import Part
from ui.theme.theme import font_of
from ui.theme.tokens import Weight


class RunningText(QWidget):
    """Words on the board's yellow; painted once, then moved."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.text = ""
        self._picture: QPixmap | None = None
        self._since = QElapsedTimer()
        self._frame = QTimer(self)
        self._frame.setInterval(look.FRAME_MS)
        self._frame.timeout.connect(self._move)

    @property
    def runs(self) -> bool:
        """Whether it is longer than the screen."""
        return self._frame.isActive()

    def show_text(self, text: str) -> None:
        """Show these words, on one line."""
        text = " ".join(text.split())
        if text != self.text:
            self.text = text
            self.setAccessibleName(text)
            self._lay()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(look.CALL))
        if self._picture is not None:
            edge, wide = self._edge(), round(self._picture.deviceIndependentSize().width())
            at = edge
            if self.runs:
                whole = wide + round(look.APART * self.window().height())
                speed = look.RUNS * self.window().height()
                at = edge - int(self._since.elapsed() * speed / 1000) % whole
                painter.drawPixmap(QPoint(at + whole, 0), self._picture)
            painter.drawPixmap(QPoint(at, 0), self._picture)
        painter.end()

    def _edge(self) -> int:
        return look.sized(Part.EDGE, self.window().width(), self.window().height())

    def _lay(self) -> None:
        self._frame.stop()
        self._picture = None
        if self.text and self.height() > 1:
            pixels = look.sized(Part.WORDS, self.window().width(), self.window().height())
            font = font_of(pixels, Weight.SEMI)
            wide = QFontMetrics(font).horizontalAdvance(self.text)
            ratio = self.devicePixelRatioF()
            picture = QPixmap(round(wide * ratio), round(self.height() * ratio))
            picture.setDevicePixelRatio(ratio)
            picture.fill(QColor(look.CALL))
            painter = QPainter(picture)
            painter.setFont(font)
            painter.setPen(QColor(look.ON_CALL))
            room = QRect(0, 0, wide, self.height())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self.text)
            painter.end()
            self._picture = picture
            if wide > self.width() - 2 * self._edge():
                self._since.start()
                self._frame.start()
        self.update()

    @Slot()
    def _move(self) -> None:
        if self.isVisible():
            self.update()
