"""What a check found wrong or doubtful in something typed: structured, without a language.

`nik` and `forms` find; `counter.office.findings` says it to a person.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from msgspec import Struct

Fact = str | int | date


class Severity(StrEnum):
    """What a finding means for filing."""

    ERROR = "error"  # must be corrected
    WARNING = "warning"  # may be right: filed with the clerk's reason, which is recorded
    NOTICE = "notice"  # shown, nothing to do


class Reason(StrEnum):
    """Why something was found; each has one text in `counter.office.findings`."""

    # A number of 16 digits: positions count its digits from 1.
    NOT_A_DIGIT = "not_a_digit"
    LENGTH = "length"
    REGENCY_CODE = "regency_code"
    DISTRICT_CODE = "district_code"
    DAY = "day"
    CARD_DAY = "card_day"
    MONTH = "month"
    NO_SUCH_DATE = "no_such_date"
    SERIAL = "serial"
    REGION_UNKNOWN = "region_unknown"
    REGION_FORMER = "region_former"
    BIRTH_DATE_DIFFERS = "birth_date_differs"
    SEX_DIFFERS = "sex_differs"

    # A form's answer.
    MISSING = "missing"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    NAME_CHARACTER = "name_character"
    PHONE = "phone"
    EMAIL = "email"
    DIGITS = "digits"
    NOT_A_DATE = "not_a_date"
    DATE_IN_FUTURE = "date_in_future"
    NOT_A_TIME = "not_a_time"
    NOT_A_NUMBER = "not_a_number"
    TOO_SMALL = "too_small"
    TOO_LARGE = "too_large"
    NOT_A_CHOICE = "not_a_choice"
    NO_SUCH_REGION = "no_such_region"
    TOO_FEW_NAMES = "too_few_names"
    TOO_MANY_NAMES = "too_many_names"
    TOO_YOUNG = "too_young"
    TOO_OLD = "too_old"
    PATTERN = "pattern"
    SAME_NUMBER = "same_number"


class Finding(Struct, frozen=True):
    """One thing found, where it stands, and the facts its text is filled with."""

    reason: Reason
    severity: Severity = Severity.ERROR
    field: str = ""
    first: int | None = None  # position in what was typed, from 1
    last: int | None = None
    facts: Mapping[str, Fact] = {}
