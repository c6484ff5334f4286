"""The desk at work: keys in, acts out, and what changed back onto the window.

Every act runs off the Qt thread and one at a time; what was typed is on disk before it begins.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

import msgspec
from msgspec import Struct
from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

from counter.domain.application import Application
from counter.domain.events import ApplicationId, TicketId
from counter.domain.ticket import AT_COUNTER, Ticket, TicketState
from counter.errors import LoketError
from counter.office import day as office_day
from counter.office import desk as door
from counter.office import intake, queue, receipts
from counter.office.instance import FRONT
from counter.office.office import Session
from counter.office.people import Role
from counter.office.station import Station
from counter.text import N_, _, count, duration, language, ngettext
from ui.app import switch_colours, switch_language
from ui.desk.acts import Act
from ui.desk.asking import Asking
from ui.desk.intake import IntakeDesk
from ui.desk.state import DaySoFar, DeskState, Place, Receipt
from ui.desk.status import Line, backup_item, line_item, printer_item
from ui.desk.window import DeskWindow
from ui.desk.words import LocalTime
from ui.intake.judging import FormJudge
from ui.keyboard import take_keyboard
from ui.tasks import Tasks, Watch
from ui.theme.tokens import Tone
from ui.widgets.status_bar import StatusItem

T = TypeVar("T")

# Announcements that change nothing on this window.
_ELSEWHERE = frozenset({FRONT, "draft"})


class NobodyHere(LoketError):
    """The act needs somebody at the counter."""

    happened = N_("Nobody is at this counter now.")
    safe = N_("Nothing was changed.")
    do_next = N_("Press F2 to call the next person.")


class NobodyHeld(LoketError):
    """There is nobody to go on with."""

    happened = N_("Nobody is held at this counter.")
    safe = N_("Nothing was changed.")
    do_next = N_("Press F2 to call the next person.")


class NotServing(LoketError):
    """The form opens with the service."""

    happened = N_("The form opens when the service begins.")
    safe = N_("Nothing was changed.")
    do_next = N_("Press F4 when the person is here.")


class NoReceipt(LoketError):
    """Nothing has been filed for whoever is here."""

    happened = N_("There is no receipt for this number yet.")
    safe = N_("Nothing was changed.")
    do_next = N_("Fill in the form and press F10, or find somebody else's with Ctrl+F.")


class _Seen(Struct, frozen=True):
    """One look at everything, made off the Qt thread."""

    desk: door.Desk
    items_line: Line | None
    trouble: LoketError | None


class Desk(QObject):
    """Joins one window to one station while one person is signed in."""

    locked = Signal(bool)  # whether to forget who was here
    shown = Signal()  # the window is up to date

    def __init__(
        self,
        window: DeskWindow,
        station: Station,
        tasks: Tasks,
        judge: FormJudge,
        *,
        lane: str,
        local: LocalTime,
    ) -> None:
        super().__init__(window)
        self._window, self._station, self._tasks = window, station, tasks
        self._office = station.office
        self._counter = station.config.counter
        self._lane, self._local = lane, local
        self._session: Session | None = None
        self._seen: _Seen | None = None
        self._state: DeskState | None = None
        self._under_way = False
        self._pending: Callable[[], None] | None = None
        self._last: TicketId | None = None  # whom the last act was about
        self._problem: LoketError | None = None  # the last act's, until one goes well
        self._beside: list[QWidget] = []  # windows opened from here
        self._dropped: tuple[TicketId, intake.Filing] | None = None  # what a finish threw away
        self.intake = IntakeDesk(
            window,
            self._office,
            tasks,
            judge,
            paper=station.config.paper,
            local=local,
            failed=self._failed,
        )
        self.asking = Asking(window, tasks, self._office, failed=self._failed)
        self._watch: Watch[_Seen] = Watch(
            tasks, self._look, show=self._show, failed=self._failed, parent=self
        )
        self._unsubscribe = station.subscribe(self._hear)
        self._connect()

    # --- coming and going -----------------------------------------------------------------
    def sit_down(self, session: Session) -> None:
        """Somebody has signed in."""
        self._session = session
        self._last = self._dropped = self._problem = None
        self._window.toast.leave()
        self._window.acts[Act.ADMIN].setVisible(Role.ADMIN in session.roles)
        self._watch.read_now()

    def settle(self, then: Callable[[], None]) -> None:
        """Call `then` once everything typed is on disk."""
        self.intake.settle(then)

    def close(self) -> None:
        """Hear no more."""
        self._unsubscribe()
        self._watch.stop()
        for window in self._beside:
            window.close()

    @property
    def day(self) -> str:
        """The office's day as it was last seen, ISO."""
        return self._seen.desk.floor.day if self._seen is not None else ""

    # --- what is shown --------------------------------------------------------------------
    def _look(self) -> _Seen:
        seen = self._office.read(door.desk, self._counter, self._lane)
        return _Seen(seen, self._station.line(), self._station.trouble)

    def _hear(self, touched: frozenset[str]) -> None:
        """On the writer's thread."""
        if touched - _ELSEWHERE:
            self._watch.touch()

    def _show(self, seen: _Seen) -> None:
        self._seen = seen
        if self._session is None:
            return
        floor = seen.desk.floor
        self._present(floor.current, receipt=_receipt(seen))
        self.shown.emit()

    def _present(self, current: Ticket | None, *, receipt: Receipt | None = None) -> None:
        """Show the last look with this ticket at the counter."""
        seen, session = self._seen, self._session
        if seen is None or session is None:
            return
        desk, floor = seen.desk, seen.desk.floor
        self._state = DeskState(
            place=Place(self._counter, desk.office, desk.city, session.name),
            catalogue=desk.catalogue,
            waiting=floor.waiting,
            held=floor.held,
            current=current,
            receipt=receipt,
            day=DaySoFar(
                issued=floor.issued,
                served=desk.sums.served,
                served_here=floor.served,
                wait_s=desk.sums.wait_s,
                service_s=desk.sums.service_s,
                recent=desk.sums.recent,
            ),
            status=(
                line_item(seen.items_line, local=self._local),
                printer_item(
                    doubtful=len(desk.doubtful), pending=desk.pending, trouble=seen.trouble
                ),
                backup_item(
                    desk.backup,
                    wanted=bool(self._station.config.backup_folder),
                    now_ms=floor.now_ms,
                    local=self._local,
                ),
                *self._problem_items(),
            ),
            notice=_notice(current),
        )
        serving = current is not None and current.state is TicketState.SERVING
        self.intake.show(
            current.id if current is not None and serving else None,
            current.service if current is not None else "",
            desk.catalogue,
            receipt,
        )
        self._window.show_state(self._state)

    def _problem_items(self) -> tuple[StatusItem, ...]:
        """What went wrong last, once its toast is out of sight."""
        if self._problem is None or self._window.toast.isVisible():
            return ()
        said = self._problem.message()
        return (StatusItem(f"{said.happened} {said.do_next}", Tone.RED),)

    @Slot()
    def _keep_problem(self) -> None:
        """The toast has left; what it said stays in the status bar."""
        if self._problem is not None:
            self._show_again()

    def _show_again(self) -> None:
        if self._state is not None:
            self._present(self._state.current, receipt=self._state.receipt)

    def _show_changed(self, ticket: Ticket) -> None:
        """Show what an act made of a ticket, ahead of the next look."""
        seen = self._seen
        if seen is None:
            return
        mine = ticket.counter == self._counter and ticket.state in AT_COUNTER
        floor = msgspec.structs.replace(
            seen.desk.floor,
            current=ticket if mine else None,
            waiting=tuple(each for each in seen.desk.floor.waiting if each.id != ticket.id),
            held=tuple(each for each in seen.desk.floor.held if each.id != ticket.id),
        )
        filed = seen.desk.filed if mine else None
        desk = msgspec.structs.replace(seen.desk, floor=floor, filed=filed)
        self._seen = msgspec.structs.replace(seen, desk=desk)
        self._present(floor.current, receipt=_receipt(self._seen))

    # --- acts -----------------------------------------------------------------------------
    def _connect(self) -> None:
        here = self._with_current
        for act, do in (
            (Act.CALL_NEXT, self._call_next),
            (Act.RECALL, partial(here, self._recall)),
            (Act.START, partial(here, self._start)),
            (Act.HOLD, partial(here, self._hold)),
            (Act.RESUME, self._resume),
            (Act.TRANSFER, partial(here, self._transfer)),
            (Act.NO_SHOW, partial(here, self._no_show)),
            (Act.FINISH, partial(here, self._finish)),
            (Act.FILE, partial(here, self._file)),
            (Act.LEFT, partial(here, self._left)),
            (Act.CANCEL, partial(here, self._cancel)),
            (Act.REPRINT, self._copy),
            (Act.VOID, self._void),
            (Act.NEW_TICKET, self._new_ticket),
            (Act.UNDO, self._undo),
            (Act.FIND, self._find),
            (Act.PALETTE, self._open_palette),
            (Act.LOCK, partial(self._lock, False)),
            (Act.SIGN_OUT, partial(self._lock, True)),
            (Act.END_DAY, self._end_day),
            (Act.LANGUAGE, self._speak),
            (Act.DARK, self._darken),
            (Act.SUPERVISOR, self._supervise),
            (Act.ADMIN, self._administer),
            (Act.HELP, self._help),
        ):
            self._window.acts[act].triggered.connect(_ignoring_checked(do))
        self._window.queue.picked.connect(self._call_picked)
        self._window.queue.resumed.connect(self._resume_picked)
        self._window.filed.settled.connect(self._settle_paper)
        self._window.palette_.asked.connect(self._search)
        self._window.spoken.connect(self._respeak)
        self._window.toast.left.connect(self._keep_problem)

    def _with_current(self, do: Callable[[Ticket], None]) -> None:
        state = self._state
        if state is None:
            return
        if state.current is None:
            if self._under_way:  # pressed while a call is on its way: meant for whom it brings
                self._pending = partial(self._with_current, do)
                return
            self._failed(NobodyHere())
            return
        do(state.current)

    def _do(
        self,
        act: Act,
        call: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[LoketError], None] | None = None,
    ) -> None:
        """Do one thing at a time, with everything typed on disk; a second press waits its turn."""
        action = self._window.acts[act]
        if self._under_way:
            if action.isEnabled():
                self._pending = partial(self._do, act, call, done, failed)
            return
        self._under_way = True
        action.setEnabled(False)

        def went_well(answer: T) -> None:
            self._under_way = False
            self._problem = None
            self._window.toast.clear_problem()
            done(answer)
            self._watch.touch()
            self._next()

        def went_wrong(error: LoketError) -> None:
            self._under_way = False
            self._pending = None
            (failed or self._failed)(error)
            self._watch.touch()

        self.intake.settle(
            partial(self._tasks.run, call, busy=action, done=went_well, failed=went_wrong)
        )

    def _next(self) -> None:
        pending, self._pending = self._pending, None
        if pending is not None:
            pending()

    def _act(self, act: Act, call: Callable[[], Ticket], told: str = "") -> None:
        """An act on a ticket: show what became of it at once, and that it can be undone."""

        def done(ticket: Ticket) -> None:
            self._last = ticket.id
            self._show_changed(ticket)
            if told:
                self._window.toast.tell(told.format(number=ticket.number), undoable=True)

        self._do(act, call, done)

    def _call_next(self) -> None:
        self._act(
            Act.CALL_NEXT,
            partial(self._office.act, queue.call_next, counter=self._counter),
            _("{number} was called."),
        )

    @Slot(str)
    def _call_picked(self, ticket_id: str) -> None:
        self._act(
            Act.CALL_NEXT,
            partial(
                self._office.act, queue.call_ticket, TicketId(ticket_id), counter=self._counter
            ),
            _("{number} was called."),
        )

    def _call_found(self, ticket: Ticket) -> None:
        call = partial(self._call_picked, ticket.id)
        if self._seen is None or queue.is_of_lane(ticket, self._lane):
            call()
            return
        self.asking.take_over(ticket.number, self._seen.desk.floor.callers.get(ticket.lane), call)

    def _recall(self, ticket: Ticket) -> None:
        self._act(
            Act.RECALL,
            partial(self._office.act, queue.recall, ticket.id, counter=self._counter),
            _("{number} was called again."),
        )

    def _start(self, ticket: Ticket) -> None:
        self._act(
            Act.START,
            partial(self._office.act, queue.start_service, ticket.id, counter=self._counter),
        )

    def _no_show(self, ticket: Ticket) -> None:
        self._act(
            Act.NO_SHOW,
            partial(self._office.act, queue.mark_no_show, ticket.id, counter=self._counter),
            _("{number} did not come."),
        )

    def _left(self, ticket: Ticket) -> None:
        self._act(
            Act.LEFT,
            partial(self._office.act, queue.mark_left, ticket.id),
            _("{number} left the queue."),
        )

    def _hold(self, ticket: Ticket) -> None:
        def hold(reason: str) -> None:
            self._act(
                Act.HOLD,
                partial(
                    self._office.act,
                    queue.hold_ticket,
                    ticket.id,
                    counter=self._counter,
                    reason=reason,
                ),
                _("{number} is held."),
            )

        if ticket.state is not TicketState.SERVING:
            self._failed(NotServing())
            return
        self.asking.why_held(hold)

    def _cancel(self, ticket: Ticket) -> None:
        self.asking.why_cancelled(partial(self._cancel_because, ticket.id))

    def _cancel_because(self, ticket_id: TicketId, reason: str) -> None:
        self._act(
            Act.CANCEL,
            partial(self._office.act, queue.cancel_ticket, ticket_id, reason=reason),
            _("{number} counts no more."),
        )

    def _transfer(self, ticket: Ticket) -> None:
        if self._state is None:
            return

        def transfer(service: str) -> None:
            self._act(
                Act.TRANSFER,
                partial(self._office.act, queue.transfer_ticket, ticket.id, service=service),
                _("{number} was transferred."),
            )

        self.asking.which_service(
            self._state.catalogue, _("Transfer to which service?"), transfer, but=ticket.service
        )

    def _resume(self) -> None:
        if self._state is None:
            return
        held = self._state.held
        if not held:
            self._failed(NobodyHeld())
        elif len(held) == 1:
            self._resume_picked(held[0].id)
        else:
            self.asking.which_ticket(
                held, self._state.catalogue, _("Go on with whom?"), self._resume_picked
            )

    @Slot(str)
    def _resume_picked(self, ticket_id: str) -> None:
        self._act(
            Act.RESUME,
            partial(
                self._office.act, queue.resume_ticket, TicketId(ticket_id), counter=self._counter
            ),
        )

    def _finish(self, ticket: Ticket) -> None:
        if self.intake.is_open and self.intake.has_typed():
            self.asking.finish_unfiled(
                file=self._window.acts[Act.FILE].trigger,
                finish=partial(self._finish_now, ticket),
            )
            return
        self._finish_now(ticket)

    def _finish_now(self, ticket: Ticket) -> None:
        if self.intake.is_open and self.intake.has_typed():
            self._dropped = (ticket.id, self.intake.typed())
        served_s = ticket.service_ms // 1000
        if ticket.stretch_ms is not None:
            served_s += max(0, self._office.clock.now_ms() - ticket.stretch_ms) // 1000
        took = duration(served_s)
        self._act(
            Act.FINISH,
            partial(self._office.act, queue.finish_ticket, ticket.id, counter=self._counter),
            _("{number} is served, {duration}.").replace("{duration}", took),
        )

    def _undo(self) -> None:
        ticket_id = self._last
        if ticket_id is None:
            self._failed(queue.NothingToUndo())
            return

        def undone(ticket: Ticket) -> None:
            self._show_changed(ticket)
            self._window.toast.tell(_("{number}: undone.").format(number=ticket.number))

        self._do(Act.UNDO, partial(self._take_back, ticket_id), undone)

    def _take_back(self, ticket_id: TicketId) -> Ticket:
        """Off the Qt thread: undo, and bring back the form a finish had thrown away."""
        ticket = self._office.act(queue.undo_last, ticket_id, counter=self._counter)
        dropped, self._dropped = self._dropped, None
        if dropped is not None and dropped[0] == ticket_id:
            self._office.act(intake.keep_typed, ticket_id, dropped[1])
        return ticket

    def _new_ticket(self) -> None:
        if self._state is None:
            return

        def give(service: str, *, priority: bool = False) -> None:
            self._do(
                Act.NEW_TICKET,
                partial(self._office.act, receipts.give_number, service=service, priority=priority),
                lambda ticket: self._window.toast.tell(
                    _("Number {number} is given.").format(number=ticket.number)
                ),
            )

        self.asking.which_service(
            self._state.catalogue,
            _("A new number for which service?"),
            give,
            otherwise=partial(give, priority=True),
            hint=_("Enter gives a number, Ctrl+Enter one with priority."),
        )

    # --- the form and its papers ----------------------------------------------------------
    def _file(self, ticket: Ticket) -> None:
        if self._state is not None and self._state.receipt is not None:
            self._failed(intake.AlreadyFiled(receipt=self._state.receipt.number))
            return
        if ticket.state is not TicketState.SERVING or not self.intake.is_open:
            self._failed(NotServing())
            return
        if not self.intake.ready():
            return

        def filed(application: Application) -> None:
            self.intake.filed()
            self._present(ticket, receipt=Receipt(application.id, application.receipt))
            self._window.filed.take_focus()

        def refused(error: LoketError) -> None:
            self._failed(error)
            if isinstance(error, intake.FormUnfinished):
                self.intake.ready()

        self._do(
            Act.FILE,
            partial(
                self._office.act,
                intake.file_intake,
                ticket.id,
                self.intake.typed(),
                counter=self._counter,
            ),
            filed,
            refused,
        )

    def _copy(self) -> None:
        receipt = self._state.receipt if self._state is not None else None
        if receipt is None:
            self._failed(NoReceipt())
            return
        self._copy_of(receipt.application)

    def _copy_of(self, application: ApplicationId) -> None:
        self._do(
            Act.REPRINT,
            partial(self._office.act, receipts.copy_receipt, application),
            lambda copy: self._window.toast.tell(_("Copy {n} is being printed.").format(n=copy)),
        )

    def _void(self) -> None:
        state = self._state
        if state is None or state.receipt is None or state.current is None:
            self._failed(NoReceipt())
            return
        self.asking.why_void(
            state.receipt.number,
            partial(self._void_and_reopen, state.current.id, state.receipt.application),
        )

    def _void_and_reopen(
        self, ticket_id: TicketId, application: ApplicationId, reason: str
    ) -> None:
        self._do(
            Act.VOID,
            partial(
                self._office.act, receipts.reopen_intake, ticket_id, application, reason=reason
            ),
            lambda _none: self._window.toast.tell(
                _("The receipt is void. The form is open again.")
            ),
        )

    def _void_found(self, application: ApplicationId, reason: str) -> None:
        self._do(
            Act.VOID,
            partial(self._office.act, receipts.void_application, application, reason=reason),
            lambda _none: self._window.toast.tell(_("The receipt is void.")),
        )

    def _end_day(self) -> None:
        if self._state is None:
            return
        left = len(self._state.waiting) + len(self._state.held)
        if left:
            self.asking.end_day(left, self._close_day)
        else:
            self._close_day()

    def _close_day(self) -> None:
        def told(ended: int) -> None:
            text = ngettext("{n} number was closed.", "{n} numbers were closed.", ended)
            self._window.toast.tell(_("The day is ended.") + " " + text.format(n=count(ended)))

        self._do(Act.END_DAY, partial(self._office.act, office_day.end_day), told)

    @Slot(bool)
    def _settle_paper(self, came_out: bool) -> None:
        receipt, papers = self._window.filed.receipt, self._station.papers
        if receipt is None or receipt.job is None or papers is None:
            return
        self._settle_job(receipt.job, came_out=came_out)

    def _settle_job(self, job: int, *, came_out: bool) -> None:
        papers = self._station.papers
        if papers is None:
            return
        self._do(Act.REPRINT, partial(papers.settle, job, came_out=came_out), _nothing)

    # --- finding --------------------------------------------------------------------------
    def _open_palette(self) -> None:
        self.asking.open_palette(doubtful=self._doubtful(), settle=self._settle_job)

    def _find(self) -> None:
        self.asking.find(doubtful=self._doubtful(), settle=self._settle_job)

    def _doubtful(self) -> tuple[door.Paper, ...]:
        return self._seen.desk.doubtful if self._seen is not None else ()

    @Slot(str)
    def _search(self, text: str) -> None:
        if self._state is not None and text:
            self.asking.search(text, self._state.catalogue, self._open_found)

    def _open_found(self, found: intake.Found) -> None:
        ticket, filed = found.ticket, found.filed
        self.asking.what_with(
            found,
            call=partial(self._call_found, ticket) if ticket.can_call else None,
            resume=partial(self._resume_picked, ticket.id)
            if ticket.state is TicketState.HELD and ticket.counter == self._counter
            else None,
            left=partial(self._left, ticket) if ticket.is_open else None,
            cancel=partial(self._cancel, ticket)
            if ticket.state in (TicketState.WAITING, TicketState.NO_SHOW)
            else None,
            copy=partial(self._copy_of, filed.id) if filed is not None else None,
            void=partial(self.asking.why_void, filed.receipt, partial(self._void_found, filed.id))
            if filed is not None
            else None,
        )

    # --- the window itself ----------------------------------------------------------------
    def _lock(self, forget: bool) -> None:
        def left() -> None:
            self._session = None
            self.locked.emit(forget)

        self.intake.settle(left)

    def lock(self) -> None:
        """Ask for the PIN again."""
        self._lock(False)

    def _speak(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            switch_language(app)
            self._tasks.ask(
                partial(self._station.change, language=language()),
                asker=self,
                done=_nothing,
                failed=self._failed,
            )

    @Slot()
    def _respeak(self) -> None:
        self.intake.retranslate()
        self._show_again()

    @property
    def is_free(self) -> bool:
        """Whether nobody is at the counter."""
        return self._state is None or self._state.current is None

    def _darken(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            switch_colours(app)

    def _supervise(self) -> None:
        from ui.supervisor.window import SupervisorWindow

        self._open_beside(SupervisorWindow(self._tasks, self._office))

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

    def _failed(self, error: LoketError) -> None:
        self._problem = error
        self._window.toast.warn(error)


def _ignoring_checked(do: Callable[[], None]) -> Callable[[bool], None]:
    def pressed(_checked: bool) -> None:
        do()

    return pressed


def _nothing(*_answer: object) -> None:
    """Nothing is left to do."""


def _notice(current: Ticket | None) -> str:
    if current is None or not current.conflicts:
        return ""
    return _("{number} was called at another counter too. Tell the branch head.").format(
        number=current.number
    )


def _receipt(seen: _Seen) -> Receipt | None:
    filed = seen.desk.filed
    if filed is None:
        return None
    receipt = Receipt(filed.id, filed.receipt)
    if not seen.desk.papers:
        return receipt
    last = seen.desk.papers[-1]
    trouble = ""
    if last.trouble and seen.trouble is not None:
        said = seen.trouble.message()
        trouble = f"{said.happened} {said.do_next}"
    return msgspec.structs.replace(
        receipt, copy=last.copy, job=last.job, state=last.state, trouble=trouble
    )
