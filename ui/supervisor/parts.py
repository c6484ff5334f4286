"""The parts of the branch head's window: tiles in a grid, the chart, tables, the choice of days."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QAction,
    QFontMetrics,
    QImage,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from counter.domain.answers import parse_date
from counter.domain.calendar import Zone, branch_time
from counter.domain.ticket import Ticket
from counter.office.statistics import (
    ChartLook,
    ClerkFigures,
    Counts,
    Figure,
    ServiceFigures,
    Statistics,
)
from counter.office.supervision import Days
from counter.text import N_, _, clock, count, duration, short_date, word
from ui.supervisor.making import chart_image
from ui.supervisor.words import NONE, clerk_name, percent, service_name, spell
from ui.tasks import Tasks
from ui.theme.theme import font, theme
from ui.theme.tokens import GLOW, Size, Tone, Type, Weight, space
from ui.widgets.card import Card, row
from ui.widgets.key_button import KeyButton, Rank
from ui.widgets.line_edit import LineEdit
from ui.widgets.pills import Pills
from ui.widgets.rows import Column, RowsModel, Table
from ui.widgets.words import words


class _Row(Protocol):
    @property
    def counts(self) -> Counts:
        """The figures of the row."""


R = TypeVar("R", bound=_Row)
TODAY, YESTERDAY, WEEK, MONTH = "today", "yesterday", "week", "month"


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


class Chart(QWidget):
    """The one chart, its pixels made elsewhere; the old one stays until the new one is drawn."""

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._figures: Statistics | None = None
        self._image = QImage()
        self._wanted: object = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_figures(self, figures: Statistics) -> None:
        """Show these figures."""
        self._figures = figures
        self.setAccessibleName(
            _("Arrivals and wait by hour") if figures.one_day else _("Arrivals and wait by day")
        )
        self._draw()

    def is_drawn(self) -> bool:
        """Whether it can be seen."""
        return not self._image.isNull()

    def sizeHint(self) -> QSize:
        return QSize(Size.PAGE, Size.CHART - space(8))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._draw()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = chart_look()
        if isinstance(self._wanted, tuple) and self._wanted[1] != look:
            self._draw()  # light and dark were switched
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(self.rect()), self._image)

    def _draw(self) -> None:
        if self._figures is None or self.width() < space(30):
            return
        scale = self.devicePixelRatioF()
        size = (round(self.width() * scale), round(self.height() * scale))
        wanted = (self._figures, chart_look(), size, scale)
        if wanted == self._wanted:
            return
        self._wanted = wanted
        self._tasks.ask(
            partial(chart_image, *wanted),
            asker=self,
            done=partial(self._drawn, wanted),
            failed=lambda _error: None,  # drawing asks nothing of the office
        )

    def _drawn(self, wanted: object, image: QImage) -> None:
        if wanted == self._wanted:
            self._image = image
            self.update()


def chart_look() -> ChartLook:
    """The theme's colours, for a chart."""
    colours = theme().colours
    return ChartLook(
        surface=colours.surface,
        line=colours.line,
        text=colours.text,
        muted=colours.muted,
        bar=colours.bar,
        bar_running=colours.bar_running,
        outline=colours.bar_outline,
        wait=colours.trend,
    )


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

    def __init__(self, heading: str, name: Callable[[R], str], accessible: str) -> None:
        self.figures_model: RowsModel[R] = RowsModel(_columns(heading, name))
        super().__init__(self.figures_model, accessible)
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


def service_table() -> FiguresTable[ServiceFigures]:
    """By service."""
    return FiguresTable(N_("Service"), service_name, _("Figures by service"))


def clerk_table() -> FiguresTable[ClerkFigures]:
    """By clerk."""
    return FiguresTable(N_("Counter and clerk"), clerk_name, _("Figures by clerk"))


