"""The window of the first start: steps at the left, one question of the office at a time.

Every answer stays as typed, whatever way one goes; only the last button writes, and all or nothing.
"""

from __future__ import annotations

from copy import deepcopy
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QAction, QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from counter.clock import Clock
from counter.errors import LoketError
from counter.office.setup import SetupDone, set_up
from counter.office.shape import Problem
from counter.text import N_, _, count
from ui.app import switch_language
from ui.setup.answers import Answers, plan_of, problems_in
from ui.setup.failure import FailurePanel
from ui.setup.forms import make_form, unfit_step
from ui.setup.page import GO_ON, Page
from ui.setup.place import CentralPage
from ui.setup.rows import Choice
from ui.setup.sheet_page import SheetPage
from ui.setup.steps import (
    ALL,
    JOINING,
    SHEET,
    SUMMARY,
    WELCOME,
    StepList,
    step_title,
)
from ui.setup.summary import SummaryPage
from ui.setup.welcome import WelcomePage
from ui.tasks import Tasks
from ui.theme.tokens import Size, Tone, Type, Weight, space
from ui.widgets.card import column
from ui.widgets.confirm import Confirm
from ui.widgets.key_button import KeyButton, Rank
from ui.widgets.page_area import PageArea
from ui.widgets.pills import Pills
from ui.widgets.window import Window
from ui.widgets.words import words

_PUT_RIGHT = N_("Put right what is marked, then go on.")


