"""Lists of the administrator's window: findings, nodes, and entries of which one may be open."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from counter.domain.bodies import CounterSet
from counter.domain.catalogue import Catalogue
from counter.domain.numbers import ticket_number
from counter.office import hub_here
from counter.office.doctor import Finding, Health
from counter.office.hub_here import HubNode
from counter.office.people import Member
from counter.text import _, language, word
from ui.setup.answers import PersonAnswers
from ui.setup.page import GO_ON
from ui.setup.people import PersonCard
from ui.setup.rows import Answer, Tick, beside, text_field
from ui.theme.tokens import Size, Tone, Weight, space
from ui.widgets.card import Card, clear, column, line, row
from ui.widgets.flow import Flow
from ui.widgets.key_button import KeyButton, Rank
from ui.widgets.line_edit import LineEdit
from ui.widgets.status_bar import Sign
from ui.widgets.words import set_tone, words

_TONES = {Health.GOOD: Tone.GREEN, Health.LOOK: Tone.AMBER, Health.BAD: Tone.RED}


class Findings(Card):
    """What was looked at: its sign, its figure, and what to do where something is to be done."""

    def __init__(self) -> None:
        super().__init__(padding=4)
        self._list = column(gap=0)
        self.rows.addLayout(self._list)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show these."""
        clear(self._list)
        for place, each in enumerate(findings):
            if place:
                self._list.addWidget(line())
            self._list.addWidget(_finding_row(each))


def _finding_row(each: Finding) -> QWidget:
    whole = QWidget()
    tone = _TONES[each.health]
    across = row(gap=3)
    across.setContentsMargins(0, space(3), 0, space(3))
    across.addWidget(Sign(tone))
    subject = words(each.subject, weight=Weight.SEMI)
    subject.setFixedWidth(Size.LABEL - space(6))
    across.addWidget(subject)
    facts = column(gap=1)
    facts.addWidget(words(each.figure, wrap=True))
    if each.next_step:
        facts.addWidget(words(each.next_step, tone=Tone.NEUTRAL, wrap=True))
    across.addLayout(facts, stretch=1)
    state = words(word(each.health), weight=Weight.SEMI, tone=tone)
    across.addWidget(state)
    whole.setLayout(across)
    whole.setAccessibleName(
        f"{each.subject}: {word(each.health)}. {each.figure}. {each.next_step}".strip()
    )
    return whole


class NodeRow(QWidget):
    """A computer that was let in: what it is, the look of its numbers, the way out."""

    def __init__(self, node: HubNode, remove: Callable[[HubNode], None]) -> None:
        super().__init__()
        self.node = node
        texts = column(gap=0)
        name = words(node_name(node), weight=Weight.SEMI)
        set_tone(name, Tone.NEUTRAL if node.removed else None)
        texts.addWidget(name)
        if facts := _node_facts(node):
            texts.addWidget(words(facts, tone=Tone.NEUTRAL, wrap=True))
        across = row(gap=3)
        across.setContentsMargins(0, space(2), 0, space(2))
        across.addLayout(texts, stretch=1)
        self.setLayout(across)
        self.setMinimumHeight(Size.ROW)
        self.remove: KeyButton | None = None
        if node.removed or node.here or node.kind == hub_here.HUB:
            return
        action = QAction(_("Let in no more"), self)
        action.triggered.connect(lambda _on: remove(node))
        self.remove = KeyButton(action, Rank.QUIET, icon="delete")
        self.remove.setAccessibleName(f"{action.text()}: {node_name(node)}")
        across.addWidget(self.remove, alignment=Qt.AlignmentFlag.AlignVCenter)


def node_name(node: HubNode) -> str:
    """A computer as people tell it from others."""
    kind = _(node.kind)
    return _("{kind}, this computer").format(kind=kind) if node.here else f"{kind} {node.id}"


def _node_facts(node: HubNode) -> str:
    facts = [node.id] if node.here else []
    if node.kind != hub_here.BOARD:
        facts.append(_("numbers such as {number}").format(number=ticket_number("A", node.lane, 17)))
    if node.removed:
        facts.append(_("removed"))
    return " · ".join(facts)


class EntryRow(QWidget):
    """An entry at rest: its name, what belongs to it, the way to change it."""

    def __init__(self, name: str, facts: str, change: Callable[[], None], *, off: str = "") -> None:
        super().__init__()
        action = QAction(_("Change"), self)
        action.triggered.connect(lambda _on: change())
        self.button = KeyButton(action, Rank.QUIET, icon="edit")
        self.button.setAccessibleName(f"{_('Change')}: {name}")
        across = row(gap=3)
        across.setContentsMargins(0, space(2), 0, space(2))
        texts = column(gap=0)
        title = words(name, weight=Weight.SEMI)
        set_tone(title, Tone.NEUTRAL if off else None)
        texts.addWidget(title)
        texts.addWidget(words(" · ".join(each for each in (off, facts) if each), tone=Tone.NEUTRAL))
        across.addLayout(texts, stretch=1)
        across.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(across)


