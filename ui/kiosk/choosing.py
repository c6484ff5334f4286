"""The page of choices: every one in sight where the screen has room, else page by page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from math import ceil

from PySide6.QtCore import QElapsedTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from counter.text import _, count
from ui.kiosk.choice import Choice, Said, size_in, tile_height
from ui.theme.kiosk import TOUCH, Part
from ui.theme.tokens import Pace
from ui.widgets.card import clear

Press = Callable[[], None]


class ChoosingPage(QWidget):
    """Shows choices as tiles of one size.

    A second touch right after the first, by a trembling or an eager finger, is meant for the page
    before and chooses nothing.
    """

    turned = Signal()  # another page of them is shown

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choices: list[Choice] = []  # those in sight
        self._key = ""
        self._all: Sequence[tuple[Said, Press]] = ()
        self._shape = (0, 0, 0)  # columns, rows, in sight
        self._page = self._first = 0
        self._since = QElapsedTimer()
        self.more = Choice(Said("", icon="chevron_right"))
        self.more.clicked.connect(self.turn)
        self.more.hide()
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addLayout(self._grid, stretch=1)
        rows.addWidget(self.more)

    @property
    def is_fresh(self) -> bool:
        """Whether these choices came so lately that a touch was meant for what was there before."""
        return self._since.isValid() and not self._since.hasExpired(Pace.KIOSK_DOUBLE)

    @property
    def has_more(self) -> bool:
        """Whether not all of them are in sight."""
        return len(self.choices) < len(self._all)

    def show_choices(self, key: str, choices: Sequence[tuple[Said, Press]]) -> None:
        """Offer these; under the same key they are the same ones, said anew."""
        if key != self._key:
            self._page = 0
            if self._all:
                self._since.start()
        self._key, self._all = key, choices
        self.lay()

    def turn(self) -> None:
        """Show the next page of them; after the last comes the first."""
        self._page += 1
        self._since.start()
        self.lay()
        self.turned.emit()

    @property
    def is_turned(self) -> bool:
        """Whether another page than the first is shown."""
        return self._page > 0

    def turn_back(self) -> None:
        """Show the first page again."""
        self._page = 0
        self.lay()

    def lay(self) -> None:
        """Lay them out for the size and the type there is now."""
        if not self._all:
            return
        gap = size_in(self, Part.GAP)
        self._grid.setSpacing(gap)
        layout = self.layout()
        assert layout is not None
        layout.setSpacing(gap)
        across, pages = self._pages(gap)
        self._page %= len(pages)
        rows = pages[self._page]
        self._first = sum(map(len, pages[: self._page])) * across
        shown = self._all[self._first : self._first + len(rows) * across]
        self._make(across, len(rows), len(shown))
        for at, high in enumerate(rows):
            self._grid.setRowMinimumHeight(at, high)
        for choice, (said, _press) in zip(self.choices, shown, strict=True):
            if choice.said != said:
                choice.say(said)
        told = _("More services ({page} of {pages})")
        self.more.setFixedHeight(max(TOUCH, size_in(self, Part.BAR)))
        self.more.setVisible(len(pages) > 1)
        self.more.say(
            Said(
                told.format(page=count(1 + self._page), pages=count(len(pages))),
                icon="chevron_right",
            )
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.lay()

    def _pages(self, gap: int) -> tuple[int, list[list[int]]]:
        """How many columns there is room for, and each page's rows: how high each must be."""
        least = size_in(self, Part.COLUMN)
        across = max(1, min(3, (self.width() + gap) // (least + gap)))
        if self.width() < self.height():
            across = min(across, 2)
            below = self._rows(1, gap)
            if self._fits(below, gap):
                return 1, [below]
        elif len(self._all) <= 4:
            across = min(across, 2)
        rows = self._rows(across, gap)
        if self._fits(rows, gap):
            return across, [rows]
        room = self.height() - gap - max(TOUCH, size_in(self, Part.BAR))
        pages: list[list[int]] = [[]]
        for row in rows:
            if pages[-1] and sum(pages[-1]) + gap * len(pages[-1]) + row > room:
                pages.append([])
            pages[-1].append(row)
        return across, pages

    def _rows(self, across: int, gap: int) -> list[int]:
        """How high each row must be."""
        wide = (self.width() - (across - 1) * gap) / across
        high = [ceil(tile_height(said, self, wide)) for said, _press in self._all]
        return [max(high[at : at + across]) for at in range(0, len(high), across)]

    def _fits(self, rows: list[int], gap: int) -> bool:
        return sum(rows) + gap * (len(rows) - 1) <= self.height()

    def _make(self, across: int, down: int, number: int) -> None:
        """Put so many tiles there, unless they are."""
        if (across, down, number) == self._shape:
            return
        self._shape = (across, down, number)
        clear(self._grid)
        self.choices = []
        for at in range(number):
            choice = Choice(Said(""))
            choice.clicked.connect(partial(self._press, at))
            self._grid.addWidget(choice, at // across, at % across)
            self.choices.append(choice)
        for at in range(max(across, self._grid.columnCount())):
            self._grid.setColumnStretch(at, 1 if at < across else 0)
        for at in range(max(down, self._grid.rowCount())):
            self._grid.setRowStretch(at, 1 if at < down else 0)
            self._grid.setRowMinimumHeight(at, 0)

    def _press(self, at: int) -> None:
        if not self.is_fresh:
            self._all[self._first + at][1]()
