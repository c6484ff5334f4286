"""What a NIK or a family card's number tells, and where one is wrong."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from counter.domain.findings import Finding, Reason, Severity
from counter.domain.nik import (
    NikReading,
    Sex,
    check_nik,
    check_nkk,
    digits_of,
    grouped,
    masked,
)
from counter.office.regions import regions

TODAY = date(2026, 11, 24)
DEWI = "3171015208910003"  # the desk's example: a woman born on 12 August 1991

numbers = st.text("0123456789", min_size=16, max_size=16)
births = st.dates(date(1911, 1, 1), TODAY)
sexes = st.sampled_from(Sex)


def read(text: str, *, birth_date: date | None = None, sex: Sex | None = None) -> NikReading:
    return check_nik(text, today=TODAY, regions=regions(), birth_date=birth_date, sex=sex)


def nik(born: date, sex: Sex, region: str = "317101", serial: str = "0001") -> str:
    day = born.day + (40 if sex is Sex.FEMALE else 0)
    return f"{region}{day:02}{born.month:02}{born.year % 100:02}{serial}"


def where(findings: tuple[Finding, ...]) -> list[tuple[Reason, int | None, int | None]]:
    return [(finding.reason, finding.first, finding.last) for finding in findings]


def test_a_nik_tells_region_birth_date_and_sex() -> None:
    reading = read(DEWI)

    assert reading.findings == ()
    assert reading.birth_date == date(1991, 8, 12)
    assert reading.sex is Sex.FEMALE
    assert [region.short_name for region in reading.region][1:] == ["Kota Jakarta Pusat", "Gambir"]


def test_separators_are_no_part_of_a_nik() -> None:
    assert read("3171 0152-0891.0003").digits == DEWI


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("3171015208910", (Reason.LENGTH, 14, 16)),
        ("31710152089100031", (Reason.LENGTH, 17, 17)),
        ("", (Reason.LENGTH, 1, 16)),
        ("31710152O8910003", (Reason.NOT_A_DIGIT, 9, 9)),
        ("٣171015208910003", (Reason.NOT_A_DIGIT, 1, 1)),
        ("3100015208910003", (Reason.REGENCY_CODE, 3, 4)),
        ("3170015208910003", (Reason.REGENCY_CODE, 3, 4)),
        ("3171005208910003", (Reason.DISTRICT_CODE, 5, 6)),
        ("3171010008910003", (Reason.DAY, 7, 8)),
        ("3171013208910003", (Reason.DAY, 7, 8)),
        ("3171014008910003", (Reason.DAY, 7, 8)),
        ("3171017208910003", (Reason.DAY, 7, 8)),
        ("3171015200910003", (Reason.MONTH, 9, 10)),
        ("3171015213910003", (Reason.MONTH, 9, 10)),
        ("3171013104910003", (Reason.NO_SUCH_DATE, 7, 12)),
        ("3171016902910003", (Reason.NO_SUCH_DATE, 7, 12)),
        ("3171015208910000", (Reason.SERIAL, 13, 16)),
    ],
)
def test_an_impossible_nik_names_the_position_and_the_reason(
    typed: str, found: tuple[Reason, int, int]
) -> None:
    errors = read(typed).errors

    assert found in where(errors)


def test_every_wrong_part_is_named_at_once() -> None:
    errors = read("3170003213910000").errors

    assert [finding.reason for finding in errors] == [
        Reason.REGENCY_CODE,
        Reason.DISTRICT_CODE,
        Reason.DAY,
        Reason.MONTH,
        Reason.SERIAL,
    ]


def test_an_impossible_nik_tells_nothing_about_a_person() -> None:
    reading = read("3171015213910003")

    assert (reading.birth_dates, reading.sex, reading.region) == ((), None, ())


def test_an_unknown_region_is_a_warning_for_a_split_may_have_retired_it() -> None:
    reading = read("6499015208910003")

    assert reading.errors == ()
    assert where(reading.warnings) == [(Reason.REGION_UNKNOWN, 1, 6)]


def test_a_region_known_to_be_split_is_named_and_asks_for_nothing() -> None:
    reading = read("9101015208910003")

    assert (reading.errors, reading.warnings) == ((), ())
    assert [(each.reason, each.severity) for each in reading.findings] == [
        (Reason.REGION_FORMER, Severity.NOTICE)
    ]
    assert reading.region[-1].name == "Merauke"


def test_another_stated_birth_date_is_a_warning_for_a_nik_never_changes() -> None:
    reading = read(DEWI, birth_date=date(1991, 8, 13))

    assert reading.errors == ()
    assert [warning.facts for warning in reading.warnings] == [
        {"found": date(1991, 8, 12), "stated": date(1991, 8, 13)}
    ]


def test_another_stated_sex_is_a_warning() -> None:
    reading = read(DEWI, sex=Sex.MALE)

    assert where(reading.warnings) == [(Reason.SEX_DIFFERS, 7, 8)]


def test_a_child_and_a_centenarian_share_a_nik_so_the_date_is_asked_for() -> None:
    reading = read("3171012404150001")

    assert reading.birth_date is None
    assert reading.birth_dates == (date(2015, 4, 24), date(1915, 4, 24))


def test_a_centenarian_states_a_birth_date_without_a_warning() -> None:
    reading = read("3171012404150001", birth_date=date(1915, 4, 24))

    assert reading.findings == ()


def test_nobody_is_born_after_today() -> None:
    assert read("3171012511260001").birth_date == date(1926, 11, 25)


def test_the_leap_day_of_a_year_that_only_one_century_has() -> None:
    assert read("3171012902000001").birth_date == date(2000, 2, 29)


@given(born=births, sex=sexes)
def test_the_bearer_of_a_nik_finds_the_own_birth_date_and_sex_in_it(born: date, sex: Sex) -> None:
    reading = read(nik(born, sex), birth_date=born, sex=sex)

    assert reading.findings == ()
    assert born in reading.birth_dates
    assert reading.sex is sex


@given(born=births, sex=sexes)
def test_nobody_is_taken_for_over_99_without_being_asked(born: date, sex: Sex) -> None:
    reading = read(nik(born, sex))

    assert reading.birth_date is None or TODAY.year - reading.birth_date.year <= 100
    assert reading.birth_dates[0] <= TODAY


@given(text=st.one_of(st.text(max_size=30), numbers))
def test_whatever_is_typed_gets_a_reading(text: str) -> None:
    reading = read(text)

    assert reading.digits == digits_of(text)
    assert bool(reading.errors) is (reading.sex is None)
    for finding in reading.findings:
        assert finding.first is not None
        assert finding.last is not None
        assert 1 <= finding.first <= finding.last


@given(
    number=numbers,
    place=st.integers(0, 15),
    character=st.characters(exclude_characters=" .-\u00a0"),
)
def test_a_foreign_character_is_named_where_it_stands(
    number: str, place: int, character: str
) -> None:
    assume(character not in "0123456789")
    typed = number[:place] + character + number[place + 1 :]

    assert (Reason.NOT_A_DIGIT, place + 1, place + 1) in where(read(typed).errors)


def test_a_family_card_tells_where_it_was_recorded() -> None:
    reading = check_nkk("3171 0118 0315 0042", regions=regions())

    assert reading.findings == ()
    assert reading.region[-1].name == "Gambir"


def test_a_family_card_knows_no_day_plus_40() -> None:
    reading = check_nkk(DEWI, regions=regions())

    assert where(reading.errors) == [(Reason.CARD_DAY, 7, 8)]


@given(text=st.one_of(st.text(max_size=30), numbers))
def test_what_is_no_nkk_for_its_date_is_no_man_s_nik_either(text: str) -> None:
    card, person = check_nkk(text, regions=regions()), read(text)

    assert not person.errors or card.errors


@given(number=numbers)
def test_a_masked_number_shows_region_and_serial_only(number: str) -> None:
    shown = masked(number)

    assert (shown[:4], shown[4:12], shown[12:]) == (number[:4], "*" * 8, number[12:])


@given(text=st.text("0123456789", max_size=15))
def test_a_number_cut_short_is_masked_whole(text: str) -> None:
    assert set(masked(text)) <= {"*"}


def test_a_number_is_read_in_groups_of_four() -> None:
    assert grouped(DEWI) == "3171 0152 0891 0003"
