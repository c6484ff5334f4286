"""Appointments: the times of a service, who is expected, and their arrival.

Whoever comes in time is due at the time that was agreed on, whoever was here before. The code on
the slip is all that a kiosk knows of a person; names and telephone numbers stay at the counters.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from string import digits
from typing import TYPE_CHECKING

from msgspec import Struct

from counter.domain import bodies
from counter.domain.appointment import (
    CODE_DIGITS,
    Appointment,
    AppointmentState,
    slot_times,
)
from counter.domain.calendar import branch_time, instant_ms
from counter.domain.events import AppointmentId, TicketId
from counter.domain.ticket import Ticket, TicketState
from counter.errors import LoketError
from counter.office.intake import office_calendar
from counter.office.people import Role, require
from counter.office.queue import (
    MOST_PEOPLE,
    Expected,
    TooManyPeople,
    issue_ticket,
    print_ticket,
)
from counter.office.waiting import service_of
from counter.text import N_, clock, long_date

if TYPE_CHECKING:
    from counter.store.work import Reading, Work

LOOKS_AHEAD = 30  # days on which one can be booked
PAPER = "appointment"  # in the print journal
# `counter.text.word` says an AppointmentState with these
STATE_WORDS = (N_("booked"), N_("arrived"), N_("cancelled"))

_HOURS = re.compile(r"(\d{1,2})[.:](\d{2})\s*(?:-|\N{EN DASH})\s*(\d{1,2})[.:](\d{2})")
_CONTACT = re.compile(r"(?P<name>.*?\D)\s*(?P<phone>\+?\d[\d\s-]{5,}\d)")


class AppointmentUnknown(LoketError):
    """Nobody is expected with that code."""

    happened = N_("No appointment has the code {code}.")
    safe = N_("Nothing was changed.")
    do_next = N_("Read the code on the slip again; whoever has none is found by name at a counter.")


class AppointmentNotToday(LoketError):
    """Somebody comes on another day than the one agreed on."""

    happened = N_("This appointment is on {day} at {time}.")
    safe = N_("It stands; nothing was changed.")
    do_next = N_("Come on that day, or ask at a counter for another time.")


class AppointmentOver(LoketError):
    """The appointment no longer stands."""

    happened = N_("This appointment no longer stands: {state}.")
    safe = N_("Nothing was changed.")
    do_next = N_("Look at the list of appointments; a new one can be booked at any time.")


class SlotTaken(LoketError):
    """As many people as there are places are expected at that time."""

    happened = N_("No place is left on {day} at {time}.")
    safe = N_("Nothing was booked; what you typed is kept.")
    do_next = N_("Choose another time.")


class NameMissing(LoketError):
    """Nobody can be expected without a name."""

    happened = N_("An appointment needs a name.")
    safe = N_("Nothing was booked.")
    do_next = N_("Type the name, and a telephone number if there is one.")


class SlotsWrong(LoketError):
    """What was typed are no times of a day."""

    happened = N_("{found} is no span of time.")
    safe = N_("Nothing was changed.")
    do_next = N_("Type when the first begins and when they end, like 08.00-11.30.")


class HoursMissing(LoketError):
    """An appointment is made for a time at which the office is open, and it has none."""

    happened = N_("This office has no opening hours yet, so none of its times can be given.")
    safe = N_("Nothing was changed.")
    do_next = N_("An administrator lays them down at Administration, Office.")


class Slot(Struct, frozen=True):
    """One time of a service's day."""

    at: datetime  # the branch's own time
    left: int  # places; below 0 where two counters cut off gave the last one


class Booked(Struct, frozen=True):
    """An appointment, and whom it is for as far as this node knows."""

    appointment: Appointment
    name: str
    phone: str
    is_missed: bool  # they have not come, and the time is lost


# --- reads ------------------------------------------------------------------------------------
def services_on_offer(reading: Reading) -> list[str]:
    """The services that take appointments, in the catalogue's order."""
    taking = {each.service for each in reading.settings.all_slots() if each.places}
    return [each.id for each in reading.settings.catalogue().services if each.id in taking]


def free_slots(reading: Reading, service: str) -> list[Slot]:
    """The times at which a service has a place left, the earliest first. Raises HoursMissing."""
    rule = reading.settings.slots(service)
    if rule is None:
        return []
    _refuse_without_hours(reading)
    now, calendar = _now(reading), office_calendar(reading)
    taken: dict[datetime, int] = {}
    for each in reading.appointments.since(now.date().isoformat()):
        if each.service == service and each.state is not AppointmentState.CANCELLED:
            taken[each.at] = taken.get(each.at, 0) + each.people
    found = []
    for ahead in range(LOOKS_AHEAD + 1):
        day = now.date() + timedelta(days=ahead)
        for at_time in slot_times(rule, day, calendar):
            at = datetime.combine(day, at_time)
            if at > now and (left := rule.places - taken.get(at, 0)) > 0:
                found.append(Slot(at, left))
    return found


