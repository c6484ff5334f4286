"""Central's backups: made beside a running server, put back while it is closed.

A finished backup makes what it holds durable, which nodes hear with every answer; a restore opens
a new epoch, in which every node sends again what central lacks.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from counter.clock import Clock
from counter.errors import LoketError
from counter.office.restore import BackupMissing, Restored
from counter.server.above import RESTORE_EPOCH
from counter.server.folder import (
    DATABASE,
    SIGNING_KEY,
    STORE_KEY,
    CentralFolder,
    CentralKeyLost,
)
from counter.server.serving import opened_central
from counter.store import schema, vectors
from counter.store.backup import SUFFIX, BackupKept, copy_verified
from counter.store.checks import opens, release_of
from counter.store.engine import Access, sqlite_engine, troubles_named
from counter.store.local import Local
from counter.store.log import Vector
from counter.store.replacing import keep_aside, mark_of
from counter.text import N_


class CentralMissing(LoketError):
    """Nothing to back up."""

    happened = N_("There is no central with a database of its own in {folder}.")
    safe = N_("Nothing was changed.")
    do_next = N_("Name its folder with --data. PostgreSQL is backed up by its own tools.")


class CentralBackupLocked(LoketError):
    """The file is no backup, or another central's."""

    happened = N_("The backup {file} does not open with the key of this central.")
    safe = N_("Nothing was changed.")
    do_next = N_("Put store.key and central.key of the central that made it into {folder}.")


def back_up_central(folder: Path, to: Path, clock: Clock) -> BackupKept:
    """Copy the database while it is in use, read the copy back, and let nodes hear of it.

    Raises:
        CentralMissing, CentralKeyLost, BackupDamaged, DiskFull, StoreReadOnly
    """
    if not (folder / DATABASE).exists():
        raise CentralMissing(folder=str(folder))
    now_ms = clock.now_ms()
    target = to / f"central-{datetime.fromtimestamp(now_ms / 1000, UTC):%Y%m%d-%H%M%S}{SUFFIX}"
    with troubles_named(target):
        to.mkdir(parents=True, exist_ok=True)
    with opened_central(folder) as central:
        key = CentralFolder(folder).store_key
        events = copy_verified(folder / DATABASE, key, target)
        central.note_backup(_heads_in(target, key))
    return BackupKept(target, events, now_ms)


def restore_central(folder: Path, backup: Path, clock: Clock) -> Restored:
    """Put a backup in the database's place; nodes send again what was stored after it.

    Raises:
        BackupMissing, CentralBackupLocked, CentralKeyLost, BackupDamaged, StoreNewer
        StoreInUse: the server runs.
        StoreOnNetwork, StoreReadOnly, DiskFull: the folder.
    """
    if not backup.is_file():
        raise BackupMissing(file=str(backup))
    if not all((folder / name).exists() for name in (STORE_KEY, SIGNING_KEY)):
        raise CentralKeyLost(folder=str(folder))  # new ones would open and sign nothing of old
    files = CentralFolder(folder)
    key = files.store_key
    if not opens(backup, key) or release_of(backup, key) is None:
        raise CentralBackupLocked(file=str(backup), folder=str(folder))
    database = folder / DATABASE
    unfinished = folder / f"{DATABASE}.restoring"
    lock = files.lock()
    try:
        with troubles_named(database):
            events = copy_verified(backup, key, unfinished)
            _open_epoch(unfinished, key, clock.now_ms())
            aside = keep_aside(database, key, mark_of(clock.now_ms()))
            unfinished.replace(database)
    finally:
        for left in folder.glob(f"{unfinished.name}*"):
            left.unlink()
        lock.close()
    return Restored(events, aside)


def _heads_in(file: Path, key: bytes) -> dict[str, Vector]:
    """What a copy holds of each branch."""
    engine = sqlite_engine(file, key, access=Access.LOOK)
    try:
        with engine.connect() as connection:
            branches = connection.execute(select(schema.chain.c.branch).distinct()).scalars().all()
            return {branch: vectors.heads(connection, branch) for branch in branches}
    finally:
        engine.dispose()


def _open_epoch(file: Path, key: bytes, epoch: int) -> None:
    """Before the file has its name: a central that was put back never serves the old epoch."""
    engine = sqlite_engine(file, key, access=Access.WRITE)
    try:
        with engine.begin() as connection:
            Local(connection, "").put(RESTORE_EPOCH, epoch)
    finally:
        engine.dispose()
