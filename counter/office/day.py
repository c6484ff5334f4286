"""The office's day: opened by a person, never by a clock alone. How it ends is `keeping`'s."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from counter.domain import bodies
from counter.domain.calendar import branch_day
from counter.domain.events import EntityId
from counter.errors import LoketError
from counter.text import N_

if TYPE_CHECKING:
    from counter.store.work import Reading, Work

FARTHEST_DAYS = 30  # a clock further ahead than this is asked about


class DayInPast(LoketError):
    """The office's day only moves forward."""

    happened = N_("The office has already worked on {day}.")
    safe = N_("Numbers go on from there; none is given twice.")
    do_next = N_("Correct the computer's date, or go on with the current day.")


class DayAdvice(StrEnum):
    """What the clock says about the office's day."""

    SAME = "same"
    OPEN = "open"  # a new day: signing in opens it
    ASK = "ask"  # behind the office's day, or far ahead: a person must confirm the date


def judge_day(current: date | None, clock_day: date) -> DayAdvice:
    """Compare the clock's day with the office's own."""
    if current is None:
        return DayAdvice.OPEN
    if clock_day == current:
        return DayAdvice.SAME
    if current < clock_day <= current + timedelta(days=FARTHEST_DAYS):
        return DayAdvice.OPEN
    return DayAdvice.ASK


def day_advice(reading: Reading) -> tuple[DayAdvice, date]:
    """What the clock says, and the day it shows in the branch's zone."""
    clock_day = branch_day(reading.now_ms, reading.zone)
    current = reading.settings.day()
    return judge_day(date.fromisoformat(current) if current else None, clock_day), clock_day


def open_day(work: Work, day: date) -> str:
    """Begin the branch's day: number lanes start anew. Opening it again does nothing.

    What earlier days left open is closed, and what was typed for them is forgotten.

    Raises:
        DayInPast: the office is already on a later day.
    """
    current = work.settings.day()
    wanted = day.isoformat()
    if current is not None and wanted < current:
        raise DayInPast(day=current)
    if work.settings.opened_ms(wanted) is None:
        work.record(bodies.DayOpened(date=wanted), entity=EntityId(f"day:{wanted}"))
    carry_places(work, day=wanted)
    end_open_tickets(work, before=wanted)
    work.local.drop_drafts(before=wanted)
    return wanted


def carry_places(work: Work, *, day: str) -> int:
    """Keep for this day what was kept for days that were never opened; how many there were."""
    carried = 0
    for ticket in work.tickets.left_open(day):
        if ticket.kept_from is not None and work.settings.opened_ms(ticket.day) is None:
            work.record(bodies.TicketCarried(day=day), entity=ticket.id)
            carried += 1
    return carried


def end_open_tickets(work: Work, *, before: str) -> int:
    """Close what earlier days left open, late arrivals included; how many there were."""
    left = work.tickets.left_open(before)
    for ticket in left:
        work.record(bodies.TicketDayEnded(), entity=ticket.id)
    return len(left)
