"""The panel of practice: the citizen at the counter with their card, the lessons, the pace.

It floats over the desk, which stays laid out as it is at work. It has no key of its own but F11:
the desk's keys work while it is in front.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QCloseEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QSizePolicy,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from counter.errors import LoketError
from counter.office.practice import Guest, Lesson, Practice, PracticeView, Speed
from counter.text import _, language
from ui.tasks import Tasks, Watch
from ui.theme.theme import font, theme
from ui.theme.tokens import HAIRLINE, Size, Tone, Type, Weight, space
from ui.training.words import LESSONS, SPEEDS, answer_words, story_tag, story_words
from ui.widgets.card import line, row
from ui.widgets.check_row import paint_check_box
from ui.widgets.confirm import Confirm
from ui.widgets.key_button import KeyButton
from ui.widgets.pills import Pills
from ui.widgets.scrolled import Scrolled
from ui.widgets.tag import Tag
from ui.widgets.window import Window
from ui.widgets.words import set_tone, words

_HEIGHT, _EDGE, _HEAD = 112, 4, 6  # grid steps
_CALLING = 20  # grid steps above the status bar that stay free for the desk's two buttons
_LOOK_MS = 1000  # citizens walk while nothing is written down


class PracticePanel(QWidget):
    """Shows what `Practice.view` says; `again` asks to begin anew."""

    again = Signal()

    def __init__(self, practice: Practice, tasks: Tasks, window: Window, opening: QAction) -> None:
        super().__init__(window, Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint)
        self._practice, self._window = practice, window
        self.shown: PracticeView | None = None
        self._wanted = True
        self._placed = False
        self.opening = opening
        opening.setVisible(False)
        opening.triggered.connect(self.switch)
        self.anew = QAction(self)
        self.anew.triggered.connect(self._ask_anew)
        self.head = _Head(self)
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.addTab("")
        self.tabs.addTab("")
        self.person, self.lessons = _PersonPage(), _LessonsPage(self.anew)
        self.lessons.speed.picked.connect(self._set_speed)
        self.pages = QStackedWidget()
        self.pages.addWidget(Scrolled(self.person))
        self.pages.addWidget(Scrolled(self.lessons))
        self.tabs.currentChanged.connect(self.pages.setCurrentIndex)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(*(HAIRLINE,) * 4)
        rows.setSpacing(0)
        rows.addWidget(self.head)
        rows.addWidget(self.tabs)
        rows.addWidget(line())
        rows.addWidget(self.pages, stretch=1)
        self.watch: Watch[PracticeView] = Watch(
            tasks, practice.view, show=self.show_view, failed=self._fail, parent=self
        )
        self._end_hearing = practice.station.subscribe(lambda _touched: self.watch.touch())
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self.watch.read_now)
        self._retranslate()

    @Slot()
    def begin(self) -> None:
        """Look from now on; it is seen while somebody is signed in."""
        self._look.start()
        self.watch.read_now()

    def end(self) -> None:
        """Look no more: the branch is about to be gone."""
        self._look.stop()
        self._end_hearing()
        self.watch.stop()

    @Slot()
    def switch(self) -> None:
        """Show it, or put it away."""
        self._wanted = not self.isVisible()
        self._come_and_go()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self._wanted = False

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(theme().ink(Tone.VIOLET))
        painter.setBrush(theme().colour("surface"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _retranslate(self) -> None:
        self.setWindowTitle(_("Practice"))
        self.anew.setText(_("Begin practice anew"))
        self.lessons.retranslate()
        self.tabs.setTabText(0, _("At the counter"))
        self._name_lessons()
        if self.shown is not None:
            self._fill(self.shown)

    def show_view(self, view: PracticeView) -> None:
        """Show what there is now, where it is not shown already."""
        if view != self.shown:
            self.shown = view
            self._fill(view)

    def _fill(self, view: PracticeView) -> None:
        self.person.show_guest(view.guest, view.back)
        self.lessons.show_learnt(view.learnt)
        self.lessons.speed.choose(view.speed.value)
        self._name_lessons()
        self._come_and_go()

    def _come_and_go(self) -> None:
        self.opening.setVisible(self.shown is not None and self.shown.signed_in)
        seen = self._wanted and self.shown is not None and self.shown.signed_in
        if seen and not self._placed:
            self._place()
        if seen is not self.isVisible():
            self.setVisible(seen)

    def _place(self) -> None:
        """Over the desk's papers at the right; in a narrow window over the queue at the left."""
        self._placed = True
        window = self._window
        page = window.centralWidget()
        assert page is not None, "the front has its pages from the start"
        top = page.y() + Size.HEADER
        room = window.height() - top - Size.STATUS
        if window.width() < Size.NARROW:
            self.resize(Size.QUEUE_SNUG, room - Size.BIG_CONTROL - space(_CALLING))
            self.move(window.mapToGlobal(QPoint(0, top)))
            return
        self.resize(Size.SIDE, min(space(_HEIGHT), room - space(2 * _EDGE)))
        corner = window.mapToGlobal(window.rect().bottomRight())
        left = corner.x() - self.width() - space(_EDGE)
        self.move(left, corner.y() - self.height() - Size.STATUS - space(_EDGE))

    def _name_lessons(self) -> None:
        done = len(self.shown.learnt) if self.shown is not None else 0
        said = _("Lessons {done} of {all}").format(done=done, all=len(LESSONS))
        self.tabs.setTabText(1, said)

    def _fail(self, _error: LoketError) -> None:
        """The desk says what is wrong with the store; here the last look stays."""

    @Slot()
    def _set_speed(self) -> None:
        self._practice.set_speed(Speed(self.lessons.speed.answer()))

    @Slot()
    def _ask_anew(self) -> None:
        Confirm(
            self._window,
            head=_("Begin practice anew?"),
            body=_(
                "Numbers, forms and lessons of this practice go. The office's own data is not"
                " touched: it is not here."
            ),
            keep=_("Go on practising"),
            lose=_("Begin anew"),
            go_on=self.again.emit,
        ).open()


