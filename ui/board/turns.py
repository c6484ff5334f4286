"""Which call has its turn: one at a time, each for a while, none left out."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from counter.errors import LoketError
from counter.office.board import STAYS_S, Call
from ui.tasks import Tasks


class Turns(QObject):
    """Shows and says calls in the order in which they came.

    Args:
        say: says one and returns when it is said; on a worker.
        stays_ms: a call is shown at least so long before the next has its turn.
    """

    turn = Signal(object)  # a Call, which is to be shown now

    def __init__(
        self,
        tasks: Tasks,
        say: Callable[[str, int], None],
        parent: QObject,
        *,
        stays_ms: int = 1000 * STAYS_S,
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._say = say
        self._coming: deque[Call] = deque()
        self._is_said = True
        self._stay = QTimer(self)
        self._stay.setSingleShot(True)
        self._stay.setInterval(stays_ms)
        self._stay.timeout.connect(self._go_on)

    @property
    def stays(self) -> bool:
        """Whether the call that has its turn is to be shown longer, said or not."""
        return self._stay.isActive()

    def hear(self, calls: Iterable[Call]) -> None:
        """These wait for their turn, after those that wait already."""
        self._coming.extend(calls)
        self._go_on()

    @Slot()
    def _go_on(self) -> None:
        if not self._coming or self._stay.isActive() or not self._is_said:
            return
        call = self._coming.popleft()
        self._is_said = False
        self._stay.start()
        self.turn.emit(call)
        self._tasks.ask(
            partial(self._say, call.number, call.counter),
            asker=self,
            done=lambda _nothing: self._said(),
            failed=self._not_said,
        )

    def _said(self) -> None:
        self._is_said = True
        self._go_on()

    def _not_said(self, _error: LoketError) -> None:
        self._said()
