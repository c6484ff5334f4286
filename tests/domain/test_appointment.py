"""Appointments: the times of a day, and what becomes of one whatever order its events came in."""

from __future__ import annotations

from datetime import date, time
from itertools import permutations

import pytest

from counter.domain import bodies
from counter.domain.appointment import Appointment, AppointmentState, fold_appointment, slot_times
from counter.domain.calendar import Correction, OfficeCalendar, week_of
from counter.domain.events import Fact
from tests.domain.histories import fact

MONDAY, FRIDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 27), date(2026, 11, 29)
WEEK = {
    **dict.fromkeys(("mon", "tue", "wed", "thu"), ("08:00", "15:00")),
    "fri": ("08:00", "11:00"),
}
CALENDAR = OfficeCalendar(week_of(WEEK))
MORNING = bodies.SlotsSet(service="ktp_new", places=2, hours=("07:30", "11:30"), every_min=60)
BOOKED = bodies.AppointmentBooked(service="ktp_new", day="2026-11-25", time="09:30", code="204817")
booked = fact("a", 1, BOOKED)
LATER = bodies.AppointmentMoved(day="2026-11-26", time="10:00")


def test_times_are_those_at_which_the_office_is_open() -> None:
    assert slot_times(MORNING, MONDAY, CALENDAR) == (time(8, 30), time(9, 30), time(10, 30))


@pytest.mark.parametrize(
    ("slots", "day"),
    [
        (MORNING, SUNDAY),
        (bodies.SlotsSet("ktp_new", 0, ("08:00", "11:00"), 30), MONDAY),
        (bodies.SlotsSet("ktp_new", 2, ("08:00", "11:00"), 30, ("fri",)), MONDAY),
    ],
    ids=["closed", "no places", "another weekday"],
)
def test_days_without_appointments_have_no_times(slots: bodies.SlotsSet, day: date) -> None:
    assert slot_times(slots, day, CALENDAR) == ()


def test_a_holiday_of_the_offices_own_has_no_times() -> None:
    closed = Correction(day=FRIDAY, working=False, title="Hari jadi kota")

    assert slot_times(MORNING, FRIDAY, OfficeCalendar(week_of(WEEK), corrections=(closed,))) == ()


def in_every_order(*facts: Fact) -> Appointment:
    """The appointment, the same whichever event comes first."""
    first, *others = {fold_appointment(each) for each in permutations(facts)}
    assert not others
    assert first is not None
    return first


def test_two_moves_apart_end_in_one_time_everywhere() -> None:
    one = fact("a", 2, LATER, [booked])
    other = fact("b", 1, bodies.AppointmentMoved(day="2026-11-27", time="08:00"), [booked])

    last = max(one, other, key=lambda each: each.order).body

    found = in_every_order(booked, one, other)

    assert isinstance(last, bodies.AppointmentMoved)
    assert (found.day, found.time) == (last.day, last.time)


def test_a_cancellation_that_did_not_see_the_move_cancels_nothing() -> None:
    moved = fact("a", 2, LATER, [booked])
    cancelled = fact("b", 1, bodies.AppointmentCancelled(), [booked])

    found = in_every_order(booked, moved, cancelled)

    assert (found.state, found.day) == (AppointmentState.BOOKED, "2026-11-26")


def test_one_that_saw_it_does() -> None:
    moved = fact("a", 2, LATER, [booked])
    cancelled = fact("b", 1, bodies.AppointmentCancelled(reason="ill"), [booked, moved])

    found = in_every_order(booked, moved, cancelled)

    assert (found.state, found.reason) == (AppointmentState.CANCELLED, "ill")


def test_whoever_has_come_has_come() -> None:
    arrived = fact("a", 2, bodies.AppointmentArrived(ticket="t:1"), [booked])
    cancelled = fact("b", 1, bodies.AppointmentCancelled(reason="ill"), [booked])

    found = in_every_order(booked, arrived, cancelled)

    assert (found.state, found.ticket, found.reason) == (AppointmentState.ARRIVED, "t:1", "")


def test_without_its_booking_it_is_unknown() -> None:
    assert fold_appointment([fact("a", 2, LATER, [booked])]) is None
