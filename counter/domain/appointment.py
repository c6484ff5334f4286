"""Appointments: which times a service has on a day, and an appointment's fold.

Pure. A slot is a time of the branch's own day; how many are expected in it is the office's word.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from msgspec import Struct

from counter.domain import bodies
from counter.domain.calendar import WEEKDAYS, OfficeCalendar
from counter.domain.events import AppointmentId, Fact

CODE_DIGITS = 6  # typed with one finger at a kiosk
LATE_MIN = 15  # whoever comes so much later has lost the time and waits as everybody does


class AppointmentState(StrEnum):
    """Where an appointment stands."""

    BOOKED = "booked"
    ARRIVED = "arrived"
    CANCELLED = "cancelled"


class Appointment(Struct, frozen=True):
    """Where an appointment stands now; without its private part."""

    id: AppointmentId
    service: str
    day: str  # the branch's own, ISO
    time: str  # HH:MM
    code: str
    people: int
    clerk: str  # who booked it
    booked_ms: int
    state: AppointmentState
    ticket: str | None = None  # issued on arrival
    reason: str = ""  # why it was cancelled

    @property
    def at(self) -> datetime:
        """When it is, by the branch's wall clock."""
        return datetime.combine(date.fromisoformat(self.day), time.fromisoformat(self.time))

    def is_late(self, now: datetime) -> bool:
        """Whether whoever has not come by now, the branch's time, has lost the time."""
        return now > self.at + timedelta(minutes=LATE_MIN)


def fold_appointment(facts: Iterable[Fact]) -> Appointment | None:
    """Fold an appointment's events; None where its booking is not known yet.

    Whoever has come has come, whatever was cancelled elsewhere meanwhile; and a cancellation that
    did not see a move to another time leaves the one that was moved to.
    """
    ordered = sorted(facts, key=lambda fact: fact.order)
    booked = next(
        (each for each in ordered if isinstance(each.body, bodies.AppointmentBooked)), None
    )
    if booked is None or not isinstance(booked.body, bodies.AppointmentBooked):
        return None
    moves = [each for each in ordered if isinstance(each.body, bodies.AppointmentMoved)]
    arrivals = [each.body for each in ordered if isinstance(each.body, bodies.AppointmentArrived)]
    cancelled = [
        each.body
        for each in ordered
        if isinstance(each.body, bodies.AppointmentCancelled)
        and all(each.has_seen(move) for move in moves)
    ]
    day, at = booked.body.day, booked.body.time
    for moved in moves:
        assert isinstance(moved.body, bodies.AppointmentMoved)
        day, at = moved.body.day, moved.body.time
    state = AppointmentState.BOOKED
    if arrivals:
        state = AppointmentState.ARRIVED
    elif cancelled:
        state = AppointmentState.CANCELLED
    return Appointment(
        id=AppointmentId(booked.id),
        service=booked.body.service,
        day=day,
        time=at,
        code=booked.body.code,
        people=booked.body.people,
        clerk=booked.actor,
        booked_ms=booked.arrival_ms,
        state=state,
        ticket=arrivals[-1].ticket if arrivals else None,
        reason=cancelled[0].reason if cancelled and not arrivals else "",
    )


def slot_times(slots: bodies.SlotsSet, day: date, calendar: OfficeCalendar) -> tuple[time, ...]:
    """The times of a day at which a service expects people: those at which the office is open."""
    hours = calendar.hours(day)
    if not slots.places or hours is None:
        return ()
    if slots.days and WEEKDAYS[day.weekday()] not in slots.days:
        return ()
    first, last = (datetime.combine(day, time.fromisoformat(each)) for each in slots.hours)
    step = timedelta(minutes=slots.every_min)
    every = (first + at * step for at in range((last - first) // step + 1))
    return tuple(
        each.time() for each in every if each < last and hours.opens <= each.time() < hours.closes
    )
