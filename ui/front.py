"""The one window of a counter PC: opening, what keeps it from opening, signing in, the desk.

It paints before anything heavy is loaded: the store opens on a worker, and the desk's own modules
are imported once this window is to be seen.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timezone
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QCloseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QStackedWidget, QWidget

from counter.errors import LoketError
from counter.text import _
from ui.keyboard import take_keyboard
from ui.tasks import Tasks
from ui.theme.tokens import Pace, Size
from ui.widgets.window import Window

if TYPE_CHECKING:
    from counter.office.day import DayAdvice
    from counter.office.desk import Welcome
    from counter.office.office import Session
    from counter.office.station import Station
    from ui.desk.presenter import Desk
    from ui.desk.window import DeskWindow
    from ui.gate import DatePage, KeyPage
    from ui.setup.window import SetupWindow
    from ui.widgets.sign_in import SignIn

_LOCKED = ("store-key-lost", "store-not-ours")  # the recovery sheet opens these
_MISSING = "store-missing"
_WELCOMED_BY = ("person:", "office:")  # what changes the page where people sign in


class Front(Window):
    """Shows one page at a time; the desk is made once, when somebody first signs in."""

    ready = Signal()  # somebody can sign in, or has to mend something
    _fronted = Signal()
    _staffed = Signal()

    def __init__(self, station: Station, tasks: Tasks) -> None:
        super().__init__()
        self._station, self._tasks = station, tasks
        self._begun = False
        self._may_close = False
        self._welcome: Welcome | None = None
        self._lane = ""
        self._last_person = ""
        self._end_hearing: Callable[[], None] | None = None
        self.setup: SetupWindow | None = None
        self.sign_in: SignIn | None = None
        self.desk: Desk | None = None
        self.window_: DeskWindow | None = None
        self.retry, self.leave, self.back = QAction(self), QAction(self), QAction(self)
        self.retry.triggered.connect(self._begin)
        self.leave.triggered.connect(self.close)
        self.back.triggered.connect(self._show_sign_in)
        self._pages = QStackedWidget()
        self._opening = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._pages.addWidget(self._opening)
        self.setCentralWidget(self._pages)
        self.setMinimumSize(Size.LEAST_WIDTH, Size.LEAST_HEIGHT)
        self.resize(Size.WINDOW_WIDTH, Size.WINDOW_HEIGHT)
        self._fronted.connect(self._come_forward)
        self._staffed.connect(self._read_welcome)
        self._retranslate()

    @property
    def page(self) -> QWidget:
        """What is shown."""
        shown = self._pages.currentWidget()
        assert shown is not None
        return shown

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._begun:
            self._begun = True
            QTimer.singleShot(0, self, self._begin)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.sign_in is not None:
            self.sign_in.fit(event.size().height())

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.desk is None or self._may_close:
            self._hear_no_more()
            super().closeEvent(event)
            return
        event.ignore()  # Qt takes no second close inside the first
        self.desk.settle(partial(QTimer.singleShot, 0, self, self._close_now))

    # --- opening --------------------------------------------------------------------------
    @Slot()
    def _begin(self) -> None:
        self._show(self._opening)
        self._tasks.ask(
            partial(_start, self._station),
            asker=self,
            done=self._started,
            failed=self._refused,
        )

    def _started(self, told: tuple[Welcome, str]) -> None:
        self._welcome, self._lane = told
        self._last_person = self._welcome.last_person
        if self._end_hearing is None:
            self._end_hearing = self._station.subscribe(self._hear)
        self._show_sign_in()
        QTimer.singleShot(Pace.FADE, self, self._make_desk)  # made while the PIN is typed
        QTimer.singleShot(Pace.GO_ON, self, self._go_on)
        self.ready.emit()

    @Slot()
    def _go_on(self) -> None:
        """Print, sync and back up from now on: whoever signs in at once is not kept waiting."""
        self._tasks.ask(
            self._station.go_on, asker=self, done=lambda _none: None, failed=self._refused
        )

    def _refused(self, error: LoketError) -> None:
        if error.code == _MISSING:
            self._set_up()
        elif error.code in _LOCKED:
            self._show_key_page(error)
        else:
            from ui.widgets.error_panel import GatePage

            self._replace(GatePage(error.message, [self.retry, self.leave], code=error.code))
        self.ready.emit()

    def _set_up(self) -> None:
        """Nothing is here yet: the window of the first start takes this one's place meanwhile."""
        from ui.setup.window import SetupWindow

        station = self._station
        window = SetupWindow(self._tasks, folder=station.folder, clock=station.office.clock)
        window.done.connect(self._is_set_up)
        self.setup = window
        window.showMaximized()
        take_keyboard(window)
        self.hide()

    @Slot()
    def _is_set_up(self) -> None:
        self.showMaximized()
        take_keyboard(self)
        if self.setup is not None:
            self.setup.close()
            self.setup.deleteLater()
            self.setup = None
        self._begin()

    def _show_key_page(self, error: LoketError) -> None:
        from ui.gate import KeyPage

        page = KeyPage(error, self.leave)
        page.tried.connect(partial(self._unlock, page))
        self._replace(page)

    def _unlock(self, page: KeyPage, words: str) -> None:
        self._tasks.run(
            partial(_unlock, self._station, words),
            busy=page.open,
            done=lambda _none: self._begin(),
            failed=page.refuse,
        )

    # --- signing in -----------------------------------------------------------------------
    @Slot()
    def _show_sign_in(self) -> None:
        from ui.widgets.sign_in import SignIn

        welcome = self._welcome
        if welcome is None:
            return
        number = _("Counter {number}").format(number=self._station.config.counter)
        page = SignIn(
            f"{welcome.office}, {welcome.city}" if welcome.city else welcome.office, number
        )
        page.tried.connect(self._try_pin)
        self.sign_in = page
        self._replace(page)
        page.fit(self.height())
        self._offer_people(page, self._last_person)

    def _offer_people(self, page: SignIn, chosen: str) -> None:
        from counter.text import word
        from ui.widgets.sign_in import Person

        assert self._welcome is not None
        page.show_people(
            [Person(each.id, each.name, word(each.roles[0])) for each in self._welcome.people],
            chosen,
        )

    @Slot()
    def _read_welcome(self) -> None:
        """Somebody came, left or has another name: by an act here or at another counter."""
        self._tasks.ask(
            partial(_welcome, self._station),
            asker=self,
            done=self._welcomed,
            failed=lambda _error: None,  # those offered so far may still sign in
        )

    def _welcomed(self, welcome: Welcome) -> None:
        before, self._welcome = self._welcome, welcome
        page = self.sign_in
        if page is not None and before is not None and before.people != welcome.people:
            self._offer_people(page, page.people.currentData() or "")

    @Slot(str, str)
    def _try_pin(self, person: str, pin: str) -> None:
        page = self.sign_in
        assert page is not None
        self._tasks.run(
            partial(_sign_in, self._station, person, pin),
            busy=page.enter,
            done=self._signed_in,
            failed=self._refuse_pin,
        )
        self._make_desk()  # beside the PIN's 50 ms

    def _refuse_pin(self, error: LoketError) -> None:
        page = self.sign_in
        if page is None:
            return
        message = error.message()
        seconds = error.facts.get("seconds", 0) if error.code == "sign-in-slowed" else 0
        page.refuse(f"{message.happened} {message.do_next}", int(seconds))

    def _signed_in(self, told: tuple[Session, DayAdvice | None, date]) -> None:
        session, advice, clock_day = told
        self._last_person = session.person
        if advice is None:
            self._open_desk(session)
            return
        from ui.gate import DatePage

        page = DatePage(clock_day, self.back)
        page.told.connect(partial(self._open_day, page, session))
        self._replace(page)

    def _open_day(self, page: DatePage, session: Session, day: date) -> None:
        from counter.office.day import open_day

        self._tasks.run(
            partial(self._station.office.act, open_day, day),
            busy=page.open,
            done=lambda _day: self._open_desk(session),
            failed=page.refuse,
        )

    # --- the desk -------------------------------------------------------------------------
    def _open_desk(self, session: Session) -> None:
        self._make_desk()
        assert self.desk is not None
        self.desk.sit_down(session)

    @Slot()
    def _make_desk(self) -> None:
        if self.desk is not None:
            return
        from ui.desk.intake import find_regions, make_judge
        from ui.desk.presenter import Desk
        from ui.desk.showing import Showing
        from ui.desk.window import DeskWindow
        from ui.widgets.minute_clock import Heartbeat

        heart = Heartbeat(self._now, self)
        judge = make_judge()
        self.window_ = DeskWindow(
            self._tasks, heart, local=self._local, judge=judge, find_regions=find_regions
        )
        self._pages.addWidget(self.window_)
        showing = Showing(
            self.window_, self._station, self._tasks, judge, lane=self._lane, local=self._local
        )
        self.desk = Desk(showing, self._tasks)
        self.desk.shown.connect(self._show_desk)
        self.desk.locked.connect(self._locked)
        heart.minute.connect(self.look_at_day)

    @Slot()
    def _show_desk(self) -> None:
        if self.window_ is not None and self.page is not self.window_:
            self._replace(self.window_)
            self.window_.lead_focus()

    @Slot(bool)
    def _locked(self, forget: bool) -> None:
        from counter.office.people import sign_out

        sign_out(self._station.office)
        if forget:
            self._last_person = ""
        self._show_sign_in()

    @Slot()
    def look_at_day(self) -> None:
        """A new day begins with a person who signs in, not at midnight by itself."""
        desk = self.desk
        if desk is None or self.page is not self.window_ or not desk.day:
            return
        if self._now().date().isoformat() > desk.day and desk.is_free:
            desk.lock()

    def _local(self, at_ms: int) -> datetime:
        from counter.domain.calendar import branch_time

        assert self._welcome is not None
        zone = self._welcome.zone
        return branch_time(at_ms, zone).replace(tzinfo=timezone(zone.offset))

    def _now(self) -> datetime:
        return self._local(self._station.office.clock.now_ms())

    # --- the window itself ----------------------------------------------------------------
    def _show(self, page: QWidget) -> None:
        self._pages.setCurrentWidget(page)

    def _replace(self, page: QWidget) -> None:
        """Show a page; the one before goes, the opening and the desk excepted."""
        before = self.page
        if self._pages.indexOf(page) < 0:
            self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        if before not in (self._opening, self.window_, page):
            if before is self.sign_in:
                self.sign_in = None
            self._pages.removeWidget(before)
            before.deleteLater()

    def _retranslate(self) -> None:
        self.setWindowTitle(_("Loket"))
        self.retry.setText(_("Try again"))
        self.leave.setText(_("Close"))
        self.back.setText(_("Back"))
        self._opening.setText(_("Opening Loket\N{HORIZONTAL ELLIPSIS}"))
        retranslate = getattr(self.page, "retranslate", None)
        if retranslate is not None and self.page is not self.window_:
            retranslate()

    def _hear(self, touched: frozenset[str]) -> None:
        """On the writer's thread."""
        if "front" in touched:
            self._fronted.emit()
        if any(topic.startswith(_WELCOMED_BY) for topic in touched):
            self._staffed.emit()

    @Slot()
    def _come_forward(self) -> None:
        take_keyboard(self)

    def _hear_no_more(self) -> None:
        if self._end_hearing is not None:
            self._end_hearing()
            self._end_hearing = None
        if self.desk is not None:
            self.desk.close()

    def _close_now(self) -> None:
        self._may_close = True
        self.close()


# --- off the Qt thread ------------------------------------------------------------------------
def _start(station: Station) -> tuple[Welcome, str]:
    from counter.office.desk import own_lane

    station.load()
    return _welcome(station), own_lane(station.office)


def _welcome(station: Station) -> Welcome:
    from counter.office.desk import welcome

    return station.office.read(welcome, station.config.counter)


def _unlock(station: Station, words: str) -> None:
    from counter.office.recovery import unlock

    unlock(station.folder, words)


def _sign_in(station: Station, person: str, pin: str) -> tuple[Session, DayAdvice | None, date]:
    """Sign in, and open the day where its date is beyond doubt."""
    from counter.office import day, people

    office = station.office
    session = people.sign_in(office, person, pin, counter=station.config.counter)
    advice, clock_day = office.read(day.day_advice)
    if advice is day.DayAdvice.OPEN:
        office.act(day.open_day, clock_day)
    return session, advice if advice is day.DayAdvice.ASK else None, clock_day
