"""What stands above the chart: a notice, the counters as they are now, the days' numbers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from counter.office.statistics import Figure, LiveFloor, Statistics
from ui.supervisor.words import seat, stats
from ui.theme.tokens import Size, Tone, Weight, space
from ui.widgets.card import Card, row
from ui.widgets.empty_state import Icon
from ui.widgets.key_button import KeyButton
from ui.widgets.tiles import CounterTile, StatTile
from ui.widgets.words import words


class TileGrid(QWidget):
    """Tiles of one width, as many across as fit."""

    def __init__(self, least: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least = least
        self._across = 0
        self._tiles: Sequence[QWidget] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(space(3))

    def show_tiles(self, tiles: Sequence[QWidget]) -> None:
        """Lay these out instead."""
        self._tiles = tiles
        self._across = 0
        self.fit(self.width())

    def fit(self, width: int) -> None:
        """Arrange for that width."""
        if not self._tiles:
            return
        most = max(1, (width + space(3)) // (self._least + space(3)))
        lines = -(-len(self._tiles) // most)
        across = -(-len(self._tiles) // lines)
        if across == self._across:
            return
        for at in range(self._across):
            self._grid.setColumnStretch(at, 0)
        self._across = across
        for place, tile in enumerate(self._tiles):
            self._grid.addWidget(tile, place // across, place % across)
        for at in range(across):
            self._grid.setColumnStretch(at, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit(event.size().width())


class FloorTiles(TileGrid):
    """A tile for each counter: who is there, serving whom, for how long."""

    opened = Signal(int)  # a counter

    def __init__(self) -> None:
        super().__init__(Size.TILE_WIDTH)
        self.seats: list[CounterTile] = []
        self._counters: tuple[int, ...] = ()

    def show_floor(self, floor: LiveFloor | None, figures: Statistics, *, now_ms: int) -> None:
        """Show the counters as they are; the floor of a day that is over is empty."""
        self.setVisible(floor is not None and bool(floor.tiles))
        if floor is None:
            return
        made = [seat(tile, figures, now_ms=now_ms) for tile in floor.tiles]
        numbers = tuple(tile.counter for tile in floor.tiles)
        if numbers != self._counters:
            self._counters = numbers
            for old in self.seats:
                old.hide()
                old.deleteLater()
            self.seats = [CounterTile(each) for each in made]
            for tile, number in zip(self.seats, numbers, strict=True):
                tile.opened.connect(partial(self.opened.emit, number))
            self.show_tiles(self.seats)
        for tile, each in zip(self.seats, made, strict=True):
            tile.show_seat(each)


class NumberTiles(TileGrid):
    """A tile for each of the days' numbers."""

    opened = Signal(object)  # a Figure

    def __init__(self) -> None:
        super().__init__(Size.STAT_WIDTH)
        self.tiles: list[tuple[Figure, StatTile]] = []

    def show_figures(self, figures: Statistics) -> None:
        """Show these."""
        numbers = stats(figures)
        if not self.tiles:
            for figure, stat in numbers:
                tile = StatTile(stat)
                tile.opened.connect(partial(self.opened.emit, figure))
                self.tiles.append((figure, tile))
            self.show_tiles([tile for _figure, tile in self.tiles])
        for (_figure, tile), (_same, stat) in zip(self.tiles, numbers, strict=True):
            tile.show_stat(stat)


class Notice(Card):
    """Something to know before the numbers, and the way to it."""

    def __init__(self, show: QAction) -> None:
        super().__init__(padding=3)
        self.said = words(weight=Weight.SEMI, tone=Tone.AMBER, wrap=True)
        across = row(gap=3)
        across.addWidget(Icon("warning", Tone.AMBER))
        across.addWidget(self.said, stretch=1)
        across.addWidget(KeyButton(show))
        self.rows.addLayout(across)
