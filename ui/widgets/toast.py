"""Toasts: what was just done and how to take it back; or what went wrong and what to do.

They never take the focus and never lie upon a form's fields where there is another place. What was
done lies over the window's lower edge; a problem lies below its top, at the right, and leaves once
work goes on. One that offers to try again stays until it is answered.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QHideEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from counter.errors import LoketError
from counter.text import _
from ui.theme.icons import paint_icon
from ui.theme.theme import theme
from ui.theme.tokens import HAIRLINE, RADIUS, Pace, Size, Tone, Weight, space
from ui.widgets.card import row
from ui.widgets.key_button import KeyButton, Rank
from ui.widgets.pills import Pills
from ui.widgets.words import words

_PROBLEM_MS = 12_000  # long enough to read three sentences twice


class Toast(QWidget):
    """One message over a window; the next one replaces it."""

    left = Signal()  # it is gone from sight

    def __init__(self, window: QWidget, undo: QAction) -> None:
        super().__init__(window)
        self._window = window
        self._tone = Tone.NEUTRAL
        self._icon = ""
        self._close_action = QAction(self)
        self._close_action.triggered.connect(self.leave)
        self._retry: Callable[[], None] | None = None
        self._retry_action = QAction(self)
        self._retry_action.triggered.connect(self._try_again)
        self.head = words(weight=Weight.SEMI, wrap=True)
        self.body = words(tone=Tone.NEUTRAL, wrap=True)
        self.undo_button = KeyButton(undo, Rank.SECONDARY)
        self.retry_button = KeyButton(self._retry_action, Rank.SECONDARY)
        self.close_button = KeyButton(self._close_action, Rank.QUIET)
        texts = QVBoxLayout()
        texts.setSpacing(space(1))
        texts.addStretch()
        texts.addWidget(self.head)
        texts.addWidget(self.body)
        texts.addStretch()
        rows = row(gap=2)
        # The shadow and the icon have their places left of and around the words.
        rows.setContentsMargins(space(12), space(5), space(5), space(5))
        rows.addLayout(texts, stretch=1)
        rows.addWidget(self.undo_button)
        rows.addWidget(self.retry_button)
        rows.addWidget(self.close_button)
        self.setLayout(rows)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum)
        self._gone = QTimer(self)
        self._gone.setSingleShot(True)
        self._gone.timeout.connect(self.leave)
        window.installEventFilter(self)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._app = app
        self._app.focusChanged.connect(self._make_way)
        self.retranslate()
        self.hide()

    def tell(self, text: str, *, undoable: bool = False) -> None:
        """Say what was done, for ten seconds, with *Undo* where it can be taken back."""
        self._tone, self._icon = Tone.GREEN, "check_circle"
        self._retry = None
        self._show(text, "", undo=undoable, closable=not undoable)
        self._gone.start(Pace.TOAST)

    def warn(self, error: LoketError, *, retry: Callable[[], None] | None = None) -> None:
        """Say what happened, what is safe and what to do; with a retry it stays until closed."""
        message = error.message()
        self._tone, self._icon = Tone.RED, "error"
        self._retry = retry
        self._gone.stop()
        self._show(message.happened, f"{message.safe} {message.do_next}", undo=False, closable=True)
        if retry is None:
            self._gone.start(_PROBLEM_MS)
            self._app.installEventFilter(self)  # hears the typing, while this is in sight

    @Slot()
    def leave(self) -> None:
        """Go away."""
        self._gone.stop()
        self.hide()

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        self._close_action.setText(_("Close"))
        self._retry_action.setText(_("Try again"))
        self.setAccessibleName(_("Message"))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._app.removeEventFilter(self)
        self.left.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind is QEvent.Type.Resize and watched is self._window and self.isVisible():
            self._place()
        elif (
            kind is QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.text().isprintable()
            and event.text()
            and self._is_typed_into(watched)
        ):
            self._type_on()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme()
        face = QRectF(self.rect()).adjusted(space(2), space(1), -space(2), -space(3))
        paint_shadow(painter, face)
        painter.setBrush(colours.colour("raised"))
        painter.setPen(QPen(colours.colour("line"), HAIRLINE))
        painter.drawRoundedRect(face, RADIUS, RADIUS)
        icon = QRectF(face.left() + space(4), 0, Size.ICON, Size.ICON)
        icon.moveCenter(icon.center() + self._icon_middle(icon))
        paint_icon(painter, self._icon, icon, colours.ink(self._tone))

    def _icon_middle(self, icon: QRectF) -> QPointF:
        """How far down the icon moves to stand beside the first line."""
        head = self.head.geometry()
        first = head.top() + self.head.fontMetrics().height() / 2
        middle = head.center().y() if self.body.isHidden() else first
        return QPointF(0, middle - icon.center().y())

    def _show(self, head: str, body: str, *, undo: bool, closable: bool) -> None:
        self.head.setText(head)
        self.body.setText(body)
        self.body.setVisible(bool(body))
        self.undo_button.setVisible(undo)
        self.retry_button.setVisible(self._retry is not None)
        self.close_button.setVisible(closable)
        self.setAccessibleDescription(f"{head} {body}".strip())
        self._place()
        self.show()
        self.raise_()

    def _place(self) -> None:
        width = min(int(Size.TOAST), self._window.width() - space(8))
        self.setFixedWidth(width)
        layout = self.layout()
        assert layout is not None
        layout.activate()  # a layout within it still has the height of the words before
        self.resize(width, layout.totalHeightForWidth(width))
        low, high = self._places()
        first, second = (high, low) if self._tone is Tone.RED else (low, high)
        self.move(min((first, second), key=self._hidden))

    def _places(self) -> tuple[QPoint, QPoint]:
        """Over the lower edge, and at the right below the header."""
        free = self._window.width() - self.width()
        # In a narrow window the lists at the left stay in sight.
        left = free // 2 if self._window.width() >= Size.NARROW else free - space(4)
        low = self._window.height() - Size.STATUS - self.height() - space(16)
        return QPoint(left, low), QPoint(free - space(2), Size.HEADER + space(1))

    def _hidden(self, at: QPoint) -> tuple[bool, int]:
        """Whether it would lie there upon what has the focus, and upon how many fields."""
        there = QRect(at, self.size())
        hidden = [
            field
            for kind in (QLineEdit, QPlainTextEdit, QComboBox, Pills)
            for field in self._window.findChildren(kind)
            if field.isVisible() and there.intersects(self._seen_of(field))
        ]
        focus = self._app.focusWidget()
        if focus is None or not self._is_typed_into(focus):
            return False, len(hidden)
        return there.intersects(self._seen_of(focus)), len(hidden)

    def _seen_of(self, field: QWidget) -> QRect:
        """The part of a field that is not scrolled away, in the window."""
        seen = field.visibleRegion().boundingRect()
        return seen.translated(field.mapTo(self._window, QPoint()))

    def _is_typed_into(self, one: QObject) -> bool:
        """Whether it is of the window, and not of this message."""
        return (
            isinstance(one, QWidget)
            and self._window.isAncestorOf(one)
            and one is not self
            and not self.isAncestorOf(one)
        )

    @Slot()
    def _make_way(self) -> None:
        """The focus went on; what scrolls to show it scrolls first."""
        if self.isVisible():
            QTimer.singleShot(0, self, self._place)

    def _type_on(self) -> None:
        """Work goes on: the message has been seen."""
        QTimer.singleShot(0, self, self.leave)

    @Slot()
    def _try_again(self) -> None:
        retry = self._retry
        self.leave()
        if retry is not None:
            retry()


def paint_shadow(painter: QPainter, face: QRectF) -> None:
    """A soft shadow under what floats; a few rounded rectangles, no effect to render off screen."""
    from PySide6.QtGui import QColor

    shade = QColor(theme().colours.shade)
    steps = space(2)
    shade.setAlphaF(shade.alphaF() / steps)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(shade)
    for spread in range(steps):
        around = face.adjusted(-spread, -spread / 2, spread, spread)
        painter.drawRoundedRect(around, RADIUS + spread, RADIUS + spread)
