"""A document the service asks for: handed in, or missing."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from counter.text import _
from ui.theme.theme import font, theme
from ui.theme.tokens import HAIRLINE, RADIUS, RING, Size, Tone, Type, Weight, space
from ui.widgets.button import Button


class CheckRow(Button):
    """A box to tick, the document's name, and its form or that it is missing.

    The whole row can be pressed. A required one that is not ticked stands on amber; an optional
    one does not.
    """

    def __init__(
        self,
        requirement_id: str,
        title: str,
        form: str,
        *,
        optional: bool = False,
        note: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.requirement_id = requirement_id
        self._form = form
        self._optional = optional
        self.setCheckable(True)
        self.setText(title)
        self.setToolTip(note)
        self.setFont(font())
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.toggled.connect(self._describe)
        self._describe()

    def said(self) -> str:
        """The words at the right."""
        if self.isChecked() or self._optional:
            return self._form
        return _("missing")

    def sizeHint(self) -> QSize:
        width = (
            space(4) + Size.CHECK_BOX + space(2) + self.fontMetrics().horizontalAdvance(self.text())
        )
        return QSize(width + self._said_width() + space(6), self._height_for(self.width()))

    def minimumSizeHint(self) -> QSize:
        return QSize(space(40), Size.CHECK_ROW)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._height_for(width)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme()
        missing = not self.isChecked() and not self._optional
        if missing:
            painter.fillRect(self.rect(), colours.wash(Tone.AMBER))
        elif self.underMouse():
            painter.fillRect(self.rect(), colours.colour("background"))
        box = QRectF(
            space(4), (Size.CHECK_ROW - Size.CHECK_BOX) / 2, Size.CHECK_BOX, Size.CHECK_BOX
        )
        paint_check_box(painter, box, checked=self.isChecked())
        width = self._said_width()
        painter.setFont(font(weight=Weight.BOLD if missing else Weight.REGULAR))
        painter.setPen(colours.ink(Tone.AMBER if missing else Tone.NEUTRAL))
        right = QRectF(self.width() - space(4) - width, 0, width + 1, Size.CHECK_ROW)
        painter.drawText(right, Qt.AlignmentFlag.AlignVCenter, self.said())
        painter.setFont(self.font())
        painter.setPen(colours.colour("text"))
        painter.drawText(self._room(self.width()), self._flags(), self.text())
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colours.colour("blue"), RING))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RING, RING)

    def _room(self, width: int) -> QRectF:
        left = space(4) + Size.CHECK_BOX + space(2)
        right = space(4) + self._said_width() + space(2)
        top = (Size.CHECK_ROW - self.fontMetrics().height()) / 2
        return QRectF(left, top, max(1, width - left - right), self._height_for(width) - 2 * top)

    def _height_for(self, width: int) -> int:
        left = space(4) + Size.CHECK_BOX + space(2)
        room = max(1, width - left - space(6) - self._said_width())
        box = self.fontMetrics().boundingRect(0, 0, room, 1, self._flags(), self.text())
        return max(int(Size.CHECK_ROW), box.height() + space(4))

    def _said_width(self) -> int:
        return QFontMetrics(font(Type.BODY, Weight.BOLD)).horizontalAdvance(self.said())

    @staticmethod
    def _flags() -> int:
        return int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft)

    def _describe(self) -> None:
        self.setAccessibleName(f"{self.text()}, {self.said()}")
        self.updateGeometry()
        self.update()


def paint_check_box(painter: QPainter, box: QRectF, *, checked: bool) -> None:
    """Draw a box, green with a tick once it is checked."""
    colours = theme()
    half = RING / 2
    if checked:
        painter.setBrush(colours.colour("green"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(box, RADIUS - RING, RADIUS - RING)
        pen = QPen(colours.colour("surface"), Size.TICK)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        width, height = box.width(), box.height()
        start = box.topLeft()
        painter.drawPolyline(
            QPolygonF(
                [
                    start + QPointF(width * 0.25, height * 0.53),
                    start + QPointF(width * 0.43, height * 0.70),
                    start + QPointF(width * 0.76, height * 0.32),
                ]
            )
        )
        return
    painter.setBrush(colours.colour("surface"))
    painter.setPen(QPen(colours.colour("edge"), RING - HAIRLINE / 2))
    painter.drawRoundedRect(box.adjusted(half, half, -half, -half), RADIUS - RING, RADIUS - RING)
