"""Papers read back: their words by PDFium, their codes as a scanner sees them."""

from __future__ import annotations

import pypdfium2
import zxingcpp
from PIL import Image

from counter.pages import page_picture, page_sizes_mm


def words(pdf: bytes) -> str:
    """Read all text, line breaks as single spaces."""
    return " ".join(page_words(pdf))


def page_words(pdf: bytes) -> list[str]:
    """Read each page's text, line breaks as single spaces."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = []
        for page in document:
            text = page.get_textpage()
            pages.append(text.get_text_bounded())
            text.close()
            page.close()
    finally:
        document.close()
    # PDFium gives a hyphen that ends a line as a control sign.
    return [" ".join(page.replace("\x02", "-").split()) for page in pages]


def size_mm(pdf: bytes) -> tuple[int, int]:
    """Measure the first page."""
    width, height = page_sizes_mm(pdf)[0]
    return round(width), round(height)


def scanned(pdf: bytes, *, width_px: int) -> list[str]:
    """Decode every QR on the first page, rendered as wide as a print head has dots."""
    picture = page_picture(pdf, width_px)
    image = Image.frombytes("RGBA", (picture.width_px, picture.height_px), picture.pixels)
    return [code.text for code in zxingcpp.read_barcodes(image.convert("L"))]


def ink_box(pdf: bytes, *, width_px: int) -> tuple[int, int, int, int]:
    """Find the box around everything that is not white: left, top, right, bottom."""
    picture = page_picture(pdf, width_px)
    image = Image.frombytes("RGBA", (picture.width_px, picture.height_px), picture.pixels)
    box = image.convert("L").point(lambda level: 255 - level).getbbox()
    assert box is not None, "a blank page"
    return box
