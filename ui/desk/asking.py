"""What the desk asks in its palette: why, which service, whom; and what it finds of today."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject

from counter.domain.bodies import CounterSet
from counter.domain.catalogue import Catalogue
from counter.domain.ticket import Ticket, TicketState
from counter.errors import LoketError
from counter.office import intake
from counter.office.desk import Paper
from counter.office.office import Office
from counter.text import N_, _, language, word
from ui.desk.acts import Act
from ui.desk.window import DeskWindow
from ui.desk.words import service_title
from ui.tasks import Tasks
from ui.widgets.key_button import key_name
from ui.widgets.palette import Hit, Question

T = TypeVar("T")
Choose = Callable[[str], None]

_WHY_HELD = (
    N_("fetching a document"),
    N_("copying papers"),
    N_("having a photo taken"),
    N_("filling in a form"),
    N_("the national system is down"),
)
_WHY_VOID = (N_("an answer is wrong"), N_("the wrong service"), N_("the applicant withdrew"))
_WHY_CANCELLED = (N_("taken by mistake"), N_("taken twice"))
_NOT_IN_PALETTE = (Act.PALETTE, Act.FIND)
_ICONS = {
    TicketState.WAITING: "groups",
    TicketState.CALLED: "campaign",
    TicketState.SERVING: "play_arrow",
    TicketState.HELD: "pause",
    TicketState.SERVED: "check_circle",
    TicketState.NO_SHOW: "person_off",
    TicketState.KEPT: "schedule",
}
Settle = Callable[..., None]


class Send(Protocol):
    """Sends a citizen on."""

    def __call__(self, service: str, *, counter: int | None) -> None:
        """To a service; to one counter only where it is named."""


class Asking(QObject):
    """Asks by keyboard, one question after another."""

    def __init__(
        self,
        window: DeskWindow,
        tasks: Tasks,
        office: Office,
        *,
        failed: Callable[[LoketError], None],
    ) -> None:
        super().__init__(window)
        self._window, self._tasks, self._office, self._failed = window, tasks, office, failed

    # --- reasons --------------------------------------------------------------------------
    def why_held(self, then: Choose) -> None:
        """Ask what somebody is held for."""
        self.why(_("Why is this person held?"), "pause", _WHY_HELD, then)

    def why_void(self, receipt: str, then: Choose) -> None:
        """Ask why a receipt is void."""
        prompt = _("Why is {receipt} void? Its number is not used again.").format(receipt=receipt)
        self.why(prompt, "close", _WHY_VOID, then)

    def why_cancelled(self, then: Choose) -> None:
        """Ask why a number counts no more."""
        self.why(_("Why does this number count no more?"), "close", _WHY_CANCELLED, then)

    def finish_unfiled(self, *, file: Callable[[], None], finish: Callable[[], None]) -> None:
        """Ask before a typed form is thrown away by a finish."""
        self.leave_unfiled(file=file, act=Act.FINISH, leave=finish)

    def leave_unfiled(
        self, *, file: Callable[[], None], act: Act, leave: Callable[[], None]
    ) -> None:
        """Ask before a typed form is thrown away.

        Args:
            act: what throws it away, by `leave`.
        """
        self._window.palette_.ask(
            Question(
                _("The form is filled in but not filed."),
                (
                    Hit(Act.FILE.title, "F10", Act.FILE.icon, file),
                    Hit(_("{act} without a receipt").format(act=act.title), "", act.icon, leave),
                ),
                hint=_("Esc goes back to the form."),
            )
        )

    def take_over(self, number: str, counter: int | None, then: Callable[[], None]) -> None:
        """Ask before a number of another counter's is called here."""
        if counter is None:
            prompt = _("{number} belongs to another counter. Call it here?")
            hint = _("If that counter still calls, this person may be called twice. Esc goes back.")
        else:
            prompt = _("{number} belongs to counter {counter}. Call it here?")
            hint = _(
                "If counter {counter} still calls, this person may be called twice. Esc goes back."
            )
        self._window.palette_.ask(
            Question(
                prompt.format(number=number, counter=counter),
                (Hit(_("Call {number} here").format(number=number), "", "campaign", then),),
                hint=hint.format(counter=counter),
            )
        )

    def ask(self, prompt: str, hits: Sequence[Hit], *, hint: str = "") -> None:
        """Ask to choose one of these."""
        self._window.palette_.ask(Question(prompt, tuple(hits), hint=hint))

    def ask_free(self, prompt: str, hits: Sequence[Hit], then: Choose, *, hint: str = "") -> None:
        """Ask to choose one of these, or for any other words."""
        icon = hits[0].icon
        self._window.palette_.ask(
            Question(
                prompt,
                tuple(hits),
                hint=hint or _("Choose one, or type another reason."),
                free=lambda typed: Hit(typed, _("as typed"), icon, partial(then, typed)),
            )
        )

    def ask_read(
        self,
        prompt: str,
        hits: Sequence[Hit],
        read: Callable[[str], T],
        then: Callable[[T], None],
        *,
        hint: str,
    ) -> None:
        """Ask to choose one of these, or for words that mean something.

        Args:
            read: what the words mean; raises LoketError, which is shown, where they mean nothing.
        """

        def typed(text: str) -> None:
            try:
                meant = read(text)
            except LoketError as wrong:
                self._failed(wrong)
                return
            then(meant)

        self.ask_free(prompt, hits, typed, hint=hint)

    def ask_words(self, prompt: str, then: Choose, *, icon: str, hint: str) -> None:
        """Ask for words of the clerk's own."""
        self._window.palette_.ask(
            Question(
                prompt,
                (),
                hint=hint,
                free=lambda typed: Hit(typed, "", icon, partial(then, typed)),
            )
        )

    def why(self, prompt: str, icon: str, reasons: Sequence[str], then: Choose) -> None:
        """Ask for a reason: one of these translation keys, or any other words."""
        hits = [Hit(_(each), "", icon, partial(then, _(each))) for each in reasons]
        self.ask_free(prompt, hits, then)

    # --- choices --------------------------------------------------------------------------
    def which_service(
        self,
        catalogue: Catalogue,
        prompt: str,
        then: Choose,
        *,
        otherwise: Choose | None = None,
        but: str = "",
        hint: str = "",
        more: Sequence[Hit] = (),
        notes: Mapping[str, str] | None = None,
        noted: str = "warning",
    ) -> None:
        """Ask for a service of the catalogue, or for something else instead.

        Args:
            notes: what is to be known of some before they are chosen.
            noted: their icon.
        """
        told = notes or {}
        self._window.palette_.ask(
            Question(
                prompt,
                (
                    *more,
                    *(
                        Hit(
                            each.title.in_language(language()),
                            told.get(each.id, catalogue.letter(each.id)),
                            noted if each.id in told else "description",
                            partial(then, each.id),
                            partial(otherwise, each.id) if otherwise is not None else None,
                        )
                        for each in catalogue.services
                        if each.id != but
                    ),
                ),
                hint=hint,
            )
        )

    def where_to(
        self, catalogue: Catalogue, ticket: Ticket, counters: Sequence[CounterSet], then: Send
    ) -> None:
        """Ask for a service, or for a counter that goes on with the same one."""
        serving = [
            each for each in counters if not each.services or ticket.service in each.services
        ]
        self.which_service(
            catalogue,
            _("Transfer to which counter or service?")
            if serving
            else _("Transfer to which service?"),
            partial(then, counter=None),
            but=ticket.service,
            more=[
                Hit(
                    _("Counter {number}").format(number=each.number),
                    "",
                    "swap_horiz",
                    partial(then, ticket.service, counter=each.number),
                )
                for each in serving
            ],
        )

    def which_ticket(
        self, tickets: Sequence[Ticket], catalogue: Catalogue, prompt: str, then: Choose
    ) -> None:
        """Ask for one of these tickets."""
        self._window.palette_.ask(
            Question(
                prompt,
                tuple(
                    Hit(
                        f"{each.number} · {service_title(catalogue, each.service)}",
                        each.held_reason or word(each.state),
                        _ICONS.get(each.state, "person"),
                        partial(then, each.id),
                    )
                    for each in tickets
                ),
            )
        )

    # --- finding --------------------------------------------------------------------------
    def open_palette(self, *, doubtful: Sequence[Paper], settle: Settle) -> None:
        """Offer every act, and what the typed words find."""
        acts = self._window.acts
        hits = [
            Hit(each.title, key_name(acts[each].shortcut()), each.icon, acts[each].trigger)
            for each in Act
            if each not in _NOT_IN_PALETTE and acts[each].isVisible()
        ]
        self._window.palette_.open_with([*self._papers(doubtful, settle), *hits])

    def find(self, *, doubtful: Sequence[Paper], settle: Settle) -> None:
        """Offer what the typed words find, and papers nobody is sure of."""
        self._window.palette_.open_with(self._papers(doubtful, settle))

    def search(
        self, text: str, catalogue: Catalogue, open_found: Callable[[intake.Found], None]
    ) -> None:
        """Look for somebody of today by number, name, NIK or receipt."""

        def show(found: list[intake.Found]) -> None:
            hits = []
            for each in sorted(found, key=lambda each: not each.ticket.is_open):
                parts = [each.ticket.number, each.name, each.masked_nik]
                parts.append(service_title(catalogue, each.ticket.service))
                hits.append(
                    Hit(
                        " · ".join(part for part in parts if part),
                        word(each.ticket.state),
                        _ICONS.get(each.ticket.state, "person"),
                        partial(open_found, each),
                    )
                )
            self._window.palette_.show_finds(text, hits)

        self._tasks.ask(
            partial(self._office.read, intake.find_people, text),
            asker=self,
            done=show,
            failed=self._failed,
        )

    def what_with(self, found: intake.Found, **acts: Callable[[], None] | None) -> None:
        """Offer what can be done for somebody who was found."""
        ticket, receipt = found.ticket, found.filed.receipt if found.filed is not None else ""
        said = {
            "call": (_("Call now"), "campaign"),
            "resume": (Act.RESUME.title, Act.RESUME.icon),
            "copy": (_("Print a copy of {receipt}").format(receipt=receipt), "print"),
            "void": (_("Void {receipt}").format(receipt=receipt), "close"),
            "add_service": (Act.ADD_SERVICE.title, Act.ADD_SERVICE.icon),
            "keep": (Act.KEEP.title, Act.KEEP.icon),
            "story": (_("What happened to it"), "history"),
            "correct": (Act.CORRECT.title, Act.CORRECT.icon),
            "left": (Act.LEFT.title, Act.LEFT.icon),
            "cancel": (Act.CANCEL.title, Act.CANCEL.icon),
        }
        name = f" · {found.name}" if found.name else ""
        self._window.palette_.ask(
            Question(
                f"{ticket.number}{name}",
                tuple(
                    Hit(title, "", icon, do)
                    for key, (title, icon) in said.items()
                    if (do := acts.get(key)) is not None
                ),
                hint=_("{number} is {state}.").format(
                    number=ticket.number, state=word(ticket.state)
                ),
            )
        )

    def _papers(self, doubtful: Sequence[Paper], settle: Settle) -> list[Hit]:
        return [
            Hit(
                _("Did {number} come out of the printer?").format(number=each.number),
                _("uncertain"),
                "warning",
                partial(self._ask_paper, each, settle),
            )
            for each in doubtful
        ]

    def _ask_paper(self, paper: Paper, settle: Settle) -> None:
        self._window.palette_.ask(
            Question(
                _("Did {number} come out of the printer?").format(number=paper.number),
                (
                    Hit(
                        _("It came out"),
                        "",
                        "check_circle",
                        partial(settle, paper.job, came_out=True),
                    ),
                    Hit(
                        _("Print it again"), "", "print", partial(settle, paper.job, came_out=False)
                    ),
                ),
            )
        )
