"""Looking into a store's file without owning it: whether a key opens it, whether it is whole.

Beside the process that owns the store; `settle` alone is for where nobody does.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Table, func, select
from sqlalchemy.exc import DBAPIError

from counter.store import migrate, schema
from counter.store.backup import copy_verified
from counter.store.database import Database
from counter.store.engine import Access, sqlite_engine, troubles_named
from counter.store.local import Local
from counter.store.place import check_place
from counter.store.practice import keep_apart
from counter.store.projections import PROJECTIONS
from counter.store.store import DATABASE, check_file, read_key
from counter.store.troubles import StoreMissing, StoreNewer, StoreNotOurs
from counter.store.work import Node, Reading


class StoreChecked(Struct, frozen=True):
    """What a check found; a damaged file raises instead."""

    branch: str
    events: int
    differing: tuple[str, ...]  # tables whose rows a replay of the log does not give again
    quarantined: int  # records this release cannot read whole


def opens(file: Path, key: bytes) -> bool:
    """Whether a key is a database file's own."""
    engine = sqlite_engine(file, key, access=Access.LOOK)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").all()
    except DBAPIError as error:
        if "file is not a database" in str(error.orig):
            return False
        with troubles_named(file):
            raise
    finally:
        engine.dispose()
    return True


def settle(file: Path, key: bytes) -> None:
    """Take into a file what its journal still holds; afterwards nothing stands beside it."""
    engine = sqlite_engine(file, key, access=Access.WRITE)
    with troubles_named(file):
        engine.connect().close()
        engine.dispose()


def release_of(file: Path, key: bytes) -> str | None:
    """The schema version of a file; None where it is no store at all.

    Raises:
        StoreNewer: a newer release wrote it.
    """
    engine = sqlite_engine(file, key, access=Access.LOOK)
    try:
        with troubles_named(file), engine.connect() as connection:
            found = migrate.version_of(connection)
    finally:
        engine.dispose()
    if found is not None and found > migrate.HEAD:
        raise StoreNewer(found=found)
    return found


@contextmanager
def looking(folder: Path, now_ms: int) -> Iterator[tuple[Node, Reading]]:
    """Read a store beside whoever owns it.

    Raises:
        StoreMissing, StoreKeyLost, StoreNotOurs, StoreNewer, StoreReadOnly, OnlyForPractice
    """
    file = folder / DATABASE
    if not file.exists():
        raise StoreMissing(folder=str(folder))
    check_place(folder)
    check_file(file)
    key = read_key(folder)
    if release_of(file, key) is None:
        raise StoreNotOurs(file=str(file))
    engine = sqlite_engine(file, key, access=Access.LOOK)
    try:
        with troubles_named(file), engine.begin() as connection:
            node = Local(connection, "").get("node", Node)
            assert node is not None, "a store is named only once it has its node"
            keep_apart(node.branch, practice=False)
            yield node, Reading(connection, node.branch, now_ms)
    finally:
        engine.dispose()


def check_store(folder: Path) -> StoreChecked:
    """Read every page and row, and replay the whole log beside the rows it once gave.

    Raises:
        StoreMissing, StoreKeyLost, StoreNotOurs, StoreNewer, BackupDamaged
    """
    with looking(folder, 0) as (node, _reading):
        branch = node.branch
    key = read_key(folder)
    with tempfile.TemporaryDirectory(prefix=".check-", dir=folder) as beside:
        file = Path(beside) / DATABASE
        events = copy_verified(folder / DATABASE, key, file)
        copy = Database.at_file(file, key)
        try:
            with copy.reading(branch, 0) as before:
                kept = {table.name: _rows(before.connection, table) for table in PROJECTIONS}
            copy.replay(branch)
            with copy.reading(branch, 0) as after:
                fresh = {table.name: _rows(after.connection, table) for table in PROJECTIONS}
                quarantined = after.connection.execute(
                    select(func.count()).select_from(schema.quarantine)
                ).scalar()
        finally:
            copy.close()
    differing = tuple(name for name, rows in kept.items() if rows != fresh[name])
    return StoreChecked(branch, events, differing, quarantined or 0)


def _rows(connection: Connection, table: Table) -> list[tuple[Any, ...]]:
    keys = list(table.primary_key.columns)
    return [tuple(row) for row in connection.execute(select(table).order_by(*keys))]
