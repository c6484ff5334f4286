"""The office's hub: which computer it is, the way to make it this one, and who was let in."""

from __future__ import annotations

from datetime import datetime, timezone
from functools import partial
from typing import TYPE_CHECKING, Self

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction

from counter.domain.calendar import Zone, branch_time
from counter.office import hub_here
from counter.office.administration import OfficeSettings
from counter.office.hub_here import EVERYWHERE, THIS_PC, HubNode, HubView
from counter.office.station import LINE
from counter.text import N_, _, clock, long_date, ngettext
from ui.admin.lists import NodeRow, node_name
from ui.admin.page import AdminPage
from ui.desk.status import line_item
from ui.setup.page import GO_ON
from ui.setup.rows import Tick, heading
from ui.tasks import Tasks, Watch
from ui.theme.tokens import Tone, Type, Weight, space
from ui.widgets.card import Card, clear, column, line, row
from ui.widgets.confirm import Confirm
from ui.widgets.key_button import KeyButton, Rank
from ui.widgets.status_bar import Sign
from ui.widgets.words import set_tone, words

if TYPE_CHECKING:
    from counter.office.station import Station

_KINDS = (hub_here.HUB, hub_here.COUNTER, hub_here.KIOSK, hub_here.BOARD)
_TOLD_BY = ("hub:", "node:")  # what changes this page, besides the line


