"""The gallery page: whole, offline, in the reader's language."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from counter.demo.checks import Check
from counter.demo.gallery import write_gallery
from counter.printing.papers import PaperSize
from counter.printing.receipt import receipt_pdf
from counter.text import using
from tests.printing.samples import RECEIPT

RESULT: dict[str, Any] = {
    "stations": 4,
    "day": "2026-11-24",
    "tickets": {"issued": 421, "served": 392, "no_show": 15, "left": 10},
    "wait_s": {"p50": 508, "p90": 1695},
    "service_s": {"p50": None, "p90": None},
    "receipts": {"issued": 1, "gaps": 0},
    "sync": {
        "station_events": 2232,
        "central_events": 2232,
        "missing": 0,
        "duplicated": 0,
        "bytes_sent": 161_488,
    },
    "outage": {"tickets_during": 154},
    "hub": {"reservations": 427, "reservation_ms_p50": 4.5},
    "calls": {"double_started": 0, "conflicts_shown": 3, "in_vain": 5},
    "wait_estimate": {"told": 316, "median_abs_error": 0.239},
    "board": {"announced": 462, "lost": 0},
}
CHECKS = [Check("no conflict", True, "0"), Check("they differ", False, "<3>")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "receipts").mkdir()
    (tmp_path / "screenshots").mkdir()
    paper = receipt_pdf(RECEIPT, layout=PaperSize.ROLL_80, preview=False)
    (tmp_path / "receipts" / "3171-06-L3-2026-000412.pdf").write_bytes(paper)
    (tmp_path / "screenshots" / "desk-busy.png").write_bytes(b"a picture")
    return tmp_path


def write(folder: Path, language: str) -> str:
    with using(language):
        page = write_gallery(
            folder,
            RESULT,
            CHECKS,
            receipts=folder / "receipts",
            screenshots=folder / "screenshots",
            report=folder / "day.pdf",
        )
    return page.read_text(encoding="utf-8")


def test_the_page_shows_only_what_lies_beside_it(folder: Path) -> None:
    page = write(folder, "en")

    named = re.findall(r'(?:src|href)="([^"]+)"|url\(([^)]+)\)', page)
    files = {first or second for first, second in named} - {"day.json"}
    assert "screenshots/desk-busy.png" in files
    assert "papers/3171-06-L3-2026-000412.png" in files
    assert all((folder / file).exists() for file in files), files
    assert "http" not in page


def test_a_paper_is_shown_as_a_picture(folder: Path) -> None:
    write(folder, "en")

    drawn = (folder / "papers" / "3171-06-L3-2026-000412.png").read_bytes()
    assert drawn.startswith(b"\x89PNG\r\n\x1a\n")
    assert len(drawn) > 5000


def test_figures_and_failures_are_told(folder: Path) -> None:
    page = write(folder, "en")

    assert "421" in page
    assert "8 min" in page
    assert "24 %" in page
    assert "&lt;3&gt;" in page
    assert page.count('class="bad"') == 1


def test_the_page_speaks_indonesian(folder: Path) -> None:
    page = write(folder, "id")

    assert '<html lang="id">' in page
    assert "Satu hari di loket" in page
    assert "Selasa, 24 November 2026" in page
