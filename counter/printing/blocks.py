"""Blocks stacked down a page: text, rules, boxes, ticks and codes, measured before they are drawn.

A block knows its height, so a roll can be cut to its content and a sheet can break between
blocks. Everything is black on white: a thermal head and a nine-pin ribbon know no grey.
Lengths are points unless a name says millimetres.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from itertools import groupby
from threading import Lock
from typing import Any, NamedTuple

import segno
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from segno import consts

REGULAR = "Loket-Regular"
BOLD = "Loket-Bold"
LEADING = 1.26
_PALE = 0.87  # a word under everything: seen, and everything is still read
_SLANT = 33  # degrees
_ACROSS = 0.95  # of the width, before it is slanted
_ASCENT = 0.95  # of the size: where a line's baseline lies below its top
_drawing = Lock()  # a TTFont cuts its subset while it is saved: one document at a time


class Style(NamedTuple):
    """A font at a size."""

    font: str
    size: float


class Span(NamedTuple):
    """A piece of a line in one style."""

    text: str
    style: Style


Draw = Callable[[Canvas, float, float], None]
"""Draws with the block's upper left corner at (x, y)."""


@dataclass(frozen=True)
class Block:
    """Something of a known height."""

    height: float
    draw: Draw


class Sheet(NamedTuple):
    """A page: blocks from the top, inside margins. Height 0 is a roll, cut below the content."""

    width: float
    height: float
    margin_x: float
    margin_y: float

    @property
    def inner(self) -> float:
        """The width between the margins."""
        return self.width - 2 * self.margin_x


def document(
    sheet: Sheet,
    blocks: Sequence[Block],
    *,
    title: str,
    author: str,
    language: str,
    carried_on: Callable[[int, int], Block] | None = None,
    across: str = "",
) -> bytes:
    """Draw blocks to a PDF that is the same, byte for byte, for the same blocks.

    Args:
        sheet: of every page.
        blocks: in order; a page ends before the first that does not fit.
        title: for the viewer's window and the printer's queue, so never a person's name.
        author: the office.
        language: the text's.
        carried_on: heads page n of m, from the second on.
        across: a word that lies large and pale under everything.
    """
    _register_fonts()
    height = sheet.height or sum(block.height for block in blocks) + 2 * sheet.margin_y
    pages = _pages(blocks, height - 2 * sheet.margin_y, carried_on) if sheet.height else [blocks]
    buffer = BytesIO()
    with _drawing:
        canvas = Canvas(
            buffer, pagesize=(sheet.width, height), pageCompression=1, invariant=1, lang=language
        )
        canvas.setTitle(title)
        canvas.setAuthor(author)
        canvas.setCreator("Loket")
        canvas.setViewerPreference("PrintScaling", "None")  # a shrunk QR is a worse QR
        for page in pages:
            if across:
                _write_across(canvas, across, sheet.width, height)
            y = height - sheet.margin_y
            for block in page:
                block.draw(canvas, sheet.margin_x, y)
                y -= block.height
            canvas.showPage()
        canvas.save()
    return buffer.getvalue()


def _write_across(canvas: Canvas, word: str, width: float, height: float) -> None:
    """Write a word slanted, one below the other, so that no part of a page is without it."""
    size = _ACROSS * width / _width(Span(word, Style(BOLD, 1)))
    canvas.saveState()
    canvas.setFillGray(_PALE)
    for down in range(1, max(2, round(height / width) + 1)):
        canvas.saveState()
        canvas.translate(width / 2, height - (down - 0.5) * width)
        canvas.rotate(_SLANT)
        canvas.setFont(BOLD, size)
        canvas.drawCentredString(0, -size / 3, word)
        canvas.restoreState()
    canvas.restoreState()


def text(
    spans: str | Sequence[Span],
    style: Style,
    width: float,
    *,
    align: float = 0,
    leading: float = LEADING,
) -> Block:
    """Wrap text to a width; a word wider than that is broken rather than cut.

    Args:
        spans: one string in `style`, or pieces with styles of their own.
        style: of a plain string; its size sets the line's height too.
        width: to wrap to.
        align: 0 left, 0.5 centred, 1 right.
        leading: line height as a share of the size.
    """
    _register_fonts()
    pieces = [Span(spans, style)] if isinstance(spans, str) else spans
    wrapped = _balanced(pieces, width) if align == 0.5 else _wrap(pieces, width)
    lines = [_joined(line) for line in wrapped]
    size = max((piece.style.size for piece in pieces), default=style.size)
    step = size * leading

    def draw(canvas: Canvas, x: float, y: float) -> None:
        baseline = y - (step - size) / 2 - size * _ASCENT + size * 0.08
        for line in lines:
            at = x + align * (width - sum(_width(span) for span in line))
            for span in line:
                canvas.setFont(span.style.font, span.style.size)
                canvas.drawString(at, baseline, span.text)
                at += _width(span)
            baseline -= step

    return Block(step * len(lines), draw)


