"""The only bridge between threads: acts and readings leave the Qt thread, answers come back to it.

A window never waits. What it asked for is delivered as long as it is open; one that closed
meanwhile gets nothing. `Watch` turns announced changes into as few readings as will do.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction
from shiboken6 import isValid

from counter.errors import LoketError
from ui.theme.tokens import Pace

T = TypeVar("T")


class Tasks(QObject):
    """Runs what may take longer than a frame, and answers on the Qt thread."""

    _settled = Signal(object)

    def __init__(self, pool: Executor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = pool
        self._ended = False
        # Queued even from this thread: an answer never arrives inside the call that asked.
        self._settled.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        act: Callable[[], T],
        *,
        busy: QAction,
        done: Callable[[T], None],
        failed: Callable[[LoketError], None],
    ) -> None:
        """Disable `busy` until `act` ends, then call `done` or `failed`.

        Neither is called once `busy` is gone: its window closed meanwhile.
        """

        def release() -> None:
            busy.setEnabled(True)

        busy.setEnabled(False)
        self._submit(act, busy, release, done, failed)

    def ask(
        self,
        reading: Callable[[], T],
        *,
        asker: QObject,
        done: Callable[[T], None],
        failed: Callable[[LoketError], None],
    ) -> None:
        """Call `done` or `failed` when `reading` ends, unless `asker` is gone by then."""
        self._submit(reading, asker, None, done, failed)

    def end(self) -> None:
        """Take nothing on any more: an answer that comes late must not ask again."""
        self._ended = True

    def _submit(
        self,
        call: Callable[[], T],
        owner: QObject,
        release: Callable[[], None] | None,
        done: Callable[[T], None],
        failed: Callable[[LoketError], None],
    ) -> None:
        def deliver(future: Future[T]) -> None:
            open_still = isValid(owner)
            if open_still and release is not None:
                release()
            try:
                answer: Callable[[], None] = partial(done, future.result())
            except LoketError as error:
                answer = partial(failed, error)
            if open_still:
                answer()

        def settle(future: Future[T]) -> None:
            if isValid(self):  # else the application ended first
                self._settled.emit(partial(deliver, future))

        if not self._ended:
            self._pool.submit(call).add_done_callback(settle)

    @Slot(object)
    def _deliver(self, outcome: Callable[[], None]) -> None:  # _settled arrives on the Qt thread
        outcome()  # any other exception is a bug and goes on to sys.excepthook


class Watch(QObject, Generic[T]):
    """Reads again what a window shows, after changes, never two readings at once.

    `touch` may be called from any thread, as often as changes are announced.
    """

    _touched = Signal()

    def __init__(
        self,
        tasks: Tasks,
        reading: Callable[[], T],
        *,
        show: Callable[[T], None],
        failed: Callable[[LoketError], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._reading = reading
        self._show = show
        self._failed = failed
        self._under_way = False
        self._again = False
        self._stopped = False
        self._gather = QTimer(self)
        self._gather.setSingleShot(True)
        self._gather.setInterval(Pace.GATHER)
        self._gather.timeout.connect(self.read_now)
        self._touched.connect(self._wait_a_little)

    def touch(self) -> None:
        """Something shown here may have changed."""
        if isValid(self):  # an announcement may come while the window closes
            self._touched.emit()

    @Slot()
    def read_now(self) -> None:
        """Read without waiting for further changes."""
        self._gather.stop()
        if self._under_way:
            self._again = True
            return
        self._under_way = True
        self._tasks.ask(self._reading, asker=self, done=self._arrived, failed=self._broke)

    def stop(self) -> None:
        """Read no more: the window closes."""
        self._stopped = True
        self._gather.stop()

    @Slot()
    def _wait_a_little(self) -> None:
        if not self._gather.isActive() and not self._stopped:
            self._gather.start()

    def _arrived(self, answer: T) -> None:
        self._next()
        self._show(answer)

    def _broke(self, error: LoketError) -> None:
        self._next()
        self._failed(error)

    def _next(self) -> None:
        self._under_way = False
        if self._again:
            self._again = False
            self._wait_a_little()
