"""The catalogue: which services an office offers, and what each asks of a citizen.

Structs only, as they stand in a catalogue file and in a `catalogue.adopted` event. Reading and
checking a file is `counter.office.catalogue`'s; checking what a clerk typed is `forms`'.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace


class Text(Struct, frozen=True):
    """A text in the languages an office speaks; Indonesian first."""

    id: str
    en: str

    def in_language(self, language: str) -> str:
        """The text in `language` (`id` or `en`), Indonesian where there is no other."""
        return self.en if language == "en" and self.en else self.id


class When(Struct, frozen=True):
    """A condition on another answer of the same form: what it governs is asked only then."""

    field: str
    equals: tuple[str, ...]

    def holds(self, answers: Mapping[str, str]) -> bool:
        """Whether `answers` fulfil it."""
        return answers.get(self.field, "") in self.equals


class DocumentForm(StrEnum):
    """In which form a document is handed in."""

    ORIGINAL = "original"
    COPY = "copy"
    SHOWN = "shown"  # looked at and given back


class Requirement(Struct, frozen=True, omit_defaults=True):
    """A document that a service asks for."""

    id: str
    title: Text
    form: DocumentForm
    count: int = 1
    optional: bool = False  # only in some cases: `note` says in which
    note: Text | None = None
    when: When | None = None  # asked for only then: a police letter when the card is lost


class FieldKind(StrEnum):
    """What a form field takes, and so how it is drawn and checked."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NAME = "name"
    NIK = "nik"
    NKK = "nkk"
    DATE = "date"
    PAST_DATE = "past_date"
    TIME = "time"
    NUMBER = "number"
    RUPIAH = "rupiah"
    PHONE = "phone"
    EMAIL = "email"
    CHOICE = "choice"
    YES_NO = "yes_no"
    ADDRESS = "address"
    RT = "rt"
    RW = "rw"
    REGION = "region"
    NOP = "nop"
    NAMES = "names"  # one or more people, a line each


class Choice(Struct, frozen=True):
    """One answer of a choice field; a yes-no field has the answers `yes` and `no`."""

    id: str
    title: Text


class Field(Struct, frozen=True, omit_defaults=True):
    """One question of a form. Dates are ISO 8601 once stored; rupiah whole."""

    id: str
    label: Text
    kind: FieldKind
    required: bool = True
    choices: tuple[Choice, ...] = ()
    # Of a number; of a text its length; of names how many; of a NIK its bearer's age in years.
    minimum: int | None = None
    maximum: int | None = None
    pattern: str | None = None  # a whole-match regular expression
    help: Text | None = None
    when: When | None = None


class Group(Struct, frozen=True, omit_defaults=True):
    """Services that share a letter on tickets and a button on the kiosk."""

    id: str
    letter: str
    title: Text
    summary: Text | None = None  # a few words under the title: new, lost, damaged


class Service(Struct, frozen=True, omit_defaults=True):
    """One service: the public standard (PermenPANRB 15/2014, components 1 to 7) as data."""

    id: str
    group: str
    title: Text
    product: Text
    legal: tuple[str, ...]
    steps: tuple[Text, ...]
    target_wait_min: int
    priority_wait_min: int
    service_min: int  # usual minutes at the counter
    working_days: int  # promised; 0 = done in the same visit
    fee_rupiah: int
    requirements: tuple[Requirement, ...] = ()
    fields: tuple[Field, ...] = ()
    applicant_required: Mapping[str, bool] = {}  # where it differs: a newcomer has no NIK yet
    reference_form: str = ""  # F-1.02 and the like
    quick: bool = False  # asked at a counter in a minute: no number on paper, none at a kiosk
    collection: Text | None = None  # who may fetch the product, and with what
    unverified: tuple[str, ...] = ()  # keys above that still lack a source: an office confirms them


class Catalogue(Struct, frozen=True):
    """What one office offers. `applicant` are the fields every intake begins with."""

    id: str
    version: str
    title: Text
    groups: tuple[Group, ...]
    applicant: tuple[Field, ...]
    services: tuple[Service, ...]

    @property
    def edition(self) -> str:
        """Id and version, as an application remembers them: "dukcapil 2026.1"."""
        return f"{self.id} {self.version}"

    def has(self, service_id: str) -> bool:
        """Whether it offers a service of that id."""
        return any(service.id == service_id for service in self.services)

    def is_quick(self, service_id: str) -> bool:
        """Whether it is asked at a counter in a minute, with no form and no number on paper."""
        return self.has(service_id) and self.service(service_id).quick

    def service(self, service_id: str) -> Service:
        """The service of that id. Raises KeyError where the catalogue has none."""
        for service in self.services:
            if service.id == service_id:
                return service
        raise KeyError(service_id)

    def services_of(self, group_id: str) -> tuple[Service, ...]:
        """The services of one group."""
        return tuple(each for each in self.services if each.group == group_id)

    def questions(self, service_id: str) -> tuple[Field, ...]:
        """List all that an intake of the service asks: the applicant's fields, then its own."""
        service = self.service(service_id)
        required = service.applicant_required
        applicant = (
            replace(each, required=required[each.id]) if each.id in required else each
            for each in self.applicant
        )
        return (*applicant, *service.fields)

    def letter(self, service_id: str) -> str:
        """The letter on the service's tickets: A."""
        group = self.service(service_id).group
        return next(each.letter for each in self.groups if each.id == group)
