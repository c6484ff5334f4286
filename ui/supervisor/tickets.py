"""The tickets behind a number, in a page of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHeaderView, QVBoxLayout, QWidget

from counter.domain.calendar import Zone, branch_time
from counter.domain.ticket import Ticket
from counter.text import N_, clock, duration, word
from ui.supervisor.words import NONE, spell
from ui.theme.tokens import Tone, Type, Weight, space
from ui.widgets.card import Card, row
from ui.widgets.key_button import KeyButton
from ui.widgets.rows import Column, RowsModel, Table
from ui.widgets.words import words


class TicketsPage(QWidget):
    """The tickets behind a number."""

    def __init__(self, back: QAction) -> None:
        super().__init__()
        self._zone = Zone.WIB
        self._title: Callable[[], str] = str
        self._services: dict[str, str] = {}
        self._people: dict[str, str] = {}
        self.title = words(size=Type.TITLE, weight=Weight.SEMI, wrap=True)
        self.model: RowsModel[Ticket] = RowsModel(
            [
                Column(N_("Number"), lambda each: each.number, figures=False),
                Column(N_("Service"), self._service, figures=False),
                Column(N_("State"), lambda each: word(each.state), figures=False),
                Column(N_("Counter and clerk"), self._clerk, figures=False),
                Column(N_("Taken"), lambda each: self._clock(each.issued_ms)),
                Column(N_("Called"), lambda each: self._clock(each.first_called_ms)),
                Column(N_("Waited"), lambda each: spell(each.wait_s), tone=_waited_tone),
                Column(N_("Service time"), _served_for),
            ]
        )
        self.table = Table(self.model, "")
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        across = self.table.horizontalHeader()
        across.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        across.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        across.setResizeContentsPrecision(space(10))  # rows looked at; a range may have thousands
        head = row(gap=3)
        head.addWidget(KeyButton(back, icon="arrow_back"))
        head.addWidget(self.title, stretch=1)
        card = Card(padding=4)
        card.rows.addWidget(self.table)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(*(space(5),) * 4)
        rows.setSpacing(space(3))
        rows.addLayout(head)
        rows.addWidget(card, stretch=1)

    def show_tickets(
        self,
        title: Callable[[], str],
        tickets: Sequence[Ticket],
        *,
        zone: Zone,
        services: dict[str, str],
        people: dict[str, str],
    ) -> None:
        """Show these."""
        self._zone, self._title = zone, title
        self.speak(services, people)
        self.model.show(tickets)
        if tickets:
            self.table.setCurrentIndex(self.model.index(0, 0))

    def speak(self, services: dict[str, str], people: dict[str, str]) -> None:
        """Say the same tickets in the language in use."""
        self._services, self._people = services, people
        title = self._title()
        self.title.setText(title)
        self.table.setAccessibleName(title)
        self.table.viewport().update()

    def _service(self, ticket: Ticket) -> str:
        return self._services.get(ticket.service, ticket.service)

    def _clerk(self, ticket: Ticket) -> str:
        if ticket.counter is None:
            return NONE
        return f"{ticket.counter} {self._people.get(ticket.clerk or '', ticket.clerk or '')}"

    def _clock(self, at_ms: int | None) -> str:
        return NONE if at_ms is None else clock(branch_time(at_ms, self._zone))


def _waited_tone(ticket: Ticket) -> Tone | None:
    late = ticket.wait_s is not None and ticket.wait_s > ticket.target_s
    return Tone.AMBER if late else None


def _served_for(ticket: Ticket) -> str:
    return duration(ticket.service_ms / 1000) if ticket.service_ms else NONE
