"""A button that shows its key: what it does, and how to do it without the mouse."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QAction, QColor, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.icons import paint_icon
from ui.theme.theme import font, theme
from ui.theme.tokens import CAP_SHADE, HAIRLINE, RADIUS, RING, Pace, Size, Tone, Type, Weight, space
from ui.widgets.button import Button


class Rank(Enum):
    """How loudly a button speaks. A surface has one PRIMARY, the next sensible act."""

    PRIMARY = "primary"
    INVITING = "inviting"  # sensible soon, not now
    SECONDARY = "secondary"
    QUIET = "quiet"
    GRAVE = "grave"  # loses something


class KeyButton(Button):
    """Presses its action; words, key, icon and whether it can be pressed are the action's.

    The button itself stays enabled while its act runs, so that focus never jumps away, and
    looks busy only when that takes longer than a blink.
    """

    def __init__(
        self,
        action: QAction,
        rank: Rank = Rank.SECONDARY,
        *,
        icon: str = "",
        big: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.action = action
        self._rank = rank
        self._icon = icon
        self._big = big
        self._dim = not action.isEnabled()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(Pace.SETTLE)
        self._settle.timeout.connect(self._follow_slowly)
        self.setFont(font(Type.LEAD if big else Type.BODY, Weight.SEMI))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(
            QSizePolicy.Policy.Expanding if big else QSizePolicy.Policy.Fixed,
            QSizePolicy.Policy.Fixed,
        )
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        self._follow()

    def set_rank(self, rank: Rank) -> None:
        """Speak louder or quieter."""
        if rank is not self._rank:
            self._rank = rank
            self.update()

    @property
    def rank(self) -> Rank:
        """How loudly it speaks now."""
        return self._rank

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self.text()) + 2 * self._padding()
        if self._icon:
            width += Size.ICON + space(2)
        if key := self._key():
            width += space(2) + self._cap_width(key)
        return QSize(width, Size.BIG_CONTROL if self._big else Size.CONTROL)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, edge, ink = self._look()
        half = HAIRLINE / 2
        face = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.setBrush(ground)
        painter.setPen(QPen(edge, HAIRLINE))
        painter.drawRoundedRect(face, RADIUS, RADIUS)
        if self.hasFocus():
            self._paint_focus(painter)
        key = self._key()
        left = (self.width() - self.sizeHint().width()) / 2 + self._padding()
        if self._icon and left < self._padding():  # narrow: the words and the key matter more
            left += (Size.ICON + space(2)) / 2
        elif self._icon:
            top = (self.height() - Size.ICON) / 2
            paint_icon(painter, self._icon, QRectF(left, top, Size.ICON, Size.ICON), ink)
            left += Size.ICON + space(2)
        painter.setPen(ink)
        painter.setFont(self.font())
        width = self.fontMetrics().horizontalAdvance(self.text())
        painter.drawText(
            QRectF(left, 0, width + 1, self.height()), Qt.AlignmentFlag.AlignVCenter, self.text()
        )
        if key:
            self._paint_cap(painter, key, left + width + space(2), ink)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and not self.action.toolTip():
            return True
        return super().event(event)

    def _look(self) -> tuple[QColor, QColor, QColor]:
        """Ground, edge and ink."""
        colours = theme()
        over = self.underMouse() or self.isDown()
        if self._dim:
            return colours.colour("background"), colours.colour("line"), colours.colour("faint")
        if self._rank is Rank.PRIMARY:
            fill = colours.colour("blue_fill_down" if over else "blue_fill")
            return fill, fill, colours.colour("on_fill")
        if self._rank is Rank.GRAVE:
            fill = colours.colour("red_fill")
            return fill, fill, colours.colour("on_fill")
        if self._rank is Rank.INVITING:
            blue = colours.colour("blue")
            return colours.wash(Tone.BLUE), blue, blue
        ground = colours.colour("background" if over else "surface")
        if self._rank is Rank.QUIET:
            clear = QColor(ground)
            clear.setAlpha(0)
            return (ground if over else clear), clear, colours.colour("text")
        return ground, colours.colour("edge" if over else "line"), colours.colour("text")

    def _paint_focus(self, painter: QPainter) -> None:
        filled = self._rank in (Rank.PRIMARY, Rank.GRAVE)
        inset = RING + HAIRLINE if filled else RING / 2
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme().colour("on_fill" if filled else "blue"), RING))
        ring = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(ring, RADIUS - inset / 2, RADIUS - inset / 2)

    def _paint_cap(self, painter: QPainter, key: str, left: float, ink: QColor) -> None:
        colours = theme()
        height = space(5)
        cap = QRectF(left, (self.height() - height) / 2, self._cap_width(key), height)
        if self._rank in (Rank.PRIMARY, Rank.GRAVE) and not self._dim:
            ground = colours.colour("on_paper")  # darker: upon lighter the key could not be read
            ground.setAlphaF(CAP_SHADE)
            painter.setPen(Qt.PenStyle.NoPen)
            words = ink
        else:
            ground = colours.colour("surface")
            painter.setPen(QPen(colours.colour("line"), HAIRLINE))
            words = colours.colour("faint" if self._dim else "muted")
            if self._rank is Rank.INVITING and not self._dim:
                words = ink
        painter.setBrush(ground)
        painter.drawRoundedRect(cap, RADIUS - RING, RADIUS - RING)
        painter.setPen(words)
        painter.setFont(font(Type.SMALL, Weight.SEMI))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, key)

    def _cap_width(self, key: str) -> int:
        from PySide6.QtGui import QFontMetrics

        return QFontMetrics(font(Type.SMALL, Weight.SEMI)).horizontalAdvance(key) + space(3)

    def _padding(self) -> int:
        return space(3)

    def _key(self) -> str:
        return key_name(self.action.shortcut())

    @Slot()
    def _follow(self) -> None:
        if self.text() != self.action.text():
            self.setText(self.action.text())
            self.updateGeometry()
        key = self._key()
        self.setAccessibleName(f"{self.action.text()}, {key}" if key else self.action.text())
        self.setToolTip(self.action.toolTip() if self.action.toolTip() != self.text() else "")
        if self.action.isEnabled():
            self._settle.stop()
            self._dim = False
        elif not self._dim:
            self._settle.start()
        self.update()

    @Slot()
    def _follow_slowly(self) -> None:
        self._dim = not self.action.isEnabled()
        self.update()


def key_name(sequence: QKeySequence) -> str:
    """A key as its cap says it: "F9", "Ctrl K"."""
    name = sequence.toString(QKeySequence.SequenceFormat.NativeText)
    return name.replace("+", " ").replace("Return", "Enter")
