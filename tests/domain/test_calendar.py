"""The office's own day, its working days, and promised dates."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.domain.calendar import (
    Correction,
    Holiday,
    HolidayKind,
    Hours,
    OfficeCalendar,
    Zone,
    branch_day,
    branch_time,
    instant_ms,
    week_of,
)
from counter.domain.catalogue import Text
from counter.office.holidays import national_holidays

OFFICE_HOURS = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), ("08:00", "15:00"))
WEEK = week_of(OFFICE_HOURS)
FRIDAY = date(2026, 11, 27)
MONDAY = date(2026, 11, 30)

days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
zones = st.sampled_from(Zone)


def holiday(day: date) -> Holiday:
    return Holiday(day, Text("Libur", "Holiday"), HolidayKind.PUBLIC)


calendars = st.builds(
    OfficeCalendar,
    week=st.just(WEEK),
    holidays=st.lists(days.map(holiday), max_size=30).map(tuple),
    corrections=st.lists(
        st.builds(Correction, days, st.booleans(), st.just("own day")),
        max_size=10,
        unique_by=lambda correction: correction.day,
    ).map(tuple),
)


def test_utc_midnight_is_morning_of_the_same_day_in_every_zone() -> None:
    midnight_ms = 1_795_478_400_000  # 24 November 2026, 00:00 UTC

    shown = {zone: branch_time(midnight_ms, zone) for zone in Zone}

    assert shown == {
        Zone.WIB: datetime(2026, 11, 24, 7),
        Zone.WITA: datetime(2026, 11, 24, 8),
        Zone.WIT: datetime(2026, 11, 24, 9),
    }


def test_a_day_begins_two_hours_earlier_in_wit_than_in_wib() -> None:
    eleven_pm_in_wib_ms = instant_ms(datetime(2026, 11, 24, 23), Zone.WIB)

    assert branch_day(eleven_pm_in_wib_ms, Zone.WIB) == date(2026, 11, 24)
    assert branch_day(eleven_pm_in_wib_ms, Zone.WIT) == date(2026, 11, 25)


@given(local=st.datetimes(datetime(1971, 1, 1), datetime(2100, 1, 1)), zone=zones)
def test_an_instant_shows_the_wall_clock_it_was_made_from(local: datetime, zone: Zone) -> None:
    local = local.replace(microsecond=local.microsecond // 1000 * 1000)

    assert branch_time(instant_ms(local, zone), zone) == local


def test_one_working_day_from_friday_is_monday() -> None:
    assert OfficeCalendar(WEEK).promised_date(FRIDAY, 1) == MONDAY


def test_a_holiday_is_not_counted() -> None:
    calendar = OfficeCalendar(WEEK, holidays=(holiday(MONDAY),))

    assert calendar.promised_date(FRIDAY, 1) == date(2026, 12, 1)


def test_nothing_to_wait_for_is_ready_the_same_day() -> None:
    assert OfficeCalendar(WEEK).promised_date(FRIDAY, 0) == FRIDAY


def test_nothing_to_wait_for_on_a_closed_day_is_ready_when_the_office_opens() -> None:
    assert OfficeCalendar(WEEK).promised_date(FRIDAY + timedelta(days=1), 0) == MONDAY


def test_an_office_may_work_on_a_national_holiday() -> None:
    calendar = OfficeCalendar(
        WEEK,
        holidays=(holiday(MONDAY),),
        corrections=(Correction(MONDAY, working=True, title="Pelayanan khusus"),),
    )

    assert calendar.promised_date(FRIDAY, 1) == MONDAY


def test_an_office_closes_on_a_regional_holiday() -> None:
    calendar = OfficeCalendar(WEEK, corrections=(Correction(MONDAY, False, "Hari jadi kota"),))

    assert not calendar.is_working_day(MONDAY)


def test_an_extra_working_sunday_has_the_hours_of_the_first_open_day() -> None:
    sunday = date(2026, 11, 29)
    calendar = OfficeCalendar(WEEK, corrections=(Correction(sunday, True, "Jemput bola"),))

    assert calendar.hours(sunday) == Hours(time(8), time(15))


def test_a_calendar_without_a_working_day_says_so_instead_of_counting_for_ever() -> None:
    with pytest.raises(ValueError, match="no working day"):
        OfficeCalendar(week_of({})).promised_date(FRIDAY, 1)


@pytest.mark.parametrize(
    "hours",
    [{"xyz": ("08:00", "15:00")}, {"mon": ("15:00", "08:00")}, {"mon": ("8", "noon")}],
)
def test_hours_that_cannot_be_are_refused(hours: dict[str, tuple[str, str]]) -> None:
    with pytest.raises(ValueError, match=r"."):
        week_of(hours)


@given(calendar=calendars, start=days, count=st.integers(0, 40))
def test_a_promised_day_is_a_working_day(calendar: OfficeCalendar, start: date, count: int) -> None:
    assert calendar.is_working_day(calendar.promised_date(start, count))


@given(calendar=calendars, start=days, count=st.integers(1, 40))
def test_a_promise_counts_exactly_the_working_days_after_the_start(
    calendar: OfficeCalendar, start: date, count: int
) -> None:
    promised = calendar.promised_date(start, count)

    after = [start + timedelta(days=n) for n in range(1, (promised - start).days + 1)]
    assert sum(map(calendar.is_working_day, after)) == count


@given(calendar=calendars, start=days, first=st.integers(0, 20), second=st.integers(1, 20))
def test_a_longer_promise_is_never_earlier(
    calendar: OfficeCalendar, start: date, first: int, second: int
) -> None:
    assert calendar.promised_date(start, first) <= calendar.promised_date(start, first + second)


@pytest.mark.parametrize(("year", "working_days"), [(2026, 240), (2027, 242)])
def test_the_seeded_years_have_as_many_working_days_as_the_decree(
    year: int, working_days: int
) -> None:
    calendar = OfficeCalendar(WEEK, national_holidays())
    start = date(year, 1, 1)
    whole_year = [start + timedelta(days=n) for n in range(365)]

    assert sum(map(calendar.is_working_day, whole_year)) == working_days


def test_a_year_without_seed_is_known_to_be_unknown() -> None:
    calendar = OfficeCalendar(WEEK, national_holidays())

    assert calendar.knows(date(2027, 12, 31))
    assert not calendar.knows(date(2028, 1, 3))
