"""The card of the citizen at the counter: the number first, then what can be done."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from counter.domain.ticket import Ticket, TicketState
from counter.text import _
from ui.desk.acts import Act, Acts
from ui.desk.state import DeskState
from ui.desk.words import LocalTime, facts_line, following_words, service_title, state_words
from ui.theme.tokens import Size, Tone, Type, Weight, space
from ui.widgets.card import Card
from ui.widgets.flow import Flow
from ui.widgets.key_button import KeyButton, Rank
from ui.widgets.tag import Tag
from ui.widgets.words import words

_BUTTONS = {
    TicketState.CALLED: (Act.START, Act.RECALL, Act.NO_SHOW, Act.TRANSFER),
    TicketState.SERVING: (Act.FINISH, Act.HOLD, Act.TRANSFER, Act.LEFT),
}
_ORDER = (
    Act.START,
    Act.FINISH,
    Act.RECALL,
    Act.HOLD,
    Act.NO_SHOW,
    Act.TRANSFER,
    Act.LEFT,
)


class TicketCard(Card):
    """Number, service, how long; the acts that make sense, the likeliest first and loudest."""

    def __init__(self, acts: Acts, local: LocalTime, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._local = local
        self._ticket: Ticket | None = None
        self.number = words(size=Type.NUMBER, weight=Weight.BOLD)
        self.number.setFixedHeight(Type.NUMBER)
        self.service = words(size=Type.LEAD, weight=Weight.SEMI, wrap=True)
        self.facts = words(tone=Tone.NEUTRAL, wrap=True)
        self.priority = Tag(tone=Tone.VIOLET, icon="star_fill")
        self.state = Tag(size=Type.LEAD)
        self.buttons = {
            act: KeyButton(
                acts[act], Rank.PRIMARY if act in (Act.START, Act.FINISH) else Rank.SECONDARY
            )
            for act in _ORDER
        }
        self._top = QGridLayout()
        self._top.setVerticalSpacing(0)
        self._width = int(Size.WINDOW_WIDTH)
        self._arrange_top()
        flow = Flow()
        for button in self.buttons.values():
            flow.addWidget(button)
        self.rows.setContentsMargins(space(5), space(3), space(5), space(4) - 1)
        self.rows.setSpacing(space(3))
        self.rows.addLayout(self._top)
        self.rows.addLayout(flow)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def show_ticket(self, state: DeskState, *, now_ms: int) -> None:
        """Show the citizen at the counter."""
        ticket = state.current
        self._ticket = ticket
        if ticket is None:
            return
        self.number.setText(ticket.number)
        self.service.setText(service_title(state.catalogue, ticket.service))
        facts = (following_words(ticket, state.catalogue), facts_line(ticket, local=self._local))
        self.facts.setText("\n".join(each for each in facts if each))
        self.priority.show_words(_("Priority"), Tone.VIOLET)
        self.priority.setVisible(ticket.priority)
        self._arrange_top()
        shown = _BUTTONS.get(ticket.state, ())
        for act, button in self.buttons.items():
            button.setVisible(act in shown)
        self.tick(now_ms)

    def tick(self, now_ms: int) -> None:
        """Let the stopwatch go on."""
        if self._ticket is not None:
            self.state.show_words(*state_words(self._ticket, now_ms=now_ms))
            self.setAccessibleName(f"{self._ticket.number}, {self.state.text()}")

    def fit(self, width: int) -> None:
        """Spend less on margins in a narrow window."""
        side = space(5) if width >= Size.NARROW else space(3)
        self.rows.setContentsMargins(side, space(3), side, space(4) - 1)
        self._width = width
        self._arrange_top()

    def _arrange_top(self) -> None:
        """One line where there is room; else the tags go below, or one upon the other."""
        top, across, down = self._top, Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignBottom
        up, left = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignLeft
        for part in (self.number, self.service, self.facts, self.priority, self.state):
            top.removeWidget(part)
        snug = Size.NARROW <= self._width < Size.SNUG
        top.setHorizontalSpacing(space(5) if self._width >= Size.SNUG else space(3))
        top.setColumnStretch(1, 1)
        top.addWidget(self.number, 0, 0, 1 if snug else 2, 1, left)
        if snug:
            top.addWidget(self.service, 0, 1, 1, 3, across)
            top.addWidget(self.facts, 1, 0, 1, 2, across)
            top.addWidget(self.priority, 1, 2, across)
            top.addWidget(self.state, 1, 3, across)
            return
        top.addWidget(self.service, 0, 1, down)
        top.addWidget(self.facts, 1, 1, up)
        if self._width >= Size.SNUG:
            top.addWidget(self.priority, 0, 2, 2, 1, across)
            top.addWidget(self.state, 0, 3, 2, 1, across)
        else:
            right = Qt.AlignmentFlag.AlignRight
            alone = self._ticket is not None and not self._ticket.priority
            top.addWidget(self.priority, 0, 2, right | across)
            top.addWidget(self.state, 0 if alone else 1, 2, 2 if alone else 1, 1, right | across)
