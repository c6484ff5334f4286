"""What the kiosk says, in whole sentences: waits, reasons, and when to return."""

from __future__ import annotations

from datetime import datetime

from counter.domain.waits import WaitRange
from counter.office.kiosk import Closed, ServiceState
from counter.text import N_, _, clock, count, long_date, ngettext

_REASONS = {
    Closed.NO_HUB: N_("Please take a number at a counter."),
    Closed.NOT_OPENED: N_("Not open yet."),
    Closed.AFTER_HOURS: N_("Closed for today."),
    Closed.NO_COUNTER: N_("No counter serves this today."),
}


def wait_words(wait: WaitRange) -> str:
    """How long it will take, as a range."""
    low, high = wait.low_s // 60, wait.high_s // 60
    if not low:
        return _("up to {high} minutes").format(high=count(high))
    if low == high:
        return _("about {high} minutes").format(high=count(high))
    return _("about {low}\N{EN DASH}{high} minutes").format(low=count(low), high=count(high))


def queue_words(waiting: int, wait: WaitRange | None) -> str:
    """Who waits, and how long whoever comes now will; of the wait nothing where it is not known."""
    if not waiting:  # for this; whoever waits for something else may still come first
        return _("nobody is waiting") if wait is None else wait_words(wait)
    said = ngettext("{n} waiting", "{n} waiting", waiting).format(n=count(waiting))
    return f"{said} · {wait_words(wait)}" if wait is not None else said


def ahead_words(ahead: int) -> str:
    """How many come first."""
    if not ahead:
        return _("You are next")
    return ngettext("{n} person before you", "{n} people before you", ahead).format(n=count(ahead))


def why_words(state: ServiceState) -> str:
    """Why no number is given."""
    return _(_REASONS[state.closed]) if state.closed is not None else ""


def back_words(state: ServiceState, now: datetime) -> str:
    """When to return."""
    back = state.back
    if back is None:
        return _("Please ask at the information desk.")
    if back.date() == now.date():
        return _("Open again at {clock}").format(clock=clock(back))
    day = long_date(back.date())
    return _("Open again on {day} at {clock}").format(day=day, clock=clock(back))
