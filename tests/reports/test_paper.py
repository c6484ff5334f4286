"""The report on A4, read back as a reader would."""

from __future__ import annotations

from datetime import timedelta
from subprocess import run

import pytest
from msgspec.structs import replace

from counter.domain.catalogue import Text
from counter.office.office import Office
from counter.office.statistics import Statistics, range_figures, report_pdf
from counter.pages import page_count, page_sizes_mm
from tests.office.building import DAY
from tests.printing.reading import page_words, size_mm, words


def test_the_report_names_the_office_and_the_day(figures: Statistics) -> None:
    said = words(report_pdf(figures))

    assert "PEMERINTAH PROVINSI DKI JAKARTA" in said
    assert "Dukcapil Jakarta Pusat" in said
    assert "Jl. Tanah Abang I No. 1" in said
    assert "Laporan antrean harian" in said
    assert "Selasa, 24 November 2026, sampai 10.30 WIB" in said


def test_the_report_holds_the_figures(figures: Statistics) -> None:
    said = words(report_pdf(figures))

    assert "Nomor diambil 10" in said
    assert "Dilayani 2 di 2 loket" in said
    assert "Tidak hadir 1 10,0 %" in said
    assert "Belum selesai 5" in said
    assert "menunggu 2, di loket 2, ditahan 1" in said
    assert "pergi 1, dibatalkan 1" in said
    assert "Sari, loket 3" in said
    assert "Akta kelahiran" in said
    assert "peringkat terdekat" in said


def test_the_report_speaks_english(figures: Statistics) -> None:
    said = words(report_pdf(figures, language="en"))

    assert "Daily queue report" in said
    assert "Tuesday, 24 November 2026, until 10:30 WIB" in said
    assert "Birth deed" in said
    assert "Page 1 of" in said
    assert "Halaman" not in said


def test_a_share_below_the_goal_is_marked_without_colour(figures: Statistics) -> None:
    assert figures.total.misses_goal
    assert f"* {figures.total.in_target_percent} %" in words(report_pdf(figures))


def test_every_page_is_a4_and_numbered(figures: Statistics) -> None:
    many = tuple(
        replace(figures.by_service[0], id=f"s{place}", title=Text(f"Layanan {place}", ""))
        for place in range(90)
    )

    pdf = report_pdf(replace(figures, by_service=many))

    pages = page_count(pdf)
    said = words(pdf)
    assert pages > 2
    assert set(page_sizes_mm(pdf)) == {page_sizes_mm(pdf)[0]}
    assert size_mm(pdf) == (210, 297)
    for page in range(1, pages + 1):
        assert f"Halaman {page} dari {pages}" in said
    assert "Layanan 89" in said


def test_nobody_signs_a_page_that_holds_nothing_else(figures: Statistics) -> None:
    for services in range(4, 40, 3):
        many = tuple(replace(figures.by_service[0], id=f"s{place}") for place in range(services))

        last = page_words(report_pdf(replace(figures, by_service=many)))[-1]

        assert "Nama dan NIP" in last
        assert "Cara angka ini dihitung" in last


def test_a_title_may_hold_any_sign(figures: Statistics) -> None:
    odd = replace(figures.by_service[0], title=Text("KTP <b>& KIA", ""))

    assert "KTP <b>& KIA" in words(report_pdf(replace(figures, by_service=(odd,))))


def test_a_range_is_reported_by_day(served_day: Office) -> None:
    week = served_day.read(range_figures, DAY - timedelta(days=7), DAY)

    said = words(report_pdf(week))

    assert "Selasa, 17 November 2026 sampai Selasa, 24 November 2026" in said
    assert "Kedatangan dan tunggu per hari" in said
    assert "17-11-2026" in said
    assert "Per jam" not in said


def test_the_same_figures_give_the_same_bytes(figures: Statistics) -> None:
    assert report_pdf(figures) == report_pdf(figures)


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_font_is_embedded(
    figures: Statistics, language: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("paper") / "report.pdf"
    path.write_bytes(report_pdf(figures, language=language))

    listed = run(["pdffonts", path], check=True, capture_output=True, text=True).stdout

    fonts = listed.splitlines()[2:]
    assert fonts
    assert all("AtkinsonHyperlegible" in line and " yes yes yes " in line for line in fonts)
