"""Where a window shows one page at a time, scrolled up and down only."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget

from ui.theme.tokens import space
from ui.widgets.handover import hand_over_focus


class PageArea(QScrollArea):
    """Holds the page; whatever gets the focus in it comes into sight."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page: QWidget | None = None
        holding = QWidget()
        holding.setProperty("look", "scrolled")
        self._rows = QVBoxLayout(holding)
        self._rows.setContentsMargins(space(8), space(2), space(8), space(6))
        self._rows.addStretch()
        self.setWidget(holding)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._keep_in_sight)

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

    @Slot(QWidget, QWidget)
    def _keep_in_sight(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self.page is not None and self.page.isAncestorOf(new):
            self.ensureWidgetVisible(new, 0, space(12))
