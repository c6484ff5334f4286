"""What set-up asks, as one value: filled by the first window or read from a TOML file.

Either it founds an office, or it joins one that central knows already: then branch, lane and all
settings come from there, and only what is this PC's own is asked.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct, field

from counter.config import MOST_COUNTERS, Config, wrong_in
from counter.domain.calendar import WEEKDAYS, Zone
from counter.errors import LoketError
from counter.office.catalogue import PACKAGED, read_catalogue
from counter.office.people import PERSON_ID, PIN, Role
from counter.office.shape import Problem, shape_problems, told
from counter.printing.papers import PaperSize
from counter.store.practice import is_practice
from counter.text import N_, _

_CODE = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


class SetupWrong(LoketError):
    """An answer of set-up cannot be."""

    happened = N_("The set-up is wrong at {key}: expected {expected}, found {found}.")
    safe = N_("Nothing was set up.")
    do_next = N_("Correct that answer, then go on.")


class SetupFileWrong(LoketError):
    """The set-up file says something that cannot be."""

    happened = N_("The set-up {file} is wrong at {key}: expected {expected}, found {found}.")
    safe = N_("Nothing was set up.")
    do_next = N_("Correct the file, then run the same command again.")


class SetupFileUnreadable(LoketError):
    """There is no such file, or it may not be read."""

    happened = N_("The set-up {file} cannot be read: {reason}.")
    safe = N_("Nothing was set up.")
    do_next = N_("Name the file with the answers; `loket setup --example` prints one.")


def office_hours() -> dict[str, tuple[str, ...]]:
    """The week most offices keep."""
    return dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), ("08:00", "15:00"))


class OfficePlan(Struct, frozen=True):
    """The office as its papers and windows name it."""

    code: str  # as receipts carry it: 3171-06
    name: str
    zone: Zone
    address: str = ""
    city: str = ""
    letterhead: tuple[str, ...] = ()  # lines above the name, the highest authority first
    complaint_channel: str = ""
    running_text: str = ""  # along the foot of every board
    hours: dict[str, tuple[str, ...]] = field(default_factory=office_hours)


class PersonPlan(Struct, frozen=True):
    """Somebody who may sign in."""

    id: str
    name: str
    roles: tuple[Role, ...]
    pin: str


class CounterPlan(Struct, frozen=True):
    """A counter; without services it serves all."""

    number: int
    name: str = ""
    services: tuple[str, ...] = ()
    zone: str = ""  # of the building, for boards of one zone


class CentralPlan(Struct, frozen=True):
    """The central server, and the one-time code it gave."""

    url: str
    code: str


class SetupPlan(Struct, frozen=True):
    """All that set-up asks. Without `office` the PC joins the branch that central's code names."""

    office: OfficePlan | None = None
    catalogue: str = PACKAGED[0]  # the id of one that ships with Loket, or a file
    people: tuple[PersonPlan, ...] = ()
    counters: tuple[CounterPlan, ...] = ()  # empty: only this one
    central: CentralPlan | None = None
    counter: int = 1
    printer: str = "none"
    paper: PaperSize = PaperSize.ROLL_80
    language: str = ""
    backup_folder: str = ""

    @property
    def all_counters(self) -> tuple[CounterPlan, ...]:
        """The office's counters, at least this PC's."""
        return self.counters or (CounterPlan(self.counter),)

    @property
    def config(self) -> Config:
        """What of it is this PC's own."""
        return Config(
            counter=self.counter,
            printer=self.printer,
            paper=self.paper.value,
            language=self.language,
            backup_folder=self.backup_folder,
            central_url=self.central.url if self.central else "",
        )