class SetupWindow(Window):
    """Asks, checks, sets up, hands over the recovery sheet.

    Args:
        folder: where the store goes; nothing may be there yet.
    """

    done = Signal()  # set up, and the sheet is kept: the desk may open

    def __init__(
        self,
        tasks: Tasks,
        *,
        folder: Path,
        clock: Clock,
        answers: Answers | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.answers = answers or Answers()
        self.step = WELCOME
        self.page: Page | None = None
        self.sheet: SheetPage | None = None
        self.made: SetupDone | None = None
        self._tasks, self._folder, self._clock = tasks, folder, clock
        self._may_close = False
        self.next = QAction(self)
        self.next.setShortcuts(GO_ON)
        self.next.triggered.connect(self._go_on)
        self.back = QAction(self)
        self.back.setShortcut(QKeySequence("Esc"))
        self.back.triggered.connect(self._go_back)
        self.help = QAction(self)
        self.help.setShortcut(QKeySequence("F1"))
        self.help.triggered.connect(self._open_help)
        for action in (self.next, self.back, self.help):
            self.addAction(action)
        self.steps = StepList()
        self.place = words(tone=Tone.NEUTRAL)
        self.title = words(size=Type.HEAD, weight=Weight.BOLD, wrap=True)
        self.lead = words(size=Type.LEAD, tone=Tone.NEUTRAL, wrap=True)
        self.error = FailurePanel()
        self.error.asked.connect(self._go_to_cause)
        self._area = PageArea()
        self.back_button = KeyButton(self.back, Rank.QUIET, icon="arrow_back")
        self.next_button = KeyButton(self.next, Rank.PRIMARY)
        self.said = words(tone=Tone.NEUTRAL)
        self._saying = ""  # a translation key
        self._lay_out()
        self.setMinimumSize(Size.LEAST_WIDTH, Size.LEAST_HEIGHT)
        self.resize(Size.WINDOW_WIDTH, Size.WINDOW_HEIGHT)
        self.go(WELCOME)

    # --- going ----------------------------------------------------------------------------------
    def path(self) -> tuple[int, ...]:
        """The steps of the way chosen."""
        return JOINING if self.answers.joins else ALL

    def go(self, step: int) -> None:
        """Show a step; what was typed on the one before is kept."""
        self._keep()
        self.step = step
        self.error.hide()
        self.page = self._made(step)
        content: QWidget = self.page
        if step == SHEET:
            assert self.made is not None
            self.sheet = content = SheetPage(self._tasks, self.made.sheet, self.made.words)
            self.sheet.kept.connect(self.next.setEnabled)
        self._show(content)
        self.next.setEnabled(step != SHEET)
        self.back.setEnabled(step not in (WELCOME, SHEET))
        self._say(N_("Tick that the sheet is kept, then go on.") if step == SHEET else "")
        self.retranslate()
        self._fit()
        first = self.page.first_field()
        if step == SHEET and self.sheet is not None:
            first = self.sheet.first_field()
        (first or self.next_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Take the words of the language in use; pages are made anew for that."""
        self.setWindowTitle(_("Set up Loket"))
        self.next.setText(
            {SUMMARY: _("Set up now"), SHEET: _("Open Loket")}.get(self.step, _("Next"))
        )
        self.back.setText(_("Back"))
        self.help.setText(_("Help"))
        steps = self.path()
        at = steps.index(self.step)
        self.place.setText(_("Step {n} of {all}").format(n=count(at + 1), all=count(len(steps))))
        self.steps.show_steps(steps, self.step)
        self.back_button.setVisible(self.step not in (WELCOME, SHEET))
        self._say(self._saying)
        if self.step == SHEET:
            assert self.made is not None
            self.title.setText(_("{office} is ready").format(office=self.made.office))
            self.lead.setText(_("One thing is left: keep the recovery sheet."))
        elif self.page is not None:
            self.title.setText(self.page.title)
            self.lead.setText(self.page.lead)

    def _speak_anew(self) -> None:
        """Say all of it in the language in use; what was typed, and where one was, stays."""
        before = self.page
        if before is not None and self.step != SHEET:  # the sheet says itself anew
            self._keep()
            self.page = self._made(self.step)
            self._show(self.page, anew=True)
            if before.is_refused:
                self._judge_page(self.page)
        self.retranslate()
        self._fit()

    def _say(self, key: str) -> None:
        self._saying = key
        self.said.setText(_(key) if key else "")

    def _made(self, step: int) -> Page:
        page = self._page_of(step)
        page.retyped.connect(self._look_again)
        return page

    def _page_of(self, step: int) -> Page:
        answers = self.answers
        if step == WELCOME:
            page = WelcomePage(answers)
            page.language_chosen.connect(self._speak, Qt.ConnectionType.QueuedConnection)
            page.path_chosen.connect(self._choose_path)
            return page
        if step == SUMMARY:
            steps = [(each, step_title(each)) for each in self.path()[1:-2]]
            summary = SummaryPage(answers, steps)
            summary.change.connect(self.go, Qt.ConnectionType.QueuedConnection)
            return summary
        if step == SHEET:
            return Page("", "")
        return make_form(step, answers, self._tasks)

    def _keep(self) -> None:
        if self.page is not None:
            self.page.store(self.answers)

    @Slot()
    def _go_on(self) -> None:
        self._keep()
        if self.step == SHEET:
            self._may_close = True
            self.done.emit()
        elif self.step == SUMMARY:
            self._set_up()
        else:
            self._tasks.run(
                partial(problems_in, self.answers),
                busy=self.next,
                done=self._judged,
                failed=self._fail,
            )

    @Slot()
    def _go_back(self) -> None:
        steps = self.path()
        self.go(steps[max(0, steps.index(self.step) - 1)])

    def _judged(self, problems: list[Problem]) -> None:
        """Say what is wrong on this page, else go on; the summary takes no wrong answer."""
        assert self.page is not None
        self._mark(problems)
        self.error.hide()
        if any(self.page.owns(each) for each in problems):
            wrong = self.page.first_wrong()
            if wrong is not None:
                wrong.setFocus(Qt.FocusReason.OtherFocusReason)
            self._say(_PUT_RIGHT)
            return
        steps = self.path()
        following = steps[steps.index(self.step) + 1]
        unfit = unfit_step(steps, problems) if following == SUMMARY else None
        if unfit is not None:
            self.go(unfit)
            self._judged(problems)
            return
        self.go(following)

    def _mark(self, problems: list[Problem]) -> None:
        """Say what is wrong at its field, as long as it is."""
        page = self.page
        if page is None:
            return
        page.refuse([each for each in problems if page.owns(each)])
        if page.is_refused:
            page.hear_typing()
        elif self._saying == _PUT_RIGHT:
            self._say("")

    @Slot()
    def _look_again(self) -> None:
        """Something was typed where something was wrong."""
        if self.page is not None and self.page.is_refused:
            self._keep()
            self._judge_page(self.page)

    def _judge_page(self, page: Page) -> None:
        answers = deepcopy(self.answers)

        def mark(problems: list[Problem]) -> None:
            if page is self.page and answers == self.answers:  # else more was typed since
                self._mark(problems)

        self._tasks.ask(partial(problems_in, answers), asker=page, done=mark, failed=self._fail)

    # --- the one write --------------------------------------------------------------------------
    def _set_up(self) -> None:
        self.error.hide()
        self.back.setEnabled(False)
        self._say(N_("Setting up …"))
        self._tasks.run(
            partial(set_up, self._folder, plan_of(self.answers), self._clock),
            busy=self.next,
            done=self._show_sheet,
            failed=self._fail,
        )

    def _show_sheet(self, made: SetupDone) -> None:
        self.made = made
        self.answers.people = []  # no PIN stays in memory longer than it must
        self.page = None
        self.go(SHEET)

    def _fail(self, error: LoketError) -> None:
        self.back.setEnabled(self.step != WELCOME)
        self._say("")
        self.error.show_failure(error, here=self.step, path=self.path())

    @Slot(int)
    def _go_to_cause(self, step: int) -> None:
        error = self.error.error
        self.go(step)
        if isinstance(self.page, CentralPage) and error is not None:
            self.page.refuse_error(error)

    # --- the rest -------------------------------------------------------------------------------
    @Slot(str)
    def _speak(self, code: str) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        switch_language(app, code)

    @Slot()
    def _choose_path(self) -> None:
        self._keep()
        self.steps.show_steps(self.path(), self.step)
        self.place.setText(_("Step {n} of {all}").format(n=count(1), all=count(len(self.path()))))

    @Slot()
    def _open_help(self) -> None:
        from ui.manual.opening import open_manual

        open_manual(self, self._tasks, "setup")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on: to the next field, or from a choice to the next page."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focus = self.focusWidget()
            if isinstance(focus, Choice):
                self.next.trigger()
                return
            if isinstance(focus, (QLineEdit, Pills)):
                self.focusNextChild()
                return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._speak_anew()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._may_close:
            super().closeEvent(event)
            return
        event.ignore()
        if self.made is not None:
            head = _("The recovery sheet is not kept yet")
            body = _(
                "Without it, nobody can open this office's data on another computer. An "
                "administrator can print it again later, as long as this computer works."
            )
            keep, lose = _("Back to the sheet"), _("Leave without it")
        elif self.step == WELCOME:
            self._leave()
            return
        else:
            head = _("Stop setting up?")
            body = _("Nothing has been written. What you typed here is lost.")
            keep, lose = _("Go on setting up"), _("Stop")
        Confirm(self, head=head, body=body, keep=keep, lose=lose, go_on=self._leave).open()

    @Slot()
    def _leave(self) -> None:
        self._may_close = True
        self.close()

    def _fit(self) -> None:
        narrow = self.width() < Size.NARROW
        self.steps.setVisible(not narrow)
        self.place.setVisible(narrow)
        width = self.width() - (0 if narrow else Size.QUEUE_SNUG) - space(16)
        if self.step == SHEET and self.sheet is not None:
            self.sheet.fit(width)
        elif self.page is not None:
            self.page.fit(width)

    def _show(self, content: QWidget, *, anew: bool = False) -> None:
        content.setMaximumWidth(Size.PAGE + Size.SIGN_IN + space(30))
        before = self._area.show_page(content, anew=anew)
        if before is not None:
            before.deleteLater()

    def _lay_out(self) -> None:
        head = column(gap=1)
        head.setContentsMargins(space(8), space(6), space(8), space(3))
        for label in (self.place, self.title, self.lead):
            head.addWidget(label)
        told = QWidget()
        beside = column()
        beside.setContentsMargins(space(8), 0, space(8), space(2))
        beside.addWidget(self.error)
        told.setLayout(beside)
        self.error.hide()
        bar = QFrame()
        bar.setProperty("look", "bar-bottom")
        buttons = QHBoxLayout(bar)
        buttons.setContentsMargins(space(8), space(3), space(8), space(3))
        buttons.addWidget(self.back_button)
        buttons.addWidget(KeyButton(self.help, Rank.QUIET))
        buttons.addStretch()
        buttons.addWidget(self.said)
        buttons.addSpacing(space(3))
        buttons.addWidget(self.next_button)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addLayout(head)
        right.addWidget(told)
        right.addWidget(self._area, stretch=1)
        right.addWidget(bar)
        whole = QWidget()
        across = QHBoxLayout(whole)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.steps)
        across.addLayout(right, stretch=1)
        self.setCentralWidget(whole)
