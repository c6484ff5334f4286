"""What a store holds, as plain values that can be compared between stores and with a replay."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from sqlalchemy import select

from counter.store import schema
from counter.store.projections import PROJECTIONS

if TYPE_CHECKING:
    from counter.store.database import Database
    from counter.store.work import Reading


class Held(Struct, frozen=True, array_like=True):
    """One event as a log holds it."""

    chain: str
    seq: int
    hash: str
    node: str  # that wrote its chain


class MintedTicket(Struct, frozen=True):
    """A ticket at the end of the day, on the node that issued it."""

    number: str
    lane: str
    letter: str
    running: int
    state: str
    issued_ms: int
    conflicts: int
    wait_s: int | None
    service_s: int | None


class MintedReceipt(Struct, frozen=True):
    """A receipt on the node that numbered it."""

    number: str
    lane: str
    year: int
    running: int


E, C = schema.event, schema.chain


def log_of(reading: Reading) -> list[Held]:
    """Every event of a branch, in storing order."""
    rows = reading.connection.execute(
        select(E.c.chain, E.c.seq, E.c.hash, C.c.node)
        .join(C, (C.c.branch == E.c.branch) & (C.c.chain == E.c.chain))
        .where(E.c.branch == reading.branch)
        .order_by(E.c.position)
    )
    return [Held(row.chain, row.seq, row.hash.hex(), row.node) for row in rows]


def tickets_of(reading: Reading, day: str, lane: str) -> list[MintedTicket]:
    """The tickets that a lane issued on a day."""
    return [
        MintedTicket(
            number=each.number,
            lane=each.lane,
            letter=each.letter,
            running=each.running,
            state=each.state.value,
            issued_ms=each.issued_ms,
            conflicts=len(each.conflicts),
            wait_s=each.wait_s,
            service_s=each.service_ms // 1000 if each.state.value == "served" else None,
        )
        for each in reading.tickets.on(day)
        if each.lane == lane
    ]


def receipts_of(reading: Reading, lane: str) -> list[MintedReceipt]:
    """The receipts that a lane numbered."""
    return [
        MintedReceipt(each.receipt, each.lane, each.year, each.running)
        for each in reading.applications.between(0, 1 << 62)
        if each.lane == lane
    ]


def rows_digest(reading: Reading) -> str:
    """A digest of every projected row of the branch."""
    digest = hashlib.sha256()
    for table in PROJECTIONS:
        rows: list[Any] = list(
            reading.connection.execute(
                select(table)
                .where(table.c.branch == reading.branch)
                .order_by(*table.primary_key.columns)
            )
        )
        digest.update(repr((table.name, [tuple(row) for row in rows])).encode())
    return digest.hexdigest()


def replays_alike(database: Database, branch: str) -> bool:
    """Whether dropping every projection and replaying the log gives the same rows."""
    with database.reading(branch, 0) as reading:
        before = rows_digest(reading)
    database.replay(branch)
    with database.reading(branch, 0) as reading:
        return rows_digest(reading) == before


def printed_of(reading: Reading) -> list[str]:
    """The receipt numbers whose papers this node's printer took."""
    jobs = reading.local.print_jobs("printed")
    return [job.number for job in jobs if job.paper == "receipt"]
