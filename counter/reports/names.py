"""The office's own words: what the branch calls its services, groups and people."""

from __future__ import annotations

from collections.abc import Iterable

from counter.domain.catalogue import Catalogue, Service, Text
from counter.reports.figures import ServiceFigures
from counter.store.work import Reading


class Names:
    """What the branch calls its services, groups and people today."""

    def __init__(self, reading: Reading) -> None:
        self._catalogue: Catalogue = reading.settings.catalogue()
        self._services = {each.id: each for each in self._catalogue.services}
        self._groups = {each.letter: each.title for each in self._catalogue.groups}
        self._people = {each.id: each.name for each in reading.settings.people()}

    def find(self, service: str) -> Service | None:
        """A service; None where the catalogue has dropped it since."""
        return self._services.get(service)

    def service(self, service: str) -> Text:
        """Its title; its id where the catalogue has dropped it since."""
        known = self.find(service)
        return known.title if known else Text(service, service)

    def letter(self, service: str) -> str:
        """The letter it is queued under today."""
        return self._catalogue.letter(service) if self.find(service) else ""

    def group(self, letter: str) -> Text:
        """The title of a letter's services."""
        return self._groups.get(letter, Text(letter, letter))

    def person(self, person: str) -> str:
        """A member of staff's name; the id where the name is not here."""
        return self._people.get(person, person)

    def in_catalogue_order(self, services: Iterable[ServiceFigures]) -> tuple[ServiceFigures, ...]:
        """Services as the catalogue lists them, dropped ones last."""
        place = {service: index for index, service in enumerate(self._services)}
        return tuple(sorted(services, key=lambda each: (place.get(each.id, len(place)), each.id)))
