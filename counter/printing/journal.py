"""The print journal: commit, print, confirm, so that no trouble with paper costs a number.

A job is written in the transaction of the act that numbers its paper. Whoever runs it marks it
`printing` before a byte is sent and settles it after; one found `printing` when a store opens was
interrupted, and only a person who looks at the printer can say whether the paper is there. Nothing
here prints by itself a second time. Where the rows live is the store's, what a paper shows is its
drawer's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Protocol, TypeVar

from counter.errors import LoketError
from counter.printing.printers import Printer, PrinterTrouble
from counter.text import N_, _


class PrintState(StrEnum):
    """How far a paper has come."""

    PENDING = "pending"
    PRINTING = "printing"
    PRINTED = "printed"
    UNCERTAIN = "uncertain"


STATE_WORDS = (N_("pending"), N_("printing"), N_("printed"), N_("uncertain"))

_NEXT = {
    PrintState.PENDING: {PrintState.PRINTING},
    PrintState.PRINTING: {PrintState.PRINTED, PrintState.PENDING, PrintState.UNCERTAIN},
    PrintState.UNCERTAIN: {PrintState.PRINTED, PrintState.PENDING},
    PrintState.PRINTED: set[PrintState](),
}


class PrintJobMoved(LoketError):
    """The job is no longer where this act expects it: someone else prints or settled it."""

    happened = N_("The paper {number} is now {state}.")
    safe = N_("Its number stays as it is.")
    do_next = N_("Look at the printer, and at the list of papers.")


class Job(Protocol):
    """What a job's row tells."""

    @property
    def id(self) -> int:
        """Its place in the journal."""

    @property
    def number(self) -> str:
        """As printed on the paper."""

    @property
    def copy(self) -> int:
        """0 is the original."""

    @property
    def state(self) -> str:
        """A `PrintState`."""


J = TypeVar("J", bound=Job)
J_co = TypeVar("J_co", bound=Job, covariant=True)


class Journal(Protocol[J_co]):
    """The rows; each call is one transaction, on disk when it returns."""

    def move(self, job_id: int, state: PrintState, trouble: str = "") -> J_co:
        """Set a job's state after `check_move` allowed it, with the trouble's code if any.

        Raises:
            PrintJobMoved: as `check_move`.
        """

    def in_state(self, state: PrintState) -> Sequence[J_co]:
        """The jobs in a state, the oldest first."""


def check_move(job: Job, state: PrintState) -> None:
    """Let a job go on only where a job may go from where it is.

    Raises:
        PrintJobMoved: it may not.
    """
    if state not in _NEXT[PrintState(job.state)]:
        raise PrintJobMoved(number=job.number, state=PrintState(job.state))


def run_job(journal: Journal[J], job_id: int, *, draw: Callable[[J], bytes], printer: Printer) -> J:
    """Print one pending job and say where it stands then.

    Raises:
        PrintJobMoved: it is not pending; nothing was sent.
        PrinterTrouble: it did not print; the job is pending again, or uncertain.
    """
    job = journal.move(job_id, PrintState.PRINTING)
    try:
        document = draw(job)
    except BaseException:
        journal.move(job_id, PrintState.PENDING)
        raise
    try:
        printer.send(document, title(job))
    except PrinterTrouble as trouble:
        state = PrintState.UNCERTAIN if trouble.maybe_printed else PrintState.PENDING
        journal.move(job_id, state, trouble.code)
        raise
    except BaseException:
        journal.move(job_id, PrintState.UNCERTAIN)
        raise
    return journal.move(job_id, PrintState.PRINTED)


def mark_interrupted(journal: Journal[J]) -> list[J]:
    """Call every job that was being printed uncertain; to be run once, when a store opens."""
    return [
        journal.move(job.id, PrintState.UNCERTAIN) for job in journal.in_state(PrintState.PRINTING)
    ]


def settle_uncertain(journal: Journal[J], job_id: int, *, came_out: bool) -> J:
    """Note what a person saw: the paper is there, or it is not and may be printed again.

    Raises:
        PrintJobMoved: the job is not uncertain.
    """
    return journal.move(job_id, PrintState.PRINTED if came_out else PrintState.PENDING)


def title(job: Job) -> str:
    """Name a job for the printer's queue or a file: its number, never a person."""
    return f"{job.number} {_('copy {n}').format(n=job.copy)}" if job.copy else job.number
