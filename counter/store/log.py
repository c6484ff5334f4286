"""The event log: appending one's own and taking in others'.

Delivery is idempotent on (chain, seq) and takes only the next one; a chain's first event waits
for its predecessor up to the seq it names. Nothing here decides what an event means.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from msgspec import Struct
from sqlalchemy import (
    Connection,
    and_,
    bindparam,
    func,
    insert,
    select,
    update,
)

from counter.domain import bodies
from counter.domain.events import GENESIS, Event, Fact, chain_hash, decode_event, private_hash
from counter.store import schema
from counter.store.local import Local
from counter.store.projections import put_chain, sort_of

Vector = dict[str, int]  # chain → the last seq held, without a gap before it

E, P, C, B = schema.event, schema.private_part, schema.chain, schema.branch


class Item(Struct, frozen=True, array_like=True, omit_defaults=True):
    """One event on its way between stores."""

    data: bytes
    shift_ms: int = 0  # the sender's arrival less the author's clock
    salt: bytes | None = None
    private: bytes | None = None


class Taken(Struct, frozen=True):
    """What became of a batch."""

    heads: Vector  # of every chain the batch named, as stored now
    entities: frozenset[str]
    touched: frozenset[str]  # the same as `sort:entity`
    grown: frozenset[str]  # chains that something was stored of
    stored: int
    refused: tuple[str, ...]  # why some were not taken, for the log


_insert_event = insert(E)
_insert_private = insert(P)
_facts = (
    select(E.c.position, E.c.arrival_ms, E.c.data, P.c.data.label("private"))
    .outerjoin(P, and_(P.c.branch == E.c.branch, P.c.chain == E.c.chain, P.c.seq == E.c.seq))
    .where(E.c.branch == bindparam("branch"), E.c.entity == bindparam("entity"))
)  # sorted afterwards: asked to, SQLite walks the whole log by position
_private = select(P.c.data).where(
    P.c.branch == bindparam("branch"), P.c.chain == bindparam("chain"), P.c.seq == bindparam("seq")
)
_head = (
    select(E.c.seq, E.c.hash)
    .where(E.c.branch == bindparam("branch"), E.c.chain == bindparam("chain"))
    .order_by(E.c.seq.desc())
    .limit(1)
)
_last_position = select(func.max(E.c.position)).where(E.c.branch == bindparam("branch"))


def as_fact(event: Event, *, arrival_ms: int, position: int, private: bytes | None) -> Fact:
    """An event with its body decoded. Raises what `decode_body` raises."""
    return Fact(
        chain=event.chain,
        seq=event.seq,
        rev=event.rev,
        saw=event.saw,
        at_ms=event.at_ms,
        arrival_ms=arrival_ms,
        position=position,
        actor=event.actor,
        body=bodies.decode_body(event),
        private=private,
    )


def facts_of(
    connection: Connection, branch: str, entity: str, *, readable_only: bool = False
) -> tuple[Fact, ...]:
    """All facts of an entity, in this node's order of storing.

    Args:
        readable_only: pass over what this release cannot read.

    Raises:
        UnknownKind: one of a critical kind is not known to this release.
        msgspec.DecodeError: one is not what its kind says.
    """
    found = []
    for row in connection.execute(_facts, {"branch": branch, "entity": entity}):
        event = decode_event(row.data)
        try:
            fact = as_fact(
                event, arrival_ms=row.arrival_ms, position=row.position, private=row.private
            )
        except bodies.UnknownKind:
            if event.critical and not readable_only:
                raise
            continue
        except msgspec.DecodeError:
            if not readable_only:
                raise
            continue
        found.append(fact)
    return tuple(sorted(found, key=lambda fact: fact.position))


def private_part(connection: Connection, branch: str, event: str) -> bytes | None:
    """The private part of an event; None where it was erased or never reached this node."""
    chain, _, seq = event.rpartition(":")
    data: bytes | None = connection.execute(
        _private, {"branch": branch, "chain": chain, "seq": int(seq)}
    ).scalar()
    return data


def is_partly_read(connection: Connection, branch: str, entity: str) -> bool:
    """Whether an entity's events hold what this release passes over."""
    rows = connection.execute(_facts, {"branch": branch, "entity": entity})
    return any(bodies.says_more(decode_event(row.data)) for row in rows)


