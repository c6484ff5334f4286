"""The central that this computer has joined, and the way to another one."""

from __future__ import annotations

from datetime import datetime, timezone
from functools import partial
from typing import TYPE_CHECKING, Self

from PySide6.QtCore import Signal, Slot
from shiboken6 import isValid

from counter.domain.calendar import Zone, branch_time
from counter.errors import LoketError
from counter.office.administration import OfficeSettings
from counter.office.station import LINE
from counter.text import N_, _
from ui.admin.page import FormPage
from ui.desk.status import line_item
from ui.setup.answers import Answers
from ui.setup.place import CentralPage
from ui.setup.rows import heading
from ui.tasks import Tasks
from ui.theme.tokens import Tone, space
from ui.widgets.card import Card
from ui.widgets.key_button import Rank
from ui.widgets.words import set_tone, words

if TYPE_CHECKING:
    from counter.office.station import Station


class CentralAdmin(FormPage[CentralPage]):
    """Which central is joined and how the line is; joins it, or another, by a one-time code."""

    _line_changed = Signal()  # it changes on threads of its own

    def __init__(self, station: Station, tasks: Tasks) -> None:
        super().__init__(station, tasks)
        self.title = _("Central")
        self.lead = _(
            "Address and one-time code come from whoever runs central, or from the hub's page."
        )
        self._zone = Zone.WIB
        self._refusal: LoketError | None = None
        self.state = words(wrap=True)
        self.line = words(wrap=True)
        self.next = words(tone=Tone.NEUTRAL, wrap=True)
        card = Card()
        card.rows.setSpacing(space(2))
        card.rows.addWidget(heading(_("Now")))
        for each in (self.state, self.line, self.next):
            card.rows.addWidget(each)
        self.body.insertWidget(1, card)
        self.join = self.button(_("Join"), self._join, Rank.PRIMARY)
        self.add_buttons(self.join)
        self.asking = words(_("Asking central …"), tone=Tone.NEUTRAL)
        self.asking.hide()
        self.free.connect(self.asking.hide)
        self.body.addWidget(self.asking)
        self._line_changed.connect(self._show_line)
        end_hearing = station.subscribe(self._hear)
        self.destroyed.connect(end_hearing)

    def show_settings(self, settings: OfficeSettings) -> None:
        joined = settings.central
        self._zone = Zone(settings.office.zone)
        self.answers = Answers(joins=True, central_url=joined or "")
        self.state.setText(
            _("This computer has joined the central at {url}.").format(url=joined)
            if joined
            else _("No central is joined: this office works by itself.")
        )
        self.next.setText(
            _("To move to another address or another central, give it and a new code below.")
            if joined
            else _("Everything recorded so far is sent once central is joined.")
        )
        self.line.setVisible(joined is not None)
        self.join.action.setText(_("Move") if joined else _("Join"))
        self.lay_form()
        self._show_line()

    def make_form(self) -> CentralPage:
        return CentralPage(self.answers, self.tasks)

    def take_over(self, before: Self) -> None:
        super().take_over(before)
        if before._refusal is not None:
            self.fail(before._refusal)

    def fail(self, error: LoketError) -> None:
        if self.form.refuse_error(error):
            self._refusal = error
            wrong = self.form.first_wrong()
            if wrong is not None and self.isVisible():
                wrong.setFocus()
        else:
            super().fail(error)

    def _join(self) -> None:
        self._refusal = None
        if not self.is_right():
            return
        url, code = self.answers.central_url.strip(), self.answers.central_code.strip()
        self.asking.show()
        self.do(
            partial(self.station.join, url, code),
            N_("This computer has joined central. Everything is sent by itself."),
            busy=self.join.action,
        )

    def _hear(self, touched: frozenset[str]) -> None:
        if LINE in touched and isValid(self):
            self._line_changed.emit()

    @Slot()
    def _show_line(self) -> None:
        item = line_item(self.station.line(), local=self._local)
        self.line.setText(item.text)
        set_tone(self.line, item.tone)

    def _local(self, at_ms: int) -> datetime:
        return branch_time(at_ms, self._zone).replace(tzinfo=timezone(self._zone.offset))
