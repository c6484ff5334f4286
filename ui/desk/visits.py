"""A clerk's acts on whole visits: groups, what follows, questions, pauses, corrections."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from counter.domain.ticket import OUTCOMES, Ticket, TicketState
from counter.office import corrections, pausing, queue, visits
from counter.text import N_, _, clock, word
from ui.desk.acts import Act
from ui.desk.asking import Asking
from ui.desk.doing import Doing
from ui.desk.showing import Showing
from ui.desk.words import following_words, service_notes, service_title
from ui.tasks import Tasks
from ui.widgets.palette import Hit

_WHY_CORRECTED = (
    N_("the wrong service was chosen"),
    N_("priority was forgotten"),
    N_("the wrong key was pressed"),
)


class VisitActs:
    """What keys and the palette do to visits."""

    def __init__(self, showing: Showing, doing: Doing, asking: Asking, tasks: Tasks) -> None:
        self._showing, self._doing, self._asking, self._tasks = showing, doing, asking, tasks
        self._window, self._office = showing.window, showing.office
        self._counter, self._lane, self._local = showing.counter, showing.lane, showing.local

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
                notes=service_notes(state),
                hint=_("Enter gives a number, Ctrl+Enter one with priority."),
            )

        self._asking.ask(
            _("How many people come with one number?"),
            [
                Hit(str(people), "", "groups", partial(ask_service, people))
                for people in range(2, queue.MOST_PEOPLE + 1)
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

        def plan(services: Sequence[str]) -> None:
            self._doing.act(
                Act.ADD_SERVICE,
                partial(self._office.act, visits.plan_services, ticket.id, services),
                told,
            )

        def told(planned: Ticket) -> str:
            follows = following_words(planned, state.catalogue) or _("nothing follows")
            return f"{planned.number}: {follows}."

        def without(at: int) -> tuple[str, ...]:
            return (*ticket.following[:at], *ticket.following[at + 1 :])

        self._asking.which_service(
            state.catalogue,
            _("What follows for {number} in this visit?").format(number=ticket.number),
            lambda service: plan((*ticket.following, service)),
            more=[
                Hit(
                    _("Without {service}").format(service=service_title(state.catalogue, each)),
                    "",
                    "close",
                    partial(plan, without(at)),
                )
                for at, each in enumerate(ticket.following)
            ],
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

    def tell(self, ticket: Ticket) -> None:
        """Show what happened to a number so far."""

        def show(steps: list[corrections.Step]) -> None:
            self._asking.ask(
                ticket.number,
                [
                    Hit(
                        _step_words(each),
                        f"{each.by} {clock(self._local(each.at_ms))}",
                        "undo" if each.taken_back else "history",
                        lambda: None,
                    )
                    for each in steps
                ],
                hint=_("Esc closes."),
            )

        self._tasks.ask(
            partial(self._office.read, corrections.story, ticket.id),
            asker=self._window,
            done=show,
            failed=self._showing.failed,
        )


def _step_words(step: corrections.Step) -> str:
    parts = [_(step.what.replace("_", " "))]
    if step.counter is not None:
        parts.append(_("Counter {number}").format(number=step.counter))
    if step.reason:
        parts.append(step.reason)
    if step.taken_back:
        parts.append(_("taken back"))
    return " · ".join(parts)
