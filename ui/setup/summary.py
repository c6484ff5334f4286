"""All answers once more, before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction

from counter.office.people import Role
from counter.text import _, count, ngettext, word
from ui.setup.answers import Answers, plan_of
from ui.setup.page import Page
from ui.setup.place import PAPERS
from ui.setup.rows import as_clock
from ui.theme.tokens import Size, Weight
from ui.widgets.card import Card, column, line, row
from ui.widgets.key_button import KeyButton, Rank
from ui.widgets.words import ShortWords, words


class SummaryPage(Page):
    """All answers once more, and the one button that makes the office."""

    change = Signal(int)

    def __init__(self, answers: Answers, steps: Sequence[tuple[int, str]]) -> None:
        super().__init__(
            _("Check and set up"),
            _("Nothing has been written yet. Everything is made now, or nothing."),
        )
        self.card = Card(padding=4)
        told = _told(answers)
        for place, (step, title) in enumerate(steps):
            if place:
                self.card.rows.addWidget(line())
            edit = QAction(_("Change"), self)
            edit.triggered.connect(partial(self._go, step))
            across = row(gap=3)
            name = words(title, weight=Weight.SEMI)
            name.setFixedWidth(Size.LABEL)
            across.addWidget(name)
            facts = column(gap=1)
            for fact in told[title]:
                facts.addWidget(ShortWords(fact))
            across.addLayout(facts, stretch=1)
            button = KeyButton(edit, Rank.QUIET, icon="edit")
            button.setAccessibleName(f"{_('Change')}: {title}")
            across.addWidget(button)
            self.card.rows.addLayout(across)
        self.body.addWidget(self.card)

    def _go(self, step: int, _checked: bool = False) -> None:
        self.change.emit(step)


def _counters(answers: Answers) -> str:
    number = _("Counter {number}").format(number=answers.counter.strip())
    if answers.joins:
        return number
    many = len(plan_of(answers).counters)
    of = ngettext("{n} counter in the office", "{n} counters in the office", many)
    return f"{number} · {of.format(n=count(many))}"


def _told(answers: Answers) -> dict[str, list[str]]:
    """What stands in the summary, by the page's title."""
    hours = ", ".join(
        sorted({"\N{EN DASH}".join(map(as_clock, each)) for each in answers.hours.values()})
    )
    names = [
        f"{each.name.strip()} ({', '.join(word(Role(role)) for role in each.roles)})"
        for each in answers.people
    ]
    kinds = {"none": _("No printer")}
    printer = kinds.get(answers.printer_kind, answers.printer_name.strip())
    backup = answers.backup_folder.strip() or _("none yet")
    own = answers.catalogue == "file"
    return {
        _("Office"): [
            f"{answers.name.strip()} · {answers.code.strip().upper()}",
            _("{days} days a week, {hours} {zone}").format(
                days=count(len(answers.hours)), hours=hours, zone=answers.zone
            ),
        ],
        _("Services"): [answers.catalogue_file.strip() if own else answers.catalogue.capitalize()],
        _("People"): names,
        _("This computer"): [
            _counters(answers),
            _("{printer}, paper {paper}").format(printer=printer, paper=PAPERS[answers.paper]),
            _("Backup: {folder}").format(folder=backup),
        ],
        _("Central"): [answers.central_url.strip() or _("none yet")],
    }