def head_of(connection: Connection, branch: str, chain: str) -> tuple[int, bytes]:
    """A chain's last seq and hash; (0, GENESIS) where nothing of it is held."""
    row = connection.execute(_head, {"branch": branch, "chain": chain}).first()
    return (row.seq, row.hash) if row else (0, GENESIS)


def last_position(connection: Connection, branch: str) -> int:
    """The position of the last event stored."""
    return connection.execute(_last_position, {"branch": branch}).scalar() or 0


def append(
    connection: Connection,
    event: Event,
    data: bytes,
    hash_: bytes,
    *,
    position: int,
    arrival_ms: int,
    private: tuple[bytes, bytes] | None,
) -> None:
    """Store one event whose place in its chain the caller has checked."""
    connection.execute(
        _insert_event,
        {
            "branch": event.branch,
            "chain": event.chain,
            "seq": event.seq,
            "position": position,
            "entity": event.entity,
            "kind": event.kind,
            "arrival_ms": arrival_ms,
            "data": data,
            "hash": hash_,
        },
    )
    if private is not None:
        salt, part = private
        connection.execute(
            _insert_private,
            {
                "branch": event.branch,
                "chain": event.chain,
                "seq": event.seq,
                "salt": salt,
                "data": part,
            },
        )


def claim_positions(connection: Connection, branch: str) -> int:
    """The last position given out; on a server, the branch stays locked until the commit."""
    if connection.dialect.name == "sqlite":  # one writer: nobody else can give one out
        return last_position(connection, branch)
    locked = select(B.c.position).where(B.c.branch == branch).with_for_update()
    found = connection.execute(locked).scalar()
    if found is None:
        from sqlalchemy.dialects import postgresql  # a tenth of what a counter PC would load

        # another worker may be first: its row, not ours, holds the position
        new = postgresql.insert(schema.branch).values(branch=branch, position=0)
        connection.execute(new.on_conflict_do_nothing())
        found = connection.execute(locked).scalar()
    return found or 0


def keep_position(connection: Connection, branch: str, position: int) -> None:
    """Remember the last position given out, where `claim_positions` locked it."""
    if connection.dialect.name != "sqlite":
        connection.execute(update(B).where(B.c.branch == branch).values(position=position))


