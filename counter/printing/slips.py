"""What every slip on a roll has alike: its two widths, the office above, its language."""

from __future__ import annotations

from collections.abc import Callable

from reportlab.lib.units import mm

from counter.printing.blocks import BOLD, REGULAR, Block, Sheet, Style, document, rule, text
from counter.printing.papers import AppointmentPaper, PaperSize, TicketPaper
from counter.printing.practice import across, mark
from counter.text import using

SMALL, PLAIN = Style(REGULAR, 8.5), Style(REGULAR, 10)
_SHEETS = {
    PaperSize.ROLL_80: Sheet(80 * mm, 0, 4 * mm, 4 * mm),
    PaperSize.ROLL_58: Sheet(58 * mm, 0, 5 * mm, 4 * mm),
}


def slip_pdf(
    slip: TicketPaper | AppointmentPaper,
    title: str,
    blocks: Callable[[float], list[Block]],
    *,
    layout: PaperSize,
) -> bytes:
    """Draw a slip to a PDF.

    Args:
        slip: what stands on it.
        title: of the document.
        blocks: what it says below the office's name, so many points wide.
        layout: a roll; an office that has only A5 takes the narrow one onto it.
    """
    sheet, head = _SHEETS.get(layout, _SHEETS[PaperSize.ROLL_58]), slip.letterhead
    width = sheet.inner
    with using(slip.language):
        said = [
            *mark(head, width),
            centred(head.office.upper(), width, Style(BOLD, 11)),
            *([centred(head.address, width, SMALL)] if head.address else []),
            rule(width, dashed=True, room=5),
            *blocks(width),
            *mark(head, width),
        ]
        return document(
            sheet,
            said,
            title=title,
            author=head.office,
            language=slip.language,
            across=across(head),
        )


def centred(words: str, width: float, style: Style = PLAIN) -> Block:
    """A line in the middle of a slip."""
    return text(words, style, width, align=0.5)
