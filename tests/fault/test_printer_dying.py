"""A printer dies at every byte of one ticket: no number is lost, none is used twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from counter.clock import VirtualClock
from counter.errors import LoketError
from counter.office import papers, receipts
from counter.office.office import Office
from counter.printing import thermal
from counter.printing.papers import PaperSize
from counter.printing.printers import printer_from
from counter.printing.thermal import PaperUnconfirmed, PrinterUnreachable
from tests.office.building import KTP, an_office, at
from tests.printing.thermal import FakePrinter

QUESTIONS = 4 * 3  # bytes that ask how it is, before the first of a paper
WHEN_PRINTED = 3  # and those that ask whether it is out


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return an_office(tmp_path, VirtualClock(at(8)))


def jobs(office: Office) -> list[tuple[str, str]]:
    found = office.read(
        lambda reading: reading.local.print_jobs("pending", "uncertain", "printing")
    )
    return [(job.number, job.state) for job in found]


def printed_by(fake: FakePrinter, office: Office) -> tuple[papers.Papers, LoketError | None]:
    out = papers.Papers(
        office, printer_from(fake.spec), PaperSize.ROLL_58, on_trouble=lambda _trouble: None
    )
    return out, out.print_pending()


def test_a_printer_that_dies_at_any_byte_never_costs_a_number(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thermal, "ANSWER_S", 5.0)  # a death is heard of, not waited for
    office.act(receipts.give_number, service=KTP)
    with FakePrinter() as healthy:
        assert printed_by(healthy, office)[1] is None
    paper = len(healthy.printed)
    assert paper > 150
    numbers = ["A-001"]

    for dies_after in range(1, QUESTIONS + paper + WHEN_PRINTED):
        number = office.act(receipts.give_number, service=KTP).number
        numbers.append(number)
        with FakePrinter(dies_after=dies_after) as dying:
            out, trouble = printed_by(dying, office)

        if dies_after != QUESTIONS:  # there the last answer may or may not arrive
            expected = PrinterUnreachable if dies_after < QUESTIONS else PaperUnconfirmed
            assert type(trouble) is expected, dies_after
        if isinstance(trouble, PrinterUnreachable):
            assert dying.printed == b""
            assert jobs(office) == [(number, "pending")]
        else:
            assert isinstance(trouble, PaperUnconfirmed), dies_after
            assert jobs(office) == [(number, "uncertain")]
            assert out.print_pending() is None  # nothing prints by itself a second time
            job = office.read(lambda reading: reading.local.print_jobs("uncertain"))[0]
            out.settle(job.id, came_out=False)

        with FakePrinter() as again:
            assert printed_by(again, office)[1] is None
        assert f"\n{number}\n".encode() in _letters(again.printed)
        assert jobs(office) == []

    assert numbers == [f"A-{n:03}" for n in range(1, len(numbers) + 1)]


def _letters(commands: bytes) -> bytes:
    """A ticket without the commands that stand before its lines."""
    lines = []
    for line in commands.split(b"\n"):
        while line[:1] in {b"\x1b", b"\x1d"}:
            line = line[2:] if line[:2] == b"\x1b@" else line[3:]  # noqa: PLW2901
        lines.append(line)
    return b"\n".join(lines)
