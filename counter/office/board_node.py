"""A board as a node: its own store, fed by the branch's hub, shown for as long as it has power.

It lies in the folder `board` of the data folder, beside a counter's own store where there is one,
and is sent no private part. What it has it keeps: without the hub it shows the last calls.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from counter.clock import Clock
from counter.errors import LoketError
from counter.office.board import Board, board
from counter.office.office import CallersThread, Listener, Office
from counter.sync.status import LineState
from counter.text import N_

if TYPE_CHECKING:
    from counter.office.instance import Owner
    from counter.store.store import Store
    from counter.sync.engine import Engine

FOLDER = "board"  # within the data folder
LINE = "line"  # what the window hears when the line to the hub changed
_CUT = {LineState.CUT, LineState.REFUSED}


class BoardNotJoined(LoketError):
    """The board belongs to no hub yet."""

    happened = N_("This board does not belong to an office yet.")
    safe = N_("Nothing was changed.")
    do_next = N_(
        "Ask the hub's computer for a code (loket hub code), then type here:"
        " loket board join CODE --hub URL"
    )


class CountersUnreadable(LoketError):
    """The text names no counters."""

    happened = N_("These are no counters: {text}")
    safe = N_("Nothing was opened.")
    do_next = N_("Write them so: 1-4,7")


def read_counters(text: str) -> frozenset[int]:
    """Counters as people write them: `1-4,7`. Empty: all of them. Raises CountersUnreadable."""
    found: set[int] = set()
    for part in filter(None, (each.strip() for each in text.split(","))):
        first, dash, last = part.partition("-")
        ends = (first.strip(), last.strip() if dash else first.strip())
        if not all(each.isascii() and each.isdigit() and len(each) <= 2 for each in ends):
            raise CountersUnreadable(text=text)
        found.update(range(int(ends[0]), int(ends[1]) + 1))
    if text.strip() and not found:
        raise CountersUnreadable(text=text)
    return frozenset(found)


def join_hub(folder: Path, url: str, code: str, clock: Clock) -> None:
    """Let the board in a folder join a hub by its one-time code, or move to another one.

    Raises:
        CodeUnreadable, BranchDiffers, AddressWrong, AddressOpen, CentralUnreachable,
        CertificateWrong, NotACentral, CodeRefused, TooManyCodes, and what `Store.open` raises
    """
    from counter.store.store import DATABASE, Store
    from counter.sync.link import read_code

    asked = read_code(code)
    is_new = not (folder / DATABASE).exists()
    if is_new:
        # it gives no numbers: a lane of figures would be wasted on it
        lane = f"board-{secrets.token_hex(2)}"
        Store.create(folder, branch=asked.branch, lane=lane).close()
    try:
        _join(folder, url, code, clock)
    except BaseException:
        if is_new:
            shutil.rmtree(folder)
        raise


def _join(folder: Path, url: str, code: str, clock: Clock) -> None:
    from counter.store.store import Store
    from counter.sync.engine import Engine

    office = Office(lambda: Store.open(folder), writer=CallersThread(), clock=clock)
    office.open()
    engine = Engine(office)
    try:
        engine.join(url, code, sees_people=False)
    finally:
        engine.stop()
        office.close()


class BoardNode:
    """The board of one screen at work.

    Args:
        folder: of its store.
        counters: whose calls it shows; empty: everybody's.
    """

    def __init__(self, folder: Path, clock: Clock, counters: Collection[int] = ()) -> None:
        self.folder = folder
        self.clock = clock
        self._counters = frozenset(counters)
        self._office = Office(
            self._open_store, writer=ThreadPoolExecutor(1, thread_name_prefix="writer"), clock=clock
        )
        self._engine: Engine | None = None
        self._owner: Owner | None = None

    def check(self) -> None:
        """Raise BoardNotJoined where no hub was ever joined; nothing is opened."""
        from counter.store.store import DATABASE

        if not (self.folder / DATABASE).exists():
            raise BoardNotJoined

    def start(self) -> None:
        """Open the store and keep it up to date.

        Raises:
            BoardNotJoined, and what `Store.open` raises
        """
        from counter.office.instance import FRONT, Owner
        from counter.sync.engine import Engine

        self._office.open()
        self._owner = Owner(self.folder, {FRONT: lambda _facts: self._office.tell(FRONT)})
        self._owner.start()
        self._engine = Engine(self._office)
        self._engine.subscribe(lambda _status: self._office.tell(LINE))
        self._engine.start()

    def stop(self) -> None:
        """End it all, the store last."""
        for each in (self._owner, self._engine):
            if each is not None:
                each.stop()
        self._owner = self._engine = None
        self._office.close()

    def board(self, after: int | None = None) -> Board:
        """What is shown, and every call since a position; as `board.board`. Raises OfficeNotSetUp.

        The first pull has not come as long as the office is not known.
        """
        return self._office.read(partial(board, counters=self._counters, after=after))

    def cut_since_ms(self) -> int | None:
        """Since when there is no line; None: there is one, or it is being looked for."""
        if self._engine is None or self._engine.status.state not in _CUT:
            return None
        return self._engine.status.since_ms

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Hear of every change, on another thread; as `Office.subscribe`."""
        return self._office.subscribe(listener)

    def _open_store(self) -> Store:
        from counter.store.store import Store

        self.check()
        return Store.open(self.folder)
