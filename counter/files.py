"""Files that are there whole or not at all, whenever the power goes.

The store has its own ways; this is for what lies beside it: keys, papers in a folder, settings.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path


def write_durably(file: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Write a file so that a power cut leaves the old content or the new, and this returns after.

    Nobody else can read it before it has its mode: it starts with 0600.
    """
    import tempfile  # it brings random and hashlib, and a window paints before anything is written

    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as written:
            written.write(content)
            written.flush()
            os.fsync(written.fileno())
        temporary.chmod(mode)
        temporary.replace(file)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(file.parent)


def resource(*parts: str) -> Path:
    """A file that ships with Loket; `importlib.resources` finds the same, 15 ms later."""
    import resources

    return Path(resources.__path__[0], *parts)


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":  # NTFS journals a rename by itself, and no handle could be synced
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
