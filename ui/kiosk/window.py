"""The kiosk's window: a service in two touches, then its number; back to the start by itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QGridLayout, QLineEdit, QStackedWidget, QWidget

from counter.domain.ticket import Ticket
from counter.errors import LoketError
from counter.office import kiosk
from counter.office.kiosk import Given, Kiosk, Offer
from counter.office.station import Station
from counter.text import DRAFTS, INDONESIAN, KIOSK_LANGUAGES, _, clock, language, set_language
from ui.kiosk.choice import Choice, Said
from ui.kiosk.words import ahead_words, back_words, queue_words, wait_words, why_words
from ui.tasks import Tasks, Watch
from ui.theme.kiosk import TOUCH, Part, sized
from ui.theme.theme import dress, font_of
from ui.theme.tokens import Pace, Tone, Weight
from ui.widgets.card import clear, column, row
from ui.widgets.words import set_tone, words

_NAMES = {"id": "Indonesia", "jv": "Basa Jawa", "en": "English"}
_TOUCHES = (QEvent.Type.MouseButtonPress, QEvent.Type.KeyPress, QEvent.Type.TouchBegin)
_PAD = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "", "0", "")
_LONGEST = 12


class KioskWindow(QWidget):
    """Shows one page at a time; what it shows it reads again with every change.

    Args:
        station: that was started.
    """

    def __init__(self, station: Station, tasks: Tasks) -> None:
        super().__init__()
        self._station, self._tasks = station, tasks
        self._shown: Kiosk | None = None
        self._group = ""
        self._priority = False
        self._big = False
        self._may_close = False
        self.given: Given | None = None
        self._made: tuple[object, ...] = ()
        self.choices: list[Choice] = []
        self.giving = QAction(self)
        self.leaving = QAction(self)

        self.place = words()
        self.place.installEventFilter(self)
        self.heading = words(wrap=True)
        self.note = words(wrap=True)
        self.languages = {code: Choice(Said(_NAMES[code])) for code in KIOSK_LANGUAGES}
        for code, choice in self.languages.items():
            choice.clicked.connect(partial(self._speak, code))
        self.priority, self.larger, self.back = (Choice(Said("")) for _each in range(3))
        self.priority.clicked.connect(self._toggle_priority)
        self.larger.clicked.connect(self._toggle_big)
        self.back.clicked.connect(self.go_home)

        self._grid = QGridLayout()
        choosing = QWidget()
        choosing.setLayout(self._grid)
        self.pages = QStackedWidget()
        self.number, self.service, self.ahead, self.paper = (words(wrap=True) for _each in range(4))
        self._ticket = self._ticket_page()
        self.pin = QLineEdit(echoMode=QLineEdit.EchoMode.Password, maxLength=_LONGEST)
        self._exit = self._exit_page()
        for page in (choosing, self._ticket, self._exit):
            self.pages.addWidget(page)
        self._choosing = choosing
        self._lay_out()

        self.idle = QTimer(self, singleShot=True, interval=Pace.KIOSK_HOME)
        self.idle.timeout.connect(self.go_home)
        self._hold = QTimer(self, singleShot=True, interval=Pace.KIOSK_HOLD)
        self._hold.timeout.connect(self.ask_pin)
        QShortcut(QKeySequence("Ctrl+Q"), self, self.ask_pin)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.go_home)
        self._watch = Watch(tasks, self._read, show=self._arrived, failed=self._refuse, parent=self)
        self._minute = QTimer(self, interval=Pace.KIOSK_READ)
        self._minute.timeout.connect(self._watch.touch)
        self._minute.start()
        self._end_hearing = station.subscribe(lambda _touched: self._watch.touch())
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)
        self._watch.read_now()
        self._say()

    # --- what people do -------------------------------------------------------------------
    @Slot()
    def go_home(self) -> None:
        """The start, as the next citizen expects it."""
        if self._big:
            self._toggle_big()
        self._group, self._priority, self.given = "", False, None
        self.pin.clear()
        set_language(INDONESIAN)
        self.note.clear()
        self.idle.stop()
        self._say()

    def choose_group(self, group: str) -> None:
        """Show a group's services; one that has a single service is that service."""
        assert self._shown is not None
        chosen = next(each for each in self._shown.groups if each.group.id == group)
        if len(chosen.offers) == 1:
            self.give(chosen.offers[0])
            return
        self._group = group
        self._say()

    def give(self, offer: Offer) -> None:
        """Give a number for a service; a second touch meanwhile gives no second one."""
        if not self.giving.isEnabled():
            return
        self._tasks.run(
            partial(_give, self._station, offer.service, self._priority),
            busy=self.giving,
            done=self._show_given,
            failed=self._refuse,
        )

    @Slot()
    def ask_pin(self) -> None:
        """Whoever looks after the kiosk: their PIN ends it."""
        self.pages.setCurrentWidget(self._exit)
        self.idle.start()
        self._say_around()
        self.pin.setFocus()

    def _speak(self, code: str) -> None:
        set_language(code)
        self._say()

    @Slot()
    def _toggle_priority(self) -> None:
        self._priority = not self._priority
        self._say()

    @Slot()
    def _toggle_big(self) -> None:
        self._big = not self._big
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        dress(app, contrast=self._big)
        self._say()

    @Slot()
    def _try_pin(self) -> None:
        self._tasks.run(
            partial(_leave, self._station, self.pin.text()),
            busy=self.leaving,
            done=lambda _session: self.let_go(),
            failed=self._refuse,
        )
        self.pin.clear()

    def let_go(self) -> None:
        """Close, which citizens cannot."""
        self._may_close = True
        self.close()

    # --- what is read ---------------------------------------------------------------------
    def _read(self) -> tuple[Kiosk, Given | None]:
        office = self._station.office
        shown = self.given
        now = office.read(kiosk.given, shown.id) if shown is not None else None
        return office.read(kiosk.kiosk), now

    def _arrived(self, told: tuple[Kiosk, Given | None]) -> None:
        self._shown, given = told
        if self.given is not None and given is not None and given.id == self.given.id:
            self.given = given
        self._say()

    def _show_given(self, given: Given) -> None:
        self.given = given
        self._group, self._priority = "", False
        self.note.clear()
        self.idle.start()
        self._watch.touch()
        self._say()

    def _refuse(self, error: LoketError) -> None:
        message = error.message()
        self.note.setText(f"{message.happened} {message.do_next}")
        set_tone(self.note, Tone.RED)
        self.idle.start()

    # --- what is shown --------------------------------------------------------------------
    def _say(self) -> None:
        if self.pages.currentWidget() is self._exit and self.idle.isActive():
            pass
        elif self.given is not None:
            self._say_ticket(self.given)
            self.pages.setCurrentWidget(self._ticket)
        else:
            self._say_choices()
            self.pages.setCurrentWidget(self._choosing)
        self._say_around()

    def _say_around(self) -> None:
        shown = self._shown
        choosing = self.pages.currentWidget() is self._choosing
        if shown is not None:
            until = (
                _("open until {clock}").format(clock=clock(shown.closes))
                if shown.closes and shown.is_open
                else _("no numbers now")
            )
            self.place.setText(f"{shown.office} · {until}")
        self.pin_label.setText(_("PIN of the branch head or an administrator"))
        self.pin.setAccessibleName(self.pin_label.text())
        self.heading.setVisible(choosing)
        self.heading.setText(
            _("Choose what you need") if self._group else _("Choose a service to take a number")
        )
        for code, choice in self.languages.items():
            draft = _("draft") if code in DRAFTS else ""
            name = f"{_NAMES[code]} ({draft})" if draft else _NAMES[code]
            choice.say(Said(name, chosen=code == language()))
        self.priority.say(
            Said(
                _("Priority"),
                words=_("elderly, pregnant, disabled, with a small child"),
                icon="star_fill",
                tone=Tone.VIOLET,
                chosen=self._priority,
            )
        )
        self.larger.say(Said(_("Large type"), icon="text_increase", chosen=self._big))
        self.back.say(Said(_("Back to the start"), icon="arrow_back"))
        self.priority.setVisible(choosing)
        self.back.setVisible(not choosing or bool(self._group))
        for choice in (self.priority, self.larger, self.back, *self.languages.values()):
            choice.big = self._big
        self._dress_words()

    def _say_choices(self) -> None:
        shown = self._shown
        if shown is None:
            return
        group = next((each for each in shown.groups if each.group.id == self._group), None)
        speaks = language()
        pairs: list[tuple[Said, Callable[[], None]]] = []
        if group is None:
            for each in shown.groups:
                summary = each.group.summary.in_language(speaks) if each.group.summary else ""
                said = Said(
                    each.group.title.in_language(speaks),
                    words=why_words(each.state) or ("" if self._big else summary),
                    foot=back_words(each.state, shown.now)
                    if each.state.closed
                    else queue_words(each.waiting, each.wait),
                    letter=each.group.letter,
                    closed=each.state.closed is not None,
                )
                pairs.append((said, partial(self.choose_group, each.group.id)))
        else:
            for offer in group.offers:
                said = Said(
                    offer.title.in_language(speaks),
                    words=why_words(offer.state),
                    foot=back_words(offer.state, shown.now)
                    if offer.state.closed
                    else queue_words(offer.waiting, offer.wait),
                    letter=group.group.letter,
                    closed=offer.state.closed is not None,
                )
                pairs.append((said, partial(self.give, offer)))
        made = (self._group, self._big, *(said for said, _press in pairs))
        if made == self._made:
            return
        self._made = made
        clear(self._grid)
        self.choices = []
        across = 2 if self._big or len(pairs) <= 4 or self.width() < self.height() else 3
        for at, (said, press) in enumerate(pairs):
            choice = Choice(said)
            choice.big = self._big
            choice.clicked.connect(press)
            self._grid.addWidget(choice, at // across, at % across)
            self.choices.append(choice)

    def _say_ticket(self, given: Given) -> None:
        self.number.setText(given.number)
        self.service.setText(given.title.in_language(language()))
        told = [ahead_words(given.ahead)]
        if given.wait is not None:
            told.append(wait_words(given.wait))
        self.ahead.setText(" · ".join(told))
        if given.trouble:
            set_tone(self.paper, Tone.AMBER)
            self.paper.setText(
                _("No paper came out. Your number is valid: please photograph this screen.")
            )
            self.idle.setInterval(Pace.KIOSK_PHOTO)
        else:
            set_tone(self.paper, Tone.GREEN)
            self.paper.setText(
                _("Please take your ticket.") if given.printed else _("Your ticket is printing.")
            )
            self.idle.setInterval(Pace.KIOSK_HOME)

    # --- the window itself ----------------------------------------------------------------
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self._made = ()
        self._say()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_close:
            event.ignore()
            return
        self._end_hearing()
        self._watch.stop()
        super().closeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES and not (self.given is None and not self._is_away):
            self.idle.start()
        if watched is self.place:
            if event.type() is QEvent.Type.MouseButtonPress:
                self._hold.start()
                return True
            if event.type() is QEvent.Type.MouseButtonRelease:
                self._hold.stop()
        return False

    @property
    def _is_away(self) -> bool:
        """Whether anything is not as the next citizen expects it."""
        return bool(self._group or self._priority or self._big or language() != INDONESIAN)

    def _size(self, part: Part) -> int:
        return sized(part, self.width(), self.height(), big=self._big)

    def _dress_words(self) -> None:
        for label, part, weight in (
            (self.place, Part.WORDS, Weight.REGULAR),
            (self.heading, Part.HEADING, Weight.BOLD),
            (self.pin_label, Part.TILE, Weight.SEMI),
            (self.note, Part.WORDS, Weight.SEMI),
            (self.number, Part.NUMBER, Weight.BOLD),
            (self.service, Part.TILE, Weight.BOLD),
            (self.ahead, Part.TILE, Weight.SEMI),
            (self.paper, Part.TILE, Weight.SEMI),
        ):
            label.setFont(font_of(self._size(part), weight))
        self.note.setVisible(bool(self.note.text()))

    def _fit(self) -> None:
        margin, gap = self._size(Part.MARGIN), self._size(Part.GAP)
        self._rows.setContentsMargins(margin, gap, margin, gap)
        self._rows.setSpacing(gap)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(gap)
        for choice in (self.priority, self.larger, self.back):
            choice.setFixedHeight(max(TOUCH, self._size(Part.BAR)))
        for choice in self.languages.values():
            choice.setFixedHeight(TOUCH)

    def _lay_out(self) -> None:
        said = column(gap=1)
        said.addWidget(self.place)
        said.addWidget(self.heading)
        head = row()
        head.addLayout(said, stretch=5)
        for choice in self.languages.values():
            head.addWidget(choice, stretch=1)
        foot = row(gap=4)
        foot.addWidget(self.back, stretch=2)
        foot.addWidget(self.priority, stretch=4)
        foot.addWidget(self.larger, stretch=2)
        self._rows = column()
        self._rows.addLayout(head)
        self._rows.addWidget(self.note)
        self._rows.addWidget(self.pages, stretch=1)
        self._rows.addLayout(foot)
        self.setLayout(self._rows)

    def _ticket_page(self) -> QWidget:
        page = QWidget()
        rows = column()
        rows.addStretch()
        for label in (self.service, self.number, self.ahead, self.paper):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            rows.addWidget(label)
        rows.addStretch()
        page.setLayout(rows)
        return page

    def _exit_page(self) -> QWidget:
        page = QWidget()
        rows = column(gap=4)
        self.pin_label = words()
        self.pin.setMinimumHeight(TOUCH)
        self.pin.returnPressed.connect(self._try_pin)
        self.enter = Choice(Said("OK"))
        self.enter.clicked.connect(self._try_pin)
        pad = QGridLayout()
        for at, digit in enumerate(_PAD):
            if digit:
                key = Choice(Said(digit))
                key.setFocusPolicy(Qt.FocusPolicy.NoFocus)
                key.clicked.connect(partial(self.pin.insert, digit))
                pad.addWidget(key, at // 3, at % 3)
        pad.addWidget(self.enter, 3, 2)
        rows.addWidget(self.pin_label)
        rows.addWidget(self.pin)
        rows.addLayout(pad)
        page.setLayout(rows)
        return page


# --- off the Qt thread ------------------------------------------------------------------------
def _give(station: Station, service: str, priority: bool) -> Given:
    ticket: Ticket = station.give_number(service=service, priority=priority)
    return station.office.read(kiosk.given, ticket.id)


def _leave(station: Station, pin: str) -> object:
    return kiosk.let_behind(station.office, pin, counter=station.config.counter)
