"""The citizen's number (NIK) and the family card's (NKK): what they tell, and what is wrong.

Pure. NIK is `PPKKCC DDMMYY SSSS`: region of first registration, birth date (a woman's day plus
40), serial. There is no check digit, so a number is wrong only where no NIK can be; what merely
does not fit is a warning, for a NIK never changes: not when the birth date is corrected, not when
its bearer moves, not when a region is split.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from enum import StrEnum

from msgspec import Struct

from counter.domain.findings import Fact, Finding, Reason, Severity
from counter.domain.regions import DISTRICT, Region, Regions

LENGTH = 16
SEPARATORS = frozenset(" .-\u00a0")
WOMAN = 40  # added to her day of birth
NO_REGENCY = ("00", "70")  # kabupaten run from 01 to 69, kota from 71 to 99
LAST_DAY = 31
LAST_MONTH = 12
# Two digits of a year leave the century open; somebody older than this is not at a counter.
OLDEST_YEARS = 115


class Sex(StrEnum):
    """As the civil registry knows it."""

    MALE = "male"
    FEMALE = "female"


class NumberReading(Struct, frozen=True):
    """What a number tells, and what is wrong or doubtful in it."""

    digits: str  # as typed, without separators
    findings: tuple[Finding, ...] = ()
    region: tuple[Region, ...] = ()  # that gave the number, from the province down, if known

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What must be corrected: it cannot be such a number."""
        return tuple(each for each in self.findings if each.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What may be right, and is filed with a reason."""
        return tuple(each for each in self.findings if each.severity is Severity.WARNING)


class NkkReading(NumberReading, frozen=True):
    """What a number typed as a family card's tells."""


class NikReading(NumberReading, frozen=True):
    """What a number typed as a NIK tells; with an error, nothing about its bearer."""

    birth_dates: tuple[date, ...] = ()  # all it may be, the likeliest first: the century is open
    sex: Sex | None = None

    @property
    def birth_date(self) -> date | None:
        """The date of birth, where only one is possible; else it has to be asked for."""
        return self.birth_dates[0] if len(self.birth_dates) == 1 else None


def digits_of(text: str) -> str:
    """Take the separators out of a number as people write it: 3171 0152 0891 0003."""
    return "".join(character for character in text if character not in SEPARATORS)


def grouped(number: str) -> str:
    """Write a number in groups of four, as it is read aloud and compared."""
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4))


def masked(number: str) -> str:
    """Hide all but region and serial: 3201********0001."""
    return f"{number[:4]}{'*' * 8}{number[12:]}" if len(number) == LENGTH else "*" * len(number)


def check_nik(
    text: str,
    *,
    today: date,
    regions: Regions,
    birth_date: date | None = None,
    sex: Sex | None = None,
) -> NikReading:
    """Read what was typed as a NIK.

    Args:
        text: with or without separators; positions in findings count its digits from 1.
        today: the branch's day: nobody is born later.
        regions: to name the region of first registration.
        birth_date: as the citizen or another document states it, where already known.
        sex: likewise.

    Source: domain reference, section 2.
    """
    digits = digits_of(text)
    findings = list(_shape(digits))
    if findings:
        return NikReading(digits, tuple(findings))
    day = int(digits[6:8])
    own_sex = Sex.FEMALE if day > WOMAN else Sex.MALE
    if own_sex is Sex.FEMALE:
        day -= WOMAN
    possible = _dates(digits, day)
    findings += _impossible(digits, day, possible, Reason.DAY)
    if findings:
        return NikReading(digits, tuple(findings))
    findings += _region_findings(digits, regions)
    birth_dates = tuple(each for each in possible if _may_stand_here(each, today))
    if birth_date and birth_date not in possible:
        found = (birth_dates or possible)[0]
        findings.append(_differs(Reason.BIRTH_DATE_DIFFERS, 12, found, birth_date))
    if sex and sex is not own_sex:
        findings.append(_differs(Reason.SEX_DIFFERS, 8, own_sex, sex))
    return NikReading(
        digits,
        tuple(findings),
        region=regions.path(digits[:DISTRICT]),
        birth_dates=birth_dates,
        sex=own_sex,
    )


def check_nkk(text: str, *, regions: Regions) -> NkkReading:
    """Read what was typed as a family card's number: region, day of recording, serial.

    Source: domain reference, section 2.
    """
    digits = digits_of(text)
    findings = list(_shape(digits))
    if not findings:
        day = int(digits[6:8])  # of recording: nothing is added to it for a woman
        findings += _impossible(digits, day, _dates(digits, day), Reason.CARD_DAY)
    if findings:
        return NkkReading(digits, tuple(findings))
    return NkkReading(
        digits,
        tuple(_region_findings(digits, regions)),
        region=regions.path(digits[:DISTRICT]),
    )


def _wrong(reason: Reason, first: int, last: int, digits: str) -> Finding:
    found = digits[first - 1 : last]
    return Finding(reason, first=first, last=last, facts={"found": found})


def _differs(reason: Reason, last: int, found: Fact, stated: Fact) -> Finding:
    facts = {"found": found, "stated": stated}
    return Finding(reason, Severity.WARNING, first=7, last=last, facts=facts)


def _shape(digits: str) -> Iterator[Finding]:
    for position, character in enumerate(digits[:LENGTH], 1):
        if not (character.isascii() and character.isdigit()):
            yield _wrong(Reason.NOT_A_DIGIT, position, position, digits)
    if len(digits) != LENGTH:
        yield Finding(
            Reason.LENGTH,
            first=min(len(digits), LENGTH) + 1,  # where digits are missing, or too many begin
            last=max(len(digits), LENGTH),
            facts={"found": len(digits), "expected": LENGTH},
        )


def _impossible(
    digits: str, day: int, possible: tuple[date, ...], day_reason: Reason
) -> Iterator[Finding]:
    if digits[2:4] in NO_REGENCY:
        yield _wrong(Reason.REGENCY_CODE, 3, 4, digits)
    if digits[4:6] == "00":
        yield _wrong(Reason.DISTRICT_CODE, 5, 6, digits)
    is_day = 1 <= day <= LAST_DAY
    is_month = 1 <= int(digits[8:10]) <= LAST_MONTH
    if not is_day:
        yield _wrong(day_reason, 7, 8, digits)
    if not is_month:
        yield _wrong(Reason.MONTH, 9, 10, digits)
    if is_day and is_month and not possible:
        yield _wrong(Reason.NO_SUCH_DATE, 7, 12, digits)
    if digits[12:] == "0000":
        yield _wrong(Reason.SERIAL, 13, 16, digits)


def _region_findings(digits: str, regions: Regions) -> Iterator[Finding]:
    code = digits[:DISTRICT]
    region = regions.find(code)
    if region is None:
        yield Finding(
            Reason.REGION_UNKNOWN, Severity.WARNING, first=1, last=DISTRICT, facts={"found": code}
        )
    elif region.former:  # known to be an old code: nothing is left to doubt
        facts = {"found": code, "name": region.name}
        yield Finding(Reason.REGION_FORMER, Severity.NOTICE, first=1, last=DISTRICT, facts=facts)


def _dates(digits: str, day: int) -> tuple[date, ...]:
    """Every date that six digits may mean, the latest first; none for 31 April."""
    found = []
    for century in (2000, 1900):
        with suppress(ValueError):  # 29 February of a common year in one of them
            found.append(date(century + int(digits[10:12]), int(digits[8:10]), day))
    return tuple(found)


def _may_stand_here(born: date, today: date) -> bool:
    return born <= today and today.year - born.year <= OLDEST_YEARS
