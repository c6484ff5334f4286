"""What keeps a node and the one above it the same, for as long as there is a line.

Threads of its own, one pushing what this node wrote, one waiting for what others wrote; none is
ever the desk's. A driver without threads calls `push_once` and `pull_once` itself. Nothing counts
as taken until an answer of ours says so; everything else is sent again.
"""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

import msgspec

from counter.clock import Clock
from counter.store import log, vectors
from counter.store.nodes import SignedHead
from counter.store.store import Store
from counter.sync import client, joining, wire
from counter.sync.batches import next_up
from counter.sync.client import PULL_S, Line, LineBroken
from counter.sync.discovery import HubSearch
from counter.sync.heard import Heard, heard_ms
from counter.sync.link import HubFound, Link
from counter.sync.peers import Peers
from counter.sync.status import AWAY, LineState, LineStatus, LineTrouble
from counter.sync.threads import Threads
from counter.sync.watch import Watch, Way

_WHO_IS_ABOVE = {"hub:hub", "central:central"}
FIRST_BATCH, LARGEST_BATCH = 500, 2000  # events
NEAR_CONNECT_S = 0.5  # to a hub: a connection begun while the cable was out is not waited for

T = TypeVar("T")
_log = logging.getLogger(__name__)


class House(Protocol):
    """What the engine needs of the office whose store it keeps up to date."""

    clock: Clock

    def maintain(self, task: Callable[[Store], T]) -> T:
        """Do something with the store on its writer's thread."""

    def take(self, items: Sequence[log.Item], *, clock_shift_ms: int) -> log.Taken:
        """Store others' events."""

    def subscribe(self, listener: Callable[[frozenset[str]], None]) -> Callable[[], None]:
        """Hear of every commit."""


