"""One answer of a form: from what a clerk typed to what is stored, kind by kind.

Pure, and forgiving about writing: spaces, dots and dashes in numbers, dates as people write them.
What is stored is one spelling per value (dates ISO 8601, numbers as digits); `shown` turns it back
into what people read, and reading that again gives the same value.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date

from msgspec import Struct

from counter.domain.catalogue import Field, FieldKind
from counter.domain.findings import Fact, Finding, Reason, Severity
from counter.domain.nik import NikReading, check_nik, check_nkk, digits_of, grouped
from counter.domain.regions import DISTRICT, Regions, dotted

NAME_LENGTH = 60
TEXT_LENGTH = 200
LONG_TEXT_LENGTH = 2000
EMAIL_LENGTH = 254  # RFC 5321
NOP_GROUPS = (2, 2, 3, 3, 3, 4, 1)  # province, regency, district, village, block, number, kind
NUMBER_DIGITS = 15  # what a float, and so a spreadsheet, holds without loss
RT_DIGITS = 3
EARLIEST_YEAR = 1900

_DATE = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4})|(\d{2})(\d{2})(\d{4})", re.ASCII)
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_TIME = re.compile(r"(\d{1,2})[.:](\d{2})|(\d{2})(\d{2})", re.ASCII)
_NUMBER = re.compile(r"-?(\d{1,3}(\.\d{3})+|\d+)", re.ASCII)
_RUPIAH = re.compile(
    r"(?:Rp\.? ?)?(\d{1,3}(?:\.\d{3})+|\d+)(?:,(?:00|-))?", re.ASCII | re.IGNORECASE
)
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_PHONE = re.compile(r"08\d{8,11}", re.ASCII)
_DIGITS = re.compile(r"\d+", re.ASCII)


class Setting(Struct, frozen=True):
    """What an answer is checked against, beside its field."""

    today: date  # the branch's own
    regions: Regions


Checked = tuple[str, Sequence[Finding]]  # the value as stored, or as typed where it has an error


def check_answer(field: Field, typed: str, setting: Setting) -> Checked:
    """Read what was typed into a field; blank is the caller's to judge."""
    value, findings = _CHECKS[field.kind](field, typed, setting)
    return value, [_of_field(finding, field) for finding in findings]


def shown(field: Field, value: str) -> str:
    """Write a stored value as people read and type it; a choice stays its id."""
    match field.kind:
        case FieldKind.NIK | FieldKind.NKK:
            return grouped(value)
        case FieldKind.DATE | FieldKind.PAST_DATE:
            return "-".join(reversed(value.split("-")))
        case FieldKind.TIME:
            return value.replace(":", ".")
        case FieldKind.NUMBER | FieldKind.RUPIAH:
            return f"{int(value):,}".replace(",", ".")
        case FieldKind.PHONE:
            return f"{value[:4]} {grouped(value[4:])}"
        case FieldKind.REGION:
            return dotted(value)
        case FieldKind.NOP:
            return _nop_shown(value)
        case _:
            return value


def _of_field(finding: Finding, field: Field) -> Finding:
    return Finding(
        finding.reason, finding.severity, field.id, finding.first, finding.last, finding.facts
    )


def _error(reason: Reason, **facts: Fact) -> list[Finding]:
    return [Finding(reason, facts=facts)]


def _one_line(typed: str) -> str:
    return " ".join(unicodedata.normalize("NFC", typed).split())


def _length(text: str, field: Field, longest: int) -> list[Finding]:
    least, most = field.minimum or 0, field.maximum or longest
    if len(text) < least:
        return _error(Reason.TOO_SHORT, found=len(text), least=least)
    if len(text) > most:
        return _error(Reason.TOO_LONG, found=len(text), most=most)
    return []


def _matching(text: str, field: Field) -> list[Finding]:
    if field.pattern is not None and not re.fullmatch(field.pattern, text):
        return _error(Reason.PATTERN, found=text)
    return []


def _text(field: Field, typed: str, _setting: Setting) -> Checked:
    text = _one_line(typed)
    return text, _length(text, field, TEXT_LENGTH) + _matching(text, field)


