"""A choice of a few: all in sight, one pressed, arrows move between them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.theme.theme import font, theme
from ui.theme.tokens import GLOW, HAIRLINE, RADIUS, RING, Size, Tone, Type, Weight, space
from ui.widgets.flow import Flow


class _Pill(QAbstractButton):
    def __init__(self, choice_id: str, text: str, parent: Pills) -> None:
        super().__init__(parent)
        self.choice_id = choice_id
        self._pills = parent
        self.setText(text)
        self.setCheckable(True)
        self.setFont(font(Type.BODY, Weight.SEMI))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the row of them has it
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + space(7), Size.FIELD)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme()
        checked = self.isChecked()
        focused = self._pills.is_at(self)
        strong = checked or focused
        painter.setBrush(colours.wash(Tone.BLUE) if checked else colours.colour("surface"))
        width = RING if focused else HAIRLINE
        painter.setPen(QPen(colours.colour("blue" if strong else "edge"), width))
        half = width / 2
        face = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(face, RADIUS, RADIUS)
        painter.setPen(colours.colour("blue" if checked else "text"))
        painter.setFont(self.font())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


class Pills(QWidget):
    """Offers its choices; nothing is chosen until somebody does."""

    picked = Signal()

    def __init__(self, choices: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pills = [_Pill(choice_id, text, self) for choice_id, text in choices]
        rows = Flow()
        rows.setContentsMargins(GLOW, GLOW, GLOW, GLOW)
        for pill in self._pills:
            rows.addWidget(pill)
            pill.clicked.connect(lambda _checked, one=pill: self._pick(one))
        self.setLayout(rows)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def rename(self, texts: Sequence[str]) -> None:
        """Call the choices so."""
        for pill, text in zip(self._pills, texts, strict=True):
            pill.setText(text)
            pill.updateGeometry()

    def answer(self) -> str:
        """The chosen id, or nothing."""
        return next((pill.choice_id for pill in self._pills if pill.isChecked()), "")

    def choose(self, choice_id: str) -> None:
        """Choose without saying so."""
        for pill in self._pills:
            pill.setChecked(pill.choice_id == choice_id)

    def is_at(self, pill: QAbstractButton) -> bool:
        """Whether keys go to that one."""
        return self.hasFocus() and pill is self._current()

    def step(self, by: int) -> None:
        """Choose the next or the one before."""
        ids = [pill.choice_id for pill in self._pills]
        at = ids.index(self.answer()) if self.answer() else (-1 if by > 0 else 0)
        self._pick(self._pills[(at + by) % len(self._pills)])

    def pick_by_letter(self, letter: str) -> bool:
        """Choose the one that begins so; says whether there is one."""
        for pill in self._pills:
            if pill.text().casefold().startswith(letter.casefold()):
                self._pick(pill)
                return True
        return False

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._repaint()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._repaint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Down):
            self.step(1)
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Up):
            self.step(-1)
        elif event.key() == Qt.Key.Key_Space:
            self._pick(self._current())
        elif not event.text() or not self.pick_by_letter(event.text()):
            super().keyPressEvent(event)

    def _current(self) -> _Pill:
        return next((pill for pill in self._pills if pill.isChecked()), self._pills[0])

    def _repaint(self) -> None:
        for pill in self._pills:
            pill.update()

    def _pick(self, chosen: _Pill) -> None:
        self.choose(chosen.choice_id)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._repaint()
        self.picked.emit()
