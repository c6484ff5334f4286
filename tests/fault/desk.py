"""A desk as a process of its own that can be killed: signs in, serves somebody, types.

`python -m tests.fault.desk FOLDER [ANSWER]` opens the station in FOLDER. With an answer it calls
and serves a person, types the answer as their name, says `kept` once the desk says that the draft
is safe, and goes on typing until it is killed. Without one it says what stands in the form.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from counter.clock import VirtualClock
from counter.office import queue
from counter.office.station import Station
from tests.office.building import at
from ui.desk.window import DeskWindow
from ui.front import Front
from ui.tasks import Tasks
from ui.theme.theme import dress

FIELD = "name"
_LOOK_MS = 20
Key = Qt.Key


def say(line: str) -> None:
    """Tell whoever listens."""
    os.write(1, f"{line}\n".encode())


class Clerk(QObject):
    """Works step by step: waits until each can be done, then does it."""

    def __init__(self, front: Front, station: Station, answer: str) -> None:
        super().__init__(front)
        self._front, self._station, self._answer = front, station, answer
        typing: list[Callable[[], bool]] = [self._call, self._start, self._type, self._kept]
        reading: list[Callable[[], bool]] = [self._read]
        self._steps = [self._sign_in, *(typing if answer else reading)]
        self._before = ""  # what the form said before anything was typed
        self._look = QTimer(self)
        self._look.timeout.connect(self._go_on)
        self._look.start(_LOOK_MS)

    @Slot()
    def _go_on(self) -> None:
        if not self._steps:
            QTest.keyClicks(self._field(), "X")
        elif self._steps[0]():
            self._steps.pop(0)

    def _sign_in(self) -> bool:
        page = self._front.sign_in
        if page is None:
            return False
        page.people.setCurrentIndex(page.people.findData("sari"))
        QTest.keyClicks(page.pin, "1234")
        QTest.keyClick(page.pin, Key.Key_Return)
        return True

    def _call(self) -> bool:
        desk = self._desk()
        if desk is None or desk.state is None or not desk.state.place.clerk:
            return False
        self._station.office.act(queue.issue_ticket, service="ktp_new")
        QTest.keyClick(desk, Key.Key_F2)
        return True

    def _start(self) -> bool:
        desk = self._desk()
        if desk is None or desk.state is None or desk.state.current is None:
            return False
        QTest.keyClick(desk, Key.Key_F4)
        return True

    def _type(self) -> bool:
        desk = self._desk()
        if desk is None or not desk.service.isVisible() or not desk.service.draft.text():
            return False
        self._before = desk.service.draft.text()
        QTest.keyClicks(self._field(), self._answer)
        return True

    def _kept(self) -> bool:
        desk = self._desk()
        assert desk is not None
        if desk.service.draft.text() == self._before:
            return False
        say("kept")
        return True

    def _read(self) -> bool:
        desk = self._desk()
        if desk is None or not desk.service.isVisible() or not self._field().property("text"):
            return False
        say(str(self._field().property("text")))
        self._front.close()
        return True

    def _desk(self) -> DeskWindow | None:
        front = self._front
        return front.window_ if front.window_ is not None and front.page is front.window_ else None

    def _field(self) -> QWidget:
        desk = self._desk()
        assert desk is not None
        return desk.service.form.editor(FIELD).control()


def main(folder: str, answer: str = "") -> None:
    """Show the window and let the clerk work."""
    app = QApplication([])
    dress(app)
    station = Station.open(Path(folder), VirtualClock(at(8)))
    tasks = Tasks(ThreadPoolExecutor(3))
    front = Front(station, tasks)
    Clerk(front, station, answer)
    front.show()
    app.exec()
    tasks.end()
    station.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
