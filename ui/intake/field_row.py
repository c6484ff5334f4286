"""One line of the form: label, control, and what is said of the answer below or beside it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from counter.domain.catalogue import FieldKind
from counter.text import _, language
from ui.intake.editors import Editor, LineEditor
from ui.intake.judgement import Said, Verdict
from ui.theme.tokens import GLOW, Size, Tone, Type, Weight, space
from ui.widgets.line_edit import LineEdit
from ui.widgets.words import set_tone, words

_TONES = {
    Verdict.FINE: Tone.GREEN,
    Verdict.DOUBTFUL: Tone.AMBER,
    Verdict.WRONG: Tone.RED,
    Verdict.NOTE: Tone.NEUTRAL,
}
_NARROW = (FieldKind.DATE, FieldKind.PAST_DATE, FieldKind.TIME, FieldKind.NUMBER, FieldKind.RUPIAH)


class FieldRow(QWidget):
    """A field, or an address with its RT and RW; grows only for words that matter."""

    reason_changed = Signal()

    def __init__(self, editor: Editor, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editors = {editor.field.id: editor}
        self._said: dict[str, Said] = {}
        self._reasons: dict[str, LineEdit] = {}
        self.label = words(label, wrap=True)
        self.label.setFixedWidth(Size.LABEL - GLOW)
        self.label.setBuddy(editor.control())
        optional = "" if editor.field.required else _("optional")
        self._optional = words(optional, Type.SMALL, tone=Tone.NEUTRAL)
        self.beside = words(tone=Tone.NEUTRAL)
        self.below = words(weight=Weight.SEMI, wrap=True)
        self.below.setContentsMargins(GLOW, 0, 0, space(2))
        self.below.hide()
        self._line = QHBoxLayout()
        self._line.setSpacing(space(2) - 2 * GLOW)
        self._line.addWidget(editor, stretch=1)
        if editor.field.kind in _NARROW:
            editor.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            self._line.setSpacing(space(2))
            self._line.addWidget(self.beside)
            self._line.addStretch(stretch=2)
        self._extra = QVBoxLayout()
        self._extra.setSpacing(space(1))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(0)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        top = QVBoxLayout()
        top.setContentsMargins(0, space(2) + GLOW - 1, space(2), 0)
        top.setSpacing(0)
        top.addWidget(self.label)
        if optional:
            top.addWidget(self._optional)
            self.label.setToolTip(optional)
            self._optional.hide()
        top.addStretch()
        grid.addLayout(top, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(self._line, 0, 1)
        grid.addWidget(self.below, 1, 1)
        grid.addLayout(self._extra, 2, 1)
        self._explain(editor)

    def names(self) -> list[str]:
        """The fields that stand here."""
        return list(self._editors)

    def takes_beside(self) -> bool:
        """Whether RT and RW may stand on this line."""
        return any(each.field.kind is FieldKind.ADDRESS for each in self._editors.values())

    def add_beside(self, editor: Editor) -> None:
        """Put a short field on the same line."""
        editor.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._editors[editor.field.id] = editor
        self._line.addWidget(editor)
        self._explain(editor)

    def show_said(self, said: Mapping[str, Said | None]) -> None:
        """Show what is said of each field: looks, signs and words."""
        lines: list[Said] = []
        for name, editor in self._editors.items():
            each = said.get(name)
            self._show_look(editor, each)
            if each is not None and each.text:
                lines.append(each)
            self._ask_reason(name, wanted=each is not None and each.verdict is Verdict.DOUBTFUL)
        beside = next((each for each in lines if self._stands_beside(each)), None)
        self.beside.setText(beside.text if beside else "")
        below = [each for each in lines if each is not beside]
        _say(self.below, below)

    def reason(self, name: str) -> str:
        """The reason typed for a doubtful answer."""
        field = self._reasons.get(name)
        return field.text() if field is not None and not field.isHidden() else ""

    def set_reason(self, name: str, reason: str) -> None:
        """Show a reason that a draft kept."""
        self._reason_field(name).setText(reason)

    def reason_field(self, name: str) -> QWidget | None:
        """Where the reason is typed, if one is asked for."""
        field = self._reasons.get(name)
        return field if field is not None and not field.isHidden() else None

    def _stands_beside(self, said: Said) -> bool:
        single = len(self._editors) == 1
        kind = next(iter(self._editors.values())).field.kind
        return single and kind in _NARROW and said.verdict in (Verdict.NOTE, Verdict.FINE)

    def _explain(self, editor: Editor) -> None:
        field = editor.field
        control = editor.control()
        if field.help is not None:
            text = field.help.in_language(language())
            control.setToolTip(text)
            control.setAccessibleDescription(text)
            if isinstance(editor, LineEditor) and not editor.line.placeholderText():
                editor.line.setPlaceholderText(text)
        if not field.required and isinstance(editor, LineEditor):
            said = editor.line.placeholderText()
            optional = _("optional")
            editor.line.setPlaceholderText(f"{said} ({optional})" if said else optional)

    @staticmethod
    def _show_look(editor: Editor, said: Said | None) -> None:
        verdict = said.verdict if said is not None else None
        match verdict:
            case Verdict.WRONG:
                editor.show_look("wrong")
                editor.set_sign("error", Tone.RED)
            case Verdict.DOUBTFUL:
                editor.show_look("doubtful")
                editor.set_sign("warning", Tone.AMBER)
            case Verdict.FINE:
                editor.show_look("")
                editor.set_sign("check", Tone.GREEN)
            case _:
                editor.show_look("")
                editor.set_sign("", Tone.NEUTRAL)

    def _ask_reason(self, name: str, *, wanted: bool) -> None:
        if wanted:
            self._reason_field(name).show()
        elif (field := self._reasons.get(name)) is not None:
            field.hide()  # what was typed there stays, should the doubt return

    def _reason_field(self, name: str) -> LineEdit:
        field = self._reasons.get(name)
        if field is None:
            field = LineEdit()
            field.setPlaceholderText(_("It is right because…"))
            field.setAccessibleName(_("Why it is right all the same"))
            field.textEdited.connect(self.reason_changed)
            self._extra.addWidget(field)
            self._reasons[name] = field
        return field


def _say(label: QLabel, lines: list[Said]) -> None:
    worst = (Verdict.WRONG, Verdict.DOUBTFUL, Verdict.FINE, Verdict.NOTE)
    lines = sorted(lines, key=lambda each: worst.index(each.verdict))
    label.setVisible(bool(lines))
    if lines:
        set_tone(label, _TONES[lines[0].verdict])
    label.setText("\n".join(each.text for each in lines))
