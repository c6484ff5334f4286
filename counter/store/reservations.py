"""What a hub has promised: tickets to counters for a while, numbers for good. Never synced."""

from __future__ import annotations

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, delete, func, select

from counter.store import schema
from counter.store.projections import put

R, M = schema.reservation, schema.minted


class Reservation(Struct, frozen=True):
    """A ticket promised to a counter."""

    request: str
    n: int  # of this hub's grants
    ticket: str
    counter: int
    until_ms: int


class Reservations:
    """A hub's promises, as one transaction sees them."""

    def __init__(self, connection: Connection, branch: str) -> None:
        self._connection = connection
        self._branch = branch

    def of(self, request: str) -> Reservation | None:
        """What was promised to a request, run out or not."""
        return next(iter(self._found(R.c.request == request)), None)

    def standing(self, now_ms: int) -> list[Reservation]:
        """All that have not run out."""
        return self._found(R.c.until_ms > now_ms)

    def keep(self, request: str, ticket: str, counter: int, until_ms: int) -> Reservation:
        """Promise a ticket, under the next number of this hub's grants."""
        last = self._connection.execute(
            select(func.max(R.c.n)).where(R.c.branch == self._branch)
        ).scalar()
        kept = Reservation(request, (last or 0) + 1, ticket, counter, until_ms)
        values = {name: getattr(kept, name) for name in Reservation.__struct_fields__}
        put(self._connection, R, {"branch": self._branch, **values})
        return kept

    def drop(self, request: str) -> None:
        """Promise it no more."""
        self._connection.execute(
            delete(R).where(R.c.branch == self._branch, R.c.request == request)
        )

    def minted(self, request: str) -> tuple[str, int] | None:
        """The lane and running number given to a request."""
        row = self._connection.execute(
            select(M.c.lane, M.c.running).where(M.c.branch == self._branch, M.c.request == request)
        ).first()
        return None if row is None else (row.lane, row.running)

    def last_minted(self, day: str, lane: str, letter: str) -> int:
        """The last running number given away in a lane on a day; 0 before the first."""
        return (
            self._connection.execute(
                select(func.max(M.c.running)).where(
                    M.c.branch == self._branch,
                    M.c.day == day,
                    M.c.lane == lane,
                    M.c.letter == letter,
                )
            ).scalar()
            or 0
        )

    def keep_minted(self, request: str, *, day: str, lane: str, letter: str, running: int) -> None:
        """Give a number away, for good: one that is lost on its way leaves a gap."""
        put(
            self._connection,
            M,
            {
                "branch": self._branch,
                "request": request,
                "day": day,
                "lane": lane,
                "letter": letter,
                "running": running,
            },
        )

    def forget(self, *, before: str, now_ms: int) -> None:
        """Drop what no request can ask for again: earlier days, and promises that ran out."""
        mine = (M.c.branch == self._branch, M.c.day < before)
        self._connection.execute(delete(M).where(*mine))
        # the last stays: grants are numbered on from it
        last = select(func.max(R.c.n)).where(R.c.branch == self._branch).scalar_subquery()
        self._connection.execute(
            delete(R).where(R.c.branch == self._branch, R.c.until_ms < now_ms, R.c.n < last)
        )

    def _found(self, condition: ColumnElement[bool]) -> list[Reservation]:
        columns = [R.c[name] for name in Reservation.__struct_fields__]
        rows = self._connection.execute(
            select(*columns).where(R.c.branch == self._branch, condition).order_by(R.c.n)
        )
        return [Reservation(*row) for row in rows]
