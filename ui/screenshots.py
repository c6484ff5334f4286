"""Pictures of the real windows on a store, at an instant of somebody's choosing.

For the gallery of the demo and for the manual: no window is imitated, only driven.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from counter.clock import VirtualClock
from counter.office.station import Station
from ui.app import make_app
from ui.front import Front
from ui.tasks import Tasks
from ui.theme.tokens import Size

_PATIENCE_MS, _LOOK_MS, _REST_MS = 15_000, 20, 300


class NotShown(Exception):
    """A window did not come to show what was asked for."""


class Screen:
    """One application whose windows are drawn one after another."""

    def __init__(self) -> None:
        self._app = make_app(["loket"], dark=False)
        self._pool = ThreadPoolExecutor(3, thread_name_prefix="picture")
        self._tasks = Tasks(self._pool)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.shutdown(wait=True)

    def draw_desk(self, folder: Path, now_ms: int, file: Path, *, person: str, pin: str) -> None:
        """Draw the desk as this person sees it after signing in.

        Raises:
            NotShown
        """
        station = Station.open(folder, VirtualClock(now_ms))
        front = Front(station, self._tasks)
        try:
            front.resize(Size.WINDOW_WIDTH, Size.WINDOW_HEIGHT)
            front.show()
            _wait(lambda: front.sign_in is not None, "signing in")
            assert front.sign_in is not None
            front.sign_in.tried.emit(person, pin)
            _wait(lambda: front.window_ is not None and front.page is front.window_, "the desk")
            _wait(lambda: _line_is_known(station), "the line")
            _save(front, file)
            front.close()
            _wait(lambda: not front.isVisible(), "the end")
        finally:
            front.deleteLater()
            station.stop()


def _line_is_known(station: Station) -> bool:
    line = station.line()
    return line is not None and line.state.value != "connecting"


def _save(window: QWidget, file: Path) -> None:
    _rest(_REST_MS)  # pictures of papers come from other threads
    if not window.grab().save(str(file)):
        raise NotShown(f"{file} could not be written")


def _wait(reached: Callable[[], bool], what: str) -> None:
    for _turn in range(_PATIENCE_MS // _LOOK_MS):
        if reached():
            return
        _rest(_LOOK_MS)
    raise NotShown(what)


def _rest(for_ms: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(for_ms, loop.quit)
    loop.exec()
    QApplication.processEvents()
