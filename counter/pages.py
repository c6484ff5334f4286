"""PDF pages as pictures: for the preview in a window and for printers that take bitmaps.

PDFium is one library with one state for the whole process, so every call here takes its turn;
whatever else renders PDF must come through here. Never call it on a window's thread.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

from msgspec import Struct

_POINTS_PER_INCH = 72
_MM_PER_POINT = 25.4 / _POINTS_PER_INCH
_turn = Lock()


class PagePicture(Struct, frozen=True):
    """A page's pixels: four bytes each, rows from the top, without padding.

    The fourth byte is always opaque, so RGBA and RGBX mean the same: `QImage.Format_RGBX8888`.
    """

    width_px: int
    height_px: int
    pixels: bytes


def page_count(pdf: bytes) -> int:
    """Count a document's pages."""
    with _opened(pdf) as document:
        return len(document)


def page_sizes_mm(pdf: bytes) -> list[tuple[float, float]]:
    """Measure every page, width and height."""
    with _opened(pdf) as document:
        return [
            (width * _MM_PER_POINT, height * _MM_PER_POINT)
            for width, height in (document.get_page_size(index) for index in range(len(document)))
        ]


def page_picture(pdf: bytes, width_px: int, *, page: int = 0) -> PagePicture:
    """Render a page as wide as asked, as RGBX, for a window."""
    with _opened(pdf) as document:
        width, _height = document.get_page_size(page)
        return _rendered(document, page, scale=width_px / width, blue_first=False)


def print_picture(pdf: bytes, *, dpi: float, page: int = 0) -> PagePicture:
    """Render a page at a printer's resolution, as Windows wants it: BGRX, text without grey."""
    with _opened(pdf) as document:
        return _rendered(document, page, scale=dpi / _POINTS_PER_INCH, blue_first=True)


def _rendered(document: Any, page: int, *, scale: float, blue_first: bool) -> PagePicture:
    bitmap = document[page].render(
        scale=scale,
        rev_byteorder=not blue_first,
        prefer_bgrx=True,
        no_smoothtext=blue_first,
        no_smoothpath=blue_first,
    )
    row = bitmap.width * 4
    pixels = bytes(bitmap.buffer)
    if bitmap.stride != row:
        starts = range(0, bitmap.height * bitmap.stride, bitmap.stride)
        pixels = b"".join(pixels[start : start + row] for start in starts)
    return PagePicture(bitmap.width, bitmap.height, pixels)


@contextmanager
def _opened(pdf: bytes) -> Iterator[Any]:
    with _turn:
        import pypdfium2  # 70 ms that no window waits for

        document = pypdfium2.PdfDocument(pdf)
        try:
            yield document
        finally:
            document.close()
