"""What set-up's pages are made of: a labelled answer, a box to tick, hours of a week.

A page's answer is kept as it was typed, wrong or not; what is said of it stands below it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QWidget,
)

from counter.domain.calendar import WEEKDAYS
from counter.text import DAYS, INDONESIAN, _, language
from ui.theme.theme import font, theme
from ui.theme.tokens import GLOW, RADIUS, RING, Size, Tone, Type, Weight, space
from ui.widgets.button import Button
from ui.widgets.card import Card, column, row
from ui.widgets.check_row import paint_check_box
from ui.widgets.key_button import KeyButton
from ui.widgets.line_edit import LineEdit, paint_glow
from ui.widgets.words import set_tone, words

_TIME = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?")


class Answer(QWidget):
    """A label, what is typed or chosen, and a hint below that gives way to what is wrong."""

    def __init__(
        self, label: str, field: QWidget, *, hint: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.field = field
        self._hint = hint
        self.label = words(label, weight=Weight.SEMI)
        self.label.setBuddy(field)
        self.said = words(hint, Type.SMALL, tone=Tone.NEUTRAL, wrap=True)
        self.said.setContentsMargins(GLOW, 0, 0, 0)
        self.label.setContentsMargins(GLOW, 0, 0, 0)
        rows = column(gap=0)
        rows.addWidget(self.label)
        rows.addWidget(field)
        rows.addWidget(self.said)
        self.setLayout(rows)
        field.setAccessibleName(label)
        self.said.setVisible(bool(hint))

    def refuse(self, why: str) -> None:
        """Say what is wrong with the answer; nothing: it is fine."""
        self.said.setText(why or self._hint)
        self.said.setFont(font(Type.SMALL, Weight.SEMI if why else Weight.REGULAR))
        set_tone(self.said, Tone.RED if why else Tone.NEUTRAL)
        self.said.setVisible(bool(why or self._hint))
        self.field.setAccessibleDescription(why)
        mark_wrong(self.field, wrong=bool(why))

    @property
    def is_refused(self) -> bool:
        """Whether something is wrong with it."""
        return bool(self.field.accessibleDescription())


def mark_wrong(field: QWidget, *, wrong: bool) -> None:
    """Draw a field's edge in red, or as usual."""
    look = "wrong" if wrong else None
    if field.property("look") != look:
        field.setProperty("look", look)
        field.style().unpolish(field)
        field.style().polish(field)


class Tick(Button):
    """A box to tick and what it means."""

    def __init__(self, text: str, *, checked: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_text(text)
        self.setCheckable(True)
        self.setChecked(checked)
        self.setFont(font())
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_text(self, text: str) -> None:
        """Mean this."""
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(Size.CHECK_BOX + space(2) + width + space(4), Size.CHECK_ROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = (self.height() - Size.CHECK_BOX) / 2
        box = QRectF(space(1), top, Size.CHECK_BOX, Size.CHECK_BOX)
        paint_check_box(painter, box, checked=self.isChecked())
        painter.setPen(theme().colour("text" if self.isEnabled() else "faint"))
        painter.setFont(self.font())
        left = int(box.right()) + space(2)
        room = self.rect().adjusted(left, 0, 0, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self.text())
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme().colour("blue"), RING))
            ring = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(ring, RADIUS, RADIUS)


