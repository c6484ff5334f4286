"""A pad of figures, which fingers find without eyes: each key presses what the page offers."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.kiosk.choice import Choice
from ui.kiosk.choosing import ChoosingPage
from ui.kiosk.frame import Frame
from ui.kiosk.pad import PadPage


class Keys:
    """Presses choices by their figure, and the buttons around the page by sign."""

    def __init__(
        self, window: QWidget, pages: QStackedWidget, choosing: ChoosingPage, frame: Frame
    ) -> None:
        self._pages, self._choosing = pages, choosing
        for sign, buttons in {
            "-": (frame.back,),
            "+": (frame.more, frame.priority),
            "*": (frame.guide,),
            "/": (frame.expected,),
        }.items():
            QShortcut(QKeySequence(sign), window, partial(self._click_first, buttons))
        for digit in range(10):
            QShortcut(QKeySequence(str(digit)), window, partial(self._press, digit))

    @staticmethod
    def _click_first(buttons: tuple[Choice, ...]) -> None:
        there = next((each for each in buttons if each.isVisible()), None)
        if there is not None:
            there.click()

    def _press(self, digit: int) -> None:
        page, choices = self._pages.currentWidget(), self._choosing.choices
        if isinstance(page, PadPage):
            page.code.insert(str(digit))
        elif page is not self._choosing:
            return
        elif digit == 0:
            if self._choosing.has_more:
                self._choosing.turn()
        elif digit <= len(choices):
            choices[digit - 1].click()
