"""A paper of practice says so wherever one looks; a real office's never does."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from counter.printing.papers import PaperSize
from counter.printing.receipt import receipt_pdf
from counter.printing.roll import ticket_commands
from counter.printing.ticket_paper import ticket_pdf
from tests.printing.reading import ink_box, words
from tests.printing.samples import MENTENG, RECEIPT, TICKET
from tests.printing.test_thermal import lines

BAND, UNDER = "LATIHAN: TIDAK BERLAKU", "LATIHAN"
PRACTICE = replace(MENTENG, practice=True)
SIZES = pytest.mark.parametrize("layout", list(PaperSize))


@SIZES
def test_a_receipt_says_that_it_is_practice(layout: PaperSize) -> None:
    paper = replace(RECEIPT, letterhead=PRACTICE)

    for preview in (True, False):
        said = words(receipt_pdf(paper, layout=layout, preview=preview))

        assert BAND in said
        assert said.count(UNDER) > said.count(BAND)  # the word under everything, too


@SIZES
def test_a_ticket_says_that_it_is_practice(layout: PaperSize) -> None:
    said = words(ticket_pdf(replace(TICKET, letterhead=PRACTICE), layout=layout))

    assert said.count(BAND) == 2  # whatever end is torn off
    assert said.count(UNDER) > 2


@SIZES
def test_a_real_offices_papers_say_nothing_of_it(layout: PaperSize) -> None:
    said = words(receipt_pdf(RECEIPT, layout=layout, preview=False)) + words(
        ticket_pdf(TICKET, layout=layout)
    )

    assert UNDER not in said


def test_a_ticket_in_a_printers_own_letters_says_it_too() -> None:
    commands = ticket_commands(replace(TICKET, letterhead=PRACTICE), layout=PaperSize.ROLL_58)

    said = [words for _wide, words in lines(commands)]

    assert (said[0], said[-1]) == (BAND, BAND)
    assert BAND not in [words for _wide, words in lines(ticket_commands(TICKET, layout="58mm"))]


@SIZES
def test_the_mark_stays_on_the_paper(layout: PaperSize) -> None:
    pdf = receipt_pdf(replace(RECEIPT, letterhead=PRACTICE), layout=layout, preview=False)

    left, _top, right, _bottom = ink_box(pdf, width_px=640)

    assert left >= 10
    assert right <= 630
