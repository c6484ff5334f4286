"""A recovery sheet gives the store's key back: typed from its words or scanned from its code."""

from __future__ import annotations

from datetime import datetime

import pytest
from msgspec.structs import replace

from counter.keys import fingerprint, key_from_words, key_words
from counter.pages import page_count
from counter.printing.papers import RecoveryPaper
from counter.printing.recovery_sheet import recovery_pdf
from tests.printing.reading import scanned, size_mm, words
from tests.printing.samples import MENTENG

KEY = bytes(range(7, 39))
SHEET = RecoveryPaper(
    letterhead=MENTENG,
    node="Loket 3",
    at=datetime(2026, 11, 24, 10, 42),
    zone="WIB",
    rows=tuple(tuple(row) for row in key_words(KEY)),
    fingerprint=fingerprint(KEY),
)


def test_the_code_on_the_sheet_gives_the_key_back() -> None:
    [text] = scanned(recovery_pdf(SHEET), width_px=1240)

    assert key_from_words(text) == KEY


def test_the_words_on_the_sheet_give_the_key_back() -> None:
    said = words(recovery_pdf(SHEET))

    rows = [" ".join(row) for row in SHEET.rows]
    assert all(row in said for row in rows)
    assert key_from_words(" ".join(rows)) == KEY


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("id", ("Lembar pemulihan", "Selasa, 24 November 2026, 10.42 WIB", "Tempat menyimpan")),
        ("en", ("Recovery sheet", "Tuesday, 24 November 2026, 10:42 WIB", "Where to keep it")),
    ],
)
def test_the_sheet_says_what_it_is_for_and_where_to_keep_it(
    language: str, wanted: tuple[str, ...]
) -> None:
    said = words(recovery_pdf(replace(SHEET, language=language)))

    for text in (*wanted, "Loket 3", fingerprint(KEY), "loket store unlock"):
        assert text in said


def test_the_sheet_is_one_page_of_a4() -> None:
    pdf = recovery_pdf(SHEET)

    assert page_count(pdf) == 1
    assert size_mm(pdf) == (210, 297)
