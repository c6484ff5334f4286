"""What every button of ours can do: Enter presses it, as Space does."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Button(QAbstractButton):
    """A button that draws itself."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() not in _ENTER or not plain:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():  # a key held down presses once
            self.click()
