"""The administrator's window: pages at the left, one of them open."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction, QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from counter.errors import LoketError
from counter.office.administration import OfficeSettings, read_settings
from counter.text import _, language
from ui.admin.central import CentralAdmin
from ui.admin.computer import BackupAdmin, ComputerAdmin, HealthPage
from ui.admin.entries import CountersAdmin, PeopleAdmin
from ui.admin.hub import HubAdmin
from ui.admin.office import CalendarAdmin, CatalogueAdmin, OfficeAdmin
from ui.admin.page import AdminPage, ask_before_losing
from ui.tasks import Tasks
from ui.theme.tokens import Size, Tone, Type, Weight, space
from ui.widgets.card import column
from ui.widgets.error_panel import ErrorPanel
from ui.widgets.key_button import KeyButton, Rank
from ui.widgets.page_area import PageArea
from ui.widgets.toast import Toast
from ui.widgets.window import Window
from ui.widgets.words import words

if TYPE_CHECKING:
    from counter.office.station import Station

PAGES: dict[str, tuple[type[AdminPage], str]] = {
    "health": (HealthPage, "monitoring"),
    "office": (OfficeAdmin, "home"),
    "services": (CatalogueAdmin, "list"),
    "people": (PeopleAdmin, "group"),
    "counters": (CountersAdmin, "badge"),
    "calendar": (CalendarAdmin, "calendar_month"),
    "computer": (ComputerAdmin, "settings"),
    "hub": (HubAdmin, "alt_route"),
    "central": (CentralAdmin, "sync"),
    "backup": (BackupAdmin, "database"),
}


_ARROWS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


def page_title(name: str) -> str:
    """A page's name in the list."""
    return {
        "health": _("Health"),
        "office": _("Office"),
        "services": _("Services"),
        "people": _("People"),
        "counters": _("Counters"),
        "calendar": _("Calendar"),
        "computer": _("This computer"),
        "hub": _("Hub"),
        "central": _("Central"),
        "backup": _("Backup and recovery"),
    }[name]


