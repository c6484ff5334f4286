"""A queue ticket: a number one reads across a room, and nothing about its holder."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from counter.printing.papers import PaperSize
from counter.printing.ticket_paper import ticket_pdf
from tests.printing.reading import ink_box, size_mm, words
from tests.printing.samples import TICKET

ROLLS = pytest.mark.parametrize("layout", [PaperSize.ROLL_80, PaperSize.ROLL_58])


@ROLLS
def test_a_ticket_says_number_service_and_how_many_are_before(layout: PaperSize) -> None:
    said = words(ticket_pdf(TICKET, layout=layout))

    for wanted in (
        "KELURAHAN MENTENG",
        "NOMOR ANTREAN",
        "A-017",
        "KTP-el hilang",
        "12 orang sebelum Anda",
        "24-11-2026 10.42 WIB",
    ):
        assert wanted in said


def test_the_first_in_line_is_told_so() -> None:
    said = words(ticket_pdf(replace(TICKET, ahead=0), layout=PaperSize.ROLL_80))

    assert "Anda berikutnya" in said


@ROLLS
def test_priority_is_a_word_and_no_reason(layout: PaperSize) -> None:
    assert "PRIORITAS" in words(ticket_pdf(replace(TICKET, priority=True), layout=layout))
    assert "PRIORITAS" not in words(ticket_pdf(TICKET, layout=layout))


def test_an_english_ticket_counts_people_in_english() -> None:
    english = replace(TICKET, language="en", ahead=1)

    said = words(ticket_pdf(english, layout=PaperSize.ROLL_80))

    assert "1 person before you" in said


@pytest.mark.parametrize("number", ["A-017", "A2-003", "A12QX-1003"])
@ROLLS
def test_every_number_fits_across_the_paper(layout: PaperSize, number: str) -> None:
    pdf = ticket_pdf(replace(TICKET, number=number), layout=layout)

    left, _top, right, _bottom = ink_box(pdf, width_px=640)
    assert number in words(pdf)
    assert left >= 30
    assert right <= 610


def test_an_office_with_a5_alone_prints_the_narrow_ticket() -> None:
    assert size_mm(ticket_pdf(TICKET, layout=PaperSize.A5))[0] == 58


def test_the_same_ticket_is_the_same_bytes() -> None:
    assert ticket_pdf(TICKET, layout=PaperSize.ROLL_80) == ticket_pdf(
        TICKET, layout=PaperSize.ROLL_80
    )


@ROLLS
def test_a_visit_of_several_people_and_services_stands_on_one_ticket(layout: PaperSize) -> None:
    visit = replace(TICKET, people=4, following=("Kartu Keluarga", "Akta kelahiran"))

    said = words(ticket_pdf(visit, layout=layout))

    for wanted in ("4 orang", "lalu: Kartu Keluarga", "lalu: Akta kelahiran"):
        assert wanted in said


@ROLLS
def test_a_slip_for_a_kept_place_names_the_day_and_no_wait(layout: PaperSize) -> None:
    slip = replace(TICKET, number="K-003", kept_for=date(2026, 11, 25))

    said = " ".join(words(ticket_pdf(slip, layout=layout)).split())

    assert "Untuk Rabu, 25 November 2026" in said
    assert "Anda dipanggil lebih dulu" in said
    assert "sebelum Anda" not in said
