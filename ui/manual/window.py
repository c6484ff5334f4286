"""The manual's window: pages at the left, found by words; one page open, at one of its headings."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt, QUrl, Slot
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QPalette, QTextCursor
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from counter.text import _, language
from ui.manual.document import Ready, make_ready
from ui.manual.opening import raise_bug
from ui.manual.pages import NAMES, Page, find_sections, place_of
from ui.tasks import Tasks
from ui.theme.theme import font, theme
from ui.theme.tokens import Size, Tone, space
from ui.widgets.key_button import KeyButton, Rank
from ui.widgets.line_edit import LineEdit
from ui.widgets.window import Window
from ui.widgets.words import words

_PLACE = Qt.ItemDataRole.UserRole

_open: set[ManualWindow] = set()  # nobody else holds the window that F1 opened


class ManualWindow(Window):
    """Stays open beside the work; Esc closes it, Ctrl+F searches."""

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        _open.add(self)
        self._tasks = tasks
        self.page, self.anchor = "desk", ""
        self._pages: tuple[Page, ...] = ()
        self._shown: Ready | None = None
        self._asked = 0  # pages asked for: only the last is shown
        self.leave, self.find_ = QAction(self), QAction(self)
        self.leave.setShortcut(QKeySequence("Esc"))
        self.leave.triggered.connect(self._step_back)
        self.find_.setShortcuts([QKeySequence("Ctrl+F"), QKeySequence("Ctrl+K")])
        self.find_.triggered.connect(self._search)
        self.addActions([self.leave, self.find_])
        self.search = LineEdit()
        self.search.textChanged.connect(self._list)
        self.search.returnPressed.connect(self._open_first)
        self.list = QListWidget()
        self.list.setFont(font())
        self.list.setSpacing(1)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.currentItemChanged.connect(self._open_item)
        self.nothing = words(tone=Tone.NEUTRAL, wrap=True)
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setFont(font())
        self.text.anchorClicked.connect(self._follow)
        side = QFrame()
        side.setProperty("look", "panel-left")
        side.setFixedWidth(Size.QUEUE)
        rows = QVBoxLayout(side)
        rows.setContentsMargins(space(3), space(3), space(3), space(3))
        rows.setSpacing(space(2))
        rows.addWidget(self.search)
        rows.addWidget(self.nothing)
        rows.addWidget(self.list, stretch=1)
        rows.addWidget(KeyButton(self.leave, Rank.QUIET), alignment=Qt.AlignmentFlag.AlignLeft)
        whole = QWidget()
        across = QHBoxLayout(whole)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(side)
        across.addWidget(self.text, stretch=1)
        self.setCentralWidget(whole)
        self.setMinimumSize(Size.PAGE, Size.LEAST_HEIGHT)
        self.retranslate()

    def open_at(self, page: str, anchor: str = "") -> None:
        """Open a page at one of its headings; an unknown page is an error's code."""
        self.page, self.anchor = place_of(page, anchor)
        self._mark()
        self._read()

    def show_page(self, ready: Ready, anchor: str) -> None:
        """Show a page that is ready, at one of its headings."""
        self.page, self.anchor = ready.page.name, anchor
        self._asked += 1
        self._show(self._asked, ready)

    def retranslate(self) -> None:
        """Take the words of the language in use; the pages follow."""
        self.setWindowTitle(_("Manual"))
        self.leave.setText(_("Close"))
        self.search.setPlaceholderText(_("Search the manual"))
        self.search.setAccessibleName(_("Search the manual"))
        self.list.setAccessibleName(_("Pages"))
        self.nothing.setText(_("Nothing holds these words. Try fewer or others."))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
            self._read()
        elif event.type() is QEvent.Type.StyleChange and self._shown is not None:
            self._read()  # light and dark were switched

    def closeEvent(self, event: QCloseEvent) -> None:
        _open.discard(self)
        super().closeEvent(event)

    # --- the list ---------------------------------------------------------------------------
    @Slot()
    def _list(self) -> None:
        asked = self.search.text().strip()
        entries: Sequence[tuple[str, str, str]]
        if asked:
            titles = {page.name: page.title for page in self._pages}
            entries = [
                (
                    each.title if each.level == 1 else f"{each.title} · {titles[each.page]}",
                    each.page,
                    each.anchor,
                )
                for each in find_sections(self._pages, asked)
            ]
        else:
            entries = [(page.title, page.name, "") for page in self._pages]
        self.list.blockSignals(True)
        self.list.clear()
        for text, page, anchor in entries:
            item = QListWidgetItem(text, self.list)
            item.setData(_PLACE, (page, anchor))
            item.setToolTip(text)
            item.setSizeHint(QSize(0, Size.CHECK_ROW))
        self.list.blockSignals(False)
        self.nothing.setVisible(not entries)
        self._mark()

    def _mark(self) -> None:
        """Show in the list which page is open, without opening it again."""
        if self.search.text().strip():
            return
        self.list.blockSignals(True)
        self.list.setCurrentRow(NAMES.index(self.page))
        self.list.blockSignals(False)

    @Slot(QListWidgetItem)
    def _open_item(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.page, self.anchor = item.data(_PLACE)
            self._read()

    @Slot()
    def _open_first(self) -> None:
        if self.list.count():
            self.list.setFocus()
            self.list.setCurrentRow(0)

    @Slot()
    def _search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    @Slot()
    def _step_back(self) -> None:
        if self.search.text():
            self.search.clear()
        else:
            self.close()

    @Slot(QUrl)
    def _follow(self, url: QUrl) -> None:
        self.open_at(url.path().removesuffix(".md") or self.page, url.fragment())

    # --- the page ---------------------------------------------------------------------------
    def _read(self) -> None:
        self._asked += 1
        self._tasks.ask(
            partial(make_ready, self.page, language(), theme()),
            asker=self,
            done=partial(self._show, self._asked),
            failed=raise_bug,
        )

    def _show(self, asked: int, ready: Ready) -> None:
        ready.document.setParent(self)  # goes with the window, or before it
        if asked != self._asked:
            ready.document.deleteLater()
            return
        before, self._shown = self._shown, ready
        self.text.setDocument(ready.document)
        if before is not None:
            before.document.deleteLater()
        self.text.setAccessibleName(ready.page.title)
        chosen = self.list.palette()
        chosen.setColor(QPalette.ColorRole.Highlight, theme().colour("blue_wash"))
        chosen.setColor(QPalette.ColorRole.HighlightedText, theme().colour("text"))
        self.list.setPalette(chosen)
        if ready.pages is not self._pages:
            self._pages = ready.pages
            self._list()
        self._mark()
        self._go_to_anchor(ready)

    def _go_to_anchor(self, ready: Ready) -> None:
        """Bring the heading to the top."""
        anchors = [each.anchor for each in ready.page.sections]
        at = anchors.index(self.anchor) if self.anchor in anchors else 0
        cursor = QTextCursor(ready.document)
        cursor.setPosition(ready.headings[at])
        self.text.setTextCursor(cursor)
        top = self.text.cursorRect(cursor).top() + self.text.verticalScrollBar().value()
        self.text.verticalScrollBar().setValue(0 if at == 0 else top - space(4))
