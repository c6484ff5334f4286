"""What the desk shows: the last look at the store, what acts changed since, what went wrong."""

from __future__ import annotations

import msgspec
from msgspec import Struct
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from counter.domain.events import ClaimId, TicketId
from counter.domain.ticket import AT_COUNTER, Ticket
from counter.errors import LoketError
from counter.office import desk as door
from counter.office.instance import FRONT
from counter.office.office import Session
from counter.office.station import Station
from counter.text import _
from ui.desk.intake import IntakeDesk
from ui.desk.state import DaySoFar, DeskState, Place, Receipt
from ui.desk.status import Line, backup_item, line_item, printer_item
from ui.desk.window import DeskWindow
from ui.desk.words import LocalTime, lost_words
from ui.intake.judging import FormJudge
from ui.tasks import Tasks, Watch
from ui.theme.tokens import Pace, Tone
from ui.widgets.status_bar import StatusItem

# Announcements that change nothing on this window.
_ELSEWHERE = frozenset({FRONT, "draft"})


class _Seen(Struct, frozen=True):
    """One look at everything, made off the Qt thread."""

    desk: door.Desk
    items_line: Line | None
    trouble: LoketError | None


class Showing(QObject):
    """Keeps one window in step with the store while somebody is signed in."""

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
        self.window, self.station, self.office = window, station, station.office
        self.counter, self.lane = station.config.counter, lane
        self.local = local
        self.session: Session | None = None
        self.seen: _Seen | None = None
        self.state: DeskState | None = None
        self._problem: LoketError | None = None  # the last act's, for a while
        self._had: tuple[TicketId, ClaimId] | None = None  # who stood here, by which claim
        self._lost: Ticket | None = None  # to another counter; told until the next act
        self.intake = IntakeDesk(
            window,
            self.office,
            tasks,
            judge,
            paper=station.config.paper,
            local=local,
            failed=self.failed,
        )
        self._watch: Watch[_Seen] = Watch(
            tasks, self._look, show=self._show, failed=self.failed, parent=self
        )
        self._unsubscribe = station.subscribe(self._hear)
        self._forgetting = QTimer(self)
        self._forgetting.setSingleShot(True)
        self._forgetting.setInterval(Pace.TOAST)
        self._forgetting.timeout.connect(self.forget_problem)
        window.toast.left.connect(self._keep_problem)

    def begin(self, session: Session) -> None:
        """Show the queue to whoever signed in."""
        self.session = session
        self._problem = self._had = self._lost = None
        self.window.toast.leave()
        self._watch.read_now()

    def touch(self) -> None:
        """Look again soon: something may have changed."""
        self._watch.touch()

    def close(self) -> None:
        """Hear no more."""
        self._unsubscribe()
        self._watch.stop()

    def failed(self, error: LoketError) -> None:
        """Say what went wrong, and keep it in sight for a while, or until the next act."""
        self._forgetting.stop()
        self._problem = error
        self.window.toast.warn(error)

    @Slot()
    def forget_problem(self) -> None:
        """Another act begins, or it was long enough in sight."""
        self._forgetting.stop()
        if self._problem is not None:
            self._problem = None
            self.show_again()

    def begin_act(self) -> None:
        """What was told before it has been read."""
        self._lost = None
        self.forget_problem()

    def _look(self) -> _Seen:
        session = self.session
        person = session.person if session is not None else ""
        seen = self.office.read(door.desk, self.counter, self.lane, person, self._had)
        return _Seen(seen, self.station.line(), self.station.trouble)

    def _hear(self, touched: frozenset[str]) -> None:
        """On the writer's thread."""
        if touched - _ELSEWHERE:
            self._watch.touch()

    def _show(self, seen: _Seen) -> None:
        self.seen = seen
        if self.session is None:
            return
        floor = seen.desk.floor
        self._lost = seen.desk.lost or self._lost
        self.present(floor.current, receipt=_receipt(seen))
        self.shown.emit()

    def present(self, current: Ticket | None, *, receipt: Receipt | None = None) -> None:
        """Show the last look with this ticket at the counter."""
        seen, session = self.seen, self.session
        if seen is None or session is None:
            return
        desk, floor = seen.desk, seen.desk.floor
        self._had = (current.id, current.claim) if current and current.claim else None
        self.state = DeskState(
            place=Place(self.counter, desk.office, desk.city, session.name),
            catalogue=desk.catalogue,
            waiting=floor.waiting,
            held=floor.held,
            current=current,
            pause=floor.pause,
            suspended=desk.suspended,
            lefts=desk.lefts,
            slots=desk.slots,
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
                line_item(seen.items_line, local=self.local),
                printer_item(
                    doubtful=len(desk.doubtful),
                    pending=desk.pending,
                    trouble=seen.trouble,
                    is_set_up=self.station.config.printer != "none",
                ),
                backup_item(
                    desk.backup,
                    wanted=bool(self.station.config.backup_folder),
                    now_ms=floor.now_ms,
                    local=self.local,
                ),
                *self._problem_items(),
            ),
            notice=lost_words(self._lost) if self._lost is not None else _notice(current, desk),
        )
        self.intake.show(
            current.id if current is not None and self.state.has_form else None,
            current.service if current is not None else "",
            desk.catalogue,
            receipt,
            again_ms=current.again_ms if current is not None else None,
        )
        self.window.show_state(self.state)

    def _problem_items(self) -> tuple[StatusItem, ...]:
        """What went wrong last, once its toast is out of sight."""
        if self._problem is None or self.window.toast.isVisible():
            return ()
        said = self._problem.message()
        return (StatusItem(f"{said.happened} {said.do_next}", Tone.RED),)

    @Slot()
    def _keep_problem(self) -> None:
        """The toast has left; what it said stays in the status bar."""
        if self._problem is not None:
            self._forgetting.start()
            self.show_again()

    def show_again(self) -> None:
        """Show the same once more: in another language, or with another problem."""
        if self.state is not None:
            self.present(self.state.current, receipt=self.state.receipt)

    def show_changed(self, ticket: Ticket) -> None:
        """Show what an act made of a ticket, ahead of the next look."""
        seen = self.seen
        if seen is None:
            return
        mine = ticket.counter == self.counter and ticket.state in AT_COUNTER
        floor = msgspec.structs.replace(
            seen.desk.floor,
            current=ticket if mine else None,
            waiting=tuple(each for each in seen.desk.floor.waiting if each.id != ticket.id),
            held=tuple(each for each in seen.desk.floor.held if each.id != ticket.id),
        )
        before = seen.desk.floor.current
        same = before is not None and (before.service, before.again_ms) == (
            ticket.service,
            ticket.again_ms,
        )
        filed = seen.desk.filed if mine and same else None
        desk = msgspec.structs.replace(seen.desk, floor=floor, filed=filed)
        self.seen = msgspec.structs.replace(seen, desk=desk)
        self.present(floor.current, receipt=_receipt(self.seen))


def _notice(current: Ticket | None, desk: door.Desk) -> str:
    if current is None:
        return ""
    if current.conflicts:
        return _("{number} was called at another counter too. Tell the branch head.").format(
            number=current.number
        )
    suspension = desk.suspended.get(current.service)
    if suspension is None:
        return ""
    return _("Suspended: {reason}. The receipt is a promise slip.").format(
        reason=_(suspension.reason)
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
