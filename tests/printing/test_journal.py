"""Commit, print, confirm: trouble with paper never costs a number, and nothing prints by itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from msgspec import Struct
from msgspec.structs import replace

from counter.printing.journal import (
    STATE_WORDS,
    PrintJobMoved,
    PrintState,
    check_move,
    mark_interrupted,
    run_job,
    settle_uncertain,
    title,
)
from counter.printing.printers import (
    FolderPrinter,
    NoPrinter,
    PrinterHealth,
    PrinterSilent,
    WithoutPrinter,
)
from tests.printing.samples import NUMBER


class Row(Struct, frozen=True):
    """A job's row."""

    id: int = 1
    number: str = NUMBER
    copy: int = 0
    state: str = PrintState.PENDING
    trouble: str = ""


class _Rows:
    """The journal's rows in memory, each move a step in `history`."""

    def __init__(self, *rows: Row) -> None:
        self.rows = {row.id: row for row in rows}
        self.history: list[str] = []

    def move(self, job_id: int, state: PrintState, trouble: str = "") -> Row:
        check_move(self.rows[job_id], state)
        self.rows[job_id] = replace(self.rows[job_id], state=state, trouble=trouble)
        self.history.append(state)
        return self.rows[job_id]

    def in_state(self, state: PrintState) -> Sequence[Row]:
        return [row for row in self.rows.values() if row.state == state]


class _Scripted:
    """A printer that fails as told, and remembers which papers came out."""

    def __init__(self, failure: Exception | None = None, *, comes_out: bool = True) -> None:
        self.failure = failure
        self.comes_out = comes_out
        self.out: list[str] = []

    def send(self, document: bytes, title: str) -> None:
        if self.comes_out:
            self.out.append(title)
        if self.failure is not None:
            raise self.failure

    def health(self) -> PrinterHealth:
        return PrinterHealth(ready=True, words="")


class PowerCut(BaseException):
    """The PC stops here: nothing of ours runs any more."""


def drawn(_job: Row) -> bytes:
    return b"%PDF"


def test_a_job_is_marked_before_it_is_sent_and_confirmed_after(tmp_path: Path) -> None:
    rows = _Rows(Row())

    job = run_job(rows, 1, draw=drawn, printer=FolderPrinter(tmp_path))

    assert job.state == PrintState.PRINTED
    assert rows.history == ["printing", "printed"]
    assert [file.name for file in tmp_path.iterdir()] == ["3171-06-L3-2026-000412.pdf"]


def test_a_printer_that_refuses_leaves_the_job_pending_with_the_reason() -> None:
    rows = _Rows(Row())

    with pytest.raises(NoPrinter):
        run_job(rows, 1, draw=drawn, printer=WithoutPrinter())

    assert (rows.rows[1].state, rows.rows[1].trouble) == (PrintState.PENDING, "no-printer")


def test_a_printer_that_falls_silent_leaves_the_job_uncertain() -> None:
    rows = _Rows(Row())

    with pytest.raises(PrinterSilent):
        run_job(rows, 1, draw=drawn, printer=_Scripted(PrinterSilent(name="x", seconds=20)))

    assert rows.rows[1].state == PrintState.UNCERTAIN


def test_a_bug_while_sending_leaves_the_job_uncertain() -> None:
    rows = _Rows(Row())

    with pytest.raises(ZeroDivisionError):
        run_job(rows, 1, draw=drawn, printer=_Scripted(ZeroDivisionError()))

    assert rows.rows[1].state == PrintState.UNCERTAIN


def test_a_bug_while_drawing_leaves_the_job_pending_and_sends_nothing() -> None:
    rows, printer = _Rows(Row()), _Scripted()

    def broken(_job: Row) -> bytes:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run_job(rows, 1, draw=broken, printer=printer)

    assert (rows.rows[1].state, printer.out) == (PrintState.PENDING, [])


