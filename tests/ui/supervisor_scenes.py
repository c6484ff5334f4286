"""Scenes of the branch head's window: a busy morning, the day before it, what stands behind it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from counter.clock import VirtualClock
from counter.office.statistics import Figure
from tests.office.building import at
from tests.ui.mornings import an_office, work_through
from tests.ui.staging import staged
from ui.supervisor.window import SupervisorWindow
from ui.tasks import Tasks

Scene = Callable[[Tasks], QWidget]
Then = Callable[[SupervisorWindow], None]


def _supervisor(then: Then | None = None, *, tickets: int = 60) -> Scene:
    def make(tasks: Tasks) -> QWidget:
        clock = VirtualClock(at(8))
        office = an_office(Path(tempfile.mkdtemp()) / "store", clock)
        if tickets:
            work_through(office, clock, tickets=tickets)
        window = SupervisorWindow(tasks, office)
        return staged(window, after=partial(then, window) if then is not None else None)

    return make


def _waiting(window: SupervisorWindow) -> None:
    tile = next(tile for each, tile in window.numbers.tiles if each is Figure.ISSUED)
    tile.click()


def _clerks(window: SupervisorWindow) -> None:
    window.tables.tabs.setCurrentIndex(1)


ALL: dict[str, Scene] = {
    "supervisor-busy": _supervisor(),
    "supervisor-clerks": _supervisor(_clerks),
    "supervisor-empty": _supervisor(tickets=0),
    "supervisor-tickets": _supervisor(_waiting),
    "supervisor-days": _supervisor(lambda window: window.choose.trigger()),
}
