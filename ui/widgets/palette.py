"""Search for anything: the field in the header, and the palette it opens (Ctrl+K, Ctrl+F).

The palette finds acts by their name by itself; tickets it asks for by `asked` and is told. It also
asks what an act needs to know: which service, which counter, why; nobody leaves the keyboard.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct
from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QAction, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from counter.text import _
from ui.theme.icons import paint_icon
from ui.theme.theme import font, theme
from ui.theme.tokens import HAIRLINE, RADIUS, RING, Pace, Size, Tone, Type, Weight, space
from ui.widgets.button import Button
from ui.widgets.card import line
from ui.widgets.empty_state import Icon
from ui.widgets.key_button import key_name
from ui.widgets.toast import paint_shadow
from ui.widgets.words import words

_Index = QModelIndex | QPersistentModelIndex
_HIT = Qt.ItemDataRole.UserRole
_MOST = 9  # hits in sight


class Hit(Struct, frozen=True):
    """One line of the palette: an act, or a ticket of today."""

    title: str
    note: str  # the key of an act, the state of a ticket
    icon: str
    open: Callable[[], None]
    otherwise: Callable[[], None] | None = None  # with Ctrl


class Question(Struct, frozen=True):
    """What the palette asks, instead of searching."""

    prompt: str
    hits: tuple[Hit, ...]
    hint: str = ""  # below the answers: what other keys do
    free: Callable[[str], Hit] | None = None  # makes an answer of what was typed


class SearchBox(Button):
    """Looks like a field in the header and opens the palette."""

    def __init__(self, action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._action = action
        self.setFont(font())
        self.setFixedHeight(space(8))
        self.setMinimumWidth(space(10))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        self._follow()

    def sizeHint(self) -> QSize:
        return QSize(Size.SEARCH, space(8))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme()
        half = HAIRLINE / 2
        focused = self.hasFocus()
        painter.setBrush(colours.colour("background"))
        painter.setPen(
            QPen(colours.colour("blue" if focused else "line"), RING if focused else HAIRLINE)
        )
        face = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(face, RADIUS, RADIUS)
        middle = (self.height() - Size.ICON) / 2
        muted = colours.colour("muted")
        paint_icon(painter, "search", QRectF(space(3), middle, Size.ICON, Size.ICON), muted)
        key = key_name(self._action.shortcut())
        small = font(Type.SMALL, Weight.SEMI)
        width = QFontMetrics(small).horizontalAdvance(key) + space(3)
        cap = QRectF(
            self.width() - width - space(2), (self.height() - space(5)) / 2, width, space(5)
        )
        painter.setFont(self.font())
        painter.setPen(muted)
        left = space(3) + Size.ICON + space(2)
        room = QRect(left, 0, int(cap.left()) - left - space(2), self.height())
        said = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, said)
        painter.setBrush(colours.colour("surface"))
        painter.setPen(QPen(colours.colour("line"), HAIRLINE))
        painter.drawRoundedRect(cap, RADIUS - RING, RADIUS - RING)
        painter.setFont(small)
        painter.setPen(muted)
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, key)

    @Slot()
    def _follow(self) -> None:
        self.setText(self._action.text())
        self.setAccessibleName(self._action.text())
        self.update()


class _Hits(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.hits: list[Hit] = []

    def show_hits(self, hits: Sequence[Hit]) -> None:
        self.beginResetModel()
        self.hits = list(hits)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.hits)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        hit = self.hits[index.row()]
        if role == _HIT:
            return hit
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{hit.title}, {hit.note}" if hit.note else hit.title
        return None


class _HitDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, Size.PALETTE_ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        hit = index.data(_HIT)
        if not isinstance(hit, Hit):
            return
        colours = theme()
        box: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.wash(Tone.BLUE))
            painter.drawRoundedRect(box.adjusted(space(2), 0, -space(2), 0), RADIUS, RADIUS)
        ink = colours.colour("blue" if chosen else "muted")
        top = box.top() + (box.height() - Size.ICON) / 2
        left = box.left() + space(4)
        paint_icon(painter, hit.icon, QRectF(left, top, Size.ICON, Size.ICON), ink)
        left += Size.ICON + space(3)
        note_width = QFontMetrics(font()).horizontalAdvance(hit.note)
        right = box.right() - space(5)
        painter.setFont(font())
        painter.setPen(colours.colour("muted"))
        note = QRect(right - note_width, box.top(), note_width + 1, box.height())
        painter.drawText(note, Qt.AlignmentFlag.AlignVCenter, hit.note)
        painter.setFont(font(weight=Weight.SEMI if chosen else Weight.REGULAR))
        painter.setPen(colours.colour("text"))
        room = QRect(left, box.top(), note.left() - left - space(2), box.height())
        said = painter.fontMetrics().elidedText(
            hit.title, Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, said)
        painter.restore()


class Palette(QWidget):
    """A field over the window; below it what it finds. Escape or a press outside closes it."""

    asked = Signal(str)  # who owns the tickets may answer by `show_finds`

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._acts: list[Hit] = []
        self._finds: list[Hit] = []
        self._question: Question | None = None
        self._back_to: QWidget | None = None
        self.field = QLineEdit()
        self.field.setProperty("look", "bare")
        self.field.setFont(font(Type.LEAD))
        self.field.setMinimumHeight(space(9))
        self._hits = _Hits(self)
        self.list = QListView()
        self.list.setModel(self._hits)
        self.list.setItemDelegate(_HitDelegate(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.clicked.connect(self._open)
        self._nothing = words(tone=Tone.NEUTRAL)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setFixedHeight(Size.PALETTE_ROW)
        self.hint = words(size=Type.SMALL, tone=Tone.NEUTRAL)
        self.hint.setContentsMargins(space(4), space(2), space(4), 0)
        top = QHBoxLayout()
        top.setContentsMargins(space(4), space(2), space(4), space(2))
        top.setSpacing(space(3))
        top.addWidget(Icon("search"))
        top.addWidget(self.field)
        rows = QVBoxLayout(self)
        # The shadow has its place around the face.
        rows.setContentsMargins(space(2) + 1, space(1) + 1, space(2) + 1, space(3) + space(2))
        rows.setSpacing(0)
        rows.addLayout(top)
        rows.addWidget(line())
        rows.addSpacing(space(2))
        rows.addWidget(self.list)
        rows.addWidget(self._nothing)
        rows.addWidget(self.hint)
        self._asking = QTimer(self)
        self._asking.setSingleShot(True)
        self._asking.setInterval(Pace.SETTLE)
        self._asking.timeout.connect(self._ask)
        self.field.textChanged.connect(self._filter)
        self.field.installEventFilter(self)
        window.installEventFilter(self)
        self.retranslate()
        self.hide()

    def open_with(self, acts: Sequence[Hit]) -> None:
        """Open, empty, with these acts to choose from."""
        self._question = None
        self._open_on(acts)
        self.asked.emit("")

    def ask(self, question: Question) -> None:
        """Open on a question; its answers are all there is to choose from."""
        self._question = question
        self._open_on(question.hits)

    def show_finds(self, asked: str, finds: Sequence[Hit]) -> None:
        """Tickets found for what was asked; late answers to older words are dropped."""
        if self._question is None and asked == self.field.text().strip():
            self._finds = list(finds)
            self._refresh()

    @Slot()
    def leave(self) -> None:
        """Close; the focus returns to where it was."""
        if self.isVisible():
            self.hide()
            if self._back_to is not None:
                self._back_to.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        self._prompt()
        self.list.setAccessibleName(_("Search results"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window:
            if event.type() is QEvent.Type.Resize and self.isVisible():
                self._place()
            elif event.type() is QEvent.Type.MouseButtonPress:
                self.leave()
        elif isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._steer(event)
        elif event.type() is QEvent.Type.FocusOut and self.isVisible():
            QTimer.singleShot(0, self, self._leave_if_left)
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        face = QRectF(self.rect()).adjusted(space(2), space(1), -space(2), -space(3))
        paint_shadow(painter, face)
        painter.setBrush(theme().colour("raised"))
        painter.setPen(QPen(theme().colour("line"), HAIRLINE))
        painter.drawRoundedRect(face, RADIUS, RADIUS)

    def _open_on(self, hits: Sequence[Hit]) -> None:
        if not self.isVisible():
            self._back_to = self._window.focusWidget()
        self._acts, self._finds = list(hits), []
        self._prompt()
        self.field.clear()
        self._refresh()
        self.show()
        self.raise_()
        self._place()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _prompt(self) -> None:
        question = self._question
        searching = _("Search a number, name, NIK or command")
        self.field.setPlaceholderText(question.prompt if question else searching)
        self.field.setAccessibleName(self.field.placeholderText())
        self.hint.setText(question.hint if question else "")
        self._nothing.setText(
            _("Not in this list. Check the spelling, or press Esc.")
            if question
            else _("Nothing found today. Check the spelling, or press Esc.")
        )
        self.hint.setVisible(bool(self.hint.text()))

    @Slot()
    def _ask(self) -> None:
        if self._question is None:
            self.asked.emit(self.field.text().strip())

    @Slot()
    def _leave_if_left(self) -> None:
        if not self.field.hasFocus():
            self.hide()

    def _steer(self, event: QKeyEvent) -> bool:
        key = event.key()
        at = self.list.currentIndex().row()
        last = len(self._hits.hits) - 1
        if key == Qt.Key.Key_Escape:
            self.leave()
        elif key == Qt.Key.Key_Down:
            self._mark(min(last, at + 1))
        elif key == Qt.Key.Key_Up:
            self._mark(max(0, at - 1))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if at >= 0:
                control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
                self._open(self.list.currentIndex(), otherwise=bool(control))
        else:
            return False
        return True

    def _mark(self, at: int) -> None:
        self.list.setCurrentIndex(self._hits.index(at))

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex, *, otherwise: bool = False) -> None:
        hit = self._hits.hits[index.row()]
        self.leave()
        if otherwise and hit.otherwise is not None:
            hit.otherwise()
        else:
            hit.open()

    @Slot(str)
    def _filter(self, text: str) -> None:
        self._asking.start()
        self._refresh()

    def _refresh(self) -> None:
        asked = self.field.text().strip().casefold()
        acts = [
            hit for hit in self._acts if all(part in hit.title.casefold() for part in asked.split())
        ]
        hits = [*self._finds, *acts] if asked else [*acts, *self._finds]
        if asked and self._question is not None and self._question.free is not None:
            hits.append(self._question.free(self.field.text().strip()))
        self._hits.show_hits(hits)
        self.list.setVisible(bool(hits))
        waits_for_words = self._question is not None and self._question.free is not None
        self._nothing.setVisible(not hits and not waits_for_words)
        self.list.setFixedHeight(min(len(hits), _MOST) * Size.PALETTE_ROW)
        if hits:
            self._mark(0)
        self._place()

    def _place(self) -> None:
        width = min(int(Size.PALETTE), self._window.width() - space(8))
        self.setFixedWidth(width)
        self.adjustSize()
        self.move((self._window.width() - width) // 2, space(1))
