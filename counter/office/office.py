"""The office as a handle: acts go in, what changed comes out.

Importing this loads nothing heavier than msgspec; the store opens on the writer's thread, so a
window paints first. Executor and clock are given: a thread and real time in the product, the
caller's thread and virtual time in simulation.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from msgspec import Struct

from counter.clock import Clock
from counter.errors import LoketError
from counter.text import N_

if TYPE_CHECKING:
    from counter.store.log import Item, Taken
    from counter.store.store import Store
    from counter.store.work import Reading, Work

P = ParamSpec("P")
T = TypeVar("T")
Listener = Callable[[frozenset[str]], None]

_log = logging.getLogger(__name__)


class NobodySignedIn(LoketError):
    """An act needs somebody who did it."""

    happened = N_("Nobody is signed in at this counter.")
    safe = N_("Nothing was changed.")
    do_next = N_("Sign in with your PIN, then do it again.")


class Session(Struct, frozen=True):
    """Who is signed in, and where."""

    person: str
    name: str
    roles: tuple[str, ...]
    counter: int


class CallersThread(Executor):
    """Runs everything at once, where it was asked for: for simulation and tests."""

    def submit(self, fn: Callable[..., T], /, *args: object, **kwargs: object) -> Future[T]:
        """Run now; the future is done when it is returned."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except BaseException as error:  # noqa: BLE001 - an executor's future carries anything
            future.set_exception(error)
        return future


class Office:
    """The one door to a node's store.

    Args:
        open_store: called once, on the writer's thread.
        writer: an executor of one thread, the only one that writes.
        clock: what time it is.
    """

    def __init__(self, open_store: Callable[[], Store], *, writer: Executor, clock: Clock) -> None:
        self.clock = clock
        self.session: Session | None = None
        self._open_store = open_store
        self._writer = writer
        self._store: Store | None = None
        self._listeners: list[Listener] = []
        self._listening = threading.Lock()
        self._answer: Callable[[Work, frozenset[str]], object] | None = None

    def open(self) -> None:
        """Open the store and wait for it. Raises what `Store.open` raises."""
        self._writer.submit(self._opened).result()

    def act(
        self, act: Callable[Concatenate[Work, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Do something in one transaction of its own, committed when this returns.

        Raises:
            NobodySignedIn: no session.
            LoketError: the act's own reasons, a full disk among them; nothing was changed.
        """
        session = self.session
        if session is None:
            raise NobodySignedIn
        return self.act_as(session.person, act, *args, **kwargs)

    def act_as(
        self,
        actor: str,
        act: Callable[Concatenate[Work, P], T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """`act` in somebody's name: for what the program does itself, and for set-up."""
        return self.act_soon(actor, act, *args, **kwargs).result()

    def act_soon(
        self,
        actor: str,
        act: Callable[Concatenate[Work, P], T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Future[T]:
        """`act_as` for a server, whose threads need not wait: its answer comes with the future."""

        def run() -> T:
            store = self._opened()
            try:
                answer, touched = once(store)
            except LoketError as error:
                if error.code != "disk-full" or not store.release_ballast():
                    raise
                _log.warning("disk full: going on with the ballast's room")
                answer, touched = once(store)
            self._announce(touched)
            return answer

        def once(store: Store) -> tuple[T, frozenset[str]]:
            with store.begin(actor=actor, now_ms=self.clock.now_ms()) as work:
                answer = act(work, *args, **kwargs)
            return answer, frozenset(work.touched)

        return self._writer.submit(run)

    def read(
        self, read: Callable[Concatenate[Reading, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Read from one snapshot, on the calling thread, beside the writer."""
        store = self._store or self._writer.submit(self._opened).result()
        with store.reading(store.node.branch, self.clock.now_ms()) as reading:
            return read(reading, *args, **kwargs)

    def answer_others(self, act: Callable[[Work, frozenset[str]], object]) -> None:
        """Let an act of the program's own follow whatever others' events have touched."""
        self._answer = act

    def take(self, items: Sequence[Item], *, clock_shift_ms: int) -> Taken:
        """Store others' events; windows learn of what they changed.

        Args:
            clock_shift_ms: this node's clock less the sender's.
        """

        def run() -> Taken:
            store = self._opened()
            taken = store.take(
                store.node.branch,
                items,
                now_ms=self.clock.now_ms(),
                clock_shift_ms=clock_shift_ms,
            )
            if taken.stored:
                touched = {"pulled", *taken.touched}
                if self._answer is not None:
                    with store.begin(actor="", now_ms=self.clock.now_ms()) as work:
                        self._answer(work, taken.touched)
                    touched |= work.touched
                self._announce(frozenset(touched))
            return taken

        return self._writer.submit(run).result()

    def maintain(self, task: Callable[[Store], T]) -> T:
        """Do something with the store itself on the writer's thread: sync, backup, journal."""
        return self._writer.submit(lambda: task(self._opened())).result()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Hear after every commit what it touched: `sort:entity` and topics.

        Args:
            listener: called on the writer's thread; must return at once.

        Returns:
            A function that ends it.
        """
        with self._listening:
            self._listeners.append(listener)

        def end() -> None:
            with self._listening:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return end

    def tell(self, *topics: str) -> None:
        """Announce a change outside the store: the line, a printer."""
        self._announce(frozenset(topics))

    def close(self) -> None:
        """Finish what runs, close the store, let another process have it."""

        def run() -> None:
            if self._store is not None:
                self._store.close()
                self._store = None

        self._writer.submit(run).result()
        self._writer.shutdown(wait=True)

    def _opened(self) -> Store:
        if self._store is None:
            self._store = self._open_store()
        return self._store

    def _announce(self, touched: frozenset[str]) -> None:
        if not touched:
            return
        with self._listening:
            listeners = tuple(self._listeners)
        for listener in listeners:
            try:
                listener(touched)
            # the act is on disk: whoever did it must not be told that it failed
            except Exception:  # noqa: BLE001
                _log.exception("a bug in what hears of %d changes", len(touched))
