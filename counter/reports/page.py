"""The report's page: its measures, its colours, and a line of text on it."""

from __future__ import annotations

from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph

from counter.reports.look import PaperLook
from counter.reports.type import REGULAR

MARGIN_X, MARGIN_TOP, MARGIN_BOTTOM = 18 * mm, 16 * mm, 18 * mm
WIDTH = A4[0] - 2 * MARGIN_X
LOOK = PaperLook()
# a table names its font in the file even where every cell brings its own
IN_OUR_FONT = ("FONTNAME", (0, 0), (-1, -1), REGULAR)


def line(text: str, size: float, *, font: str = REGULAR, colour: str = LOOK.text) -> Paragraph:
    """Set words that are no markup, broken where they are too long."""
    style = ParagraphStyle(
        "line", fontName=font, fontSize=size, leading=1.26 * size, textColor=HexColor(colour)
    )
    return Paragraph(escape(text), style)
