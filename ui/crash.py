"""A bug, met calmly: told once in plain words; `counter.log` has written it down before."""

from __future__ import annotations

import logging

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout

from counter.errors import Message
from counter.text import _
from ui.theme.tokens import Size
from ui.widgets.error_panel import GatePage


class CrashDialog(QDialog):
    """What happened, what is safe, what to do; one button."""

    def __init__(self) -> None:
        super().__init__(QApplication.activeWindow())
        self._go_on = QAction(self)
        self._go_on.triggered.connect(self.accept)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(GatePage(_fault, [self._go_on]))
        self.setMinimumWidth(Size.PAGE)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._speak()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._speak()

    def _speak(self) -> None:
        self.setWindowTitle(_("Loket"))
        self._go_on.setText(_("Go on"))


def _fault() -> Message:
    return Message(
        _("Loket met a fault in itself. It was written down for whoever repairs it."),
        _("Everything saved is safe, and what you typed stays in the form."),
        _("Go on working. If it happens again, close Loket and open it anew."),
    )


class Crashes(QObject):
    """Tells of bugs, one dialog at a time; the log writes them down before."""

    _met = Signal()  # bugs come from any thread, dialogs from this one only

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.dialog: CrashDialog | None = None
        self._met.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def meet(self, _bug: BaseException) -> None:
        """Tell of a bug; may be called on any thread."""
        self._met.emit()

    @Slot()
    def _show(self) -> None:
        if self.dialog is None:
            self.dialog = CrashDialog()
            self.dialog.destroyed.connect(self._forget)
            self.dialog.open()

    @Slot()
    def _forget(self) -> None:
        self.dialog = None


class LoggedBugs(logging.Handler):
    """Hears of bugs that a thread wrote down itself and went on after: papers, sync, backups.

    Each place in the code is told of once: a thread that tries again every minute must not bring
    its dialog back every minute.
    """

    def __init__(self, crashes: Crashes) -> None:
        super().__init__(logging.ERROR)
        self._crashes = crashes
        self._told: set[tuple[str, int]] = set()

    def emit(self, record: logging.LogRecord) -> None:
        place = (record.pathname, record.lineno)
        bug = record.exc_info[1] if record.exc_info else None
        if bug is not None and place not in self._told:
            self._told.add(place)
            self._crashes.meet(bug)
