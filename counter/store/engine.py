"""Opening database files and servers: encryption, pragmas, and failures put into words."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool, QueuePool

from counter.errors import LoketError
from counter.store.troubles import (
    DiskBroken,
    DiskFull,
    SqliteTooOld,
    StoreInUse,
    StoreNotOurs,
    StoreReadOnly,
)

OLDEST_SQLITE = (3, 51, 3)  # before it the WAL-reset bug hits one writer with readers beside it


def check_sqlite(version: tuple[int, ...] = sqlcipher3.dbapi2.sqlite_version_info) -> None:
    """Refuse a library that can damage a store. Raises SqliteTooOld."""
    if version < OLDEST_SQLITE:
        raise SqliteTooOld(found=".".join(map(str, version)))


class Access(Enum):
    """What an engine's connections may do."""

    WRITE = "rwc"  # one connection; every transaction is BEGIN IMMEDIATE
    READ = "rw"  # beside the writer of the same process
    LOOK = "ro"  # beside another process that owns the store


def sqlite_engine(path: Path, key: bytes, *, access: Access) -> Engine:
    """An engine on an encrypted file; for `Access.WRITE` the file is made where there is none.

    Args:
        path: of the database file.
        key: 32 raw bytes.
        access: what its connections may do.
    """
    check_sqlite()
    writes = access is Access.WRITE
    engine = create_engine(
        URL.create(
            "sqlite",
            database=path.absolute().as_uri(),
            query={"mode": access.value, "uri": "true"},
        ),
        module=sqlcipher3.dbapi2,
        poolclass=NullPool if access is Access.LOOK else QueuePool,
        connect_args={"check_same_thread": False, "timeout": 5.0},
        hide_parameters=True,  # a bug is logged whole, without what somebody told
        **({} if access is Access.LOOK else {"pool_size": 1 if writes else 4}),
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # BEGIN is said below
        run = connection.execute
        run("PRAGMA cipher_log_level = NONE")  # a wrong key is told in our words, not on stderr
        run(f"PRAGMA key = \"x'{key.hex()}'\"")
        if writes:
            run("PRAGMA journal_mode = WAL")
            run("PRAGMA synchronous = FULL")
        else:
            run("PRAGMA query_only = ON")
        run("PRAGMA temp_store = MEMORY")
        run("PRAGMA cache_size = -8000")  # KiB

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def server_engine(url: str) -> Engine:
    """An engine on a PostgreSQL server. Raises sqlalchemy.exc.ArgumentError on a bad URL."""
    return create_engine(url, pool_size=8, max_overflow=8, pool_pre_ping=True, hide_parameters=True)


_FULL = ("database or disk is full", "No space left", "Disk quota exceeded")
_READ_ONLY = (
    "readonly database",
    "unable to open database",
    "Permission denied",
    "Read-only file system",
)
_NO_FOLDER = (PermissionError, NotADirectoryError, FileExistsError)
_NOT_OURS = ("file is not a database", "file is encrypted", "malformed")
_BUSY = ("database is locked",)
_BROKEN = ("disk I/O error",)
_TIGHT_BYTES = 256 * 1024  # with less free, what failed may be SQLite laying out its journal


def as_trouble(error: BaseException, path: Path) -> LoketError | None:
    """What a person can do about a database or disk failure; None where it is a bug of ours."""
    text = str(error.__cause__ or error) if isinstance(error, DBAPIError) else str(error)
    if any(part in text for part in _FULL):
        return DiskFull()
    if any(part in text for part in _READ_ONLY) or isinstance(error, _NO_FOLDER):
        return StoreReadOnly(folder=str(path.parent))
    if any(part in text for part in _NOT_OURS):
        return StoreNotOurs(file=str(path))
    if any(part in text for part in _BUSY):
        return StoreInUse(folder=str(path.parent))
    if any(part in text for part in _BROKEN):
        return DiskFull() if _is_full(path.parent) else DiskBroken()
    return None


def _is_full(folder: Path) -> bool:
    """SQLite calls it an I/O error too when its journal finds no room on the disk."""
    try:
        return shutil.disk_usage(folder).free < _TIGHT_BYTES
    except OSError:
        return False


@contextmanager
def troubles_named(path: Path) -> Iterator[None]:
    """Turn the database's and the disk's failures into sentences; bugs pass through."""
    try:
        yield
    except (DBAPIError, sqlcipher3.dbapi2.Error, OSError) as error:
        trouble = as_trouble(error, path)
        if trouble is None:
            raise
        raise trouble from error
