"""What was answered so far, exactly as typed, and the plan it makes. Pure but for the catalogue."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import msgspec
from msgspec import Struct, field

from counter.config import MOST_COUNTERS
from counter.office.plan import SetupPlan, office_hours, plan_problems
from counter.office.shape import Problem, told
from counter.text import _, language

_NO_ID = re.compile(r"[^a-z0-9]+")
_LONGEST_ID = 32


class PersonAnswers(Struct):
    """One member of staff as typed; both PINs, since nobody sees what is typed there."""

    name: str = ""
    pin: str = ""
    again: str = ""
    roles: tuple[str, ...] = ("clerk",)


class Answers(Struct):
    """All pages' answers; what a page does not ask stays as it is here."""

    joins: bool = False
    code: str = ""
    name: str = ""
    city: str = ""
    address: str = ""
    letterhead: str = ""  # a line each
    complaint_channel: str = "SP4N-LAPOR! 1708, lapor.go.id"
    running_text: str = ""  # of the board
    zone: str = "WIB"
    hours: dict[str, list[str]] = field(
        default_factory=lambda: {day: list(each) for day, each in office_hours().items()}
    )
    catalogue: str = "dukcapil"
    catalogue_file: str = ""
    people: list[PersonAnswers] = field(
        default_factory=lambda: [PersonAnswers(roles=("admin", "branch_head"))]
    )
    counter: str = "1"
    counters: str = "1"
    printer_kind: str = "none"
    printer_name: str = ""
    paper: str = "80mm"
    backup_folder: str = ""
    central_url: str = ""
    central_code: str = ""

    @property
    def has_central(self) -> bool:
        """Whether a central is named."""
        return self.joins or bool(self.central_url.strip() or self.central_code.strip())


def plan_of(answers: Answers) -> SetupPlan:
    """The plan these answers make; one that cannot be carried out is one `problems_in` names."""
    tree: dict[str, Any] = {
        "counter": _whole(answers.counter),
        "printer": _printer(answers),
        "paper": answers.paper,
        "language": language(),
        "backup_folder": answers.backup_folder.strip(),
    }
    if answers.has_central:
        tree["central"] = {
            "url": answers.central_url.strip(),
            "code": answers.central_code.strip(),
        }
    if not answers.joins:
        tree["office"] = {
            "code": answers.code.strip().upper(),
            "name": answers.name.strip(),
            "zone": answers.zone,
            "address": answers.address.strip(),
            "city": answers.city.strip(),
            "letterhead": [
                each.strip() for each in answers.letterhead.splitlines() if each.strip()
            ],
            "complaint_channel": answers.complaint_channel.strip(),
            "running_text": answers.running_text.strip(),
            "hours": answers.hours,
        }
        own = answers.catalogue == "file"
        tree["catalogue"] = answers.catalogue_file.strip() if own else answers.catalogue
        tree["people"] = [
            {"id": own_id, "name": each.name.strip(), "roles": each.roles, "pin": each.pin}
            for own_id, each in zip(ids_of(answers.people), answers.people, strict=True)
        ]
        most = max(_whole(answers.counters), _whole(answers.counter))
        tree["counters"] = [{"number": number} for number in range(1, min(most, MOST_COUNTERS) + 1)]
    return msgspec.convert(tree, SetupPlan)


def problems_in(answers: Answers) -> list[Problem]:
    """Everything that cannot be, the office's own rules first; reads the catalogue.

    Raises:
        CatalogueUnreadable, CatalogueBroken: the catalogue it names.
    """
    found = plan_problems(plan_of(answers))
    ids = ids_of(answers.people)
    if not answers.joins:
        for own_id, person in zip(ids, answers.people, strict=True):
            if person.pin != person.again:
                expected = _("the same PIN twice")
                found.append(Problem(f"people[{own_id}].again", expected, _("two PINs")))
        counters = answers.counters.strip()
        if not (counters.isdecimal() and 1 <= int(counters) <= MOST_COUNTERS):
            expected = _("a whole number from 1 to 99")
            found.append(Problem("counters", expected, told(counters)))
    if answers.printer_kind != "none" and not answers.printer_name.strip():
        found = [each for each in found if each.key != "printer"]
        found.append(Problem("printer", _("a value"), _("nothing")))
    return found


def say(problem: Problem) -> str:
    """What is wrong with an answer, below its field."""
    if problem.found == _("nothing") and problem.expected == _("a value"):
        return _("This is needed.")
    # a file quotes a PIN, a field does not
    expected = _("4 to 12 figures") if problem.key.endswith(".pin") else problem.expected
    return _("Expected: {expected}.").format(expected=expected)


def ids_of(people: list[PersonAnswers]) -> list[str]:
    """A short id for everybody, of their first name, each its own."""
    ids: list[str] = []
    for place, person in enumerate(people, 1):
        plain = unicodedata.normalize("NFKD", person.name.strip().casefold())
        first = _NO_ID.sub("", (plain.split() or [""])[0])[: _LONGEST_ID - 3] or f"staff{place}"
        own, again = first, 2
        while own in ids:
            own, again = f"{first}{again}", again + 1
        ids.append(own)
    return ids


def _printer(answers: Answers) -> str:
    name = answers.printer_name.strip()
    return "none" if answers.printer_kind == "none" else f"{answers.printer_kind}:{name}"


def _whole(text: str) -> int:
    return int(text) if text.strip().isdecimal() else 0
