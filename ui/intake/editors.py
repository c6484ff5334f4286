"""Controls for one answer each. All speak raw text: what was typed is what is kept.

An editor emits `changed` for typing only, never for an answer that was set.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSignalBlocker, QStringListModel, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCompleter, QVBoxLayout, QWidget

from counter.domain.catalogue import Field, FieldKind
from counter.text import _, language
from ui.theme.theme import font, theme
from ui.theme.tokens import GLOW, Size, Tone, Type, Weight, space
from ui.widgets.line_edit import ComboBox, LineEdit, TextEdit
from ui.widgets.pills import Pills

_FEW = 3  # so many choices are shown side by side
_GROUPS = {FieldKind.NIK: (4,), FieldKind.NKK: (4,), FieldKind.PHONE: (4,), FieldKind.NOP: ()}
_SHORT = {
    FieldKind.DATE: Size.DATE_FIELD,
    FieldKind.PAST_DATE: Size.DATE_FIELD,
    FieldKind.TIME: Size.SHORT_FIELD,
    FieldKind.NUMBER: Size.DATE_FIELD,
    FieldKind.RUPIAH: Size.DATE_FIELD,
    FieldKind.RT: Size.SHORT_FIELD,
    FieldKind.RW: Size.SHORT_FIELD,
}
# Finds regions by what was typed of their name: code and name.
FindRegions = Callable[[str], Sequence[tuple[str, str]]]


class Editor(QWidget):
    """One answer's control."""

    changed = Signal()

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)

    def control(self) -> QWidget:
        """What takes the focus."""
        raise NotImplementedError

    def answer(self) -> str:
        """What is typed."""
        raise NotImplementedError

    def set_answer(self, answer: str) -> None:
        """Show an answer that somebody else knows."""
        raise NotImplementedError

    def wants_enter(self) -> bool:
        """Whether Enter belongs to the control and does not move on."""
        return False

    def show_look(self, look: str) -> None:
        """Look "wrong", "doubtful" or plain."""
        control = self.control()
        if control.property("look") != look:
            control.setProperty("look", look)
            control.style().unpolish(control)
            control.style().polish(control)

    def set_sign(self, icon: str, tone: Tone) -> None:
        """Show a sign in the control, where it has a place for one."""

    def _take(self, control: QWidget) -> None:
        layout = self.layout()
        assert layout is not None
        layout.addWidget(control)
        self.setFocusProxy(control)
        control.setAccessibleName(self.field.label.in_language(language()))


class LineEditor(Editor):
    """One line; numbers of many digits are grouped while they are typed."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        strong = field.kind is FieldKind.NAME
        large = field.kind is FieldKind.NIK
        self.line = _PrefixedLine(
            _prefix(field.kind),
            size=Type.LEAD if large else Type.BODY,
            weight=Weight.SEMI if strong else Weight.REGULAR,
        )
        if width := _SHORT.get(field.kind):
            self.line.setFixedWidth(width + 2 * GLOW)
        if field.kind in (FieldKind.DATE, FieldKind.PAST_DATE):
            self.line.setPlaceholderText(_("dd-mm-yyyy"))
        elif field.kind is FieldKind.TIME:
            self.line.setPlaceholderText(_("hh.mm"))
        elif field.kind is FieldKind.NAMES:
            self.line.setPlaceholderText(_("one name a line"))
        self._groups = _GROUPS.get(field.kind)
        self._take(self.line)
        self.line.textEdited.connect(self._typed)

    def control(self) -> QWidget:
        return self.line

    def answer(self) -> str:
        text = self.line.text()
        return text.replace(" ", "") if self._groups is not None else text

    def set_answer(self, answer: str) -> None:
        shown = self._grouped(answer)
        if shown != self.line.text():
            self.line.setText(shown)
            self.line.setCursorPosition(0)

    def set_sign(self, icon: str, tone: Tone) -> None:
        self.line.set_sign(icon, tone)

    @Slot(str)
    def _typed(self, text: str) -> None:
        if self._groups:
            cursor = self.line.cursorPosition()
            before = len(text[:cursor].replace(" ", ""))
            shown = self._grouped(text)
            if shown != text:
                self._regroup(shown, before)
        self.changed.emit()

    def _regroup(self, shown: str, before: int) -> None:
        """Write the groups as typing, so that Ctrl+Z still takes back a key at a time."""
        with QSignalBlocker(self.line):
            self.line.selectAll()
            self.line.insert(shown)
        at = 0
        while before and at < len(shown):
            before -= shown[at] != " "
            at += 1
        self.line.setCursorPosition(at)

    def _grouped(self, text: str) -> str:
        if not self._groups:
            return text
        size, plain = self._groups[0], text.replace(" ", "")
        return " ".join(plain[at : at + size] for at in range(0, len(plain), size))


class LinesEditor(Editor):
    """Several lines: a long text, or a name a line."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.lines = TextEdit(lines=3)
        if field.kind is FieldKind.NAMES:
            self.lines.setPlaceholderText(_("one name a line; Ctrl+Enter moves on"))
        self._take(self.lines)
        self.lines.textChanged.connect(self.changed)

    def control(self) -> QWidget:
        return self.lines

    def answer(self) -> str:
        return self.lines.toPlainText()

    def set_answer(self, answer: str) -> None:
        if answer != self.lines.toPlainText():
            with QSignalBlocker(self.lines):
                self.lines.setPlainText(answer)

    def wants_enter(self) -> bool:
        return True