def read_plan(file: Path) -> SetupPlan:
    """Read the answers from a file; a catalogue's path counts from the file's own folder.

    Raises:
        SetupFileUnreadable: no such file, or it may not be read.
        SetupFileWrong: with the first thing that is wrong.
        CatalogueUnreadable, CatalogueBroken: the catalogue it names.
    """
    try:
        content = file.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise SetupFileUnreadable(file=str(file), reason=reason) from error
    try:
        tree = tomllib.loads(content.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SetupFileWrong(
            file=str(file), key=_("the file"), expected=_("TOML in UTF-8"), found=str(error)
        ) from error
    for problem in shape_problems(tree, SetupPlan):
        raise _in_file(file, problem)
    plan = msgspec.convert(tree, SetupPlan)
    if plan.catalogue not in PACKAGED:
        plan = msgspec.structs.replace(plan, catalogue=str(file.parent / plan.catalogue))
    for problem in plan_problems(plan):
        raise _in_file(file, problem)
    return plan


def plan_problems(plan: SetupPlan) -> list[Problem]:
    """List every answer that cannot be; nothing if the plan can be carried out.

    Raises:
        CatalogueUnreadable, CatalogueBroken: the catalogue it names.
    """
    return list(_problems(plan))


def check_plan(plan: SetupPlan, *, practice: bool = False) -> None:
    """Refuse a plan with an answer that cannot be.

    Args:
        practice: it is the plan of a practice branch, which nobody administers.

    Raises:
        SetupWrong, CatalogueUnreadable, CatalogueBroken
    """
    for problem in _problems(plan, practice=practice):
        raise SetupWrong(key=problem.key, expected=problem.expected, found=problem.found)


def _in_file(file: Path, problem: Problem) -> SetupFileWrong:
    return SetupFileWrong(
        file=str(file), key=problem.key, expected=problem.expected, found=problem.found
    )


def _problems(plan: SetupPlan, *, practice: bool = False) -> Iterator[Problem]:
    if plan.office is not None:
        yield from _office_problems(plan.office, practice=practice)
        yield from _people_problems(plan.people, practice=practice)
        yield from _counter_problems(plan)
    else:
        if plan.central is None:
            yield Problem("office", _("an office, or central to join one"), _("nothing"))
        for name in ("people", "counters"):
            if getattr(plan, name):
                expected = _("nothing: central tells it to a PC that joins")
                yield Problem(name, expected, _("a list"))
    if wrong := wrong_in(msgspec.structs.asdict(plan.config)):
        key, expected, found = wrong
        yield Problem(key.replace("central_url", "central.url"), expected, found)
    if plan.central is not None and not plan.central.url:
        yield Problem("central.url", _("a value"), _("nothing"))
    if plan.central is not None and not plan.central.code:
        yield Problem("central.code", _("a value"), _("nothing"))


def _office_problems(office: OfficePlan, *, practice: bool) -> Iterator[Problem]:
    if not _CODE.fullmatch(office.code):
        expected = _("capitals, figures and hyphens: 3171-06")
        yield Problem("office.code", expected, told(office.code))
    elif is_practice(office.code) and not practice:
        expected = _("the office's own code: this one is kept for practice")
        yield Problem("office.code", expected, told(office.code))
    if not office.name.strip():
        yield Problem("office.name", _("a value"), _("nothing"))
    if not office.hours:
        yield Problem("office.hours", _("at least one entry"), _("nothing"))
    for day, hours in office.hours.items():
        key = f"office.hours.{day}"
        if day not in WEEKDAYS:
            expected = _("one of {choices}").format(choices=", ".join(WEEKDAYS))
            yield Problem(key, expected, _("an unknown key"))
        elif len(hours) != 2 or not all(map(_TIME.fullmatch, hours)) or hours[0] >= hours[1]:
            expected = _('when it opens and when it closes: ["08:00", "15:00"]')
            yield Problem(key, expected, ", ".join(hours) or _("nothing"))


def _people_problems(people: tuple[PersonPlan, ...], *, practice: bool) -> Iterator[Problem]:
    if not practice and not any(Role.ADMIN in person.roles for person in people):
        yield Problem("people", _("at least one person with the role admin"), _("nobody"))
    seen: set[str] = set()
    for person in people:
        key = f"people[{person.id}]"
        if not PERSON_ID.fullmatch(person.id):
            expected = _("lower-case letters and figures, 32 at most: sari")
            yield Problem(f"{key}.id", expected, told(person.id))
        if person.id in seen:
            found = _("{id} twice").format(id=person.id)
            yield Problem(f"{key}.id", _("an id of its own"), found)
        seen.add(person.id)
        if not person.name.strip():
            yield Problem(f"{key}.name", _("a value"), _("nothing"))
        if not person.roles:
            yield Problem(f"{key}.roles", _("at least one entry"), _("nothing"))
        if not PIN.fullmatch(person.pin):
            # what stands there is not repeated: it may be somebody's PIN but for one letter
            yield Problem(f"{key}.pin", _("4 to 12 figures in quotes"), _("another text"))


def _counter_problems(plan: SetupPlan) -> Iterator[Problem]:
    services = {each.id for each in read_catalogue(plan.catalogue).services}
    seen: set[int] = set()
    for place, counter in enumerate(plan.all_counters, 1):
        key = f"counters[#{place}]"
        if not 1 <= counter.number <= MOST_COUNTERS:
            expected = _("a whole number from 1 to 99")
            yield Problem(f"{key}.number", expected, str(counter.number))
        if counter.number in seen:
            found = _("{id} twice").format(id=counter.number)
            yield Problem(f"{key}.number", _("a number of its own"), found)
        seen.add(counter.number)
        for service in counter.services:
            if service not in services:
                expected = _("a service of the catalogue")
                yield Problem(f"{key}.services", expected, told(service))
    if plan.counter not in seen:
        numbers = ", ".join(map(str, sorted(seen)))
        yield Problem("counter", _("one of {choices}").format(choices=numbers), str(plan.counter))
