"""What the administrator's window shows, for administrators; changing it is `configure`'s."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from counter.domain import bodies
from counter.domain.catalogue import Catalogue
from counter.office.backup import BackupState, backup_state
from counter.office.joining import joined_to
from counter.office.office import NobodySignedIn, Office, Session
from counter.office.people import Member, NotAllowed, Role, members

if TYPE_CHECKING:
    from counter.store.work import Reading


class OfficeSettings(Struct, frozen=True):
    """Everything that set-up took and an administrator may change."""

    office: bodies.OfficeConfigured
    catalogue: Catalogue
    people: tuple[Member, ...]
    counters: tuple[bodies.CounterSet, ...]
    corrections: tuple[bodies.CalendarCorrected, ...]  # by day
    backup: BackupState
    central: str | None  # the address of the one this PC has joined


def administrator(office: Office) -> Session:
    """Whoever is signed in, if they may administer. Raises NobodySignedIn, NotAllowed."""
    session = office.session
    if session is None:
        raise NobodySignedIn
    if Role.ADMIN.value not in session.roles:
        raise NotAllowed(role=Role.ADMIN)
    return session


def read_settings(office: Office) -> OfficeSettings:
    """The office as it is configured now.

    Raises:
        NobodySignedIn, NotAllowed, OfficeNotSetUp
    """
    administrator(office)
    return office.read(_settings)


def _settings(reading: Reading) -> OfficeSettings:
    return OfficeSettings(
        office=reading.settings.office(),
        catalogue=reading.settings.catalogue(),
        people=tuple(members(reading)),
        counters=tuple(reading.settings.counters(closed_too=True)),
        corrections=tuple(sorted(reading.settings.corrections(), key=lambda each: each.date)),
        backup=backup_state(reading),
        central=joined_to(reading),
    )
