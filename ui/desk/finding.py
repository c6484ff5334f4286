"""Looking for somebody of today, and what can be done for whom was found."""

from __future__ import annotations

from functools import partial

from counter.domain.application import Application
from counter.domain.ticket import AT_COUNTER, TicketState
from counter.office import desk as door
from counter.office import intake
from ui.desk.asking import Asking
from ui.desk.keeping import KeepActs
from ui.desk.papers import PaperActs
from ui.desk.showing import Showing
from ui.desk.tickets import TicketActs
from ui.desk.visits import VisitActs


class Finding:
    """Opens the palette, and joins what it finds to the acts."""

    def __init__(
        self,
        showing: Showing,
        asking: Asking,
        *,
        tickets: TicketActs,
        visits: VisitActs,
        keeping: KeepActs,
        papers: PaperActs,
    ) -> None:
        self._showing, self._asking = showing, asking
        self._counter = showing.counter
        self._tickets, self._visits, self._papers = tickets, visits, papers
        self._keeping = keeping

    def open_palette(self) -> None:
        """Offer every act, and whoever is looked for."""
        self._asking.open_palette(doubtful=self._doubtful(), settle=self._papers.settle_job)

    def find(self) -> None:
        """Look for anyone of today."""
        self._asking.find(doubtful=self._doubtful(), settle=self._papers.settle_job)

    def _doubtful(self) -> tuple[door.Paper, ...]:
        return self._showing.seen.desk.doubtful if self._showing.seen is not None else ()

    def search(self, text: str) -> None:
        """Look for the words typed."""
        if self._showing.state is not None and text:
            self._asking.search(text, self._showing.state.catalogue, self._open_found)

    def _open_found(self, found: intake.Found) -> None:
        ticket, filed = found.ticket, found.filed
        self._asking.what_with(
            found,
            call=partial(self._tickets.call_found, ticket) if ticket.can_call else None,
            resume=partial(self._tickets.resume_picked, ticket.id)
            if ticket.state is TicketState.HELD and ticket.counter == self._counter
            else None,
            left=partial(self._tickets.left, ticket) if ticket.is_open else None,
            cancel=partial(self._tickets.cancel, ticket)
            if ticket.state in (TicketState.WAITING, TicketState.NO_SHOW)
            else None,
            correct=partial(self._visits.correct, ticket)
            if ticket.state is not TicketState.KEPT
            and (ticket.counter == self._counter or ticket.state not in AT_COUNTER)
            else None,
            keep=partial(self._keeping.keep, ticket)
            if ticket.state in (TicketState.WAITING, TicketState.NO_SHOW)
            or (ticket.is_open and ticket.counter == self._counter)
            else None,
            story=partial(self._visits.tell, ticket),
            add_service=partial(self._visits.add_service, ticket)
            if ticket.state is TicketState.WAITING
            else None,
            copy=partial(self._papers.copy_of, filed.id) if filed is not None else None,
            void=partial(self._void, filed) if filed is not None else None,
        )

    def _void(self, filed: Application) -> None:
        self._asking.why_void(filed.receipt, partial(self._papers.void_found, filed.id))
