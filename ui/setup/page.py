"""What every page of set-up is. They hold widgets and no rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from counter.office.shape import Problem
from ui.setup.answers import Answers, say
from ui.setup.rows import Answer, Tick
from ui.widgets.card import column
from ui.widgets.pills import Pills

GO_ON = [QKeySequence("Ctrl+Return"), QKeySequence("Ctrl+Enter")]  # on, or saved


class Page(QWidget):
    """One step. `keys` begin the problems that are said here."""

    keys: ClassVar[tuple[str, ...]] = ()
    retyped = Signal()

    def __init__(self, title: str, lead: str) -> None:
        super().__init__()
        self.title, self.lead = title, lead
        self.body = column(gap=4)
        self.setLayout(self.body)
        self._answers: dict[str, Answer] = {}  # by the problem's key

    @classmethod
    def owns(cls, problem: Problem) -> bool:
        """Whether a problem is to be said here."""
        return problem.key.startswith(cls.keys)

    def store(self, answers: Answers) -> None:
        """Write down what stands here."""

    def refuse(self, problems: Sequence[Problem]) -> None:
        """Say what is wrong, each at its field; nothing clears."""
        wrong = {each.key: say(each) for each in problems}
        for key, answer in self._answers.items():
            answer.refuse(wrong.get(key, ""))

    @property
    def is_refused(self) -> bool:
        """Whether something is wrong here."""
        return self.first_wrong() is not None

    def first_wrong(self) -> QWidget | None:
        """Where to go to put it right."""
        return next((each.field for each in self._answers.values() if each.is_refused), None)

    def hear_typing(self) -> None:
        """Emit `retyped` with every answer that changes from now on."""
        for field in self.findChildren(QLineEdit):
            field.textEdited.connect(self.retyped, Qt.ConnectionType.UniqueConnection)
        for lines in self.findChildren(QPlainTextEdit):
            lines.textChanged.connect(self.retyped, Qt.ConnectionType.UniqueConnection)
        for pills in self.findChildren(Pills):
            pills.picked.connect(self.retyped, Qt.ConnectionType.UniqueConnection)
        for tick in self.findChildren(Tick):
            tick.toggled.connect(self.retyped, Qt.ConnectionType.UniqueConnection)

    def first_field(self) -> QWidget | None:
        """Where typing begins."""
        return next((each.field for each in self._answers.values()), None)

    def fit(self, width: int) -> None:
        """Arrange for a page of that width."""

    def _ask(self, key: str, label: str, field: QWidget, hint: str = "") -> Answer:
        answer = self._answers[key] = Answer(label, field, hint=hint)
        return answer
