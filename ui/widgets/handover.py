"""From a page to the same page made anew in another language: what was typed, where one was."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPlainTextEdit, QWidget


def hand_over_typed(before: QWidget, after: QWidget) -> None:
    """Type and tick in `after` what stands in `before`; both are made the same way."""
    for old, new in zip(before.findChildren(QLineEdit), after.findChildren(QLineEdit), strict=True):
        new.setText(old.text())
    for old_button, new_button in zip(_ticks(before), _ticks(after), strict=True):
        new_button.setChecked(old_button.isChecked())


def typed_in(page: QWidget) -> tuple[object, ...]:
    """What is typed and chosen there, to be compared with what stood there before."""
    return (
        *(each.text() for each in page.findChildren(QLineEdit)),
        *(each.toPlainText() for each in page.findChildren(QPlainTextEdit)),
        *(each.isChecked() for each in _ticks(page)),
    )


def hand_over_focus(before: QWidget, after: QWidget) -> None:
    """Put the focus where it was, the cursor too; call it while both are in their window."""
    focus = before.window().focusWidget()
    stops = _stops(before)
    if focus not in stops:
        return
    at, there = stops.index(focus), _stops(after)
    if at >= len(there):
        return
    new = there[at]
    new.setFocus(Qt.FocusReason.OtherFocusReason)
    if isinstance(focus, QLineEdit) and isinstance(new, QLineEdit):
        new.setCursorPosition(focus.cursorPosition())
    elif isinstance(focus, QPlainTextEdit) and isinstance(new, QPlainTextEdit):
        cursor = new.textCursor()
        cursor.setPosition(focus.textCursor().position())
        new.setTextCursor(cursor)


def _stops(page: QWidget) -> list[QWidget]:
    return [
        each
        for each in page.findChildren(QWidget)
        if each.focusPolicy() is not Qt.FocusPolicy.NoFocus and each.isVisibleTo(page)
    ]


def _ticks(page: QWidget) -> list[QAbstractButton]:
    return [each for each in page.findChildren(QAbstractButton) if each.isCheckable()]
