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
    QSizePolicy,
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
_LINES = 2  # that a row holds; one more where a list may and must
_STAR_WIDTH = Type.SMALL + RING


class QueueRow(Struct, frozen=True):
    """One ticket as the list shows it; words are ready to read."""

    ticket_id: str
    number: str
    service: str
    note: str  # the second line: target, appointment, why it is held
    minutes: str  # "12 mnt"
    tone: Tone = Tone.NEUTRAL  # of the minutes
    priority: bool = False
    spare: bool = False  # the note gives its line to a service that needs it

    def text(self) -> str:
        """All of it in one line."""
        return ", ".join(
            part for part in (self.number, self.service, self.note, self.minutes) if part
        )


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
        if role in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
            Qt.ItemDataRole.ToolTipRole,
        ):
            return row.text()
        return None


class QueueDelegate(QStyledItemDelegate):
    """Draws a row: number, service and note, minutes."""

    def __init__(self, parent: QueueList) -> None:
        super().__init__(parent)
        self._list = parent

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, self._list.row_height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row = index.data(_ROW)
        if not isinstance(row, QueueRow):
            return
        colours = theme()
        box: QRect = option.rect
        painter.save()
        self._paint_ground(painter, option, box, first=index.row() == 0)
        left = box.left() + space(4)
        self._write(
            painter,
            QRect(left, box.top(), _number_width(row) + space(6), box.height()),
            row.number,
            font(Type.LEAD, Weight.BOLD),
            colours.colour("text"),
        )
        left += _number_width(row)
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
        room = _room(row, box.width())
        service, note = lines(row, room, self._list.most_lines)
        top = box.center().y() - space(4) * (len(service) + len(note)) // 2
        for at, said in enumerate((*service, *note)):
            place = QRect(left, top, room, space(4))
            if at < len(service):
                if at and row.priority and not note:
                    place = self._paint_star(painter, place)
                self._write(painter, place, said, font(), colours.colour("text"))
            else:
                self._paint_note(painter, place, row, said)
            top += space(4) + 1
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

    def _paint_note(self, painter: QPainter, room: QRect, row: QueueRow, said: str) -> None:
        colour = theme().colour("violet" if row.priority else "muted")
        if row.priority:
            room = self._paint_star(painter, room)
        self._write(painter, room, said, _note_font(row), colour)

    @staticmethod
    def _paint_star(painter: QPainter, room: QRect) -> QRect:
        """Begin a line with priority's sign; returns what is left of the line."""
        star = QRectF(room.left(), room.top() + RING, Type.SMALL, Type.SMALL)
        paint_icon(painter, "star_fill", star, theme().colour("violet"))
        return room.adjusted(_STAR_WIDTH, 0, 0, 0)

    @staticmethod
    def _write(painter: QPainter, room: QRect, text: str, face: QFont, colour: QColor) -> None:
        painter.setFont(face)
        painter.setPen(colour)
        shown = QFontMetrics(face).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip, shown)


def lines(row: QueueRow, room: int, most: int) -> tuple[list[str], list[str]]:
    """Break a row's service and its note into lines, `most` of them in all.

    A spare note gives way to its service, as does priority's word, whose star stays; where there is
    still no room, the last line of each is shortened when it is drawn.
    """
    service = _broken(row.service, QFontMetrics(font()), room)
    if row.spare or row.priority:
        return _only(service, most), [row.note] if len(service) < most else []
    note = _broken(row.note, QFontMetrics(_note_font(row)), room)
    service = _only(service, max(1, most - len(note)))
    return service, _only(note, most - len(service))


def _broken(text: str, metrics: QFontMetrics, room: int) -> list[str]:
    """As many whole words upon each line as fit."""
    broken: list[str] = []
    for word in text.split():
        longer = f"{broken[-1]} {word}" if broken else word
        if broken and metrics.horizontalAdvance(longer) <= room:
            broken[-1] = longer
        else:
            broken.append(word)
    return broken


def _only(broken: list[str], most: int) -> list[str]:
    """No more lines than that; the last takes all that is left."""
    return [*broken[: most - 1], " ".join(broken[most - 1 :])] if len(broken) > most else broken


def _room(row: QueueRow, width: int) -> int:
    """What service and note have in a list so wide: one column for all minutes ends it."""
    strong = QFontMetrics(font(Type.BODY, Weight.BOLD))
    minutes = max(strong.horizontalAdvance(row.minutes), strong.horizontalAdvance(_MINUTES))
    return width - 2 * space(4) - space(2) - _number_width(row) - minutes


def _number_width(row: QueueRow) -> int:
    metrics = QFontMetrics(font(Type.LEAD, Weight.BOLD))
    return max(map(metrics.horizontalAdvance, ("A-000", row.number))) + space(3)


def _note_font(row: QueueRow) -> QFont:
    return font(Type.SMALL, Weight.SEMI if row.priority else Weight.REGULAR)


class QueueList(QListView):
    """Shows whole rows only, keeps the chosen ticket chosen while others come and go.

    Args:
        marks_next: the first row stands out.
        in_sight: how many rows it is high at most; None: as many as there is room for.
    """

    fits = Signal(int)  # how many rows are in sight
    chosen = Signal(str)  # Enter or double click: the ticket's id

    def __init__(
        self,
        name: str,
        *,
        marks_next: bool = False,
        in_sight: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.marks_next = marks_next
        self.row_height = int(Size.ROW)
        self.most_lines = _LINES if in_sight is None else _LINES + 1
        self._in_sight = in_sight
        if in_sight is not None:
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
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
        self._measure()

    def chosen_id(self) -> str:
        """The chosen ticket's id, or nothing."""
        at = self.currentIndex()
        return self.rows.row(at.row()).ticket_id if at.isValid() else ""

    def sizeHint(self) -> QSize:
        rows = self.rows.rowCount()
        return QSize(Size.QUEUE, min(rows, self._in_sight or rows) * self.row_height)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, min(1, self.rows.rowCount()) * self.row_height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def _measure(self) -> None:
        """Be as high as the rows need, and tell how many are in sight."""
        height = self._needed_height()
        if height != self.row_height:
            self.row_height = height
            self.scheduleDelayedItemsLayout()
        self.updateGeometry()
        # Half a row at the end would look like a whole one.
        self.setViewportMargins(0, 0, 0, self.height() % height)
        self.fits.emit(min(self.rows.rowCount(), self.height() // height))

    def _needed_height(self) -> int:
        if self.most_lines == _LINES:
            return Size.ROW
        needed = max(
            (
                sum(map(len, lines(row, _room(row, self.width()), self.most_lines)))
                for row in map(self.rows.row, range(self.rows.rowCount()))
            ),
            default=_LINES,
        )
        return Size.ROW + max(0, needed - _LINES) * space(4)

    @Slot(QModelIndex)
    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(self.rows.row(index.row()).ticket_id)
