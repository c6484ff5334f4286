"""What every page of the administrator's window is, and one that asks as set-up did."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from counter.errors import LoketError
from counter.office.administration import OfficeSettings
from counter.text import _, language
from ui.setup.answers import Answers, problems_in
from ui.setup.page import GO_ON, Page
from ui.tasks import Tasks
from ui.widgets.card import clear, column, row
from ui.widgets.confirm import Confirm
from ui.widgets.error_panel import ErrorPanel
from ui.widgets.handover import typed_in
from ui.widgets.key_button import KeyButton, Rank

if TYPE_CHECKING:
    from counter.office.station import Station

T = TypeVar("T")
F = TypeVar("F", bound=Page)


def ask_before_losing(window: QWidget, go_on: Callable[[], None]) -> None:
    """Ask first: what is typed would be gone."""
    Confirm(
        window,
        head=_("Close without saving?"),
        body=_("What you typed here is lost."),
        keep=_("Go on typing"),
        lose=_("Close without saving"),
        go_on=go_on,
    ).open()


class AdminPage(QWidget):
    """A page: what it shows, what failed, what was done."""

    told = Signal(str)  # something was done
    troubled = Signal(object)  # a LoketError
    changed = Signal()  # read the settings again
    free = Signal()  # what was under way is answered
    title = ""
    lead = ""

    def __init__(self, station: Station, tasks: Tasks) -> None:
        super().__init__()
        self.station, self.tasks = station, tasks
        self.language = language()
        self.at_work = False
        self.error = ErrorPanel()
        self.error.hide()
        self.body = column(gap=4)
        self.body.addWidget(self.error)
        self.setLayout(self.body)
        self._at_rest: tuple[object, ...] = ()

    def show_settings(self, settings: OfficeSettings) -> None:
        """Show the office as it is."""

    def fit(self, width: int) -> None:
        """Arrange for a page of that width."""

    def step_back(self) -> bool:
        """Close what is open inside the page; says whether something was."""
        return False

    @property
    def has_typed(self) -> bool:
        """Whether something typed here would be lost with the page."""
        return self.typed() != self._at_rest

    def typed(self) -> tuple[object, ...]:
        """What stands in its fields."""
        return typed_in(self)

    def rest(self) -> None:
        """What stands here now is no loss: it is the office's, or was given up."""
        self._at_rest = self.typed()

    def take_over(self, before: Self) -> None:
        """Go on from the same page in another language: what was typed, opened and said there."""
        self._at_rest = before._at_rest
        if before.error.error is not None and not before.error.isHidden():
            self.fail(before.error.error)

    def do(self, act: Callable[[], Any], said: str, *, busy: QAction, **facts: str) -> None:
        """Change something; say what was done (a translation key and its facts), or why not."""

        def done(_answer: object) -> None:
            self.told.emit(_(said).format(**facts))
            self.changed.emit()

        self.run(act, done, busy=busy)

    def run(self, act: Callable[[], T], done: Callable[[T], None], *, busy: QAction) -> None:
        """Do something elsewhere; the page stays until it is answered, and says why not."""
        self.error.hide()
        self.at_work = True

        def answer(found: T) -> None:
            self.at_work = False
            done(found)
            self.free.emit()

        def fail(error: LoketError) -> None:
            self.at_work = False
            self.fail(error)
            self.troubled.emit(error)
            self.free.emit()

        self.tasks.run(act, busy=busy, done=answer, failed=fail)

    def fail(self, error: LoketError) -> None:
        """Say what failed; everything typed stays."""
        self.error.show_error(error)
        self.error.show()

    def button(self, text: str, press: Callable[[], None], rank: Rank, icon: str = "") -> KeyButton:
        """A button of this page; set-up's key goes on from the one that matters most."""
        action = QAction(text, self)
        if rank is Rank.PRIMARY:
            action.setShortcuts(GO_ON)
            self.addAction(action)
        action.triggered.connect(lambda _on: press())
        return KeyButton(action, rank, icon=icon)

    def add_buttons(self, *buttons: KeyButton) -> None:
        """Buttons below what the page shows."""
        across = row()
        for each in buttons:
            across.addWidget(each)
        across.addStretch()
        self.body.addLayout(across)


class FormPage(AdminPage, Generic[F]):
    """A page with one of set-up's forms; what is typed stays in `answers` as it is."""

    form: F

    def __init__(self, station: Station, tasks: Tasks) -> None:
        super().__init__(station, tasks)
        self.answers = Answers()
        self._place = column()
        self.body.addLayout(self._place)
        self._width = 0

    def typed(self) -> tuple[object, ...]:
        return typed_in(self.form)

    def make_form(self) -> F:
        """The form, filled in with the answers."""
        raise NotImplementedError

    def lay_form(self) -> None:
        """Show the answers in a fresh form."""
        clear(self._place)
        self.form = self.make_form()
        self.form.fit(self._width)
        self._place.addWidget(self.form)
        self.rest()

    def fit(self, width: int) -> None:
        self._width = width
        self.form.fit(width)

    def take_over(self, before: Self) -> None:
        super().take_over(before)
        before.form.store(self.answers)
        self.lay_form()
        self._at_rest = before._at_rest
        if before.form.is_refused:
            self.refuse_wrong()

    def refuse_wrong(self) -> bool:
        """Write the answers down and say what is wrong with them; whether something is."""
        self.form.store(self.answers)
        problems = [each for each in problems_in(self.answers) if self.form.owns(each)]
        self.form.refuse(problems)
        return bool(problems)

    def is_right(self) -> bool:
        """Whether the answers can be saved; else the first that cannot has the focus."""
        if not self.refuse_wrong():
            return True
        if (wrong := self.form.first_wrong()) is not None:
            wrong.setFocus()
        return False
