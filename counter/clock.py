"""Clocks: real time in the product, virtual time in simulation. Everything that waits uses one."""

from __future__ import annotations

import time
from typing import Protocol


class Clock(Protocol):
    """What time it is, and how long things take."""

    def now_ms(self) -> int:
        """Milliseconds since 1970, UTC; may jump when somebody sets the clock."""

    def monotonic_s(self) -> float:
        """Seconds from some start; never jumps."""


class SystemClock:
    """The machine's own clock."""

    def now_ms(self) -> int:
        """Milliseconds since 1970, UTC."""
        return time.time_ns() // 1_000_000

    def monotonic_s(self) -> float:
        """Seconds since the machine's start, or thereabouts."""
        return time.monotonic()


class VirtualClock:
    """A clock that stands still until it is told otherwise."""

    def __init__(self, now_ms: int) -> None:
        self._now_ms = now_ms

    def now_ms(self) -> int:
        """Milliseconds since 1970, UTC."""
        return self._now_ms

    def monotonic_s(self) -> float:
        """Seconds since 1970 in virtual time."""
        return self._now_ms / 1000

    def set(self, now_ms: int) -> None:
        """Jump to an instant, backwards too."""
        self._now_ms = now_ms

    def advance(self, seconds: float) -> None:
        """Let virtual time pass."""
        self._now_ms += round(seconds * 1000)
