"""What the kiosk says, in whole sentences: waits, reasons, and when to return."""

from __future__ import annotations

from datetime import datetime

from counter.domain.waits import WaitRange
from counter.errors import LoketError
from counter.office.kiosk import Closed, GroupOffer, Kiosk, Offer, ServiceState
from counter.text import N_, _, clock, count, language, long_date, ngettext
from ui.kiosk.choice import Said

_REASONS = {
    Closed.NO_HUB: N_("Please take a number at a counter."),
    Closed.NOT_OPENED: N_("Not open yet."),
    Closed.AFTER_HOURS: N_("Closed for today."),
    Closed.NO_BLANKS: N_("No blanks left."),
    Closed.FULL: N_("All numbers of today are given."),
    Closed.NO_COUNTER: N_("No counter serves this today."),
}


def group_said(offer: GroupOffer, shown: Kiosk, *, brief: bool) -> Said:
    """A group's tile; `brief` leaves out what only explains."""
    summary = offer.group.summary
    about = summary.in_language(language()) if summary is not None and not brief else ""
    return Said(
        offer.group.title.in_language(language()),
        words=why_words(offer.state) or about,
        foot=_foot(offer, shown),
        letter=offer.group.letter,
        closed=offer.state.closed is not None,
    )


def offer_said(offer: Offer, letter: str, shown: Kiosk) -> Said:
    """A service's tile."""
    return Said(
        offer.title.in_language(language()),
        words=why_words(offer.state),
        foot=_foot(offer, shown),
        letter=letter,
        closed=offer.state.closed is not None,
    )


def refusal_words(error: LoketError, *, to_staff: bool) -> str:
    """Why something could not be done, and what to do: citizens are sent to a counter."""
    message = error.message()
    do_next = message.do_next if to_staff else _("Please ask at a counter.")
    return f"{message.happened} {do_next}"


def head_words(shown: Kiosk | None, group: GroupOffer | None) -> tuple[str, str]:
    """What a page of choices is for, and what else there is to know."""
    if shown is None:
        return _("One moment, please"), _("The services appear here by themselves.")
    if group is not None:
        return _("Choose what you need"), ""
    if shown.is_open:
        return _("Choose a service to take a number"), ""
    states = [offer.state for each in shown.groups for offer in each.offers]
    why = {each.closed for each in states}
    back = back_words(states[0], shown.now) if states else ""
    if why == {Closed.NOT_OPENED}:
        return _("The queue opens soon"), _(
            "Staff open it at a counter; you can choose here as soon as they have."
        )
    if why == {Closed.AFTER_HOURS}:
        return _("Closed for today"), back
    if why == {Closed.NO_HUB}:
        return _("Please take a number at a counter"), _("This machine gives none at the moment.")
    return _("No numbers are given now"), _("Please ask at the information desk.")


def trouble_words(error: LoketError) -> tuple[str, str]:
    """What keeps the kiosk from offering anything: what happened, and the rest."""
    message = error.message()
    return message.happened, f"{message.safe} {message.do_next}"


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


def why_words(state: ServiceState) -> str:
    """Why no number is given."""
    if state.closed is Closed.SUSPENDED:
        return _("Not available now: {reason}").format(reason=_(state.why))
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


def _foot(offer: Offer | GroupOffer, shown: Kiosk) -> str:
    state = offer.state
    if state.closed is None:
        return queue_words(offer.waiting, offer.wait)
    if not shown.is_open:  # the heading says it for all of them
        return ""
    return back_words(state, shown.now)
