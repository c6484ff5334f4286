"""What stands in the middle while nobody is served: the day so far, or the one just called."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from counter.domain.ticket import TicketState
from counter.text import _, clock, count, duration, word
from ui.desk.acts import Act, Acts
from ui.desk.state import DeskState
from ui.desk.words import LocalTime, next_line, service_title
from ui.theme.tokens import Tone, Type, Weight, space
from ui.widgets.card import Card, clear, line, row
from ui.widgets.empty_state import EmptyState
from ui.widgets.key_button import KeyButton, Rank
from ui.widgets.scrolled import Scrolled
from ui.widgets.tiles import Stat, StatTile
from ui.widgets.words import ShortWords, words

_RECENT = 6


class _RecentRow(QWidget):
    """A ticket that went before: number, service, what became of it and when."""

    def __init__(self, number: str, service: str, outcome: str, at: str) -> None:
        super().__init__()
        rows = row(gap=3)
        rows.setContentsMargins(0, space(2), 0, space(2))
        label = words(number, weight=Weight.BOLD)
        label.setFixedWidth(space(15))
        rows.addWidget(label)
        rows.addWidget(ShortWords(service), stretch=1)
        rows.addWidget(ShortWords(outcome, tone=Tone.NEUTRAL))
        rows.addWidget(words(at, tone=Tone.NEUTRAL))
        self.setLayout(rows)


class IdlePage(QWidget):
    """The day so far, and who is next."""

    def __init__(self, acts: Acts, local: LocalTime, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._local = local
        self._state: DeskState | None = None
        self._now_ms = 0
        self.head = words(size=Type.TITLE, weight=Weight.SEMI, wrap=True)
        self.next = words(tone=Tone.NEUTRAL, size=Type.LEAD, wrap=True)
        self.call = KeyButton(acts[Act.CALL_NEXT], Rank.SECONDARY)
        self._tiles = [StatTile(Stat("", "")) for _tile in range(4)]
        for tile in self._tiles:
            tile.rest()
        self._grid = QGridLayout()
        self._grid.setSpacing(space(3))
        self._recent_name = words(weight=Weight.SEMI)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(0)
        self.recent_card = Card(padding=4)
        self.recent_card.rows.setContentsMargins(space(5), space(4), space(5), space(3))
        self.recent_card.rows.addWidget(self._recent_name)
        self.recent_card.rows.addLayout(self._recent)
        top = Card()
        top.rows.setSpacing(space(1))
        top.rows.addWidget(self.head)
        top.rows.addWidget(self.next)
        body = QWidget()
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(Scrolled(body))
        rows = QVBoxLayout(body)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(space(3))
        rows.addWidget(top)
        rows.addLayout(self._grid)
        rows.addWidget(self.recent_card)
        rows.addStretch()
        self._lay_tiles(4)

    def show_state(self, state: DeskState, *, now_ms: int) -> None:
        """Show the day so far."""
        self._state, self._now_ms = state, now_ms
        self.retranslate()

    def fit(self, width: int) -> None:
        """Stand the tiles in two lines where there is little room."""
        self._lay_tiles(4 if width >= space(150) else 2)

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        state = self._state
        if state is None:
            return
        day = state.day
        self.head.setText(
            _("Press F2 to call the next person.") if state.waiting else _("The day so far")
        )
        if state.pause is not None:
            said = _("This counter is paused: {reason}. Ctrl+J goes on.")
            self.head.setText(said.format(reason=state.pause.reason))
        self.next.setText(next_line(state.waiting, state.catalogue, now_ms=self._now_ms))
        for tile, stat in zip(
            self._tiles,
            (
                Stat(_("Served by you"), count(day.served_here), _("today")),
                Stat(
                    _("Served in the office"),
                    count(day.served),
                    _("of {n} numbers").format(n=count(day.issued)),
                ),
                Stat(_("Wait, median"), _spell(day.wait_s), _("until the call")),
                Stat(_("Service, median"), _spell(day.service_s), _("at the counter")),
            ),
            strict=True,
        ):
            tile.show_stat(stat)
        self._show_recent(state)

    def _show_recent(self, state: DeskState) -> None:
        clear(self._recent)
        recent = state.day.recent[:_RECENT]
        for number, ticket in enumerate(recent):
            if number:
                self._recent.addWidget(line())
            ended = ticket.ended_ms or ticket.issued_ms
            outcome = (
                duration(ticket.service_ms / 1000)
                if ticket.state is TicketState.SERVED
                else word(ticket.state)
            )
            self._recent.addWidget(
                _RecentRow(
                    ticket.number,
                    service_title(state.catalogue, ticket.service),
                    outcome,
                    clock(self._local(ended)),
                )
            )
        self._recent_name.setText(_("Last at this counter"))
        self.recent_card.setVisible(bool(recent))

    def _lay_tiles(self, across: int) -> None:
        for number, tile in enumerate(self._tiles):
            self._grid.addWidget(tile, number // across, number % across)


class CalledPage(Card):
    """Somebody was called and is on the way: what to do when they come, or do not."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.told = EmptyState("campaign")
        self.rows.addWidget(self.told)
        self.retranslate()

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        self.told.say(
            _("The number was called. The form opens when the person is here."),
            _("Press F4 when they come. F3 calls again, F8 if nobody comes."),
        )


class AskedPage(Card):
    """Somebody only asks something: there is nothing to fill in."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.told = EmptyState("help")
        self.rows.addWidget(self.told)
        self.retranslate()

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        self.told.say(
            _("A short question: nothing is filled in."),
            _("Press F9 when it is answered. F7 sends them on to a service."),
        )


def _spell(seconds: int | None) -> str:
    return "\N{EN DASH}" if seconds is None else duration(seconds)
