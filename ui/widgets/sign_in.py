"""Sign in at a counter: who, then a PIN typed or pressed; wrong ones say how long to wait."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from counter.text import _, duration
from ui.theme.tokens import GLOW, Size, Tone, Type, Weight, space
from ui.widgets.card import Card, column
from ui.widgets.key_button import KeyButton, Rank
from ui.widgets.line_edit import ComboBox, LineEdit
from ui.widgets.words import set_tone, words

_LONGEST = 12
_SECOND_MS = 1000
_KEYS = "123456789"


class Person(Struct, frozen=True):
    """Somebody who may sign in here."""

    person_id: str
    name: str
    role: str  # in words


class PinPad(QWidget):
    """Keys for a touch screen, beside the keyboard's own."""

    def __init__(self, field: QLineEdit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(GLOW, 0, GLOW, 0)
        grid.setSpacing(space(2))
        for at, digit in enumerate(_KEYS):
            grid.addWidget(self._key(digit, lambda d=digit: field.insert(d)), at // 3, at % 3)
        self._clear = self._key("", field.clear)
        self._back = self._key("", field.backspace)
        grid.addWidget(self._clear, 3, 0)
        grid.addWidget(self._key("0", lambda: field.insert("0")), 3, 1)
        grid.addWidget(self._back, 3, 2)
        for across in range(grid.columnCount()):
            grid.setColumnStretch(across, 1)
        self.retranslate()

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        self._clear.action.setText(_("Clear"))
        self._back.action.setText(_("Erase"))

    def _key(self, text: str, press: object) -> KeyButton:
        action = QAction(text, self)
        action.triggered.connect(press)
        key = KeyButton(action, big=True, parent=self)
        key.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # equal columns
        key.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the field keeps it
        return key


class SignIn(QWidget):
    """The page before the desk. Emits what was typed; the office decides."""

    tried = Signal(str, str)  # person, PIN

    def __init__(self, office: str, counter: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.enter = QAction(self)
        self.enter.setShortcut(QKeySequence(Qt.Key.Key_Return))
        self.enter.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.enter.triggered.connect(self._try)
        self._wait_s = 0
        self.people = ComboBox()
        self.pin = LineEdit(size=Type.TITLE)
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setMaxLength(_LONGEST)
        self.pin.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.pin.installEventFilter(self)
        self.people.installEventFilter(self)
        self._who, self._secret = words(weight=Weight.SEMI), words(weight=Weight.SEMI)
        self.said = words(wrap=True)
        self.pad = PinPad(self.pin)
        self.button = KeyButton(self.enter, Rank.PRIMARY, big=True)
        card = Card(padding=8)
        card.setFixedWidth(Size.SIGN_IN)
        card.rows.setSpacing(space(4))
        card.rows.setContentsMargins(space(8) - GLOW, space(8), space(8) - GLOW, space(8))
        name = words(counter, Type.HEAD, Weight.BOLD)
        card.rows.addLayout(_inside(name, words(office, tone=Tone.NEUTRAL, wrap=True)))
        for label, field in ((self._who, self.people), (self._secret, self.pin)):
            label.setBuddy(field)
            part = column(gap=1)
            part.addLayout(_inside(label))
            part.addWidget(field)
            card.rows.addLayout(part)
        card.rows.addLayout(_inside(self.said))
        card.rows.addWidget(self.pad)
        card.rows.addLayout(_inside(self.button))
        across = QHBoxLayout()
        across.addStretch()
        across.addWidget(card)
        across.addStretch()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(space(4), space(4), space(4), space(4))
        rows.addStretch()
        rows.addLayout(across)
        rows.addStretch()
        self._tick = QTimer(self)
        self._tick.setInterval(_SECOND_MS)
        self._tick.timeout.connect(self._count_down)
        self.said.hide()
        self.retranslate()

    def show_people(self, people: Sequence[Person], chosen: str = "") -> None:
        """Offer these; the one who sat here last first."""
        self.people.clear()
        for person in people:
            self.people.addItem(f"{person.name} · {person.role}", person.person_id)
        at = self.people.findData(chosen) if chosen else 0
        self.people.setCurrentIndex(max(0, at))
        self.pin.setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, text: str, wait_s: int = 0) -> None:
        """Say why not, and let the next try wait that long."""
        self.pin.clear()
        self._show(text, Tone.RED)
        self._wait_s = wait_s
        if wait_s:
            self.enter.setEnabled(False)
            self._tick.start()
            self._count_down()
        else:
            self.pin.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        self._who.setText(_("Name"))
        self._secret.setText(_("PIN"))
        self.enter.setText(_("Sign in"))
        self.people.setAccessibleName(_("Name"))
        self.pin.setAccessibleName(_("PIN"))
        self.pad.retranslate()

    def fit(self, height: int) -> None:
        """Leave the pad out where the window is too low for it."""
        self.pad.setVisible(height >= Size.PAGE)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            self.enter.trigger()
            return True
        return False

    @Slot()
    def _try(self) -> None:
        if not self.pin.text():
            self._show(_("Type your PIN, then press Enter."), Tone.AMBER)
            self.pin.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.said.hide()
        self.tried.emit(self.people.currentData() or "", self.pin.text())

    @Slot()
    def _count_down(self) -> None:
        if self._wait_s <= 0:
            self._tick.stop()
            self.enter.setEnabled(True)
            self.said.hide()
            self.pin.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._show(
            _("That PIN is wrong. Try again in {duration}.").format(
                duration=duration(self._wait_s)
            ),
            Tone.RED,
        )
        self._wait_s -= 1

    def _show(self, text: str, tone: Tone) -> None:
        set_tone(self.said, tone)
        self.said.setText(text)
        self.said.show()


def _inside(*parts: QWidget) -> QVBoxLayout:
    """Parts that begin and end where a field's edge does, not where its glow does."""
    made = column(gap=1)
    made.setContentsMargins(GLOW, 0, GLOW, 0)
    for part in parts:
        made.addWidget(part)
    return made
