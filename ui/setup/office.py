"""The office: its papers and hours, and the services it offers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QWidget

from counter.domain.catalogue import Catalogue
from counter.errors import LoketError
from counter.office.catalogue import PACKAGED, check_catalogue, read_catalogue
from counter.office.shape import Problem
from counter.text import _, count, language
from ui.setup.answers import Answers, say
from ui.setup.page import Page
from ui.setup.rows import Choice, Hours, SideBySide, beside, heading, text_field
from ui.tasks import Tasks
from ui.theme.tokens import Size, Tone, Weight, space
from ui.widgets.card import Card
from ui.widgets.key_button import KeyButton
from ui.widgets.line_edit import TextEdit
from ui.widgets.pills import Pills
from ui.widgets.words import set_tone, words


class OfficePage(Page):
    """What the office is called on its papers, and when it is open."""

    keys = ("office",)

    def __init__(self, answers: Answers) -> None:
        super().__init__(
            _("Office"),
            _(
                "As it will stand on every receipt; a ticket bears the name alone."
                " All but the code may change."
            ),
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
        self.running = text_field(answers.running_text)
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
        card.rows.addWidget(
            self._ask("office.running_text", _("On the board, along its foot"), self.running)
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
        answers.running_text = self.running.text()
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
