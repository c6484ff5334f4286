"""The card of the citizen at the counter: the number first, then what can be done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from counter.domain.ticket import Ticket, TicketState
from counter.text import _
from ui.desk.acts import Act, Acts
from ui.desk.state import DeskState
from ui.desk.words import LocalTime, facts_line, service_title, state_words
from ui.theme.tokens import Size, Tone, Type, Weight, space
from ui.widgets.card import Card, column
from ui.widgets.flow import Flow
from ui.widgets.key_button import KeyButton, Rank
from ui.widgets.tag import Tag
from ui.widgets.words import ShortWords, words

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
        self.service = ShortWords(size=Type.LEAD, weight=Weight.SEMI)
        self.facts = ShortWords(tone=Tone.NEUTRAL)
        self.priority = Tag(tone=Tone.VIOLET, icon="star_fill")
        self.state = Tag(size=Type.LEAD)
        self.buttons = {
            act: KeyButton(
                acts[act], Rank.PRIMARY if act in (Act.START, Act.FINISH) else Rank.SECONDARY
            )
            for act in _ORDER
        }
        texts = column(gap=0)
        texts.addStretch()
        texts.addWidget(self.service)
        texts.addWidget(self.facts)
        texts.addStretch()
        self._top = QHBoxLayout()
        self._top.setSpacing(space(5))
        self._top.addWidget(self.number)
        self._top.addLayout(texts, stretch=1)
        self._top.addWidget(self.priority)
        self._top.addWidget(self.state)
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
        self.service.set_text(service_title(state.catalogue, ticket.service))
        self.facts.set_text(facts_line(ticket, local=self._local))
        self.priority.show_words(_("Priority"), Tone.VIOLET)
        self.priority.setVisible(ticket.priority)
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
        self._top.setSpacing(space(5) if width >= Size.NARROW else space(3))

    def shown_acts(self) -> Sequence[Act]:
        """The acts offered now."""
        return [act for act, button in self.buttons.items() if not button.isHidden()]
