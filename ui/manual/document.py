"""A page of the manual as a Qt document, in our sizes, colours and distances.

Made on a worker: the longest page takes longer than a frame. The document then belongs to the Qt
thread.
"""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import (
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
    QTextTableCellFormat,
)

from ui.manual.pages import Page, read_all, read_page
from ui.theme.theme import Theme, font
from ui.theme.tokens import HAIRLINE, Type, Weight, space

_LINE_HEIGHT = 118  # per cent
_TYPES = {1: Type.HEAD, 2: Type.TITLE, 3: Type.LEAD}


class Ready(NamedTuple):
    """A page to be shown, and all pages for the list beside it."""

    pages: tuple[Page, ...]
    page: Page
    document: QTextDocument
    headings: tuple[int, ...]  # where each section of the page begins, in their order


def make_ready(name: str, language: str, colours: Theme) -> Ready:
    """Read the manual and dress one page; off the Qt thread."""
    page = read_page(name, language)
    document = QTextDocument()
    document.setDocumentMargin(space(8))
    document.setDefaultFont(font())
    document.setMarkdown(page.markdown)
    headings = _dress(document, colours)
    app = QCoreApplication.instance()
    assert app is not None
    document.moveToThread(app.thread())
    return Ready(read_all(language), page, document, headings)


def _dress(document: QTextDocument, colours: Theme) -> tuple[int, ...]:
    """Give what Markdown made our look; returns where its headings stand."""
    headings = []
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    block = document.begin()
    while block.isValid():
        cursor.setPosition(block.position())
        level = block.blockFormat().headingLevel()
        shape = QTextBlockFormat()
        if level:
            headings.append(block.position())
            shape.setTopMargin(0 if level == 1 else space(5))
            shape.setBottomMargin(space(2))
            cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
            face = QTextCharFormat()
            face.setFont(font(_TYPES.get(level, Type.LEAD), Weight.BOLD))
            face.setForeground(colours.colour("text"))
            cursor.mergeCharFormat(face)
            cursor.setPosition(block.position())
        elif cursor.currentTable() is None:
            shape.setBottomMargin(space(1) if block.textList() is not None else space(3))
            shape.setLineHeight(
                _LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
            )
        cursor.mergeBlockFormat(shape)
        _dress_keys(document, block, colours)
        block = block.next()
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            _dress_table(frame, colours)
    cursor.endEditBlock()
    return tuple(headings)


def _dress_keys(document: QTextDocument, block: QTextBlock, colours: Theme) -> None:
    """Keys stand in backquotes: bold in our own family, on a quiet ground."""
    pieces = []
    at = block.begin()
    while not at.atEnd():
        fragment = at.fragment()
        if fragment.charFormat().fontFixedPitch():
            pieces.append((fragment.position(), fragment.length()))
        at += 1
    for start, length in pieces:
        cursor = QTextCursor(document)
        cursor.setPosition(start)
        cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
        face = QTextCharFormat()
        face.setFont(font(weight=Weight.SEMI))
        face.setBackground(colours.colour("background"))
        face.setForeground(colours.colour("text"))
        cursor.setCharFormat(face)


def _dress_table(table: QTextTable, colours: Theme) -> None:
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
            face.setBottomBorderBrush(colours.colour("line"))
            cell.setFormat(face)
