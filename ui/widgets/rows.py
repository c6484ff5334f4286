"""Rows already read, as a table: a concrete table is a list of columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from msgspec import Struct
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QAbstractScrollArea, QHeaderView, QSizePolicy, QTableView, QWidget

from counter.text import _
from ui.theme.theme import font, theme
from ui.theme.tokens import Size, Tone, Type, Weight

R = TypeVar("R")
_Index = QModelIndex | QPersistentModelIndex


class Column(Struct, Generic[R], frozen=True):
    """One column: its heading (a translation key), what it says of a row, and how."""

    heading: str
    text: Callable[[R], str]
    figures: bool = True  # aligned right
    tone: Callable[[R], Tone | None] | None = None


class RowsModel(QAbstractTableModel, Generic[R]):
    """Rows in memory as a table. `data` runs on every repaint."""

    def __init__(self, columns: Sequence[Column[R]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._rows: Sequence[R] = ()

    def show(self, rows: Sequence[R]) -> None:
        """Replace the rows."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row(self, at: int) -> R:
        """The row at that place."""
        return self._rows[at]

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        column, row = self._columns[index.column()], self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role in (Qt.ItemDataRole.ForegroundRole, Qt.ItemDataRole.FontRole):
            tone = column.tone(row) if column.tone else None
            if tone is None:
                return None
            if role == Qt.ItemDataRole.ForegroundRole:
                return theme().ink(tone)
            return font(weight=Weight.BOLD)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _(self._columns[section].heading)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(self._columns[section])
        return None


class Table(QTableView):
    """A calm table: no grid, no row numbers, as high as its rows; a row can be opened."""

    opened = Signal(int)

    def __init__(
        self, model: QAbstractTableModel, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setAccessibleName(name)
        self.setFont(font())
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSizeAdjustPolicy(QAbstractScrollArea.SizeAdjustPolicy.AdjustToContents)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        down = self.verticalHeader()
        down.setVisible(False)
        down.setDefaultSectionSize(Size.TABLE_ROW)
        across = self.horizontalHeader()
        across.setFont(QFont(font(Type.SMALL, Weight.SEMI)))
        across.setHighlightSections(False)
        across.setSectionsClickable(False)
        across.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        across.setFixedHeight(Size.TABLE_ROW)
        model.modelReset.connect(self.updateGeometry)
        self.activated.connect(self._open)

    def sizeHint(self) -> QSize:
        rows = self.model().rowCount()
        return QSize(Size.PALETTE, Size.TABLE_ROW * (rows + 1))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, Size.TABLE_ROW * min(4, self.model().rowCount() + 1))

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(index.row())


def _alignment(column: Column[R]) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.figures else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
