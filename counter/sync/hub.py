"""Asking the branch's hub, without ever waiting for one that is away.

A dead hub costs one short wait, not one a call: after it the breaker is open, and whoever asks
is told at once to decide alone. It closes again when the hub answers, asked here or elsewhere.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct

from counter.clock import Clock
from counter.store import vectors
from counter.sync import wire
from counter.sync.client import Line, LineBroken
from counter.sync.link import Link
from counter.sync.status import REFUSALS, HubRefused, LineTrouble

if TYPE_CHECKING:
    from counter.store.store import Store
    from counter.sync.engine import House

CONNECTS_WITHIN_S = 0.12
ANSWERS_WITHIN_S = 0.22  # with the connection's it stays below a wait that a clerk notices
FIRST_PAUSE_S, LONGEST_PAUSE_S = 30.0, 60.0  # the engine, which asks all the time, ends it sooner

T = TypeVar("T", bound=Struct)
_log = logging.getLogger(__name__)


class HubLine:
    """Reservations and numbers from the hub; None where it is out of reach.

    Args:
        link: where the hub is now; None: there is none, or none is known.
        connect: makes a line from a link.
    """

    def __init__(
        self,
        link: Callable[[], Link | None],
        clock: Clock,
        *,
        connect: Callable[..., Line] = Line.to,
    ) -> None:
        self._link = link
        self._clock = clock
        self._connect = connect
        self._line: Line | None = None
        self._of: Link | None = None
        self._again_s = 0.0
        self._pause_s = FIRST_PAUSE_S
        self._asking = threading.Lock()

    @property
    def is_open(self) -> bool:
        """Whether the breaker keeps everybody from asking just now."""
        return self._clock.monotonic_s() < self._again_s

    def close_breaker(self) -> None:
        """The hub was heard of: ask it again."""
        self._again_s, self._pause_s = 0.0, FIRST_PAUSE_S

    def reserve(self, counter: int, person: str = "") -> wire.Promised | None:
        """Whom a counter may call, while somebody sits at it. Raises HubRefused."""
        asking = wire.Asking(secrets.token_hex(8), counter, person)
        return self._ask(lambda line: line.reserve(asking))

    def mint(self, day: str, letter: str) -> wire.Minted | None:
        """A number of the hub's lane. Raises HubRefused."""
        minting = wire.Minting(secrets.token_hex(8), day, letter)
        return self._ask(lambda line: line.mint(minting))

    def fetch(self, house: House) -> None:
        """Store what the hub has and this node lacks, without waiting for more."""

        def lacking(store: Store) -> dict[str, int]:
            with store.reading(store.node.branch, self._clock.now_ms()) as reading:
                return vectors.vector(reading.connection, reading.branch, node=store.node.id)

        after = house.maintain(lacking)
        pulled = self._ask(lambda line: line.pull(after))
        if pulled is not None and pulled.items:
            house.take(pulled.items, clock_shift_ms=self._clock.now_ms() - pulled.server_ms)

    def close(self) -> None:
        """Give the connection back."""
        with self._asking:
            self._drop()

    def _ask(self, ask: Callable[[Line], T]) -> T | None:
        if self.is_open:
            return None
        with self._asking:
            link = self._link()
            if link is None or self.is_open:  # whoever held the lock may have found out
                return None
            kept = self._line is not None and self._of == link
            try:
                answer = ask(self._opened(link))
            except LineBroken as error:
                if kept and error.trouble is LineTrouble.UNREACHABLE:
                    return self._once_more(link, ask)  # a kept connection may have died unseen
                self._failed(error)
                return None
            self.close_breaker()
            return answer

    def _once_more(self, link: Link, ask: Callable[[Line], T]) -> T | None:
        self._drop()
        try:
            answer = ask(self._opened(link))
        except LineBroken as error:
            self._failed(error)
            return None
        self.close_breaker()
        return answer

    def _failed(self, error: LineBroken) -> None:
        if error.trouble in REFUSALS:
            self.close_breaker()
            raise HubRefused(error.code) from error
        _log.warning("hub: %s; asked again in %.0f s", error, self._pause_s)
        self._drop()
        self._again_s = self._clock.monotonic_s() + self._pause_s
        self._pause_s = min(LONGEST_PAUSE_S, self._pause_s * 2)

    def _opened(self, link: Link) -> Line:
        if self._line is None or self._of != link:
            self._drop()
            self._line = self._connect(
                link, self._clock, patience_s=ANSWERS_WITHIN_S, connect_s=CONNECTS_WITHIN_S
            )
            self._of = link
        return self._line

    def _drop(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None
