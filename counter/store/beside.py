"""Making a store beside its place: it stands there whole, or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from counter.store.lock import StoreLock
from counter.store.store import DATABASE
from counter.store.troubles import StoreExists


@contextmanager
def place_beside(folder: Path) -> Iterator[Path]:
    """A folder on the same disk, gone when this ends; nobody else makes a store here meanwhile.

    Raises:
        StoreExists, StoreInUse
    """
    made = [each for each in (folder, *folder.parents) if not each.exists()]
    if (folder / DATABASE).exists():
        raise StoreExists(folder=str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    lock = StoreLock(folder)
    try:
        if (folder / DATABASE).exists():  # another set-up was quicker
            raise StoreExists(folder=str(folder))
        for stale in folder.glob(".setup-*"):  # a cut left it
            shutil.rmtree(stale)
        with tempfile.TemporaryDirectory(prefix=".setup-", dir=folder) as beside:
            yield Path(beside)
    except BaseException:
        lock.close()
        if made:
            for file in folder.glob("*.lock"):
                file.unlink()
        for each in made:
            if not any(each.iterdir()):
                each.rmdir()
        raise
    lock.close()


def move_in(beside: Path, folder: Path) -> None:
    """Move a closed store to its place; the database last, since it is what counts as a store."""
    for file in sorted(beside.iterdir(), key=lambda each: each.name == DATABASE):
        if file.suffix != ".lock":  # the folder has its own, and it is held
            file.replace(folder / file.name)
