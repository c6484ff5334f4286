"""The steps of set-up: which there are, their names, and the list of them at the left."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from counter.text import _, count
from ui.theme.tokens import Size, Tone, Type, Weight, space
from ui.widgets.card import clear, row
from ui.widgets.empty_state import Icon
from ui.widgets.words import words

WELCOME, OFFICE, SERVICES, PEOPLE, PLACE, CENTRAL, SUMMARY, SHEET = range(8)
ALL = (WELCOME, OFFICE, SERVICES, PEOPLE, PLACE, CENTRAL, SUMMARY, SHEET)
JOINING = (WELCOME, CENTRAL, PLACE, SUMMARY, SHEET)


def step_title(step: int) -> str:
    """A step's name in the language in use."""
    return (
        _("Welcome"),
        _("Office"),
        _("Services"),
        _("People"),
        _("This computer"),
        _("Central"),
        _("Check and set up"),
        _("Recovery sheet"),
    )[step]


class StepList(QFrame):
    """Where one is: done, here, still to come."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "panel-left")
        self.setFixedWidth(Size.QUEUE_SNUG)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(space(6), space(6), space(4), space(6))
        self._rows.setSpacing(space(4))

    def show_steps(self, steps: tuple[int, ...], here: int) -> None:
        """Show these steps, one of them current."""
        clear(self._rows)
        self._rows.addWidget(words("Loket", Type.TITLE, Weight.BOLD))
        at = steps.index(here)
        for place, step in enumerate(steps):
            self._rows.addWidget(self._row(place, step_title(step), at))
        self._rows.addStretch()

    @staticmethod
    def _row(place: int, title: str, at: int) -> QWidget:
        whole = QWidget()
        across = row(gap=3)
        sign: QWidget = (
            Icon("check_circle", Tone.GREEN) if place < at else _figure(place + 1, place == at)
        )
        across.addWidget(sign)
        current = place == at
        label = words(
            title,
            weight=Weight.BOLD if current else Weight.REGULAR,
            tone=None if current else Tone.NEUTRAL,
        )
        across.addWidget(label)
        across.addStretch()
        whole.setLayout(across)
        return whole


def _figure(number: int, current: bool) -> QLabel:
    figure = words(count(number), weight=Weight.BOLD, tone=Tone.BLUE if current else Tone.NEUTRAL)
    figure.setFixedWidth(Size.ICON)
    figure.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return figure
