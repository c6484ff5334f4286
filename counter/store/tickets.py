"""Reading tickets: who waits, who is at which counter, which number comes next."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
    text,
)

from counter.domain.numbers import stem
from counter.domain.queue import PASSED_LIMIT, Reach
from counter.domain.ticket import Ticket, TicketState
from counter.store import schema
from counter.store.troubles import TicketUnknown

T = schema.ticket
_columns = [T.c[name] for name in Ticket.__struct_fields__]
_state_at = Ticket.__struct_fields__.index("state")
_conflicts_at = Ticket.__struct_fields__.index("conflicts")
_undos_at = Ticket.__struct_fields__.index("void_undos")
_following_at = Ticket.__struct_fields__.index("following")

_by_id = select(*_columns).where(T.c.branch == bindparam("branch"), T.c.id == bindparam("id"))
_open = (
    select(*_columns)
    .where(
        T.c.branch == bindparam("branch"),
        T.c.day == bindparam("day"),
        text(schema.OPEN),
    )
    .order_by(T.c.due_ms, T.c.position)
)
_left_open = (
    select(*_columns)
    .where(
        T.c.branch == bindparam("branch"),
        T.c.day < bindparam("before"),
        text(schema.OPEN),
    )
    .order_by(T.c.day, T.c.due_ms, T.c.position)
)
_of_day = (
    select(*_columns)
    .where(T.c.branch == bindparam("branch"), T.c.day == bindparam("day"))
    .order_by(T.c.position)
)
_contested = select(*_columns).where(
    T.c.branch == bindparam("branch"), T.c.day >= bindparam("since"), text(schema.CONTESTED)
)
_at_counter = select(*_columns).where(
    T.c.branch == bindparam("branch"),
    T.c.day == bindparam("day"),
    text(schema.STANDING),
    T.c.counter == bindparam("counter"),
)
_running = select(func.max(T.c.running)).where(
    T.c.branch == bindparam("branch"),
    T.c.day == bindparam("day"),
    T.c.lane == bindparam("lane"),
    T.c.letter == bindparam("letter"),
)
_running_since = select(func.max(T.c.running)).where(
    T.c.branch == bindparam("branch"),
    T.c.day >= bindparam("day"),
    T.c.lane == bindparam("lane"),
    T.c.letter == bindparam("letter"),
)
_called_here = or_(T.c.lane == bindparam("lane"), T.c.lane == bindparam("stem"))
_of_services = T.c.service.in_(bindparam("services", expanding=True))
_not_promised = T.c.id.not_in(bindparam("promised", expanding=True))
# whom a call by this node could not write down waits for a counter that reads all of it
_readable = T.c.id.not_in(
    select(schema.quarantine.c.entity).where(schema.quarantine.c.branch == bindparam("branch"))
)
_mine_first = case((T.c.running % bindparam("counters") == bindparam("share"), 0), else_=1)


def _waiting(*conditions: ColumnElement[bool]) -> Select[Any]:
    return select(T.c.id).where(
        T.c.branch == bindparam("branch"),
        T.c.day == bindparam("day"),
        text(schema.WAITING),
        or_(T.c.only_counter.is_(None), T.c.only_counter == bindparam("counter")),
        *conditions,
    )


def _next_up(*conditions: ColumnElement[bool], first: Sequence[Any] = ()) -> Select[Any]:
    waiting = _waiting(*conditions)
    # each looks into a small index for one id: the rows are then fetched once
    ids = [
        one.limit(literal_column("1")).scalar_subquery()
        for one in (
            _at_counter.with_only_columns(T.c.id),
            waiting.order_by(*first, T.c.due_ms, T.c.position),
            waiting.order_by(T.c.position),
        )
    ]
    return select(*_columns).where(T.c.branch == bindparam("branch"), T.c.id.in_(ids))


def _passed(*conditions: ColumnElement[bool]) -> Select[Any]:
    later = select(T.c.position).where(
        T.c.branch == bindparam("branch"),
        T.c.day == bindparam("day"),
        *conditions,
        T.c.position > bindparam("position"),
        T.c.first_called_position.is_not(None),
    )
    return select(func.count()).select_from(later.limit(PASSED_LIMIT).subquery())


_REACHES: dict[Reach, tuple[tuple[ColumnElement[bool], ...], tuple[Any, ...]]] = {
    Reach.LANE: ((_called_here, _readable), ()),
    Reach.PROMISED: ((_not_promised,), ()),
    Reach.SHARE: ((_readable,), (_mine_first,)),
}


@cache
def _next_up_by(reach: Reach, *, some: bool) -> Select[Any]:
    conditions, first = _REACHES[reach]
    return _next_up(*conditions, *([_of_services] if some else []), first=first)


@cache
def _passed_by(reach: Reach) -> Select[Any]:
    # whom another lane calls passes nobody here
    return _passed(*([_called_here] if reach is Reach.LANE else []))


def as_ticket(row: Sequence[Any]) -> Ticket:
    """A row, its columns in the struct's order, as a ticket."""
    values = list(row)
    values[_state_at] = TicketState(values[_state_at])
    values[_conflicts_at] = tuple(values[_conflicts_at].split())
    values[_undos_at] = tuple(values[_undos_at].split())
    values[_following_at] = tuple(values[_following_at].split())
    return Ticket(*values)


