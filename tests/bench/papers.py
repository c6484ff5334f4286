"""A receipt as PDF against a bare reportlab page with the same fonts, as many lines, and its QR."""

from __future__ import annotations

import textwrap
from io import BytesIO
from typing import Any

import segno
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from segno import consts

from counter.printing.blocks import BOLD, REGULAR
from counter.printing.papers import PaperSize
from counter.printing.receipt import receipt_pdf
from tests.bench.measure import Figure, figure, ms_each, taking_turns
from tests.printing.reading import words
from tests.printing.samples import RECEIPT

TIMES, REPEATS = 20, 9
MODULE = 0.5 * mm


def figures() -> dict[str, Figure]:
    """The receipt against the bare page."""
    text = words(_receipt())  # also registers the fonts, which happens once a start
    lines = textwrap.wrap(text, 40)
    ours, floor = taking_turns(
        lambda: ms_each(_receipt, TIMES),
        lambda: ms_each(lambda: _bare_page(lines), TIMES),
        repeats=REPEATS,
    )
    return {"a receipt as PDF": figure(ours, floor, unit="ms", target=1.5)}


def _receipt() -> bytes:
    return receipt_pdf(RECEIPT, layout=PaperSize.ROLL_80, preview=False)


def _bare_page(lines: list[str]) -> bytes:
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(80 * mm, 200 * mm), pageCompression=1, invariant=1)
    for place, line in enumerate(lines):
        canvas.setFont(BOLD if place % 3 == 0 else REGULAR, 9)
        canvas.drawString(4 * mm, (195 - 5 * place) * mm, line)
    path = canvas.beginPath()
    head, _, mark = RECEIPT.qr_text.rpartition("/")
    parts: Any = [(f"{head}/", consts.MODE_BYTE), (mark, consts.MODE_ALPHANUMERIC)]
    code = segno.make_qr(parts, error="m", boost_error=False)
    for y, row in enumerate(code.matrix):
        start = None
        for x, dark in enumerate((*row, 0)):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                path.rect(
                    20 * mm + start * MODULE, 40 * mm - y * MODULE, (x - start) * MODULE, MODULE
                )
                start = None
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()
