"""The left panel: who waits and who is held, and the button that calls the next."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from counter.text import _, count, ngettext
from ui.desk.acts import Act, Acts
from ui.desk.state import DeskState
from ui.desk.words import LocalTime, held_row, oldest, waiting_row
from ui.theme.tokens import Size, Tone, Weight, space
from ui.widgets.card import line, row
from ui.widgets.empty_state import EmptyState
from ui.widgets.key_button import KeyButton, Rank
from ui.widgets.queue_list import QueueList
from ui.widgets.words import ShortWords, words

_HELD_IN_SIGHT = 3


class _Heading(QWidget):
    """A list's name, how many, and something muted at the right."""

    def __init__(self) -> None:
        super().__init__()
        self.name = words(weight=Weight.SEMI)
        self.number = words(weight=Weight.SEMI, tone=Tone.NEUTRAL)
        self.note = ShortWords(tone=Tone.NEUTRAL)
        rows = row(gap=1)
        rows.setContentsMargins(space(4), space(3), space(4), space(2))
        rows.addWidget(self.name)
        rows.addWidget(self.number)
        rows.addStretch()
        rows.addWidget(self.note)
        self.setLayout(rows)


class QueuePanel(QFrame):
    """Waiting above, held below, the next act at the bottom."""

    picked = Signal(str)  # a waiting ticket was chosen out of turn
    resumed = Signal(str)  # a held ticket was chosen

    def __init__(self, acts: Acts, local: LocalTime, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._local = local
        self.setProperty("look", "panel-left")
        self.setFixedWidth(Size.QUEUE)
        self._state: DeskState | None = None
        self._now_ms = 0
        self._hidden = 0
        self.waiting = QueueList(_("Waiting"), marks_next=True)
        self.held = QueueList(_("Held"), in_sight=_HELD_IN_SIGHT)
        self._waiting_heading, self._held_heading = _Heading(), _Heading()
        self._more = words(tone=Tone.NEUTRAL)
        self._more.setContentsMargins(space(4), space(1), space(4), space(2))
        self.empty = EmptyState("groups")
        self._held_line = line()
        self.call = KeyButton(acts[Act.CALL_NEXT], Rank.INVITING, icon=Act.CALL_NEXT.icon, big=True)
        self.new = KeyButton(acts[Act.NEW_TICKET], Rank.QUIET, icon=Act.NEW_TICKET.icon)
        foot = QVBoxLayout()
        foot.setContentsMargins(space(4), space(2), space(4), space(3))
        foot.setSpacing(space(1))
        foot.addWidget(self.new, alignment=Qt.AlignmentFlag.AlignHCenter)
        foot.addWidget(self.call)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self._waiting_heading)
        rows.addWidget(self.waiting, stretch=100)
        rows.addWidget(self._more)
        rows.addWidget(self.empty, stretch=100)
        rows.addWidget(self._held_line)
        rows.addWidget(self._held_heading)
        rows.addWidget(self.held)
        rows.addStretch(1)
        rows.addLayout(foot)
        self.waiting.fits.connect(self._count_hidden)
        self.waiting.chosen.connect(self.picked)
        self.held.chosen.connect(self.resumed)

    def show_state(self, state: DeskState, *, now_ms: int) -> None:
        """Show who waits and who is held now."""
        self._state, self._now_ms = state, now_ms
        catalogue = state.catalogue
        self.waiting.show_rows(
            [
                waiting_row(each, catalogue, now_ms=now_ms, local=self._local)
                for each in state.waiting
            ]
        )
        self.held.show_rows([held_row(each, catalogue, now_ms=now_ms) for each in state.held])
        self.waiting.setMaximumHeight(len(state.waiting) * Size.ROW)
        for part in (self._held_line, self._held_heading, self.held):
            part.setVisible(bool(state.held))
        self.waiting.setVisible(bool(state.waiting))
        self.empty.setVisible(not state.waiting)
        self.call.set_rank(Rank.PRIMARY if self._may_call(state) else Rank.INVITING)
        self.retranslate()

    def fit(self, width: int) -> None:
        """Give up some width in a narrow window."""
        self.setFixedWidth(Size.QUEUE if width >= Size.SNUG else Size.QUEUE_SNUG)

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        self.waiting.setAccessibleName(_("Waiting"))
        self.held.setAccessibleName(_("Held"))
        self._waiting_heading.name.setText(_("Waiting"))
        self._held_heading.name.setText(_("Held"))
        self.empty.say(
            _("Nobody is waiting."), _("New tickets appear here. Ctrl+N issues one by hand.")
        )
        if (state := self._state) is not None:
            self._waiting_heading.number.setText(count(len(state.waiting)))
            self._waiting_heading.note.set_text(oldest(state.waiting, now_ms=self._now_ms))
            self._held_heading.number.setText(count(len(state.held)))
        self._say_hidden()

    @staticmethod
    def _may_call(state: DeskState) -> bool:
        return state.current is None and bool(state.waiting)

    @Slot(int)
    def _count_hidden(self, in_sight: int) -> None:
        self._hidden = max(0, (len(self._state.waiting) if self._state else 0) - in_sight)
        self._say_hidden()

    def _say_hidden(self) -> None:
        more = ngettext("and {n} more", "and {n} more", self._hidden)
        self._more.setText(more.format(n=self._hidden))
        self._more.setVisible(self._hidden > 0)
