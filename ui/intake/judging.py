"""The form's judge: the domain's checks, put into words.

Checks run at every key, on the Qt thread: they are pure and take less than a millisecond once the
regions are read, which is why a judge is made with them in hand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from counter.domain.catalogue import Field
from counter.domain.findings import Finding, Severity
from counter.domain.forms import Setting, asked, check_form
from ui.intake.judgement import Said, Verdict
from ui.intake.readings import reading

# A finding in the language in use, for the field it stands in.
SayFinding = Callable[[Finding], str]

_VERDICTS = {
    Severity.ERROR: Verdict.WRONG,
    Severity.WARNING: Verdict.DOUBTFUL,
    Severity.NOTICE: Verdict.NOTE,
}
_WORST_FIRST = (Verdict.WRONG, Verdict.DOUBTFUL, Verdict.NOTE)


class FormJudge:
    """Judges the answers of one form; callable as the form wants it."""

    def __init__(self, say: SayFinding) -> None:
        self._say = say
        self._fields: Sequence[Field] = ()
        self._setting: Setting | None = None

    def judges(self, fields: Sequence[Field], setting: Setting) -> None:
        """Judge these fields from now on."""
        self._fields, self._setting = fields, setting

    def __call__(self, answers: Mapping[str, str]) -> dict[str, Said]:
        """Say what is to be said of each field."""
        setting = self._setting
        if setting is None:
            return {}
        found = check_form(self._fields, answers, setting)
        said: dict[str, Said] = {}
        for field in asked(self._fields, answers):
            findings = found.at(field.id)
            if findings:
                said[field.id] = self._worst(findings)
            elif typed := answers.get(field.id, "").strip():
                told = reading(field, typed, setting)
                if told:
                    said[field.id] = Said(Verdict.FINE, told)
        return said

    def _worst(self, findings: Sequence[Finding]) -> Said:
        verdicts = {_VERDICTS[each.severity] for each in findings}
        verdict = next(each for each in _WORST_FIRST if each in verdicts)
        told = [self._say(each) for each in findings if _VERDICTS[each.severity] is verdict]
        return Said(verdict, "\n".join(told))
