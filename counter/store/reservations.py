"""What a hub has promised: tickets to counters for a while, numbers for good. Never synced."""

from __future__ import annotations

from msgspec import Struct
from sqlalchemy import Connection, bindparam, delete, func, select

from counter.store import schema
from counter.store.projections import put

R, M = schema.reservation, schema.minted


class Reservation(Struct, frozen=True):
    """A ticket promised to a counter."""

    counter: int
    request: str
    n: int  # of this hub's grants
    ticket: str
    number: str
    until_ms: int


_reservations = select(*(R.c[name] for name in Reservation.__struct_fields__)).where(
    R.c.branch == bindparam("branch")
)


class Reservations:
    """A hub's promises, as one transaction sees them."""

    def __init__(self, connection: Connection, branch: str) -> None:
        self._connection = connection
        self._branch = branch

    def last_of_each(self) -> list[Reservation]:
        """What every counter was promised last, run out or not."""
        rows = self._connection.execute(_reservations, {"branch": self._branch})
        return [Reservation(*row) for row in rows]

    def keep(self, promised: Reservation) -> None:
        """Promise a counter a ticket, in the place of what it was promised before."""
        values = {name: getattr(promised, name) for name in Reservation.__struct_fields__}
        put(self._connection, R, {"branch": self._branch, **values})

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

    def forget(self, *, before: str) -> None:
        """Drop the numbers of earlier days: no request can ask for them again."""
        mine = (M.c.branch == self._branch, M.c.day < before)
        self._connection.execute(delete(M).where(*mine))
