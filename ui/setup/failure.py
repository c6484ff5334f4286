"""What failed while the office was made, and the way to the step that puts it right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from counter.errors import LoketError
from counter.text import _
from ui.setup.place import AT_FIELD
from ui.setup.steps import CENTRAL, PLACE, SERVICES, SUMMARY, step_title
from ui.widgets.error_panel import ErrorPanel
from ui.widgets.key_button import KeyButton, Rank


class FailurePanel(ErrorPanel):
    """Offers to go to the cause, unless one is there or it has no step."""

    asked = Signal(int)  # a step

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._cause = SUMMARY
        self.mend = QAction(self)
        self.mend.triggered.connect(lambda: self.asked.emit(self._cause))
        self._button = KeyButton(self.mend, Rank.INVITING)
        self.rows.addWidget(self._button, alignment=Qt.AlignmentFlag.AlignRight)

    def show_failure(self, error: LoketError, *, here: int, path: Sequence[int]) -> None:
        """Say it, and where on that path its cause is."""
        self._cause = cause_of(error)
        self.show_error(error)
        self._name_cause()
        self.show()
        away = self._cause != here and self._cause in path
        self._button.setVisible(away)
        if away:
            self._button.setFocus(Qt.FocusReason.OtherFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._name_cause()

    def _name_cause(self) -> None:
        self.mend.setText(_("Go to: {page}").format(page=step_title(self._cause)))


def cause_of(error: LoketError) -> int:
    """The step that puts a failure right."""
    if error.code in AT_FIELD:
        return CENTRAL
    if error.code.startswith("catalogue-"):
        return SERVICES
    if error.code.startswith("printer-"):
        return PLACE
    return SUMMARY
