"""From the journal onto paper: in order, once, and never at the cost of a number."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from counter.errors import LoketError
from counter.office import intake, papers, queue
from counter.office.office import Office
from counter.printing.journal import PrintJobMoved, PrintState
from counter.printing.papers import PaperSize
from counter.printing.printers import FolderPrinter, PrinterHealth, PrinterRefused, PrinterSilent
from counter.store.local import PrintJob
from counter.store.work import Reading
from tests.office.building import KTP, filled_in, serving


class Printer:
    """Takes papers, or fails as it is told."""

    def __init__(self, *troubles: Exception | None) -> None:
        self._troubles = list(troubles)
        self.taken: list[str] = []
        self.came = threading.Event()

    def send(self, document: bytes, title: str) -> None:
        """Take it, or fail."""
        trouble = self._troubles.pop(0) if self._troubles else None
        if trouble is not None:
            raise trouble
        assert document.startswith(b"%PDF")
        self.taken.append(title)
        self.came.set()

    def health(self) -> PrinterHealth:
        """Say that all is well."""
        return PrinterHealth(ready=True, words="")


def papers_of(office: Office, printer: object) -> papers.Papers:
    return papers.Papers(office, printer, PaperSize.ROLL_80, on_trouble=_ignore)


def _ignore(_trouble: LoketError) -> None:
    pass


def file_one(office: Office) -> str:
    ticket = serving(office)
    office.act(queue.print_ticket, ticket.id)
    filed = office.act(intake.file_intake, ticket.id, filled_in(office, ticket), counter=3)
    office.act(queue.finish_ticket, ticket.id, counter=3)
    return filed.receipt


def states(office: Office) -> list[tuple[str, str]]:
    jobs = office.read(lambda reading: reading.local.print_jobs(*PrintState))
    return [(job.number, job.state) for job in jobs]


def first_job(office: Office) -> PrintJob:
    """What was queued before all else."""
    return office.read(lambda reading: reading.local.print_jobs(*PrintState))[0]


def test_papers_come_out_in_order(office: Office) -> None:
    receipt = file_one(office)
    printer = Printer()

    assert papers_of(office, printer).print_pending() is None

    assert printer.taken == ["A-001", receipt]
    assert [state for _, state in states(office)] == ["printed", "printed"]


def test_a_folder_gets_every_paper(office: Office, tmp_path: Path) -> None:
    file_one(office)

    papers_of(office, FolderPrinter(tmp_path / "out")).print_pending()

    names = sorted(file.name for file in (tmp_path / "out").iterdir())
    assert names == ["3171-06-L1-2026-000001.pdf", "A-001.pdf"]


def test_a_printer_that_refuses_is_asked_again_for_the_same_number(office: Office) -> None:
    file_one(office)
    printer = Printer(PrinterRefused(name="roll", reason="no paper"))
    out = papers_of(office, printer)

    trouble = out.print_pending()

    assert isinstance(trouble, PrinterRefused)
    assert states(office)[0] == ("A-001", "pending")
    assert out.print_pending() is None
    assert printer.taken[0] == "A-001"
    assert file_one(office).endswith("000002")  # the trouble cost none


def test_a_silent_printer_leaves_it_to_a_person(office: Office) -> None:
    file_one(office)
    printer = Printer(PrinterSilent(name="roll", seconds=20))
    out = papers_of(office, printer)
    out.print_pending()
    job = first_job(office)

    assert job.state == "uncertain"
    out.print_pending()
    assert printer.taken == ["3171-06/L1/2026/000001"]  # never by itself a second time

    assert out.settle(job.id, came_out=False).state == "pending"
    out.print_pending()
    assert printer.taken[-1] == "A-001"
    with pytest.raises(PrintJobMoved):
        out.settle(job.id, came_out=True)


def test_the_thread_prints_what_is_queued_later(office: Office) -> None:
    printer = Printer()
    out = papers_of(office, printer)
    out.start()

    ticket = office.act(queue.issue_ticket, service=KTP)
    office.act(queue.print_ticket, ticket.id)

    assert printer.came.wait(10)
    out.stop()
    assert states(office) == [("A-001", "printed")]


@pytest.mark.expected_error_logs
def test_a_paper_that_cannot_be_drawn_keeps_no_other_back(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    receipt = file_one(office)
    drawn = papers.draw
    first = first_job(office).id

    def draw(reading: Reading, job: PrintJob, layout: PaperSize, *, thermal: bool) -> bytes:
        if job.id == first:
            raise KeyError(job.entity)
        return drawn(reading, job, layout, thermal=thermal)

    monkeypatch.setattr(papers, "draw", draw)
    printer = Printer()
    papers_of(office, printer).print_pending()

    assert printer.taken == [receipt]
    assert states(office) == [("A-001", "pending"), (receipt, "printed")]


def test_a_paper_interrupted_while_printing_is_uncertain_at_the_next_start(
    office: Office,
) -> None:
    ticket = office.act(queue.issue_ticket, service=KTP)
    office.act(queue.print_ticket, ticket.id)
    papers.StoreJournal(office).move(1, PrintState.PRINTING)
    out = papers_of(office, Printer())

    out.start()
    out.stop()

    assert states(office) == [("A-001", "uncertain")]
