"""Who works here: a card each, and the page of them all."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from counter.office.people import Role
from counter.office.shape import Problem
from counter.text import _, word
from ui.setup.answers import Answers, PersonAnswers, ids_of, say
from ui.setup.page import Page
from ui.setup.rows import Answer, Tick, beside, text_field
from ui.theme.tokens import Size, Tone, Type, Weight, space
from ui.widgets.card import Card, column, row
from ui.widgets.flow import Flow
from ui.widgets.key_button import KeyButton, Rank
from ui.widgets.words import words

LONGEST_PIN = 12


class PersonCard(Card):
    """One member of staff: name, PIN twice, roles."""

    unwanted = Signal()

    def __init__(self, person: PersonAnswers) -> None:
        super().__init__(padding=4)
        self.name = text_field(person.name)
        self.pin = text_field(person.pin, secret=True)
        self.again = text_field(person.again, secret=True)
        for pin in (self.pin, self.again):
            pin.setMaxLength(LONGEST_PIN)
        self.answers = {
            "name": Answer(_("Name"), self.name),
            "pin": Answer(_("PIN, 4 to 12 figures"), self.pin),
            "again": Answer(_("PIN again"), self.again),
        }
        for key in ("pin", "again"):
            self.answers[key].setFixedWidth(Size.DATE_FIELD + space(2))
        self.roles = {role: Tick(word(role), checked=role in person.roles) for role in Role}
        self.roles_said = words("", Type.SMALL, Weight.SEMI, tone=Tone.RED)
        self.roles_said.hide()
        away = QAction(_("Remove"), self)
        away.triggered.connect(self.unwanted)
        self.remove = KeyButton(away, Rank.QUIET, icon="close")
        ticks = QWidget()
        flow = Flow(gap=1)
        for tick in self.roles.values():
            flow.addWidget(tick)
        ticks.setLayout(flow)
        self.rows.addWidget(beside(*self.answers.values()))
        last = row()
        last.addWidget(ticks, stretch=1)
        last.addWidget(self.remove)
        self.rows.addLayout(last)
        self.rows.addWidget(self.roles_said)

    def person(self) -> PersonAnswers:
        """As typed."""
        roles = tuple(role.value for role, tick in self.roles.items() if tick.isChecked())
        return PersonAnswers(self.name.text(), self.pin.text(), self.again.text(), roles)

    @property
    def is_refused(self) -> bool:
        """Whether something is wrong with it."""
        fields = any(answer.is_refused for answer in self.answers.values())
        return fields or not self.roles_said.isHidden()

    def refuse(self, wrong: dict[str, str]) -> None:
        """Say what is wrong, by field."""
        for key, answer in self.answers.items():
            answer.refuse(wrong.get(key, "") or (wrong.get("id", "") if key == "name" else ""))
        self.roles_said.setText(wrong.get("roles", ""))
        self.roles_said.setVisible("roles" in wrong)


class PeoplePage(Page):
    """Who works here; at least one of them an administrator."""

    keys = ("people",)

    def __init__(self, answers: Answers) -> None:
        super().__init__(
            _("People"),
            _("Everybody signs in with a PIN of their own. At least one is an administrator."),
        )
        self.cards: list[PersonCard] = []
        self.said = words("", weight=Weight.SEMI, tone=Tone.RED, wrap=True)
        self.said.hide()
        self._list = column(gap=3)
        more = QAction(_("Add a person"), self)
        more.triggered.connect(self._add)
        self.more = KeyButton(more, icon="add")
        self.body.addWidget(self.said)
        self.body.addLayout(self._list)
        across = row()
        across.addWidget(self.more)
        across.addStretch()
        self.body.addLayout(across)
        for person in answers.people:
            self._show(person)

    def store(self, answers: Answers) -> None:
        answers.people = [card.person() for card in self.cards]

    def refuse(self, problems: Sequence[Problem]) -> None:
        ids = ids_of([card.person() for card in self.cards])
        for own_id, card in zip(ids, self.cards, strict=True):
            prefix = f"people[{own_id}]."
            mine = [each for each in problems if each.key.startswith(prefix)]
            card.refuse({each.key.removeprefix(prefix): say(each) for each in mine})
        general = [say(each) for each in problems if each.key == "people"]
        self.said.setText(" ".join(general))
        self.said.setVisible(bool(general))

    def first_wrong(self) -> QWidget | None:
        for card in self.cards:
            for answer in card.answers.values():
                if answer.is_refused:
                    return answer.field
            if card.roles_said.isVisibleTo(self):
                return next(iter(card.roles.values()))
        if self.said.isVisibleTo(self) and self.cards:
            return self.cards[0].roles[Role.ADMIN]
        return None

    def first_field(self) -> QWidget | None:
        return self.cards[0].name if self.cards else self.more

    @Slot()
    def _add(self) -> None:
        self._show(PersonAnswers()).name.setFocus()

    def _show(self, person: PersonAnswers) -> PersonCard:
        card = PersonCard(person)
        card.unwanted.connect(lambda: self._drop(card))
        self.cards.append(card)
        self._list.addWidget(card)
        self._may_drop()
        return card

    def _drop(self, card: PersonCard) -> None:
        self.cards.remove(card)
        self._list.removeWidget(card)
        card.hide()
        card.deleteLater()
        self._may_drop()
        self.cards[-1].name.setFocus()

    def _may_drop(self) -> None:
        for card in self.cards:
            card.remove.setVisible(len(self.cards) > 1)
