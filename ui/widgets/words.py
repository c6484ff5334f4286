"""Words on a surface: labels in the type scale, and one that shortens itself when it must."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.theme.theme import font, theme
from ui.theme.tokens import Tone, Type, Weight, space


def words(
    text: str = "",
    size: Type = Type.BODY,
    weight: Weight = Weight.REGULAR,
    *,
    tone: Tone | None = None,
    wrap: bool = False,
) -> QLabel:
    """A label in the type scale; `tone` colours it, and its words must say the same."""
    label = QLabel(text)
    label.setFont(font(size, weight))
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    if tone is not None:
        label.setProperty("tone", tone.value)
    return label


def set_tone(label: QLabel, tone: Tone | None) -> None:
    """Colour a label anew."""
    value = None if tone is None else tone.value
    if label.property("tone") != value:
        label.setProperty("tone", value)
        label.style().unpolish(label)
        label.style().polish(label)


class ShortWords(QWidget):
    """One line that ends in … where it has no room; the whole stands in its tool tip."""

    def __init__(
        self,
        text: str = "",
        size: Type = Type.BODY,
        weight: Weight = Weight.REGULAR,
        *,
        tone: Tone | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._text = ""
        self._tone = tone
        self.setFont(font(size, weight))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_text(text)

    def text(self) -> str:
        """The whole text."""
        return self._text

    def set_text(self, text: str) -> None:
        """Show another text."""
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self.updateGeometry()
            self.update()

    def set_tone(self, tone: Tone | None) -> None:
        """Colour it anew."""
        self._tone = tone
        self.update()

    def sizeHint(self) -> QSize:
        measure = self.fontMetrics()
        return QSize(measure.horizontalAdvance(self._text) + 1, measure.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(space(6), self.sizeHint().width()), self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = theme()
        painter.setPen(colours.colour("text") if self._tone is None else colours.ink(self._tone))
        shown = self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip("" if shown == self._text else self._text)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, shown)
