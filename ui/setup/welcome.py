"""The first page: a new office or one that central knows, and the language of it all."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from counter.text import ENGLISH, INDONESIAN, _, language
from ui.setup.answers import Answers
from ui.setup.page import Page
from ui.setup.rows import Answer, Choice
from ui.widgets.pills import Pills


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
            _("The office's hub or central gave a one-time code for this computer."),
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