class NextUp(NamedTuple):
    """What a call at a counter is decided by."""

    standing: Ticket | None  # at the counter already
    waiting: tuple[Ticket, ...]  # the earliest due and the longest stored, once where the same
    passed: int  # tickets stored after the latter and called before it, up to the limit


class Tickets:
    """The tickets of one branch, as one transaction sees them."""

    def __init__(self, connection: Connection, branch: str) -> None:
        self._connection = connection
        self._branch = branch

    def get(self, ticket_id: str) -> Ticket:
        """One ticket. Raises TicketUnknown."""
        rows = self._rows(_by_id, id=ticket_id)
        if not rows:
            raise TicketUnknown
        return rows[0]

    def open_on(self, day: str) -> list[Ticket]:
        """All that wait, were called, are served or held, the earliest due first."""
        return self._rows(_open, day=day)

    def left_open(self, before: str) -> list[Ticket]:
        """All that days before this one left open."""
        return self._rows(_left_open, before=before)

    def on(self, day: str) -> list[Ticket]:
        """Every ticket of a day, in this node's order of storing."""
        return self._rows(_of_day, day=day)

    def contested(self, since: str) -> list[Ticket]:
        """All of a day and those after it that more than one counter claims."""
        return self._rows(_contested, since=since)

    def at_counter(self, day: str, counter: int) -> Ticket | None:
        """The ticket that stands called or served at a counter."""
        rows = self._rows(_at_counter, day=day, counter=counter)
        return rows[0] if rows else None

    def next_up(
        self,
        day: str,
        counter: int,
        services: Collection[str],
        *,
        reach: Reach = Reach.LANE,
        lane: str = "",
        promised: Collection[str] = (),
        share: tuple[int, int] = (0, 1),
    ) -> NextUp:
        """All that a call at a counter is decided by, in one look.

        Args:
            services: that the counter serves; empty: every one.
            lane: of this node, for `Reach.LANE`.
            promised: tickets to pass over, for `Reach.PROMISED`.
            share: for `Reach.SHARE`: which running numbers come first, modulo how many counters.
        """
        facts: dict[str, Any] = {"day": day, "counter": counter}
        match reach:
            case Reach.LANE:
                facts |= {"lane": lane, "stem": stem(lane)}
            case Reach.PROMISED:
                facts["promised"] = sorted(promised)
            case Reach.SHARE:
                facts |= {"share": share[0], "counters": share[1]}
        if services:
            facts["services"] = sorted(services)
        found = self._rows(_next_up_by(reach, some=bool(services)), **facts)
        standing = next((each for each in found if each.state is not TicketState.WAITING), None)
        waiting = tuple(each for each in found if each.state is TicketState.WAITING)
        if len(waiting) < 2:
            return NextUp(standing, waiting, 0)
        facts |= {"branch": self._branch, "position": min(each.position for each in waiting)}
        passed = self._connection.execute(_passed_by(reach), facts).scalar_one()
        return NextUp(standing, waiting, passed)

    def last_running_since(self, day: str, lane: str, letter: str) -> int:
        """The last running number minted in a lane on or after a day; 0 before the first."""
        facts = {"branch": self._branch, "day": day, "lane": lane, "letter": letter}
        return self._connection.execute(_running_since, facts).scalar() or 0

    def last_running(self, day: str, lane: str, letter: str) -> int:
        """The last running number minted in a lane on a day; 0 before the first."""
        facts = {"branch": self._branch, "day": day, "lane": lane, "letter": letter}
        return self._connection.execute(_running, facts).scalar() or 0

    def _rows(self, statement: Any, **facts: Any) -> list[Ticket]:
        rows = self._connection.execute(statement, {"branch": self._branch, **facts})
        return [as_ticket(row) for row in rows]
