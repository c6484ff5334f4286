"""Tickets that two counters have, and the button that says which one it is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from counter.domain.calendar import Zone, branch_time
from counter.domain.ticket import Claim, TicketState
from counter.office.conflicts import Conflict
from counter.text import _, clock
from ui.theme.tokens import Size, Tone, Type, Weight, space
from ui.widgets.card import Card, clear, row
from ui.widgets.empty_state import EmptyState
from ui.widgets.key_button import KeyButton
from ui.widgets.scrolled import Scrolled
from ui.widgets.words import ShortWords, words


class ConflictsPage(QWidget):
    """A card for each ticket: who has the person, and a button for each of them."""

    settled = Signal(str, str)  # ticket, claim

    def __init__(self, back: QAction) -> None:
        super().__init__()
        self._shown: tuple[Conflict, ...] | None = None
        self.buttons: list[KeyButton] = []
        self.title = words(size=Type.TITLE, weight=Weight.SEMI, wrap=True)
        self.hint = words(tone=Tone.NEUTRAL, wrap=True)
        self.nothing = EmptyState("check_circle")
        self._cards = QVBoxLayout()
        self._cards.setSpacing(space(3))
        head = row(gap=3)
        head.addWidget(KeyButton(back, icon="arrow_back"))
        head.addWidget(self.title, stretch=1)
        body = QWidget()
        inside = QVBoxLayout(body)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(space(3))
        inside.addWidget(self.hint)
        inside.addLayout(self._cards)
        inside.addWidget(self.nothing)
        inside.addStretch()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(*(space(5),) * 4)
        rows.setSpacing(space(3))
        rows.addLayout(head)
        rows.addWidget(Scrolled(body), stretch=1)

    def show_conflicts(
        self,
        conflicts: Sequence[Conflict],
        *,
        zone: Zone,
        services: dict[str, str],
        people: dict[str, str],
        anew: bool = False,
    ) -> None:
        """Show these; the same again are left alone, so that the focus stays where it is."""
        self.title.setText(_("Called by two counters"))
        self.hint.setText(
            _(
                "Ask both clerks who has the person. "
                "The counter you choose goes on; the other is told."
            )
        )
        self.nothing.say(
            _("Every number is with one counter."), _("Numbers that two counters have appear here.")
        )
        self.hint.setVisible(bool(conflicts))
        self.nothing.setVisible(not conflicts)
        if tuple(conflicts) == self._shown and not anew:
            return
        self._shown = tuple(conflicts)
        clear(self._cards)
        self.buttons = []
        for conflict in conflicts:
            self._cards.addWidget(self._card(conflict, zone, services, people))

    def take_focus(self) -> None:
        """Begin at the first button."""
        if self.buttons:
            self.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _card(
        self, conflict: Conflict, zone: Zone, services: dict[str, str], people: dict[str, str]
    ) -> Card:
        ticket = conflict.ticket
        card = Card(padding=4)
        head = row(gap=3)
        head.addWidget(words(ticket.number, size=Type.TITLE, weight=Weight.BOLD))
        head.addWidget(ShortWords(services.get(ticket.service, ticket.service)), stretch=1)
        card.rows.addLayout(head)
        for claim in conflict.claims:
            across = row(gap=3)
            name = people.get(claim.clerk, claim.clerk)
            seat = words(_("Counter {number}").format(number=claim.counter), weight=Weight.SEMI)
            seat.setMinimumWidth(Size.AVATAR * 2)
            across.addWidget(seat)
            across.addWidget(ShortWords(f"{name} · {claim_words(claim, zone)}"), stretch=1)
            across.addWidget(self._button(conflict, claim))
            card.rows.addLayout(across)
        return card

    def _button(self, conflict: Conflict, claim: Claim) -> KeyButton:
        action = QAction(_("Counter {number} has the person").format(number=claim.counter), self)
        action.triggered.connect(partial(self.settled.emit, str(conflict.ticket.id), str(claim.id)))
        button = KeyButton(action)
        action.setParent(button)
        button.setAccessibleName(f"{conflict.ticket.number}: {action.text()}")
        self.buttons.append(button)
        return button


def claim_words(claim: Claim, zone: Zone) -> str:
    """What a counter did with the person, and when."""
    said, at_ms = {
        TicketState.CALLED: (_("called at {clock}"), claim.called_ms),
        TicketState.SERVING: (_("serving since {clock}"), claim.started_ms),
        TicketState.HELD: (_("held, began at {clock}"), claim.started_ms),
        TicketState.SERVED: (_("finished at {clock}"), claim.ended_ms),
    }[claim.state]
    return said.format(clock=clock(branch_time(at_ms or claim.called_ms, zone)))
