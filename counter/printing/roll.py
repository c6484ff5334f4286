"""Papers in the language of thermal printers: a ticket in the printer's own letters, pages as dots.

A ticket in letters is some 400 bytes and out at once; a receipt is the picture of its real page.
"""

from __future__ import annotations

import os
import shutil
import unicodedata
from textwrap import wrap
from typing import Any

from counter.pages import PagePicture, page_count, page_sizes_mm, print_picture
from counter.printing.papers import PaperSize, TicketPaper
from counter.printing.practice import practice_words
from counter.printing.ticket_paper import time_words, turn_words, visit_words
from counter.text import _, using

_DOTS_PER_MM = 8
_HEAD = {PaperSize.ROLL_80: 576, PaperSize.ROLL_58: 384}  # dots across
_WIDEST = 80  # mm of paper
_LETTER = 12  # dots across, of the printer's plain letter
_LARGEST = 8  # times that
_CODE_PAGE = "CP850"  # Latin letters with their accents, on every printer
_PROFILE = "TM-T20II"  # the commonest: 576 dots across, a cutter; others take its commands too
_PLAIN = str.maketrans(
    {"\u2013": "-", "\u2014": "-", "\u2019": "'", "\u2026": "...", "\u00a0": " "}
)


def ticket_commands(ticket: TicketPaper, *, layout: PaperSize) -> bytes:
    """Write a ticket.

    Args:
        ticket: what stands on it.
        layout: a roll; for A5 the wide one is meant, which is what a thermal printer has then.
    """
    columns = _HEAD.get(layout, _HEAD[PaperSize.ROLL_80]) // _LETTER
    out = _composer()
    out.hw("INIT")
    out.charcode(_CODE_PAGE)

    def line(words: str, *, wide: int = 1, high: int = 1, bold: bool = False) -> None:
        out.set(align="center", bold=bold, custom_size=True, width=wide, height=high)
        for part in wrap(_printable(words), columns // wide) or [""]:
            out.textln(part)

    with using(ticket.language):
        head = ticket.letterhead

        def mark() -> None:
            if head.practice:
                out.set(invert=True)
                line(practice_words(), bold=True)
                out.set(invert=False)

        mark()
        line(head.office.upper(), bold=True)
        if head.address:
            line(head.address)
        line("-" * columns)
        line(_("QUEUE NUMBER"), bold=True)
        size = max(1, min(_LARGEST, columns // len(ticket.number)))
        line(ticket.number, wide=size, high=size, bold=True)
        if ticket.priority:
            out.set(invert=True)
            line(_("PRIORITY"), wide=2, high=2, bold=True)
            out.set(invert=False)
        line(ticket.service, wide=2 if columns >= 48 else 1, high=2, bold=True)
        for words in visit_words(ticket):
            line(words)
        line("-" * columns)
        for at, words in enumerate(turn_words(ticket)):
            line(words, high=1 if at else 2, bold=not at)
        line(time_words(ticket))
        mark()
    out.cut()
    return bytes(out.output)


def page_commands(pdf: bytes) -> bytes:
    """Write every page of a PDF as dots, each cut off below its content."""
    out = _composer()
    out.hw("INIT")
    sizes = page_sizes_mm(pdf)
    for page in range(page_count(pdf)):
        width_mm = sizes[page][0]
        shrink = _WIDEST / width_mm if width_mm > _WIDEST + 1 else 1
        picture = print_picture(pdf, dpi=_DOTS_PER_MM * 25.4 * shrink, page=page)
        head = _HEAD[PaperSize.ROLL_80 if width_mm > 69 else PaperSize.ROLL_58]
        out.image(_dots(picture, head))
        out.cut()
    return bytes(out.output)


def _dots(picture: PagePicture, head: int) -> Any:
    """Take from a page what lies under the head; the margins beside it are white by our layouts."""
    from PIL import Image, ImageOps

    size = (picture.width_px, picture.height_px)
    page = Image.frombytes("RGB", size, picture.pixels, "raw", "BGRX").convert("L")
    ink = page.point(lambda grey: 255 if grey < 128 else 0)
    box = ink.getbbox()
    left = max((picture.width_px - head) // 2, 0)
    return ImageOps.invert(ink).crop((left, 0, left + head, box[3] if box else 1))


def _printable(words: str) -> str:
    """Fold what the code page lacks to the letter below its accent."""
    folded = []
    for letter in words.translate(_PLAIN):
        try:
            letter.encode(_CODE_PAGE)
            folded.append(letter)
        except UnicodeEncodeError:
            plain = unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode()
            folded.append(plain or "?")
    return "".join(folded)


def _composer() -> Any:
    """Open a composer; a third of a second the first time, so only where something prints."""
    from escpos import capabilities
    from escpos.printer import Dummy

    if "ESCPOS_CAPABILITIES_PICKLE_DIR" not in os.environ:
        # it leaves a copy of its table in a new folder at every start
        shutil.rmtree(capabilities.pickle_dir, ignore_errors=True)
    return Dummy(profile=_PROFILE)
