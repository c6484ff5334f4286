"""Surfaces: cards, panels and the thin lines between things."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from ui.theme.tokens import HAIRLINE, space


class Card(QFrame):
    """A surface with a line around it; what belongs together goes into `rows`."""

    def __init__(
        self, *, padding: int = 5, look: str = "card", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("look", look)
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(*(space(padding),) * 4)
        self.rows.setSpacing(space(2))


def clear(layout: QLayout) -> None:
    """Take every widget out of a layout, for good."""
    while (taken := layout.takeAt(0)) is not None:
        if (widget := taken.widget()) is not None:
            widget.hide()
            widget.deleteLater()


def line() -> QFrame:
    """A thin line across."""
    made = QFrame()
    made.setProperty("look", "line")
    made.setFixedHeight(HAIRLINE)
    return made


def column(*, gap: int = 2) -> QVBoxLayout:
    """A column without margins, `gap` grid steps between its parts."""
    made = QVBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(space(gap))
    return made


def row(*, gap: int = 2) -> QHBoxLayout:
    """A row without margins, `gap` grid steps between its parts."""
    made = QHBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(space(gap))
    return made
