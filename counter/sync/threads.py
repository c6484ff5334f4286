"""The threads that keep a line by themselves: one a way, and one that counts what waits.

None of them is ever the desk's, and none ends before it is told to: a thread that did would leave
the office cut off without a word.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from functools import partial

from counter.clock import Clock
from counter.errors import LoketError
from counter.sync.watch import LONGEST_PAUSE_S, Way

_log = logging.getLogger(__name__)


class Threads:
    """Take turns until they are stopped.

    Args:
        turns: of each way: takes one; whether another should follow at once.
        count: counts again what waits.
        stopped: set by `stop`; whoever waits for an answer looks at it afterwards.
    """

    def __init__(
        self,
        clock: Clock,
        turns: Mapping[Way, Callable[[], bool]],
        count: Callable[[], None],
        stopped: threading.Event,
    ) -> None:
        self._clock = clock
        self._turns = turns
        self._count = count
        self._stopped = stopped
        self._committed = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Begin."""
        for way, turn in self._turns.items():
            self._begin(f"sync-{way.name}", partial(self._go_on, way, turn))
        # by itself: the other two may be waiting for an answer for half a minute
        self._begin("sync-count", self._count_on)

    def count_again(self) -> None:
        """Something was recorded."""
        self._committed.set()

    def stop(self) -> None:
        """End them, whatever they wait for."""
        self._stopped.set()
        self._committed.set()
        for way in self._turns:
            way.wake.set()
            if way.line is not None:
                way.line.abort()
        for thread in self._threads:
            thread.join(timeout=10)
        for way in self._turns:
            way.drop_line()

    def _begin(self, name: str, task: Callable[[], None]) -> None:
        thread = threading.Thread(target=task, name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _count_on(self) -> None:
        while True:
            self._committed.clear()
            if self._stopped.is_set():
                return
            try:
                self._count()
            except LoketError as error:  # the disk: whoever works at the desk hears of it too
                _log.warning("sync count: %s", error.code)
            self._committed.wait()

    def _go_on(self, way: Way, turn: Callable[[], bool]) -> None:
        while True:
            way.wake.clear()
            if self._stopped.is_set():
                return
            try:
                if self._clock.monotonic_s() >= way.again_s and turn():
                    continue
            except LoketError as error:  # the disk is full: not the line's trouble
                _log.warning("sync %s: %s", way.name, error.code)
                way.again_s = self._clock.monotonic_s() + LONGEST_PAUSE_S
            except Exception:  # noqa: BLE001 - it goes on, as said above
                _log.exception("a bug in sync %s; it goes on in a minute", way.name)
                way.again_s = self._clock.monotonic_s() + LONGEST_PAUSE_S
            pause_s = way.again_s - self._clock.monotonic_s()
            way.wake.wait(pause_s if pause_s > 0 else None)
