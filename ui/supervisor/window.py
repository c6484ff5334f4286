"""The branch head's window: the floor now, the day in numbers, the tickets behind each number."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from counter.domain.calendar import Zone, branch_time
from counter.domain.events import ClaimId, TicketId
from counter.domain.ticket import Ticket
from counter.errors import LoketError
from counter.office import conflicts
from counter.office.office import Office
from counter.office.statistics import Figure, Only
from counter.office.supervision import Days, Look, behind, look
from counter.text import _, count, ngettext
from ui.supervisor.chart import Chart
from ui.supervisor.conflicts import ConflictsPage
from ui.supervisor.days import DaysBar
from ui.supervisor.making import save_report
from ui.supervisor.tables import Tables
from ui.supervisor.tickets import TicketsPage
from ui.supervisor.tiles import FloorTiles, Notice, NumberTiles
from ui.supervisor.words import (
    clerk_name,
    conflict_line,
    figure_title,
    file_name,
    heading,
    service_name,
)
from ui.tasks import Tasks, Watch
from ui.theme.tokens import Size, Tone, Type, Weight, space
from ui.widgets.card import Card
from ui.widgets.error_panel import ErrorPanel
from ui.widgets.key_button import KeyButton
from ui.widgets.minute_clock import Heartbeat
from ui.widgets.toast import Toast
from ui.widgets.window import Window
from ui.widgets.words import ShortWords, words


class SupervisorWindow(Window):
    """Reads again what it shows within a moment of every change; today unless days are chosen.

    Args:
        office: signed in as a supervisor or the branch head; others are told so.
    """

    closing = Signal()

    def __init__(self, tasks: Tasks, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._office = tasks, office
        self.days: Days | None = None  # None: today
        self.shown: Look | None = None
        self._make_actions()
        self.watch: Watch[Look] = Watch(
            tasks, self._read, show=self._show, failed=self._fail, parent=self
        )
        self._end_watching: Callable[[], None] | None = office.subscribe(self._hear)
        self._heart = Heartbeat(self._now, self)
        self._heart.second.connect(self._tick)
        self._heart.minute.connect(self.watch.read_now)
        self.title = words(weight=Weight.BOLD, size=Type.LEAD)
        self.subtitle = ShortWords(tone=Tone.NEUTRAL)
        self.error = ErrorPanel(retry=self.watch.read_now)
        self.notice = Notice(self.conflicts)
        self.floor, self.numbers = FloorTiles(), NumberTiles()
        self.chart = Chart(tasks)
        self.tables = Tables()
        self.days_bar = DaysBar(self._today)
        self.tickets = TicketsPage(self.back)
        self.settling = ConflictsPage(self.back)
        self._lay_out()
        self.toast = Toast(self, QAction(self))
        self.floor.opened.connect(self._open_counter)
        self.numbers.opened.connect(self._open_figure)
        self.settling.settled.connect(self._settle)
        self.tables.by_service.asked.connect(self._open_service)
        self.tables.by_clerk.asked.connect(self._open_clerk)
        self.setMinimumSize(Size.LEAST_WIDTH, Size.LEAST_HEIGHT)
        self.resize(Size.WINDOW_WIDTH, Size.WINDOW_HEIGHT)
        self.retranslate()
        self.watch.read_now()

    # --- what is read ---------------------------------------------------------------------------
    def _read(self) -> Look:
        return look(self._office, self.days)

    def _hear(self, _touched: frozenset[str]) -> None:
        self.watch.touch()

    def _show(self, shown: Look) -> None:
        self.shown = shown
        self.error.hide()
        self._body.show()
        self.pdf.setEnabled(True)
        self.xlsx.setEnabled(True)
        figures = shown.figures
        title, subtitle = heading(figures)
        self.title.setText(title)
        self.subtitle.set_text(subtitle)
        self._show_floor()
        self.numbers.show_figures(figures)
        self.notice.setVisible(figures.total.conflicts > 0)
        self.notice.said.setText(conflict_line(figures.total))
        self.chart.show_figures(figures)
        self.tables.show_figures(figures)
        if self._pages.currentWidget() is self.tickets:
            self.tickets.speak(shown.services, shown.people)
        elif self._pages.currentWidget() is self.settling:
            self._show_conflicts()

    def _show_floor(self) -> None:
        if self.shown is not None:
            now_ms = self._office.clock.now_ms()
            self.floor.show_floor(self.shown.floor, self.shown.figures, now_ms=now_ms)

    def _fail(self, error: LoketError) -> None:
        self.error.show_error(error)
        self.error.show()
        if error.code in ("not-allowed", "nobody-signed-in"):
            self._body.hide()
            self.pdf.setEnabled(False)
            self.xlsx.setEnabled(False)

    @Slot()
    def _tick(self) -> None:
        if self.isVisible():
            self._show_floor()

    # --- the tickets behind a number ------------------------------------------------------------
    def _open(self, figure: Figure, only: Only, title: Callable[[], str] = str) -> None:
        shown = self.shown
        if shown is None:
            return
        days = (shown.figures.day_from, shown.figures.day_to)
        self._tasks.run(
            partial(behind, self._office, days, figure, only),
            busy=self._opening,
            done=partial(self._show_tickets, figure, title),
            failed=self.toast.warn,
        )

    def _show_tickets(
        self, figure: Figure, title: Callable[[], str], tickets: list[Ticket]
    ) -> None:
        shown = self.shown
        assert shown is not None

        def say() -> str:
            number = ngettext("{n} ticket", "{n} tickets", len(tickets))
            days = heading(shown.figures)[0]
            parts = (title(), figure_title(figure), days, number.format(n=count(len(tickets))))
            return " · ".join(part for part in parts if part)

        self.tickets.show_tickets(
            say,
            tickets,
            zone=shown.figures.office.zone,
            services=shown.services,
            people=shown.people,
        )
        self._pages.setCurrentWidget(self.tickets)
        self.tickets.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(int)
    def _open_counter(self, counter: int) -> None:
        def title() -> str:
            return _("Counter {number}").format(number=counter)

        self._open(Figure.ISSUED, Only(counter=counter), title)

    @Slot(object)
    def _open_figure(self, figure: Figure) -> None:
        self._open(figure, Only())

    @Slot(int, object)
    def _open_service(self, at: int, figure: Figure) -> None:
        row = self.tables.by_service.figures_model.row(at)
        self._open(figure, Only(service=row.id), partial(service_name, row))

    @Slot(int, object)
    def _open_clerk(self, at: int, figure: Figure) -> None:
        row = self.tables.by_clerk.figures_model.row(at)
        self._open(figure, Only(counter=row.counter, clerk=row.clerk), partial(clerk_name, row))

    @Slot()
    def _open_conflicts(self) -> None:
        self._show_conflicts()
        self._pages.setCurrentWidget(self.settling)
        self.settling.take_focus()

    def _show_conflicts(self, *, anew: bool = False) -> None:
        if self.shown is not None:
            self.settling.show_conflicts(
                self.shown.conflicts,
                zone=self.shown.figures.office.zone,
                services=self.shown.services,
                people=self.shown.people,
                anew=anew,
            )

    @Slot(str, str)
    def _settle(self, ticket: str, claim: str) -> None:
        self._tasks.run(
            partial(self._office.act, conflicts.settle, TicketId(ticket), claim=ClaimId(claim)),
            busy=self._opening,
            done=self._settled,
            failed=self.toast.warn,
        )

    def _settled(self, ticket: Ticket) -> None:
        said = _("{number} is with counter {counter} alone.")
        self.toast.tell(said.format(number=ticket.number, counter=ticket.counter))
        self.watch.read_now()

    @Slot()
    def _go_back(self) -> None:
        if self._pages.currentIndex() > 0:
            self._pages.setCurrentIndex(0)
        elif self.days_bar.isVisible():
            self.days_bar.hide()
            self.setFocus()
        else:
            self.close()

    # --- days and papers ------------------------------------------------------------------------
    @Slot()
    def _choose_days(self) -> None:
        self._pages.setCurrentIndex(0)
        self.days_bar.setVisible(not self.days_bar.isVisible())
        if self.days_bar.isVisible():
            self.days_bar.usual.setFocus()

    @Slot(object)
    def show_days(self, days: Days | None) -> None:
        """Show other days; none: today, whichever day that becomes."""
        self.days = days
        self.watch.read_now()

    def save(self, file: Path) -> None:
        """Write the figures shown as a report, PDF or XLSX by the file's ending."""
        if self.shown is None:
            return
        action = self.xlsx if file.suffix.lower() == ".xlsx" else self.pdf
        self.progress.setText(_("Writing {file} …").format(file=file.name))
        self.progress.show()
        self._tasks.run(
            partial(save_report, self._office, self.shown.figures, file),
            busy=action,
            done=lambda _none: self._saved(file),
            failed=partial(self._not_saved, file),
        )

    def _saved(self, file: Path) -> None:
        self.progress.hide()
        self.toast.tell(_("Saved as {file}.").format(file=file))

    def _not_saved(self, file: Path, error: LoketError) -> None:
        self.progress.hide()
        self.toast.warn(error, retry=partial(self.save, file))

    def _ask_file(self, ending: str, _checked: bool = False) -> None:
        if self.shown is None:
            return
        name = file_name(self.shown.figures, ending)
        kinds = f"{ending.upper()} (*.{ending})"
        chosen, _kind = QFileDialog.getSaveFileName(self, _("Save the report"), name, kinds)
        if chosen:
            file = Path(chosen)
            self.save(file if file.suffix else file.with_suffix(f".{ending}"))

    # --- the rest -------------------------------------------------------------------------------
    def retranslate(self) -> None:
        """Take the words of the language in use."""
        self.setWindowTitle(_("The day in numbers"))
        self.choose.setText(_("Choose days"))
        self.pdf.setText("PDF")
        self.pdf.setToolTip(_("Save the report as PDF"))
        self.xlsx.setText("XLSX")
        self.xlsx.setToolTip(_("Save the report as a workbook"))
        self.back.setText(_("Back"))
        self.help.setText(_("Help"))
        self.conflicts.setText(_("Settle"))
        self.tables.retranslate()
        self.days_bar.retranslate()
        self.toast.retranslate()
        self.tickets.table.horizontalHeader().viewport().update()
        self._show_conflicts(anew=True)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
            self.watch.read_now()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.subtitle.setVisible(event.size().width() >= Size.LEAST_WIDTH)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._end_watching is not None:
            self._end_watching()
            self._end_watching = None
            self._heart.deleteLater()  # a closed window reads nothing
        self.closing.emit()
        super().closeEvent(event)

    @Slot()
    def _open_help(self) -> None:
        from ui.manual.opening import open_manual

        open_manual(self, self._tasks, "supervisor")

    def _now(self) -> datetime:
        zone = self.shown.figures.office.zone if self.shown else Zone.WIB
        return branch_time(self._office.clock.now_ms(), zone)

    def _today(self) -> date:
        return self._now().date()

    def _make_actions(self) -> None:
        self.choose, self.pdf, self.xlsx = QAction(self), QAction(self), QAction(self)
        self.back, self.help, self.conflicts = QAction(self), QAction(self), QAction(self)
        self._opening = QAction(self)
        for action, key in (
            (self.choose, "Ctrl+D"),
            (self.pdf, "Ctrl+P"),
            (self.xlsx, "Ctrl+E"),
            (self.back, "Esc"),
            (self.help, "F1"),
        ):
            action.setShortcut(QKeySequence(key))
            self.addAction(action)
        self.choose.triggered.connect(self._choose_days)
        self.pdf.triggered.connect(partial(self._ask_file, "pdf"))
        self.xlsx.triggered.connect(partial(self._ask_file, "xlsx"))
        self.back.triggered.connect(self._go_back)
        self.help.triggered.connect(self._open_help)
        self.conflicts.triggered.connect(self._open_conflicts)
        self.pdf.setEnabled(False)
        self.xlsx.setEnabled(False)

    def _lay_out(self) -> None:
        self._body = self._figures_body()
        self.error.hide()
        self._body.hide()
        page = QWidget()
        page.setProperty("look", "scrolled")
        rows = QVBoxLayout(page)
        # the bar has its place at the right, so that numbers never move when it comes
        rows.setContentsMargins(space(5), space(4), space(2), space(4))
        rows.setSpacing(space(3))
        rows.addWidget(self.error)
        rows.addWidget(self._body)
        rows.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(page)
        self._pages = QStackedWidget()
        self._pages.addWidget(scroll)
        self._pages.addWidget(self.tickets)
        self._pages.addWidget(self.settling)
        self.days_bar.chosen.connect(self.show_days)
        self.days_bar.hide()
        whole = QWidget()
        self._rows = QVBoxLayout(whole)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self._rows.addWidget(self._header())
        self._rows.addWidget(self.days_bar)
        self._rows.addWidget(self._pages, stretch=1)
        self.setCentralWidget(whole)

    def _header(self) -> QFrame:
        header = QFrame()
        header.setProperty("look", "bar-top")
        header.setFixedHeight(Size.HEADER)
        across = QHBoxLayout(header)
        across.setContentsMargins(space(5), 0, space(5), 0)
        across.setSpacing(space(3))
        self.progress = words(tone=Tone.NEUTRAL)
        self.progress.hide()
        across.addWidget(self.title)
        across.addWidget(self.subtitle, stretch=1)
        across.addWidget(self.progress)
        for action, icon in ((self.choose, "calendar_month"), (self.pdf, ""), (self.xlsx, "")):
            across.addWidget(KeyButton(action, icon=icon))
        return header

    def _figures_body(self) -> QWidget:
        chart = Card(padding=4)
        chart.rows.addWidget(self.chart)
        whole = QWidget()
        rows = QVBoxLayout(whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(space(3))
        in_body: tuple[QWidget, ...] = (self.notice, self.floor, self.numbers, chart, self.tables)
        for part in in_body:
            rows.addWidget(part)
        self.notice.hide()
        return whole
