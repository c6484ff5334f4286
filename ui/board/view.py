"""The board's picture: everything is painted from one value, in shares of the screen's height."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from counter.office.board import Call, Waiting
from counter.text import _, count, language
from ui.theme import board as look
from ui.theme.board import Part
from ui.theme.icons import paint_icon
from ui.theme.theme import font_of
from ui.theme.tokens import Weight

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_MIDDLE = Qt.AlignmentFlag.AlignCenter


class Showing(Struct, frozen=True):
    """What stands on the board."""

    office: str = ""
    date: str = ""
    clock: str = ""
    calls: tuple[Call, ...] = ()  # the one that has its turn, then those before it
    waiting: tuple[Waiting, ...] = ()
    note: str = ""  # what is wrong with the line
    words: str = ""  # in the place of a number, while there is none


class BoardView(QWidget):
    """Paints a `Showing`; above the strip of running text, which is a widget of its own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.showing = Showing()

    def show_all(self, showing: Showing) -> None:
        """Stand on the wall from now on."""
        if showing == self.showing:
            return
        self.showing = showing
        called = showing.calls[0] if showing.calls else None
        said = f"{called.number} {called.at}" if called else showing.words
        self.setAccessibleName(" ".join(filter(None, (said, showing.note))))
        self.update()

    def size_of(self, part: Part) -> int:
        """A part's size on the whole screen, the strip included."""
        window = self.window()
        return look.sized(part, window.width(), window.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(look.BACKGROUND))
        head = self.size_of(Part.HEADER)
        self._paint_head(painter, QRect(0, 0, self.width(), head))
        painter.setPen(QPen(QColor(look.LINE), self.size_of(Part.HAIRLINE)))
        painter.drawLine(0, head, self.width(), head)
        whole = self.rect().adjusted(0, head, 0, 0)
        calls, waiting = QRect(whole), QRect(whole)
        if self.window().height() > self.window().width():  # below each other
            tiles = self.size_of(Part.TILES_TOP) + self.size_of(Part.TILE_HEIGHT)
            calls.setBottom(tiles + self.size_of(Part.NOTE_HEIGHT) + self.size_of(Part.MARGIN))
            waiting.setTop(calls.bottom())
            painter.drawLine(waiting.topLeft(), waiting.topRight())
        else:
            calls.setWidth(round(self.width() * look.COLUMN))
            waiting.setLeft(calls.right())
            painter.drawLine(waiting.topLeft(), waiting.bottomLeft())
        self._paint_calls(painter, calls)
        self._paint_waiting(painter, waiting)
        painter.end()

    # --- the head -----------------------------------------------------------------------------
    def _paint_head(self, painter: QPainter, room: QRect) -> None:
        edge = self.size_of(Part.EDGE)
        room = room.adjusted(edge, 0, -edge, 0)
        clock = self._font(Part.CLOCK, Weight.BOLD)
        self._write(painter, room, self.showing.clock, clock, colour=look.TEXT, how=_RIGHT)
        name = self._font(Part.WORDS, Weight.SEMI)
        room.setRight(room.right() - QFontMetrics(clock).horizontalAdvance("00.00") - edge)
        used = self._write(painter, room, self.showing.office, name, colour=look.TEXT)
        room.setLeft(room.left() + used + self.size_of(Part.GAP))
        date = self._font(Part.WORDS, Weight.REGULAR)
        self._write(painter, room, self.showing.date, date, colour=look.MUTED)

    # --- who is called ------------------------------------------------------------------------
    def _paint_calls(self, painter: QPainter, room: QRect) -> None:
        margin = self.size_of(Part.MARGIN)
        room = room.adjusted(margin, self.size_of(Part.LABEL_TOP), -margin, -margin // 2)
        if not self.showing.calls:
            how = _MIDDLE | Qt.TextFlag.TextWordWrap
            words, font = self.showing.words, self._font(Part.EMPTY, Weight.BOLD)
            if QFontMetrics(font).boundingRect(room, how, words).height() > room.height() // 2:
                font = self._font(Part.WORDS, Weight.REGULAR)  # what went wrong takes sentences
            painter.setFont(font)
            painter.setPen(QColor(look.MUTED))
            painter.drawText(room, how, words)
        else:
            self._paint_called(painter, QRect(room), self.showing.calls[0])
            self._paint_earlier(painter, QRect(room), self.showing.calls[1:])
        if self.showing.note:
            self._paint_note(painter, room)

    def _paint_called(self, painter: QPainter, room: QRect, call: Call) -> None:
        label = self._font(Part.LABEL, Weight.REGULAR)
        room.setHeight(QFontMetrics(label).height())
        self._write(painter, room, _("Queue number"), label, colour=look.MUTED)
        room.moveTop(room.bottom())
        room.setHeight(self.size_of(Part.NUMBER_HEIGHT))
        number = self._fitting(Part.NUMBER, call.number, room.width())
        self._write(painter, room, call.number, number, colour=look.TEXT)
        room.moveTop(room.bottom())
        room.setHeight(self.size_of(Part.COUNTER_HEIGHT))
        arrow = self.size_of(Part.ARROW)
        self._paint_arrow(painter, QRectF(room.left(), room.top(), arrow, room.height()))
        room.setLeft(room.left() + arrow + 2 * self.size_of(Part.GAP))
        counter = self._fitting(Part.COUNTER, call.at, room.width())
        self._write(painter, room, call.at, counter, colour=look.CALL)

    def _paint_arrow(self, painter: QPainter, room: QRectF) -> None:
        stroke = self.size_of(Part.STROKE)
        middle, head = room.center().y() + stroke / 2, room.width() * 0.38
        tip = QPointF(room.right() - stroke, middle)
        pen = QPen(QColor(look.CALL), stroke)
        pen.setCapStyle(Qt.PenCapStyle.SquareCap)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        shaft = tip - QPointF(stroke, 0)  # its square end would show beyond the tip
        painter.drawLine(QPointF(room.left() + stroke / 2, middle), shaft)
        painter.drawPolyline([tip + QPointF(-head, -head), tip, tip + QPointF(-head, head)])

    def _paint_earlier(self, painter: QPainter, room: QRect, calls: tuple[Call, ...]) -> None:
        gap, padding = self.size_of(Part.GAP), self.size_of(Part.TILE_PADDING)
        wide = (room.width() - 4 * gap) // 5
        tile = QRect(
            room.left(), self.size_of(Part.TILES_TOP), wide, self.size_of(Part.TILE_HEIGHT)
        )
        small = self._font(Part.SMALL, Weight.REGULAR)
        line = QFontMetrics(small).height()
        for call in calls:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.TILE))
            radius = self.size_of(Part.RADIUS)
            painter.drawRoundedRect(tile, radius, radius)
            inner = tile.adjusted(padding, padding // 2, -padding, -padding // 2)
            number = self._fitting(Part.EARLIER, call.number, inner.width())
            service = QRect(inner.left(), inner.bottom() - 2 * line, inner.width(), 2 * line)
            counter = QRect(inner.left(), service.top() - line, inner.width(), line)
            inner.setBottom(counter.top())
            self._write(painter, inner, call.number, number, colour=look.TEXT)
            self._write(painter, counter, call.at, small, colour=look.TEXT)
            painter.setPen(QColor(look.MUTED))
            title = call.service.in_language(language())
            painter.drawText(service, Qt.TextFlag.TextWordWrap, title)
            tile.translate(wide + gap, 0)

    def _paint_note(self, painter: QPainter, room: QRect) -> None:
        high = self.size_of(Part.NOTE_HEIGHT)
        band = QRect(room.left(), room.bottom() - high, room.width(), high)
        painter.setPen(QPen(QColor(look.TROUBLE), 2 * self.size_of(Part.HAIRLINE)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = self.size_of(Part.RADIUS)
        painter.drawRoundedRect(band, radius, radius)
        side = self.size_of(Part.LABEL)
        padding = self.size_of(Part.TILE_PADDING)
        square = QRectF(band.left() + padding, band.center().y() - side / 2, side, side)
        paint_icon(painter, "wifi_off", square, QColor(look.TROUBLE))
        band.adjust(2 * padding + side, 0, -padding, 0)
        words = self._font(Part.SMALL, Weight.SEMI)
        self._write(painter, band, self.showing.note, words, colour=look.TROUBLE)

    # --- who waits ----------------------------------------------------------------------------
    def _paint_waiting(self, painter: QPainter, room: QRect) -> None:
        edge, gap = self.size_of(Part.EDGE), self.size_of(Part.GAP)
        room = room.adjusted(edge, self.size_of(Part.LABEL_TOP), -edge, 0)
        if not self.showing.waiting:
            return
        heading = self._font(Part.HEADING, Weight.SEMI)
        row = QRect(room.left(), room.top(), room.width(), QFontMetrics(heading).height())
        self._write(painter, row, _("Waiting"), heading, colour=look.MUTED)
        row.moveTop(row.bottom())
        fits = (room.bottom() - row.top()) // len(self.showing.waiting)
        row.setHeight(min(self.size_of(Part.ROW), fits))
        chip = min(self.size_of(Part.CHIP), row.height() - 2)
        bold = self._font(Part.WORDS, Weight.BOLD)
        plain = self._font(Part.WORDS, Weight.REGULAR)
        for each in self.showing.waiting:
            square = QRect(row.left(), row.center().y() - chip // 2, chip, chip)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.CHIP))
            painter.drawRoundedRect(square, chip / 6, chip / 6)
            self._write(painter, square, each.letter, bold, colour=look.TEXT, how=_MIDDLE)
            number = count(each.count)
            self._write(painter, row, number, bold, colour=look.TEXT, how=_RIGHT)
            words = row.adjusted(chip + gap, 0, 0, 0)
            words.setRight(row.right() - QFontMetrics(bold).horizontalAdvance(number) - gap)
            title = each.title.in_language(language())
            self._write(painter, words, title, plain, colour=look.TEXT)
            painter.setPen(QPen(QColor(look.LINE), self.size_of(Part.HAIRLINE)))
            painter.drawLine(QPointF(row.bottomLeft()), QPointF(row.bottomRight()))
            row.translate(0, row.height())

    # --- letters ------------------------------------------------------------------------------
    def _font(self, part: Part, weight: Weight) -> QFont:
        return font_of(self.size_of(part), weight)

    def _fitting(self, part: Part, text: str, room: int) -> QFont:
        """The font in the part's size, or as much smaller as the text asks for."""
        whole = self._font(part, Weight.BOLD)
        wide = QFontMetrics(whole).horizontalAdvance(text)
        if wide <= room:
            return whole
        return font_of(max(1, whole.pixelSize() * room // wide), Weight.BOLD)

    def _write(
        self,
        painter: QPainter,
        room: QRect,
        text: str,
        font: QFont,
        *,
        colour: str,
        how: Qt.AlignmentFlag = _LEFT,
    ) -> int:
        """Write a line, shortened where there is no room; how wide it is."""
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, room.width()))
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(room, how, shown)
        return metrics.horizontalAdvance(shown)
