"""Which catalogue a ticket or an application goes by: the office may have adopted others since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter.domain.bodies import CatalogueAdopted
from counter.domain.catalogue import Catalogue
from counter.office.waiting import ServiceUnknown

if TYPE_CHECKING:
    from counter.store.work import Reading


def edition_for(reading: Reading, service: str, *, made_with: str = "") -> Catalogue:
    """The catalogue that a service's forms and papers go by.

    Args:
        made_with: the edition an application remembers; empty: the one on offer, and where that
            has dropped the service, the last that had it.

    Raises:
        OfficeNotSetUp
        ServiceUnknown: no catalogue of this office ever had it.
    """
    offered = reading.settings.catalogue()
    if made_with in ("", offered.edition) and offered.has(service):
        return offered
    adopted = [
        fact.body.catalogue
        for fact in sorted(reading.facts("catalogue"), key=lambda fact: fact.order)
        if isinstance(fact.body, CatalogueAdopted)
    ]
    having = [each for each in adopted if each.has(service)]
    if not having:
        raise ServiceUnknown(service=service)
    return ([each for each in having if each.edition == made_with] or having)[-1]
