"""A database with the log and its projections, of one branch or of many.

Central is one; a counter PC's `Store` is one with a node of its own. Transactions are opened here
and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, delete, select

from counter.domain.events import decode_event
from counter.store import log, migrate, schema, vectors
from counter.store.engine import Access, server_engine, sqlite_engine, troubles_named
from counter.store.local import Local
from counter.store.projections import PROJECTIONS
from counter.store.work import Reading, reproject


class Database:
    """An open database.

    Args:
        writer: its only connection's engine on SQLite; a pool on a server.
        reader: for reads beside the writer.
        path: of the file, for messages; the server's name where there is none.
    """

    def __init__(self, writer: Engine, reader: Engine, path: Path) -> None:
        self.path = path
        self._writer = writer
        self._reader = reader

    @property
    def own_chain(self) -> str | None:
        """The chain that is written here now, by nobody else; None where none is."""
        return None

    @classmethod
    def at_file(cls, path: Path, key: bytes) -> Database:
        """Open an encrypted file, made where there is none, at this release's schema."""
        with troubles_named(path):
            writer = sqlite_engine(path, key, access=Access.WRITE)
            migrate.bring_up_to_date(writer)
            database = cls(writer, sqlite_engine(path, key, access=Access.READ), path)
        database.read_again()
        return database

    @classmethod
    def at_server(cls, url: str) -> Database:
        """Open a PostgreSQL database, its tables made where there are none."""
        engine = server_engine(url)
        migrate.bring_up_to_date(engine)
        database = cls(engine, engine, Path(engine.url.database or "server"))
        database.read_again()
        return database

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """One writing transaction, committed at the end, rolled back on any exception."""
        with troubles_named(self.path), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def reading(self, branch: str, now_ms: int) -> Iterator[Reading]:
        """One snapshot to read from, beside the writer."""
        with troubles_named(self.path), self._reader.begin() as connection:
            yield Reading(connection, branch, now_ms)

    def foreign(self) -> AbstractContextManager[Connection]:
        """A writing transaction in which others' events are stored."""
        return self.transaction()

    def take(
        self, branch: str, items: Sequence[log.Item], *, now_ms: int, clock_shift_ms: int
    ) -> log.Taken:
        """Store what is new of a batch and project it, in one transaction."""
        with self.foreign() as connection:
            taken = log.take(
                connection,
                branch,
                items,
                now_ms=now_ms,
                clock_shift_ms=clock_shift_ms,
                own=self.own_chain,
            )
            reproject(connection, branch, taken.entities)
        return taken

    def after(self, branch: str, given: Mapping[str, int], *, limit: int) -> list[log.Item]:
        """The next events a peer with this vector lacks."""
        with troubles_named(self.path), self._reader.begin() as connection:
            return vectors.after(connection, branch, given, limit=limit)

    def replay(self, branch: str) -> None:
        """Drop every projection of a branch and build it again from the log."""
        with self.transaction() as connection:
            for table in PROJECTIONS:
                connection.execute(delete(table).where(table.c.branch == branch))
            event = schema.event
            first = select(event.c.data).where(event.c.branch == branch, event.c.seq == 1)
            for data in connection.execute(first).scalars().all():
                log.open_chain(connection, branch, decode_event(data))
            entities = connection.execute(
                select(event.c.entity).where(event.c.branch == branch).distinct()
            ).scalars()
            reproject(connection, branch, list(entities))

    def read_again(self) -> None:
        """Fold again what could not be, or not whole: this release may know what is said there."""
        row = schema.quarantine
        with self.transaction() as connection:
            waiting: dict[str, list[str]] = {}
            for branch, entity in connection.execute(select(row.c.branch, row.c.entity)):
                waiting.setdefault(branch, []).append(entity)
            local = Local(connection, "")
            for branch, entity in local.partly_read():
                if not log.is_partly_read(connection, branch, entity):
                    waiting.setdefault(branch, []).append(entity)
                    local.forget_partly_read(branch, entity)
            for branch, entities in waiting.items():
                connection.execute(delete(row).where(row.c.branch == branch))
                reproject(connection, branch, entities)

    def close(self) -> None:
        """Give the file or the server's connections back."""
        self._reader.dispose()
        self._writer.dispose()
