"""Whether a window can open here, found out without loading Qt: Qt ends a process that has none."""

from __future__ import annotations

import re
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

_LOCAL = re.compile(r"(?:unix)?:(\d+)(?:\.\d+)?")


def has_display(environment: Mapping[str, str]) -> bool:
    """Whether there is a screen to paint on; a display that is named but gone is none.

    Args:
        environment: the process's own variables.
    """
    if environment.get("QT_QPA_PLATFORM") or sys.platform in ("win32", "darwin"):
        return True
    wayland, display = environment.get("WAYLAND_DISPLAY"), environment.get("DISPLAY")
    if wayland and _answers(str(Path(environment.get("XDG_RUNTIME_DIR", "/run")) / wayland)):
        return True
    if not display:
        return False
    local = _LOCAL.fullmatch(display)
    if local is None:
        return True  # another computer's: only trying would tell
    name = f"/tmp/.X11-unix/X{local[1]}"  # noqa: S108 - where every X server listens
    return _answers(name) or (sys.platform == "linux" and _answers(f"\0{name}"))


def _answers(address: str) -> bool:
    family = getattr(socket, "AF_UNIX", None)
    if family is None:
        return False
    with socket.socket(family, socket.SOCK_STREAM) as connection:
        connection.settimeout(2)
        try:
            connection.connect(address)
        except OSError:
            return False
    return True