class Choice(Tick):
    """A whole card to choose: a title and what it means, wrapped."""

    def __init__(self, title: str, about: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent=parent)
        self._about = about
        self.setAccessibleDescription(about)
        self.setAutoExclusive(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()  # chosen already: the window goes on
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(Size.SIGN_IN, self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        return QSize(space(60), self.heightForWidth(self.width()))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        room = max(1, width - self._left() - space(4))
        flags = int(Qt.TextFlag.TextWordWrap)
        about = self.fontMetrics().boundingRect(0, 0, room, 1, flags, self._about).height()
        return space(4) + space(6) + about + space(4)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.hasFocus():
            paint_glow(self)  # with a painter of its own, so before ours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours, chosen = theme(), self.isChecked()
        painter.setBrush(colours.wash(Tone.BLUE) if chosen else colours.colour("surface"))
        strong = chosen or self.hasFocus()
        painter.setPen(QPen(colours.colour("blue" if strong else "line"), RING if strong else 1))
        face = QRectF(self.rect()).adjusted(GLOW, GLOW, -GLOW, -GLOW)
        painter.drawRoundedRect(face, RADIUS, RADIUS)
        disc = QRectF(space(4), space(4), Size.CHECK_BOX, Size.CHECK_BOX)
        painter.setBrush(colours.colour("surface"))
        painter.setPen(QPen(colours.colour("blue" if chosen else "edge"), RING))
        painter.drawEllipse(disc.adjusted(1, 1, -1, -1))
        if chosen:
            painter.setBrush(colours.colour("blue"))
            painter.setPen(Qt.PenStyle.NoPen)
            inset = space(1) + 1
            painter.drawEllipse(disc.adjusted(inset, inset, -inset, -inset))
        left, width = self._left(), self.width() - self._left() - space(4)
        painter.setPen(colours.colour("text"))
        painter.setFont(font(Type.LEAD, Weight.SEMI))
        painter.drawText(
            QRectF(left, space(3), width, space(6)), Qt.AlignmentFlag.AlignVCenter, self.text()
        )
        painter.setPen(colours.colour("muted"))
        painter.setFont(self.font())
        about = QRectF(left, space(10), width, self.height() - space(10))
        painter.drawText(about, int(Qt.TextFlag.TextWordWrap), self._about)

    @staticmethod
    def _left() -> int:
        return space(4) + Size.CHECK_BOX + space(3)


class SideBySide(QWidget):
    """Cards beside each other where there is room, else below each other."""

    def __init__(self, cards: Sequence[QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(space(4))
        for card in cards:
            self._box.addWidget(card, stretch=1, alignment=Qt.AlignmentFlag.AlignTop)

    def fit(self, width: int) -> None:
        """Arrange for a page of that width."""
        wide = width >= Size.PAGE + space(40)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._box.setDirection(across if wide else down)


class Hours(Card):
    """A week: which days the office is open, from when to when."""

    changed = Signal()

    def __init__(self, hours: Mapping[str, Sequence[str]], parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.days: dict[str, Tick] = {}
        self.fields: dict[str, tuple[LineEdit, LineEdit]] = {}
        self.head = words(_("Opening hours"), Type.LEAD, Weight.SEMI)
        self.rows.addWidget(self.head)
        grid = QGridLayout()
        grid.setSpacing(0)
        grid.setHorizontalSpacing(space(2))
        grid.setColumnStretch(4, 1)
        usual = next(iter(hours.values()), ("08:00", "15:00"))
        for at, day in enumerate(WEEKDAYS):
            tick = Tick(_(DAYS[at]), checked=day in hours)
            opens, closes = LineEdit(), LineEdit()
            for field, text, what in (
                (opens, hours.get(day, usual)[0], _("{day}, opens")),
                (closes, hours.get(day, usual)[1], _("{day}, closes")),
            ):
                field.setText(as_clock(text))
                field.setFixedWidth(Size.SHORT_FIELD)
                field.setAccessibleName(what.format(day=_(DAYS[at])))
                field.setEnabled(tick.isChecked())
                field.textEdited.connect(self.changed)
                tick.toggled.connect(field.setEnabled)
            tick.toggled.connect(self.changed)
            self.days[day], self.fields[day] = tick, (opens, closes)
            grid.addWidget(tick, at, 0)
            grid.addWidget(opens, at, 1)
            grid.addWidget(words(_("to"), tone=Tone.NEUTRAL), at, 2)
            grid.addWidget(closes, at, 3)
        self.rows.addLayout(grid)
        self.said = words("", Type.SMALL, Weight.SEMI, tone=Tone.RED, wrap=True)
        self.said.hide()
        self.rows.addWidget(self.said)

    def answer(self) -> dict[str, list[str]]:
        """Day to opening and closing time, HH:MM where it is a time, else as typed."""
        return {
            day: [as_time(field.text()) for field in self.fields[day]]
            for day, tick in self.days.items()
            if tick.isChecked()
        }

    def refuse(self, why: Mapping[str, str]) -> None:
        """Say what is wrong, by day; the key of none is the week itself."""
        for day, fields in self.fields.items():
            for field in fields:
                mark_wrong(field, wrong=day in why)
        self.said.setText(next(iter(why.values()), ""))
        self.said.setVisible(bool(why))

    def first_wrong(self) -> QWidget | None:
        """The field to go to."""
        for fields in self.fields.values():
            if fields[0].property("look") == "wrong":
                return fields[0]
        return next(iter(self.days.values())) if self.said.isVisibleTo(self) else None


def as_time(text: str) -> str:
    """A time as people write it, as HH:MM; anything else as it is."""
    found = _TIME.fullmatch(text.strip())
    return f"{int(found[1]):02}:{found[2] or '00'}" if found else text.strip()


def as_clock(text: str) -> str:
    """HH:MM as the language in use writes it."""
    return text.replace(":", ".") if language() == INDONESIAN else text


def text_field(text: str = "", *, placeholder: str = "", secret: bool = False) -> LineEdit:
    """A line to type into."""
    field = LineEdit()
    field.setText(text)
    field.setPlaceholderText(placeholder)
    if secret:
        field.setEchoMode(QLineEdit.EchoMode.Password)
        field.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
    return field


def heading(text: str) -> QLabel:
    """The head of a card."""
    return words(text, Type.LEAD, Weight.SEMI)


def beside(*widgets: QWidget) -> QWidget:
    """Answers in one line, tops aligned, and buttons that belong to them."""
    whole = QWidget()
    across = row(gap=2)
    for widget in widgets:
        if isinstance(widget, KeyButton):  # stands on the fields' line, below the labels'
            down = column(gap=0)
            down.addSpacing(widget.fontMetrics().height() + GLOW - 1)
            down.addWidget(widget)
            down.addStretch()
            across.addLayout(down)
        else:
            across.addWidget(widget, alignment=Qt.AlignmentFlag.AlignTop)
    whole.setLayout(across)
    return whole
