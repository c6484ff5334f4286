"""A window in which Tab goes as the eye goes, wherever its parts were made first or last."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QMainWindow, QWidget


class Window(QMainWindow):
    """Tab stops where layouts put them: down, left to right; Shift+Tab goes the same way back."""

    def focusNextPrevChild(self, forward: bool) -> bool:
        if not self.isWindow():  # a page of another window, which goes on to its other parts
            return super().focusNextPrevChild(forward)
        here = self.focusWidget()
        order = [each for each in in_order(self) if each is here or is_stop(each)]
        if not forward:
            order.reverse()
        at = order.index(here) if here in order else -1
        around = order[at + 1 :] + order[: max(at, 0)]
        if around:
            reasons = Qt.FocusReason
            around[0].setFocus(reasons.TabFocusReason if forward else reasons.BacktabFocusReason)
        return bool(around)


def is_stop(widget: QWidget) -> bool:
    """Whether Tab stops there."""
    tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return tab and widget.isEnabled() and widget.focusProxy() is None


def in_order(widget: QWidget) -> Iterator[QWidget]:
    """Everything in sight inside a widget, as laid out; what no layout holds comes last."""
    laid = list(_laid(widget.layout()))
    loose = [
        each
        for each in widget.children()
        if isinstance(each, QWidget) and each not in laid and not each.isWindow()
    ]
    for each in (*laid, *loose):
        if each.isVisible():
            yield each
            yield from in_order(each)


def _laid(layout: QLayout | None) -> Iterator[QWidget]:
    for at in range(layout.count() if layout is not None else 0):
        assert layout is not None
        item = layout.itemAt(at)
        if item is None:
            continue
        widget = item.widget()
        if widget is not None:
            yield widget
        else:
            yield from _laid(item.layout())
