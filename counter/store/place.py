"""Where a store may lie: on the PC's own disk only.

A network share breaks SQLite's locks; a synced folder copies a file while it is written.
"""

from __future__ import annotations

import sys
from pathlib import Path

from counter.store.troubles import StoreOnNetwork

_REMOTE = {
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "9p",
    "fuse.sshfs",
    "afs",
    "davfs",
    "fuse.rclone",
}
_SYNCED = {
    "onedrive",
    "dropbox",
    "google drive",
    "googledrive",
    "icloud drive",
    "nextcloud",
    "mega",
}


def check_place(folder: Path) -> None:
    """Refuse a folder that cannot keep a store safe. Raises StoreOnNetwork."""
    place = folder.absolute()
    synced = any(part.lower().split(" - ")[0] in _SYNCED for part in place.parts)
    if synced or _is_remote(place):
        raise StoreOnNetwork(folder=str(place))


def _is_remote(place: Path) -> bool:
    if sys.platform == "win32":
        from counter.windows import is_network_drive

        return str(place).startswith("\\\\") or is_network_drive(place)
    else:  # noqa: RET505 - as Windows sees it, what follows a return cannot be reached
        try:
            mounts = Path("/proc/mounts").read_text()
        except OSError:
            return False
        return kind_of_mount(place, mounts) in _REMOTE


def kind_of_mount(place: Path, mounts: str) -> str:
    """The kind of file system a place lies on, by the list of mounts that Linux gives."""
    best, kind = "", ""
    for line in mounts.splitlines():
        _device, point, found, *_rest = line.split(" ")
        point = point.replace("\\040", " ")
        if place.is_relative_to(point) and len(point) >= len(best):
            best, kind = point, found
    return kind
