"""How the desk puts tickets into words. Pure: the same ticket and instant, the same words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time

from counter.domain.bodies import SlotsSet
from counter.domain.catalogue import Catalogue
from counter.domain.ticket import Ticket, TicketState
from counter.headcount import people_words
from counter.office.limits import Left
from counter.text import (
    _,
    clock,
    count,
    duration,
    language,
    long_date,
    ngettext,
    stopwatch,
    waiting_for,
)
from ui.desk.state import DeskState
from ui.theme.tokens import Tone
from ui.widgets.queue_list import QueueRow

LocalTime = Callable[[int], datetime]  # an instant in ms as the branch's clocks show it
_MINUTE_S = 60
_SOON = 0.8  # of the target has passed: amber


def service_title(catalogue: Catalogue, service_id: str) -> str:
    """The service's name in the language in use; its id where the catalogue no longer has it."""
    try:
        return catalogue.service(service_id).title.in_language(language())
    except KeyError:
        return service_id


def service_notes(state: DeskState) -> dict[str, str]:
    """What a clerk must know of a service before giving a number for it."""
    notes = {each: left_words(left) for each, left in state.lefts.items() if left.is_gone}
    return notes | dict.fromkeys(state.suspended, _("suspended"))


def left_words(left: Left) -> str:
    """How much of a service is left."""
    parts = []
    if left.numbers is not None:
        numbers = max(0, left.numbers)
        parts.append(ngettext("{n} number left", "{n} numbers left", numbers).format(n=numbers))
    if left.blanks is not None:
        blanks = max(0, left.blanks)
        parts.append(ngettext("{n} blank left", "{n} blanks left", blanks).format(n=blanks))
    return ", ".join(parts)


def slots_words(slots: SlotsSet | None) -> str:
    """At which times a service takes appointments, and of how many."""
    if slots is None:
        return _("none")
    first, last = (clock(time.fromisoformat(each)) for each in slots.hours)
    return _("{first} to {last}, {n} minutes each, {people}").format(
        first=first, last=last, n=count(slots.every_min), people=people_words(slots.places)
    )


def waiting_row(ticket: Ticket, catalogue: Catalogue, *, now_ms: int, local: LocalTime) -> QueueRow:
    """A ticket that waits: red once its target has passed, amber shortly before."""
    if ticket.kept_from is not None:  # a night at home is no wait
        return QueueRow(
            ticket.id,
            ticket.number,
            service_title(catalogue, ticket.service),
            _("place kept"),
            "",
            priority=ticket.priority,
        )
    waited_s = max(0, now_ms - ticket.waits_since_ms) // 1000
    if ticket.slot_ms is not None:
        note = _("booked {clock}").format(clock=clock(local(ticket.slot_ms)))
    elif ticket.people > 1:
        note = people_words(ticket.people)
    elif ticket.priority:
        note = _("Priority")
    else:
        note = _("target {duration}").format(duration=duration(ticket.target_s))
    tone = Tone.NEUTRAL
    if waited_s > ticket.target_s:
        tone = Tone.RED
    elif waited_s > _SOON * ticket.target_s:
        tone = Tone.AMBER
    return QueueRow(
        ticket.id,
        ticket.number,
        service_title(catalogue, ticket.service),
        note,
        _whole_minutes(waited_s) if now_ms >= ticket.waits_since_ms else "",
        tone,
        ticket.priority,
        spare=not ticket.priority,
    )


def held_row(ticket: Ticket, catalogue: Catalogue, *, now_ms: int) -> QueueRow:
    """A ticket set aside: why, and for how long."""
    held_s = max(0, now_ms - (ticket.held_ms or now_ms)) // 1000
    return QueueRow(
        ticket.id,
        ticket.number,
        service_title(catalogue, ticket.service),
        ticket.held_reason or _("held"),
        _whole_minutes(held_s),
        Tone.AMBER,
    )


def facts_line(ticket: Ticket, *, local: LocalTime) -> str:
    """How long the citizen waited and when they were called: one muted line on the card."""
    parts = []
    if ticket.people > 1:
        parts.append(people_words(ticket.people))
    if ticket.wait_s is not None and ticket.kept_from is None:
        parts.append(_("waited {duration}").format(duration=duration(ticket.wait_s)))
    if ticket.called_ms is not None:
        parts.append(_("called {clock}").format(clock=clock(local(ticket.called_ms))))
    if ticket.recalls:
        again = ngettext("called again {n} time", "called again {n} times", ticket.recalls)
        parts.append(again.format(n=ticket.recalls))
    return " · ".join(parts)


def following_words(ticket: Ticket, catalogue: Catalogue) -> str:
    """What follows in this visit; empty: nothing."""
    if not ticket.following:
        return ""
    titles = [service_title(catalogue, each) for each in ticket.following]
    return _("then {services}").format(services=", ".join(titles))


def state_words(ticket: Ticket, *, now_ms: int) -> tuple[str, Tone]:
    """The card's tag: the state and its stopwatch, and the state's colour."""
    if ticket.state is TicketState.SERVING:
        since = ticket.service_ms + max(0, now_ms - (ticket.stretch_ms or now_ms))
        return _("Serving {stopwatch}").format(stopwatch=stopwatch(since / 1000)), Tone.GREEN
    since = max(0, now_ms - (ticket.called_ms or now_ms))
    return _("Called {stopwatch}").format(stopwatch=stopwatch(since / 1000)), Tone.BLUE


def lost_words(ticket: Ticket) -> str:
    """That another counter has the person who was called here."""
    said = {
        TicketState.CALLED: _("{number} was called by counter {counter}. You are free."),
        TicketState.SERVING: _("{number} is served at counter {counter}. You are free."),
        TicketState.SERVED: _("{number} was served at counter {counter}. You are free."),
        TicketState.HELD: _("{number} is held at counter {counter}. You are free."),
    }.get(ticket.state, _("{number} is no longer yours. You are free."))
    return said.format(number=ticket.number, counter=ticket.counter)


def oldest(waiting: tuple[Ticket, ...], *, now_ms: int) -> str:
    """How long the one who waits longest has waited."""
    came_today = [each for each in waiting if each.kept_from is None]
    if not came_today:
        return ""
    longest_s = max(0, *(now_ms - each.waits_since_ms for each in came_today)) // 1000
    if longest_s < _MINUTE_S:
        return _("just now")
    return _("longest {duration}").format(duration=duration(longest_s))


def next_line(waiting: tuple[Ticket, ...], catalogue: Catalogue, *, now_ms: int) -> str:
    """Who is next, for a clerk with nobody in front of them."""
    if not waiting:
        return _("Nobody is waiting.")
    first = waiting[0]
    return _("Next: {number}, {service}, {waiting}").format(
        number=first.number,
        service=service_title(catalogue, first.service),
        waiting=waiting_for(max(0, now_ms - first.waits_since_ms) / 1000),
    )


def _whole_minutes(seconds: int) -> str:
    """Lists count in minutes: seconds would flicker."""
    return duration(seconds) if seconds >= _MINUTE_S else _("just now")


def clock_of_second(at: datetime) -> str:
    """A time of day to the second: "10.42.08"."""
    said = clock(at)
    return f"{said}{said[2]}{at.second:02}"


def day_words(day: date) -> str:
    """A day without its year: "Rabu, 25 November"."""
    return long_date(day).rpartition(" ")[0]
