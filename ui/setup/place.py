"""This computer: its counter and printer, and the central it belongs to."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QSizePolicy

from counter.errors import LoketError
from counter.office.nearby import Nearby, hubs_nearby
from counter.office.shape import Problem
from counter.text import _
from ui.setup.answers import Answers
from ui.setup.page import Page
from ui.setup.rows import SideBySide, beside, heading, text_field
from ui.tasks import Tasks
from ui.theme.tokens import Tone, space
from ui.widgets.card import Card
from ui.widgets.key_button import KeyButton
from ui.widgets.line_edit import LineEdit
from ui.widgets.pills import Pills
from ui.widgets.words import words

AT_FIELD = {
    "address-wrong": "central.url",
    "address-open": "central.url",
    "central-unreachable": "central.url",
    "certificate-wrong": "central.url",
    "not-a-central": "central.url",
    "code-refused": "central.code",
    "too-many-codes": "central.code",
    "code-unreadable": "central.code",
    "branch-differs": "central.code",
}  # failures that central's page puts right, by the answer each is about
PAPERS = {"80mm": "80 mm", "58mm": "58 mm", "a5": "A5"}


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
        kinds = [
            kinds[0],
            kinds[1 if sys.platform == "win32" else 2],
            ("escpos", _("Thermal (ESC/POS)")),
            ("folder", _("A folder")),
        ]
        if answers.printer_kind not in dict(kinds):
            kinds.append((answers.printer_kind, answers.printer_kind))
        self.kind = Pills(kinds)
        self.kind.choose(answers.printer_kind)
        self.kind.picked.connect(self._ask_name)
        self.printer = text_field(answers.printer_name)
        self.paper = Pills(list(PAPERS.items()))
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
        labels = {
            "folder": _("Folder"),
            "escpos": _("tcp:ADDRESS, usb:VENDOR:PRODUCT, windows:NAME or file:PATH"),
        }
        label = labels.get(kind, _("Name of the printer, as the system has it"))
        self._name.label.setText(label)
        self.printer.setAccessibleName(label)
        self._name_row.setVisible(kind != "none")
        self._name_browse.setVisible(kind == "folder")


class CentralPage(Page):
    """The central server, and the code it gave; nothing where there is none yet."""

    keys = ("central",)

    def __init__(self, answers: Answers, tasks: Tasks) -> None:
        joins = answers.joins
        super().__init__(
            _("Central"),
            _("Address and one-time code come from whoever runs central, or from the hub's page.")
            if joins
            else _("Leave both empty while there is no central: the office works without one."),
        )
        self.url = text_field(answers.central_url, placeholder="https://pusat.example.go.id:8470")
        self.code = text_field(answers.central_code)
        card = Card()
        card.rows.setSpacing(space(3))
        self._tasks = tasks
        self.look = QAction(_("Look for a hub"), self)
        self.look.triggered.connect(self._look)
        self.heard = words(tone=Tone.NEUTRAL, wrap=True)
        self.heard.hide()
        url = self._ask("central.url", _("Address of central or of the hub"), self.url)
        asked = beside(url, KeyButton(self.look, icon="search"))
        asked.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        card.rows.addWidget(asked)
        card.rows.addWidget(self.heard)
        card.rows.addWidget(
            self._ask(
                "central.code",
                _("One-time code"),
                self.code,
                _("It names the office, is good once, and for a limited time."),
            )
        )
        self.body.addWidget(card)

    def refuse_error(self, error: LoketError) -> bool:
        """Say at its field why central was not joined; whether it has one."""
        key = AT_FIELD.get(error.code)
        if key is not None:
            self._answers[key].refuse(" ".join(error.message()))
        return key is not None

    @Slot()
    def _look(self) -> None:
        self.heard.setText(_("Listening for hubs in this network …"))
        self.heard.show()
        self._tasks.run(
            hubs_nearby,
            busy=self.look,
            done=partial(self._show_heard, self.url.text()),
            failed=lambda error: self.heard.setText(" ".join(error.message())),
        )

    def _show_heard(self, before: str, hubs: Sequence[Nearby]) -> None:
        """Fill in the only one; of several whoever types the code knows which.

        Args:
            before: what stood in the field when it was looked for: what was typed since stays.
        """
        if len(hubs) == 1 and self.url.text() == before:
            self.url.setText(hubs[0].url)
            self.retyped.emit()
        listed = "\n".join(f"{each.branch}: {each.url}" for each in hubs)
        self.heard.setText(listed or _("No hub was heard. Its address stands on the hub's page."))

    def store(self, answers: Answers) -> None:
        answers.central_url, answers.central_code = self.url.text(), self.code.text()
