"""The manual's window: pages at the left, found by words; one page open, at one of its headings."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, QUrl, Slot
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QFont,
    QKeySequence,
    QPalette,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
    QTextTableCellFormat,
)
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMainWindow,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from counter.text import _, language
from ui.manual.pages import NAMES, Page, find_sections, place_of, read_all
from ui.theme.theme import font, theme
from ui.theme.tokens import HAIRLINE, Size, Tone, Type, Weight, space
from ui.widgets.key_button import KeyButton, Rank
from ui.widgets.line_edit import LineEdit
from ui.widgets.words import words

_PLACE = Qt.ItemDataRole.UserRole
_LINE_HEIGHT = 118  # per cent
_TYPES = {1: Type.HEAD, 2: Type.TITLE, 3: Type.LEAD}

_open: set[ManualWindow] = set()  # nobody else holds the window that F1 opened


def open_manual(asker: QWidget, page: str, anchor: str = "") -> ManualWindow:
    """Open the manual, or bring it forward, at a page; an error's code opens its section."""
    windows = (each for each in QApplication.topLevelWidgets() if isinstance(each, ManualWindow))
    window = next(windows, None) or ManualWindow()
    _open.add(window)
    window.open_at(page, anchor)
    if not window.isVisible():
        window.resize(
            min(int(Size.LEAST_WIDTH) + space(40), asker.window().width()),
            min(int(Size.WINDOW_HEIGHT), asker.window().height()),
        )
    window.show()
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.activateWindow()
    return window


class ManualWindow(QMainWindow):
    """Stays open beside the work; Esc closes it, Ctrl+F searches."""

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.page, self.anchor = "desk", ""
        self._pages: tuple[Page, ...] = ()
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
        self.text.document().setDocumentMargin(space(8))
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
        self._show()
        self._mark()

    def retranslate(self) -> None:
        """Take the words, and the pages, of the language in use."""
        self._pages = read_all(language())
        self.setWindowTitle(_("Manual"))
        self.leave.setText(_("Close"))
        self.search.setPlaceholderText(_("Search the manual"))
        self.search.setAccessibleName(_("Search the manual"))
        self.list.setAccessibleName(_("Pages"))
        self.nothing.setText(_("Nothing holds these words. Try fewer or others."))
        self._list()
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() is QEvent.Type.StyleChange and self._pages:
            self._show()  # light and dark were switched

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
            self._show()

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
    def _show(self) -> None:
        page = next(each for each in self._pages if each.name == self.page)
        self.text.setFont(font())
        document = self.text.document()
        document.setDefaultFont(font())
        document.setMarkdown(page.markdown)
        self.text.setAccessibleName(page.title)
        chosen = self.list.palette()
        chosen.setColor(QPalette.ColorRole.Highlight, theme().colour("blue_wash"))
        chosen.setColor(QPalette.ColorRole.HighlightedText, theme().colour("text"))
        self.list.setPalette(chosen)
        self._dress()
        self._go_to_anchor(page)

    def _dress(self) -> None:
        """Give what Markdown made our sizes, colours and distances."""
        document = self.text.document()
        colours = theme()
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        block = document.begin()
        while block.isValid():
            cursor.setPosition(block.position())
            level = block.blockFormat().headingLevel()
            shape = QTextBlockFormat()
            in_table = cursor.currentTable() is not None
            if level:
                shape.setTopMargin(0 if level == 1 else space(5))
                shape.setBottomMargin(space(2))
                cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
                face = QTextCharFormat()
                face.setFont(font(_TYPES.get(level, Type.LEAD), Weight.BOLD))
                face.setForeground(colours.colour("text"))
                cursor.mergeCharFormat(face)
                cursor.setPosition(block.position())
            elif not in_table:
                shape.setBottomMargin(space(1) if block.textList() is not None else space(3))
                shape.setLineHeight(
                    _LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
                )
            cursor.mergeBlockFormat(shape)
            self._dress_keys(block)
            block = block.next()
        for frame in document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                self._dress_table(frame)
        cursor.endEditBlock()

    def _dress_keys(self, block: object) -> None:
        """Keys stand in backquotes: bold in our own family, on a quiet ground."""
        pieces = []
        at = block.begin()  # type: ignore[attr-defined]  # an iterator of Qt's
        while not at.atEnd():
            fragment = at.fragment()
            if fragment.charFormat().fontFixedPitch():
                pieces.append((fragment.position(), fragment.length()))
            at += 1
        for start, length in pieces:
            cursor = QTextCursor(self.text.document())
            cursor.setPosition(start)
            cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
            face = QTextCharFormat()
            key: QFont = font(weight=Weight.SEMI)
            face.setFont(key)
            face.setBackground(theme().colour("background"))
            face.setForeground(theme().colour("text"))
            cursor.setCharFormat(face)

    @staticmethod
    def _dress_table(table: QTextTable) -> None:
        """A thin line below each row, as our tables have, and nothing else."""
        shape = table.format()
        shape.setBorder(0)
        shape.setCellPadding(space(2))
        shape.setCellSpacing(0)
        shape.setTopMargin(space(1))
        shape.setBottomMargin(space(3))
        shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        table.setFormat(shape)
        for row in range(table.rows()):
            for column in range(table.columns()):
                cell = table.cellAt(row, column)
                face = QTextTableCellFormat(cell.format())
                face.setBottomBorder(HAIRLINE)
                face.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
                face.setBottomBorderBrush(theme().colour("line"))
                cell.setFormat(face)

    def _go_to_anchor(self, page: Page) -> None:
        """Bring the heading to the top: headings stand in the order of the page's sections."""
        anchors = [each.anchor for each in page.sections]
        at = anchors.index(self.anchor) if self.anchor in anchors else 0
        headings = []
        block = self.text.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel():
                headings.append(block.position())
            block = block.next()
        cursor = QTextCursor(self.text.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        self.text.setTextCursor(cursor)  # from below, so that the heading stands at the top
        cursor.setPosition(headings[at])
        self.text.setTextCursor(cursor)
        top = self.text.cursorRect(cursor).top() + self.text.verticalScrollBar().value()
        self.text.verticalScrollBar().setValue(0 if at == 0 else top - space(4))
