"""Changing what the office is: an administrator's acts, each an event that flows to every node."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from counter.config import MOST_COUNTERS
from counter.domain import bodies
from counter.domain.calendar import Zone, week_of
from counter.domain.events import EntityId
from counter.errors import LoketError
from counter.office.people import Role, require
from counter.text import N_

if TYPE_CHECKING:
    from counter.domain.catalogue import Catalogue
    from counter.store.work import Work


class OfficeUnfit(LoketError):
    """An office needs a name, and hours of at least one day."""

    happened = N_("An office needs a name and at least one day with hours such as 08:00 to 15:00.")
    safe = N_("The office stays as it was.")
    do_next = N_("Fill in what is missing, then save again.")


class CounterUnfit(LoketError):
    """No counter can be so."""

    happened = N_("Counter {number} cannot be: a number from 1 to 99, services of the catalogue.")
    safe = N_("The counters stay as they were.")
    do_next = N_("Correct the number or the services, then save again.")


def configure_office(
    work: Work,
    *,
    name: str,
    zone: Zone,
    address: str,
    city: str,
    letterhead: tuple[str, ...],
    complaint_channel: str,
    hours: Mapping[str, tuple[str, str]],
    central_url: str | None = None,
    running_text: str | None = None,
) -> bodies.OfficeConfigured:
    """Change the office; its code and key stay for ever, since papers carry them.

    Args:
        hours: `mon` … `sun` to opening and closing time, HH:MM; a missing day is closed.
        central_url: on receipts' codes; None: as it was.
        running_text: along the foot of every board; None: as it was.

    Raises:
        NotAllowed, OfficeUnfit
    """
    require(work, Role.ADMIN)
    before = work.settings.office()
    try:
        week = week_of(hours)
    except ValueError as error:
        raise OfficeUnfit from error
    if not name.strip() or not any(week):
        raise OfficeUnfit
    changed = bodies.OfficeConfigured(
        code=before.code,
        name=name.strip(),
        zone=zone.value,
        address=address,
        city=city,
        letterhead=letterhead,
        complaint_channel=complaint_channel,
        public_key=before.public_key,
        central_url=before.central_url if central_url is None else central_url,
        hours=dict(hours),
        running_text=before.running_text if running_text is None else running_text.strip(),
    )
    key = work.settings.office_key()
    part = bodies.OfficePart(private_key=key)
    work.record(changed, entity=EntityId("office"), private=part)
    return changed


def adopt_catalogue(work: Work, catalogue: Catalogue) -> None:
    """Offer these services from now on; what is under way keeps those it was made with.

    Args:
        catalogue: as `catalogue.read_catalogue` gave it, so it is whole.

    Raises:
        NotAllowed
    """
    require(work, Role.ADMIN)
    work.record(bodies.CatalogueAdopted(catalogue=catalogue), entity=EntityId("catalogue"))


def set_counter(
    work: Work,
    number: int,
    *,
    name: str,
    services: tuple[str, ...] = (),
    active: bool = True,
    zone: str = "",
) -> bodies.CounterSet:
    """Add a counter, change it, or close it for good.

    Args:
        services: that it may call; none: every service.
        zone: of the building; a board shows one zone's calls.

    Raises:
        NotAllowed, CounterUnfit
    """
    require(work, Role.ADMIN)
    known = {each.id for each in work.settings.catalogue().services}
    if not 1 <= number <= MOST_COUNTERS or not known.issuperset(services):
        raise CounterUnfit(number=number)
    counter = bodies.CounterSet(
        number=number,
        name=name.strip() or f"Loket {number}",
        services=services,
        active=active,
        zone=" ".join(zone.split()),
    )
    work.record(counter, entity=EntityId(f"counter:{number}"))
    return counter


def correct_calendar(work: Work, day: date, *, working: bool, name: str) -> None:
    """Say of one day whether this office works on it, whatever week and nation say.

    Raises:
        NotAllowed
    """
    require(work, Role.ADMIN)
    corrected = bodies.CalendarCorrected(date=day.isoformat(), working=working, name=name.strip())
    work.record(corrected, entity=EntityId(f"calendar:{corrected.date}"))
