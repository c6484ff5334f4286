"""What a finger can press on the kiosk: a tile with a letter, or a bar with an icon."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.icons import paint_icon
from ui.theme.kiosk import TOUCH, Part, sized
from ui.theme.theme import font_of, theme
from ui.theme.tokens import HAIRLINE, RING, Tone, Weight
from ui.widgets.button import Button

_WRAP = Qt.TextFlag.TextWordWrap
_TOP = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


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


class Choice(Button):
    """Paints a `Said`; a closed one can be read and not pressed."""

    def __init__(self, said: Said, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.big = False
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
        wide = QFontMetricsF(font_of(self._size(Part.TILE), Weight.BOLD))
        width = wide.horizontalAdvance(self.said.title) + 2 * self._size(Part.PADDING)
        return QSize(round(max(TOUCH, width)), max(TOUCH, self._size(Part.BAR)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        pad = self._size(Part.PADDING)
        inside = QRectF(self.rect()).adjusted(pad, pad, -pad, -pad)
        if self.said.icon:
            self._paint_bar(painter, inside)
        elif self.said.letter or self.said.foot or self.said.words:
            self._paint_tile(painter, inside)
        else:
            self._ink(painter, Part.WORDS, "blue" if self.said.chosen else "text", Weight.SEMI)
            half = pad / 2
            middle = QRectF(self.rect()).adjusted(half, 0, -half, 0)
            painter.drawText(middle, Qt.AlignmentFlag.AlignCenter | _WRAP, self.said.title)

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
        radius = self._size(Part.RADIUS)
        painter.drawRoundedRect(face, radius, radius)

    def _paint_tile(self, painter: QPainter, inside: QRectF) -> None:
        said = self.said
        badge = self._size(Part.BADGE) if said.letter else 0
        beside = QRectF(inside)
        beside.setRight(inside.right() - badge - (self._size(Part.GAP) if badge else 0))
        ink = "muted" if said.closed else "text"
        self._ink(painter, Part.TILE, ink, Weight.BOLD)
        used = painter.boundingRect(beside, _TOP | _WRAP, said.title)
        painter.drawText(beside, _TOP | _WRAP, said.title)
        if said.letter:
            square = QRectF(inside.right() - badge, inside.top(), badge, badge)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme().colour("background" if said.closed else "blue_wash"))
            painter.drawRoundedRect(square, HAIRLINE * 8, HAIRLINE * 8)
            self._ink(painter, Part.LETTER, "muted" if said.closed else "blue", Weight.BOLD)
            painter.drawText(square, Qt.AlignmentFlag.AlignCenter, said.letter)
        self._ink(painter, Part.WORDS, "text" if said.closed else "muted", Weight.REGULAR)
        below = QRectF(beside)
        below.setTop(used.bottom() + HAIRLINE * 4)
        painter.drawText(below, _TOP | _WRAP, said.words)
        self._ink(painter, Part.WORDS, "red" if said.closed else "blue", Weight.SEMI)
        painter.drawText(
            inside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom | _WRAP, said.foot
        )

    def _paint_bar(self, painter: QPainter, inside: QRectF) -> None:
        said, size = self.said, self._size(Part.ICON)
        name = "violet" if said.tone is Tone.VIOLET else "text"
        middle = inside.center().y()
        where = QRectF(inside.left(), middle - size / 2, size, size)
        paint_icon(painter, said.icon, where, theme().colour(name))
        words = QRectF(self.rect())
        words.setLeft(where.right() + self._size(Part.GAP))
        words.setRight(inside.right())
        self._ink(painter, Part.WORDS, name, Weight.BOLD)
        if not said.words:
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | _WRAP, said.title)
            return
        upper, lower = QRectF(words), QRectF(words)
        upper.setBottom(middle)
        lower.setTop(middle)
        left = Qt.AlignmentFlag.AlignLeft
        painter.drawText(upper, left | Qt.AlignmentFlag.AlignBottom, said.title)
        self._ink(painter, Part.WORDS, name, Weight.REGULAR)
        painter.drawText(lower, left | Qt.AlignmentFlag.AlignTop, said.words)

    def _ink(self, painter: QPainter, part: Part, colour: str, weight: Weight) -> None:
        painter.setFont(font_of(self._size(part), weight))
        painter.setPen(theme().colour(colour))

    def _size(self, part: Part) -> int:
        window = self.window()
        return sized(part, window.width(), window.height(), big=self.big)
