"""What people read: translation, and dates, clocks, money and counts as they say them.

English is the key and needs no catalogue; Indonesian is the default. The language is switched
while the program runs: whatever is read afterwards comes in the new one, so a window asks again.
Extraction, merging and compiling live in `resources/locale`; zones are the caller's: a clock is
given here in the branch's own time.
"""

from __future__ import annotations

import gettext as _gettext
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

INDONESIAN = "id"
ENGLISH = "en"
JAVANESE = "jv"
LANGUAGES = (INDONESIAN, ENGLISH)  # of every window and paper
KIOSK_LANGUAGES = (INDONESIAN, JAVANESE, ENGLISH)  # Javanese has the kiosk's sentences only
DRAFTS = frozenset({JAVANESE})  # no native speaker has reviewed these yet: the kiosk says so

_chosen = [INDONESIAN]  # the language of the whole process, one cell
_here: ContextVar[str | None] = ContextVar("language", default=None)

_log = logging.getLogger(__name__)


def language() -> str:
    """Say which language is read here and now: `id` or `en`; at a kiosk `jv` too."""
    return _here.get() or _chosen[0]


def set_language(code: str) -> None:
    """Choose the language of the whole process.

    Raises:
        ValueError: it is not one of `LANGUAGES` or `KIOSK_LANGUAGES`.
    """
    _chosen[0] = _known(code)


@contextmanager
def using(code: str) -> Iterator[None]:
    """Read another language inside this block only: a paper or a page beside the windows'."""
    token = _here.set(_known(code))
    try:
        yield
    finally:
        _here.reset(token)


def _(message: str) -> str:
    """Translate a sentence."""
    return _catalogue(language()).gettext(message)


def N_(message: str) -> str:
    """Mark a sentence for translation later, where it is shown."""
    return message


def ngettext(one: str, many: str, n: int) -> str:
    """Translate a sentence that counts."""
    return _catalogue(language()).ngettext(one, many, n)


def word(value: StrEnum) -> str:
    """Name a state, kind or role for people; its key is the value with spaces: "no show"."""
    return _(value.value.replace("_", " "))


DAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)
MONTHS = (
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
)


def long_date(day: date) -> str:
    """Write a day out: "Selasa, 24 November 2026"."""
    return f"{_(DAYS[day.weekday()])}, {day.day} {_(MONTHS[day.month - 1])} {day.year}"


def short_date(day: date) -> str:
    """Write a day in figures: "24-11-2026"."""
    return f"{day.day:02}-{day.month:02}-{day.year:04}"


def clock(at: datetime | time) -> str:
    """Write a time of day: "10.42", in English "10:42"."""
    return f"{at.hour:02}{':' if language() == ENGLISH else '.'}{at.minute:02}"


def duration(seconds: float) -> str:
    """Say how long, as people do: "45 dtk", "12 mnt", "1 jam 5 mnt". Never below zero."""
    whole = max(0, int(seconds))
    minutes = whole // 60
    if not minutes:
        return _("{seconds} s").format(seconds=whole)
    if minutes < 60:
        return _("{minutes} min").format(minutes=minutes)
    hours, minutes = divmod(minutes, 60)
    if not minutes:
        return _("{hours} h").format(hours=count(hours))
    return _("{hours} h {minutes} min").format(hours=count(hours), minutes=minutes)


def waiting_for(seconds: float) -> str:
    """Say how long someone has waited: "menunggu 12 mnt"."""
    return _("waiting {duration}").format(duration=duration(seconds))


def since(at: datetime | time) -> str:
    """Say from when on: "sejak 10.42"."""
    return _("since {clock}").format(clock=clock(at))


def stopwatch(seconds: float) -> str:
    """Count a service that runs: "03:24", "1:03:24"; one width as it ticks, in every language."""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"


def count(number: int) -> str:
    """Group thousands: "1.234", in English "1,234"."""
    return decimal(number, places=0)


def decimal(number: float | Decimal, *, places: int) -> str:
    """Write a number with so many decimals: "1.234,50", in English "1,234.50"."""
    figures = f"{number:,.{places}f}"
    return figures if language() == ENGLISH else figures.translate(_COMMA_FOR_POINT)


def rupiah(amount: int) -> str:
    """Write money: "Rp1.500.000"; nothing to pay says so: "Rp0 (gratis)"."""
    return f"Rp{count(amount)}" if amount else _("Rp0 (free)")


_COMMA_FOR_POINT = str.maketrans(",.", ".,")


def _known(code: str) -> str:
    if code not in LANGUAGES + KIOSK_LANGUAGES:
        raise ValueError(f"no such language: {code!r}")
    return code


@cache
def _catalogue(code: str) -> _gettext.NullTranslations:
    if code == ENGLISH:
        return _gettext.NullTranslations()
    from counter.files import resource

    try:
        with resource("locale", code, "LC_MESSAGES", "loket.mo").open("rb") as file:
            made = _gettext.GNUTranslations(file)
    except FileNotFoundError:
        # The queue goes on in English rather than not at all.
        _log.warning("no translations for %r: run `make setup`", code)
        return _gettext.NullTranslations()
    if code != INDONESIAN:  # what it lacks is said as most people read it
        made.add_fallback(_catalogue(INDONESIAN))
    return made