def expects_somebody(reading: Reading, day: date) -> bool:
    """Whether somebody comes, or came, with an appointment on a day."""
    return any(
        each.state is not AppointmentState.CANCELLED
        for each in reading.appointments.on(day.isoformat())
    )


def appointments_ahead(reading: Reading) -> list[Booked]:
    """Who is expected from today on, the earliest first; without those that were cancelled."""
    now = _now(reading)
    return [
        _told(reading, each, now)
        for each in reading.appointments.since(now.date().isoformat())
        if each.state is not AppointmentState.CANCELLED
    ]


def expected_today(reading: Reading, service: str) -> int:
    """How many are still expected today for a service: their places are not given away."""
    now = _now(reading)
    return sum(
        each.service == service and each.state is AppointmentState.BOOKED and not each.is_late(now)
        for each in reading.appointments.on(now.date().isoformat())
    )


def find_code(reading: Reading, typed: str) -> Appointment:
    """Whose slip carries a code, from today on.

    Raises:
        AppointmentUnknown: nobody's; or two people's, drawn by nodes that were cut off.
        AppointmentNotToday: it is on a later day.
    """
    code = "".join(typed.split())
    now = _now(reading)
    found = [
        each
        for each in reading.appointments.of_code(code, now.date().isoformat())
        if each.state is not AppointmentState.CANCELLED
    ]
    todays = [each for each in found if each.at.date() == now.date()]
    if found and not todays:
        raise AppointmentNotToday(day=long_date(found[0].at), time=clock(found[0].at))
    if len(todays) != 1:
        raise AppointmentUnknown(code=code)
    return todays[0]


def read_hours(typed: str) -> tuple[str, str]:
    """What somebody typed as a span of time: "08.00-11.30". Raises SlotsWrong."""
    match = _HOURS.fullmatch(typed.strip())
    try:
        if match is None:
            raise ValueError(typed)
        opens, ends = (
            time(int(hour), int(minute))
            for hour, minute in (match.groups()[:2], match.groups()[2:])
        )
        if ends <= opens:
            raise ValueError(typed)
    except ValueError:
        raise SlotsWrong(found=typed.strip()) from None
    return opens.isoformat("minutes"), ends.isoformat("minutes")


def read_contact(typed: str) -> tuple[str, str]:
    """What somebody typed as a name and a telephone number, the latter last or not at all."""
    match = _CONTACT.fullmatch(typed.strip())
    if match is None:
        return typed.strip(), ""
    return match["name"].strip(" ,"), match["phone"]


# --- acts -------------------------------------------------------------------------------------
def set_slots(
    work: Work,
    service: str,
    *,
    places: int,
    hours: tuple[str, str],
    every_min: int,
    days: Sequence[str] = (),
) -> None:
    """Say at which times a service takes appointments; what was booked stands.

    Args:
        places: people at each time; 0: it takes none any more.
        hours: the first time and the end, from `read_hours`.
        every_min: minutes from one time to the next.
        days: mon … sun; none: whenever the office opens.

    Raises:
        NotAllowed, ServiceUnknown, HoursMissing
    """
    require(work, Role.SUPERVISOR, Role.BRANCH_HEAD, Role.ADMIN)
    _refuse_without_hours(work)
    assert every_min > 0, "windows offer such only"
    service_of(work, service)
    body = bodies.SlotsSet(
        service=service, places=places, hours=hours, every_min=every_min, days=tuple(days)
    )
    work.record(body, entity=f"slots:{service}")


def book(
    work: Work, service: str, at: datetime, *, name: str, phone: str = "", people: int = 1
) -> Appointment:
    """Expect somebody at a time, and print the slip with its code.

    Args:
        at: the branch's own time, one of `free_slots`.

    Raises:
        ServiceUnknown, SlotTaken, NameMissing, TooManyPeople
    """
    service_of(work, service)
    if not name.strip():
        raise NameMissing
    if not 1 <= people <= MOST_PEOPLE:  # they come with one number
        raise TooManyPeople(most=MOST_PEOPLE)
    _refuse_unless_free(work, service, at, people)
    booked = work.record(
        bodies.AppointmentBooked(
            service=service,
            day=at.date().isoformat(),
            time=at.time().isoformat("minutes"),
            code=_new_code(work),
            people=people,
        ),
        private=bodies.AppointmentPart(name=name.strip(), phone=phone.strip()),
    )
    return _printed(work, AppointmentId(booked))


