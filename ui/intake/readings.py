"""What a right answer tells: a NIK's bearer, a date's weekday and how far away it is."""

from __future__ import annotations

from datetime import date

from counter.domain.answers import Setting, parse_date
from counter.domain.catalogue import Field, FieldKind
from counter.domain.nik import Sex, check_nik
from counter.text import DAYS, MONTHS, _, ngettext, rupiah

_WEEKS_FROM = 14
_MONTHS_FROM = 60
_YEARS_FROM = 700


def reading(field: Field, typed: str, setting: Setting) -> str:
    """Say what a right answer tells beyond itself; nothing for most kinds."""
    match field.kind:
        case FieldKind.NIK:
            return nik_words(typed, setting)
        case FieldKind.DATE | FieldKind.PAST_DATE:
            day = parse_date(typed)
            return date_words(day, setting.today) if day else ""
        case FieldKind.RUPIAH:
            figures = "".join(each for each in typed if each.isdigit())
            return rupiah(int(figures)) if figures else ""
        case _:
            return ""


def nik_words(typed: str, setting: Setting) -> str:
    """Say who a NIK belongs to: sex, birth date, where it was first registered."""
    found = check_nik(typed, today=setting.today, regions=setting.regions)
    if found.errors or found.sex is None:
        return ""
    sex = _("Female") if found.sex is Sex.FEMALE else _("Male")
    born = _(" or ").join(_day(day) for day in found.birth_dates)
    parts = [_("{sex}, born {date}").format(sex=sex, date=born)]
    path = setting.regions.path(found.digits[:6])
    if path:
        names = ", ".join(region.short_name for region in path[1:] or path)
        parts.append(_("first registered in {region}").format(region=names))
    return " · ".join(parts)


def date_words(day: date, today: date) -> str:
    """Say a date as people do: "Minggu, 2 hari lalu"."""
    return f"{_(DAYS[day.weekday()])}, {_distance((day - today).days)}"


def _distance(days: int) -> str:
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    if days == -1:
        return _("yesterday")
    number, unit = _in_units(abs(days))
    said = unit.format(n=number)
    return (
        _("{duration} ago").format(duration=said)
        if days < 0
        else _("in {duration}").format(duration=said)
    )


def _in_units(days: int) -> tuple[int, str]:
    if days < _WEEKS_FROM:
        return days, ngettext("{n} day", "{n} days", days)
    if days < _MONTHS_FROM:
        weeks = days // 7
        return weeks, ngettext("{n} week", "{n} weeks", weeks)
    if days < _YEARS_FROM:
        months = days * 12 // 365
        return months, ngettext("{n} month", "{n} months", months)
    years = days * 4 // 1461
    return years, ngettext("{n} year", "{n} years", years)


def _day(day: date) -> str:
    return f"{day.day} {_(MONTHS[day.month - 1])} {day.year}"
