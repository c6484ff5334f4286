"""What the branch head's window asks for, for those who may look; the figures are `statistics`'."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from counter.domain.ticket import Ticket
from counter.office.conflicts import Conflict, conflict_of
from counter.office.office import NobodySignedIn, Office
from counter.office.people import MAY_LOOK, NotAllowed, Role
from counter.office.statistics import (
    Figure,
    LiveFloor,
    Only,
    Statistics,
    TicketLine,
    day_figures,
    live_floor,
    range_figures,
    ticket_lines,
    tickets_behind,
)
from counter.text import language

if TYPE_CHECKING:
    from counter.store.work import Reading

Days = tuple[date, date]


class Look(Struct, frozen=True):
    """Everything the window shows, of one instant."""

    figures: Statistics
    floor: LiveFloor | None  # None: the days chosen do not include today
    services: dict[str, str]  # id to title, in the language read
    people: dict[str, str]  # id to name
    conflicts: tuple[Conflict, ...] = ()  # of the days, not settled yet


def may_look(office: Office) -> None:
    """Refuse whoever may not see the day's figures. Raises NobodySignedIn, NotAllowed."""
    session = office.session
    if session is None:
        raise NobodySignedIn
    if MAY_LOOK.isdisjoint(session.roles):
        raise NotAllowed(role=Role.SUPERVISOR)


def look(office: Office, days: Days | None) -> Look:
    """Read the figures of some days, of the office's current one by default.

    Raises:
        NobodySignedIn, NotAllowed, OfficeNotSetUp
    """
    may_look(office)
    return office.read(_look, days)


def behind(office: Office, days: Days, figure: Figure, only: Only) -> list[Ticket]:
    """The tickets a number counts. Raises NobodySignedIn, NotAllowed."""
    may_look(office)
    return office.read(tickets_behind, *days, figure, only)


def lines_of(office: Office, figures: Statistics) -> list[TicketLine]:
    """Every ticket of the figures' days, for a workbook. Raises NobodySignedIn, NotAllowed."""
    may_look(office)
    return office.read(ticket_lines, figures.day_from, figures.day_to)


def _look(reading: Reading, days: Days | None) -> Look:
    figures = day_figures(reading) if days is None else range_figures(reading, *days)
    catalogue = reading.settings.catalogue()
    called_twice: list[Ticket] = []
    if figures.total.conflicts:
        called_twice = tickets_behind(reading, figures.day_from, figures.day_to, Figure.CONFLICTS)
    return Look(
        figures=figures,
        floor=live_floor(reading) if figures.running or days is None else None,
        services={each.id: each.title.in_language(language()) for each in catalogue.services},
        people={each.id: each.name for each in reading.settings.people()},
        conflicts=tuple(conflict_of(reading, each) for each in called_twice),
    )
