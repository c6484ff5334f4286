"""The form of one intake: the applicant's fields, then the service's, one column, by keyboard.

It knows how to ask and to show; whether an answer is right is its judge's to say. Nothing typed is
lost: answers of fields that the catalogue no longer has are kept and handed back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget

from counter.domain.catalogue import Field, FieldKind
from counter.domain.forms import asked
from counter.text import language
from ui.intake.editors import Editor, FindRegions, editor_for
from ui.intake.field_row import FieldRow
from ui.intake.judgement import Judge, Said, Verdict
from ui.theme.tokens import Pace, Type, Weight, space
from ui.widgets.card import clear
from ui.widgets.words import words

_BESIDE = (FieldKind.RT, FieldKind.RW)  # stand on the address's line


class IntakeForm(QWidget):
    """Sections of fields. `changed` comes soon after typing, `finished` with the last Enter."""

    changed = Signal()
    finished = Signal()

    def __init__(
        self, judge: Judge, find_regions: FindRegions, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._judge = judge
        self._find_regions = find_regions
        self._rows: list[FieldRow] = []
        self._editors: dict[str, Editor] = {}
        self._row_of: dict[str, FieldRow] = {}
        self._kept: dict[str, str] = {}
        self._visited: set[str] = set()
        self._fields: list[Field] = []
        self._strict = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(space(1) - 1)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(Pace.PAUSE)
        self._pause.timeout.connect(self._rested)

    def build(self, sections: Sequence[tuple[str, Sequence[Field]]]) -> None:
        """Ask these: headings and their fields. What was typed before is forgotten."""
        self._forget()
        for number, (heading, fields) in enumerate(sections):
            if not fields:
                continue
            title = words(heading, Type.LEAD, Weight.SEMI)
            if number:
                self._column.addSpacing(space(3))
            self._column.addWidget(title)
            self._column.addSpacing(space(2))
            self._add_fields(fields)
        self._column.addStretch()
        self._ask_what_applies({})

    def answers(self) -> dict[str, str]:
        """Every raw answer by field; blank ones are left out."""
        typed = {name: editor.answer() for name, editor in self._editors.items()}
        return {**self._kept, **{name: text for name, text in typed.items() if text.strip()}}

    def overrides(self) -> dict[str, str]:
        """The reasons typed for answers that are doubtful and stand."""
        return {
            name: reason
            for name, row in self._row_of.items()
            if (reason := row.reason(name).strip())
        }

    def set_answers(
        self, answers: Mapping[str, str], overrides: Mapping[str, str] | None = None
    ) -> None:
        """Show these answers: a draft come back, or a field filled by another."""
        self._kept = {name: text for name, text in answers.items() if name not in self._editors}
        for name, editor in self._editors.items():
            with QSignalBlocker(editor):
                editor.set_answer(answers.get(name, ""))
            if answers.get(name):
                self._visited.add(name)
        for name, reason in (overrides or {}).items():
            if name in self._row_of:
                self._row_of[name].set_reason(name, reason)
        self.judge_now()

    def judge_now(self, *, strictly: bool = False) -> bool:
        """Have every answer judged; with `strictly` those not yet visited too.

        Returns:
            Whether nothing is wrong, and what is doubtful has its reason.
        """
        self._strict = self._strict or strictly
        answers = self.answers()
        self._ask_what_applies(answers)
        said = self._judge(answers)
        for row in self._rows:
            row.show_said({name: self._softened(name, said.get(name)) for name in row.names()})
        focus = QApplication.focusWidget()
        if focus is not None and self.isAncestorOf(focus):  # what is said may need room below
            QTimer.singleShot(0, self, partial(self._reveal, focus))
        return all(self._stands(name, each) for name, each in said.items())

    def problems(self) -> int:
        """How many answers have to be corrected or reasoned."""
        said = self._judge(self.answers())
        return sum(not self._stands(name, each) for name, each in said.items())

    def focus_first_problem(self) -> bool:
        """Put the cursor where something has to be corrected or reasoned; says whether it did."""
        said = self._judge(self.answers())
        for name, editor in self._editors.items():
            each = said.get(name)
            if each is None or self._stands(name, each):
                continue
            target = editor.control()
            if each.verdict is Verdict.DOUBTFUL:
                target = self._row_of[name].reason_field(name) or target
            self._go_to(target)
            return True
        return False

    def focus_first_empty(self) -> None:
        """Put the cursor into the first field without an answer."""
        shown = [editor for editor in self._editors.values() if not editor.isHidden()]
        empty = [editor for editor in shown if not editor.answer().strip()]
        for editor in (*empty, *shown)[:1]:
            self._go_to(editor.control())

    def is_pausing(self) -> bool:
        """Whether something typed has not been announced by `changed` yet."""
        return self._pause.isActive()

    @Slot()
    def flush(self) -> None:
        """Announce what was typed without waiting for a pause."""
        if self._pause.isActive():
            self._pause.stop()
            self._rested()

    def editor(self, name: str) -> Editor:
        """The control of a field."""
        return self._editors[name]

    def row(self, name: str) -> FieldRow:
        """The line a field stands on."""
        return self._row_of[name]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                return self._enter(watched, event)
        elif event.type() is QEvent.Type.FocusOut and isinstance(watched, QWidget):
            name = self._name_of(watched)
            if name is not None and self._editors[name].answer().strip():
                self._visited.add(name)
                QTimer.singleShot(0, self, partial(self._judge_left, watched))
            self.flush()
        elif event.type() is QEvent.Type.FocusIn and isinstance(watched, QWidget):
            QTimer.singleShot(0, self, partial(self._reveal, watched))
        return False

    def _add_fields(self, fields: Sequence[Field]) -> None:
        row: FieldRow | None = None
        for field in fields:
            editor = editor_for(field, self._find_regions)
            if field.kind in _BESIDE and row is not None and row.takes_beside():
                row.add_beside(editor)
            else:
                row = FieldRow(editor, field.label.in_language(language()))
                self._rows.append(row)
                self._column.addWidget(row)
                row.reason_changed.connect(self._typed)
            self._fields.append(field)
            self._editors[field.id] = editor
            self._row_of[field.id] = row
            editor.changed.connect(self._typed)
            editor.control().installEventFilter(self)

    def _ask_what_applies(self, answers: Mapping[str, str]) -> None:
        """Show the questions that these answers lead to; what was typed into others stays."""
        applying = {field.id for field in asked(self._fields, answers)}
        for name, editor in self._editors.items():
            editor.setVisible(name in applying)
        for row in self._rows:
            row.setVisible(any(name in applying for name in row.names()))

    def _forget(self) -> None:
        self._pause.stop()
        self._rows.clear()
        self._editors.clear()
        self._row_of.clear()
        self._fields.clear()
        self._kept.clear()
        self._visited.clear()
        self._strict = False
        clear(self._column)

    def _softened(self, name: str, said: Said | None) -> Said | None:
        """Nobody is told that a field is wrong before leaving it."""
        if said is not None and said.verdict is Verdict.WRONG:
            return said if self._strict or name in self._visited else None
        return said

    def _stands(self, name: str, said: Said) -> bool:
        if said.verdict is Verdict.DOUBTFUL and name in self._row_of:
            return bool(self._row_of[name].reason(name).strip())
        return said.verdict is not Verdict.WRONG

    def _enter(self, watched: QObject, event: QKeyEvent) -> bool:
        name = self._name_of(watched)
        if name is None:
            return False
        forced = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if self._editors[name].wants_enter() and not forced:
            return False
        names = [each for each, editor in self._editors.items() if not editor.isHidden()]
        at = names.index(name)
        self._visited.add(name)
        if at + 1 < len(names):
            self._go_to(self._editors[names[at + 1]].control())
        else:
            self.judge_now()
            self.finished.emit()
        return True

    def _judge_left(self, control: QWidget) -> None:
        """Judge, and let what is said of a field be seen that the cursor left for a button."""
        self.judge_now()
        focus = QApplication.focusWidget()
        if focus is None or not self.isAncestorOf(focus):
            QTimer.singleShot(0, self, partial(self._reveal, control))

    def _name_of(self, watched: QObject) -> str | None:
        for name, editor in self._editors.items():
            if editor.control() is watched:
                return name
        return None

    def _go_to(self, control: QWidget) -> None:
        control.setFocus(Qt.FocusReason.TabFocusReason)

    def _reveal(self, control: QWidget) -> None:
        """Scroll a field into sight with what is said of it, once that is laid out."""
        name = self._name_of(control)
        if name is None:
            return
        row = self._row_of[name]
        parent = self.parentWidget()
        while parent is not None and not isinstance(parent, QScrollArea):
            parent = parent.parentWidget()
        if isinstance(parent, QScrollArea):
            layout = self.layout()
            if layout is not None:
                layout.activate()
            if row is self._rows[0]:
                parent.verticalScrollBar().setValue(0)  # its heading too
            else:
                parent.ensureWidgetVisible(row, 0, space(6))

    @Slot()
    def _typed(self) -> None:
        if not self._pause.isActive():  # whoever types on and on is kept up with too
            self._pause.start()
        self.judge_now()

    @Slot()
    def _rested(self) -> None:
        self.judge_now()
        self.changed.emit()