class Engine:
    """Pushes and pulls for one store.

    Args:
        house: the office.
        connect: makes a line from a link.
        chance: gives 0 … 1, so that a line's return does not wake 300 stations at once.
        first_batch: events at most in the first one; later ones size themselves to the line.
        relays: it sends up what others wrote too, as a hub does.
        search: looks for the branch's hub where its address is silent.
    """

    def __init__(
        self,
        house: House,
        *,
        connect: Callable[..., Line] = Line.to,
        chance: Callable[[], float] = random.random,
        first_batch: int = FIRST_BATCH,
        relays: bool = False,
        search: HubSearch | None = None,
    ) -> None:
        self._house = house
        self._heard = Heard(house)
        self._clock = house.clock
        self._connect = connect
        self._watch = Watch(house.clock, chance)
        self._up, self._down = self._watch.ways
        self._store: Store | None = None
        self._peers = Peers(house.clock)
        self._relays = relays
        self._search = search
        self._stale = threading.Event()  # whom it speaks to may have changed
        self._size = first_batch
        self._filled = False  # the batch took as many events as it may, those not ready included
        self._greeted = False
        self._ask_all = threading.Event()  # both ways set it; a batch that asks takes it
        self._heard_epoch: int | None = None  # by a pull, before the link's is kept
        self._vain = 0  # pulls in a row that brought nothing new
        self._stopped = threading.Event()
        self._threads = Threads(
            house.clock,
            {self._up: self.push_once, self._down: self._pull_turn},
            self.refresh,
            self._stopped,
        )
        self._end_hearing: Callable[[], None] | None = None
        self._opening = threading.Lock()

    # --- what people see ----------------------------------------------------------------------
    @property
    def status(self) -> LineStatus:
        """The line as it is now."""
        return msgspec.structs.replace(self._watch.status, above=self._peers.above)

    @property
    def pause_s(self) -> float:
        """How long until the next try of what failed; 0: at once."""
        now_s = self._clock.monotonic_s()
        return max(0.0, *(way.again_s - now_s for way in self._watch.ways))

    def subscribe(self, listener: Callable[[LineStatus], None]) -> None:
        """Hear of every change of status, on the engine's threads."""
        self._watch.subscribe(listener)

    @property
    def is_with_hub(self) -> bool:
        """Whether the hub answers this node now: whoever was told to decide alone may ask again."""
        return self._peers.is_hub and self.status.state is LineState.CONNECTED

    @property
    def hub(self) -> Link | None:
        """The branch's hub, as this node knows it."""
        self._opened()
        return self._peers.hub

    def find_hub(self, found: HubFound) -> None:
        """Go on with the hub where it has shown itself."""
        if found == self._peers.found and self._peers.is_hub:
            return
        _log.info("the hub %s is found at %s", found.epoch[1], found.url)
        self._peers.found = found
        self._stale.set()
        for way in self._watch.ways:
            way.ready()

    def join(
        self, url: str, code: str, *, sees_people: bool = True, keeps_lane: bool = True
    ) -> client.Joined:
        """Enrol this node at the one above; from then on its numbers are of the lane it was given.

        Args:
            sees_people: whether it is sent what citizens told; only a hub lets others in.
            keeps_lane: unless the lane is somebody else's; a node that never numbered has none.

        Raises:
            What `joining.join` raises
        """
        store = self._opened()
        joined = joining.join(
            self._house,
            store,
            url,
            code,
            relays=self._relays,
            sees_people=sees_people,
            keeps_lane=keeps_lane,
        )
        if joined.hub:
            self._peers.found = None  # whoever typed its code means this one
        self._reload(store)
        for way in self._watch.ways:
            way.drop_line()
            way.ready()
        self.refresh()
        return joined

    # --- threads ------------------------------------------------------------------------------
    def start(self) -> None:
        """Keep the line by threads, until `stop`."""
        self._end_hearing = self._house.subscribe(self._hear)
        self._threads.start()
        if self._search is not None:
            self._search.start(self._opened, self.find_hub)

    def stop(self) -> None:
        """End the threads; the store may be closed afterwards."""
        if self._end_hearing is not None:
            self._end_hearing()
        if self._search is not None:
            self._search.stop()
        self._threads.stop()

    def _hear(self, touched: frozenset[str]) -> None:
        if any(":" in topic for topic in touched):  # an entity's: something was recorded
            self._up.wake.set()
            self._threads.count_again()
        if touched & _WHO_IS_ABOVE:
            self._stale.set()

    def _pull_turn(self) -> bool:
        began_s = self._clock.monotonic_s()
        # a central that comes back is heard at once, not after a wait for events
        if self.pull_once(wait_s=0 if self._down.failures else PULL_S):
            return True
        if self._peers.active is None or self._down.failures:
            return False
        now_s = self._clock.monotonic_s()
        if now_s - began_s < 1:  # it did not wait: it is about to stop
            self._down.again_s = now_s + 1
            return False
        return True

    # --- one step -----------------------------------------------------------------------------
    def push_once(self) -> bool:
        """Send one batch; whether another should follow at once."""
        store, link = self._above()
        if link is None:
            return False
        asks_all = self._ask_all.is_set()
        if asks_all:
            self._ask_all.clear()  # before the batch is built: what is set from here on is kept
        told, batch = self._batch(store, link, asks_all=asks_all)
        if not batch.items and not batch.asks and self._greeted:
            return False
        line = self._line(self._up, link)
        before = line.bytes_sent
        try:
            answer = line.push(batch)
        except LineBroken as error:
            if self._has_moved(link):
                return True
            if error.trouble is LineTrouble.LATE or error.too_large:
                self._size = max(1, min(self._size, len(batch.items)) // 2)
            self._greeted = False
            if asks_all:
                self._ask_all.set()
            self._failed(self._up, error)
            self.refresh()
            return False
        finally:
            self._watch.tell(bytes_sent=self._watch.status.bytes_sent + line.bytes_sent - before)
        return self._acknowledge(link, told, batch, answer, asked_all=asks_all)

    def pull_once(self, *, wait_s: int = 0) -> bool:
        """Fetch what this node lacks; whether there may be more.

        Args:
            wait_s: how long the node above may wait for something to come.
        """
        store, link = self._above()
        if link is None:
            return False
        branch = store.node.branch
        heard = self._heard_epoch
        epoch = link.restore_epoch if heard is None else heard
        with store.reading(branch, self._clock.now_ms()) as reading:
            told = reading.local.peer_heads(link.peer)
            after = vectors.vector(reading.connection, branch, node=store.node.id, told=told)
        try:
            pulled = self._line(self._down, link).pull(after, epoch=epoch, wait_s=wait_s)
        except LineBroken as error:
            if self._has_moved(link):
                return True
            self._failed(self._down, error)
            return False
        if self._stopped.is_set():
            return False
        self._peers.answered()
        self._watch.answered(self._down, pulled.server_ms)
        if pulled.restore_epoch != epoch:
            self._heard_epoch = pulled.restore_epoch
            self._ask_all.set()
            self._up.ready()
        if not pulled.items:
            self._heard.note()
            return False
        taken = self._house.take(
            pulled.items, clock_shift_ms=self._clock.now_ms() - pulled.server_ms
        )
        for why in taken.refused:
            _log.warning("pulled, not stored: %s", why)
        if taken.touched & _WHO_IS_ABOVE:
            self._stale.set()
        self._keep(link, {}, pulled.signed)
        self._vain = 0 if taken.stored else self._vain + 1
        if self._vain > 1:  # once: it crossed a push; again: it does not understand the vector
            self._ask_all.set()
            self._watch.failed(self._down, LineBroken(LineTrouble.FAILING, "nothing new"))
            self._up.ready()
            return False
        return True

    def refresh(self) -> None:
        """Count again what waits, and say so where it changed."""
        store, link = self._above()
        if link is None:
            self._watch.tell(waiting=0, waiting_since_ms=None)
            return
        with store.reading(store.node.branch, self._clock.now_ms()) as reading:
            told = reading.local.peer_heads(link.peer)
            lacking = vectors.backlog(reading.connection, store.node.branch, self._whose, told)
            self._watch.tell(waiting=lacking.events, waiting_since_ms=lacking.since_ms)

    # --- within -------------------------------------------------------------------------------
    @property
    def _whose(self) -> str | None:
        """The node whose events are sent up; None: everybody's, by a hub."""
        assert self._store is not None, "the store is opened"
        return None if self._relays else self._store.node.id

    def _opened(self) -> Store:
        with self._opening:
            if self._store is None:
                self._store = self._house.maintain(lambda store: store)
                self._load(self._store)
                self._watch.tell()
            return self._store

    def _above(self) -> tuple[Store, Link | None]:
        """The store, and whom it speaks to now."""
        store = self._opened()
        if self._stale.is_set():
            self._stale.clear()
            self._reload(store)
        self._peers.look_back()
        return store, self._peers.active

    def _reload(self, store: Store) -> None:
        before = self._peers.active
        self._load(store)
        if self._peers.active != before:
            self._begin_anew()

    def _load(self, store: Store) -> None:
        with store.reading(store.node.branch, self._clock.now_ms()) as reading:
            self._peers.load(reading, store.node.id)
            self._watch.heard_ms = heard_ms(reading)
        self._watch.joined = self._peers.active is not None

    def _begin_anew(self) -> None:
        """Another node is above: nothing is known of what it holds but what is written down."""
        self._greeted, self._heard_epoch, self._vain = False, None, 0
        for way in self._watch.ways:
            way.ready()

    def _failed(self, way: Way, error: LineBroken) -> None:
        before = self._peers.active
        if self._search is not None and self._peers.is_hub and error.trouble in AWAY:
            self._search.wake()
        near = self._peers.is_hub and way is self._down  # it costs little, and wakes the other
        self._peers.failed()
        self._watch.failed(way, error, near=near)
        if self._peers.active != before:
            self._begin_anew()

    def _batch(self, store: Store, link: Link, *, asks_all: bool) -> tuple[log.Vector, wire.Batch]:
        """What to send next, and what the peer had acknowledged before."""
        node = store.node
        with store.reading(node.branch, self._clock.now_ms()) as reading:
            told = reading.local.peer_heads(link.peer)
            found = next_up(reading, node, told, most=self._size, relays=self._relays)
            self._filled = found.is_full
            asks: list[str] = []
            if asks_all:
                asks = list(vectors.heads(reading.connection, node.branch))
            elif not self._greeted:  # a peer that lost a tail shows it on the latest chain
                heads = vectors.heads(reading.connection, node.branch)
                asks = [chain for chain in heads if told.get(chain)][-1:]
        return told, wire.Batch(self._clock.now_ms(), found.items, found.signed, asks)

    def _acknowledge(
        self,
        link: Link,
        told: log.Vector,
        batch: wire.Batch,
        answer: wire.Answer,
        *,
        asked_all: bool,
    ) -> bool:
        if self._stopped.is_set():
            return False
        if self._has_moved(link):
            return True
        named = {chain: answer.heads.get(chain, 0) for chain in (*batch.signed, *batch.asks)}
        lost = any(seq < told.get(chain, 0) for chain, seq in named.items())
        stored = any(named[chain] > told.get(chain, 0) for chain in batch.signed)
        restored = answer.restore_epoch != link.restore_epoch
        stuck = bool(batch.items) and not stored
        for why in answer.refused:
            _log.warning("sent, not stored above: %s", why)
        if (lost or restored or stuck) and not asked_all:
            self._ask_all.set()
        # kept only once all was asked for: a node killed before that asks again
        epoch = answer.restore_epoch if asked_all else None
        self._keep(link, named, answer.signed, restore_epoch=epoch)
        self._greeted = True
        if stuck and asked_all and not lost:
            self._greeted = False
            self._watch.failed(self._up, LineBroken(LineTrouble.REFUSED, "nothing stored"))
            return False
        self._peers.answered()
        self._watch.answered(self._up, answer.server_ms)
        if self._filled:
            self._size = min(LARGEST_BATCH, self._size * 2)
        self.refresh()
        return self._ask_all.is_set() or self._watch.status.waiting > 0

    def _keep(
        self,
        link: Link,
        heads: log.Vector,
        signed: dict[str, SignedHead],
        restore_epoch: int | None = None,
    ) -> None:
        self._heard.keep(link, heads, signed, restore_epoch)
        if restore_epoch is not None and restore_epoch != link.restore_epoch:
            self._stale.set()

    def _has_moved(self, link: Link) -> bool:
        """Whether another node is above meanwhile: the answer, or its end, is the old one's."""
        active = self._peers.active
        return active is None or _address(active) != _address(link)

    def _line(self, way: Way, link: Link) -> Line:
        if way.at != _address(link):
            way.drop_line()
        line = way.line
        if line is None:
            near = {"connect_s": NEAR_CONNECT_S} if self._peers.is_hub else {}
            line = way.line = self._connect(link, self._clock, **near)
            way.at = _address(link)
        if self._stopped.is_set():  # `stop` may have looked before it was made
            line.abort()
        return line


def _address(link: Link) -> tuple[str, str, bytes | None]:
    return link.url, link.token, link.certificate
