"""Reading tickets: who waits, who is at which counter, which number comes next."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, func, literal_column, or_, select, text

from counter.domain.numbers import stem
from counter.domain.queue import PASSED_LIMIT
from counter.domain.ticket import Ticket, TicketState
from counter.store import schema
from counter.store.troubles import TicketUnknown

T = schema.ticket
_columns = [T.c[name] for name in Ticket.__struct_fields__]
_state_at = Ticket.__struct_fields__.index("state")
_conflicts_at = Ticket.__struct_fields__.index("conflicts")
_undos_at = Ticket.__struct_fields__.index("void_undos")

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
_called_here = or_(T.c.lane == bindparam("lane"), T.c.lane == bindparam("stem"))
_waiting = select(*_columns).where(
    T.c.branch == bindparam("branch"),
    T.c.day == bindparam("day"),
    text(schema.WAITING),
    _called_here,
    or_(T.c.only_counter.is_(None), T.c.only_counter == bindparam("counter")),
)
_waiting_some = _waiting.where(T.c.service.in_(bindparam("services", expanding=True)))
_passed = select(func.count()).select_from(
    select(T.c.position)
    .where(
        T.c.branch == bindparam("branch"),
        T.c.day == bindparam("day"),
        _called_here,  # whom another lane calls passes nobody here
        T.c.position > bindparam("position"),
        T.c.first_called_position.is_not(None),
    )
    .limit(PASSED_LIMIT)
    .subquery()
)
_next_up = [
    select(*_columns).where(
        T.c.branch == bindparam("branch"),
        # each looks into a small index for one id: the rows are then fetched once
        T.c.id.in_(
            [
                one.with_only_columns(T.c.id).limit(literal_column("1")).scalar_subquery()
                for one in (
                    _at_counter,
                    some.order_by(T.c.due_ms, T.c.position),
                    some.order_by(T.c.position),
                )
            ]
        ),
    )
    for some in (_waiting, _waiting_some)
]


def as_ticket(row: Sequence[Any]) -> Ticket:
    """A row, its columns in the struct's order, as a ticket."""
    values = list(row)
    values[_state_at] = TicketState(values[_state_at])
    values[_conflicts_at] = tuple(values[_conflicts_at].split())
    values[_undos_at] = tuple(values[_undos_at].split())
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

    def at_counter(self, day: str, counter: int) -> Ticket | None:
        """The ticket that stands called or served at a counter."""
        rows = self._rows(_at_counter, day=day, counter=counter)
        return rows[0] if rows else None

    def next_up(self, day: str, lane: str, counter: int, services: Collection[str]) -> NextUp:
        """All that a call at a counter is decided by, in one look.

        Args:
            services: that the counter serves; empty: every one.
        """
        some = int(bool(services))
        facts: dict[str, Any] = {"day": day, "lane": lane, "stem": stem(lane), "counter": counter}
        if services:
            facts["services"] = sorted(services)
        found = self._rows(_next_up[some], **facts)
        standing = next((each for each in found if each.state is not TicketState.WAITING), None)
        waiting = tuple(each for each in found if each.state is TicketState.WAITING)
        if len(waiting) < 2:
            return NextUp(standing, waiting, 0)
        passed = self._connection.execute(
            _passed,
            {
                "branch": self._branch,
                "day": day,
                "lane": lane,
                "stem": stem(lane),
                "position": min(each.position for each in waiting),
            },
        ).scalar_one()
        return NextUp(standing, waiting, passed)

    def last_running(self, day: str, lane: str, letter: str) -> int:
        """The last running number minted in a lane on a day; 0 before the first."""
        facts = {"branch": self._branch, "day": day, "lane": lane, "letter": letter}
        return self._connection.execute(_running, facts).scalar() or 0

    def _rows(self, statement: Any, **facts: Any) -> list[Ticket]:
        rows = self._connection.execute(statement, {"branch": self._branch, **facts})
        return [as_ticket(row) for row in rows]
