"""One thing at a time: every act runs off the Qt thread, with what was typed on disk before it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from counter.domain.events import TicketId
from counter.domain.ticket import Ticket
from counter.errors import LoketError
from counter.text import N_
from ui.desk.acts import Act
from ui.desk.showing import Showing
from ui.tasks import Tasks

T = TypeVar("T")


class NobodyHere(LoketError):
    """The act needs somebody at the counter."""

    happened = N_("Nobody is at this counter now.")
    safe = N_("Nothing was changed.")
    do_next = N_("Press F2 to call the next person.")


class Doing:
    """Runs the desk's acts; a key pressed while one is under way waits its turn."""

    def __init__(self, showing: Showing, tasks: Tasks) -> None:
        self._showing, self._tasks = showing, tasks
        self._under_way = False
        self._pending: Callable[[], None] | None = None
        self.last: TicketId | None = None  # whom the last act was about

    def with_current(self, do: Callable[[Ticket], None]) -> None:
        """Do something with whoever is at the counter; say so if nobody is."""
        state = self._showing.state
        if state is None:
            return
        if state.current is None:
            if self._under_way:  # pressed while a call is on its way: meant for whom it brings
                self._pending = partial(self.with_current, do)
                return
            self._showing.failed(NobodyHere())
            return
        do(state.current)

    def do(
        self,
        act: Act,
        call: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[LoketError], None] | None = None,
    ) -> None:
        """Do one thing at a time, with everything typed on disk; a second press waits its turn."""
        action = self._showing.window.acts[act]
        if self._under_way:
            if action.isEnabled():
                self._pending = partial(self.do, act, call, done, failed)
            return
        self._under_way = True
        action.setEnabled(False)
        self._showing.begin_act()
        self._showing.window.toast.leave()  # what it offers to undo is no more the last act

        def went_well(answer: T) -> None:
            self._under_way = False
            done(answer)
            self._showing.touch()
            self._next()

        def went_wrong(error: LoketError) -> None:
            self._under_way = False
            self._pending = None
            (failed or self._showing.failed)(error)
            self._showing.touch()

        self._showing.intake.settle(
            partial(self._tasks.run, call, busy=action, done=went_well, failed=went_wrong)
        )

    def _next(self) -> None:
        pending, self._pending = self._pending, None
        if pending is not None:
            pending()

    def act(
        self, act: Act, call: Callable[[], Ticket], told: str | Callable[[Ticket], str] = ""
    ) -> None:
        """An act on a ticket: show what became of it at once, and that it can be undone.

        Args:
            told: what is said then, with the number in it.
        """

        def done(ticket: Ticket) -> None:
            self.last = ticket.id
            self._showing.show_changed(ticket)
            said = told.format(number=ticket.number) if isinstance(told, str) else told(ticket)
            if said:
                self._showing.window.toast.tell(said, undoable=True)

        self.do(act, call, done)
