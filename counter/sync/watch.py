"""How each direction of the line is doing, and what that adds up to for whoever looks."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

import msgspec

from counter.clock import Clock
from counter.sync.client import Line, LineBroken
from counter.sync.status import CUTS, REFUSALS, LineState, LineStatus, LineTrouble

LONGEST_PAUSE_S = 60.0
LONGEST_NEAR_PAUSE_S = 0.25  # a hub's: its counters hear of each other within a second

_log = logging.getLogger(__name__)


class Way:
    """One direction of the line: how it went last, and when to try again."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.line: Line | None = None
        self.at: tuple[str, str, bytes | None] | None = None  # whom the line leads to
        self.answered = False
        self.trouble: LineTrouble | None = None
        self.failures = 0
        self.again_s = 0.0
        self.wake = threading.Event()

    def ready(self) -> None:
        """Try again now."""
        self.again_s = 0.0
        self.wake.set()

    def drop_line(self) -> None:
        """Let the connection go, whoever waits on it."""
        line, self.line = self.line, None  # first: whoever waits on it may ask for a new one
        if line is not None:
            line.abort()
            line.close()


class Watch:
    """Keeps the line's status, and tells of every change.

    Args:
        chance: gives 0 … 1, so that a line's return does not wake 300 stations at once.
    """

    def __init__(self, clock: Clock, chance: Callable[[], float]) -> None:
        self.up, self.down = Way("push"), Way("pull")
        self.joined = False
        self.heard_ms: int | None = None  # when an earlier start of this node was answered last
        self._clock = clock
        self._chance = chance
        self._changing = threading.Lock()
        self._listeners: list[Callable[[LineStatus], None]] = []
        self.status = LineStatus(LineState.NEVER_SET_UP, since_ms=clock.now_ms())

    @property
    def ways(self) -> tuple[Way, Way]:
        """Both directions."""
        return self.up, self.down

    def subscribe(self, listener: Callable[[LineStatus], None]) -> None:
        """Hear of every change, on whichever thread made it."""
        self._listeners.append(listener)

    def answered(self, way: Way, server_ms: int) -> None:
        """Central answered; if it had not before, the other direction tries at once too."""
        back = way.trouble is not None or not way.answered
        way.answered, way.trouble, way.failures, way.again_s = True, None, 0, 0.0
        now_ms = self._clock.now_ms()
        self.tell(synced_ms=now_ms, clock_offset_ms=server_ms - now_ms)
        if back:
            (self.down if way is self.up else self.up).ready()

    def failed(self, way: Way, error: LineBroken, *, near: bool = False) -> None:
        """It did not; the pause before the next try grows.

        Args:
            near: whoever is out of reach is in the same building, and asked by few.
        """
        way.failures += 1
        longest_s = LONGEST_NEAR_PAUSE_S if near and error.trouble in CUTS else LONGEST_PAUSE_S
        pause_s = min(longest_s, 2.0 ** (way.failures - 1)) * (0.5 + self._chance())
        way.again_s = self._clock.monotonic_s() + pause_s
        if way.trouble is not error.trouble:
            _log.info("sync %s: %s", way.name, error)
        way.trouble = error.trouble
        self.tell()

    def tell(self, **changed: Any) -> None:
        """Set what changed beside the state, and tell of it."""
        with self._changing:
            before = self.status
            state, trouble = self._state()
            now = msgspec.structs.replace(before, state=state, trouble=trouble, **changed)
            if state is not before.state:
                now = msgspec.structs.replace(now, since_ms=self._since_ms(state))
            self.status = now
        if now != before:
            for listener in tuple(self._listeners):
                listener(now)

    def _since_ms(self, state: LineState) -> int:
        now_ms = self._clock.now_ms()
        if state is not LineState.CUT or self.up.answered or self.down.answered:
            return now_ms
        # it was cut before this start, not by it
        return now_ms if self.heard_ms is None else min(now_ms, self.heard_ms)

    def _state(self) -> tuple[LineState, LineTrouble | None]:
        if not self.joined:
            return LineState.NEVER_SET_UP, None
        troubles = [way.trouble for way in self.ways if way.trouble is not None]
        for trouble in troubles:
            if trouble in REFUSALS:
                return LineState.REFUSED, trouble
        if troubles:
            return LineState.CUT, troubles[0]
        if self.up.answered or self.down.answered:
            return LineState.CONNECTED, None
        return LineState.CONNECTING, None
