"""What was found in a form, said to a person: one sentence for each reason."""

from __future__ import annotations

from datetime import date

from counter.domain.findings import Fact, Finding, Reason
from counter.domain.nik import Sex
from counter.text import N_, _, count, short_date

_SEXES = {Sex.MALE: N_("a man"), Sex.FEMALE: N_("a woman")}
_DIGITS_MISSING = N_("{found} digits: digits {first} to {last} are missing.")
_ONE_DIGIT_MISSING = N_("{found} digits: digit {first} is missing.")
_TOO_MANY_DIGITS = N_("{found} digits: those from digit {first} on are too many.")
_IN_LINE = N_("Line {line}: {sentence}")
_TEXTS = {
    Reason.NOT_A_DIGIT: N_("Character {first} is “{found}”, which is no digit."),
    Reason.REGENCY_CODE: N_("Digits 3 to 4 are {found}: no regency or city has this code."),
    Reason.DISTRICT_CODE: N_("Digits 5 to 6 are {found}: no district has this code."),
    Reason.DAY: N_("Digits 7 to 8 are {found}: a day is 01 to 31, a woman's 41 to 71."),
    Reason.CARD_DAY: N_("Digits 7 to 8 are {found}: on a family card a day is 01 to 31."),
    Reason.MONTH: N_("Digits 9 to 10 are {found}: a month is 01 to 12."),
    Reason.NO_SUCH_DATE: N_("Digits 7 to 12 are {found}: there is no such date."),
    Reason.SERIAL: N_("Digits 13 to 16 are {found}: serial numbers begin at 0001."),
    Reason.REGION_UNKNOWN: N_(
        "Digits 1 to 6 are {found}, a region not known today: the code may be older than a split."
    ),
    Reason.REGION_FORMER: N_("Digits 1 to 6 are a former code of {name}."),
    Reason.BIRTH_DATE_DIFFERS: N_(
        "Digits 7 to 12 say born on {found}, but {stated} was stated. A NIK never changes."
    ),
    Reason.SEX_DIFFERS: N_("Digits 7 to 8 say {found}, but {stated} was stated."),
    Reason.MISSING: N_("This is needed."),
    Reason.TOO_SHORT: N_("{found} characters: at least {least} are needed."),
    Reason.TOO_LONG: N_("{found} characters: at most {most} fit."),
    Reason.NAME_CHARACTER: N_(
        "Character {first} is “{found}”: a name has letters, spaces and . ' - only."
    ),
    Reason.PHONE: N_("A mobile number begins with 08 and has 10 to 13 digits."),
    Reason.EMAIL: N_("An email address looks like name@example.id."),
    Reason.DIGITS: N_("At most {expected} digits, and nothing else."),
    Reason.NOT_A_DATE: N_("“{found}” is no date: write 24-11-2026."),
    Reason.DATE_IN_FUTURE: N_("{found} is still to come: today is {today}."),
    Reason.NOT_A_TIME: N_("“{found}” is no time of day: write 08.30."),
    Reason.NOT_A_NUMBER: N_("“{found}” is no whole number."),
    Reason.TOO_SMALL: N_("{found} is too little: at least {least}."),
    Reason.TOO_LARGE: N_("{found} is too much: at most {most}."),
    Reason.NOT_A_CHOICE: N_("Choose one of the answers."),
    Reason.NO_SUCH_REGION: N_("“{found}” is no district of today: choose one from the list."),
    Reason.TOO_FEW_NAMES: N_("{found} names: at least {least} are needed."),
    Reason.TOO_MANY_NAMES: N_("{found} names: at most {most} fit."),
    Reason.TOO_YOUNG: N_("By this NIK {found} years old: at least {least} are expected."),
    Reason.TOO_OLD: N_("By this NIK {found} years old: at most {most} are expected."),
    Reason.PATTERN: N_("“{found}” is not written as this needs."),
    Reason.SAME_NUMBER: N_("This is a NIK of this form, not the number of a family card."),
}


def say(finding: Finding) -> str:
    """Say a finding in a sentence, in the language read here; it stands beside its field."""
    text = _length_text(finding) if finding.reason is Reason.LENGTH else _TEXTS[finding.reason]
    facts = finding.facts
    told = {name: _told(fact) for name, fact in facts.items()}
    sentence = _(text).format(first=finding.first, last=finding.last, **told)
    if "line" in facts:
        return _(_IN_LINE).format(line=facts["line"], sentence=sentence)
    return sentence


def _length_text(finding: Finding) -> str:
    if int(str(finding.facts["found"])) > int(str(finding.facts["expected"])):
        return _TOO_MANY_DIGITS
    return _ONE_DIGIT_MISSING if finding.first == finding.last else _DIGITS_MISSING


def _told(fact: Fact) -> str:
    if isinstance(fact, Sex):
        return _(_SEXES[fact])
    if isinstance(fact, date):
        return short_date(fact)
    return count(fact) if isinstance(fact, int) else fact
