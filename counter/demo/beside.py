"""The demo branch around its kiosk or its board: a hub on this PC, people who come, counters.

The window beside the desk is the product's own, on a node that joined this hub by a code.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import date, timedelta
from pathlib import Path

from counter.clock import Clock, SystemClock
from counter.demo.branch import CATALOGUE, COUNTERS, NOW_S, PIN, ZONE, make_demo, midnight_ms, posts
from counter.demo.opening import ShiftedClock
from counter.demo.practice_floor import PracticeFloor
from counter.domain.calendar import branch_day
from counter.office.board_node import BoardNode, join_board
from counter.office.catalogue import read_catalogue
from counter.office.founding import found_hub
from counter.office.holidays import national_holidays
from counter.office.kiosk_node import KioskNode, join_kiosk
from counter.office.office import CallersThread, Office
from counter.server.hub import Hub
from counter.server.serving import Serving
from counter.store.store import Store

_TICK_S = 0.5  # of the floor


@contextmanager
def demo_hub(room: Path) -> Iterator[DemoHub]:
    """Make the demo branch, at 10.42 of a working day, and serve its hub until the block ends.

    Args:
        room: an empty folder for all of it; whoever made it removes it.
    """
    today = last_working_day(branch_day(SystemClock().now_ms(), ZONE))
    clock = ShiftedClock(midnight_ms(today) + NOW_S * 1000 - SystemClock().now_ms())
    make_demo(room / "store", today=today, printer="none")
    desk = Office(lambda: Store.open(room / "store"), writer=CallersThread(), clock=clock)
    found_hub(desk, room / "hub")
    desk.close()
    with ExitStack() as ending:
        writer = ThreadPoolExecutor(1, thread_name_prefix="hub-writer")
        office = Office(lambda: Store.open(room / "hub"), writer=writer, clock=clock)
        office.open()
        ending.callback(office.close)
        hub = Hub(office)
        ending.callback(hub.close)
        url = ending.enter_context(Serving(hub, host="127.0.0.1", port=0).on_a_thread())
        hub.become_hub(url, promoted=True)
        floor = PracticeFloor(office, read_catalogue(CATALOGUE), today, posts(COUNTERS))
        ending.enter_context(_alive(floor))
        yield DemoHub(hub, url, room, clock)


class DemoHub:
    """The hub as the windows beside the desk join it."""

    def __init__(self, hub: Hub, url: str, room: Path, clock: Clock) -> None:
        self._hub, self._url, self._room, self._clock = hub, url, room, clock

    def kiosk(self) -> KioskNode:
        """A kiosk that has joined; its tickets go into a folder, and the PIN ends it."""
        folder = self._room / "kiosk"
        join_kiosk(
            folder,
            self._url,
            self._hub.new_code(),
            self._clock,
            exit_code=PIN,
            printer=f"folder:{self._room / 'tickets'}",
            paper="80mm",
        )
        return KioskNode(folder, self._clock)

    def board(self) -> BoardNode:
        """A board that has joined."""
        folder = self._room / "board"
        join_board(folder, self._url, self._hub.new_code(), self._clock)
        return BoardNode(folder, self._clock)


@contextmanager
def _alive(floor: PracticeFloor) -> Iterator[None]:
    """Let people come and be served until the block ends."""
    over = threading.Event()

    def live() -> None:
        while not over.wait(_TICK_S):
            floor.pass_time(_TICK_S)

    living = threading.Thread(target=live, name="demo-floor", daemon=True)
    living.start()
    try:
        yield
    finally:
        over.set()
        living.join()


def last_working_day(day: date) -> date:
    """The day itself, or the last before it on which the office is open."""
    holidays = {each.day for each in national_holidays()}
    while day.weekday() > 4 or day in holidays:
        day -= timedelta(days=1)
    return day
