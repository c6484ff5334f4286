"""The chart, for windows and for paper."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PIL import Image

from counter.office.statistics import ChartLook, Counts, Statistics, chart_picture
from counter.pages import page_sizes_mm
from counter.reports.chart import chart_pdf, chart_words
from counter.text import using
from tests.printing.reading import words

LOOK = ChartLook()


def drawn(figures: Statistics, language: str = "id", width: float = 900) -> str:
    with using(language):
        return words(chart_pdf(figures, LOOK, width=width, height=240))


def colours(figures: Statistics, look: ChartLook) -> set[str]:
    picture = chart_picture(figures, look, width_px=900, height_px=240)
    image = Image.frombytes("RGBA", (picture.width_px, picture.height_px), picture.pixels)
    found = image.convert("RGB").getcolors(maxcolors=900 * 240)
    assert found is not None
    return {f"#{red:02X}{green:02X}{blue:02X}" for _n, (red, green, blue) in found}


@pytest.mark.parametrize(
    ("language", "title", "running"),
    [
        ("id", "Kedatangan dan tunggu per jam", "10\N{EN DASH}11 (berjalan)"),
        ("en", "Arrivals and wait by hour", "10\N{EN DASH}11 (running)"),
    ],
)
def test_the_chart_speaks_both_languages(
    figures: Statistics, language: str, title: str, running: str
) -> None:
    said = drawn(figures, language)

    assert title in said
    assert running in said


def test_the_chart_says_how_many_took_a_number_in_each_hour(figures: Statistics) -> None:
    said = drawn(figures).split()

    for hour in figures.by_hour:
        if hour.counts.issued:
            assert str(hour.counts.issued) in said


def test_the_chart_is_drawn_in_the_colours_it_is_given(figures: Statistics) -> None:
    night = ChartLook(surface="#17212B", bar="#3366AA", bar_running="#224477", wait="#E9B35C")

    assert {"#17212B", "#3366AA", "#224477", "#E9B35C"} <= colours(figures, night)
    assert LOOK.bar not in colours(figures, night)


@pytest.mark.parametrize(("width", "scale"), [(1294, 1.0), (1618, 1.25), (980, 1.5)])
def test_the_picture_is_as_large_as_the_window_asks(
    figures: Statistics, width: int, scale: float
) -> None:
    height = round(220 * scale)

    picture = chart_picture(figures, LOOK, width_px=width, height_px=height, scale=scale)

    assert picture.width_px == width
    assert abs(picture.height_px - height) <= 1


def test_the_page_is_as_large_as_asked(figures: Statistics) -> None:
    pdf = chart_pdf(figures, LOOK, width=720, height=144)

    assert page_sizes_mm(pdf) == [(pytest.approx(254), pytest.approx(50.8))]


def test_an_empty_day_says_so(figures: Statistics) -> None:
    hours = tuple(replace(each, counts=Counts()) for each in figures.by_hour)
    empty = replace(figures, total=Counts(), by_hour=hours)

    assert "Belum ada nomor yang diambil" in drawn(empty)
    assert "tunggu tengah" not in drawn(empty)


def test_a_day_without_any_hour_still_draws(figures: Statistics) -> None:
    assert "Belum ada nomor yang diambil" in drawn(replace(figures, by_hour=()))


def test_many_days_keep_their_labels_apart(figures: Statistics) -> None:
    day = figures.by_day[0]
    days = tuple(
        replace(day, day=day.day.fromordinal(day.day.toordinal() - back), running=False)
        for back in range(60, -1, -1)
    )
    quarter = replace(figures, day_from=days[0].day, by_day=days)

    said = drawn(quarter, width=500)

    assert "Kedatangan dan tunggu per hari" in said
    assert 5 < said.count("-1") < 60


def test_the_same_figures_give_the_same_chart(figures: Statistics) -> None:
    first, second = (chart_pdf(figures, LOOK, width=900, height=240) for _again in range(2))

    assert first == second


def test_who_cannot_see_the_chart_is_told_what_it_shows(figures: Statistics) -> None:
    with using("en"):
        said = chart_words(figures)

    assert said.startswith("Arrivals and wait by hour: most numbers at 08\N{EN DASH}09, 6.")
    assert "Longest median wait at" in said
