"""A clerk's acts on tickets: called, served, held, sent on, finished, taken back."""

from __future__ import annotations

from functools import partial

from counter.domain.events import TicketId
from counter.domain.ticket import Ticket, TicketState
from counter.errors import LoketError
from counter.office import intake, queue, undoing, waiting
from counter.text import N_, _, duration
from ui.desk.acts import Act
from ui.desk.asking import Asking
from ui.desk.doing import Doing
from ui.desk.showing import Showing
from ui.desk.words import service_notes, service_title


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


class TicketActs:
    """What keys and picks in the lists do to tickets."""

    def __init__(self, showing: Showing, doing: Doing, asking: Asking) -> None:
        self._showing, self._doing, self._asking = showing, doing, asking
        self._window, self._office = showing.window, showing.office
        self._counter, self._lane = showing.counter, showing.lane
        self._dropped: tuple[TicketId, intake.Filing] | None = None  # what a finish threw away

    def forget(self) -> None:
        """Somebody else sits here: what was done before is not theirs to take back."""
        self._doing.last = self._dropped = None

    def call_next(self) -> None:
        """Call whoever is next."""
        self._doing.act(
            Act.CALL_NEXT,
            partial(self._showing.station.call_next, counter=self._counter),
            _("{number} was called."),
        )

    def call_picked(self, ticket_id: str) -> None:
        """Call one ticket out of turn."""
        self._doing.act(
            Act.CALL_NEXT,
            partial(
                self._office.act, queue.call_ticket, TicketId(ticket_id), counter=self._counter
            ),
            _("{number} was called."),
        )

    def call_found(self, ticket: Ticket) -> None:
        """Call one that was found; ask first if another counter may call it too."""
        call = partial(self.call_picked, ticket.id)
        if self._showing.seen is None or waiting.is_of_lane(
            ticket, self._showing.seen.desk.floor.lane
        ):
            call()
            return
        self._asking.take_over(
            ticket.number, self._showing.seen.desk.floor.callers.get(ticket.lane), call
        )

    def recall(self, ticket: Ticket) -> None:
        """Call again whom this counter called."""
        if self._is_served(ticket):
            return
        self._doing.act(
            Act.RECALL,
            partial(self._office.act, queue.recall, ticket.id, counter=self._counter),
            _("{number} was called again."),
        )

    def start(self, ticket: Ticket) -> None:
        """The citizen is here."""
        if self._is_served(ticket):
            return
        self._doing.act(
            Act.START,
            partial(self._office.act, queue.start_service, ticket.id, counter=self._counter),
        )

    def _is_served(self, ticket: Ticket) -> bool:
        """Say what can be done with one whose service has begun already."""
        served = ticket.state is TicketState.SERVING
        if served:
            self._showing.failed(queue.CounterBusy(number=ticket.number))
        return served

    def no_show(self, ticket: Ticket) -> None:
        """Nobody came."""
        self._doing.act(
            Act.NO_SHOW,
            partial(self._office.act, queue.mark_no_show, ticket.id, counter=self._counter),
            _("{number} did not come."),
        )

    def left(self, ticket: Ticket) -> None:
        """The citizen went away."""
        self._doing.act(
            Act.LEFT,
            partial(self._office.act, queue.mark_left, ticket.id),
            _("{number} left the queue."),
        )

    def hold(self, ticket: Ticket) -> None:
        """Set the citizen aside; asks what for."""

        def hold(reason: str) -> None:
            self._doing.act(
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
            self._showing.failed(NotServing())
            return
        self._asking.why_held(hold)

    def cancel(self, ticket: Ticket) -> None:
        """The number counts no more; asks why."""
        self._asking.why_cancelled(partial(self._cancel_because, ticket.id))

    def _cancel_because(self, ticket_id: TicketId, reason: str) -> None:
        self._doing.act(
            Act.CANCEL,
            partial(self._office.act, queue.cancel_ticket, ticket_id, reason=reason),
            _("{number} counts no more."),
        )

    def transfer(self, ticket: Ticket) -> None:
        """Send the citizen on; asks to which service, or to which counter."""
        seen = self._showing.seen
        if seen is None:
            return

        def transfer(service: str, *, counter: int | None) -> None:
            self._doing.act(
                Act.TRANSFER,
                partial(
                    self._office.act,
                    queue.transfer_ticket,
                    ticket.id,
                    service=service,
                    to_counter=counter,
                ),
                _("{number} was transferred."),
            )

        self._asking.where_to(seen.desk.catalogue, ticket, seen.desk.counters, transfer)

    def resume(self) -> None:
        """Go on with who is held; asks with whom if there are several."""
        if self._showing.state is None:
            return
        held = self._showing.state.held
        if not held:
            self._showing.failed(NobodyHeld())
        elif len(held) == 1:
            self.resume_picked(held[0].id)
        else:
            self._asking.which_ticket(
                held, self._showing.state.catalogue, _("Go on with whom?"), self.resume_picked
            )

    def resume_picked(self, ticket_id: str) -> None:
        """Go on with one who is held."""
        self._doing.act(
            Act.RESUME,
            partial(
                self._office.act, queue.resume_ticket, TicketId(ticket_id), counter=self._counter
            ),
        )

    def finish(self, ticket: Ticket) -> None:
        """The citizen is served; asks first if a typed form would be lost."""
        if self._showing.intake.is_open and self._showing.intake.has_typed():
            self._asking.finish_unfiled(
                file=self._window.acts[Act.FILE].trigger,
                finish=partial(self._finish_now, ticket),
            )
            return
        self._finish_now(ticket)

    def _finish_now(self, ticket: Ticket) -> None:
        if self._showing.intake.is_open and self._showing.intake.has_typed():
            self._dropped = (ticket.id, self._showing.intake.typed())
        served_s = ticket.service_ms // 1000
        if ticket.stretch_ms is not None:
            served_s += max(0, self._office.clock.now_ms() - ticket.stretch_ms) // 1000
        took = duration(served_s)

        def told(after: Ticket) -> str:
            seen = self._showing.seen
            if after.state is TicketState.SERVED or seen is None:
                said = _("{number} is served, {duration}.")
            elif after.state is TicketState.WAITING:
                said = _("{number} now waits for {service} at another counter.")
            else:
                said = _("{number} goes on here with {service}.")
            service = service_title(seen.desk.catalogue, after.service) if seen else ""
            return said.format(number=after.number, duration=took, service=service)

        self._doing.act(
            Act.FINISH,
            partial(self._office.act, queue.finish_ticket, ticket.id, counter=self._counter),
            told,
        )

    def undo(self) -> None:
        """Take back the last act."""
        ticket_id = self._doing.last
        if ticket_id is None:
            self._showing.failed(undoing.NothingToUndo())
            return

        def undone(ticket: Ticket) -> None:
            self._showing.show_changed(ticket)
            self._window.toast.tell(_("{number}: undone.").format(number=ticket.number))

        self._doing.do(Act.UNDO, partial(self._take_back, ticket_id), undone)

    def _take_back(self, ticket_id: TicketId) -> Ticket:
        """Off the Qt thread: undo, and bring back the form a finish had thrown away."""
        ticket = self._office.act(undoing.undo_last, ticket_id, counter=self._counter)
        dropped, self._dropped = self._dropped, None
        if dropped is not None and dropped[0] == ticket_id:
            self._office.act(intake.keep_typed, ticket_id, dropped[1])
        return ticket

    def new_ticket(self) -> None:
        """Give a walk-in a number; asks for which service."""
        if self._showing.state is None:
            return

        def give(service: str, *, priority: bool = False) -> None:
            self._doing.do(
                Act.NEW_TICKET,
                partial(self._showing.station.give_number, service=service, priority=priority),
                lambda ticket: self._window.toast.tell(
                    _("Number {number} is given.").format(number=ticket.number)
                ),
            )

        self._asking.which_service(
            self._showing.state.catalogue,
            _("A new number for which service?"),
            give,
            otherwise=partial(give, priority=True),
            notes=service_notes(self._showing.state),
            hint=_("Enter gives a number, Ctrl+Enter one with priority."),
        )
