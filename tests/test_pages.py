"""Pages as pictures: the size asked for, the colours in the order asked for."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from counter.pages import page_count, page_picture, page_sizes_mm, print_picture


def red_corner(pages: int = 1) -> bytes:
    """Draw A5 pages with a red upper left quarter."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(419.53, 595.28), invariant=1)
    for _page in range(pages):
        canvas.setFillColorRGB(1, 0, 0)
        canvas.rect(0, 297.64, 209.76, 297.64, fill=1, stroke=0)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def test_a_picture_is_as_wide_as_asked_and_keeps_the_pages_shape() -> None:
    picture = page_picture(red_corner(), 333)

    assert (picture.width_px, picture.height_px) == (333, 473)
    assert len(picture.pixels) == 333 * 473 * 4


def test_a_windows_picture_is_rgb_and_opaque() -> None:
    picture = page_picture(red_corner(), 100)

    assert picture.pixels[:4] == bytes([255, 0, 0, 255])
    assert picture.pixels[-4:] == bytes([255, 255, 255, 255])


def test_a_printers_picture_is_bgr_at_its_resolution() -> None:
    picture = print_picture(red_corner(), dpi=203)

    assert picture.pixels[:3] == bytes([0, 0, 255])
    assert picture.width_px == round(148 / 25.4 * 203)


def test_pages_are_counted_and_measured() -> None:
    pdf = red_corner(pages=3)

    assert page_count(pdf) == 3
    assert [(round(width), round(height)) for width, height in page_sizes_mm(pdf)] == [
        (148, 210)
    ] * 3


def test_threads_may_render_at_once() -> None:
    pdf = red_corner()
    alone = page_picture(pdf, 200)

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda _turn: page_picture(pdf, 200), range(32)))

    assert all(picture == alone for picture in together)
