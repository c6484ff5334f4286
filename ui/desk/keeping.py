"""Keeping a citizen's place for another day, and the end of this one, as a clerk does it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from counter.domain.events import TicketId
from counter.domain.ticket import Ticket, TicketState
from counter.office import keeping
from counter.text import N_, _, count, long_date, ngettext
from ui.desk.acts import Act
from ui.desk.asking import Asking
from ui.desk.doing import Doing
from ui.desk.showing import Showing
from ui.desk.words import service_title
from ui.tasks import Tasks
from ui.widgets.palette import Hit

_WHY_KEPT = (
    N_("the national system is down"),
    N_("no more blanks"),
    N_("the office closes"),
    N_("a document is missing"),
)


class KeepActs:
    """Places kept, one or all."""

    def __init__(self, showing: Showing, doing: Doing, asking: Asking, tasks: Tasks) -> None:
        self._showing, self._doing, self._asking, self._tasks = showing, doing, asking, tasks
        self._window, self._office = showing.window, showing.office
        self._counter, self._lane = showing.counter, showing.lane

    def keep(self, ticket: Ticket) -> None:
        """Keep the citizen's place for another day; asks why."""

        def told(kept: Ticket) -> None:
            text = _("{number} keeps its place on {day} as {kept}. The slip is being printed.")
            self._window.toast.tell(
                text.format(number=ticket.number, day=_day(kept), kept=kept.number)
            )

        def keep(reason: str) -> None:
            act = partial(
                self._office.act,
                keeping.keep_place,
                ticket.id,
                counter=self._counter,
                reason=reason,
            )
            self._doing.do(Act.KEEP, act, told)

        def ask_why() -> None:
            prompt = _("Why does {number} come back another day?").format(number=ticket.number)
            self._asking.why(prompt, Act.KEEP.icon, _WHY_KEPT, keep)

        intake = self._showing.intake
        if ticket.state is TicketState.SERVING and intake.is_open and intake.has_typed():
            self._asking.leave_unfiled(
                file=self._window.acts[Act.FILE].trigger, act=Act.KEEP, leave=ask_why
            )
        else:
            ask_why()

    def end_day(self) -> None:
        """End the day; asks what becomes of those who are still here."""
        self._tasks.ask(
            partial(self._office.read, keeping.still_here, self._lane, self._counter),
            asker=self._window,
            done=self._ask_end,
            failed=self._showing.failed,
        )

    def _ask_end(self, here: Sequence[Ticket]) -> None:
        if not here:
            self._end("", asked=(), keep=())
            return
        prompt = ngettext(
            "{n} person is still waiting or held here.",
            "{n} people are still waiting or held here.",
            len(here),
        ).format(n=count(len(here)))
        everybody = [each.id for each in here]
        self._asking.ask(
            prompt,
            [
                Hit(
                    _("Keep all places for the next open day"),
                    "",
                    Act.KEEP.icon,
                    partial(self._why_ended, asked=everybody, keep=everybody),
                ),
                Hit(
                    _("End the day and close their numbers"),
                    "",
                    Act.END_DAY.icon,
                    partial(self._why_ended, asked=everybody, keep=()),
                ),
                Hit(
                    _("Decide one by one"),
                    "",
                    "list",
                    partial(self._one_by_one, here, asked=everybody, keep=()),
                ),
            ],
            hint=_("For a kept place a slip is printed. Esc goes back and changes nothing."),
        )

    def _one_by_one(
        self, here: Sequence[Ticket], *, asked: Sequence[TicketId], keep: Sequence[TicketId]
    ) -> None:
        """Ask about the first, then about the others."""
        state = self._showing.state
        if state is None:
            return
        if not here:
            self._why_ended(asked=asked, keep=keep)
            return
        first, *others = here
        self._asking.ask(
            f"{first.number} · {service_title(state.catalogue, first.service)}",
            [
                Hit(
                    _("Keep the place for the next open day"),
                    "",
                    Act.KEEP.icon,
                    partial(self._one_by_one, others, asked=asked, keep=(*keep, first.id)),
                ),
                Hit(
                    _("Close the number"),
                    "",
                    "close",
                    partial(self._one_by_one, others, asked=asked, keep=keep),
                ),
            ],
            hint=_("Esc goes back and changes nothing."),
        )

    def _why_ended(self, *, asked: Sequence[TicketId], keep: Sequence[TicketId]) -> None:
        self._asking.why(
            _("What is told to those who are still here?"),
            Act.END_DAY.icon,
            _WHY_KEPT,
            partial(self._end, asked=asked, keep=keep),
        )

    def _end(self, reason: str, *, asked: Sequence[TicketId], keep: Sequence[TicketId]) -> None:
        def told(ended: keeping.Ended) -> None:
            if ended.left:  # they came while the clerk decided about the others
                self.end_day()
                return
            said = [_("The day is ended.")]
            if ended.kept:
                text = ngettext("{n} place is kept.", "{n} places are kept.", ended.kept)
                said.append(text.format(n=count(ended.kept)))
            if ended.closed or not ended.kept:
                text = ngettext("{n} number was closed.", "{n} numbers were closed.", ended.closed)
                said.append(text.format(n=count(ended.closed)))
            self._window.toast.tell(" ".join(said))

        end = partial(
            self._office.act,
            keeping.end_day,
            counter=self._counter,
            keep=keep,
            asked=asked,
            reason=reason,
        )
        self._doing.do(Act.END_DAY, end, told)


def _day(ticket: Ticket) -> str:
    return long_date(date.fromisoformat(ticket.day))