def move(work: Work, appointment_id: AppointmentId, at: datetime) -> Appointment:
    """Agree on another time; the slip is printed anew, its code stays.

    Raises:
        AppointmentOver, SlotTaken
    """
    standing = _standing(work, appointment_id)
    _refuse_unless_free(work, standing.service, at, standing.people)
    moved = bodies.AppointmentMoved(day=at.date().isoformat(), time=at.time().isoformat("minutes"))
    work.record(moved, entity=appointment_id)
    return _printed(work, appointment_id)


def cancel(work: Work, appointment_id: AppointmentId, *, reason: str = "") -> None:
    """Expect nobody: the place is free again. Raises AppointmentOver."""
    _standing(work, appointment_id)
    work.record(bodies.AppointmentCancelled(reason=reason), entity=appointment_id)


def print_slip(work: Work, appointment_id: AppointmentId) -> None:
    """Print the slip with its code, once more. Raises AppointmentOver."""
    _printed(work, _standing(work, appointment_id).id)


def check_in(
    work: Work,
    appointment_id: AppointmentId,
    *,
    priority: bool = False,
    given: tuple[str, int] | None = None,
) -> Ticket:
    """Somebody who was expected is here: give the number, and print it.

    Whoever has one already is given the same, and its paper where another node printed that.

    Args:
        given: as for `issue_ticket`.

    Raises:
        AppointmentOver: it was cancelled.
        AppointmentNotToday, ServiceUnknown, DayNotOpened
    """
    appointment = work.appointments.get(appointment_id)
    if appointment is None or appointment.state is AppointmentState.CANCELLED:
        raise AppointmentOver(state=AppointmentState.CANCELLED)
    if (ticket := number_of(work, appointment)) is not None:
        if not work.local.print_jobs_of(ticket.id):
            print_ticket(work, ticket.id)
        return ticket
    now = _now(work)
    if appointment.at.date() != now.date():
        raise AppointmentNotToday(day=long_date(appointment.at), time=clock(appointment.at))
    ticket = issue_ticket(
        work,
        service=appointment.service,
        priority=priority,
        people=appointment.people,
        given=given,
        expected=Expected(
            appointment=appointment_id,
            slot_ms=instant_ms(appointment.at, work.zone),
            is_late=appointment.is_late(now),
        ),
    )
    work.record(bodies.AppointmentArrived(ticket=ticket.id), entity=appointment_id)
    print_ticket(work, ticket.id)
    return ticket


# --- what they share --------------------------------------------------------------------------
def number_of(reading: Reading, appointment: Appointment) -> Ticket | None:
    """The number given on arrival; None before that, and where that number was cancelled."""
    if appointment.ticket is None:
        return None
    ticket = reading.ticket(TicketId(appointment.ticket))
    return None if ticket.state is TicketState.CANCELLED else ticket


def _refuse_without_hours(reading: Reading) -> None:
    if not reading.settings.office().hours:
        raise HoursMissing


def _told(reading: Reading, appointment: Appointment, now: datetime) -> Booked:
    part = reading.appointments.contact(appointment.id)
    return Booked(
        appointment,
        name=part.name if part is not None else "",
        phone=part.phone if part is not None else "",
        is_missed=appointment.state is AppointmentState.BOOKED and appointment.is_late(now),
    )


def _standing(work: Work, appointment_id: AppointmentId) -> Appointment:
    appointment = work.appointments.get(appointment_id)
    if appointment is None or appointment.state is not AppointmentState.BOOKED:
        state = AppointmentState.CANCELLED if appointment is None else appointment.state
        raise AppointmentOver(state=state)
    return appointment


def _refuse_unless_free(work: Work, service: str, at: datetime, people: int) -> None:
    left = next((each.left for each in free_slots(work, service) if each.at == at), 0)
    if left < people:
        raise SlotTaken(day=long_date(at), time=clock(at))


def _new_code(work: Work) -> str:
    since = _now(work).date().isoformat()
    while True:
        code = "".join(secrets.choice(digits) for _digit in range(CODE_DIGITS))
        if not work.appointments.of_code(code, since):
            return code


def _printed(work: Work, appointment_id: AppointmentId) -> Appointment:
    appointment = work.appointments.get(appointment_id)
    assert appointment is not None, "it was just written"
    work.local.queue_print(
        paper=PAPER,
        entity=appointment_id,
        number=appointment.code,
        copy=0,
        now_ms=work.now_ms,
    )
    work.note("print")
    return appointment


def _now(reading: Reading) -> datetime:
    return branch_time(reading.now_ms, reading.zone).replace(tzinfo=None)
