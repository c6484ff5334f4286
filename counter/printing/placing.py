"""Where a page's picture goes on a printer's paper, in the printer's own pixels.

A roll's content may be longer than the page its driver knows: then it goes out in strips.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from counter.pages import PagePicture

_BYTES = 4  # of a pixel


class Device(NamedTuple):
    """A printer's page; the fields are those of `windows.device`, in its order."""

    dpi_x: int
    dpi_y: int
    paper_width: int
    printable_width: int
    printable_height: int
    offset_x: int
    offset_y: int


class Strip(NamedTuple):
    """A picture and its place; the fields are those of `windows.Strip`, in its order."""

    pixels: bytes
    width: int
    height: int
    x: int
    y: int
    drawn_width: int
    drawn_height: int


def render_dpi(device: Device) -> int:
    """Choose what to render at: a thermal head's own dots, but no more than paper shows.

    An A4 page at 600 dots is 139 MB, at 300 dots 35.
    """
    return min(device.dpi_x, 300)


def strips(picture: PagePicture, device: Device) -> Iterator[Strip]:
    """Cut a page, rendered at `render_dpi`, into what fits on each of the device's pages.

    The picture counts from the paper's edge and the device from where it can print, so what lies
    in the printer's own margin, white by our layouts, is cut off. Wider than the paper, it shrinks.
    """
    scale_x = device.dpi_x / render_dpi(device)
    shrink = min(1.0, device.paper_width / (picture.width_px * scale_x))
    scale_x *= shrink
    scale_y = shrink * device.dpi_y / render_dpi(device)  # nine-pin printers have oblong dots
    drawn_width = round(picture.width_px * scale_x)
    drawn_height = round(picture.height_px * scale_y)
    room = device.printable_height + 2 * device.offset_y
    if drawn_height <= room * 1.01:  # sizes in points and in dots round differently
        yield Strip(
            picture.pixels,
            picture.width_px,
            picture.height_px,
            -device.offset_x,
            -device.offset_y,
            drawn_width,
            drawn_height,
        )
        return
    rows = max(int(device.printable_height / scale_y), 1)
    row_bytes = picture.width_px * _BYTES
    for start in range(0, picture.height_px, rows):
        height = min(rows, picture.height_px - start)
        yield Strip(
            picture.pixels[start * row_bytes : (start + height) * row_bytes],
            picture.width_px,
            height,
            -device.offset_x,
            0,
            drawn_width,
            round(height * scale_y),
        )
