"""The demo branch as a station whose window opens at once: its store is made while that paints."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from counter.clock import SystemClock
from counter.config import Config
from counter.demo.branch import HERE, NOW_S, ZONE, make_demo, midnight_ms
from counter.domain.calendar import branch_day
from counter.office.station import Station
from counter.store.store import DATABASE


class ShiftedClock:
    """The machine's clock, ahead or behind by as much as makes it 10.42 when the demo begins."""

    def __init__(self, shift_ms: int) -> None:
        self._real = SystemClock()
        self._shift_ms = shift_ms

    def now_ms(self) -> int:
        """Milliseconds since 1970, UTC, shifted."""
        return self._real.now_ms() + self._shift_ms

    def monotonic_s(self) -> float:
        """Seconds since the machine's start, or thereabouts."""
        return self._real.monotonic_s()


class DemoStation(Station):
    """A counter PC of the demo branch, today at 10.42.

    Args:
        room: an empty folder for its store and its papers; whoever made it removes it.
    """

    def __init__(self, room: Path) -> None:
        self._today, shift_ms = today_at_once()
        printer = f"folder:{room / 'papers'}"
        super().__init__(
            room / "store", Config(counter=HERE, printer=printer), ShiftedClock(shift_ms)
        )

    def load(self) -> None:
        """Make the store where there is none yet, then open it as every station does."""
        if not (self.folder / DATABASE).exists():
            make_demo(self.folder, today=self._today, printer=self.config.printer)
        super().load()


def today_at_once(begins_s: int = NOW_S) -> tuple[date, int]:
    """The branch's day, and by how much a clock must be shifted to begin at a second of it."""
    now_ms = SystemClock().now_ms()
    today = branch_day(now_ms, ZONE)
    return today, midnight_ms(today) + begins_s * 1000 - now_ms
