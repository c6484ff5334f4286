"""The clerk's window: lays out its parts and passes on what is pressed; the presenter decides."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from counter.domain.ticket import TicketState
from counter.text import _
from ui.desk.acts import Act, Acts
from ui.desk.filed_page import FiledPage
from ui.desk.header import Header
from ui.desk.pages import AskedPage, CalledPage, IdlePage
from ui.desk.queue_panel import QueuePanel
from ui.desk.service_page import ServicePage
from ui.desk.side_panel import SidePanel
from ui.desk.state import DeskState
from ui.desk.ticket_card import TicketCard
from ui.desk.words import LocalTime
from ui.intake.editors import FindRegions
from ui.intake.judgement import Judge
from ui.tasks import Tasks
from ui.theme.tokens import Size, Tone, space
from ui.widgets.key_button import KeyButton, Rank
from ui.widgets.minute_clock import Heartbeat
from ui.widgets.palette import Palette
from ui.widgets.status_bar import StatusBar
from ui.widgets.tag import Tag
from ui.widgets.toast import Toast
from ui.widgets.window import Window

_FORM, _PAPERS = 0, 1  # the tabs of a narrow window


class DeskWindow(Window):
    """Queue at the left, the citizen in the middle, papers at the right, the line's state below."""

    spoken = Signal()  # the language changed

    def __init__(
        self,
        tasks: Tasks,
        heart: Heartbeat,
        *,
        local: LocalTime,
        judge: Judge,
        find_regions: FindRegions,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.acts = Acts(self)
        self._heart = heart
        self._state: DeskState | None = None
        self._narrow = False
        self.header = Header(self.acts, heart)
        self.queue = QueuePanel(self.acts, local)
        self.ticket = TicketCard(self.acts, local)
        self.idle = IdlePage(self.acts, local)
        self.called = CalledPage()
        self.asked = AskedPage()
        self.service = ServicePage(self.acts, judge, find_regions)
        self.filed = FiledPage(self.acts)
        self.side = SidePanel(tasks)
        self.notice = Tag(tone=Tone.AMBER, icon="warning")
        # a reason in a clerk's own words may be longer than there is room
        self.notice.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.addTab("")
        self.tabs.addTab("")
        self.status = StatusBar(KeyButton(self.acts[Act.HELP], Rank.QUIET))
        self._middle = QStackedWidget()
        self.palette_ = Palette(self)
        self._lay_out()
        self.toast = Toast(self, self.acts[Act.UNDO])
        self.tabs.currentChanged.connect(self._show_tab)
        heart.second.connect(self._tick)
        heart.minute.connect(self._paint_state)
        # Parts give way by themselves: the layout must not hold the window wider.
        self.setMinimumSize(Size.LEAST_WIDTH, Size.LEAST_HEIGHT)
        self.resize(Size.WINDOW_WIDTH, Size.WINDOW_HEIGHT)
        self.retranslate()
        self.queue.call.setFocus()

    @property
    def state(self) -> DeskState | None:
        """What is shown."""
        return self._state

    def show_state(self, state: DeskState) -> None:
        """Show the queue, the citizen at the counter and the line as they are now."""
        self._state = state
        self.header.show_place(state.place)
        self._paint_state()

    def retranslate(self) -> None:
        """Take the words of the language in use, everywhere."""
        self.setWindowTitle(_("Loket"))
        self.acts.retranslate()
        self.tabs.setTabText(_FORM, _("Form"))
        self.tabs.setTabText(_PAPERS, _("Documents and receipt"))
        for part in (
            self.header,
            self.queue,
            self.idle,
            self.called,
            self.asked,
            self.service,
            self.filed,
            self.side,
            self.toast,
            self.palette_,
        ):
            part.retranslate()
        self._paint_state()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
            self.spoken.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = event.size().width()
        self._narrow = width < Size.NARROW
        for part in (self.header, self.queue, self.ticket, self.service):
            part.fit(width)
        self.idle.fit(width - self.queue.width() - space(8))
        self._arrange()

    def show_form(self) -> None:
        """In a narrow window, bring the form to the front."""
        self.tabs.setCurrentIndex(_FORM)

    def _lay_out(self) -> None:
        for page in (self.idle, self.called, self.asked, self.service, self.filed):
            self._middle.addWidget(page)
        self._centre = QVBoxLayout()
        self._centre.setSpacing(space(3))
        self._centre.addWidget(self.notice, alignment=Qt.AlignmentFlag.AlignLeft)
        self._centre.addWidget(self.ticket)
        self._centre.addWidget(self.tabs)
        self._centre.addWidget(self._middle, stretch=1)
        self.notice.hide()
        self._across = QHBoxLayout()
        self._across.setContentsMargins(space(4), space(4), space(4), space(4))
        self._across.setSpacing(space(4))
        self._across.addLayout(self._centre, stretch=1)
        self._across.addWidget(self.side)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.queue)
        body.addLayout(self._across, stretch=1)
        whole = QWidget()
        rows = QVBoxLayout(whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.header)
        rows.addLayout(body, stretch=1)
        rows.addWidget(self.status)
        self.setCentralWidget(whole)

    def _arrange(self) -> None:
        """Put the right panel beside the middle, or behind a tab where it has no place."""
        has_form = self._has_form()
        in_tab = self._narrow and has_form
        inside = self._middle.indexOf(self.side) >= 0
        if in_tab and not inside:
            self.side.setMinimumWidth(0)
            self.side.setMaximumWidth(self.maximumWidth())
            self._middle.addWidget(self.side)
        elif not in_tab and inside:
            self._middle.removeWidget(self.side)
            self._across.addWidget(self.side)
        if not in_tab:
            self.side.setFixedWidth(Size.SIDE if self.width() >= Size.SNUG else Size.SIDE_SNUG)
        self.tabs.setVisible(in_tab)
        self.side.setVisible(has_form and (not in_tab or self.tabs.currentIndex() == _PAPERS))
        self._choose_page()

    def _choose_page(self) -> None:
        current = self._state.current if self._state else None
        if current is None:
            page: QWidget = self.idle
        elif not self._has_form():
            page = self.called if current.state is TicketState.CALLED else self.asked
        elif self.tabs.isVisibleTo(self) and self.tabs.currentIndex() == _PAPERS:
            page = self.side
        elif self._state is not None and self._state.receipt is not None:
            page = self.filed
        else:
            page = self.service
        if page is not self._middle.currentWidget():
            self._middle.setCurrentWidget(page)
            self.lead_focus()

    def lead_focus(self) -> None:
        """Put the focus on the next sensible act; a form puts its own once it is open."""
        page = self._middle.currentWidget()
        if self.palette_.isVisible():
            return
        if page is self.idle:
            self.queue.call.setFocus(Qt.FocusReason.OtherFocusReason)
        elif page is self.called:
            self.ticket.buttons[Act.START].setFocus(Qt.FocusReason.OtherFocusReason)
        elif page is self.asked:
            self.ticket.buttons[Act.FINISH].setFocus(Qt.FocusReason.OtherFocusReason)
        elif page is self.filed:
            self.filed.take_focus()

    def _has_form(self) -> bool:
        return self._state is not None and self._state.has_form

    @Slot()
    def _paint_state(self) -> None:
        state = self._state
        if state is None:
            return
        now_ms = self._now_ms()
        self.queue.show_state(state, now_ms=now_ms)
        self.ticket.setVisible(state.current is not None)
        self.ticket.show_ticket(state, now_ms=now_ms)
        if state.current is None:
            self.idle.show_state(state, now_ms=now_ms)
        if state.receipt is not None:
            self.filed.show_receipt(state.receipt)
        self.notice.setVisible(bool(state.notice))
        self.notice.show_words(state.notice, Tone.AMBER)
        self.status.show_items(state.status)
        self._arrange()

    @Slot()
    def _tick(self) -> None:
        self.ticket.tick(self._now_ms())

    @Slot(int)
    def _show_tab(self, _at: int) -> None:
        self._arrange()

    def _now_ms(self) -> int:
        return int(self._heart.now().timestamp() * 1000)
