"""A page lands whole on whatever paper the driver knows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from counter.pages import PagePicture
from counter.printing.placing import Device, strips

A5_LASER = Device(600, 600, 3496, 3300, 4760, 100, 100)


def picture(width: int, height: int) -> PagePicture:
    """Make a page whose every row tells its number."""
    rows = (row.to_bytes(4, "big") * width for row in range(height))
    return PagePicture(width, height, b"".join(rows))


def test_a_page_that_fits_lies_at_the_papers_corner_in_its_own_size() -> None:
    [strip] = strips(picture(1748, 2481), A5_LASER)

    assert (strip.x, strip.y) == (-100, -100)
    assert (strip.drawn_width, strip.drawn_height) == (3496, 4962)


def test_a_long_roll_goes_out_in_strips_that_lose_and_repeat_no_row() -> None:
    device = Device(203, 203, 640, 576, 1000, 32, 0)
    page = picture(640, 2500)

    cut = list(strips(page, device))

    assert [strip.height for strip in cut] == [1000, 1000, 500]
    assert b"".join(strip.pixels for strip in cut) == page.pixels


def test_a_page_wider_than_the_paper_shrinks_in_both_directions() -> None:
    device = Device(203, 203, 464, 384, 3000, 0, 0)

    [strip] = strips(picture(640, 800), device)

    assert (strip.drawn_width, strip.drawn_height) == (464, 580)


def test_oblong_dots_keep_the_pages_shape() -> None:
    nine_pin = Device(240, 144, 2040, 1920, 1584, 60, 0)

    [strip] = strips(picture(1398, 1984), nine_pin)

    assert strip.drawn_width / 240 == 1398 / 240
    assert abs(strip.drawn_height / 144 - 1984 / 240) < 1 / 144


@given(
    size=st.tuples(st.integers(1, 60), st.integers(1, 400)),
    dpi=st.tuples(st.sampled_from([120, 203, 600]), st.sampled_from([72, 203, 600])),
    paper=st.tuples(st.integers(1, 80), st.integers(1, 300)),
    offset=st.tuples(st.integers(0, 9), st.integers(0, 9)),
)
def test_no_row_is_ever_lost_or_doubled(
    size: tuple[int, int], dpi: tuple[int, int], paper: tuple[int, int], offset: tuple[int, int]
) -> None:
    page = picture(*size)

    cut = list(strips(page, Device(*dpi, paper[0], *paper, *offset)))

    assert b"".join(strip.pixels for strip in cut) == page.pixels
    assert sum(strip.height for strip in cut) == size[1]
