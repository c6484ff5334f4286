"""The queue as a list: who waits or is held, drawn dense, with what does not fit counted."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.theme.icons import paint_icon
from ui.theme.theme import font, theme
from ui.theme.tokens import RING, Size, Tone, Type, Weight, space

_Index = QModelIndex | QPersistentModelIndex
_ROW = Qt.ItemDataRole.UserRole
_MINUTES = "88 mnt"  # as wide as most


class QueueRow(Struct, frozen=True):
    """One ticket as the list shows it; words are ready to read."""

    ticket_id: str
    number: str
    service: str
    note: str  # the second line: target, appointment, why it is held
    minutes: str  # "12 mnt"
    tone: Tone = Tone.NEUTRAL  # of the minutes
    priority: bool = False
    spare: bool = False  # the note gives its line to a service that needs two


class QueueModel(QAbstractListModel):
    """Rows in memory."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows: tuple[QueueRow, ...] = ()

    def show_rows(self, rows: Sequence[QueueRow]) -> None:
        """Replace the rows."""
        if tuple(rows) == self._rows:
            return
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def row(self, index: int) -> QueueRow:
        """The row at that place."""
        return self._rows[index]

    def place(self, ticket_id: str) -> int | None:
        """Where that ticket stands."""
        for at, each in enumerate(self._rows):
            if each.ticket_id == ticket_id:
                return at
        return None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self._rows[index.row()]
        if role == _ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return ", ".join(
                part for part in (row.number, row.service, row.note, row.minutes) if part
            )
        return None


class QueueDelegate(QStyledItemDelegate):
    """Draws a row: number, service and note, minutes."""

    def __init__(self, parent: QueueList) -> None:
        super().__init__(parent)
        self._list = parent

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, Size.ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row = index.data(_ROW)
        if not isinstance(row, QueueRow):
            return
        colours = theme()
        box: QRect = option.rect
        painter.save()
        self._paint_ground(painter, option, box, first=index.row() == 0)
        left = box.left() + space(4)
        number_width = QFontMetrics(font(Type.LEAD, Weight.BOLD)).horizontalAdvance(
            "A-000"
        ) + space(3)
        numbers = font(Type.LEAD, Weight.BOLD)
        self._write(
            painter,
            QRect(left, box.top(), number_width + space(6), box.height()),
            row.number,
            numbers,
            colours.colour("text"),
        )
        taken = QFontMetrics(numbers).horizontalAdvance(row.number) + space(3)
        left += max(number_width, taken)
        strong = row.tone is not Tone.NEUTRAL
        minutes = font(Type.BODY, Weight.BOLD if strong else Weight.REGULAR)
        width = QFontMetrics(minutes).horizontalAdvance(row.minutes)
        right = box.right() - space(4)
        self._write(
            painter,
            QRect(right - width, box.top(), width + 1, box.height()),
            row.minutes,
            minutes,
            colours.ink(row.tone) if strong else colours.colour("text"),
        )
        # One column for all minutes, so that services end at one place.
        column = QFontMetrics(font(Type.BODY, Weight.BOLD)).horizontalAdvance(_MINUTES)
        room = right - max(width, column) - space(2) - left
        middle = box.center().y()
        words = font(Type.BODY)
        if row.spare and QFontMetrics(words).horizontalAdvance(row.service) > room:
            first, second = _two_lines(row.service, QFontMetrics(words), room)
            ink = colours.colour("text")
            self._write(painter, QRect(left, middle - space(4), room, space(4)), first, words, ink)
            self._write(painter, QRect(left, middle + 1, room, space(4)), second, words, ink)
            painter.restore()
            return
        self._write(
            painter,
            QRect(left, middle - space(4), room, space(4)),
            row.service,
            words,
            colours.colour("text"),
        )
        self._paint_note(painter, QRect(left, middle + 1, room, space(4)), row)
        painter.restore()

    def _paint_ground(
        self, painter: QPainter, option: QStyleOptionViewItem, box: QRect, *, first: bool
    ) -> None:
        colours = theme()
        state = option.state
        focused = self._list.hasFocus()
        chosen = bool(state & QStyle.StateFlag.State_Selected) and focused
        if chosen or (first and self._list.marks_next and not focused):
            painter.fillRect(box, colours.wash(Tone.BLUE))
            painter.fillRect(
                QRect(box.left(), box.top(), RING + 1, box.height()), colours.colour("blue")
            )
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, colours.colour("background"))
        if chosen:
            painter.setPen(QPen(colours.colour("blue"), RING))
            painter.drawRect(box.adjusted(1, 1, -1, -1))

    def _paint_note(self, painter: QPainter, room: QRect, row: QueueRow) -> None:
        colours = theme()
        colour, weight = colours.colour("muted"), Weight.REGULAR
        if row.priority:
            colour, weight = colours.colour("violet"), Weight.SEMI
            star = QRectF(room.left(), room.top() + RING, Type.SMALL, Type.SMALL)
            paint_icon(painter, "star_fill", star, colour)
            room = room.adjusted(Type.SMALL + RING, 0, 0, 0)
        self._write(painter, room, row.note, font(Type.SMALL, weight), colour)

    @staticmethod
    def _write(painter: QPainter, room: QRect, text: str, face: QFont, colour: QColor) -> None:
        painter.setFont(face)
        painter.setPen(colour)
        shown = QFontMetrics(face).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip, shown)


def _two_lines(text: str, metrics: QFontMetrics, room: int) -> tuple[str, str]:
    """As many whole words as fit upon the first line, the others upon the second."""
    first, rest = "", text
    for word in text.split():
        longer = f"{first} {word}".strip()
        if first and metrics.horizontalAdvance(longer) > room:
            break
        first, rest = longer, text[len(longer) :].strip()
    return first, rest


class QueueList(QListView):
    """Shows whole rows only, keeps the chosen ticket chosen while others come and go."""

    fits = Signal(int)  # how many rows are in sight
    chosen = Signal(str)  # Enter or double click: the ticket's id

    def __init__(
        self, name: str, *, marks_next: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.marks_next = marks_next
        self.rows = QueueModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(QueueDelegate(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setAccessibleName(name)
        self.activated.connect(self._choose)

    def show_rows(self, rows: Sequence[QueueRow]) -> None:
        """Show these; the chosen ticket stays chosen where it is still among them."""
        current = self.chosen_id()
        self.rows.show_rows(rows)
        place = self.rows.place(current) if current else None
        if rows:
            self.setCurrentIndex(self.rows.index(place or 0))
        self.updateGeometry()
        self._tell_what_fits()

    def chosen_id(self) -> str:
        """The chosen ticket's id, or nothing."""
        at = self.currentIndex()
        return self.rows.row(at.row()).ticket_id if at.isValid() else ""

    def sizeHint(self) -> QSize:
        return QSize(Size.QUEUE, self.rows.rowCount() * Size.ROW)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, min(1, self.rows.rowCount()) * Size.ROW)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Half a row at the end would look like a whole one.
        self.setViewportMargins(0, 0, 0, self.height() % Size.ROW)
        self._tell_what_fits()

    def _tell_what_fits(self) -> None:
        self.fits.emit(min(self.rows.rowCount(), self.height() // Size.ROW))

    @Slot(QModelIndex)
    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(self.rows.row(index.row()).ticket_id)
