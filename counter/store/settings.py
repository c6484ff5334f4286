"""Reading the office's configuration as its events left it."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, bindparam, func, select

from counter.domain import bodies
from counter.domain.catalogue import Catalogue
from counter.errors import LoketError
from counter.store import schema
from counter.text import N_

T = TypeVar("T")
S, D = schema.setting, schema.day

_one = select(S.c.data, S.c.private).where(
    S.c.branch == bindparam("branch"), S.c.entity == bindparam("entity")
)
_many = (
    select(S.c.data, S.c.private)
    .where(S.c.branch == bindparam("branch"), S.c.entity.startswith(bindparam("prefix")))
    .order_by(S.c.entity)
)
_day = select(func.max(D.c.date)).where(D.c.branch == bindparam("branch"))
_opened = select(D.c.opened_ms).where(
    D.c.branch == bindparam("branch"), D.c.date == bindparam("date")
)


class OfficeNotSetUp(LoketError):
    """The store has no office yet: set-up was cut off, or the first pull has not come."""

    happened = N_("This computer does not know its office yet.")
    safe = N_("Nothing is lost.")
    do_next = N_("Finish the set-up, or wait until central has sent the office's settings.")


class Person(Struct, frozen=True):
    """Somebody who may sign in."""

    id: str
    name: str
    roles: tuple[str, ...]
    active: bool
    pin_hash: str
    services: tuple[str, ...] = ()  # that they can render; empty: every one


class Settings:
    """One branch's configuration, as one transaction sees it.

    Args:
        cache: of decoded values by entity, kept by whoever can tell when they change; None
            where nobody can.
    """

    def __init__(
        self, connection: Connection, branch: str, cache: dict[str, Any] | None = None
    ) -> None:
        self._connection = connection
        self._branch = branch
        self._cache: dict[str, Any] = {} if cache is None else cache

    def office(self) -> bodies.OfficeConfigured:
        """The office. Raises OfficeNotSetUp."""
        office = self._get("office", bodies.OfficeConfigured)
        if office is None:
            raise OfficeNotSetUp
        return office

    def office_key(self) -> bytes:
        """The office's private key. Raises OfficeNotSetUp where it never reached this node."""
        row = self._connection.execute(_one, {"branch": self._branch, "entity": "office"}).first()
        if row is None or row.private is None:
            raise OfficeNotSetUp
        return msgspec.msgpack.decode(row.private, type=bodies.OfficePart).private_key

    def catalogue(self) -> Catalogue:
        """The services on offer. Raises OfficeNotSetUp."""
        adopted = self._get("catalogue", bodies.CatalogueAdopted)
        if adopted is None:
            raise OfficeNotSetUp
        return adopted.catalogue

    def counter(self, number: int) -> bodies.CounterSet | None:
        """One counter."""
        return self._get(f"counter:{number}", bodies.CounterSet)

    def counters(self, *, closed_too: bool = False) -> list[bodies.CounterSet]:
        """Every counter in use, by number; with `closed_too` those that were closed as well."""
        found = [
            msgspec.msgpack.decode(row.data, type=bodies.CounterSet)
            for row in self._rows("counter:")
        ]
        listed = (each for each in found if each.active or closed_too)
        return sorted(listed, key=lambda each: each.number)

    def pause(self, number: int) -> bodies.PauseSet | None:
        """What was said last of a counter's pause, on whichever day."""
        return self._get(f"pause:{number}", bodies.PauseSet)

    def suspension(self, service: str) -> bodies.ServiceSuspended | None:
        """What was said last of a service's suspension."""
        return self._get(f"service:{service}", bodies.ServiceSuspended)

    def suspensions(self) -> list[bodies.ServiceSuspended]:
        """What was said last of every service that was ever suspended."""
        return [
            msgspec.msgpack.decode(row.data, type=bodies.ServiceSuspended)
            for row in self._rows("service:")
        ]

    def limit(self, service: str) -> bodies.LimitSet | None:
        """How much of a service there is."""
        return self._get(f"limit:{service}", bodies.LimitSet)

    def limits(self) -> list[bodies.LimitSet]:
        """The same of every service that was ever limited."""
        return [
            msgspec.msgpack.decode(row.data, type=bodies.LimitSet) for row in self._rows("limit:")
        ]

    def slots(self, service: str) -> bodies.SlotsSet | None:
        """At which times a service takes appointments."""
        return self._get(f"slots:{service}", bodies.SlotsSet)

    def all_slots(self) -> list[bodies.SlotsSet]:
        """The same of every service that ever took any."""
        return [
            msgspec.msgpack.decode(row.data, type=bodies.SlotsSet) for row in self._rows("slots:")
        ]

    def corrections(self) -> list[bodies.CalendarCorrected]:
        """The office's own word on single days."""
        return [
            msgspec.msgpack.decode(row.data, type=bodies.CalendarCorrected)
            for row in self._rows("calendar:")
        ]

    def people(self) -> list[Person]:
        """Everybody who may sign in or once might, by id."""
        people = []
        for row in self._rows("person:"):
            body = msgspec.msgpack.decode(row.data, type=bodies.PersonSet)
            part = (
                msgspec.msgpack.decode(row.private, type=bodies.PersonPart)
                if row.private is not None
                else bodies.PersonPart(name=body.id, pin_hash="")
            )
            people.append(
                Person(body.id, part.name, body.roles, body.active, part.pin_hash, body.services)
            )
        return people

    def person(self, person_id: str) -> Person | None:
        """One of them."""
        return next((each for each in self.people() if each.id == person_id), None)

    def skills(self, person_id: str) -> tuple[str, ...]:
        """The services that somebody can render; empty: every one."""
        person = self._get(f"person:{person_id}", bodies.PersonSet)
        return person.services if person is not None else ()

    def hub(self) -> bodies.HubPromoted | None:
        """Which node is the branch's hub; None where there has never been one."""
        return self._get("hub", bodies.HubPromoted)

    def central(self) -> bodies.CentralNamed | None:
        """Where central is, as the branch's hub has said it."""
        return self._get("central", bodies.CentralNamed)

    def node(self, node_id: str) -> bodies.NodeAdmitted | None:
        """A node that a hub let in, revoked or not."""
        return self._get(f"node:{node_id}", bodies.NodeAdmitted)

    def nodes(self) -> list[bodies.NodeAdmitted]:
        """Every node that a hub let in."""
        return [
            msgspec.msgpack.decode(row.data, type=bodies.NodeAdmitted)
            for row in self._rows("node:")
        ]

    def day(self) -> str | None:
        """The branch's current day, ISO; None before the first was opened."""
        if "day" not in self._cache:
            facts = {"branch": self._branch}
            self._cache["day"] = self._connection.execute(_day, facts).scalar()
        day: str | None = self._cache["day"]
        return day

    def opened_ms(self, day: str) -> int | None:
        """When a day was opened."""
        return self._connection.execute(_opened, {"branch": self._branch, "date": day}).scalar()

    def _get(self, entity: str, of: type[T]) -> T | None:
        if entity not in self._cache:
            facts = {"branch": self._branch, "entity": entity}
            row = self._connection.execute(_one, facts).first()
            self._cache[entity] = row and msgspec.msgpack.decode(row.data, type=of)
        found: T | None = self._cache[entity]
        return found

    def _rows(self, prefix: str) -> Any:
        return self._connection.execute(_many, {"branch": self._branch, "prefix": prefix}).all()
