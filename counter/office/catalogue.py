"""Reading a catalogue file, and saying of a broken one what is wrong, where, and what was expected.

All problems are found at once: an office's IT person corrects a file in one go. Adopting a
catalogue is an act of its own (`setup`); this only reads.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec

from counter.domain.catalogue import Catalogue, Field, FieldKind, Group, Service, Text, When
from counter.domain.numbers import KEPT_LETTER
from counter.errors import LoketError
from counter.office.shape import Problem, shape_problems, told
from counter.text import N_, _

PACKAGED = ("dukcapil", "kelurahan")

_ID = re.compile(r"[a-z][a-z0-9_]*")
_LIMITED = {
    FieldKind.TEXT,
    FieldKind.LONG_TEXT,
    FieldKind.NAME,
    FieldKind.ADDRESS,
    FieldKind.NIK,
    FieldKind.NUMBER,
    FieldKind.RUPIAH,
    FieldKind.NAMES,
}
_LONGEST_PROMISE = 366  # working days
_WORDS = {FieldKind.TEXT, FieldKind.LONG_TEXT, FieldKind.ADDRESS}


class CatalogueUnreadable(LoketError):
    """There is no such file, or it may not be read."""

    happened = N_("The catalogue {file} cannot be read: {reason}.")
    safe = N_("The office goes on with the catalogue it has.")
    do_next = N_("Name a catalogue file, or one of those that ship with Loket: {packaged}.")


class CatalogueBroken(LoketError):
    """The file is no catalogue."""

    happened = N_("The catalogue {file} is broken at {key}: expected {expected}, found {found}.")
    safe = N_("The office goes on with the catalogue it has.")
    do_next = N_("Correct the file; `loket catalogue check {file}` lists all that is wrong.")


def read_catalogue(source: str | Path) -> Catalogue:
    """Read a catalogue from a file, or one that ships with Loket by its id.

    Raises:
        CatalogueUnreadable: no such file, or it may not be read.
        CatalogueBroken: with the first thing that is wrong.
    """
    tree, problems = _checked(source)
    if problems:
        first = problems[0]
        raise CatalogueBroken(
            file=str(source), key=first.key, expected=first.expected, found=first.found
        )
    return msgspec.convert(tree, Catalogue)


def check_catalogue(source: str | Path) -> list[str]:
    """List everything wrong in a catalogue file, a line each; nothing if it can be adopted.

    Raises:
        CatalogueUnreadable: no such file, or it may not be read.
    """
    return [str(problem) for problem in _checked(source)[1]]


def _checked(source: str | Path) -> tuple[dict[str, Any], list[Problem]]:
    try:
        if source in PACKAGED:
            content = (files("resources") / "catalogue" / f"{source}.toml").read_bytes()
        else:
            content = Path(source).read_bytes()
    except OSError as error:
        raise CatalogueUnreadable(
            file=str(source),
            reason=error.strerror or type(error).__name__,
            packaged=", ".join(PACKAGED),
        ) from error
    try:
        tree = tomllib.loads(content.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return {}, [Problem(_("the file"), _("TOML in UTF-8"), str(error))]
    problems = list(shape_problems(tree, Catalogue))
    if not problems:
        problems = list(_meaning_problems(msgspec.convert(tree, Catalogue)))
    return tree, problems


def _meaning_problems(catalogue: Catalogue) -> Iterator[Problem]:
    yield from _id_problems("id", catalogue.id)
    yield from _text_problems("title", catalogue.title)
    if not catalogue.version.strip():
        yield Problem("version", _("a value"), _("nothing"))
    yield from _group_problems(catalogue.groups)
    yield from _unique("applicant", [each.id for each in catalogue.applicant])
    yield from _unique("services", [each.id for each in catalogue.services])
    yield from _questions_problems("applicant", catalogue.applicant, ())
    if not catalogue.services:
        yield Problem("services", _("at least one service"), _("nothing"))
    for service in catalogue.services:
        yield from _service_problems(f"services[{service.id}]", service, catalogue)


def _group_problems(groups: Sequence[Group]) -> Iterator[Problem]:
    yield from _unique("groups", [group.id for group in groups])
    owners: dict[str, str] = {}
    for group in groups:
        key = f"groups[{group.id}]"
        yield from _id_problems(f"{key}.id", group.id)
        yield from _text_problems(f"{key}.title", group.title)
        if group.summary:
            yield from _text_problems(f"{key}.summary", group.summary)
        if not re.fullmatch("[A-Z]", group.letter):
            yield Problem(f"{key}.letter", _("one letter, A to Z"), told(group.letter))
        elif group.letter == KEPT_LETTER:
            expected = _("another letter: this one is of places kept for another day")
            yield Problem(f"{key}.letter", expected, told(group.letter))
        elif group.letter in owners:
            expected = _("a letter of its own")
            found = _("{letter}, which {group} has").format(
                letter=group.letter, group=owners[group.letter]
            )
            yield Problem(f"{key}.letter", expected, found)
        owners.setdefault(group.letter, group.id)


def _service_problems(key: str, service: Service, catalogue: Catalogue) -> Iterator[Problem]:
    yield from _id_problems(f"{key}.id", service.id)
    for name, text in (
        ("title", service.title),
        ("product", service.product),
        ("collection", service.collection),
    ):
        if text:
            yield from _text_problems(f"{key}.{name}", text)
    if service.group not in (groups := [group.id for group in catalogue.groups]):
        expected = _("one of {choices}").format(choices=", ".join(groups))
        yield Problem(f"{key}.group", expected, told(service.group))
    yield from _figure_problems(key, service)
    for name in ("legal", "steps"):
        if not getattr(service, name):
            yield Problem(f"{key}.{name}", _("at least one entry"), _("nothing"))
    for place, step in enumerate(service.steps, 1):
        yield from _text_problems(f"{key}.steps[#{place}]", step)
    for name in service.unverified:
        if name not in Service.__struct_fields__:
            yield Problem(f"{key}.unverified", _("keys of a service"), told(name))
    applicant = [each.id for each in catalogue.applicant]
    for name in service.applicant_required:
        if name not in applicant:
            expected = _("one of {choices}").format(choices=", ".join(applicant))
            yield Problem(f"{key}.applicant_required", expected, told(name))
    questions = [each.id for each in (*catalogue.applicant, *service.fields)]
    yield from _unique(f"{key}.fields", questions)
    yield from _questions_problems(f"{key}.fields", service.fields, catalogue.applicant)
    yield from _requirement_problems(key, service, (*catalogue.applicant, *service.fields))


def _figure_problems(key: str, service: Service) -> Iterator[Problem]:
    for name, least in (
        ("target_wait_min", 1),
        ("priority_wait_min", 1),
        ("service_min", 1),
        ("working_days", 0),
        ("fee_rupiah", 0),
    ):
        yield from _least(f"{key}.{name}", getattr(service, name), least)
    if service.working_days > _LONGEST_PROMISE:
        expected = _("{most} or less").format(most=_LONGEST_PROMISE)
        yield Problem(f"{key}.working_days", expected, str(service.working_days))
    if service.priority_wait_min > service.target_wait_min:
        expected = _("at most target_wait_min, {target}").format(target=service.target_wait_min)
        yield Problem(f"{key}.priority_wait_min", expected, str(service.priority_wait_min))


def _requirement_problems(
    key: str, service: Service, questions: Sequence[Field]
) -> Iterator[Problem]:
    yield from _unique(f"{key}.requirements", [each.id for each in service.requirements])
    for requirement in service.requirements:
        own = f"{key}.requirements[{requirement.id}]"
        yield from _id_problems(f"{own}.id", requirement.id)
        yield from _text_problems(f"{own}.title", requirement.title)
        yield from _least(f"{own}.count", requirement.count, 1)
        if requirement.note:
            yield from _text_problems(f"{own}.note", requirement.note)
        if requirement.when:
            yield from _when_problems(f"{own}.when", requirement.when, questions)


def _questions_problems(
    key: str, questions: Sequence[Field], before: Sequence[Field]
) -> Iterator[Problem]:
    asked = list(before)
    for field in questions:
        yield from _field_problems(f"{key}[{field.id}]", field)
        if field.when:
            yield from _when_problems(f"{key}[{field.id}].when", field.when, asked)
        asked.append(field)


def _field_problems(key: str, field: Field) -> Iterator[Problem]:
    yield from _id_problems(f"{key}.id", field.id)
    yield from _text_problems(f"{key}.label", field.label)
    if field.help:
        yield from _text_problems(f"{key}.help", field.help)
    if field.kind is FieldKind.CHOICE:
        if not field.choices:
            yield Problem(f"{key}.choices", _("at least one entry"), _("nothing"))
        yield from _unique(f"{key}.choices", [choice.id for choice in field.choices])
        for choice in field.choices:
            yield from _text_problems(f"{key}.choices[{choice.id}].title", choice.title)
    elif field.choices:
        yield Problem(f"{key}.choices", _("nothing, unless kind is choice"), _("a list"))
    for name in ("minimum", "maximum"):
        limit = getattr(field, name)
        if limit is None:
            continue
        if field.kind not in _LIMITED:
            kinds = ", ".join(sorted(_LIMITED))
            expected = _("nothing, unless kind is one of {kinds}").format(kinds=kinds)
            yield Problem(f"{key}.{name}", expected, str(limit))
        elif field.kind is not FieldKind.NUMBER:
            yield from _least(f"{key}.{name}", limit, 0)
    if field.minimum is not None and field.maximum is not None and field.minimum > field.maximum:
        expected = _("at least minimum, {minimum}").format(minimum=field.minimum)
        yield Problem(f"{key}.maximum", expected, str(field.maximum))
    if field.pattern is not None:
        yield from _pattern_problems(f"{key}.pattern", field)


def _pattern_problems(key: str, field: Field) -> Iterator[Problem]:
    if field.kind not in _WORDS:
        expected = _("nothing, unless kind is one of {kinds}").format(
            kinds=", ".join(sorted(_WORDS))
        )
        yield Problem(key, expected, told(field.pattern))
    try:
        re.compile(field.pattern or "")
    except re.error as error:
        found = _("{pattern} ({error})").format(pattern=field.pattern, error=error)
        yield Problem(key, _("a regular expression"), found)


def _when_problems(key: str, when: When, asked: Sequence[Field]) -> Iterator[Problem]:
    governing = next((field for field in asked if field.id == when.field), None)
    if governing is None:
        yield Problem(f"{key}.field", _("a field that is asked before"), told(when.field))
        return
    if governing.kind is FieldKind.CHOICE:
        answers = [choice.id for choice in governing.choices]
    elif governing.kind is FieldKind.YES_NO:
        answers = ["yes", "no"]
    else:
        yield Problem(f"{key}.field", _("a field of kind choice or yes_no"), governing.kind)
        return
    if not when.equals:
        yield Problem(f"{key}.equals", _("at least one entry"), _("nothing"))
    for answer in when.equals:
        if answer not in answers:
            expected = _("one of {choices}").format(choices=", ".join(answers))
            yield Problem(f"{key}.equals", expected, told(answer))


def _id_problems(key: str, own: str) -> Iterator[Problem]:
    if not _ID.fullmatch(own):
        yield Problem(key, _("lower-case letters, digits and _, a letter first"), told(own))


def _text_problems(key: str, text: Text) -> Iterator[Problem]:
    for language in ("id", "en"):
        if not getattr(text, language).strip():
            yield Problem(f"{key}.{language}", _("a text"), _("nothing"))


def _least(key: str, number: int, least: int) -> Iterator[Problem]:
    if number < least:
        yield Problem(key, _("{least} or more").format(least=least), str(number))


def _unique(key: str, ids: Iterable[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for own in ids:
        if own in seen:
            yield Problem(f"{key}[{own}].id", _("an id of its own"), _("{id} twice").format(id=own))
        seen.add(own)
