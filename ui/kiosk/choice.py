"""What a finger can press on the kiosk: a tile with a letter, or a bar with an icon."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.icons import paint_icon
from ui.theme.kiosk import TOUCH, Part, sized
from ui.theme.theme import font_of, theme
from ui.theme.tokens import CONTRAST, HAIRLINE, RING, Tone, Weight
from ui.widgets.button import Button

_WRAP = Qt.TextFlag.TextWordWrap
_TOP = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_BOTTOM = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_MIDDLE = Qt.AlignmentFlag.AlignCenter
_ENDLESS = 10_000.0
_KEY = 2  # so few letters stand on a key of a pad, larger than words
_WORDY = 7  # a bar of fewer letters' width has its icon above its words


def size_in(widget: QWidget, part: Part) -> int:
    """A part's size on the window that a widget stands in, in the type that was chosen there."""
    window = widget.window()
    return sized(part, window.width(), window.height(), big=is_big())


def is_big() -> bool:
    """Whether large type on black was chosen."""
    return theme().colours is CONTRAST


class Said(Struct, frozen=True):
    """What a choice says, and how."""

    title: str
    words: str = ""  # under the title
    foot: str = ""  # who waits, or when to return
    letter: str = ""
    icon: str = ""
    tone: Tone = Tone.BLUE
    chosen: bool = False
    closed: bool = False


def tile_height(said: Said, on: QWidget, width: float) -> float:
    """How high a tile must be, so wide, to show all that it says on a widget's window."""
    pad, gap = size_in(on, Part.PADDING), HAIRLINE * 4
    badge = size_in(on, Part.BADGE) if said.letter else 0
    inside = width - 2 * pad
    beside = inside - badge - (size_in(on, Part.GAP) if badge else 0)

    def high(text: str, part: Part, weight: Weight, wide: float) -> float:
        metrics = QFontMetricsF(font_of(size_in(on, part), weight))
        return metrics.boundingRect(QRectF(0, 0, wide, _ENDLESS), _TOP | _WRAP, text).height()

    upper = high(said.title, Part.TILE, Weight.BOLD, beside)
    if said.words:
        upper += gap + high(said.words, Part.WORDS, Weight.REGULAR, beside)
    lower = gap + high(said.foot, Part.WORDS, Weight.SEMI, inside) if said.foot else 0
    return max(TOUCH, 2 * pad + max(upper, badge) + lower)