def take(
    connection: Connection,
    branch: str,
    items: Sequence[Item],
    *,
    now_ms: int,
    clock_shift_ms: int,
    own: str | None = None,
) -> Taken:
    """Store what is new of a batch, in order; say what is held afterwards.

    Args:
        now_ms: this node's clock: no arrival is later.
        clock_shift_ms: this node's clock less the sender's.
        own: the chain that this node writes now; a copy of the running machine may as well.

    A gap, a foreign branch or a chain whose predecessor is missing ends that chain's part of the
    batch; what is already held is passed over. Projections are the caller's.
    """
    position = claim_positions(connection, branch)
    ends: dict[str, tuple[int, bytes]] = {}
    closed: set[str] = set()
    entities: set[str] = set()
    touched: set[str] = set()
    grown: set[str] = set()
    partly_read: set[str] = set()
    refused: list[str] = []
    openings: dict[str, int] = {}
    stored = 0
    for item in items:
        try:
            event = decode_event(item.data)
        except msgspec.DecodeError:
            refused.append("unreadable event")
            continue  # whatever follows it in its chain finds a gap
        chain = event.chain
        if chain in closed:
            continue
        if chain not in ends:
            ends[chain] = head_of(connection, branch, chain)
        seq, prev = ends[chain]
        if event.seq <= seq:
            continue
        mine = chain == own
        why = "this node's own" if mine else _why_not(connection, branch, event, item, seq)
        if why is not None:
            refused.append(f"{event.id}: {why}")
            closed.add(chain)
            continue
        position += 1
        hash_ = chain_hash(prev, item.data)
        arrival_ms = max(0, min(event.at_ms + item.shift_ms + clock_shift_ms, now_ms))
        opened_ms = _opening(connection, branch, event, arrival_ms, openings)
        arrival_ms = max(arrival_ms, min(opened_ms, now_ms))
        append(
            connection,
            event,
            item.data,
            hash_,
            position=position,
            arrival_ms=arrival_ms,
            private=(item.salt, item.private)
            if item.salt is not None and item.private is not None
            else None,
        )
        if event.seq == 1:  # at once, so that the chains after it find their predecessor
            open_chain(connection, branch, event)
        ends[chain] = (event.seq, hash_)
        entities.add(event.entity)
        touched.add(f"{sort_of(event.kind)}:{event.entity}")
        grown.add(chain)
        if bodies.says_more(event):
            partly_read.add(event.entity)
        stored += 1
    keep_position(connection, branch, position)
    Local(connection, branch).note_partly_read(partly_read)
    return Taken(
        heads={chain: seq for chain, (seq, _hash) in ends.items() if seq},
        entities=frozenset(entities),
        touched=frozenset(touched),
        grown=frozenset(grown),
        stored=stored,
        refused=tuple(refused),
    )


def _why_not(
    connection: Connection, branch: str, event: Event, item: Item, held: int
) -> str | None:
    """Why an event cannot be stored now; None where it can."""
    if event.branch != branch:
        return "another branch's"
    if event.seq != held + 1:
        return f"held up to {held}"
    if "\0" in event.chain + event.entity + event.kind:
        return "a name no database can hold"
    if item.private is not None and (
        item.salt is None or private_hash(item.salt, item.private) != event.private_hash
    ):
        return "private part does not fit"
    if event.seq > 1:
        return None
    try:
        opened = bodies.decode_body(event)
    except (bodies.UnknownKind, msgspec.DecodeError):
        return "chain without an opening"
    if not isinstance(opened, bodies.ChainOpened):
        return "chain without an opening"
    if opened.predecessor is not None:
        reached, _hash = head_of(connection, branch, opened.predecessor)
        if reached < opened.predecessor_seq:
            return f"predecessor held up to {reached}"
    return None


def open_chain(connection: Connection, branch: str, event: Event) -> None:
    """Note a chain from its first event."""
    opened = bodies.decode_body(event)
    assert isinstance(opened, bodies.ChainOpened)
    put_chain(connection, branch, event.chain, opened)


_day_opened = select(schema.day.c.opened_ms).where(
    schema.day.c.branch == bindparam("branch"), schema.day.c.date == bindparam("date")
)


def _opening(
    connection: Connection, branch: str, event: Event, arrival_ms: int, openings: dict[str, int]
) -> int:
    """The instant before which a ticket of its day cannot have been issued; 0 where unknown.

    Args:
        arrival_ms: the event's own.
        openings: of the days met in this batch, whose rows are not written yet.
    """
    if event.kind not in (bodies.DayOpened.kind, bodies.TicketIssued.kind):
        return 0
    try:
        body = bodies.decode_body(event)
    except (bodies.UnknownKind, msgspec.DecodeError):
        return 0
    if isinstance(body, bodies.DayOpened):
        openings.setdefault(body.date, arrival_ms)
        return 0
    assert isinstance(body, bodies.TicketIssued)
    if body.day not in openings:
        facts = {"branch": branch, "date": body.day}
        openings[body.day] = connection.execute(_day_opened, facts).scalar() or 0
    return openings[body.day]
