"""One process a store: an operating-system lock that goes with the process, however it ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from counter.store.troubles import StoreInUse


class StoreLock:
    """Holds a folder's lock until closed.

    Raises:
        StoreInUse: another process holds it.
    """

    def __init__(self, folder: Path) -> None:
        self._handle = os.open(folder / "store.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if sys.platform == "win32":
                import msvcrt

                msvcrt.locking(self._handle, msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(self._handle)
            raise StoreInUse(folder=str(folder)) from error

    def close(self) -> None:
        """Let another process have the store; closing again does nothing."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1
