"""The right panel: documents to tick, promise and fee, the receipt as it will be printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from counter.domain.catalogue import DocumentForm, Requirement
from counter.text import _, language
from ui.tasks import Tasks
from ui.theme.tokens import Tone, Type, Weight, space
from ui.widgets.card import Card, clear, line, row
from ui.widgets.check_row import CheckRow
from ui.widgets.paper_preview import PaperPreview
from ui.widgets.words import ShortWords, words


class Promise(Struct, frozen=True):
    """What the citizen is promised, in words ready to read."""

    day: str  # "Rabu, 25 November"
    basis: str  # "1 hari kerja sejak berkas lengkap"
    fee: str  # "Rp0 (gratis)"


class DocumentsCard(Card):
    """What the service asks for, ticked as it is handed over."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._checks: list[CheckRow] = []
        self._requirements: tuple[Requirement, ...] = ()
        self._ticked: set[str] = set()
        self._name = words(weight=Weight.SEMI)
        self._number = words(tone=Tone.NEUTRAL)
        self._none = words(tone=Tone.NEUTRAL, wrap=True)
        self._none.setContentsMargins(space(4), 0, space(4), 0)
        top = row(gap=1)
        top.setContentsMargins(space(4), 0, space(4), 0)
        top.addWidget(self._name)
        top.addWidget(self._number)
        top.addStretch()
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        # The rows' amber reaches from edge to edge.
        self.rows.setContentsMargins(1, space(3), 1, space(2))
        self.rows.setSpacing(space(1))
        self.rows.addLayout(top)
        self.rows.addWidget(self._none)
        self.rows.addLayout(self._column)

    def show_requirements(self, requirements: Sequence[Requirement]) -> None:
        """Ask for these; what was ticked stays ticked."""
        if tuple(requirements) != self._requirements:
            self._requirements = tuple(requirements)
            self._rebuild()

    def set_ticked(self, ticked: Sequence[str]) -> None:
        """Show what was handed over already: a draft come back."""
        self._ticked = set(ticked)
        self._rebuild()

    def ticked(self) -> tuple[str, ...]:
        """What was handed over, in the catalogue's order."""
        return tuple(check.requirement_id for check in self._checks if check.isChecked())

    def checks(self) -> Sequence[CheckRow]:
        """The rows, for keyboard and tests."""
        return self._checks

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        self._rebuild()

    def _rebuild(self) -> None:
        clear(self._column)
        self._checks = []
        for each in self._requirements:
            check = CheckRow(
                each.id,
                each.title.in_language(language()),
                form_words(each),
                optional=each.optional,
                note=each.note.in_language(language()) if each.note else "",
            )
            check.setChecked(each.id in self._ticked)
            check.toggled.connect(self._tick)
            self._column.addWidget(check)
            self._checks.append(check)
        self._name.setText(_("Documents"))
        self._none.setText(_("This service asks for no documents."))
        self._none.setVisible(not self._checks)
        self._count()

    @Slot()
    def _tick(self) -> None:
        shown = {check.requirement_id for check in self._checks}
        self._ticked = (self._ticked - shown) | set(self.ticked())
        self._count()
        self.changed.emit()

    def _count(self) -> None:
        required = [each for each in self._requirements if not each.optional]
        have = sum(1 for each in required if each.id in self._ticked)
        self._number.setText(_("{have} of {all}").format(have=have, all=len(required)))
        self._number.setVisible(bool(required))


class PromiseCard(Card):
    """When it will be done, counted from when, and what it costs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=4, parent=parent)
        self._by = words(tone=Tone.NEUTRAL)
        self.day = words(size=Type.LEAD, weight=Weight.SEMI, wrap=True)
        self.basis = words(tone=Tone.NEUTRAL, wrap=True)
        self._fee_name = words(tone=Tone.NEUTRAL)
        self.fee = ShortWords(weight=Weight.SEMI)
        self.rows.setContentsMargins(space(4) - 1, space(3), space(4) - 1, space(3))
        self.rows.setSpacing(space(1))
        bottom = row()
        bottom.addWidget(self._fee_name)
        bottom.addStretch()
        bottom.addWidget(self.fee)
        self.rows.addWidget(self._by)
        self.rows.addWidget(self.day)
        self.rows.addWidget(self.basis)
        self.rows.addSpacing(space(1))
        self.rows.addWidget(line())
        self.rows.addSpacing(space(1))
        self.rows.addLayout(bottom)
        self.retranslate()

    def show_promise(self, promise: Promise) -> None:
        """Say what is promised now."""
        self.day.setText(promise.day)
        self.basis.setText(promise.basis)
        self.fee.set_text(promise.fee)

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        self._by.setText(_("Done at the latest"))
        self._fee_name.setText(_("Fee"))


class SidePanel(QScrollArea):
    """The three, one below the other; scrolls where the window is low."""

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.documents = DocumentsCard()
        self.promise = PromiseCard()
        self.preview = PaperPreview(tasks)
        self.preview.setMinimumHeight(space(60))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        inner.setProperty("look", "scrolled")
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(space(3))
        rows.addWidget(self.documents)
        rows.addWidget(self.promise)
        rows.addWidget(self.preview, stretch=1)
        self.setWidget(inner)

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        self.documents.retranslate()
        self.promise.retranslate()
        self.preview.retranslate()


_FORMS: dict[DocumentForm, Callable[[int], str]] = {
    DocumentForm.ORIGINAL: lambda n: _("original") if n == 1 else _("original {n}").format(n=n),
    DocumentForm.COPY: lambda n: _("copy {n}").format(n=n),
    DocumentForm.SHOWN: lambda n: _("shown") if n == 1 else _("shown {n}").format(n=n),
}


def form_words(requirement: Requirement) -> str:
    """In which form and how many: "asli", "salinan 2"."""
    return _FORMS[requirement.form](requirement.count)
