"""Which events are held, and which of them a peer lacks that holds so much.

A vector names the last seq held of each chain; a later chain implies what its predecessor had.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, Row, and_, bindparam, func, or_, select

from counter.domain.events import decode_event
from counter.store import schema
from counter.store.log import Item, Vector

E, P, C = schema.event, schema.private_part, schema.chain

CHAINS_AT_ONCE = 100
BYTES_AT_ONCE = 4_000_000  # of events and private parts, before compression

_written = select(E.c.arrival_ms).where(
    E.c.branch == bindparam("branch"), E.c.chain == bindparam("chain"), E.c.seq == bindparam("seq")
)
_head_seq = (
    select(func.max(E.c.seq))
    .where(E.c.branch == C.c.branch, E.c.chain == C.c.chain)
    .correlate(C)
    .scalar_subquery()
)
_opened_at = (
    select(E.c.position)
    .where(E.c.branch == C.c.branch, E.c.chain == C.c.chain, E.c.seq == 1)
    .correlate(C)
    .scalar_subquery()
)
_chains = (
    select(C.c.chain, C.c.node, C.c.predecessor, C.c.predecessor_seq, _head_seq.label("head"))
    .where(C.c.branch == bindparam("branch"))
    .order_by(_opened_at)
)


def heads(connection: Connection, branch: str) -> Vector:
    """Every chain held and its last seq."""
    return {row.chain: row.head for row in _chain_rows(connection, branch)}


def vector(
    connection: Connection, branch: str, *, node: str = "", told: Mapping[str, int] | None = None
) -> Vector:
    """The heads that no later chain implies: short, however often a store was started.

    Args:
        node: the one that asks; of its own chains the peer knows those it has acknowledged.
        told: what the peer has acknowledged; 0 where it said that it does not know a chain.

    A head on a chain that the peer does not know is followed back to one it does.
    """
    rows = _chain_rows(connection, branch)
    heard = dict(told or {})
    implied = {row.predecessor: 0 for row in rows if row.predecessor}
    for row in rows:
        if row.predecessor:
            implied[row.predecessor] = max(implied[row.predecessor], row.predecessor_seq)
    found = {row.chain: row.head for row in rows if row.head > implied.get(row.chain, 0)}
    by_chain = {row.chain: row for row in rows}
    for chain in list(found):
        at = by_chain[chain]
        while not heard.get(at.chain, at.node != node) and at.predecessor in by_chain:
            earlier = by_chain[at.predecessor]
            found[earlier.chain] = max(at.predecessor_seq, found.get(earlier.chain, 0))
            at = earlier
    return found


class Backlog(NamedTuple):
    """What of a node's own events a peer lacks."""

    events: int
    since_ms: int | None  # when the first of them was written


def backlog(
    connection: Connection, branch: str, node: str | None, told: Mapping[str, int]
) -> Backlog:
    """How many events a peer lacks that holds `told`, and since when.

    Args:
        node: whose; None: everybody's.
    """
    rows = _chain_rows(connection, branch)
    known = _known_by(rows, told)
    behind = [
        (row.chain, known.get(row.chain, 0), row.head)
        for row in rows
        if node in {None, row.node} and row.head > known.get(row.chain, 0)
    ]
    firsts = [
        connection.execute(_written, {"branch": branch, "chain": chain, "seq": held + 1}).scalar()
        for chain, held, _head in behind[:CHAINS_AT_ONCE]
    ]
    return Backlog(
        events=sum(head - held for _chain, held, head in behind),
        since_ms=min((first for first in firsts if first is not None), default=None),
    )


def _chain_rows(
    connection: Connection, branch: str
) -> Sequence[Row[tuple[str, str, str | None, int, int]]]:
    return connection.execute(_chains, {"branch": branch}).all()


def _known_by(
    rows: Iterable[Row[tuple[str, str, str | None, int, int]]], given: Mapping[str, int]
) -> Vector:
    """All that a peer holds whose vector is `given`: its heads and what they imply."""
    before = {row.chain: (row.predecessor, row.predecessor_seq) for row in rows}
    known: Vector = {}
    for chain, seq in given.items():
        at: str | None = chain
        while at is not None and seq > known.get(at, 0):
            known[at] = seq
            at, seq = before.get(at, (None, 0))  # noqa: PLW2901
    return known


def after(
    connection: Connection,
    branch: str,
    given: Mapping[str, int],
    *,
    limit: int,
    node: str | None = None,
    but: str | None = None,
) -> list[Item]:
    """The next events that a peer with this vector lacks, contiguous per chain.

    Args:
        given: the peer's vector; may name chains unknown here.
        limit: events at most; fewer where they are large.
        node: only what this one wrote.
        but: not what this one wrote.
    """
    rows = _chain_rows(connection, branch)
    known = _known_by(rows, given)
    behind = [
        and_(E.c.chain == row.chain, E.c.seq > known.get(row.chain, 0))
        for row in rows
        if row.head > known.get(row.chain, 0) and node in {None, row.node} and but != row.node
    ]
    if not behind:
        return []
    # the chains opened first: a peer that lacks thousands asks again, and SQL has its limits
    del behind[CHAINS_AT_ONCE:]
    # storing order keeps every chain contiguous and every predecessor first
    lacking = (
        select(E.c.data, E.c.arrival_ms, P.c.salt, P.c.data.label("private"))
        .outerjoin(P, and_(P.c.branch == E.c.branch, P.c.chain == E.c.chain, P.c.seq == E.c.seq))
        .where(E.c.branch == branch, or_(*behind))
        .order_by(E.c.position)
        .limit(limit)
    )
    found: list[Item] = []
    size = 0
    for row in connection.execute(lacking):
        size += len(row.data) + len(row.private or b"")
        if found and size > BYTES_AT_ONCE:
            break
        found.append(
            Item(
                data=row.data,
                shift_ms=row.arrival_ms - decode_event(row.data).at_ms,
                salt=row.salt,
                private=row.private,
            )
        )
    return found