class PillsEditor(Editor):
    """A few choices side by side, or yes and no."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.pills = Pills(_choices(field))
        self._take(self.pills)
        self.pills.picked.connect(self.changed)

    def control(self) -> QWidget:
        return self.pills

    def answer(self) -> str:
        return self.pills.answer()

    def set_answer(self, answer: str) -> None:
        self.pills.choose(answer)


class ComboEditor(Editor):
    """More choices: a list that drops down; typing finds."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.combo = ComboBox()
        self.combo.setPlaceholderText(_("Choose"))
        for choice_id, title in _choices(field):
            self.combo.addItem(title, choice_id)
        self.combo.setCurrentIndex(-1)
        self._take(self.combo)
        self.combo.activated.connect(lambda _at: self.changed.emit())
        self._unknown = ""

    def control(self) -> QWidget:
        return self.combo

    def answer(self) -> str:
        chosen = self.combo.currentData()
        return chosen if isinstance(chosen, str) else self._unknown

    def set_answer(self, answer: str) -> None:
        at = self.combo.findData(answer)
        # An answer of an older catalogue is kept until another is chosen.
        self._unknown = answer if at < 0 else ""
        with QSignalBlocker(self.combo):
            self.combo.setCurrentIndex(at)


class RegionEditor(Editor):
    """A region by its name: the list below narrows while typing; its code is the answer."""

    def __init__(self, field: Field, find: FindRegions) -> None:
        super().__init__(field)
        self._find = find
        self._code = ""
        self._found: dict[str, str] = {}
        self.line = LineEdit()
        self.line.setPlaceholderText(_("Type part of the name"))
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.activated.connect(self._chosen)
        self.line.setCompleter(completer)
        self._take(self.line)
        self.line.textEdited.connect(self._typed)

    def control(self) -> QWidget:
        return self.line

    def answer(self) -> str:
        return self._code or self.line.text()

    def set_answer(self, answer: str) -> None:
        if answer == self.answer():
            return
        found = dict(self._find(answer)) if answer else {}
        if answer in found:
            self._code = answer
            self.line.setText(found[answer])
        else:
            self._code = ""
            self.line.setText(answer)
        self.line.setCursorPosition(0)

    def set_sign(self, icon: str, tone: Tone) -> None:
        self.line.set_sign(icon, tone)

    @Slot(str)
    def _typed(self, text: str) -> None:
        self._found = {name: code for code, name in self._find(text)}
        self._names.setStringList(list(self._found))
        self._code = self._found.get(text, "")
        self.changed.emit()

    @Slot(str)
    def _chosen(self, name: str) -> None:
        self._code = self._found.get(name, "")
        self.changed.emit()


class _PrefixedLine(LineEdit):
    """A line with a fixed word before what is typed: RT, RW, Rp."""

    def __init__(self, prefix: str, *, size: Type, weight: Weight) -> None:
        super().__init__(size=size, weight=weight)
        self._prefix = prefix
        if prefix:
            width = self.fontMetrics().horizontalAdvance(prefix)
            self.set_lead(width + space(1))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._prefix:
            painter = QPainter(self)
            painter.setFont(font())
            painter.setPen(theme().colour("muted"))
            room = self.rect().adjusted(GLOW + space(3), 0, 0, 0)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self._prefix)


def editor_for(field: Field, find_regions: FindRegions) -> Editor:
    """The control that a field's kind asks for."""
    match field.kind:
        case FieldKind.LONG_TEXT | FieldKind.NAMES:
            return LinesEditor(field)
        case FieldKind.YES_NO:
            return PillsEditor(field)
        case FieldKind.CHOICE if len(field.choices) <= _FEW:
            return PillsEditor(field)
        case FieldKind.CHOICE:
            return ComboEditor(field)
        case FieldKind.REGION:
            return RegionEditor(field, find_regions)
        case _:
            return LineEditor(field)


def _choices(field: Field) -> list[tuple[str, str]]:
    if field.kind is FieldKind.YES_NO:
        return [("yes", _("Yes")), ("no", _("No"))]
    return [(choice.id, choice.title.in_language(language())) for choice in field.choices]


def _prefix(kind: FieldKind) -> str:
    match kind:
        case FieldKind.RT:
            return "RT"
        case FieldKind.RW:
            return "RW"
        case FieldKind.RUPIAH:
            return "Rp"
        case _:
            return ""
