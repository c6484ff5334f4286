"""Which window has the keyboard: a counter PC may have no window manager that would say so."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid


def take_keyboard(window: QWidget) -> None:
    """Show a window above all others; typing goes where it went there last."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()


class Keyboard(QObject):
    """Gives the keyboard back when the window that has it closes: to the last that had it before.

    A window that lost it to another program had it no more, so nothing is taken from anybody.
    """

    def __init__(self, app: QGuiApplication) -> None:
        super().__init__(app)
        self._has_it: QWindow | None = None
        self._had_it: list[QWindow] = []  # the latest last
        app.focusWindowChanged.connect(self._note)

    @Slot(QWindow)
    def _note(self, window: QWindow | None) -> None:
        self._has_it = window
        if window is None:
            return
        if window not in self._had_it:
            window.visibleChanged.connect(self._look)  # ends with this object
        self._had_it = [each for each in self._had_it if isValid(each) and each is not window]
        self._had_it.append(window)

    @Slot(bool)
    def _look(self, visible: bool) -> None:
        if not visible and self.sender() is self._has_it:
            self._has_it = None
            QTimer.singleShot(0, self, self._give_back)  # once it is gone

    @Slot()
    def _give_back(self) -> None:
        if self._has_it is not None:
            return  # another of ours took it
        seen = [each for each in self._had_it if isValid(each) and each.isVisible()]
        if seen:
            seen[-1].raise_()
            seen[-1].requestActivate()