@pytest.mark.parametrize("state", [PrintState.PRINTING, PrintState.PRINTED, PrintState.UNCERTAIN])
def test_only_a_pending_job_is_sent(state: PrintState) -> None:
    rows, printer = _Rows(Row(state=state)), _Scripted()

    with pytest.raises(PrintJobMoved, match=NUMBER):
        run_job(rows, 1, draw=drawn, printer=printer)

    assert printer.out == []


def test_a_job_found_printing_at_start_is_uncertain_and_not_sent() -> None:
    rows = _Rows(Row(1, state=PrintState.PRINTING), Row(2), Row(3, state=PrintState.PRINTED))

    interrupted = mark_interrupted(rows)

    assert [(job.id, job.state) for job in interrupted] == [(1, PrintState.UNCERTAIN)]
    assert [row.state for row in rows.rows.values()] == ["uncertain", "pending", "printed"]


@pytest.mark.parametrize(("came_out", "state"), [(True, "printed"), (False, "pending")])
def test_a_person_settles_what_is_uncertain(came_out: bool, state: str) -> None:
    rows = _Rows(Row(state=PrintState.UNCERTAIN))

    assert settle_uncertain(rows, 1, came_out=came_out).state == state


def test_a_job_nobody_doubts_is_not_settled() -> None:
    for state in (PrintState.PENDING, PrintState.PRINTED):
        with pytest.raises(PrintJobMoved):
            settle_uncertain(_Rows(Row(state=state)), 1, came_out=True)


def test_a_copys_title_says_which_copy() -> None:
    assert title(Row(copy=0)) == NUMBER
    assert title(Row(copy=2)) == f"{NUMBER} salinan 2"


def test_every_state_has_a_word_to_translate() -> None:
    assert set(STATE_WORDS) == {state.value.replace("_", " ") for state in PrintState}


class _PrintingDay(RuleBasedStateMachine):
    """A day of papers, power cuts and people who look: what the journal says is what is true."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = _Rows()
        self.printer = _Scripted()
        self.seen: dict[str, int] = {}

    @rule()
    def file_an_intake(self) -> None:
        job = Row(len(self.rows.rows) + 1, number=f"N/{len(self.rows.rows) + 1}")
        self.rows.rows[job.id] = job

    @rule(
        failure=st.sampled_from(
            [None, NoPrinter(), PrinterSilent(name="x", seconds=1), PowerCut()]
        ),
        comes_out=st.booleans(),
        again=st.booleans(),
    )
    @precondition(lambda self: self.rows.in_state(PrintState.PENDING))
    def print_the_next(self, failure: Exception | None, comes_out: bool, again: bool) -> None:
        job = self.rows.in_state(PrintState.PENDING)[0]
        refused = isinstance(failure, NoPrinter)
        self.printer.failure = failure
        self.printer.comes_out = (comes_out or failure is None) and not refused
        try:
            run_job(self.rows, job.id, draw=drawn, printer=self.printer)
        except (NoPrinter, PrinterSilent):
            pass
        except PowerCut:
            # What ran after the cut never happened.
            self.rows.rows[job.id] = replace(job, state=PrintState.PRINTING)
            if again:
                mark_interrupted(self.rows)

    @rule()
    def start_the_pc(self) -> None:
        mark_interrupted(self.rows)

    @rule()
    @precondition(lambda self: self.rows.in_state(PrintState.UNCERTAIN))
    def look_at_the_printer(self) -> None:
        job = self.rows.in_state(PrintState.UNCERTAIN)[0]
        settle_uncertain(self.rows, job.id, came_out=job.number in self.printer.out)

    @invariant()
    def no_paper_comes_out_twice(self) -> None:
        assert len(self.printer.out) == len(set(self.printer.out))

    @invariant()
    def what_is_called_printed_is_there_and_what_is_pending_is_not(self) -> None:
        for row in self.rows.rows.values():
            if row.state == PrintState.PRINTED:
                assert row.number in self.printer.out
            if row.state == PrintState.PENDING:
                assert row.number not in self.printer.out


TestPrintingDay = _PrintingDay.TestCase
TestPrintingDay.settings = settings(max_examples=60, stateful_step_count=25)
