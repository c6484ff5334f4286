"""The unit of work: what an act reads and records inside one transaction.

`Reading` is the part that also serves reads beside the writer. Neither commits: whoever opened
the transaction does.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cached_property
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, OperationalError

from counter.domain import bodies
from counter.domain.calendar import Zone
from counter.domain.events import (
    GENESIS,
    Body,
    ChainId,
    EntityId,
    Event,
    Fact,
    chain_hash,
    encode_body,
    encode_event,
    event_id,
    private_hash,
)
from counter.domain.ticket import Ticket
from counter.store import log, schema
from counter.store.applications import Applications
from counter.store.appointments import Appointments
from counter.store.local import Local
from counter.store.projections import Misplaced, drop_rows, project, put, sort_of
from counter.store.reservations import Reservations
from counter.store.settings import Settings
from counter.store.tickets import Tickets
from counter.store.troubles import RecordQuarantined

_encode = msgspec.msgpack.Encoder().encode
_log = logging.getLogger(__name__)


class Node(Struct, frozen=True):
    """Who this store is."""

    id: str
    branch: str
    lane: str  # of its numbers; empty: the bare lane
    private_key: bytes  # Ed25519, 32 bytes

    public_key: bytes


class ChainEnd(Struct, frozen=True):
    """Where the next event of this start goes; seq 0: the chain is not opened yet."""

    chain: ChainId
    seq: int = 0
    hash: bytes = GENESIS
    predecessor: str | None = None
    predecessor_seq: int = 0


class Reading:
    """What one transaction sees of a branch."""

    def __init__(self, connection: Connection, branch: str, now_ms: int) -> None:
        self.connection = connection
        self.branch = branch
        self.now_ms = now_ms

    @cached_property
    def tickets(self) -> Tickets:
        """The branch's tickets."""
        return Tickets(self.connection, self.branch)

    @cached_property
    def applications(self) -> Applications:
        """The branch's applications and receipts."""
        return Applications(self.connection, self.branch)

    @cached_property
    def appointments(self) -> Appointments:
        """The branch's appointments."""
        return Appointments(self.connection, self.branch)

    @cached_property
    def settings(self) -> Settings:
        """The branch's configuration."""
        return Settings(self.connection, self.branch)

    @cached_property
    def local(self) -> Local:
        """This node's own."""
        return Local(self.connection, self.branch)

    @cached_property
    def reservations(self) -> Reservations:
        """What this hub has promised."""
        return Reservations(self.connection, self.branch)

    @property
    def zone(self) -> Zone:
        """The branch's time zone."""
        return Zone(self.settings.office().zone)

    def ticket(self, ticket_id: str) -> Ticket:
        """One ticket. Raises TicketUnknown."""
        return self.tickets.get(ticket_id)

    def facts(self, entity: str) -> tuple[Fact, ...]:
        """All facts of an entity.

        Raises:
            RecordQuarantined: this release cannot read one of them.
        """
        try:
            return log.facts_of(self.connection, self.branch, entity)
        except (bodies.UnknownKind, msgspec.DecodeError) as error:
            raise RecordQuarantined from error


