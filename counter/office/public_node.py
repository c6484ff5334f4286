"""A node that stands among citizens: its own store, fed by the branch's hub, told nobody's name.

A board and a kiosk are such nodes. The hub sends them no private part, so a screen that is carried
away carries nobody's data. What one has it keeps while the hub is gone.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from counter.clock import Clock
from counter.errors import LoketError
from counter.office.office import CallersThread, Listener, Office
from counter.sync.status import LineState

if TYPE_CHECKING:
    from counter.office.instance import Owner
    from counter.store.store import Store
    from counter.sync.engine import Engine
    from counter.sync.status import LineStatus

LINE = "line"  # what a window hears when the line to the hub changed
_CUT = {LineState.CUT, LineState.REFUSED}


def is_joined(folder: Path) -> bool:
    """Whether the node in a folder has joined a hub once; nothing is opened."""
    from counter.store.store import DATABASE

    return (folder / DATABASE).exists()


def join_hub(folder: Path, url: str, code: str, clock: Clock, *, lane: str | None = None) -> None:
    """Let the node in a folder join a hub by its one-time code, or move to another one.

    Args:
        lane: of a new one that gives no numbers; otherwise the hub gives it one.

    Raises:
        CodeUnreadable, BranchDiffers, AddressWrong, AddressOpen, CentralUnreachable,
        CertificateWrong, NotACentral, CodeRefused, TooManyCodes, and what `Store.open` raises
    """
    from counter.store.beside import move_in, place_beside
    from counter.store.store import Store
    from counter.sync.link import read_code

    asked = read_code(code)
    if is_joined(folder):
        _join(folder, url, code, clock, keeps_lane=True)
        return
    # beside its place: what else lies there, sounds and settings, outlives a code that fails
    with place_beside(folder) as beside:
        Store.create(beside, branch=asked.branch, lane=lane or "").close()
        _join(beside, url, code, clock, keeps_lane=lane is not None)
        move_in(beside, folder)


def _join(folder: Path, url: str, code: str, clock: Clock, *, keeps_lane: bool) -> None:
    from counter.store.store import Store
    from counter.sync.engine import Engine

    office = Office(lambda: Store.open(folder), writer=CallersThread(), clock=clock)
    office.open()
    engine = Engine(office)
    try:
        engine.join(url, code, sees_people=False, keeps_lane=keeps_lane)
    finally:
        engine.stop()
        office.close()


class PublicNode(ABC):
    """One screen's node at work.

    Args:
        folder: of its store.
    """

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.folder = folder
        self.clock = clock
        self._office = Office(
            self._open_store, writer=ThreadPoolExecutor(1, thread_name_prefix="writer"), clock=clock
        )
        self._engine: Engine | None = None
        self._owner: Owner | None = None

    @abstractmethod
    def not_joined(self) -> LoketError:
        """What is said where no hub was ever joined."""

    def check(self) -> None:
        """Raise `not_joined` where that is so; nothing is opened."""
        if not is_joined(self.folder):
            raise self.not_joined()

    def start(self) -> None:
        """Open the store and keep it up to date.

        Raises:
            `not_joined`, and what `Store.open` raises
        """
        from counter.office.instance import FRONT, Owner
        from counter.sync.discovery import HubSearch
        from counter.sync.engine import Engine

        self._office.open()
        self._owner = Owner(self.folder, {FRONT: lambda _facts: self._office.tell(FRONT)})
        self._owner.start()
        self._engine = Engine(self._office, search=HubSearch(self.clock))
        self._engine.subscribe(self._hear_line)
        self._engine.start()

    def stop(self) -> None:
        """End it all, the store last."""
        for each in (self._owner, self._engine):
            if each is not None:
                each.stop()
        self._owner = self._engine = None
        self._office.close()

    @property
    def has_tried(self) -> bool:
        """Whether it is known if there is a line."""
        return self._engine is not None and self._engine.status.state is not LineState.CONNECTING

    def cut_since_ms(self) -> int | None:
        """Since when there is no line; None: there is one, or it is being looked for."""
        if self._engine is None or self._engine.status.state not in _CUT:
            return None
        return self._engine.status.since_ms

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Hear of every change, on another thread; as `Office.subscribe`."""
        return self._office.subscribe(listener)

    def _hear_line(self, _status: LineStatus) -> None:
        self._office.tell(LINE)

    def _open_store(self) -> Store:
        from counter.store.store import Store

        self.check()
        return Store.open(self.folder)