class AdminWindow(Window):
    """Shows one page; everything it changes is one act of whoever is signed in.

    Args:
        station: started; somebody with the role admin is signed in, others are told so.
    """

    closing = Signal()

    def __init__(self, tasks: Tasks, station: Station, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._station = tasks, station
        self.settings: OfficeSettings | None = None
        self.name = "health"
        self.page: AdminPage | None = None
        self._kept: dict[str, AdminPage] = {}  # with something typed, for the next visit
        self.read_again = QAction(self)
        self.leave, self.help = QAction(self), QAction(self)
        self.leave.setShortcut(QKeySequence("Esc"))
        self.leave.triggered.connect(self._step_back)
        self.help.setShortcut(QKeySequence("F1"))
        self.help.triggered.connect(self._open_help)
        self.addActions([self.leave, self.help])
        self.title = words(size=Type.HEAD, weight=Weight.BOLD, wrap=True)
        self.lead = words(size=Type.LEAD, tone=Tone.NEUTRAL, wrap=True)
        self.error = ErrorPanel(retry=self.read)
        self.error.hide()
        self.links: dict[str, KeyButton] = {}
        self._area = PageArea()
        self._lay_out()
        self.toast = Toast(self, QAction(self))
        self.setMinimumSize(Size.LEAST_WIDTH, Size.LEAST_HEIGHT)
        self.resize(Size.WINDOW_WIDTH, Size.WINDOW_HEIGHT)
        self.retranslate()
        self.read()

    def read(self) -> None:
        """Read the office's settings, then show the page."""
        self._tasks.ask(
            partial(read_settings, self._station.office),
            asker=self,
            done=self._arrived,
            failed=self._refused,
        )

    def go(self, name: str) -> None:
        """Open a page."""
        if self.settings is None:
            return
        if name == self.name and self.page is not None:
            return
        self.name = name
        self._show(self._kept.pop(name) if name in self._kept else self._made(name))
        self._speak_anew()
        for each, link in self.links.items():
            here = each == name
            link.set_rank(Rank.INVITING if here else Rank.QUIET)
            policies = Qt.FocusPolicy
            link.setFocusPolicy(policies.StrongFocus if here else policies.ClickFocus)

    def _made(self, name: str) -> AdminPage:
        assert self.settings is not None
        kind, _icon = PAGES[name]
        page = kind(self._station, self._tasks)
        page.told.connect(self.toast.tell)
        page.troubled.connect(partial(self._hear_trouble, page))
        page.changed.connect(partial(self._is_saved, page))
        page.free.connect(partial(self._is_free, page))
        page.show_settings(self.settings)
        return page

    def _show(self, page: AdminPage, *, anew: bool = False) -> None:
        """Show a page; the one before goes once everything it asked for is answered."""
        before, self.page = self.page, page
        kept = before is not None and not anew and before.has_typed
        if before is not None and kept:
            self._kept[next(each for each in PAGES if PAGES[each][0] is type(before))] = before
        self.title.setText(page.title)
        self.lead.setText(page.lead)
        self._fit()
        self._area.show_page(page, anew=anew)
        if before is not None and not kept and not before.at_work:
            before.deleteLater()

    def _is_free(self, page: AdminPage) -> None:
        if page is self.page:
            self._speak_anew()
        elif not page.has_typed:
            self._kept = {name: each for name, each in self._kept.items() if each is not page}
            page.deleteLater()

    def _is_saved(self, page: AdminPage) -> None:
        page.rest()
        self.read()

    def _hear_trouble(self, page: AdminPage, error: LoketError) -> None:
        if page is not self.page:  # else it says so itself
            self.toast.warn(error)

    def _speak_anew(self) -> None:
        """Say the page in the language in use; one that is at work does so when it is free."""
        before = self.page
        if before is None or before.at_work or before.language == language():
            return
        page = self._made(self.name)
        page.take_over(before)
        self._show(page, anew=True)

    def _arrived(self, settings: OfficeSettings) -> None:
        first = self.settings is None
        self.settings = settings
        self.error.hide()
        self._area.show()
        if first:
            self.go(self.name)
        elif self.page is not None and not self.page.has_typed:
            self.page.show_settings(settings)
            self._fit()

    def _refused(self, error: LoketError) -> None:
        self.error.show_error(error)
        self.error.show()
        self._area.hide()

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        self.setWindowTitle(_("Administration"))
        self.leave.setText(_("Close"))
        self.help.setText(_("Help"))
        for name, link in self.links.items():
            link.action.setText(page_title(name))
        self.toast.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
            self._speak_anew()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The list is one stop: arrows go up and down in it, Tab goes on to the page."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.key() in _ARROWS
            and watched in self._rail
        ):
            at = self._rail.index(watched) + _ARROWS[Qt.Key(event.key())]
            self._rail[at % len(self._rail)].setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return super().eventFilter(watched, event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)

    @Slot()
    def _step_back(self) -> None:
        if self.page is not None and self.page.step_back():
            return
        pages = (*self._kept.values(), self.page)
        if any(each is not None and each.has_typed for each in pages):
            ask_before_losing(self, self._close_now)
        else:
            self.close()

    def _close_now(self) -> None:
        self.close()

    @Slot()
    def _open_help(self) -> None:
        from ui.manual.opening import open_manual

        own = self.name if self.name in ("backup", "hub") else "admin"
        open_manual(self, self._tasks, own)

    def _fit(self) -> None:
        if self.page is not None:
            self.page.fit(self.width() - Size.QUEUE_SNUG - space(18))

    def _lay_out(self) -> None:
        side = QFrame()
        side.setProperty("look", "panel-left")
        side.setFixedWidth(Size.QUEUE_SNUG)
        links = QVBoxLayout(side)
        links.setContentsMargins(space(3), space(5), space(3), space(3))
        links.setSpacing(space(1))
        for name, (_kind, icon) in PAGES.items():
            action = QAction(self)
            action.triggered.connect(lambda _on, each=name: self.go(each))
            self.links[name] = KeyButton(action, Rank.QUIET, icon=icon)
            links.addWidget(self.links[name], alignment=Qt.AlignmentFlag.AlignLeft)
        links.addStretch()
        self._rail = [*self.links.values()]
        for action in (self.help, self.leave):
            self._rail.append(KeyButton(action, Rank.QUIET))
            links.addWidget(self._rail[-1], alignment=Qt.AlignmentFlag.AlignLeft)
        for link in self._rail:
            link.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            link.installEventFilter(self)
        head = column(gap=1)
        head.setContentsMargins(space(8), space(6), space(8), space(3))
        for each in (self.title, self.lead, self.error):
            head.addWidget(each)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addLayout(head)
        right.addWidget(self._area, stretch=1)
        whole = QWidget()
        across = QHBoxLayout(whole)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(side)
        across.addLayout(right, stretch=1)
        self.setCentralWidget(whole)
