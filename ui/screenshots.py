"""The real windows on real data as pictures, drawn without a screen.

    python -m ui.screenshots STORE OUT PERSON PIN [NOW_MS]

opens a store's folder, signs somebody in and draws the desk and the branch head's window. What it
opens it uses as its own: give it a copy.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QWidget

    from counter.domain.events import TicketId
    from counter.office.kiosk import Given
    from counter.office.kiosk import Kiosk as Shown
    from counter.office.station import Station
    from ui.front import Front

_BOARD = (1920, 1080)
_PATIENCE_S = 20.0  # a store opens, a line answers or does not
_SETTLED_S = 0.4  # without a change: previews are drawn, the line has said what it is


class NothingToSee(Exception):
    """A window did not come up in time: what it showed instead."""


class Screen:
    """A place to draw windows on; one a process, since Qt has one application."""

    def __init__(self, *, dark: bool = False, size: tuple[int, int] | None = None) -> None:
        self._dark = dark
        self._size = size  # of a window; None: the smallest screen's

    def __enter__(self) -> Self:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        from PySide6.QtWidgets import QApplication

        from ui.app import make_app
        from ui.tasks import Tasks

        made = QApplication.instance()
        self._app = made if isinstance(made, QApplication) else make_app([], dark=self._dark)
        self._pool = ThreadPoolExecutor(3, thread_name_prefix="screenshots")
        self._tasks = Tasks(self._pool)
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._tasks.end()
        self._pool.shutdown(wait=True)
        self._turn(0.05)

    def draw_desk(
        self, folder: Path, now_ms: int | None, file: Path, *, person: str, pin: str
    ) -> None:
        """Draw the desk of the PC in that folder as it is at that instant.

        Args:
            folder: of a store nobody else has open; a copy.
            now_ms: None: now, and the clock goes on.
            file: where the picture goes, PNG.
        """
        with _station(folder, now_ms) as station, self.signed_in(station, person, pin) as front:
            self.wait(lambda: _line_is_known(station), "the line")
            self.settle(front)
            self.grab(front, file)

    def draw_supervisor(self, folder: Path, now_ms: int | None, file: Path) -> None:
        """Draw the branch head's window over the same store."""
        from ui.supervisor.window import SupervisorWindow

        with _station(folder, now_ms) as station:
            self._elsewhere(partial(_as_supervisor, station))
            window = SupervisorWindow(self._tasks, station.office)
            self._fit(window)
            window.show()
            self.settle(window)
            self.grab(window, file)
            window.close()
            window.deleteLater()
            self._turn(0.05)

    def draw_board(self, folder: Path, now_ms: int, file: Path) -> None:
        """Draw the board whose store lies in a folder, its line as it is then."""
        from counter.clock import VirtualClock
        from counter.office.board_node import BoardNode
        from ui.board.window import BoardWindow

        node = BoardNode(folder, VirtualClock(now_ms))
        window = BoardWindow(node, self._tasks, lambda _number, _counter: None)
        window.resize(*_BOARD)
        window.show()
        window.begin()
        self.wait(lambda: node.has_tried, "the line")
        self.settle(window)
        self.grab(window, file)
        self._end(window, node.stop)

    def draw_kiosk(self, folder: Path, now_ms: int, file: Path, scene: str) -> None:
        """Draw a page of the kiosk whose store lies in a folder.

        Args:
            scene: start, group, ticket, paper_out, contrast or closed. A number is the last one
                that was given: none is asked for.
        """
        from msgspec.structs import replace

        from counter.clock import VirtualClock
        from counter.office.kiosk_node import KioskNode
        from ui.kiosk.window import KioskWindow

        class Kiosk(KioskNode):
            def look(self, ticket: TicketId | None = None) -> tuple[Shown, Given | None]:
                shown, given = super().look(ticket)
                if given is not None and scene == "paper_out":
                    given = replace(given, printed=False, trouble="printer-trouble")
                return shown, given

            def give(self, service: str, *, priority: bool = False) -> Given:
                last = self.last_given()
                given = self.look(last)[1]
                assert given is not None, "a number was given before"
                return given

        node = Kiosk(folder, VirtualClock(now_ms))
        window = KioskWindow(node, self._tasks)
        self._fit(window)
        window.show()
        window.begin()
        self.wait(lambda: bool(window.choices) or scene == "closed", "its services")
        self.settle(window)
        first = window.offered[0] if window.offered else None
        if scene == "group" and first is not None:
            window.choose_group(first)
        elif scene in ("ticket", "paper_out") and first is not None:
            window.give(first.offers[0])
        elif scene == "contrast":
            window.frame.larger.click()
        self.settle(window)
        self.grab(window, file)
        window.let_go()
        self._end(window, node.stop)

    def _end(self, window: QWidget, stop: Callable[[], None]) -> None:
        window.close()
        window.deleteLater()
        self._turn(0.05)
        self._elsewhere(stop)

    @contextmanager
    def signed_in(self, station: Station, person: str, pin: str) -> Iterator[Front]:
        """The station's window, with somebody at the desk; closed at the end."""
        from ui.front import Front

        front = Front(station, self._tasks)
        self._fit(front)
        front.show()
        self.wait(lambda: front.sign_in is not None, "the page to sign in on")
        assert front.sign_in is not None
        front.sign_in.tried.emit(person, pin)
        self.wait(lambda: front.window_ is not None and front.page is front.window_, "the desk")
        yield front
        front.close()
        self.wait(lambda: not front.isVisible(), "its end")
        front.deleteLater()
        self._turn(0.05)

    def grab(self, window: QWidget, file: Path) -> None:
        """Write what a window shows."""
        file.parent.mkdir(parents=True, exist_ok=True)
        if not window.grab().save(str(file)):
            raise NothingToSee(str(file))

    def wait(self, condition: Callable[[], bool], what: str) -> None:
        """Let the application go on until that is so."""
        end_s = time.monotonic() + _PATIENCE_S
        while not condition():
            if time.monotonic() > end_s:
                raise NothingToSee(what)
            self._turn(0.01)

    def settle(self, window: QWidget) -> None:
        """Wait until a window shows the same for a while."""
        before, since_s = b"", time.monotonic()
        end_s = since_s + _PATIENCE_S
        while time.monotonic() < end_s and time.monotonic() - since_s < _SETTLED_S:
            self._turn(0.05)
            image = window.grab().toImage()
            seen = bytes(image.constBits())
            if seen != before:
                before, since_s = seen, time.monotonic()

    def _fit(self, window: QWidget) -> None:
        from ui.theme.tokens import Size

        window.resize(*(self._size or (Size.WINDOW_WIDTH, Size.WINDOW_HEIGHT)))

    def _elsewhere(self, call: Callable[[], None]) -> None:
        future = self._pool.submit(call)
        self.wait(future.done, "the store")
        future.result()

    def _turn(self, seconds: float) -> None:
        from PySide6.QtCore import QEventLoop, QTimer

        loop = QEventLoop()
        QTimer.singleShot(round(seconds * 1000), loop.quit)
        loop.exec()


