"""Reading what a board shows: the calls of the log in this node's order of storing, and counts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, func, or_, select, text

from counter.domain import bodies
from counter.domain.events import EventId, TicketId, event_id
from counter.store import schema

E, T = schema.event, schema.ticket

_KINDS = (bodies.TicketCalled.kind, bodies.TicketRecalled.kind)
_calls = select(E.c.chain, E.c.seq, E.c.entity).where(
    E.c.branch == bindparam("branch"), E.c.kind.in_(_KINDS)
)
_issued = select(E.c.entity).where(
    E.c.branch == bindparam("branch"),
    E.c.kind == bodies.TicketIssued.kind,
    E.c.position > bindparam("after"),
)
_after = _calls.where(
    # a call that came before its ticket's issue meant nothing until now
    or_(E.c.position > bindparam("after"), E.c.entity.in_(_issued))
).order_by(E.c.position)
_last = _calls.order_by(E.c.position.desc()).limit(bindparam("most"))
_waiting = (
    select(T.c.service, func.count())
    .where(T.c.branch == bindparam("branch"), T.c.day == bindparam("day"), text(schema.WAITING))
    .group_by(T.c.service)
)
_for_these = or_(
    T.c.only_counter.is_(None), T.c.only_counter.in_(bindparam("counters", expanding=True))
)


class Called(NamedTuple):
    """One call or recall."""

    event: EventId
    ticket: TicketId


def calls_after(connection: Connection, branch: str, position: int) -> list[Called]:
    """Every call and recall known since a position, in the order of storing."""
    return _as_calls(connection.execute(_after, {"branch": branch, "after": position}).all())


def last_calls(connection: Connection, branch: str, most: int) -> list[Called]:
    """The last calls and recalls, the latest first."""
    return _as_calls(connection.execute(_last, {"branch": branch, "most": most}).all())


def waiting_by_service(
    connection: Connection, branch: str, day: str, counters: Collection[int]
) -> dict[str, int]:
    """How many wait for each service.

    Args:
        counters: whom only another counter may call is left out; empty: nobody is.
    """
    facts = {"branch": branch, "day": day}
    if not counters:
        rows = connection.execute(_waiting, facts)
    else:
        rows = connection.execute(_waiting.where(_for_these), {**facts, "counters": [*counters]})
    return dict(rows.all())


def _as_calls(rows: Sequence[tuple[str, int, str]]) -> list[Called]:
    return [Called(event_id(chain, seq), TicketId(entity)) for chain, seq, entity in rows]
