"""Which windows of the simulated day are drawn, and when.

A process of its own draws them, from copies of the nodes' stores. The day waits meanwhile: what a
window asks its hub must know no more than that moment does.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from msgspec import Struct

from counter.demo import branch
from counter.demo.children import Child, ChildFailed


class Shot(Struct, frozen=True):
    """A picture to be taken."""

    at_s: int  # after midnight
    name: str  # of the file
    window: str  # desk, supervisor, board or kiosk
    scene: str = ""  # which of the kiosk's pages

    @property
    def node(self) -> str:
        """Whose store it is drawn from."""
        return self.window if self.window in ("board", "kiosk") else "station"


EMPTY_S, BUSY_S, CUT_OFF_S, CLOSED_S = 27_890, 35_520, 39_960, 55_920  # 07.44.50 … 15.32
SHOTS = (
    Shot(EMPTY_S, "desk-empty", "desk"),
    Shot(BUSY_S, "desk-busy", "desk"),
    Shot(BUSY_S, "supervisor", "supervisor"),
    Shot(BUSY_S, "kiosk-start", "kiosk", "start"),
    Shot(BUSY_S, "kiosk-group", "kiosk", "group"),
    Shot(BUSY_S, "kiosk-ticket", "kiosk", "ticket"),
    Shot(BUSY_S, "kiosk-paper-out", "kiosk", "paper_out"),
    Shot(BUSY_S, "kiosk-contrast", "kiosk", "contrast"),
    Shot(BUSY_S, "board-busy", "board"),
    Shot(CUT_OFF_S, "desk-offline", "desk"),
    Shot(CUT_OFF_S, "board-offline", "board"),
    Shot(CLOSED_S, "kiosk-closed", "kiosk", "closed"),
)
MOMENTS = tuple(sorted({each.at_s for each in SHOTS}))


class Photographer:
    """Takes the day's pictures; one that cannot be taken is told, and the day goes on.

    Args:
        painter: the process that draws.
        room: for copies.
        out: for pictures.
        copy: copies a node's store into a folder and says what must be known of it.
        tell: hears of what went wrong.
    """

    def __init__(
        self,
        painter: Child,
        room: Path,
        out: Path,
        *,
        copy: Callable[[str, Path], dict[str, Any]],
        tell: Callable[[str], None],
    ) -> None:
        self._painter: Child | None = painter
        self._room = room
        self._out = out
        self._copy = copy
        self._tell = tell

    def take(self, at_s: int, now_ms: int) -> None:
        """Draw what is to be drawn at a moment."""
        copies: dict[str, tuple[Path, dict[str, Any]]] = {}
        for shot in SHOTS:
            if shot.at_s != at_s or self._painter is None:
                continue
            if shot.node not in copies:
                folder = self._room / f"copy-{shot.node}-{at_s}"
                copies[shot.node] = folder, self._copy(shot.node, folder)
            folder, known = copies[shot.node]
            try:
                self._painter.ask(
                    window=shot.window,
                    scene=shot.scene,
                    folder=str(folder),
                    now_ms=now_ms,
                    file=str(self._out / f"{shot.name}.png"),
                    pin=branch.PIN,
                    **known,
                )
            except ChildFailed as error:
                self._tell(str(error))
                self._painter.end()
                self._painter = None