def fitted(content: str, style: Style, width: float, *, smallest: float) -> Block:
    """Centre one line as large as the width allows; below `smallest` it wraps instead."""
    _register_fonts()
    natural = _width(Span(content, style))
    size = min(style.size, style.size * width / natural) if natural else style.size
    return text(content, Style(style.font, max(size, smallest)), width, align=0.5, leading=1.1)


def at_least(height: float, block: Block) -> Block:
    """Centre a block in a height it may exceed, so that what follows keeps its place."""
    spare = max(height - block.height, 0) / 2
    return stack([gap(spare), block, gap(spare)])


def gap(height: float) -> Block:
    """Leave room."""
    return Block(height, lambda _canvas, _x, _y: None)


def rule(width: float, *, dashed: bool = False, thickness: float = 0.7, room: float = 5) -> Block:
    """Draw a line across, with room above and below."""

    def draw(canvas: Canvas, x: float, y: float) -> None:
        canvas.setLineWidth(thickness)
        canvas.setDash([2.4, 2] if dashed else [])
        canvas.line(x, y - room, x + width, y - room)
        canvas.setDash([])

    return Block(2 * room + thickness, draw)


def stack(blocks: Iterable[Block]) -> Block:
    """Make several blocks one, which no page break divides."""
    parts = list(blocks)

    def draw(canvas: Canvas, x: float, y: float) -> None:
        for part in parts:
            part.draw(canvas, x, y)
            y -= part.height

    return Block(sum(part.height for part in parts), draw)


def beside(*columns: tuple[float, Block]) -> Block:
    """Put blocks next to each other, tops aligned, each at its own distance from the left."""

    def draw(canvas: Canvas, x: float, y: float) -> None:
        for left, block in columns:
            block.draw(canvas, x + left, y)

    return Block(max(block.height for _left, block in columns), draw)


def framed(
    inner: Block, width: float, *, padding: float, filled: bool = False, dashed: bool = False
) -> Block:
    """Draw a rounded frame around a block made `2 * padding` narrower; filled, it turns white."""
    height = inner.height + 2 * padding

    def draw(canvas: Canvas, x: float, y: float) -> None:
        canvas.saveState()
        canvas.setLineWidth(1)
        canvas.setDash([3, 2.4] if dashed else [])
        canvas.roundRect(x + 0.5, y - height + 0.5, width - 1, height - 1, 3, fill=int(filled))
        canvas.setDash([])
        if filled:
            canvas.setFillGray(1)
        inner.draw(canvas, x + padding, y - padding)
        canvas.restoreState()

    return Block(height, draw)


def tick_box(size: float, line: float, *, ticked: bool) -> Block:
    """Draw a box centred on a line of text, ticked or empty: no font of ours has these signs."""

    def draw(canvas: Canvas, x: float, y: float) -> None:
        bottom = y - (line + size) / 2
        canvas.setLineWidth(0.9)
        canvas.roundRect(x + 0.45, bottom + 0.45, size - 0.9, size - 0.9, size * 0.12)
        if ticked:
            canvas.setLineWidth(1.5)
            canvas.setLineCap(1)
            canvas.setLineJoin(1)
            path = canvas.beginPath()
            path.moveTo(x + size * 0.24, bottom + size * 0.52)
            path.lineTo(x + size * 0.42, bottom + size * 0.3)
            path.lineTo(x + size * 0.77, bottom + size * 0.74)
            canvas.drawPath(path)
            canvas.setLineCap(0)
            canvas.setLineJoin(0)

    return Block(line, draw)


def qr_code(content: str, *, module_mm: float, width: float, align: float = 0.5) -> Block:
    """Draw a QR code of error level M, with the quiet edge it needs.

    Args:
        content: a URL is split before its last part, so that the compact letters cost less.
        module_mm: half a millimetre is four dots of a thermal head: sharp edges.
        width: of the block.
        align: 0 left, 0.5 centred, 1 right.
    """
    matrix = _qr_matrix(content)
    quiet = 2  # a paper's own white does the rest
    module = module_mm * mm
    side = (len(matrix) + 2 * quiet) * module
    runs = " ".join(_dark_runs(matrix))

    def draw(canvas: Canvas, x: float, y: float) -> None:
        left = x + align * (width - side) + quiet * module
        canvas.saveState()
        canvas.translate(left, y - quiet * module)
        canvas.scale(module, -module)
        canvas.addLiteral(f"{runs} f")
        canvas.restoreState()

    return Block(side, draw)


