"""Stores that know of each other, and events as they travel between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec
from sqlalchemy import select

from counter.domain import bodies
from counter.domain.events import Body, Event, EventId, encode_body, encode_event
from counter.store import log, schema, vectors
from counter.store.database import Database
from counter.store.projections import PROJECTIONS
from counter.store.store import Store

BRANCH = "3171-06"
NOW_MS = 1_795_482_000_000  # 2026-11-24 08:00 WIB
Rows = dict[str, list[tuple[object, ...]]]

ISSUED = bodies.TicketIssued(
    number="A-001",
    day="2026-11-24",
    lane="",
    letter="A",
    running=1,
    service="ktp_new",
    target_s=900,
)


def new_store(folder: Path, *, lane: str = "", branch: str = BRANCH) -> Store:
    """Make a store and open it."""
    return Store.create(folder, branch=branch, lane=lane)


def write(store: Store, body: Body, entity: str | None = None, *, now_ms: int = NOW_MS) -> str:
    """Record one event in a transaction of its own; its entity's id."""
    with store.begin(actor="sari", now_ms=now_ms) as work:
        return work.record(body, entity=entity)


def vector(database: Database) -> log.Vector:
    """What a database says it holds."""
    with database.reading(BRANCH, NOW_MS) as reading:
        return vectors.vector(reading.connection, BRANCH)


def heads(database: Database) -> log.Vector:
    """Every chain it holds, and how much of it."""
    with database.reading(BRANCH, NOW_MS) as reading:
        return vectors.heads(reading.connection, BRANCH)


def all_items(database: Database) -> list[log.Item]:
    """Everything a database holds, in the order it would send."""
    return database.after(BRANCH, {}, limit=100_000)


def give(
    receiver: Database, items: Sequence[log.Item], *, now_ms: int = NOW_MS, clock_shift_ms: int = 0
) -> log.Taken:
    """Deliver a batch."""
    return receiver.take(BRANCH, items, now_ms=now_ms, clock_shift_ms=clock_shift_ms)


def pull(receiver: Database, sender: Database, *, limit: int = 100_000) -> log.Taken:
    """Let one ask another for what it lacks, once, knowing what the other holds."""
    theirs = heads(sender)
    told = {chain: theirs.get(chain, 0) for chain in heads(receiver)}
    with receiver.reading(BRANCH, NOW_MS) as reading:
        given = vectors.vector(reading.connection, BRANCH, told=told)
    return give(receiver, sender.after(BRANCH, given, limit=limit))


def rows(database: Database) -> Rows:
    """Every projection's rows."""
    with database.reading(BRANCH, NOW_MS) as reading:
        return {
            table.name: sorted(map(tuple, reading.connection.execute(select(table))), key=repr)
            for table in PROJECTIONS
        }


def events(database: Database) -> list[tuple[object, ...]]:
    """The log itself, by chain and seq, without what is a node's own."""
    event = schema.event
    with database.reading(BRANCH, NOW_MS) as reading:
        return [
            tuple(row)
            for row in reading.connection.execute(
                select(
                    event.c.chain, event.c.seq, event.c.entity, event.c.data, event.c.hash
                ).order_by(event.c.chain, event.c.seq)
            )
        ]


class Foreign:
    """A chain written elsewhere, by anything: another release, or nobody honest."""

    def __init__(
        self, chain: str = "feedfeedfeedfeed", *, predecessor: str | None = None, upto: int = 0
    ) -> None:
        self.chain = chain
        self.items: list[log.Item] = []
        opened = bodies.ChainOpened(
            node="7F3K-9QWD-0000-0001",
            lane="2",
            public_key=bytes(32),
            predecessor=predecessor,
            predecessor_seq=upto,
        )
        self.add(opened)

    def add(
        self,
        body: Body,
        entity: str | None = None,
        *,
        kind: str = "",
        version: int | None = None,
        critical: bool | None = None,
        raw: bytes | None = None,
        saw: dict[str, int] | None = None,
        rev: int = 1,
        branch: str = BRANCH,
        at_ms: int = NOW_MS,
    ) -> EventId:
        """Write the next event; its id."""
        seq = len(self.items) + 1
        event = Event(
            chain=self.chain,
            seq=seq,
            branch=branch,
            entity=entity or f"{self.chain}:{seq}",
            rev=rev,
            saw=saw or {},
            at_ms=at_ms,
            actor="ani",
            kind=kind or body.kind,
            version=body.version if version is None else version,
            critical=body.critical if critical is None else critical,
            body=encode_body(body) if raw is None else msgspec.Raw(raw),
        )
        self.items.append(log.Item(encode_event(event)))
        return event.id


def quarantined(database: Database) -> set[str]:
    """The entities that are read-only here."""
    return {str(row[1]) for row in rows(database)["quarantine"]}


def numbers(database: Database) -> list[str]:
    """The numbers of all tickets there are."""
    column = [column.name for column in schema.ticket.columns].index("number")
    return sorted(str(row[column]) for row in rows(database)["ticket"])


def total(takens: Iterable[log.Taken]) -> int:
    """How many events several deliveries stored."""
    return sum(taken.stored for taken in takens)
