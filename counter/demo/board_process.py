"""The board of the simulated day: what it hears is announced, and what is said is written down.

Everything is the product's but the loudspeaker: the voice's clips go into a list.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from counter.demo.node_process import Facts, NodeProcess
from counter.office.board import board
from counter.office.voice import OWN, Voice, spoken


class BoardProcess(NodeProcess):
    """The board as the driver sees it."""

    def __init__(self) -> None:
        super().__init__()
        self._position: int | None = None
        self._played: list[str] = []
        self._announced: list[str] = []

    def _open(self, *, folder: str, seed: str) -> Facts:
        answer = super()._open(folder=folder, seed=seed)
        self._voice = Voice(("id",), self._folder / OWN, play=self._play)
        return answer

    def _pull(self) -> Facts:
        """Hear what the hub has, and announce it."""
        line = super()._pull()
        shown = self._office.read(partial(board, after=self._position))
        self._position = shown.position
        for call in shown.news:
            self._played.clear()
            self._voice.say(call.number, call.counter)
            if self._played[1:] == spoken(call.number, call.counter):  # after the chime
                self._announced.append(call.id)
        return line

    def _copy(self, *, to: str) -> Facts:
        self._copy_store(to)
        return self._line()

    def _evidence(self) -> Facts:
        return super()._evidence() | {"announced": self._announced}

    def _play(self, clips: Sequence[Path]) -> None:
        self._played += [each.stem for each in clips]
