"""What was found in a form, said to a person."""

from __future__ import annotations

from datetime import date

import pytest

from counter.domain.answers import check_answer
from counter.domain.catalogue import Field, FieldKind, Text
from counter.domain.findings import Finding, Reason
from counter.domain.forms import Setting
from counter.domain.nik import Sex, check_nik
from counter.office.findings import say
from counter.office.regions import regions
from counter.text import using

TODAY = date(2026, 11, 24)


def said(kind: FieldKind, typed: str, language: str = "en") -> list[str]:
    field = Field("answer", Text("Jawaban", "Answer"), kind, minimum=None)
    _value, findings = check_answer(field, typed, Setting(TODAY, regions()))
    with using(language):
        return [say(finding) for finding in findings]


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_a_sentence_in_both_languages(reason: Reason, language: str) -> None:
    facts = dict.fromkeys(("found", "expected", "least", "most", "name", "stated", "today"), 17)

    with using(language):
        sentence = say(Finding(reason, first=3, last=4, facts=facts))

    assert sentence
    assert "{" not in sentence


def test_a_short_nik_names_the_digits_that_are_missing() -> None:
    assert said(FieldKind.NIK, "3171015208910") == ["13 digits: digits 14 to 16 are missing."]


def test_a_nik_short_of_one_digit_names_that_one() -> None:
    assert said(FieldKind.NIK, "317101520891000") == ["15 digits: digit 16 is missing."]


def test_a_long_nik_names_where_too_many_begin() -> None:
    assert said(FieldKind.NIK, "31710152089100031") == [
        "17 digits: those from digit 17 on are too many."
    ]


def test_an_impossible_month_is_named_by_its_digits() -> None:
    assert said(FieldKind.NIK, "3171015213910003") == [
        "Digits 9 to 10 are 13: a month is 01 to 12."
    ]


def test_a_stated_birth_date_that_differs_is_told_as_people_write_it() -> None:
    reading = check_nik(
        "3171015208910003",
        today=TODAY,
        regions=regions(),
        birth_date=date(1991, 8, 13),
        sex=Sex.MALE,
    )

    with using("en"):
        told = [say(finding) for finding in reading.warnings]

    assert told == [
        "Digits 7 to 12 say born on 12-08-1991, but 13-08-1991 was stated. A NIK never changes.",
        "Digits 7 to 8 say a woman, but a man was stated.",
    ]


def test_a_name_with_a_wrong_character_names_its_line() -> None:
    assert said(FieldKind.NAMES, "Budi\nS1ti") == [
        "Line 2: Character 2 is “1”: a name has letters, spaces and . ' - only."
    ]


def test_a_date_to_come_is_said_with_today() -> None:
    assert said(FieldKind.PAST_DATE, "25-11-2026") == [
        "25-11-2026 is still to come: today is 24-11-2026."
    ]
