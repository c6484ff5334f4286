"""A form's answers against its fields: what is stored, what must be corrected, what is doubtful.

Pure; the form belongs to a service of the catalogue. `answers` knows each kind of field; here is
what concerns the whole: which questions apply, which are missing, what does not fit together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from counter.domain.answers import Setting, check_answer, shown
from counter.domain.catalogue import Field, FieldKind, Requirement
from counter.domain.findings import Finding, Reason, Severity

__all__ = ["FormReading", "Setting", "asked", "check_answer", "check_form", "needed", "shown"]


class FormReading(Struct, frozen=True):
    """What a form says, and what was found in it."""

    values: dict[str, str]  # as stored; as typed where there is an error, so nothing is lost
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What must be corrected before filing."""
        return self._of(Severity.ERROR)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What may be right: filed with a reason for each."""
        return self._of(Severity.WARNING)

    @property
    def notices(self) -> tuple[Finding, ...]:
        """What is only shown."""
        return self._of(Severity.NOTICE)

    def at(self, field_id: str) -> tuple[Finding, ...]:
        """List what was found in one field."""
        return tuple(each for each in self.findings if each.field == field_id)

    def _of(self, severity: Severity) -> tuple[Finding, ...]:
        return tuple(each for each in self.findings if each.severity is severity)


def asked(fields: Iterable[Field], answers: Mapping[str, str]) -> tuple[Field, ...]:
    """Choose the questions that apply, given the answers so far."""
    known: dict[str, str] = {}
    found = []
    for field in fields:
        if field.when is None or field.when.holds(known):
            found.append(field)
            known[field.id] = answers.get(field.id, "")
    return tuple(found)


def needed(
    requirements: Iterable[Requirement], fields: Iterable[Field], answers: Mapping[str, str]
) -> tuple[Requirement, ...]:
    """Choose the documents that apply, given the answers so far."""
    known = {field.id: answers.get(field.id, "") for field in asked(fields, answers)}
    return tuple(each for each in requirements if each.when is None or each.when.holds(known))


def check_form(
    fields: Sequence[Field], answers: Mapping[str, str], setting: Setting
) -> FormReading:
    """Read a form as it stands.

    Args:
        fields: of the intake, in their order; a question that does not apply is left out.
        answers: as typed or as stored, by field id.
        setting: the branch's day and the regions.
    """
    values: dict[str, str] = {}
    findings: list[Finding] = []
    for field in asked(fields, answers):
        typed = answers.get(field.id, "")
        if not typed.strip():
            if field.required:
                findings.append(Finding(Reason.MISSING, field=field.id))
            continue
        values[field.id], found = check_answer(field, typed, setting)
        findings += found
    findings += _same_numbers(fields, values)
    return FormReading(values, tuple(findings))


def _same_numbers(fields: Iterable[Field], values: Mapping[str, str]) -> Iterable[Finding]:
    """Doubt a family card's number that is somebody's NIK: one was typed into both fields."""
    niks = {values[each.id] for each in fields if each.kind is FieldKind.NIK and each.id in values}
    for field in fields:
        if field.kind is FieldKind.NKK and values.get(field.id) in niks:
            yield Finding(Reason.SAME_NUMBER, Severity.WARNING, field.id)