class Choice(Button):
    """Paints a `Said`; a closed one can be read and not pressed."""

    def __init__(self, said: Said, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMinimumSize(TOUCH, TOUCH)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.say(said)

    def say(self, said: Said) -> None:
        """Say something else."""
        self.said = said
        self.setAccessibleName(". ".join(filter(None, (said.title, said.words, said.foot))))
        self.setEnabled(not said.closed)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        wide = QFontMetricsF(font_of(size_in(self, Part.WORDS), Weight.BOLD))
        width = wide.horizontalAdvance(self.said.title) + 2 * size_in(self, Part.PADDING)
        return QSize(round(max(TOUCH, width)), max(TOUCH, size_in(self, Part.BAR)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        pad = size_in(self, Part.PADDING)
        inside = QRectF(self.rect()).adjusted(pad, pad, -pad, -pad)
        if self.said.icon:
            self._paint_bar(painter, inside)
        elif self.said.letter or self.said.foot or self.said.words:
            self._paint_tile(painter, inside)
        else:
            part = Part.LETTER if len(self.said.title) <= _KEY else Part.WORDS
            self._ink(painter, part, "blue" if self.said.chosen else "text", Weight.SEMI)
            middle = QRectF(self.rect()).adjusted(pad / 2, 0, -pad / 2, 0)
            painter.drawText(middle, _MIDDLE | _WRAP, self.said.title)

    def _paint_ground(self, painter: QPainter) -> None:
        colours, said = theme(), self.said
        ground, edge = colours.colour("surface"), colours.colour("line")
        if said.closed:
            ground = colours.colour("sunken")
        elif said.chosen or self.isDown():
            ground, edge = colours.wash(said.tone), colours.ink(said.tone)
        pen = QPen(colours.colour("blue") if self.hasFocus() else edge, 2 * RING)
        if not self.hasFocus():
            pen.setWidth(RING)
        if said.closed:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(ground)
        face = QRectF(self.rect()).adjusted(RING, RING, -RING, -RING)
        radius = size_in(self, Part.RADIUS)
        painter.drawRoundedRect(face, radius, radius)

    def _paint_tile(self, painter: QPainter, inside: QRectF) -> None:
        said = self.said
        badge = size_in(self, Part.BADGE) if said.letter else 0
        beside = QRectF(inside)
        beside.setRight(inside.right() - badge - (size_in(self, Part.GAP) if badge else 0))
        self._ink(painter, Part.TILE, "muted" if said.closed else "text", Weight.BOLD)
        used = painter.boundingRect(beside, _TOP | _WRAP, said.title)
        painter.drawText(beside, _TOP | _WRAP, said.title)
        if said.letter:
            square = QRectF(inside.right() - badge, inside.top(), badge, badge)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme().colour("background" if said.closed else "blue_wash"))
            painter.drawRoundedRect(square, HAIRLINE * 8, HAIRLINE * 8)
            self._ink(painter, Part.LETTER, "muted" if said.closed else "blue", Weight.BOLD)
            painter.drawText(square, _MIDDLE, said.letter)
        self._ink(painter, Part.WORDS, "red" if said.closed else "blue", Weight.SEMI)
        foot = painter.boundingRect(inside, _BOTTOM | _WRAP, said.foot)
        painter.drawText(inside, _BOTTOM | _WRAP, said.foot)
        below = QRectF(beside)
        below.setTop(used.bottom() + HAIRLINE * 4)
        below.setBottom(foot.top() if said.foot else inside.bottom())
        self._ink(painter, Part.WORDS, "text" if said.closed else "muted", Weight.REGULAR)
        painter.drawText(below, _TOP | _WRAP, said.words)

    def _paint_bar(self, painter: QPainter, inside: QRectF) -> None:
        said, size = self.said, size_in(self, Part.ICON)
        name = "text"
        if said.tone is Tone.VIOLET:
            name = "violet"
        elif said.chosen:
            name = "blue"
        colour = theme().colour(name)
        gap = size_in(self, Part.GAP)
        words = QRectF(self.rect()).adjusted(gap / 2, 2 * RING, -gap / 2, -2 * RING)
        if inside.width() - size - gap < _WORDY * size_in(self, Part.WORDS):
            if not said.words:
                self._paint_stacked(painter, words, name)
                return
            where = QRectF(words.left(), words.center().y() - size / 2, size, size)
        else:
            where = QRectF(inside.left(), inside.center().y() - size / 2, size, size)
        paint_icon(painter, said.icon, where, colour)
        words.setLeft(where.right() + gap)
        self._ink(painter, Part.WORDS, name, Weight.BOLD)
        title = painter.boundingRect(words, _LEFT | _WRAP, said.title)
        self._ink(painter, Part.WORDS, name, Weight.REGULAR)
        below = painter.boundingRect(words, _LEFT | _WRAP, said.words)
        if not said.words or title.height() + below.height() > words.height():
            self._ink(painter, Part.WORDS, name, Weight.BOLD)
            painter.drawText(words, _LEFT | _WRAP, said.title)
            return
        top = words.center().y() - (title.height() + below.height()) / 2
        words.setTop(top)
        self._ink(painter, Part.WORDS, name, Weight.BOLD)
        painter.drawText(words, _TOP | _WRAP, said.title)
        words.setTop(top + title.height())
        self._ink(painter, Part.WORDS, name, Weight.REGULAR)
        painter.drawText(words, _TOP | _WRAP, said.words)

    def _paint_stacked(self, painter: QPainter, room: QRectF, name: str) -> None:
        """An icon above its words, where there is no width for both."""
        self._ink(painter, Part.WORDS, name, Weight.BOLD)
        words = painter.boundingRect(room, _MIDDLE | _WRAP, self.said.title)
        size = min(size_in(self, Part.ICON), room.height() - words.height())
        top = room.center().y() - (size + words.height()) / 2
        where = QRectF(room.center().x() - size / 2, top, size, size)
        paint_icon(painter, self.said.icon, where, theme().colour(name))
        room.setTop(where.bottom())
        room.setHeight(words.height())
        painter.drawText(room, _MIDDLE | _WRAP, self.said.title)

    def _ink(self, painter: QPainter, part: Part, colour: str, weight: Weight) -> None:
        painter.setFont(font_of(size_in(self, part), weight))
        painter.setPen(theme().colour(colour))