class TicketsPage(QWidget):
    """The tickets behind a number."""

    def __init__(self, back: QAction) -> None:
        super().__init__()
        self._zone = Zone.WIB
        self._services: dict[str, str] = {}
        self._people: dict[str, str] = {}
        self.title = words(size=Type.TITLE, weight=Weight.SEMI, wrap=True)
        self.model: RowsModel[Ticket] = RowsModel(
            [
                Column(N_("Number"), lambda each: each.number, figures=False),
                Column(N_("Service"), self._service, figures=False),
                Column(N_("State"), lambda each: word(each.state), figures=False),
                Column(N_("Counter and clerk"), self._clerk, figures=False),
                Column(N_("Taken"), lambda each: self._clock(each.issued_ms)),
                Column(N_("Called"), lambda each: self._clock(each.first_called_ms)),
                Column(N_("Waited"), lambda each: spell(each.wait_s), tone=_waited_tone),
                Column(N_("Service time"), _served_for),
            ]
        )
        self.table = Table(self.model, "")
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        across = self.table.horizontalHeader()
        across.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        across.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        across.setResizeContentsPrecision(space(10))  # rows looked at; a range may have thousands
        head = row(gap=3)
        head.addWidget(KeyButton(back, icon="arrow_back"))
        head.addWidget(self.title, stretch=1)
        card = Card(padding=4)
        card.rows.addWidget(self.table)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(*(space(5),) * 4)
        rows.setSpacing(space(3))
        rows.addLayout(head)
        rows.addWidget(card, stretch=1)

    def show_tickets(
        self,
        title: str,
        tickets: Sequence[Ticket],
        *,
        zone: Zone,
        services: dict[str, str],
        people: dict[str, str],
    ) -> None:
        """Show these."""
        self._zone, self._services, self._people = zone, services, people
        self.title.setText(title)
        self.table.setAccessibleName(title)
        self.model.show(tickets)
        if tickets:
            self.table.setCurrentIndex(self.model.index(0, 0))

    def _service(self, ticket: Ticket) -> str:
        return self._services.get(ticket.service, ticket.service)

    def _clerk(self, ticket: Ticket) -> str:
        if ticket.counter is None:
            return NONE
        return f"{ticket.counter} {self._people.get(ticket.clerk or '', ticket.clerk or '')}"

    def _clock(self, at_ms: int | None) -> str:
        return NONE if at_ms is None else clock(branch_time(at_ms, self._zone))


def _waited_tone(ticket: Ticket) -> Tone | None:
    late = ticket.wait_s is not None and ticket.wait_s > ticket.target_s
    return Tone.AMBER if late else None


def _served_for(ticket: Ticket) -> str:
    return duration(ticket.service_ms / 1000) if ticket.service_ms else NONE


class DaysBar(QFrame):
    """Which days: a usual choice, or any two dates."""

    chosen = Signal(object)  # Days; None: today, whatever day it becomes

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self.setProperty("look", "bar-top")
        self._rows = QHBoxLayout(self)
        self._rows.setContentsMargins(space(5), space(2), space(5), space(2))
        self._rows.setSpacing(space(2))
        self.show_ = QAction(self)
        self.show_.setShortcut(QKeySequence(Qt.Key.Key_Return))
        self.show_.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.show_.triggered.connect(self._choose_dates)
        self.addAction(self.show_)
        self.usual = Pills(
            [
                (TODAY, _("Today")),
                (YESTERDAY, _("Yesterday")),
                (WEEK, _("7 days")),
                (MONTH, _("This month")),
            ]
        )
        self.usual.choose(TODAY)
        self.usual.picked.connect(self._choose_usual)
        self.first, self.last = LineEdit(), LineEdit()
        self.said = words("", weight=Weight.SEMI, tone=Tone.RED)
        self._to = words(tone=Tone.NEUTRAL)
        for field in (self.first, self.last):
            field.setFixedWidth(Size.DATE_FIELD - space(6))
        self._rows.addWidget(self.usual)
        self._rows.addStretch()
        self._rows.addWidget(self.said)
        self._rows.addWidget(self.first)
        self._rows.addWidget(self._to)
        self._rows.addWidget(self.last)
        self._rows.addWidget(KeyButton(self.show_, Rank.INVITING))
        self.show_days((today(), today()))
        self.retranslate()

    def show_days(self, days: Days) -> None:
        """Write these days into the fields."""
        self.first.setText(short_date(days[0]))
        self.last.setText(short_date(days[1]))

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        self._to.setText(_("to"))
        self.show_.setText(_("Show"))
        self.first.setAccessibleName(_("From day"))
        self.last.setAccessibleName(_("To day"))

    @Slot()
    def _choose_usual(self) -> None:
        today = self._today()
        first, last = {
            TODAY: (today, today),
            YESTERDAY: (today - timedelta(days=1),) * 2,
            WEEK: (today - timedelta(days=6), today),
            MONTH: (today.replace(day=1), today),
        }[self.usual.answer()]
        self.said.setText("")
        self.show_days((first, last))
        self.chosen.emit(None if self.usual.answer() == TODAY else (first, last))

    @Slot()
    def _choose_dates(self) -> None:
        first, last = parse_date(self.first.text()), parse_date(self.last.text())
        for day, field in ((first, self.first), (last, self.last)):
            if day is None:
                self.said.setText(_("Write a day so: 24-11-2026."))
                field.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        assert first is not None
        assert last is not None
        if last < first:
            self.said.setText(_("The last day is before the first."))
            self.last.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.said.setText("")
        self.usual.choose("")
        self.chosen.emit((first, last))


class Notice(Card):
    """Something to know before the numbers, and the way to it."""

    def __init__(self, show: QAction) -> None:
        super().__init__(padding=3)
        from ui.widgets.empty_state import Icon

        self.said = words(weight=Weight.SEMI, tone=Tone.AMBER, wrap=True)
        across = row(gap=3)
        across.addWidget(Icon("warning", Tone.AMBER))
        across.addWidget(self.said, stretch=1)
        across.addWidget(KeyButton(show))
        self.rows.addLayout(across)
