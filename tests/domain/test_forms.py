"""A form's answers: what is stored, what must be corrected, what is doubtful."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.domain.answers import check_answer, parse_date, shown
from counter.domain.catalogue import (
    Choice,
    DocumentForm,
    Field,
    FieldKind,
    Requirement,
    Text,
    When,
)
from counter.domain.findings import Finding, Reason, Severity
from counter.domain.forms import Setting, asked, check_form, needed
from counter.office.catalogue import PACKAGED, read_catalogue
from counter.office.regions import regions

TODAY = date(2026, 11, 24)
SETTING = Setting(TODAY, regions())
DEWI = "3171015208910003"
ANY = Text("Apa saja", "Anything")
LOST = When("reason", ("lost",))
REASON = Field(
    "reason",
    ANY,
    FieldKind.CHOICE,
    choices=(Choice("lost", ANY), Choice("damaged", ANY)),
)
LETTER = Field("letter_no", ANY, FieldKind.TEXT, minimum=3, maximum=60, when=LOST)
POLICE = Requirement("police", ANY, DocumentForm.ORIGINAL, when=LOST)
CARD = Requirement("card", ANY, DocumentForm.ORIGINAL)


def of(
    kind: FieldKind,
    *,
    minimum: int | None = None,
    maximum: int | None = None,
    pattern: str | None = None,
) -> Field:
    choices = (Choice("a", ANY), Choice("b", ANY)) if kind is FieldKind.CHOICE else ()
    return Field(
        "answer", ANY, kind, choices=choices, minimum=minimum, maximum=maximum, pattern=pattern
    )


def check(field: Field, typed: str) -> tuple[str, list[Reason]]:
    value, findings = check_answer(field, typed, SETTING)
    return value, [finding.reason for finding in findings]


@pytest.mark.parametrize(
    ("kind", "typed", "stored"),
    [
        (FieldKind.TEXT, "  STPLK/118  /XI/2026 ", "STPLK/118 /XI/2026"),
        (FieldKind.LONG_TEXT, "satu\r\n  dua \n", "satu\ndua"),
        (FieldKind.NAME, "DEWI   LESTARI", "DEWI LESTARI"),
        (FieldKind.NAME, "Ma\u2019ruf Nur-Amin S.Pd.", "Ma'ruf Nur-Amin S.Pd."),
        (FieldKind.NAME, "Sukarno", "Sukarno"),
        (FieldKind.NIK, "3171 0152 0891 0003", DEWI),
        (FieldKind.NKK, "3171.0118.0315.0042", "3171011803150042"),
        (FieldKind.DATE, "1-2-2027", "2027-02-01"),
        (FieldKind.DATE, "31/12/2026", "2026-12-31"),
        (FieldKind.DATE, "24112026", "2026-11-24"),
        (FieldKind.PAST_DATE, "2026-11-24", "2026-11-24"),
        (FieldKind.TIME, "8.05", "08:05"),
        (FieldKind.TIME, "2359", "23:59"),
        (FieldKind.NUMBER, "3.200", "3200"),
        (FieldKind.NUMBER, "-4", "-4"),
        (FieldKind.RUPIAH, "Rp 1.500.000,00", "1500000"),
        (FieldKind.RUPIAH, "rp1500000", "1500000"),
        (FieldKind.PHONE, "0812 3456 7890", "081234567890"),
        (FieldKind.PHONE, "+62 812-3456-7890", "081234567890"),
        (FieldKind.EMAIL, " dewi@surel.example.id ", "dewi@surel.example.id"),
        (FieldKind.CHOICE, "a", "a"),
        (FieldKind.YES_NO, "no", "no"),
        (FieldKind.ADDRESS, "Jl. Cikini Raya 21", "Jl. Cikini Raya 21"),
        (FieldKind.RT, "4", "004"),
        (FieldKind.RW, "002", "002"),
        (FieldKind.REGION, "31.71.06", "317106"),
        (FieldKind.NOP, "32.01.010.001.001-0001.0", "320101000100100010"),
        (FieldKind.NAMES, "Budi Santoso\n\n Siti  Aminah", "Budi Santoso\nSiti Aminah"),
    ],
)
def test_an_answer_is_stored_in_one_spelling(kind: FieldKind, typed: str, stored: str) -> None:
    assert check(of(kind), typed) == (stored, [])


@pytest.mark.parametrize(
    ("field", "typed", "reason"),
    [
        (of(FieldKind.TEXT, minimum=3), "ab", Reason.TOO_SHORT),
        (of(FieldKind.TEXT), "x" * 201, Reason.TOO_LONG),
        (of(FieldKind.TEXT, pattern="[A-Z]+"), "abc", Reason.PATTERN),
        (of(FieldKind.NAME), "D3WI", Reason.NAME_CHARACTER),
        (of(FieldKind.NAME), "x" * 61, Reason.TOO_LONG),
        (of(FieldKind.NIK), "317101", Reason.LENGTH),
        (of(FieldKind.NKK), DEWI, Reason.CARD_DAY),
        (of(FieldKind.DATE), "31-04-2026", Reason.NOT_A_DATE),
        (of(FieldKind.DATE), "24-11-26", Reason.NOT_A_DATE),
        (of(FieldKind.DATE), "01-01-0900", Reason.NOT_A_DATE),
        (of(FieldKind.DATE), "besok", Reason.NOT_A_DATE),
        (of(FieldKind.PAST_DATE), "25-11-2026", Reason.DATE_IN_FUTURE),
        (of(FieldKind.TIME), "24.00", Reason.NOT_A_TIME),
        (of(FieldKind.TIME), "12.60", Reason.NOT_A_TIME),
        (of(FieldKind.NUMBER), "3,2", Reason.NOT_A_NUMBER),
        (of(FieldKind.NUMBER), "\u0663", Reason.NOT_A_NUMBER),
        (of(FieldKind.NUMBER, minimum=1), "0", Reason.TOO_SMALL),
        (of(FieldKind.NUMBER, maximum=20), "21", Reason.TOO_LARGE),
        (of(FieldKind.NUMBER), "9" * 40, Reason.TOO_LARGE),
        (of(FieldKind.RUPIAH), "-5", Reason.NOT_A_NUMBER),
        (of(FieldKind.PHONE), "0211234567", Reason.PHONE),
        (of(FieldKind.PHONE), "081234567", Reason.PHONE),
        (of(FieldKind.PHONE), "08123456789012", Reason.PHONE),
        (of(FieldKind.EMAIL), "dewi@surel", Reason.EMAIL),
        (of(FieldKind.CHOICE), "c", Reason.NOT_A_CHOICE),
        (of(FieldKind.YES_NO), "maybe", Reason.NOT_A_CHOICE),
        (of(FieldKind.RT), "0004", Reason.DIGITS),
        (of(FieldKind.REGION), "3171", Reason.NO_SUCH_REGION),
        (of(FieldKind.REGION), "910101", Reason.NO_SUCH_REGION),
        (of(FieldKind.NOP), "3201", Reason.DIGITS),
        (of(FieldKind.NAMES, minimum=2), "Budi", Reason.TOO_FEW_NAMES),
        (of(FieldKind.NAMES, maximum=1), "Budi\nSiti", Reason.TOO_MANY_NAMES),
        (of(FieldKind.NAMES), "x" * 61, Reason.TOO_LONG),
        (of(FieldKind.NAMES), "Budi\nS1ti", Reason.NAME_CHARACTER),
    ],
)
def test_an_answer_that_cannot_be_is_an_error(field: Field, typed: str, reason: Reason) -> None:
    _value, findings = check_answer(field, typed, SETTING)

    assert [(each.reason, each.severity, each.field) for each in findings] == [
        (reason, Severity.ERROR, "answer")
    ]


def test_a_wrong_character_in_a_name_is_named_by_its_place() -> None:
    _value, (finding,) = check_answer(of(FieldKind.NAME), "DEWI 7", SETTING)

    assert (finding.first, finding.facts) == (6, {"found": "7"})


def test_a_child_s_card_for_an_adult_is_doubted_for_a_nik_may_bear_a_wrong_date() -> None:
    _value, (finding,) = check_answer(of(FieldKind.NIK, maximum=16), DEWI, SETTING)

    assert (finding.reason, finding.severity) == (Reason.TOO_OLD, Severity.WARNING)


def test_a_spouse_s_age_is_counted_to_the_day() -> None:
    nineteen_today, tomorrow = "3171012411070001", "3171012511070001"

    assert check(of(FieldKind.NIK, minimum=19), nineteen_today)[1] == []
    assert check(of(FieldKind.NIK, minimum=19), tomorrow)[1] == [Reason.TOO_YOUNG]


def test_an_age_limit_that_a_centenarian_would_keep_is_no_warning() -> None:
    assert check(of(FieldKind.NIK, minimum=19), "3171012404150001")[1] == []


def test_a_question_is_asked_only_when_its_condition_holds() -> None:
    fields = (REASON, LETTER)

    assert asked(fields, {"reason": "lost"}) == fields
    assert asked(fields, {"reason": "damaged"}) == (REASON,)


def test_a_question_behind_a_question_that_is_not_asked_is_not_asked_either() -> None:
    proxy = Field("proxy", ANY, FieldKind.YES_NO, when=LOST)
    name = Field("name", ANY, FieldKind.NAME, when=When("proxy", ("yes",)))
    answers = {"reason": "damaged", "proxy": "yes", "name": "Budi"}

    assert asked((REASON, proxy, name), answers) == (REASON,)


def test_a_document_is_needed_only_when_its_condition_holds() -> None:
    assert needed((POLICE, CARD), (REASON,), {"reason": "lost"}) == (POLICE, CARD)
    assert needed((POLICE, CARD), (REASON,), {"reason": "damaged"}) == (CARD,)


def test_a_missing_answer_is_an_error_where_it_is_required() -> None:
    optional = Field("email", ANY, FieldKind.EMAIL, required=False)

    reading = check_form((REASON, LETTER, optional), {"reason": "lost"}, SETTING)

    assert reading.findings == (Finding(Reason.MISSING, field="letter_no"),)


def test_an_answer_to_a_question_that_does_not_apply_is_not_stored() -> None:
    answers = {"reason": "damaged", "letter_no": "STPLK/118"}

    assert check_form((REASON, LETTER), answers, SETTING).values == {"reason": "damaged"}


def test_an_answer_with_an_error_stays_as_it_was_typed() -> None:
    reading = check_form((of(FieldKind.DATE),), {"answer": " 31 april "}, SETTING)

    assert reading.errors
    assert reading.values == {"answer": " 31 april "}


def test_findings_are_told_apart_by_what_they_mean_for_filing() -> None:
    fields = (
        Field("known", ANY, FieldKind.NIK),
        Field("former", ANY, FieldKind.NIK),
        Field("unknown", ANY, FieldKind.NIK),
        Field("wrong", ANY, FieldKind.NIK),
    )
    answers = {
        "known": DEWI,
        "former": "9101015208910003",
        "unknown": "6499015208910003",
        "wrong": "3171",
    }

    reading = check_form(fields, answers, SETTING)

    assert [each.field for each in reading.errors] == ["wrong"]
    assert [each.field for each in reading.warnings] == ["unknown"]
    assert [each.field for each in reading.notices] == ["former"]
    assert reading.at("known") == ()


def test_a_nik_typed_as_the_family_card_s_number_is_doubted() -> None:
    fields = (Field("nik", ANY, FieldKind.NIK), Field("nkk", ANY, FieldKind.NKK))
    budi = "3171011208910003"

    reading = check_form(fields, {"nik": budi, "nkk": budi}, SETTING)

    assert [(each.field, each.reason) for each in reading.warnings] == [("nkk", Reason.SAME_NUMBER)]


@given(kind=st.sampled_from(FieldKind), typed=st.text(max_size=40))
def test_whatever_is_typed_is_judged_and_a_stored_value_reads_as_itself(
    kind: FieldKind, typed: str
) -> None:
    field = of(kind)

    value, findings = check_answer(field, typed, SETTING)

    if not findings:
        assert check_answer(field, value, SETTING) == (value, [])
        assert check_answer(field, shown(field, value), SETTING) == (value, [])


@given(day=st.dates(date(1900, 1, 1)), separator=st.sampled_from("-/. "))
def test_a_day_is_read_however_it_is_written(day: date, separator: str) -> None:
    written = f"{day.day}{separator}{day.month:02}{separator}{day.year}"

    assert parse_date(written) == parse_date(day.isoformat()) == day


@given(
    number=st.integers(0, 10**15 - 1), kind=st.sampled_from([FieldKind.NUMBER, FieldKind.RUPIAH])
)
def test_a_number_reads_the_same_with_its_thousands_grouped(number: int, kind: FieldKind) -> None:
    field = of(kind)

    assert check(field, shown(field, str(number))) == (str(number), [])


@pytest.mark.parametrize("name", PACKAGED)
def test_an_empty_form_of_every_shipped_service_misses_what_it_requires(name: str) -> None:
    catalogue = read_catalogue(name)
    for service in catalogue.services:
        fields = catalogue.questions(service.id)

        missing = {each.field for each in check_form(fields, {}, SETTING).errors}

        assert missing == {each.id for each in asked(fields, {}) if each.required}
