"""The desk at work: joins window, station and person, and each key to its act.

What is shown is `showing`'s, the acts are `tickets`', `papers`' and `finding`'s.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

from counter.office.office import Session
from counter.office.people import MAY_LOOK, Role
from counter.text import language
from ui.app import switch_colours, switch_language
from ui.desk.acts import Act
from ui.desk.appointments import AppointmentActs
from ui.desk.asking import Asking
from ui.desk.doing import Doing
from ui.desk.finding import Finding
from ui.desk.keeping import KeepActs
from ui.desk.limits import LimitActs
from ui.desk.papers import PaperActs
from ui.desk.showing import Showing
from ui.desk.suspending import SuspendActs
from ui.desk.tickets import TicketActs
from ui.desk.visits import VisitActs
from ui.keyboard import take_keyboard
from ui.tasks import Tasks


class Desk(QObject):
    """Joins one window to one station while one person is signed in."""

    locked = Signal(bool)  # whether to forget who was here
    shown = Signal()  # the window is up to date

    def __init__(self, showing: Showing, tasks: Tasks) -> None:
        super().__init__(showing.window)
        self._window, self._station, self._tasks = showing.window, showing.station, tasks
        self._beside: list[QWidget] = []  # windows opened from here
        self._showing = showing
        self._showing.shown.connect(self.shown)
        self._doing = Doing(showing, tasks)
        self._asking = Asking(showing.window, tasks, showing.office, failed=showing.failed)
        self.tickets = TicketActs(self._showing, self._doing, self._asking)
        self.papers = PaperActs(self._showing, self._doing, self._asking)
        self.keeping = KeepActs(self._showing, self._doing, self._asking, tasks)
        self.suspending = SuspendActs(self._showing, self._doing, self._asking, tasks)
        self.limits = LimitActs(self._showing, self._doing, self._asking)
        self.appointments = AppointmentActs(self._showing, self._doing, self._asking, tasks)
        self.visits = VisitActs(self._showing, self._doing, self._asking, tasks)
        self.finding = Finding(
            self._showing,
            self._asking,
            tickets=self.tickets,
            visits=self.visits,
            keeping=self.keeping,
            papers=self.papers,
        )
        self._connect()

    # --- coming and going -----------------------------------------------------------------
    def sit_down(self, session: Session) -> None:
        """Somebody has signed in."""
        self.tickets.forget()
        acts = self._window.acts
        acts[Act.ADMIN].setVisible(Role.ADMIN in session.roles)
        acts[Act.LIMIT].setVisible(not MAY_LOOK.isdisjoint(session.roles))
        acts[Act.SUPERVISOR].setVisible(not MAY_LOOK.isdisjoint(session.roles))
        self._showing.begin(session)

    def settle(self, then: Callable[[], None]) -> None:
        """Call `then` once everything typed is on disk."""
        self._showing.intake.settle(then)

    def close(self) -> None:
        """Hear no more."""
        self._showing.close()
        for window in self._beside:
            window.close()

    @property
    def day(self) -> str:
        """The office's day as it was last seen, ISO."""
        seen = self._showing.seen
        return seen.desk.floor.day if seen is not None else ""

    @property
    def is_free(self) -> bool:
        """Whether nobody is at the counter."""
        return self._showing.state is None or self._showing.state.current is None

    def _lock(self, forget: bool) -> None:
        def left() -> None:
            self._showing.session = None
            self.locked.emit(forget)

        self._showing.intake.settle(left)

    def lock(self) -> None:
        """Ask for the PIN again."""
        self._lock(False)

    # --- keys ----------------------------------------------------------------------------
    def _connect(self) -> None:
        here = self._doing.with_current
        for act, do in (
            (Act.CALL_NEXT, self.tickets.call_next),
            (Act.RECALL, partial(here, self.tickets.recall)),
            (Act.START, partial(here, self.tickets.start)),
            (Act.HOLD, partial(here, self.tickets.hold)),
            (Act.RESUME, self.tickets.resume),
            (Act.TRANSFER, partial(here, self.tickets.transfer)),
            (Act.NO_SHOW, partial(here, self.tickets.no_show)),
            (Act.FINISH, partial(here, self.tickets.finish)),
            (Act.FILE, partial(here, self.papers.file)),
            (Act.LEFT, partial(here, self.tickets.left)),
            (Act.CANCEL, partial(here, self.tickets.cancel)),
            (Act.REPRINT, self.papers.copy),
            (Act.VOID, self.papers.void),
            (Act.NEW_TICKET, self.tickets.new_ticket),
            (Act.NEW_GROUP, self.visits.new_group),
            (Act.QUICK, self.visits.answer_quickly),
            (Act.PAUSE, self.visits.pause),
            (Act.LIMIT, self.limits.limit),
            (Act.APPOINTMENTS, self.appointments.list_them),
            (Act.SUSPEND, self.suspending.suspend),
            (Act.PROMISES, self.suspending.promises),
            (Act.ADD_SERVICE, partial(here, self.visits.add_service)),
            (Act.KEEP, partial(here, self.keeping.keep)),
            (Act.CORRECT, partial(here, self.visits.correct)),
            (Act.UNDO, self.tickets.undo),
            (Act.FIND, self.finding.find),
            (Act.PALETTE, self.finding.open_palette),
            (Act.LOCK, partial(self._lock, False)),
            (Act.SIGN_OUT, partial(self._lock, True)),
            (Act.END_DAY, self.keeping.end_day),
            (Act.LANGUAGE, self._speak),
            (Act.DARK, self._darken),
            (Act.SUPERVISOR, self._supervise),
            (Act.ADMIN, self._administer),
            (Act.HELP, self._help),
        ):
            self._window.acts[act].triggered.connect(_ignoring_checked(do))
        self._window.queue.picked.connect(self.tickets.call_picked)
        self._window.queue.resumed.connect(self.tickets.resume_picked)
        self._window.filed.settled.connect(self.papers.settle_paper)
        self._window.palette_.asked.connect(self.finding.search)
        self._window.spoken.connect(self._respeak)

    def _speak(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            switch_language(app)
            self._tasks.ask(
                partial(self._station.change, language=language()),
                asker=self,
                done=lambda _config: None,
                failed=self._showing.failed,
            )

    @Slot()
    def _respeak(self) -> None:
        self._showing.intake.retranslate()
        self._showing.show_again()

    def _darken(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            switch_colours(app)

    def _supervise(self) -> None:
        from ui.supervisor.window import SupervisorWindow

        self._open_beside(SupervisorWindow(self._tasks, self._showing.office))

    def _administer(self) -> None:
        from ui.admin.window import AdminWindow

        self._open_beside(AdminWindow(self._tasks, self._station))

    def _open_beside(self, window: QWidget) -> None:
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._beside.append(window)
        window.destroyed.connect(partial(self._forget, window))
        take_keyboard(window)

    def _forget(self, window: QWidget, _gone: QObject | None = None) -> None:
        self._beside = [each for each in self._beside if each is not window]

    def _help(self) -> None:
        from ui.manual.opening import open_manual

        open_manual(self._window, self._tasks, "desk")


def _ignoring_checked(do: Callable[[], None]) -> Callable[[bool], None]:
    def pressed(_checked: bool) -> None:
        do()

    return pressed
