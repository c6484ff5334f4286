"""Putting a backup back: verified first, the store that was there kept aside."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from counter.clock import Clock
from counter.errors import LoketError
from counter.text import N_


class BackupLocked(LoketError):
    """The file is no backup, or another key's."""

    happened = N_("The backup {file} does not open with this key.")
    safe = N_("Nothing was changed.")
    do_next = N_("Give the words of the recovery sheet of the PC that made it: --words FILE.")


class BackupMissing(LoketError):
    """There is no such file."""

    happened = N_("There is no backup {file}.")
    safe = N_("Nothing was changed.")
    do_next = N_("Name a file that ends in .loket-backup.")


class Restored(Struct, frozen=True):
    """What a restore did."""

    events: int
    aside: Path | None  # the store that was there before


def restore(folder: Path, backup: Path, clock: Clock, *, words: str | None = None) -> Restored:
    """Put a backup in the store's place.

    What was written after the backup returns from the node above; numbers go on in a fresh lane,
    so that none is printed twice.

    Args:
        folder: of the store; made where there is none.
        words: of the recovery sheet of the PC that made the backup; None: this PC's own key.

    Raises:
        BackupMissing, BackupLocked, BackupDamaged, StoreNewer
        StoreInUse: it is open.
        StoreKeyLost: no words, and no key on this PC.
        RecoveryWordsIncomplete, RecoveryWordUnknown, RecoveryRowWrong, RecoverySheetsMixed
        StoreOnNetwork, StoreReadOnly, DiskFull: the folder.
    """
    from counter import keys
    from counter.store.backup import copy_verified
    from counter.store.checks import opens, release_of
    from counter.store.engine import troubles_named
    from counter.store.lock import StoreLock
    from counter.store.place import check_place
    from counter.store.replacing import mark_of
    from counter.store.store import DATABASE, KEY, read_key

    if not backup.is_file():
        raise BackupMissing(file=str(backup))
    check_place(folder)
    key = keys.key_from_words(words) if words is not None else read_key(folder)
    if not opens(backup, key) or release_of(backup, key) is None:
        raise BackupLocked(file=str(backup))
    database = folder / DATABASE
    with troubles_named(database):
        folder.mkdir(parents=True, exist_ok=True)
        lock = StoreLock(folder)
        unfinished = folder / f"{DATABASE}.restoring"
        try:
            events = copy_verified(backup, key, unfinished)
            aside = _keep_aside(folder, mark_of(clock.now_ms()))
            if words is not None:
                keys.seal(key, folder / KEY)
            unfinished.replace(database)
        finally:
            for left in folder.glob(f"{unfinished.name}*"):
                left.unlink()
            lock.close()
    return Restored(events, aside)


def _keep_aside(folder: Path, mark: str) -> Path | None:
    """Give the store that is there another name as well, whole, with its key."""
    from counter.store.replacing import keep_aside
    from counter.store.store import DATABASE, KEY, read_key
    from counter.store.troubles import StoreKeyLost

    own: bytes | None = None
    with suppress(StoreKeyLost):
        own = read_key(folder)
    aside = keep_aside(folder / DATABASE, own, mark)
    if aside is not None and (folder / KEY).exists():
        shutil.copy2(folder / KEY, folder / f"{KEY}.{mark}")
    return aside
