"""Copies of a store that were read back before anybody trusts them.

A copy is encrypted with the store's own key, holds the start count of no start, and so numbers
from a fresh lane once it is put back.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import sqlcipher3.dbapi2
from msgspec import Struct
from sqlalchemy import func, select

from counter.domain.numbers import lane_mark
from counter.errors import LoketError
from counter.store import schema
from counter.store.engine import Access, sqlite_engine, troubles_named
from counter.store.local import Local
from counter.text import N_

SUFFIX = ".loket-backup"
PAGE_BYTES = 4096  # SQLCipher's own
RESTORED = -10  # start count of a copy: matches none, so its lane is renewed when it is used


class BackupDamaged(LoketError):
    """A copy did not read back as it should."""

    happened = N_("The backup {file} is damaged.")
    safe = N_("The store itself is not touched.")
    do_next = N_("Use another backup; if this one is new, have the disk checked.")


class BackupKept(Struct, frozen=True):
    """A backup that was read back."""

    file: Path
    events: int
    made_ms: int


def copy_verified(source: Path, key: bytes, target: Path) -> int:
    """Copy a store's file while it is in use, read the copy back, and name it only then.

    Returns:
        How many events the copy holds.

    Raises:
        BackupDamaged: the copy does not read back.
        DiskFull, StoreReadOnly: the target has no room or may not be written.
    """
    unfinished = target.with_name(target.name + ".part")
    with troubles_named(target):
        unfinished.unlink(missing_ok=True)
        origin = sqlcipher3.dbapi2.connect(
            f"{source.absolute().as_uri()}?mode=ro", uri=True, timeout=5.0
        )
        copy = sqlcipher3.dbapi2.connect(str(unfinished))
        try:
            for each in (origin, copy):
                each.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            origin.execute("SELECT count(*) FROM sqlite_master").fetchone()
            origin.backup(copy)
        finally:
            copy.close()
            origin.close()
        _mark_as_copy(unfinished, key)
        events = verify(unfinished, key)
        _sync(unfinished)
        unfinished.replace(target)
    return events


def back_up(
    source: Path, key: bytes, folder: Path, *, branch: str, lane: str, now_ms: int
) -> BackupKept:
    """Make a verified copy named after branch, lane and instant (UTC) in a folder."""
    instant = datetime.fromtimestamp(now_ms / 1000, UTC)
    target = folder / f"{branch}-{lane_mark(lane)}-{instant:%Y%m%d-%H%M%S}{SUFFIX}"
    with troubles_named(target):
        folder.mkdir(parents=True, exist_ok=True)
    return BackupKept(target, copy_verified(source, key, target), now_ms)


def prune(folder: Path, *, branch: str, lane: str, keep: int) -> None:
    """Delete a node's oldest backups beyond the newest `keep`.

    A folder may hold other counters' and branches' too, and 3171 is the beginning of 3171-06.
    """
    figure = "[0-9]"
    own = f"{branch}-{lane_mark(lane)}-{figure * 8}-{figure * 6}{SUFFIX}"
    for old in sorted(folder.glob(own))[:-keep]:
        old.unlink()


def is_whole_pages(file: Path) -> bool:
    """Whether a file can be a copy at all, whatever its key."""
    size = file.stat().st_size
    return size > 0 and size % PAGE_BYTES == 0


def verify(file: Path, key: bytes) -> int:
    """Read a copy back, page by page and row by row; how many events it holds.

    Raises:
        BackupDamaged: it is not whole, or not this key's.
    """
    engine = sqlite_engine(file, key, access=Access.LOOK)
    try:
        with engine.connect() as connection:
            damage = connection.exec_driver_sql("PRAGMA cipher_integrity_check").all()
            check = connection.exec_driver_sql("PRAGMA integrity_check").all()
            events = connection.execute(select(func.count()).select_from(schema.event)).scalar()
    except Exception as error:
        raise BackupDamaged(file=str(file)) from error
    finally:
        engine.dispose()
    if damage or [tuple(row) for row in check] != [("ok",)]:
        raise BackupDamaged(file=str(file))
    return events or 0


def _mark_as_copy(file: Path, key: bytes) -> None:
    engine = sqlite_engine(file, key, access=Access.WRITE)
    try:
        with engine.begin() as connection:
            Local(connection, "").put("starts", RESTORED)
        with engine.connect() as connection:
            raw = connection.connection.dbapi_connection
            assert raw is not None
            raw.rollback()
            raw.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it
    finally:
        engine.dispose()


def _sync(file: Path) -> None:
    with file.open("rb+") as handle:
        os.fsync(handle.fileno())
