"""The desk's top line: which counter, whose office, search, the time, who is signed in."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QWidget

from counter.text import _
from ui.desk.acts import Act, Acts
from ui.desk.state import Place
from ui.theme.theme import font, theme
from ui.theme.tokens import RADIUS, RING, Size, Tone, Type, Weight, space
from ui.widgets.button import Button
from ui.widgets.card import row
from ui.widgets.minute_clock import Heartbeat, MinuteClock
from ui.widgets.palette import SearchBox
from ui.widgets.words import ShortWords, words

_INITIALS = 2


class PersonButton(Button):
    """Initials on a disc and the name; opens what belongs to the person: lock, language, leave."""

    def __init__(self, acts: Acts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._menu = QMenu(self)
        for act in (
            Act.LANGUAGE,
            Act.DARK,
            Act.SUPERVISOR,
            Act.ADMIN,
            Act.HELP,
            Act.END_DAY,
            Act.LOCK,
            Act.SIGN_OUT,
        ):
            self._menu.addAction(acts[act])
        self.setFont(font(Type.BODY, Weight.SEMI))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._short = False
        self.clicked.connect(self._open)

    def show_person(self, name: str) -> None:
        """Somebody else sits here now."""
        self.setText(name)
        self.setAccessibleName(_("Signed in: {name}").format(name=name))
        self.setToolTip(name)
        self.updateGeometry()

    def shorten(self, *, short: bool) -> None:
        """Leave the name out."""
        if short is not self._short:
            self._short = short
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        name = 0 if self._short else self.fontMetrics().horizontalAdvance(self.text()) + space(3)
        return QSize(Size.AVATAR + name + RING, Size.AVATAR + RING)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme()
        disc = QRectF(RING / 2, RING / 2, Size.AVATAR, Size.AVATAR)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.wash(Tone.VIOLET))
        painter.drawEllipse(disc)
        painter.setPen(colours.ink(Tone.VIOLET))
        painter.setFont(font(Type.SMALL, Weight.BOLD))
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, initials(self.text()))
        if not self._short:
            painter.setPen(colours.colour("text"))
            painter.setFont(self.font())
            room = self.rect().adjusted(Size.AVATAR + space(3), 0, 0, 0)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self.text())
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colours.colour("blue"), RING))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)

    def _open(self) -> None:
        self._menu.exec(self.mapToGlobal(self.rect().bottomLeft()))


class Header(QFrame):
    """Gives way from the outside in: date first, then city, then the person's name."""

    def __init__(self, acts: Acts, heart: Heartbeat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "bar-top")
        self.setFixedHeight(Size.HEADER)
        self._badge = QFrame()
        self._badge.setProperty("look", "badge")
        self._counter = words(weight=Weight.BOLD)
        self._badge.setFixedHeight(space(7) - RING)
        badge = QHBoxLayout(self._badge)
        badge.setContentsMargins(space(2) + RING, 0, space(2) + RING, 0)
        badge.addWidget(self._counter)
        self.office = ShortWords(weight=Weight.SEMI)
        self.city = ShortWords(tone=Tone.NEUTRAL)
        self.search = SearchBox(acts[Act.PALETTE])
        self.clock = MinuteClock(heart)
        self.person = PersonButton(acts)
        left, right = row(gap=3), row(gap=3)
        left.addWidget(self._badge)
        left.addWidget(self.office)
        left.addWidget(self.city)
        left.addStretch()
        right.addStretch()
        right.addWidget(self.clock)
        right.addWidget(self.person)
        rows = QHBoxLayout(self)
        rows.setContentsMargins(space(4), 0, space(4), 0)
        rows.setSpacing(space(4))
        # Equal sides hold the search in the middle.
        rows.addLayout(left, stretch=1)
        rows.addWidget(self.search)
        rows.addLayout(right, stretch=1)
        self._place: Place | None = None

    def show_place(self, place: Place) -> None:
        """Name the counter, the office and who sits here."""
        self._place = place
        self.retranslate()

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        self.clock.retranslate()
        if self._place is not None:
            number = _("Counter {number}").format(number=self._place.counter)
            self._counter.setText(number)
            self.office.set_text(self._place.office)
            self.city.set_text(self._place.city)
            self.person.show_person(self._place.clerk)

    def fit(self, width: int) -> None:
        """Leave out what can be missed where the window is narrow."""
        self.city.setVisible(width >= Size.SNUG)
        self.clock.date.setVisible(width >= Size.SNUG)
        self.person.shorten(short=width < Size.NARROW)


def initials(name: str) -> str:
    """The first letters of the first two words; of a single word its first two letters."""
    parts = name.split()
    if len(parts) >= _INITIALS:
        return "".join(part[0] for part in parts[:_INITIALS]).upper()
    return name[:_INITIALS].upper()
