"""Screenshots of the simulated day: the real windows on copies of a station's store.

Runs in a process of its own, without a screen.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


def draw(moments: Sequence[tuple[str, Path, int]], out: Path) -> None:
    """Draw the desk at each moment, and the branch head's page at the busy one.

    Args:
        moments: name, folder of a store, and the instant in ms since 1970.
        out: where the pictures go, each under its name.
    """
    from ui.screenshots import draw_desk, draw_supervisor

    out.mkdir(parents=True, exist_ok=True)
    for name, folder, now_ms in moments:
        draw_desk(folder, now_ms, out / f"desk-{name}.png")
        if name == "busy":
            draw_supervisor(folder, now_ms, out / "supervisor.png")
