"""The office's calendar: its own day, its working days, and the day it promises a product for.

Pure. The national holidays are a seed (`resources/calendar`); an office's own corrections win
over them, since Islamic dates move and regional holidays are in no list.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property

from msgspec import Struct

from counter.domain.catalogue import Text


class Zone(StrEnum):
    """Indonesia's three time zones; none has summer time, so no time zone data is needed."""

    WIB = "WIB"
    WITA = "WITA"
    WIT = "WIT"

    @property
    def offset(self) -> timedelta:
        """How far the zone's clocks are ahead of UTC."""
        return timedelta(hours={"WIB": 7, "WITA": 8, "WIT": 9}[self.value])


def branch_time(at_ms: int, zone: Zone) -> datetime:
    """What a clock on the branch's wall shows at an instant; without a time zone of its own."""
    instant = datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=at_ms)
    return (instant + zone.offset).replace(tzinfo=None)


def branch_day(at_ms: int, zone: Zone) -> date:
    """The branch's own calendar day at an instant."""
    return branch_time(at_ms, zone).date()


def instant_ms(local: datetime, zone: Zone) -> int:
    """The instant at which the branch's wall clock shows `local`."""
    since = local.replace(tzinfo=UTC) - zone.offset - datetime.fromtimestamp(0, UTC)
    return since // timedelta(milliseconds=1)


class Hours(Struct, frozen=True):
    """When the counters are open on a day, by the branch's wall clock."""

    opens: time
    closes: time


DAYS_A_YEAR = 366
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def week_of(hours: Mapping[str, tuple[str, str]]) -> tuple[Hours | None, ...]:
    """Read the hours as an office is configured with them: a missing day is closed.

    Args:
        hours: `mon` … `sun` to opening and closing time, HH:MM.

    Raises:
        ValueError: a day or a time there is none of, or a day that closes before it opens.
    """
    if unknown := hours.keys() - set(WEEKDAYS):
        raise ValueError(f"no such weekday: {min(unknown)}")
    week: list[Hours | None] = []
    for weekday in WEEKDAYS:
        if weekday not in hours:
            week.append(None)
            continue
        opens, closes = (time.fromisoformat(text) for text in hours[weekday])
        if closes <= opens:
            raise ValueError(f"{weekday} closes before it opens")
        week.append(Hours(opens, closes))
    return tuple(week)


class HolidayKind(StrEnum):
    """Who closes the office on that day."""

    PUBLIC = "public"
    JOINT_LEAVE = "joint_leave"  # cuti bersama


class Holiday(Struct, frozen=True, omit_defaults=True):
    """A day on which the nation's offices are closed."""

    day: date
    title: Text
    kind: HolidayKind
    estimated: bool = False  # the moon decides: may still move by a day


class Correction(Struct, frozen=True):
    """A day on which this office does otherwise than its week and the nation say."""

    day: date
    working: bool
    title: str


class OfficeCalendar(Struct, frozen=True, dict=True):
    """One office's week, the holidays it keeps, and its own corrections, which win."""

    week: tuple[Hours | None, ...]  # Monday first
    holidays: tuple[Holiday, ...] = ()
    corrections: tuple[Correction, ...] = ()

    @cached_property
    def _holidays(self) -> Mapping[date, Holiday]:
        return {each.day: each for each in self.holidays}

    @cached_property
    def _corrections(self) -> Mapping[date, Correction]:
        return {each.day: each for each in self.corrections}

    def holiday(self, day: date) -> Holiday | None:
        """The national holiday on that day, whether or not this office keeps it."""
        return self._holidays.get(day)

    def correction(self, day: date) -> Correction | None:
        """What the office itself laid down for that day."""
        return self._corrections.get(day)

    def hours(self, day: date) -> Hours | None:
        """When the office is open on that day; None where it is closed.

        A working day by correction, on a weekday that is closed otherwise, has the hours of the
        week's first open day.
        """
        usual = self.week[day.weekday()]
        if correction := self.correction(day):
            first_open = next((each for each in self.week if each), None)
            return (usual or first_open) if correction.working else None
        return None if self.holiday(day) else usual

    def is_working_day(self, day: date) -> bool:
        """Whether the office is open at all on that day."""
        return self.hours(day) is not None

    def knows(self, day: date) -> bool:
        """Whether that year's holidays are in the calendar; a promise beyond may be too early."""
        return any(holiday.day.year == day.year for holiday in self.holidays)

    def add_working_days(self, start: date, count: int) -> date:
        """The working day that is `count` working days after `start`, which is not counted.

        With a count of 0 it is `start` itself, or the next working day where the office is
        closed on `start`.

        Raises:
            ValueError: `count` is negative, or the office does not open within a year.
        """
        if count < 0:
            raise ValueError(f"cannot count {count} working days")
        day = start
        closed = 0
        while count > 0 or not self.is_working_day(day):
            day += timedelta(days=1)
            if self.is_working_day(day):
                count -= 1
                closed = 0
            elif (closed := closed + 1) > DAYS_A_YEAR:
                raise ValueError("this calendar has no working day within a year")
        return day

    def promised_date(self, complete_on: date, working_days: int) -> date:
        """The latest day on which the product is ready, as the receipt promises it.

        Counted from the branch's day on which the last required document came in; a promise of
        0 working days means the same visit.
        """
        return self.add_working_days(complete_on, working_days)