class HubAdmin(AdminPage):
    """The hub as it is now; makes this computer it, lets others in and out, ends it."""

    def __init__(self, station: Station, tasks: Tasks) -> None:
        super().__init__(station, tasks)
        self.title = _("Hub")
        self.lead = _("The one computer that all counters ask: who is called where, which number.")
        self._zone = Zone.WIB
        self._view: HubView | None = None
        self._given: tuple[str, str] | None = None
        self._shown: tuple[HubNode, ...] = ()
        self._revoking = QAction(self)  # the page's: a row may be laid anew meanwhile
        self.state = words(_("Looking for the hub …"), Type.LEAD, Weight.SEMI, wrap=True)
        self.facts, self.next = words(wrap=True), words(tone=Tone.NEUTRAL, wrap=True)
        self.line = words(wrap=True)
        self.facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.make = self.button("", self._ask_to_lead, Rank.PRIMARY)
        self.start = self.button(_("Start the hub"), self._start, Rank.PRIMARY, "play_arrow")
        self.end = self.button(_("End the hub"), self._ask_to_end, Rank.SECONDARY, "stop")
        self.take = self.button(_("Give numbers without a lane"), self._ask_to_take, Rank.SECONDARY)
        self.alone = Tick(_("Only for this computer: no other one can join"))
        self.asking = words(tone=Tone.NEUTRAL)
        self.code = self.button(_("Give a code"), self._give_code, Rank.PRIMARY, "add")
        self.now, self.letting_in, self.listed = self._now_card(), self._code_card(), Card()
        self._list = column(gap=0)
        self.counted = heading("")
        self.listed.rows.addWidget(self.counted)
        self.listed.rows.addLayout(self._list)
        for each in (self.now, self.letting_in, self.listed):
            self.body.addWidget(each)
        self.letting_in.hide()
        self.listed.hide()
        self.free.connect(self._rest)
        self._watch = Watch(
            tasks,
            partial(hub_here.look, station),
            show=self._show,
            failed=self.fail,
            parent=self,
        )
        self.destroyed.connect(station.subscribe(self._hear))

    # --- what stands there ------------------------------------------------------------------
    def show_settings(self, settings: OfficeSettings) -> None:
        self._zone = Zone(settings.office.zone)
        self._watch.read_now()

    def typed(self) -> tuple[object, ...]:
        return ()  # a tick that nothing was done with is no loss

    def take_over(self, before: Self) -> None:
        super().take_over(before)
        self.alone.setChecked(before.alone.isChecked())
        self._given = before._given
        if before._view is not None:
            self._show(before._view)

    def _show(self, view: HubView) -> None:
        self._view = view
        leads = view.running is not None and view.running.leads
        state, tone, advice = _said(view)
        self.state.setText(state)
        self._sign.set_tone(tone)
        set_tone(self.state, tone if tone in (Tone.AMBER, Tone.RED) else None)
        self.facts.setText(self._facts(view))
        self.facts.setVisible(bool(self.facts.text()))
        self.next.setText(advice)
        self.make.action.setText(
            _("Make this computer the hub")
            if view.leader is None
            else _("Make this computer the hub instead")
        )
        none = view.leader is None and not leads
        self.make.set_rank(Rank.PRIMARY if none else Rank.SECONDARY)
        self.make.action.setShortcuts(GO_ON if none else [])
        _offer(self.make, not leads and not view.is_here)
        _offer(self.start, view.is_here and view.running is None)
        _offer(self.end, view.running is not None)
        _offer(self.code, leads)
        _offer(self.take, bool(view.lane))
        self.alone.setVisible(none)
        self._show_line(view)
        self.letting_in.setVisible(leads)
        self.listed.setVisible(leads)
        if leads:
            self._show_code()
            self._show_nodes(view)
        else:
            self._given = None

    def _facts(self, view: HubView) -> str:
        url = view.running.url if view.running is not None and view.running.leads else None
        if view.leader is None:
            return url or ""
        at = branch_time(view.leader.since_ms, self._zone)
        return _("{url}, since {date}, {clock}. Its name among the computers: {node}").format(
            url=url or view.leader.url,
            date=long_date(at.date()),
            clock=clock(at),
            node=view.leader.node,
        )

    def _show_line(self, view: HubView) -> None:
        """Whether the hub answers here, where it is another computer."""
        status = self.station.line()
        elsewhere = view.leader is not None and not view.is_here
        self.line.setVisible(elsewhere and status is not None and status.above.value != "central")
        item = line_item(status, local=self._local)
        self.line.setText(item.text)
        set_tone(self.line, item.tone)

    def _local(self, at_ms: int) -> datetime:
        return branch_time(at_ms, self._zone).replace(tzinfo=timezone(self._zone.offset))

    def _show_code(self) -> None:
        given = self._given
        self.typed_code.setVisible(given is not None)
        self.typed_address.setVisible(given is not None)
        self.code.action.setText(_("Give a code") if given is None else _("Give another code"))
        if given is not None:
            code, url = given
            self.typed_address.setText(_("Address: {url}").format(url=url))
            self.typed_code.setText(code)

    def _show_nodes(self, view: HubView) -> None:
        if view.nodes == self._shown:
            return  # whoever stands on a button there stays on it
        self._shown = view.nodes
        clear(self._list)
        number = len([each for each in view.nodes if not each.removed])
        said = ngettext("{n} computer is let in", "{n} computers are let in", number)
        self.counted.setText(said.format(n=number))
        order = sorted(
            view.nodes, key=lambda each: (each.removed, not each.here, _KINDS.index(each.kind))
        )
        for place, each in enumerate(order):
            if place:
                self._list.addWidget(line())
            self._list.addWidget(NodeRow(each, self._ask_to_revoke))

    # --- what is done -----------------------------------------------------------------------
    def _ask_to_lead(self) -> None:
        leader = self._view.leader if self._view is not None else None
        if leader is None:
            body = _(
                "The counters of this office will ask it whom to call, and it gives the numbers"
                " without a lane (A-017); this computer's own counter numbers in another lane."
                " Keep it switched on while the office is open."
            )
        else:
            body = _(
                "It takes the place of {node}, which is the hub no more. Do it when that computer"
                " is broken or gone. The counters follow by themselves, and no number is given"
                " twice. Keep this computer switched on while the office is open."
            ).format(node=leader.node)
        Confirm(
            self.window(),
            head=_("Make this computer the hub?"),
            body=body,
            keep=_("Leave it as it is"),
            lose=_("Make it the hub"),
            go_on=self._lead,
            grave=leader is not None,
        ).open()

    def _lead(self) -> None:
        host = THIS_PC if self.alone.isVisibleTo(self) and self.alone.isChecked() else EVERYWHERE
        self._wait(_("Starting the hub …"))
        self.do(
            partial(hub_here.lead, self.station, host),
            N_("This computer is the hub now."),
            busy=self.make.action,
        )

    def _start(self) -> None:
        self._wait(_("Starting the hub …"))
        act = partial(hub_here.start_again, self.station)
        self.do(act, N_("The hub runs again."), busy=self.start.action)

    def _ask_to_end(self) -> None:
        Confirm(
            self.window(),
            head=_("End the hub?"),
            body=_(
                "Each counter then goes on by itself, in its own lane, until the hub is started"
                " again here or another computer is made the hub. Boards show no new calls"
                " meanwhile."
            ),
            keep=_("Leave it running"),
            lose=_("End the hub"),
            go_on=self._end,
        ).open()

    def _end(self) -> None:
        self._wait(_("Ending the hub …"))
        act = partial(hub_here.end, self.station)
        self.do(act, N_("The hub has ended."), busy=self.end.action)

    def _ask_to_take(self) -> None:
        view = self._view
        if view is None or view.running is None:
            return
        had = [each.id for each in view.nodes if not (each.lane or each.removed)]
        gone = _("{node} is let in no more.").format(node=", ".join(had)) if had else ""
        body = _(
            "The hub's numbers then read A-017 again, without its lane {lane}. {gone} Do it only"
            " when the computer that gave these numbers is gone for good: cut off and switched on"
            " again, it would give the same ones."
        )
        Confirm(
            self.window(),
            head=_("Give the numbers without a lane?"),
            body=body.format(lane=view.lane, gone=gone),
            keep=_("Leave it as it is"),
            lose=_("That computer is gone"),
            go_on=self._take,
            grave=True,
        ).open()

    def _take(self) -> None:
        act = partial(hub_here.take_lane, self.station)
        self.do(act, N_("The hub gives the numbers without a lane."), busy=self.take.action)

    def _give_code(self) -> None:
        def given(answer: tuple[str, str]) -> None:
            self._given = answer
            self._show_code()

        self.run(partial(hub_here.new_code, self.station), given, busy=self.code.action)

    def _ask_to_revoke(self, node: HubNode) -> None:
        Confirm(
            self.window(),
            head=_("Let this computer in no more?"),
            body=_(
                "{name} hears nothing more of the office. What it has sent stays. It comes back"
                " with a new code only."
            ).format(name=node_name(node)),
            keep=_("Leave it in"),
            lose=_("Let it in no more"),
            go_on=partial(self._revoke, node),
        ).open()

    def _revoke(self, node: HubNode) -> None:
        self.do(
            partial(hub_here.revoke, self.station, node.id),
            N_("{node} is let in no more; what it sent is kept."),
            busy=self._revoking,
            node=node.id,
        )

    def _wait(self, said: str) -> None:
        self.asking.setText(said)
        self.asking.show()

    def _rest(self) -> None:
        self.asking.hide()
        self._watch.touch()

    def _hear(self, touched: frozenset[str]) -> None:
        if LINE in touched or any(topic.startswith(_TOLD_BY) for topic in touched):
            self._watch.touch()

    # --- its cards --------------------------------------------------------------------------
    def _now_card(self) -> Card:
        self._sign = Sign(Tone.NEUTRAL)
        across = row(gap=3)
        across.addWidget(self._sign)
        across.addWidget(self.state, stretch=1)
        buttons = row()
        for each in (self.make, self.start, self.end, self.take):
            buttons.addWidget(each)
            _offer(each, False)
        buttons.addWidget(self.asking)
        buttons.addStretch()
        card = Card()
        card.rows.setSpacing(space(3))
        card.rows.addWidget(heading(_("Now")))
        card.rows.addLayout(across)
        for label in (self.facts, self.line, self.next):
            card.rows.addWidget(label)
        card.rows.addWidget(self.alone)
        card.rows.addLayout(buttons)
        for later in (self.line, self.alone, self.asking):
            later.hide()
        return card

    def _code_card(self) -> Card:
        self.typed_address, self.typed_code = words(size=Type.LEAD), words(size=Type.TITLE)
        for label in (self.typed_address, self.typed_code):
            label.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
        card = Card()
        card.rows.setSpacing(space(3))
        card.rows.addWidget(heading(_("The next computer")))
        card.rows.addWidget(
            words(
                _(
                    "An address and a code let it in: a counter types them at its first start, or"
                    " at Administration, Central; a kiosk and a board when they join. Each code"
                    " works once, for a day."
                ),
                tone=Tone.NEUTRAL,
                wrap=True,
            )
        )
        card.rows.addWidget(self.typed_address)
        card.rows.addWidget(self.typed_code)
        card.rows.addWidget(self.code, alignment=Qt.AlignmentFlag.AlignLeft)
        return card


