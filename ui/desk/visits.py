"""A clerk's acts on whole visits: groups, what follows, questions, corrections, kept places."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from counter.domain.events import TicketId
from counter.domain.ticket import OUTCOMES, Ticket, TicketState
from counter.office import corrections, keeping, pausing, visits
from counter.text import N_, _, count, long_date, ngettext, word
from ui.desk.acts import Act
from ui.desk.asking import Asking
from ui.desk.doing import Doing
from ui.desk.showing import Showing
from ui.desk.words import service_title
from ui.tasks import Tasks
from ui.widgets.palette import Hit

_WHY_CORRECTED = (
    N_("the wrong service was chosen"),
    N_("priority was forgotten"),
    N_("the wrong key was pressed"),
)
_WHY_KEPT = (
    N_("the national system is down"),
    N_("no more blanks"),
    N_("the office closes"),
    N_("a document is missing"),
)


class VisitActs:
    """What keys and the palette do to visits."""

    def __init__(self, showing: Showing, doing: Doing, asking: Asking, tasks: Tasks) -> None:
        self._showing, self._doing, self._asking, self._tasks = showing, doing, asking, tasks
        self._window, self._office = showing.window, showing.office
        self._counter, self._lane = showing.counter, showing.lane

    # --- numbers --------------------------------------------------------------------------
    def new_group(self) -> None:
        """One number for people who came together; asks how many, then for which service."""
        state = self._showing.state
        if state is None:
            return

        def ask_service(people: int) -> None:
            give = partial(self._give, people=people)
            self._asking.which_service(
                state.catalogue,
                _("One number for {people} people: for which service?").format(people=people),
                give,
                otherwise=partial(give, priority=True),
                hint=_("Enter gives a number, Ctrl+Enter one with priority."),
            )

        self._asking.ask(
            _("How many people come with one number?"),
            [
                Hit(str(people), "", "groups", partial(ask_service, people))
                for people in range(2, visits.MOST_PEOPLE + 1)
            ],
        )

    def _give(self, service: str, *, people: int, priority: bool = False) -> None:
        def told(ticket: Ticket) -> None:
            text = _("Number {number} is given for {people} people.")
            self._window.toast.tell(text.format(number=ticket.number, people=ticket.people))

        station = self._showing.station
        give = partial(station.give_number, service=service, priority=priority, people=people)
        self._doing.do(Act.NEW_GROUP, give, told)

    def answer_quickly(self) -> None:
        """Serve somebody who only asks something; asks about what where there is a choice."""
        state = self._showing.state
        if state is None:
            return
        quick = visits.quick_services(state.catalogue)
        if len(quick) == 1:
            self._answer(quick[0])
            return
        self._asking.which_service(
            state.catalogue, _("A question about which service?"), self._answer
        )

    def _answer(self, service: str) -> None:
        self._doing.act(
            Act.QUICK,
            partial(self._office.act, visits.serve_quickly, counter=self._counter, service=service),
        )

    def add_service(self, ticket: Ticket) -> None:
        """Let one more service follow in this visit; asks which."""
        state = self._showing.state
        if state is None:
            return

        def add(service: str) -> None:
            title = service_title(state.catalogue, service)
            self._doing.act(
                Act.ADD_SERVICE,
                partial(self._office.act, visits.add_service, ticket.id, service),
                _("{number}: {service} follows.").replace("{service}", title),
            )

        self._asking.which_service(
            state.catalogue,
            _("What follows for {number} in this visit?").format(number=ticket.number),
            add,
            hint=_("The same service again is for the next of those who came together."),
        )

    # --- putting right --------------------------------------------------------------------
    def correct(self, ticket: Ticket) -> None:
        """Put right what the number says; asks what, then why."""
        state = self._showing.state
        if state is None:
            return
        hits = [
            Hit(
                _("Another service"),
                service_title(state.catalogue, ticket.service),
                "description",
                partial(self._correct_service, ticket),
            ),
            Hit(
                _("No priority") if ticket.priority else _("Priority"),
                "",
                "star",
                partial(self._why_corrected, ticket, priority=not ticket.priority),
            ),
        ]
        if not ticket.is_open:
            hits += [
                Hit(
                    _("It ended otherwise: {state}").format(state=word(outcome)),
                    "",
                    "history",
                    partial(self._why_corrected, ticket, outcome=outcome),
                )
                for outcome in sorted(OUTCOMES)
                if outcome is not ticket.state
            ]
        self._asking.ask(
            _("What is wrong with {number}?").format(number=ticket.number),
            hits,
            hint=_("{number} is {state}.").format(number=ticket.number, state=word(ticket.state)),
        )

    def _correct_service(self, ticket: Ticket) -> None:
        state = self._showing.state
        if state is None:
            return

        def chosen(service: str) -> None:
            self._why_corrected(ticket, service=service)

        self._asking.which_service(
            state.catalogue,
            _("Which service is {number} really for?").format(number=ticket.number),
            chosen,
            but=ticket.service,
        )

    def _why_corrected(
        self,
        ticket: Ticket,
        *,
        service: str | None = None,
        priority: bool | None = None,
        outcome: TicketState | None = None,
    ) -> None:
        def correct(reason: str) -> None:
            self._doing.act(
                Act.CORRECT,
                partial(
                    self._office.act,
                    corrections.correct_ticket,
                    ticket.id,
                    counter=self._counter,
                    reason=reason,
                    service=service,
                    priority=priority,
                    outcome=outcome,
                ),
                _("{number} is corrected."),
            )

        prompt = _("Why is {number} corrected?").format(number=ticket.number)
        self._asking.why(prompt, Act.CORRECT.icon, _WHY_CORRECTED, correct)

    # --- the counter ----------------------------------------------------------------------
    def pause(self) -> None:
        """Pause this counter, asking why; or go on."""
        state = self._showing.state
        if state is None:
            return
        if state.pause is not None:
            self._doing.do(
                Act.PAUSE,
                partial(self._office.act, pausing.resume_counter, counter=self._counter),
                lambda _nothing: self._window.toast.tell(_("This counter calls again.")),
            )
            return

        def pause(reason: str) -> None:
            act = partial(
                self._office.act, pausing.pause_counter, counter=self._counter, reason=reason
            )
            self._doing.do(Act.PAUSE, act, lambda _nothing: self._window.toast.leave())

        self._asking.why(_("Why does this counter pause?"), Act.PAUSE.icon, pausing.REASONS, pause)

    # --- kept places ----------------------------------------------------------------------
    def keep(self, ticket: Ticket) -> None:
        """Keep the citizen's place for another day; asks why."""

        def told(kept: Ticket) -> None:
            text = _("{number} keeps its place on {day} as {kept}. The slip is being printed.")
            self._window.toast.tell(
                text.format(number=ticket.number, day=_day(kept), kept=kept.number)
            )

        def keep(reason: str) -> None:
            act = partial(self._office.act, keeping.keep_place, ticket.id, reason=reason)
            self._doing.do(Act.KEEP, act, told)

        prompt = _("Why does {number} come back another day?").format(number=ticket.number)
        self._asking.why(prompt, Act.KEEP.icon, _WHY_KEPT, keep)

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
            self._end("", keep=())
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
                    partial(self._why_ended, keep=everybody),
                ),
                Hit(
                    _("End the day and close their numbers"),
                    "",
                    Act.END_DAY.icon,
                    partial(self._why_ended, keep=()),
                ),
                Hit(_("Decide one by one"), "", "list", partial(self._one_by_one, here, ())),
            ],
            hint=_("For a kept place a slip is printed. Esc goes back and changes nothing."),
        )

    def _one_by_one(self, here: Sequence[Ticket], keep: Sequence[TicketId]) -> None:
        """Ask about the first, then about the others."""
        state = self._showing.state
        if state is None:
            return
        if not here:
            self._why_ended(keep=keep)
            return
        first, *others = here
        self._asking.ask(
            f"{first.number} · {service_title(state.catalogue, first.service)}",
            [
                Hit(
                    _("Keep the place for the next open day"),
                    "",
                    Act.KEEP.icon,
                    partial(self._one_by_one, others, (*keep, first.id)),
                ),
                Hit(
                    _("Close the number"),
                    "",
                    "close",
                    partial(self._one_by_one, others, keep),
                ),
            ],
            hint=_("Esc goes back and changes nothing."),
        )

    def _why_ended(self, *, keep: Sequence[TicketId]) -> None:
        self._asking.why(
            _("What is told to those who are still here?"),
            Act.END_DAY.icon,
            _WHY_KEPT,
            partial(self._end, keep=keep),
        )

    def _end(self, reason: str, *, keep: Sequence[TicketId]) -> None:
        def told(ended: keeping.Ended) -> None:
            said = [_("The day is ended.")]
            if ended.kept:
                text = ngettext("{n} place is kept.", "{n} places are kept.", ended.kept)
                said.append(text.format(n=count(ended.kept)))
            if ended.closed or not ended.kept:
                text = ngettext("{n} number was closed.", "{n} numbers were closed.", ended.closed)
                said.append(text.format(n=count(ended.closed)))
            self._window.toast.tell(" ".join(said))

        end = partial(
            self._office.act, keeping.end_day, counter=self._counter, keep=keep, reason=reason
        )
        self._doing.do(Act.END_DAY, end, told)


def _day(ticket: Ticket) -> str:
    return long_date(date.fromisoformat(ticket.day))
