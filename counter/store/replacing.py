"""What stood where a backup is put: kept beside it, whole, under another name."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

from counter.store.checks import opens, settle

_JOURNAL = ("-wal", "-shm")


def mark_of(now_ms: int) -> str:
    """The end of the names of what an instant's restore replaced (UTC)."""
    return f"replaced-{datetime.fromtimestamp(now_ms / 1000, UTC):%Y%m%d-%H%M%S}"


def keep_aside(database: Path, key: bytes | None, mark: str) -> Path | None:
    """Give a database that nobody has open another name as well; None where there is none.

    Args:
        key: its own; None, or another's: its journal is kept beside it as it is.
    """
    if not database.exists():
        return None
    if key is not None and opens(database, key):
        settle(database, key)
    aside = database.with_name(f"{database.name}.{mark}")
    for end in _JOURNAL:
        beside = database.with_name(database.name + end)
        if beside.exists():
            shutil.copy2(beside, f"{aside}{end}")
    try:
        os.link(database, aside)
    except OSError:  # a disk without links, such as a stick
        shutil.copy2(database, aside)
    for end in _JOURNAL:  # the backup must not meet another database's journal
        database.with_name(database.name + end).unlink(missing_ok=True)
    return aside