class _Head(QWidget):
    """The panel's own title: it can be taken by it and moved, with or without a window manager."""

    def __init__(self, panel: QWidget) -> None:
        super().__init__(panel)
        self._panel = panel
        self._taken_at: QPoint | None = None
        self.setFixedHeight(space(_HEAD))
        self.setCursor(Qt.CursorShape.SizeAllCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._taken_at = event.globalPosition().toPoint() - self._panel.pos()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._taken_at is not None:
            self._panel.move(event.globalPosition().toPoint() - self._taken_at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._taken_at = None

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().ink(Tone.VIOLET))
        painter.setPen(theme().colour("surface"))
        painter.setFont(font(Type.SMALL, Weight.BOLD))
        room = self.rect().adjusted(space(4), 0, -space(4), 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, middle, self._panel.windowTitle())
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, "F11")


class _PersonPage(QWidget):
    """Who stands before the clerk: what they say, the card to type from, their documents."""

    def __init__(self) -> None:
        super().__init__()
        self.number = words(size=Type.HEAD, weight=Weight.BOLD)
        self.tag = Tag()
        self.said = words(size=Type.LEAD, wrap=True)
        self.advice = words(wrap=True, tone=Tone.NEUTRAL)
        self.back = words(wrap=True, weight=Weight.SEMI, tone=Tone.GREEN)
        head = row(gap=3)
        head.addWidget(self.number)
        head.addWidget(self.tag)
        head.addStretch()
        self._card = QWidget()
        self._rows = QGridLayout(self._card)
        self._rows.setContentsMargins(0, space(2), 0, 0)
        self._rows.setHorizontalSpacing(space(3))
        self._rows.setVerticalSpacing(space(1))
        self._rows.setColumnStretch(1, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(space(4), space(3), space(4), space(3))
        rows.setSpacing(space(2))
        for part in (self.back, head, self.said, self.advice, self._card):
            rows.addWidget(part) if isinstance(part, QWidget) else rows.addLayout(part)
        rows.addStretch()

    def show_guest(self, guest: Guest | None, back: tuple[str, ...]) -> None:
        """Show somebody, or that nobody is there; and who has come back."""
        self.back.setVisible(bool(back))
        self.back.setText(
            _("{numbers}: back with everything. F6 resumes.").format(numbers=", ".join(back))
        )
        self.number.setVisible(guest is not None)
        self.tag.setVisible(guest is not None)
        if guest is None:
            self.said.setText(_("Nobody is at your counter."))
            self.advice.setText(_("F2 calls whoever is next."))
        else:
            self.number.setText(guest.number)
            self.tag.show_words(*story_tag(guest))
            said, advice = story_words(guest)
            self.said.setText(said)
            self.advice.setText(advice)
        self.advice.setVisible(bool(self.advice.text()))
        self._show_card(guest)

    def _show_card(self, guest: Guest | None) -> None:
        while (taken := self._rows.takeAt(0)) is not None:
            if (widget := taken.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if guest is None:
            return
        spoken = language()
        at = 0
        for field, value in guest.answers:
            label = words(field.label.in_language(spoken), Type.SMALL, tone=Tone.NEUTRAL, wrap=True)
            typed = words(answer_words(field, value), weight=Weight.SEMI, wrap=True)
            typed.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._rows.addWidget(label, at, 0, Qt.AlignmentFlag.AlignTop)
            self._rows.addWidget(typed, at, 1)
            at += 1
        for document, has in guest.documents:
            self._rows.addWidget(_Ticked(document.title.in_language(spoken), has), at, 0, 1, 2)
            at += 1


class _LessonsPage(QWidget):
    """What there is to practise; a tick comes by itself when it was done."""

    def __init__(self, anew: QAction) -> None:
        super().__init__()
        self.ticks = {lesson: _Ticked("", False) for lesson in LESSONS}
        self.praise = words(wrap=True, weight=Weight.SEMI, tone=Tone.GREEN)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(space(4), space(3), space(4), space(3))
        rows.setSpacing(space(1))
        for tick in self.ticks.values():
            rows.addWidget(tick)
        rows.addWidget(self.praise)
        rows.addSpacing(space(2))
        rows.addWidget(line())
        rows.addSpacing(space(1))
        self._pace = words(weight=Weight.SEMI)
        self.speed = Pills([(each.value, _(name)) for each, name in SPEEDS.items()])
        rows.addWidget(self._pace)
        rows.addWidget(self.speed)
        rows.addSpacing(space(1))
        self.again = KeyButton(anew)
        rows.addWidget(self.again)
        rows.addStretch()
        # as high as its words are at this width, not at the narrowest: nothing to scroll past
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        self._pace.setText(_("How busy it is"))
        self.speed.setAccessibleName(_("How busy it is"))
        self.speed.rename([_(name) for name in SPEEDS.values()])

    def show_learnt(self, learnt: frozenset[Lesson]) -> None:
        """Tick what was done."""
        for lesson, tick in self.ticks.items():
            said, key = LESSONS[lesson]
            tick.show_words(_(said), lesson in learnt, key)
        self.praise.setText(_("All of it is done. Practise on as long as you like."))
        self.praise.setVisible(len(learnt) == len(LESSONS))


class _Ticked(QWidget):
    """A tick or an empty box, words, and a key at the right."""

    def __init__(self, text: str, done: bool) -> None:
        super().__init__()
        self._said = words(wrap=True)
        self._key = words(size=Type.SMALL, tone=Tone.NEUTRAL)
        self.done = False
        rows = row(gap=2)
        rows.setContentsMargins(Size.CHECK_BOX + space(2), space(1), 0, space(1))
        rows.addWidget(self._said, stretch=1)
        rows.addWidget(self._key)
        self.setLayout(rows)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.show_words(text, done)

    def show_words(self, text: str, done: bool, key: str = "") -> None:
        """Say something, and whether it is done."""
        self.done = done
        self._said.setText(text)
        set_tone(self._said, Tone.NEUTRAL if done and key else None)
        self._key.setText(key)
        state = _("done") if done else _("not yet")
        self.setAccessibleName(f"{text}, {state}")
        self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(space(20), Size.CHECK_BOX + space(2))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        measure = self.fontMetrics().height()
        top = space(1) + max(0, (measure - Size.CHECK_BOX) / 2)
        box = QRectF(0, top, Size.CHECK_BOX, Size.CHECK_BOX)
        paint_check_box(painter, box, checked=self.done)