class Editor(Card):
    """An entry that is open: what is changed, and two buttons."""

    saved = Signal()
    left = Signal()
    name: LineEdit  # where typing begins

    def __init__(self, content: QWidget) -> None:
        super().__init__(padding=3)
        self.save, leave = QAction(_("Save"), self), QAction(_("Leave as it was"), self)
        self.save.triggered.connect(self.saved)
        leave.triggered.connect(self.left)
        self.save.setShortcuts(GO_ON)
        self.addAction(self.save)
        buttons = row()
        buttons.addWidget(KeyButton(self.save, Rank.PRIMARY))
        buttons.addWidget(KeyButton(leave, Rank.QUIET))
        buttons.addStretch()
        self.rows.addWidget(content)
        self.rows.addLayout(buttons)


class ServiceTicks(QWidget):
    """The catalogue's services, some of them ticked."""

    def __init__(self, catalogue: Catalogue, chosen: Collection[str]) -> None:
        super().__init__()
        self.ticks = {
            each.id: Tick(each.title.in_language(language()), checked=each.id in chosen)
            for each in catalogue.services
        }
        flow = Flow(gap=1)
        for tick in self.ticks.values():
            flow.addWidget(tick)
        self.setLayout(flow)

    def chosen(self) -> tuple[str, ...]:
        """The services ticked."""
        return tuple(each for each, tick in self.ticks.items() if tick.isChecked())


class PersonEditor(Editor):
    """Name, roles, a new PIN if one is wanted, what they can do, whether they may sign in."""

    def __init__(self, member: Member | None, catalogue: Catalogue) -> None:
        self.member = member
        roles = tuple(member.roles) if member else ("clerk",)
        self.card = PersonCard(PersonAnswers(name=member.name if member else "", roles=roles))
        self.card.setProperty("look", "panel")  # stands in the editor's own frame
        self.card.rows.setContentsMargins(0, 0, 0, 0)
        self.card.remove.hide()
        self.name = self.card.name
        if member is not None:
            self.card.answers["pin"].label.setText(_("New PIN, or empty"))
        self.active = Tick(_("May sign in"), checked=member.active if member else True)
        self.skills = ServiceTicks(catalogue, member.services if member else ())
        whole = QWidget()
        rows = column(gap=2)
        rows.addWidget(self.card)
        rows.addWidget(
            Answer(_("Can render only these services; none ticked: all of them"), self.skills)
        )
        rows.addWidget(self.active)
        whole.setLayout(rows)
        super().__init__(whole)


class CounterEditor(Editor):
    """A counter's name, the services it may call, and whether it is in use."""

    def __init__(self, counter: CounterSet, catalogue: Catalogue) -> None:
        self.counter = counter
        self.name = text_field(counter.name)
        self.zone = text_field(counter.zone)
        self.active = Tick(_("In use"), checked=counter.active)
        self.services = ServiceTicks(catalogue, counter.services)
        whole = QWidget()
        rows = column(gap=2)
        rows.addWidget(
            beside(
                Answer(_("Name of the counter"), self.name),
                Answer(_("Zone of the building, for boards; may be empty"), self.zone),
            )
        )
        rows.addWidget(Answer(_("Only these services; none ticked: all of them"), self.services))
        rows.addWidget(self.active)
        whole.setLayout(rows)
        super().__init__(whole)


class EntryList(Card):
    """Entries, one of them open or none."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__(padding=4)
        self._list = column(gap=0)
        self.rows.addLayout(self._list)

    def show_entries(
        self, entries: Sequence[tuple[object, str, str, str]], editor: Editor | None, at: object
    ) -> None:
        """Show entries: key, name, facts, why it is off; the one whose key is `at` in its editor.

        An editor whose key is no entry's stands at the end: something new.
        """
        clear(self._list)
        placed = False
        for place, (key, name, facts, off) in enumerate(entries):
            if place:
                self._list.addWidget(line())
            if editor is not None and key == at:
                self._list.addWidget(editor)
                placed = True
            else:
                self._list.addWidget(EntryRow(name, facts, partial(self.opened.emit, key), off=off))
        if editor is not None and not placed:
            self._list.addWidget(editor)
