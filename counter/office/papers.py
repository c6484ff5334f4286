"""Getting papers out: one thread beside the counter takes the print journal's jobs in turn."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from counter.errors import LoketError
from counter.office.office import Office
from counter.office.receipts import appointment_paper, receipt_paper, ticket_paper
from counter.printing.papers import PaperSize

if TYPE_CHECKING:
    from counter.printing.journal import PrintState
    from counter.printing.printers import Printer
    from counter.store.local import PrintJob
    from counter.store.work import Reading, Work

RETRY_S = 15.0  # a printer that had no paper is asked again

_log = logging.getLogger(__name__)


class StoreJournal:
    """The print journal as the store keeps it; each move is one transaction."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def move(self, job_id: int, state: PrintState, trouble: str = "") -> PrintJob:
        """Set a job's state. Raises PrintJobMoved where it may not go there."""
        return self._office.act_as("", _move, job_id, state, trouble)

    def in_state(self, state: PrintState) -> Sequence[PrintJob]:
        """The jobs in a state, the oldest first."""
        return self._office.read(_jobs, state)


def _move(work: Work, job_id: int, state: PrintState, trouble: str) -> PrintJob:
    from counter.printing.journal import check_move

    job = work.local.print_job(job_id)
    assert job is not None, "jobs are never deleted while they are open"
    check_move(job, state)
    work.local.set_print_state(job_id, state.value, trouble)
    work.note("printed" if state.value == "printed" else "paper")
    moved = work.local.print_job(job_id)
    assert moved is not None
    return moved


def _jobs(reading: Reading, state: PrintState) -> list[PrintJob]:
    return reading.local.print_jobs(state.value)


def draw(reading: Reading, job: PrintJob, layout: PaperSize, *, thermal: bool = False) -> bytes:
    """A job's paper as PDF; for a thermal printer a ticket as its own commands.

    Raises:
        TicketUnknown, ReceiptUnknown, ServiceUnknown
    """
    from counter.printing.receipt import receipt_pdf

    if layout is PaperSize.A5 and (thermal or job.paper != "receipt"):
        layout = PaperSize.ROLL_80
    if job.paper == "ticket":
        paper = ticket_paper(reading, job.entity)
        if thermal:
            from counter.printing.roll import ticket_commands

            return ticket_commands(paper, layout=layout)
        from counter.printing.ticket_paper import ticket_pdf

        return ticket_pdf(paper, layout=layout)
    if job.paper == "appointment":
        from counter.printing.appointment_paper import appointment_pdf

        return appointment_pdf(appointment_paper(reading, job.entity), layout=layout)
    receipt = receipt_paper(reading, job.entity, copy=job.copy)
    return receipt_pdf(receipt, layout=layout, preview=False)


class Papers:
    """Prints what the journal holds, in order, one at a time.

    Args:
        printer: where papers come out.
        layout: of the paper in it.
        on_trouble: called on this object's thread when a paper did not come out.
    """

    def __init__(
        self,
        office: Office,
        printer: Printer,
        layout: PaperSize,
        *,
        on_trouble: Callable[[LoketError], None],
    ) -> None:
        self._office = office
        self._printer = printer
        self._layout = layout
        self._on_trouble = on_trouble
        self._wake = threading.Event()
        self._stopping = False
        self._thread: threading.Thread | None = None
        self._unsubscribe: Callable[[], None] | None = None

    def start(self) -> None:
        """Call interrupted jobs uncertain, then print whatever is pending, now and later."""
        self._unsubscribe = self._office.subscribe(self._hear)
        self._wake.set()
        self._thread = threading.Thread(target=self._run, name="papers", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish the paper that is printing and stop; the rest stays pending."""
        if self._unsubscribe is not None:
            self._unsubscribe()
        self._stopping = True
        self._wake.set()
        if self._thread is not None:
            self._thread.join()

    def print_pending(self) -> LoketError | None:
        """Print what is pending until it is done or a paper does not come out; why, then."""
        from counter.printing.journal import PrintState, run_job

        journal = StoreJournal(self._office)
        for job in journal.in_state(PrintState.PENDING):
            if self._stopping:
                return None
            try:
                run_job(journal, job.id, draw=self._draw, printer=self._printer)
            except LoketError as trouble:
                return trouble
            # one paper that cannot be drawn must not keep all others back
            except Exception:  # noqa: BLE001
                _log.exception("a bug in print job %d; it stays in the journal", job.id)
        return None

    def settle(self, job_id: int, *, came_out: bool) -> PrintJob:
        """Note what a person saw of an uncertain paper. Raises PrintJobMoved."""
        from counter.printing.journal import settle_uncertain

        job = settle_uncertain(StoreJournal(self._office), job_id, came_out=came_out)
        self._wake.set()
        return job

    def _run(self) -> None:
        from counter.printing.journal import mark_interrupted

        marked = False
        trouble: LoketError | None = None
        while True:
            self._wake.wait(RETRY_S if trouble else None)
            self._wake.clear()
            try:
                if not marked:
                    mark_interrupted(StoreJournal(self._office))
                    marked = True
                trouble = self.print_pending()
            except LoketError as error:  # the store's own: a full disk keeps papers waiting
                trouble = error
            if self._stopping:
                return
            if trouble is not None:
                _log.warning("paper did not come out: %s", trouble.code)
                self._on_trouble(trouble)

    def _draw(self, job: PrintJob) -> bytes:
        from counter.printing.thermal import ThermalPrinter

        thermal = isinstance(self._printer, ThermalPrinter)
        return self._office.read(draw, job, self._layout, thermal=thermal)

    def _hear(self, touched: frozenset[str]) -> None:
        if "print" in touched:
            self._wake.set()
