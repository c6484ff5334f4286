"""The figures by service and by clerk; each number opens the tickets behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTabBar,
    QTableView,
    QWidget,
)

from counter.office.statistics import ClerkFigures, Counts, Figure, ServiceFigures, Statistics
from counter.text import N_, _, count
from ui.supervisor.words import clerk_name, percent, service_name, spell
from ui.theme.theme import font, theme
from ui.theme.tokens import GLOW, Size, Tone, Weight, space
from ui.widgets.card import Card
from ui.widgets.rows import Column, RowsModel, Table
from ui.widgets.words import words


class _Row(Protocol):
    @property
    def counts(self) -> Counts:
        """The figures of the row."""


R = TypeVar("R", bound=_Row)

_SERVICE, _CLERK = 0, 1  # tabs
_COUNTED = (
    (N_("Taken"), Figure.ISSUED),
    (N_("Waiting"), Figure.WAITING),
    (N_("Served"), Figure.SERVED),
    (N_("No-show"), Figure.NO_SHOW),
)
_TIMES = (
    (N_("Wait p50"), Figure.MEASURED, "wait_p50_s"),
    (N_("Wait p90"), Figure.MEASURED, "wait_p90_s"),
    (N_("Service p50"), Figure.SERVED, "service_p50_s"),
)
FIGURES = (
    Figure.ISSUED,
    *(figure for _heading, figure in _COUNTED),
    *(figure for _heading, figure, _name in _TIMES),
    Figure.IN_TARGET,
)  # by column of a table


def _columns(heading: str, name: Callable[[R], str]) -> list[Column[R]]:
    def counted(figure: Figure) -> Callable[[R], str]:
        return lambda each: count(getattr(each.counts, figure.value))

    def timed(key: str) -> Callable[[R], str]:
        return lambda each: spell(getattr(each.counts, key))

    return [
        Column(heading, name, figures=False),
        *(Column(title, counted(figure)) for title, figure in _COUNTED),
        *(Column(title, timed(key)) for title, _figure, key in _TIMES),
        Column(
            N_("Within target"),
            lambda each: percent(each.counts.in_target_percent),
            tone=lambda each: _goal(each.counts),
        ),
    ]


def _goal(counts: Counts) -> Tone | None:
    return Tone.AMBER if counts.misses_goal else None


class _FirstWordBold(QStyledItemDelegate):
    """The letter or counter stands out before the name."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        text = str(index.data())
        first, _space, rest = text.partition(" ")
        plain = QStyleOptionViewItem(option)
        super().paint(painter, plain, index)  # `initStyleOption` leaves the text out
        room = QRectF(option.rect).adjusted(space(2), 0, -space(2), 0)
        painter.save()
        painter.setPen(theme().colour("text"))
        bold = font(weight=Weight.BOLD)
        painter.setFont(bold)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, first)
        room.setLeft(room.left() + QFontMetrics(bold).horizontalAdvance(first) + space(2))
        painter.setFont(font())
        measure = QFontMetrics(font())
        shown = measure.elidedText(rest, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        option.text = ""


class FiguresTable(Table, Generic[R]):
    """Figures by row; a number opens the tickets behind it, by click or by Enter."""

    asked = Signal(int, object)  # the row's place, the figure

    def __init__(self, heading: str, name: Callable[[R], str]) -> None:
        self.figures_model: RowsModel[R] = RowsModel(_columns(heading, name))
        super().__init__(self.figures_model, "")
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectItems)
        self.setItemDelegateForColumn(0, _FirstWordBold(self))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._ask)
        self.activated.connect(self._ask)

    def show_rows(self, rows: Sequence[R]) -> None:
        """Replace the rows, the cell that is chosen staying so."""
        at = self.currentIndex()
        self.figures_model.show(rows)
        self.setFixedHeight(Size.TABLE_ROW * (len(rows) + 1) + GLOW)
        if at.isValid() and at.row() < len(rows):
            self.setCurrentIndex(self.figures_model.index(at.row(), at.column()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        across = self.horizontalHeader()
        last = self.figures_model.columnCount()
        width = max(space(18), min(space(30), (event.size().width() - space(50)) // (last - 1)))
        across.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column_ in range(1, last):
            across.setSectionResizeMode(column_, QHeaderView.ResizeMode.Fixed)
            across.resizeSection(column_, width)

    @Slot(QModelIndex)
    def _ask(self, index: QModelIndex) -> None:
        self.asked.emit(index.row(), FIGURES[index.column()])


class Tables(Card):
    """Two tables, one of them shown; what will appear, where there is nothing yet."""

    def __init__(self) -> None:
        super().__init__(padding=4)
        self.rows.setContentsMargins(space(4), space(2), space(4), space(4))
        self.by_service: FiguresTable[ServiceFigures] = FiguresTable(N_("Service"), service_name)
        self.by_clerk: FiguresTable[ClerkFigures] = FiguresTable(
            N_("Counter and clerk"), clerk_name
        )
        self.nothing = words(tone=Tone.NEUTRAL, wrap=True)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.addTab("")
        self.tabs.addTab("")
        self.tabs.currentChanged.connect(self._show_tab)
        parts: tuple[QWidget, ...] = (self.tabs, self.by_service, self.by_clerk, self.nothing)
        for part in parts:
            self.rows.addWidget(part)
        self._show_tab(_SERVICE)

    def show_figures(self, figures: Statistics) -> None:
        """Show these."""
        self.by_service.show_rows(figures.by_service)
        self.by_clerk.show_rows(figures.by_clerk)
        self.nothing.setVisible(not figures.by_service)

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        self.tabs.setTabText(_SERVICE, _("By service"))
        self.tabs.setTabText(_CLERK, _("By clerk"))
        self.by_service.setAccessibleName(_("Figures by service"))
        self.by_clerk.setAccessibleName(_("Figures by clerk"))
        self.nothing.setText(_("No numbers were taken yet. They appear here with the first one."))
        for table in (self.by_service, self.by_clerk):
            table.horizontalHeader().viewport().update()

    @Slot(int)
    def _show_tab(self, at: int) -> None:
        self.by_service.setVisible(at == _SERVICE)
        self.by_clerk.setVisible(at == _CLERK)