def _offer(button: KeyButton, offered: bool) -> None:
    """Show a button or hide it; hidden, its key is free for another."""
    button.setVisible(offered)
    button.action.setVisible(offered)


def _said(view: HubView) -> tuple[str, Tone, str]:
    """How the hub is, in a sentence, its tone, and what that means for the office."""
    here = view.running
    if here is not None and here.leads and here.is_alone:
        return (
            _("This computer is the hub for itself, and it runs."),
            Tone.GREEN,
            _(
                "Only a kiosk or board on this computer can join. For others end it and start it"
                " again."
            ),
        )
    if here is not None and here.leads:
        return (
            _("This computer is the hub, and it runs."),
            Tone.GREEN,
            _("It goes on when this window is closed, and starts again with Loket."),
        )
    if view.is_here:
        return (
            _("This computer is the hub, but the hub does not run."),
            Tone.RED,
            _("Each counter goes on by itself meanwhile. Nothing is lost."),
        )
    if here is not None:
        return (
            _("Another computer is the hub now. This one was it before and still runs."),
            Tone.AMBER,
            _("It tells who still asks it where the hub is. End it once all have followed."),
        )
    if view.leader is not None:
        return (
            _("Another computer is the hub."),
            Tone.NEUTRAL,
            _("If it is broken or gone, this computer can take its place."),
        )
    return (
        _("This office has no hub: each counter works by itself."),
        Tone.NEUTRAL,
        _(
            "An office of several counters wants one, so that no two call the same person and the"
            " kiosk and the board know of all."
        ),
    )
