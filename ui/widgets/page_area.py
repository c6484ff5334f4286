"""Where a window shows one page at a time."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme.tokens import space
from ui.widgets.handover import hand_over_focus
from ui.widgets.scrolled import Scrolled


class PageArea(Scrolled):
    """Holds the page at its top, scrolled up and down only."""

    def __init__(self, parent: QWidget | None = None) -> None:
        holding = QWidget()
        self._rows = QVBoxLayout(holding)
        self._rows.setContentsMargins(space(8), space(2), space(8), space(6))
        self._rows.addStretch()
        self.page: QWidget | None = None
        super().__init__(holding, parent)

    def show_page(self, page: QWidget, *, anew: bool = False) -> QWidget | None:
        """Show a page; the one before is hidden and returned, to be done away with.

        Args:
            anew: it is the page before in another language; focus and place stay.
        """
        before, self.page = self.page, page
        page.setProperty("look", "scrolled")
        self._rows.insertWidget(0, page)
        page.show()
        if before is not None:
            if anew:
                hand_over_focus(before, page)
            before.hide()
        if not anew:
            self.verticalScrollBar().setValue(0)
        return before
