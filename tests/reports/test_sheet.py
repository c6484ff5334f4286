"""The workbook, read back cell by cell from its own XML."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from msgspec.structs import replace

from counter.domain.catalogue import Text
from counter.office.office import Office
from counter.office.statistics import (
    Statistics,
    TicketLine,
    range_figures,
    report_xlsx,
    ticket_lines,
)
from tests.office.building import DAY

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
Cell = str | float | None


class Workbook:
    """Sheets by name: rows of cells, and the XML they were read from."""

    def __init__(self, data: bytes) -> None:
        with ZipFile(BytesIO(data)) as archive:
            strings = ET.fromstring(archive.read("xl/sharedStrings.xml"))
            shared = ["".join(each.itertext()) for each in strings]
            names = [
                each.attrib["name"]
                for each in ET.fromstring(archive.read("xl/workbook.xml")).iter(f"{MAIN}sheet")
            ]
            self.xml = {
                name: ET.fromstring(archive.read(f"xl/worksheets/sheet{place}.xml"))
                for place, name in enumerate(names, start=1)
            }
            self.files = archive.namelist()
        self.rows = {
            name: [[_value(cell, shared) for cell in row] for row in sheet.iter(f"{MAIN}row")]
            for name, sheet in self.xml.items()
        }


def _value(cell: ET.Element, shared: list[str]) -> Cell:
    value = cell.find(f"{MAIN}v")
    assert cell.find(f"{MAIN}f") is None, "no formula: nothing to be tricked by"
    if value is None or value.text is None:
        return None
    return shared[int(value.text)] if cell.get("t") == "s" else float(value.text)


@pytest.fixture(scope="module")
def book(figures: Statistics, lines: list[TicketLine]) -> Workbook:
    return Workbook(report_xlsx(figures, lines))


def test_the_sheets_are_named_in_the_office_s_language(
    book: Workbook, figures: Statistics, lines: list[TicketLine]
) -> None:
    english = Workbook(report_xlsx(figures, lines, language="en"))

    assert list(book.rows) == ["Ringkasan", "Per jam", "Per layanan", "Per petugas", "Tiket"]
    assert list(english.rows) == ["Summary", "By hour", "By service", "By clerk", "Tickets"]


def test_the_summary_holds_the_totals_as_numbers(book: Workbook, figures: Statistics) -> None:
    found = {row[0]: row[1] for row in book.rows["Ringkasan"] if len(row) > 1}

    assert found["Diambil"] == 10
    assert found["Di loket"] == 2
    assert found["Tunggu tengah (mnt)"] == pytest.approx((figures.total.wait_p50_s or 0) / 60)
    assert found["Bagian dalam target"] == pytest.approx(
        figures.total.in_target / figures.total.measured
    )


def test_every_table_holds_the_figures(book: Workbook, figures: Statistics) -> None:
    head, *services = book.rows["Per layanan"]

    assert head[:3] == ["Huruf", "Layanan", "Diambil"]
    assert [(row[1], row[2]) for row in services] == [
        (each.title.id, each.counts.issued) for each in figures.by_service
    ]
    assert [row[1] for row in book.rows["Per petugas"][1:]] == ["Sari", "Budi"]
    assert [row[0] for row in book.rows["Per jam"][1:]] == [
        f"{each.hour:02}\N{EN DASH}{each.hour + 1:02}" for each in figures.by_hour
    ]


def test_every_ticket_is_listed_with_the_branch_s_own_times(book: Workbook) -> None:
    head, *tickets = book.rows["Tiket"]
    first = dict(zip(head, tickets[0], strict=True))

    assert len(tickets) == 10
    assert (first["Nomor"], first["Status"], first["Tunggu (mnt)"]) == (
        "A-001",
        "selesai dilayani",
        5,
    )
    eight_o_clock = datetime(2026, 11, 24, 8) - datetime(1899, 12, 30)
    assert first["Diambil pada"] == pytest.approx(eight_o_clock / timedelta(days=1))


def test_a_table_s_head_stays_in_sight_and_its_columns_are_wide_enough(book: Workbook) -> None:
    for name, sheet in book.xml.items():
        if name == "Ringkasan":
            continue
        pane = sheet.find(f".//{MAIN}pane")
        assert pane is not None
        assert (pane.get("ySplit"), pane.get("state")) == ("1", "frozen")
        assert sheet.find(f"{MAIN}autoFilter") is not None
        assert sheet.find(f"{MAIN}cols") is not None


def test_a_range_has_a_row_a_day(served_day: Office) -> None:
    start = DAY - timedelta(days=7)
    week = served_day.read(range_figures, start, DAY)
    tickets = served_day.read(ticket_lines, start, DAY)

    book = Workbook(report_xlsx(week, tickets))

    assert [row[1] for row in book.rows["Per hari"][1:]] == [1, 10]
    assert len(book.rows["Tiket"]) == 12


def test_a_title_that_looks_like_a_formula_stays_text(
    figures: Statistics, lines: list[TicketLine]
) -> None:
    sly = replace(figures.by_service[0], title=Text('=HYPERLINK("x")', ""))

    book = Workbook(report_xlsx(replace(figures, by_service=(sly,)), lines))

    assert book.rows["Per layanan"][1][1] == '=HYPERLINK("x")'


def test_the_same_figures_give_the_same_workbook(
    figures: Statistics, lines: list[TicketLine]
) -> None:
    assert report_xlsx(figures, lines) == report_xlsx(figures, lines)