def _long_text(field: Field, typed: str, _setting: Setting) -> Checked:
    text = "\n".join(_one_line(line) for line in typed.strip().splitlines())
    return text, _length(text, field, LONG_TEXT_LENGTH) + _matching(text, field)


def _name(field: Field, typed: str, _setting: Setting) -> Checked:
    name = _one_line(typed).replace("\u2019", "'")
    return name, _name_findings(name) + _length(name, field, NAME_LENGTH)


def _name_findings(name: str) -> list[Finding]:
    return [
        Finding(Reason.NAME_CHARACTER, first=place, last=place, facts={"found": character})
        for place, character in enumerate(name, 1)
        if not (character.isalpha() or character in " .'-")
    ][:1]


def _names(field: Field, typed: str, _setting: Setting) -> Checked:
    lines = [_one_line(line).replace("\u2019", "'") for line in typed.splitlines()]
    names = [line for line in lines if line]
    findings: list[Finding] = []
    for place, name in enumerate(names, 1):
        if len(name) > NAME_LENGTH:
            findings += _error(Reason.TOO_LONG, found=len(name), most=NAME_LENGTH)
        for finding in _name_findings(name):
            facts = {"line": place, **finding.facts}
            findings.append(Finding(finding.reason, first=finding.first, facts=facts))
    least, most = field.minimum or 1, field.maximum
    if len(names) < least:
        findings += _error(Reason.TOO_FEW_NAMES, found=len(names), least=least)
    if most is not None and len(names) > most:
        findings += _error(Reason.TOO_MANY_NAMES, found=len(names), most=most)
    return "\n".join(names), findings


def _nik(field: Field, typed: str, setting: Setting) -> Checked:
    reading = check_nik(typed, today=setting.today, regions=setting.regions)
    return reading.digits, (*reading.findings, *_age(field, reading, setting.today))


def _age(field: Field, reading: NikReading, today: date) -> list[Finding]:
    """Warn where the bearer's age is outside the limits, whichever century the NIK means."""
    ages = [_years(born, today) for born in reading.birth_dates]
    if not ages:
        return []
    if field.minimum is not None and max(ages) < field.minimum:
        facts = {"found": max(ages), "least": field.minimum}
        return [Finding(Reason.TOO_YOUNG, Severity.WARNING, first=7, last=12, facts=facts)]
    if field.maximum is not None and min(ages) > field.maximum:
        facts = {"found": min(ages), "most": field.maximum}
        return [Finding(Reason.TOO_OLD, Severity.WARNING, first=7, last=12, facts=facts)]
    return []


