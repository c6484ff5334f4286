"""Tiles: a number of the day with what puts it in proportion, and a counter as it is now."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.theme import font, theme
from ui.theme.tokens import HAIRLINE, RADIUS, RING, Size, Tone, Type, Weight, space
from ui.widgets.button import Button


class Stat(Struct, frozen=True):
    """A number of the day, in words ready to read."""

    label: str
    value: str
    note: str = ""
    tone: Tone = Tone.NEUTRAL  # of the note


class Seat(Struct, frozen=True):
    """A counter as it is now, in words ready to read."""

    counter: str  # "Loket 2"
    clerk: str
    number: str  # of the ticket there, or a dash
    service: str
    note: str  # "dilayani 17:42, biasa 6"
    tone: Tone  # of the note and the edge
    late: bool = False  # past what is usual: the tile stands on amber


class _Tile(Button):
    """A card that can be pressed: a number leads to the tickets behind it."""

    opened = Signal()

    def __init__(self, height: Size, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._height = height
        self.setFont(font())
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.opened)

    def rest(self) -> None:
        """Only tell, where nothing lies behind the number."""
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.unsetCursor()
        self.setEnabled(False)

    def sizeHint(self) -> QSize:
        return QSize(space(40), self._height)

    def minimumSizeHint(self) -> QSize:
        return QSize(space(24), self._height)

    def _paint_face(self, painter: QPainter, ground: str) -> QRectF:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme()
        half = HAIRLINE / 2
        face = QRectF(self.rect()).adjusted(half, half, -half, -half)
        edge = "edge" if self.underMouse() else "line"
        painter.setBrush(colours.colour(ground))
        painter.setPen(QPen(colours.colour(edge), HAIRLINE))
        painter.drawRoundedRect(face, RADIUS, RADIUS)
        return face

    def _paint_focus(self, painter: QPainter) -> None:
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme().colour("blue"), RING))
            ring = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(ring, RADIUS, RADIUS)

    def _write(self, painter: QPainter, text: str, face: QFont, room: QRectF, ink: QColor) -> float:
        """Write one line; returns where it ends."""
        painter.setFont(face)
        painter.setPen(ink)
        shown = QFontMetrics(face).elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
        return room.left() + QFontMetrics(face).horizontalAdvance(shown)


class StatTile(_Tile):
    """Label, number, note."""

    def __init__(self, stat: Stat, parent: QWidget | None = None) -> None:
        super().__init__(Size.STAT, parent)
        self._stat = stat
        self.show_stat(stat)

    def show_stat(self, stat: Stat) -> None:
        """Show another number."""
        self._stat = stat
        self.setAccessibleName(f"{stat.label}: {stat.value}. {stat.note}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint_face(painter, "surface")
        colours, stat = theme(), self._stat
        left, width = space(4), self.width() - space(6)
        muted = colours.colour("muted")
        self._write(painter, stat.label, font(), QRectF(left, space(3), width, space(5)), muted)
        value = QRectF(left, space(8), width, space(9))
        self._write(
            painter, stat.value, font(Type.HEAD, Weight.BOLD), value, colours.colour("text")
        )
        strong = stat.tone is not Tone.NEUTRAL
        note = font(weight=Weight.BOLD if strong else Weight.REGULAR)
        room = QRectF(left, space(16) + 1, width, space(5))
        self._write(painter, stat.note, note, room, colours.ink(stat.tone))
        self._paint_focus(painter)


class CounterTile(_Tile):
    """Counter and clerk, whom they serve, since when; the left edge in the state's colour."""

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(Size.TILE, parent)
        self._seat = seat
        self.show_seat(seat)

    def show_seat(self, seat: Seat) -> None:
        """Show how it is now."""
        self._seat = seat
        said = (seat.counter, seat.clerk, seat.number, seat.service, seat.note)
        self.setAccessibleName(", ".join(part for part in said if part))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours, seat = theme(), self._seat
        face = self._paint_face(painter, "amber_wash" if seat.late else "surface")
        self._paint_edge(painter, face)
        left, width = space(4) + RING, self.width() - space(6)
        text, muted = colours.colour("text"), colours.colour("muted")
        top = QRectF(left, space(3), width, space(5))
        end = self._write(painter, seat.counter, font(weight=Weight.BOLD), top, text)
        top.setLeft(end + space(1))
        self._write(painter, seat.clerk, font(), top, muted)
        middle = QRectF(left, space(8), width, space(7))
        end = self._write(painter, seat.number, font(Type.TITLE, Weight.BOLD), middle, text)
        middle.setLeft(end + space(2))
        self._write(painter, seat.service, font(), middle, muted)
        strong = seat.tone is not Tone.NEUTRAL
        note = QRectF(left, space(15) + RING, width, space(5))
        face_note = font(weight=Weight.BOLD if strong else Weight.REGULAR)
        self._write(painter, seat.note, face_note, note, colours.ink(seat.tone))
        self._paint_focus(painter)

    def _paint_edge(self, painter: QPainter, face: QRectF) -> None:
        shape = QPainterPath()
        shape.addRoundedRect(face, RADIUS, RADIUS)
        painter.save()
        painter.setClipPath(shape)
        strip = QRectF(face.left(), face.top(), Size.ACCENT, face.height())
        tone = self._seat.tone
        painter.fillRect(
            strip, theme().colour("edge") if tone is Tone.NEUTRAL else theme().ink(tone)
        )
        painter.restore()