def _line_is_known(station: Station) -> bool:
    line = station.line()
    return line is not None and line.state.value != "connecting"


def _as_supervisor(station: Station) -> None:
    """Start it with somebody at hand who may look at everything."""
    from counter.office.office import Session
    from counter.office.people import Role, members

    station.start()
    for each in station.office.read(members):
        if each.active and {Role.SUPERVISOR, Role.BRANCH_HEAD} & set(each.roles):
            counter = station.config.counter
            station.office.session = Session(each.id, each.name, each.roles, counter)
            return


@contextmanager
def _station(folder: Path, now_ms: int | None) -> Iterator[Station]:
    from counter.clock import SystemClock, VirtualClock
    from counter.office.station import Station

    clock = SystemClock() if now_ms is None else VirtualClock(now_ms)
    station = Station.open(folder, clock)
    try:
        yield station
    finally:
        station.stop()


def main(arguments: Sequence[str]) -> int:
    """Draw both windows of one store."""
    store, out, person, pin, *now = arguments
    now_ms = int(now[0]) if now else None
    with Screen() as screen:
        screen.draw_desk(Path(store), now_ms, Path(out) / "desk.png", person=person, pin=pin)
        screen.draw_supervisor(Path(store), now_ms, Path(out) / "supervisor.png")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
