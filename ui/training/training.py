"""Practice as a window: the desk's own front, its band and its panel, and beginning anew."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Slot
from PySide6.QtGui import QAction, QKeySequence

from counter.office.practice import Practice
from counter.text import _
from ui.front import Front
from ui.tasks import Tasks
from ui.training.band import Bands
from ui.training.panel import PracticePanel


class TrainingFront(Front):
    """The front of a practice station; `anew` tells whether another practice was asked for."""

    def __init__(self, practice: Practice, tasks: Tasks, bands: Bands) -> None:
        super().__init__(practice.station, tasks)
        self.anew = False
        self.show_panel = QAction(self, shortcut=QKeySequence("F11"))
        self.addAction(self.show_panel)
        self._name()
        bands.mark(self, self.show_panel)
        self.panel = PracticePanel(practice, tasks, self, self.show_panel)
        self.panel.again.connect(self._begin_anew)
        self.ready.connect(self.panel.begin)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._name()
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self.panel.raise_()  # where no window manager keeps it above its window

    def _name(self) -> None:
        self.setWindowTitle(_("Loket, practice"))
        self.show_panel.setText(_("Practice panel"))

    @Slot()
    def _begin_anew(self) -> None:
        self.anew = True
        self.close()
