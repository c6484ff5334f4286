"""The kiosk's window: a service in two touches, then its number; back to the start by itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from counter.domain.appointment import CODE_DIGITS
from counter.errors import LoketError
from counter.office.kiosk import Given, GroupOffer, Kiosk, Offer
from counter.office.voice import Guide
from counter.text import INDONESIAN, _, language, set_language
from ui.kiosk.aloud import Aloud
from ui.kiosk.choice import Choice, Said, is_big
from ui.kiosk.choosing import ChoosingPage
from ui.kiosk.frame import Frame
from ui.kiosk.gives import Gives
from ui.kiosk.keys import Keys
from ui.kiosk.pad import PadPage
from ui.kiosk.ticket import TicketPage
from ui.kiosk.words import group_said, head_words, offer_said, refusal_words, trouble_words
from ui.tasks import Tasks, Watch
from ui.theme.theme import dress, theme
from ui.theme.tokens import Pace

_TOUCHES = (QEvent.Type.MouseButtonPress, QEvent.Type.KeyPress, QEvent.Type.TouchBegin)
_NOT_YET = "office-not-set-up"


class KioskWindow(QWidget):
    """Shows one page at a time; what it shows it reads again with every change.

    Args:
        guide: reads pages aloud to whoever asks for it; None: nobody can.
    """

    def __init__(self, node: Gives, tasks: Tasks, guide: Guide | None = None) -> None:
        super().__init__()
        self._node, self._tasks = node, tasks
        self.aloud = Aloud(guide)
        self._shown: Kiosk | None = None
        self._trouble: LoketError | None = None
        self._group = ""
        self._priority = False
        self._adds = False  # choices are for the number that was given
        self._may_close = False
        self._end_hearing: Callable[[], None] | None = None
        self.given: Given | None = None
        self.giving = QAction(self)
        self.leaving = QAction(self)

        self.choosing = ChoosingPage()
        self.choosing.turned.connect(self._say)
        self.ticket = TicketPage()
        self.arrival = PadPage(whole=CODE_DIGITS)
        self.arrival.tried.connect(self.check_in)
        self.exit = PadPage(secret=True)
        self.exit.tried.connect(self._try_code)
        self.pages = QStackedWidget()
        for page in (self.choosing, self.ticket, self.arrival, self.exit):
            self.pages.addWidget(page)
        self.frame = Frame(self, self.pages)
        for code, choice in self.frame.languages.items():
            choice.clicked.connect(partial(self._speak, code))
        self.frame.priority.clicked.connect(self._toggle_priority)
        self.frame.larger.clicked.connect(self._toggle_big)
        self.frame.guide.clicked.connect(self._toggle_guide)
        self.frame.guide.setVisible(self.aloud.can_speak)
        self.frame.back.clicked.connect(self.go_back)
        self.frame.more.clicked.connect(self._choose_more)
        self.frame.expected.clicked.connect(self.ask_arrival)

        self.idle = QTimer(self, singleShot=True, interval=Pace.KIOSK_HOME)
        self.idle.timeout.connect(self.go_home)
        self._hold = QTimer(self, singleShot=True, interval=Pace.KIOSK_HOLD)
        self._hold.timeout.connect(self.ask_code)
        self._keys = Keys(self, self.pages, self.choosing, self.frame)
        for key, act in {"Ctrl+Q": self.ask_code, "Esc": self.go_back}.items():
            QShortcut(QKeySequence(key), self, act)
        self._watch = Watch(
            tasks, self._read, show=self._arrived, failed=self._not_read, parent=self
        )
        self._minute = QTimer(self, interval=Pace.KIOSK_READ)
        self._minute.timeout.connect(self._watch.touch)
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocus()
        self._say()

    @property
    def choices(self) -> list[Choice]:
        """What can be chosen now."""
        return self.choosing.choices

    @property
    def offered(self) -> tuple[GroupOffer, ...]:
        """What the office offers; empty until it is known."""
        return self._shown.groups if self._shown is not None else ()

    def begin(self) -> None:
        """Open the store on a worker; what comes then is shown."""
        self._end_hearing = self._node.subscribe(lambda _touched: self._watch.touch())
        self._tasks.ask(
            self._node.start,
            asker=self,
            done=lambda _nothing: self._opened(),
            failed=self._not_read,
        )

    # --- what people do -------------------------------------------------------------------
    @Slot()
    def go_home(self) -> None:
        """The start, as the next citizen expects it."""
        if is_big():
            self._toggle_big()
        self.aloud.turn(on=False)
        set_language(INDONESIAN)
        self.go_back()
        self.idle.stop()

    @Slot()
    def go_back(self) -> None:
        """The start, in the same citizen's language, type and voice."""
        self._group, self._priority, self._adds, self.given = "", False, False, None
        for pad in (self.arrival, self.exit):
            pad.code.clear()
        self.choosing.turn_back()
        self.pages.setCurrentWidget(self.choosing)
        self.frame.refuse("")
        self._say()
        self.setFocus()  # the keyboard's order begins at the beginning

    def choose_group(self, offer: GroupOffer) -> None:
        """Show a group's services; one that has a single service is that service."""
        if len(offer.offers) == 1:
            self.give(offer.offers[0])
            return
        self._group = offer.group.id
        self._say()

    def give(self, offer: Offer) -> None:
        """Give a number for a service, or let it follow with the one that was given.

        A second touch meanwhile gives no second one.
        """
        if not self.giving.isEnabled():
            return
        give = partial(self._node.give, offer.service, priority=self._priority)
        if self._adds and self.given is not None:
            give = partial(self._node.add, self.given.id, offer.service)
        self._tasks.run(
            give,
            busy=self.giving,
            done=self._show_given,
            failed=self._refuse,
        )

    @Slot()
    def ask_arrival(self) -> None:
        """Whoever comes with an appointment: its code gives the number."""
        self._show_pad(self.arrival)

    @Slot(str)
    def check_in(self, code: str) -> None:
        """Give whoever comes with an appointment a number; one at a time, as `give`."""
        if not self.giving.isEnabled():
            return
        self._tasks.run(
            partial(self._node.check_in, code, priority=self._priority),
            busy=self.giving,
            done=self._show_given,
            failed=self._refuse,
        )

    @Slot()
    def ask_code(self) -> None:
        """Whoever looks after the kiosk: its code ends it."""
        self._show_pad(self.exit)

    def _show_pad(self, pad: PadPage) -> None:
        self.pages.setCurrentWidget(pad)
        self.frame.refuse("")
        self.idle.start()
        self._say()
        pad.code.setFocus()

    def let_go(self) -> None:
        """Close, which citizens cannot."""
        self._may_close = True
        self.close()

    def _speak(self, code: str) -> None:
        set_language(code)
        self._say()

    @Slot()
    def _choose_more(self) -> None:
        """The same number, one more service."""
        self._adds = True
        self.idle.start()
        self._say()

    @Slot()
    def _toggle_priority(self) -> None:
        if self.pages.currentWidget() is not self.choosing:
            return
        self._priority = not self._priority
        self.aloud.say_priority(on=self._priority)
        self._say()

    @Slot()
    def _toggle_guide(self) -> None:
        self.aloud.turn(on=not self.aloud.is_on)
        self._say()

    @Slot()
    def _toggle_big(self) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        dress(app, dark=theme().dark, contrast=not is_big())
        self._say()

    @Slot(str)
    def _try_code(self, code: str) -> None:
        self._tasks.run(
            partial(self._node.leave, code),
            busy=self.leaving,
            done=lambda _nothing: self.let_go(),
            failed=self._refuse,
        )

    # --- what is read ---------------------------------------------------------------------
    def _opened(self) -> None:
        self._minute.start()
        self._watch.read_now()

    def _read(self) -> tuple[Kiosk, Given | None]:
        return self._node.look(self.given.id if self.given is not None else None)

    def _arrived(self, told: tuple[Kiosk, Given | None]) -> None:
        self._shown, given = told
        self._trouble = None
        if self.given is not None and given is not None and given.id == self.given.id:
            self.given = given
        self._say()

    def _not_read(self, error: LoketError) -> None:
        self._trouble = None if error.code == _NOT_YET else error
        self._say()

    def _show_given(self, given: Given) -> None:
        self.given = given
        self._group, self._priority, self._adds = "", False, False
        self.pages.setCurrentWidget(self.ticket)
        self.frame.refuse("")
        self.idle.start()
        self._watch.touch()
        self._say()

    def _refuse(self, error: LoketError) -> None:
        at_exit = self.pages.currentWidget() is self.exit
        self.frame.refuse(refusal_words(error, to_staff=at_exit))
        self.idle.start()

    # --- what is shown --------------------------------------------------------------------
    def _say(self) -> None:
        page: QWidget = self.pages.currentWidget() or self.choosing
        if not isinstance(page, PadPage):
            page = self.choosing if self.given is None or self._adds else self.ticket
            self.pages.setCurrentWidget(page)
        group = self._say_choices()
        if self.given is not None and not self._adds:
            office = self._shown.office if self._shown else ""
            self.ticket.show_given(self.given, office)
        without_paper = page is self.ticket and self.ticket.is_without_paper
        stays = Pace.KIOSK_PHOTO if without_paper else Pace.KIOSK_HOME
        if self.idle.interval() != stays:  # to set it begins the wait anew: each change would
            self.idle.setInterval(stays)
        self.arrival.say(_("The code on your appointment's slip"))
        self.exit.say(_("The exit code of this kiosk"))
        heading, note = "", ""
        if page is self.ticket:
            heading = _("Your number")
        elif page is self.choosing and self._trouble is not None and self._shown is None:
            heading, note = trouble_words(self._trouble)
        elif page is self.choosing and self._adds and self.given is not None:
            heading = _("One more service with number {number}").format(number=self.given.number)
        elif page is self.choosing:
            heading, note = head_words(self._shown, group)
        elif page is self.arrival:
            heading = _("I have an appointment")
        self.frame.say(
            self._shown,
            group=group,
            chooses=page is self.choosing,
            adds=self._adds,
            gives_more=page is self.ticket,
            priority=self._priority,
            speaks=self.aloud.is_on,
            heading=heading,
            note=note,
        )
        if self._is_away and not self.idle.isActive():  # the touch that led here came before it
            self.idle.start()
        if page is self.ticket and self.given is not None:
            self.aloud.read_number(self.given)
        elif page is self.arrival:
            self.aloud.read_arrival()
        elif page is self.choosing and self._shown is not None:
            self.aloud.read_choices(
                self._shown,
                [each.said for each in self.choices],
                of_group=group is not None,
                more=self.choosing.has_more,
                expects=self.frame.expected.isVisibleTo(self),
            )

    def _say_choices(self) -> GroupOffer | None:
        """Offer the groups, or the services of the one that was chosen: which is returned."""
        shown = self._shown
        if shown is None:
            return None
        group = next((each for each in shown.groups if each.group.id == self._group), None)
        offered: list[tuple[Said, Callable[[], None]]]
        if group is None:
            offered = [
                (group_said(each, shown, brief=is_big()), partial(self.choose_group, each))
                for each in shown.groups
            ]
        else:
            offered = [
                (offer_said(each, group.group.letter, shown), partial(self.give, each))
                for each in group.offers
            ]
        self.choosing.show_choices(self._group if group else "", offered)
        return group

    # --- the window itself ----------------------------------------------------------------
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.frame.fit()
        self._say()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_close:
            event.ignore()
            return
        if is_big():
            self._toggle_big()
        self.aloud.turn(on=False)
        if self._end_hearing is not None:
            self._end_hearing()
            self._end_hearing = None
        self._minute.stop()
        self._watch.stop()
        super().closeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES and self._is_away:
            self.idle.start()
        if watched is self.frame.place:
            if event.type() is QEvent.Type.MouseButtonPress:
                self._hold.start()
                return True
            if event.type() is QEvent.Type.MouseButtonRelease:
                self._hold.stop()
        return False

    @property
    def _is_away(self) -> bool:
        """Whether anything is not as the next citizen expects it."""
        is_start = self.given is None and not self._group and not self.choosing.is_turned
        is_start = is_start and self.pages.currentWidget() is self.choosing
        chose = self._priority or is_big() or self.aloud.is_on or language() != INDONESIAN
        return chose or not is_start