@lru_cache(maxsize=8)
def qr_side(content: str, *, module_mm: float) -> float:
    """Measure `qr_code`'s picture; a preview asks for the same one at every pause in typing."""
    return qr_code(content, module_mm=module_mm, width=0).height


def line_width(content: str, style: Style) -> float:
    """Measure a line."""
    _register_fonts()
    return _width(Span(content, style))


def _qr_matrix(content: str) -> tuple[bytearray, ...]:
    head, slash, mark = content.rpartition("/")
    parts: Any = [(mark, consts.MODE_ALPHANUMERIC)]  # segno's stub knows of whole texts only
    if head:
        parts.insert(0, (head + slash, consts.MODE_BYTE))
    return segno.make_qr(parts, error="m", boost_error=False).matrix


def _dark_runs(matrix: Sequence[bytearray]) -> Iterable[str]:
    for y, row in enumerate(matrix):
        start = None
        for x, dark in enumerate((*row, 0)):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                yield f"{start} {y} {x - start} 1 re"
                start = None


def _pages(
    blocks: Sequence[Block], room: float, carried_on: Callable[[int, int], Block] | None
) -> list[list[Block]]:
    head = carried_on(1, 1).height if carried_on else 0
    pages: list[list[Block]] = [[]]
    left = room
    for block in blocks:
        if block.height > left and pages[-1]:
            pages.append([])
            left = room - head
        pages[-1].append(block)
        left -= block.height
    if carried_on:
        for index, page in enumerate(pages[1:], start=2):
            page.insert(0, carried_on(index, len(pages)))
    return pages


def _wrap(spans: Sequence[Span], width: float) -> list[list[Span]]:
    lines: list[list[Span]] = [[]]
    used = 0.0
    for word in _words(spans, width):
        size = _width(word)
        if used + size > width + 0.01 and lines[-1]:
            if not word.text.strip():
                continue
            while lines[-1] and not lines[-1][-1].text.strip():
                lines[-1].pop()
            lines.append([])
            used = 0.0
        lines[-1].append(word)
        used += size
    return lines


def _joined(line: Sequence[Span]) -> list[Span]:
    """Put the words of one style together again: a call each would cost more than the drawing."""
    return [
        Span("".join(span.text for span in spans), style)
        for style, spans in groupby(line, key=lambda span: span.style)
    ]


def _balanced(spans: Sequence[Span], width: float) -> list[list[Span]]:
    """Wrap centred text to lines of like length: no last word hangs alone."""
    lines = _wrap(spans, width)
    if len(lines) == 1:
        return lines
    narrow, wide = 0.0, width
    while wide - narrow > 2:
        middle = (narrow + wide) / 2
        if len(_wrap(spans, middle)) > len(lines):
            narrow = middle
        else:
            wide = middle
    return _wrap(spans, wide)


def _words(spans: Sequence[Span], width: float) -> Iterable[Span]:
    """Cut spans into words and the spaces between, and words too wide into pieces."""
    for span in spans:
        for index, word in enumerate(span.text.split(" ")):
            if index:
                yield Span(" ", span.style)
            rest = word
            while rest and _width(Span(rest, span.style)) > width:
                end = _fitting(rest, span.style, width)
                yield Span(rest[:end], span.style)
                rest = rest[end:]
            if rest:
                yield Span(rest, span.style)


def _fitting(word: str, style: Style, width: float) -> int:
    """Count the letters that fit, up to the last sign that may end a line where there is one."""
    end = len(word) - 1
    while end > 1 and _width(Span(word[:end], style)) > width:
        end -= 1
    sign = max(word.rfind(sign, 0, end) for sign in "/-@._")
    return sign + 1 if sign > 0 else end


def _width(span: Span) -> float:
    return float(pdfmetrics.stringWidth(span.text, span.style.font, span.style.size))


@cache
def _register_fonts() -> None:
    for name, file in ((REGULAR, "Regular"), (BOLD, "Bold")):
        data = files("resources") / "fonts" / f"AtkinsonHyperlegibleNext-{file}.ttf"
        pdfmetrics.registerFont(TTFont(name, BytesIO(data.read_bytes())))
