"""From the journal to a thermal printer: told once the paper is out, printed once it is back."""

from __future__ import annotations

import threading

import pytest

from counter.clock import VirtualClock
from counter.config import Config, write_config
from counter.errors import LoketError
from counter.office import doctor, intake, papers, queue, receipts
from counter.office.office import Office
from counter.office.papers import Papers
from counter.printing.papers import PaperSize
from counter.printing.printers import printer_from
from counter.printing.thermal import PaperOut
from counter.text import using
from tests.office.building import KTP, filled_in, serving
from tests.printing.thermal import ALL_WELL, PAPER_OUT, FakePrinter


def test_paper_that_ran_out_is_told_and_the_ticket_follows_by_itself(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(papers, "RETRY_S", 0.05)
    told: list[LoketError] = []
    heard, printed = threading.Event(), threading.Event()

    def hear(trouble: LoketError) -> None:
        told.append(trouble)
        heard.set()

    office.subscribe(lambda touched: printed.set() if "printed" in touched else None)
    with FakePrinter() as fake:
        fake.status = PAPER_OUT
        out = Papers(office, printer_from(fake.spec), PaperSize.ROLL_80, on_trouble=hear)
        out.start()
        number = office.act(receipts.give_number, service=KTP).number
        assert heard.wait(10)
        assert isinstance(told[0], PaperOut)
        assert fake.printed == b""
        pending = office.read(lambda reading: reading.local.print_jobs("pending"))
        assert [job.number for job in pending] == [number]

        fake.status = ALL_WELL
        assert printed.wait(10)
        out.stop()

    assert fake.printed.count(number.encode()) == 1


def test_an_office_with_a5_prints_its_receipt_on_the_roll(office: Office) -> None:
    ticket = serving(office)
    office.act(queue.print_ticket, ticket.id)
    office.act(intake.file_intake, ticket.id, filled_in(office, ticket), counter=3)
    with FakePrinter() as fake:
        out = Papers(office, printer_from(fake.spec), PaperSize.A5, on_trouble=lambda _: None)
        assert out.print_pending() is None

    assert fake.printed.count(b"\x1dV\x00") == 2
    assert b"\x1dv0\x00\x48\x00" in fake.printed  # 72 bytes across: the whole 80 mm head


def test_the_ticket_tells_the_wait_once_the_day_has_shown_it(office: Office) -> None:
    clock = office.clock
    for _ in range(12):
        office.act(receipts.give_number, service=KTP)
    for _ in range(9):
        clock.advance(300)
        called = office.act(queue.call_next, counter=3)
        office.act(queue.start_service, called.id, counter=3)
        office.act(queue.finish_ticket, called.id, counter=3)
    ticket = office.act(receipts.give_number, service=KTP)

    paper = office.read(receipts.ticket_paper, ticket.id)

    assert paper.ahead == 3
    assert paper.wait is not None
    assert (paper.wait.low_s, paper.wait.high_s) == (1200, 1200)


def test_doctor_asks_the_printer_itself(office: Office, clock: VirtualClock) -> None:
    folder = office.maintain(lambda store: store.folder)
    with FakePrinter() as fake:
        fake.status = PAPER_OUT
        write_config(folder, Config(printer=fake.spec))
        with using("en"):
            found = {each.subject: each for each in doctor.examine(folder, clock)}["Printer"]

    assert found.health is doctor.Health.LOOK
    assert found.figure == f"Printer 127.0.0.1:{fake.port} has no paper"