def _years(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _nkk(_field: Field, typed: str, setting: Setting) -> Checked:
    reading = check_nkk(typed, regions=setting.regions)
    return reading.digits, reading.findings


def parse_date(typed: str) -> date | None:
    """Read a day as people write it (24-11-2026, 24/11/2026, 24112026) or as ISO 8601 has it."""
    text = typed.strip()
    if match := _ISO_DATE.fullmatch(text):
        year, month, day = match.groups()
    elif match := _DATE.fullmatch(text):
        day, _separator, month, year = match.group(1, 2, 3, 4)
        if day is None:
            day, month, year = match.group(5, 6, 7)
    else:
        return None
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if found.year >= EARLIEST_YEAR else None


def _date(_field: Field, typed: str, _setting: Setting) -> Checked:
    day = parse_date(typed)
    if day is None:
        return typed, _error(Reason.NOT_A_DATE, found=typed.strip())
    return day.isoformat(), []


def _past_date(field: Field, typed: str, setting: Setting) -> Checked:
    day = parse_date(typed)
    if day is not None and day > setting.today:
        return typed, _error(Reason.DATE_IN_FUTURE, found=day, today=setting.today)
    return _date(field, typed, setting)


def _time(_field: Field, typed: str, _setting: Setting) -> Checked:
    match = _TIME.fullmatch(typed.strip())
    if match:
        hour, minute = match.group(1, 2) if match[1] else match.group(3, 4)
        if int(hour) < 24 and int(minute) < 60:
            return f"{int(hour):02}:{minute}", []
    return typed, _error(Reason.NOT_A_TIME, found=typed.strip())


def _number(field: Field, typed: str, _setting: Setting) -> Checked:
    text = typed.strip()
    if not _NUMBER.fullmatch(text):
        return typed, _error(Reason.NOT_A_NUMBER, found=text)
    return _within(field, typed, text)


def _rupiah(field: Field, typed: str, _setting: Setting) -> Checked:
    match = _RUPIAH.fullmatch(typed.strip())
    if not match:
        return typed, _error(Reason.NOT_A_NUMBER, found=typed.strip())
    return _within(field, typed, match[1])


def _within(field: Field, typed: str, digits: str) -> Checked:
    digits = digits.replace(".", "")
    if len(digits.lstrip("-0")) > NUMBER_DIGITS:
        return typed, _error(Reason.TOO_LARGE, found=digits, most=10**NUMBER_DIGITS - 1)
    number = int(digits)
    if field.minimum is not None and number < field.minimum:
        return typed, _error(Reason.TOO_SMALL, found=number, least=field.minimum)
    if field.maximum is not None and number > field.maximum:
        return typed, _error(Reason.TOO_LARGE, found=number, most=field.maximum)
    return str(number), []


def _phone(_field: Field, typed: str, _setting: Setting) -> Checked:
    digits = digits_of(typed)
    digits = re.sub(r"^(\+62|62)", "0", digits)
    if not _PHONE.fullmatch(digits):
        return typed, _error(Reason.PHONE, found=typed.strip())
    return digits, []


def _email(_field: Field, typed: str, _setting: Setting) -> Checked:
    text = typed.strip()
    if len(text) > EMAIL_LENGTH or not _EMAIL.fullmatch(text):
        return typed, _error(Reason.EMAIL, found=text)
    return text, []


def _choice(field: Field, typed: str, _setting: Setting) -> Checked:
    if typed not in [choice.id for choice in field.choices]:
        return typed, _error(Reason.NOT_A_CHOICE, found=typed)
    return typed, []


def _yes_no(_field: Field, typed: str, _setting: Setting) -> Checked:
    return typed, [] if typed in ("yes", "no") else _error(Reason.NOT_A_CHOICE, found=typed)


def _neighbourhood(_field: Field, typed: str, _setting: Setting) -> Checked:
    text = typed.strip()
    if len(text) > RT_DIGITS or not _DIGITS.fullmatch(text):
        return typed, _error(Reason.DIGITS, found=text, expected=RT_DIGITS)
    return text.zfill(RT_DIGITS), []


def _region(_field: Field, typed: str, setting: Setting) -> Checked:
    code = digits_of(typed)
    region = setting.regions.find(code)
    if region is None or region.former or len(code) != DISTRICT:
        return typed, _error(Reason.NO_SUCH_REGION, found=typed.strip())
    return code, []


def _nop(_field: Field, typed: str, _setting: Setting) -> Checked:
    digits = digits_of(typed)
    expected = sum(NOP_GROUPS)
    if len(digits) != expected or not _DIGITS.fullmatch(digits):
        return typed, _error(Reason.DIGITS, found=typed.strip(), expected=expected)
    return digits, []


def _nop_shown(value: str) -> str:
    parts, start = [], 0
    for length in NOP_GROUPS:
        parts.append(value[start : start + length])
        start += length
    return ".".join(parts[:5]) + "-" + ".".join(parts[5:])


_CHECKS: dict[FieldKind, Callable[[Field, str, Setting], Checked]] = {
    FieldKind.TEXT: _text,
    FieldKind.LONG_TEXT: _long_text,
    FieldKind.NAME: _name,
    FieldKind.NIK: _nik,
    FieldKind.NKK: _nkk,
    FieldKind.DATE: _date,
    FieldKind.PAST_DATE: _past_date,
    FieldKind.TIME: _time,
    FieldKind.NUMBER: _number,
    FieldKind.RUPIAH: _rupiah,
    FieldKind.PHONE: _phone,
    FieldKind.EMAIL: _email,
    FieldKind.CHOICE: _choice,
    FieldKind.YES_NO: _yes_no,
    FieldKind.ADDRESS: _text,
    FieldKind.RT: _neighbourhood,
    FieldKind.RW: _neighbourhood,
    FieldKind.REGION: _region,
    FieldKind.NOP: _nop,
    FieldKind.NAMES: _names,
}
