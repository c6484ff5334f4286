"""A counter's pause: nobody is called there until somebody resumes it; ends with the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter.domain import bodies
from counter.office import queue, waiting
from counter.text import N_

if TYPE_CHECKING:
    from counter.store.work import Work

# what a clerk is offered; any other words do as well
REASONS = (N_("prayer"), N_("lunch"), N_("a meeting"), N_("the computer does not work"))


def pause_counter(work: Work, *, counter: int, reason: str) -> None:
    """Call nobody to a counter for a while; the others take its share of the queue.

    Raises:
        CounterBusy: somebody is there.
        CounterPaused: it is paused already.
        ReasonMissing, DayNotOpened
    """
    reason = queue.reason_of(reason)
    queue.refuse_unless_free(work, counter)
    _set(work, counter, paused=True, reason=reason)


def resume_counter(work: Work, *, counter: int) -> None:
    """Call to a counter again; where it is not paused, nothing happens. Raises DayNotOpened."""
    if waiting.pause_of(work, counter) is not None:
        _set(work, counter, paused=False)


def _set(work: Work, counter: int, *, paused: bool, reason: str = "") -> None:
    work.record(
        bodies.PauseSet(
            number=counter,
            day=waiting.current_day(work),
            paused=paused,
            reason=reason,
            since_ms=work.now_ms,
        ),
        entity=f"pause:{counter}",
    )
