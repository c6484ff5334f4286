"""One-line fields with a soft ring around the one that is typed into, and a place for a tick."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from ui.theme.icons import paint_icon
from ui.theme.theme import font, theme
from ui.theme.tokens import GLOW, RADIUS, Size, Tone, Type, Weight, space


class LineEdit(QLineEdit):
    """A field; `sign` stands at its right end: a tick when what it holds was checked."""

    def __init__(
        self,
        *,
        size: Type = Type.BODY,
        weight: Weight = Weight.REGULAR,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setFont(font(size, weight))
        self.setFixedHeight(Size.FIELD + 2 * GLOW)
        self._sign: tuple[str, Tone] | None = None
        self._lead = 0

    def set_lead(self, width: int) -> None:
        """Leave so much room before what is typed."""
        self._lead = width
        self._set_margins()

    def set_sign(self, icon: str, tone: Tone) -> None:
        """Show a sign at the right end; an empty icon takes it away."""
        self._sign = (icon, tone) if icon else None
        self._set_margins()
        self.update()

    def event(self, event: QEvent) -> bool:
        if _is_undo(event) and not self.isUndoAvailable():
            return False  # nothing typed to take back: the key is the window's
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.hasFocus():
            paint_glow(self)
        super().paintEvent(event)
        if self._sign is not None:
            painter = QPainter(self)
            icon, tone = self._sign
            left = self.width() - GLOW - space(3) - Size.ICON
            where = QRectF(left, (self.height() - Size.ICON) / 2, Size.ICON, Size.ICON)
            paint_icon(painter, icon, where, theme().ink(tone))

    def _set_margins(self) -> None:
        self.setTextMargins(self._lead, 0, Size.ICON + space(2) if self._sign else 0, 0)


class TextEdit(QPlainTextEdit):
    """A field of several lines; Tab leaves it."""

    def __init__(self, lines: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(font())
        self.setTabChangesFocus(True)
        line = self.fontMetrics().lineSpacing() + 1  # a document rounds its lines up
        self.setFixedHeight(line * lines + 2 * GLOW + space(5))

    def event(self, event: QEvent) -> bool:
        if _is_undo(event) and not self.document().isUndoAvailable():
            return False
        return super().event(event)


class ComboBox(QComboBox):
    """A choice that drops down; its arrow is ours, so that it has a colour of the theme."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(font())
        self.setFixedHeight(Size.FIELD + 2 * GLOW)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.hasFocus():
            paint_glow(self)
        super().paintEvent(event)
        left = self.width() - GLOW - space(2) - Size.ICON
        where = QRectF(left, (self.height() - Size.ICON) / 2, Size.ICON, Size.ICON)
        paint_icon(QPainter(self), "expand_more", where, theme().colour("muted"))


def _is_undo(event: QEvent) -> bool:
    return (
        event.type() is QEvent.Type.ShortcutOverride
        and isinstance(event, QKeyEvent)
        and event.matches(QKeySequence.StandardKey.Undo)
    )


def paint_glow(widget: QWidget) -> None:
    """Draw the soft ring in the margin that the style sheet leaves around a field."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    half = GLOW / 2
    painter.setPen(QPen(theme().colour("glow"), GLOW))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    ring = QRectF(widget.rect()).adjusted(half, half, -half, -half)
    painter.drawRoundedRect(ring, RADIUS + half, RADIUS + half)