class Work(Reading):
    """An open transaction that may record. Made by `Store.begin`; used up by its commit."""

    def __init__(
        self,
        connection: Connection,
        node: Node,
        end: ChainEnd,
        position: int,
        *,
        now_ms: int,
        actor: str,
        facts: dict[str, tuple[Fact, ...]],
        settings: dict[str, Any],
    ) -> None:
        super().__init__(connection, node.branch, now_ms)
        self.node = node
        self.actor = actor
        self.end = end
        self.position = position
        self.touched: set[str] = set()  # "ticket:…": sort and entity, told once committed
        self.fresh: dict[str, tuple[Fact, ...]] = {}
        self._folded: dict[str, Ticket] = {}
        self._kept_facts = facts
        self._kept_settings = settings

    @cached_property
    def settings(self) -> Settings:
        """The branch's configuration, decoded once as long as it stands."""
        return Settings(self.connection, self.branch, self._kept_settings)

    def facts(self, entity: str) -> tuple[Fact, ...]:
        """All facts of an entity, those recorded here included."""
        if entity in self.fresh:
            return self.fresh[entity]
        if entity not in self._kept_facts:
            self._kept_facts[entity] = super().facts(entity)
        return self._kept_facts[entity]

    def record(
        self, body: Body, *, entity: str | None = None, private: Struct | None = None
    ) -> EntityId:
        """Write down what happened; projections follow at once, the commit makes it last.

        Args:
            entity: what it happened to; None: this event is the first of a new one.
            private: the part that may be erased later.

        Returns:
            The entity's id.

        Raises:
            RecordQuarantined: this release cannot read all of the entity.
        """
        if self.end.seq == 0:
            self._open_chain()
        return self._record(body, entity, private)

    def ticket(self, ticket_id: str) -> Ticket:
        """One ticket, as it stands with what was recorded here. Raises TicketUnknown."""
        return self._folded.get(ticket_id) or super().ticket(ticket_id)

    def note(self, topic: str) -> None:
        """Tell windows, after the commit, that something of this node's own changed."""
        self.touched.add(topic)

    def _open_chain(self) -> None:
        opened = bodies.ChainOpened(
            node=self.node.id,
            lane=self.node.lane,
            public_key=self.node.public_key,
            predecessor=self.end.predecessor,
            predecessor_seq=self.end.predecessor_seq,
        )
        actor, self.actor = self.actor, ""  # the store opens it, not a person
        self._record(opened, None, None)
        self.actor = actor

    def _record(self, body: Body, entity: str | None, private: Struct | None) -> EntityId:
        chain, seq = self.end.chain, self.end.seq + 1
        earlier: tuple[Fact, ...] = ()
        if entity is None:
            entity = event_id(chain, seq)
        else:
            earlier = self.facts(entity)
        saw: dict[str, int] = {}
        for fact in earlier:
            saw[fact.chain] = max(fact.seq, saw.get(fact.chain, 0))
        salt = part = None
        if private is not None:
            salt, part = secrets.token_bytes(16), _encode(private)
        event = Event(
            chain=chain,
            seq=seq,
            branch=self.branch,
            entity=entity,
            rev=max((fact.rev for fact in earlier), default=0) + 1,
            saw=saw,
            at_ms=self.now_ms,
            actor=self.actor,
            kind=body.kind,
            version=body.version,
            critical=body.critical,
            body=encode_body(body),
            private_hash=private_hash(salt, part)
            if salt is not None and part is not None
            else None,
        )
        data = encode_event(event)
        hash_ = chain_hash(self.end.hash, data)
        self.position += 1
        log.append(
            self.connection,
            event,
            data,
            hash_,
            position=self.position,
            arrival_ms=self.now_ms,
            private=(salt, part) if salt is not None and part is not None else None,
        )
        self.end = msgspec.structs.replace(self.end, seq=seq, hash=hash_)
        fact = Fact(
            chain=chain,
            seq=seq,
            rev=event.rev,
            saw=saw,
            at_ms=self.now_ms,
            arrival_ms=self.now_ms,
            position=self.position,
            actor=self.actor,
            body=body,
            private=part,
        )
        self.fresh[entity] = (*earlier, fact)
        try:
            ticket = project(self.connection, self.branch, entity, self.fresh[entity])
        except Misplaced as error:
            raise RecordQuarantined from error
        if ticket is not None:
            self._folded[entity] = ticket
        for changed in (entity, sort_of(body.kind)):
            self._kept_settings.pop(changed, None)
        self.touched.add(f"{sort_of(body.kind)}:{entity}")
        return EntityId(entity)


def reproject(connection: Connection, branch: str, entities: Iterable[str]) -> None:
    """Write the rows of entities whose events came from elsewhere.

    One that this release cannot fold is quarantined: its log is whole, its row shows what can be
    read of it, and the batch goes on. Rows never depend on the order in which events came.
    """
    ordered = sorted(entities)
    if connection.dialect.name == "sqlite":
        _project_each(connection, branch, ordered, nullcontext)
        return
    # a server ends a transaction that met an error; a savepoint for each costs more than the rows
    try:
        with connection.begin_nested():
            _project_each(connection, branch, ordered, nullcontext)
    except DBAPIError:
        _project_each(connection, branch, ordered, connection.begin_nested)


def _project_each(
    connection: Connection,
    branch: str,
    entities: Sequence[str],
    guarded: Callable[[], AbstractContextManager[object]],
) -> None:
    for entity in entities:
        try:
            facts = log.facts_of(connection, branch, entity)
            if facts:
                with guarded():
                    project(connection, branch, entity, facts)
        # whatever a foreign event does to a fold must not stop the events after it
        except Exception as error:
            if isinstance(error, OperationalError) and connection.dialect.name == "sqlite":
                raise  # the disk's fault, not the event's: nothing of the batch is kept
            _quarantine(connection, branch, entity, error, guarded)


def _quarantine(
    connection: Connection,
    branch: str,
    entity: str,
    error: Exception,
    guarded: Callable[[], AbstractContextManager[object]],
) -> None:
    # only our own words: a database's hold what somebody told
    ours = isinstance(error, bodies.UnknownKind | Misplaced | msgspec.DecodeError)
    reason = f"{type(error).__name__}: {error}"[:200] if ours else type(error).__name__
    _log.warning("quarantined %s: %s", entity, reason)
    drop_rows(connection, branch, entity)
    try:
        readable = log.facts_of(connection, branch, entity, readable_only=True)
        if readable:
            with guarded():
                project(connection, branch, entity, readable)
    except Exception as again:  # noqa: BLE001 - as before
        _log.warning("it has no row: %s", type(again).__name__)
    values = {"branch": branch, "entity": entity, "reason": reason}
    put(connection, schema.quarantine, values)
