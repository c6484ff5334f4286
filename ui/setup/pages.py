"""The pages of set-up, one question of the office each. They hold widgets and no rule."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QWidget

from counter.domain.catalogue import Catalogue
from counter.errors import LoketError
from counter.office.catalogue import PACKAGED, check_catalogue, read_catalogue
from counter.office.people import Role
from counter.office.shape import Problem
from counter.text import ENGLISH, INDONESIAN, _, count, language, word
from ui.setup.answers import Answers, PersonAnswers, ids_of, say
from ui.setup.rows import (
    Answer,
    Choice,
    Hours,
    SideBySide,
    Tick,
    as_clock,
    beside,
    heading,
    text_field,
)
from ui.tasks import Tasks
from ui.theme.tokens import Size, Tone, Type, Weight, space
from ui.widgets.card import Card, column, line, row
from ui.widgets.flow import Flow
from ui.widgets.key_button import KeyButton, Rank
from ui.widgets.line_edit import LineEdit, TextEdit
from ui.widgets.pills import Pills
from ui.widgets.words import ShortWords, set_tone, words

LONGEST_PIN = 12
_PAPERS = {"80mm": "80 mm", "58mm": "58 mm", "a5": "A5"}


class Page(QWidget):
    """One step. `keys` begin the problems that are said here."""

    keys: tuple[str, ...] = ()

    def __init__(self, title: str, lead: str) -> None:
        super().__init__()
        self.title, self.lead = title, lead
        self.body = column(gap=4)
        self.setLayout(self.body)
        self._answers: dict[str, Answer] = {}  # by the problem's key

    def owns(self, problem: Problem) -> bool:
        """Whether a problem is to be said here."""
        return problem.key.startswith(self.keys) if self.keys else False

    def store(self, answers: Answers) -> None:
        """Write down what stands here."""

    def refuse(self, problems: Sequence[Problem]) -> None:
        """Say what is wrong, each at its field; nothing clears."""
        wrong = {each.key: say(each) for each in problems}
        for key, answer in self._answers.items():
            answer.refuse(wrong.get(key, ""))

    def first_wrong(self) -> QWidget | None:
        """Where to go to put it right."""
        return next((each.field for each in self._answers.values() if each.is_refused), None)

    def first_field(self) -> QWidget | None:
        """Where typing begins."""
        return next((each.field for each in self._answers.values()), None)

    def fit(self, width: int) -> None:
        """Arrange for a page of that width."""

    def _ask(self, key: str, label: str, field: QWidget, hint: str = "") -> Answer:
        answer = self._answers[key] = Answer(label, field, hint=hint)
        return answer


class WelcomePage(Page):
    """A new office, or one that central knows; and the language of it all."""

    language_chosen = Signal(str)
    path_chosen = Signal()

    def __init__(self, answers: Answers) -> None:
        super().__init__(
            _("Welcome"),
            _("Nothing is on this computer yet. It takes about five minutes, once."),
        )
        self.found = Choice(
            _("Set up a new office"),
            _("This is the office's first computer: name, services, people, printer."),
        )
        self.join = Choice(
            _("Join an office"),
            _("Central knows this office already and gave a one-time code for this computer."),
        )
        (self.join if answers.joins else self.found).setChecked(True)
        self.languages = Pills([(INDONESIAN, "Bahasa Indonesia"), (ENGLISH, "English")])
        self.languages.choose(language())
        self.languages.setAccessibleName(_("Language"))
        self.languages.picked.connect(self._speak)
        for choice in (self.found, self.join):
            self.body.addWidget(choice)
            choice.toggled.connect(self.path_chosen)
        self.body.addWidget(Answer(_("Language"), self.languages))

    def store(self, answers: Answers) -> None:
        answers.joins = self.join.isChecked()

    def first_field(self) -> QWidget | None:
        return self.join if self.join.isChecked() else self.found

    @Slot()
    def _speak(self) -> None:
        self.language_chosen.emit(self.languages.answer())


class OfficePage(Page):
    """What the office is called on its papers, and when it is open."""

    keys = ("office",)

    def __init__(self, answers: Answers) -> None:
        super().__init__(
            _("Office"),
            _("As it will stand on every ticket and receipt. All but the code may change."),
        )
        card = Card()
        card.rows.setSpacing(space(3))
        self.code = text_field(answers.code, placeholder="3171-06")
        self.name = text_field(answers.name, placeholder="Kelurahan Menteng")
        self.city = text_field(answers.city)
        self.address = text_field(answers.address)
        self.letterhead = TextEdit(lines=2)
        self.letterhead.setPlainText(answers.letterhead)
        self.letterhead.setPlaceholderText("PEMERINTAH PROVINSI DKI JAKARTA")
        self.complaint = text_field(answers.complaint_channel)
        self.zone = Pills([(each, each) for each in ("WIB", "WITA", "WIT")])
        self.zone.choose(answers.zone)
        code = self._ask("office.code", _("Code"), self.code)
        code.setFixedWidth(Size.DATE_FIELD)
        card.rows.addWidget(heading(_("On paper")))
        card.rows.addWidget(
            beside(code, self._ask("office.name", _("Name of the office"), self.name))
        )
        card.rows.addWidget(
            self._ask(
                "office.letterhead",
                _("Letterhead, above the name"),
                self.letterhead,
                _("A line each, the highest authority first."),
            )
        )
        card.rows.addWidget(
            beside(
                self._ask("office.address", _("Address"), self.address),
                self._ask("office.city", _("City"), self.city),
            )
        )
        card.rows.addWidget(
            self._ask("office.complaint_channel", _("Complaints go to"), self.complaint)
        )
        card.rows.addWidget(self._ask("office.zone", _("Time zone"), self.zone))
        self.hours = Hours(answers.hours)
        self._sides = SideBySide([card, self.hours])
        self.body.addWidget(self._sides)

    def store(self, answers: Answers) -> None:
        answers.code, answers.name = self.code.text(), self.name.text()
        answers.city, answers.address = self.city.text(), self.address.text()
        answers.letterhead = self.letterhead.toPlainText()
        answers.complaint_channel = self.complaint.text()
        answers.zone = self.zone.answer()
        answers.hours = self.hours.answer()

    def refuse(self, problems: Sequence[Problem]) -> None:
        super().refuse(problems)
        days = [each for each in problems if each.key.startswith("office.hours")]
        self.hours.refuse({each.key.rpartition(".")[2]: say(each) for each in days})

    def first_wrong(self) -> QWidget | None:
        return super().first_wrong() or self.hours.first_wrong()

    def fit(self, width: int) -> None:
        self._sides.fit(width)


class CataloguePage(Page):
    """Which services the office offers: a packaged catalogue, or a file, checked when named."""

    keys = ("catalogue",)

    def __init__(self, answers: Answers, tasks: Tasks) -> None:
        super().__init__(
            _("Services"),
            _("Forms, documents, fees and promised days come with it. It can be changed later."),
        )
        self._tasks = tasks
        abouts = {
            "dukcapil": _("Civil registry office: KTP-el, family card, certificates, moving."),
            "kelurahan": _("Kelurahan: letters of introduction and statements for residents."),
        }
        self.packaged = {name: Choice(name.capitalize(), abouts[name]) for name in PACKAGED}
        self.own = Choice(_("A file of our own"), _("A catalogue in TOML; it is checked here."))
        self.file = text_field(answers.catalogue_file)
        browse = QAction(_("Browse"), self)
        browse.triggered.connect(self._browse)
        self.browse = KeyButton(browse, icon="folder")
        self._file_row = beside(self._ask("catalogue", _("Catalogue file"), self.file), self.browse)
        self.found = Card()
        self.found_head = words(weight=Weight.SEMI, wrap=True)
        self.found_rows = words(tone=Tone.NEUTRAL, wrap=True)
        self.found.rows.addWidget(self.found_head)
        self.found.rows.addWidget(self.found_rows)
        for choice in (*self.packaged.values(), self.own):
            self.body.addWidget(choice)
        self.body.addWidget(self._file_row)
        self.body.addWidget(self.found)
        self.packaged.get(answers.catalogue, self.own).setChecked(True)
        for choice in (*self.packaged.values(), self.own):
            choice.toggled.connect(self._look)
        self.file.editingFinished.connect(self._look)
        self._asked = 0
        self._look()

    def store(self, answers: Answers) -> None:
        answers.catalogue = self._chosen()
        answers.catalogue_file = self.file.text()

    def first_field(self) -> QWidget | None:
        return self.packaged.get(self._chosen(), self.own)

    def first_wrong(self) -> QWidget | None:
        return (
            self.file
            if self._chosen() == "file" and self._answers["catalogue"].is_refused
            else None
        )

    def _chosen(self) -> str:
        return next((name for name, each in self.packaged.items() if each.isChecked()), "file")

    @Slot()
    def _browse(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self, _("Catalogue file"), self.file.text(), _("Catalogues") + " (*.toml)"
        )
        if chosen:
            self.file.setText(chosen)
            self._look()

    @Slot()
    def _look(self) -> None:
        own = self._chosen() == "file"
        self._file_row.setVisible(own)
        source = self.file.text().strip() if own else self._chosen()
        self._asked += 1
        if not source:
            self.found.hide()
            return
        self._tasks.ask(
            partial(_looked_at, source),
            asker=self,
            done=partial(self._show, self._asked),
            failed=partial(self._fail, self._asked),
        )

    def _show(self, asked: int, found: tuple[Catalogue | None, list[str]]) -> None:
        if asked != self._asked:
            return
        catalogue, problems = found
        self.found.show()
        if catalogue is None:
            self.found_head.setText(_("This file cannot be used yet:"))
            set_tone(self.found_head, Tone.RED)
            self.found_rows.setText("\n".join(problems[:8]))
            return
        services = catalogue.services
        set_tone(self.found_head, None)
        self.found_head.setText(
            _("{title}: {services} services").format(
                title=catalogue.title.in_language(language()), services=count(len(services))
            )
        )
        self.found_rows.setText(" · ".join(each.title.in_language(language()) for each in services))

    def _fail(self, asked: int, error: LoketError) -> None:
        if asked == self._asked:
            self.found.show()
            set_tone(self.found_head, Tone.RED)
            self.found_head.setText(error.message().happened)
            self.found_rows.setText("")


def _looked_at(source: str) -> tuple[Catalogue | None, list[str]]:
    problems = check_catalogue(source)
    return (None if problems else read_catalogue(source)), problems


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


class PlacePage(Page):
    """This computer: its counter, printer, paper and backups."""

    keys = ("counter", "printer", "paper", "backup", "language")

    def __init__(self, answers: Answers) -> None:
        super().__init__(
            _("This computer"), _("Only for this one; the office's other computers have their own.")
        )
        self._joins = answers.joins
        self.counter, self.counters = text_field(answers.counter), text_field(answers.counters)
        kinds = [("none", _("No printer")), ("windows", "Windows"), ("cups", "CUPS")]
        kinds = [kinds[0], kinds[1 if sys.platform == "win32" else 2], ("folder", _("A folder"))]
        if answers.printer_kind not in dict(kinds):
            kinds.append((answers.printer_kind, answers.printer_kind))
        self.kind = Pills(kinds)
        self.kind.choose(answers.printer_kind)
        self.kind.picked.connect(self._ask_name)
        self.printer = text_field(answers.printer_name)
        self.paper = Pills(list(_PAPERS.items()))
        self.paper.choose(answers.paper)
        self.backup = text_field(answers.backup_folder)
        here = Card()
        here.rows.setSpacing(space(3))
        here.rows.addWidget(heading(_("Counter")))
        number = self._ask("counter", _("Number of this counter"), self.counter)
        whole = self._ask("counters", _("Counters in the office"), self.counters)
        here.rows.addWidget(beside(number, whole))
        whole.setVisible(not answers.joins)
        backup = self._ask(
            "backup_folder",
            _("Folder of the daily backup"),
            self.backup,
            _("Best on another disk or a USB stick. Empty: none is made."),
        )
        here.rows.addWidget(beside(backup, self._browser(self.backup)))
        out = Card()
        out.rows.setSpacing(space(3))
        out.rows.addWidget(heading(_("Printer")))
        out.rows.addWidget(self._ask("printer_kind", _("Where papers come out"), self.kind))
        self._name = self._ask("printer", "", self.printer)
        self._name_browse = self._browser(self.printer)
        self._name_row = beside(self._name, self._name_browse)
        out.rows.addWidget(self._name_row)
        out.rows.addWidget(self._ask("paper", _("Paper"), self.paper))
        self._sides = SideBySide([here, out])
        self.body.addWidget(self._sides)
        self._ask_name()

    def store(self, answers: Answers) -> None:
        answers.counter, answers.counters = self.counter.text(), self.counters.text()
        answers.printer_kind, answers.printer_name = self.kind.answer(), self.printer.text()
        answers.paper, answers.backup_folder = self.paper.answer(), self.backup.text()

    def refuse(self, problems: Sequence[Problem]) -> None:
        numbers = [each for each in problems if each.key.startswith("counters[")]
        super().refuse([*problems, *(Problem("counters", p.expected, p.found) for p in numbers)])

    def fit(self, width: int) -> None:
        self._sides.fit(width)

    def _browser(self, field: LineEdit) -> KeyButton:
        browse = QAction(_("Browse"), self)
        browse.triggered.connect(partial(self._choose_folder, field))
        return KeyButton(browse, icon="folder")

    def _choose_folder(self, field: LineEdit, _checked: bool = False) -> None:
        if chosen := QFileDialog.getExistingDirectory(self, _("Folder"), field.text()):
            field.setText(chosen)

    @Slot()
    def _ask_name(self) -> None:
        kind = self.kind.answer()
        label = _("Folder") if kind == "folder" else _("Name of the printer, as the system has it")
        self._name.label.setText(label)
        self.printer.setAccessibleName(label)
        self._name_row.setVisible(kind != "none")
        self._name_browse.setVisible(kind == "folder")


class CentralPage(Page):
    """The central server, and the code it gave; nothing where there is none yet."""

    keys = ("central",)

    def __init__(self, answers: Answers) -> None:
        joins = answers.joins
        super().__init__(
            _("Central"),
            _("Address and one-time code come from whoever runs central.")
            if joins
            else _("Leave both empty while there is no central: the office works without one."),
        )
        self.url = text_field(answers.central_url, placeholder="https://pusat.example.go.id:8470")
        self.code = text_field(answers.central_code)
        card = Card()
        card.rows.setSpacing(space(3))
        card.rows.addWidget(self._ask("central.url", _("Address of central"), self.url))
        card.rows.addWidget(
            self._ask(
                "central.code",
                _("One-time code"),
                self.code,
                _("It names the office, is good once, and for a limited time."),
            )
        )
        self.body.addWidget(card)

    def store(self, answers: Answers) -> None:
        answers.central_url, answers.central_code = self.url.text(), self.code.text()


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
            _("Counter {number}").format(number=answers.counter.strip()),
            _("{printer}, paper {paper}").format(printer=printer, paper=_PAPERS[answers.paper]),
            _("Backup: {folder}").format(folder=backup),
        ],
        _("Central"): [answers.central_url.strip() or _("none yet")],
    }
