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
    """This PC has no key, or another store's."""

    happened = N_("The backup {file} is locked: no key on this computer opens it.")
    safe = N_("Nothing was changed.")
    do_next = N_("Give the words of the recovery sheet of the PC that made it: --words FILE.")


class WordsOfAnotherBackup(LoketError):
    """The words are a sheet's, but not that of the PC that made the backup."""

    happened = N_("These words do not open the backup {file}.")
    safe = N_("Nothing was changed.")
    do_next = N_("Look for the recovery sheet of the computer that made it.")


class FileNotABackup(LoketError):
    """No key could open the file."""

    happened = N_("The file {file} is no Loket backup, or only part of one.")
    safe = N_("Nothing was changed.")
    do_next = N_("Name a file that ends in .loket-backup.")


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
        BackupMissing, FileNotABackup, BackupDamaged, StoreNewer
        BackupLocked: no words, and no key on this PC that opens it.
        WordsOfAnotherBackup
        OnlyForPractice: it is a practice store's.
        StoreInUse: it is open.
        RecoveryWordsIncomplete, RecoveryWordUnknown, RecoveryRowWrong, RecoverySheetsMixed
        StoreOnNetwork, StoreReadOnly, DiskFull: the folder.
    """
    from counter import keys
    from counter.store.backup import copy_verified, is_whole_pages
    from counter.store.checks import opens, release_of
    from counter.store.engine import troubles_named
    from counter.store.lock import StoreLock
    from counter.store.place import check_place
    from counter.store.practice import branch_of, keep_apart
    from counter.store.replacing import mark_of
    from counter.store.store import DATABASE, KEY

    if not backup.is_file():
        raise BackupMissing(file=str(backup))
    with troubles_named(backup):
        if not is_whole_pages(backup):
            raise FileNotABackup(file=str(backup))
    check_place(folder)
    key = keys.key_from_words(words) if words is not None else _own_key(folder)
    if key is None or not opens(backup, key) or release_of(backup, key) is None:
        locked = BackupLocked if words is None else WordsOfAnotherBackup
        raise locked(file=str(backup))
    keep_apart(branch_of(backup, key), practice=False)
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


def _own_key(folder: Path) -> bytes | None:
    from counter.store.store import read_key
    from counter.store.troubles import StoreKeyLost

    with suppress(StoreKeyLost):
        return read_key(folder)
    return None


def _keep_aside(folder: Path, mark: str) -> Path | None:
    """Give the store that is there another name as well, whole, with its key."""
    from counter.store.replacing import keep_aside
    from counter.store.store import DATABASE, KEY

    aside = keep_aside(folder / DATABASE, _own_key(folder), mark)
    if aside is not None and (folder / KEY).exists():
        shutil.copy2(folder / KEY, folder / f"{KEY}.{mark}")
    return aside
