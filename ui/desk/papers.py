"""A clerk's acts on the form and its papers: filed, printed again, void, out of the printer."""

from __future__ import annotations

from functools import partial

from counter.domain.application import Application
from counter.domain.events import ApplicationId, TicketId
from counter.domain.ticket import Ticket, TicketState
from counter.errors import LoketError
from counter.office import intake, receipts
from counter.text import N_, _
from ui.desk.acts import Act
from ui.desk.asking import Asking
from ui.desk.doing import Doing
from ui.desk.showing import Showing
from ui.desk.state import Receipt
from ui.desk.tickets import NotServing


class NoReceipt(LoketError):
    """Nothing has been filed for whoever is here."""

    happened = N_("There is no receipt for this number yet.")
    safe = N_("Nothing was changed.")
    do_next = N_("Fill in the form and press F10, or find somebody else's with Ctrl+F.")


class PaperActs:
    """What keys and answers do to the form and its receipt."""

    def __init__(self, showing: Showing, doing: Doing, asking: Asking) -> None:
        self._showing, self._doing, self._asking = showing, doing, asking
        self._window, self._station = showing.window, showing.station
        self._office, self._counter = showing.office, showing.counter

    def file(self, ticket: Ticket) -> None:
        """File the form and print its receipt, once it is complete."""
        if self._showing.state is not None and self._showing.state.receipt is not None:
            self._showing.failed(intake.AlreadyFiled(receipt=self._showing.state.receipt.number))
            return
        if ticket.state is not TicketState.SERVING or not self._showing.intake.is_open:
            self._showing.failed(NotServing())
            return
        if not self._showing.intake.ready():
            return

        def filed(application: Application) -> None:
            self._showing.intake.filed()
            self._showing.present(ticket, receipt=Receipt(application.id, application.receipt))
            self._window.filed.take_focus()

        def refused(error: LoketError) -> None:
            self._showing.failed(error)
            if isinstance(error, intake.FormUnfinished):
                self._showing.intake.ready()

        self._doing.do(
            Act.FILE,
            partial(
                self._office.act,
                intake.file_intake,
                ticket.id,
                self._showing.intake.typed(),
                counter=self._counter,
            ),
            filed,
            refused,
        )

    def copy(self) -> None:
        """Print the receipt of whoever is here again."""
        receipt = self._showing.state.receipt if self._showing.state is not None else None
        if receipt is None:
            self._showing.failed(NoReceipt())
            return
        self.copy_of(receipt.application)

    def copy_of(self, application: ApplicationId) -> None:
        """Print a copy of one receipt."""
        self._doing.do(
            Act.REPRINT,
            partial(self._office.act, receipts.copy_receipt, application),
            lambda copy: self._window.toast.tell(_("Copy {n} is being printed.").format(n=copy)),
        )

    def void(self) -> None:
        """The receipt of whoever is here counts no more; asks why and opens the form again."""
        state = self._showing.state
        if state is None or state.receipt is None or state.current is None:
            self._showing.failed(NoReceipt())
            return
        self._asking.why_void(
            state.receipt.number,
            partial(self._void_and_reopen, state.current.id, state.receipt.application),
        )

    def _void_and_reopen(
        self, ticket_id: TicketId, application: ApplicationId, reason: str
    ) -> None:
        self._doing.do(
            Act.VOID,
            partial(
                self._office.act, receipts.reopen_intake, ticket_id, application, reason=reason
            ),
            lambda _none: self._window.toast.tell(
                _("The receipt is void. The form is open again.")
            ),
        )

    def void_found(self, application: ApplicationId, reason: str) -> None:
        """A receipt that was found counts no more."""
        self._doing.do(
            Act.VOID,
            partial(self._office.act, receipts.void_application, application, reason=reason),
            lambda _none: self._window.toast.tell(_("The receipt is void.")),
        )

    def settle_paper(self, came_out: bool) -> None:
        """The clerk said whether the receipt came out."""
        receipt, papers = self._window.filed.receipt, self._station.papers
        if receipt is None or receipt.job is None or papers is None:
            return
        self.settle_job(receipt.job, came_out=came_out)

    def settle_job(self, job: int, *, came_out: bool) -> None:
        """The clerk said whether a paper came out."""
        papers = self._station.papers
        if papers is None:
            return
        self._doing.do(
            Act.REPRINT, partial(papers.settle, job, came_out=came_out), lambda _none: None
        )
