"""The embedded family in reports: fonts registered once, and how tall their lines stand.

`counter.printing` registers its own for papers at the counter: a font cuts its subset while a
document is saved, so each room holds its own fonts and its own turn.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from io import BytesIO
from threading import Lock

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR = "Report-Regular"
SEMIBOLD = "Report-SemiBold"
BOLD = "Report-Bold"
FIGURES = "Report-Figures"  # every figure as wide as the next, for columns
FIGURES_BOLD = "Report-Figures-Bold"
drawing = Lock()  # held from a document's first page to its last byte


@cache
def register_fonts() -> None:
    """Make the family known to reportlab."""
    for name, file in (
        (REGULAR, "Next-Regular"),
        (SEMIBOLD, "Next-SemiBold"),
        (BOLD, "Next-Bold"),
        (FIGURES, "NextTabular-Regular"),
        (FIGURES_BOLD, "NextTabular-Bold"),
    ):
        data = files("resources") / "fonts" / f"AtkinsonHyperlegible{file}.ttf"
        pdfmetrics.registerFont(TTFont(name, BytesIO(data.read_bytes())))


def width_of(text: str, font: str, size: float) -> float:
    """Measure a line of text, in points."""
    return float(pdfmetrics.stringWidth(text, font, size))
