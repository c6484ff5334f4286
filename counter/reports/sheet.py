"""The report as a workbook: real numbers with formats, ready to be summed and drawn on.

Minutes are numbers, shares are fractions shown as per cent, instants are the branch's own clock.
The list of tickets holds nothing personal.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any, NamedTuple

import xlsxwriter

from counter.domain.calendar import branch_time
from counter.reports.figures import Counts, Statistics, TicketLine
from counter.reports.look import PaperLook
from counter.reports.words import method, report_days, report_title
from counter.text import _, clock, short_date, using, word
from counter.text import language as spoken

_LOOK = PaperLook()
_FONT = "Calibri"  # a workbook embeds none, and this one is where workbooks are read
_A4 = 9  # the format's name for it
_NOTE_LETTERS = 105  # that fit a note's line
_PLAIN: dict[str, Any] = {"font_name": _FONT, "font_size": 11, "valign": "top"}
_FORMATS: dict[str, dict[str, Any]] = {
    "text": {},
    "count": {"num_format": "#,##0"},
    "minutes": {"num_format": "#,##0.0"},
    "share": {"num_format": "0 %"},
    "day": {"num_format": "dd-mm-yyyy", "align": "left"},
    "instant": {"num_format": "dd-mm-yyyy hh:mm:ss", "align": "left"},
    "head": {
        "bold": True,
        "text_wrap": True,
        "bg_color": _LOOK.wash,
        "bottom": 1,
        "bottom_color": _LOOK.muted,
    },
    "name": {"bold": True, "font_size": 14},
    "note": {"font_color": _LOOK.muted, "text_wrap": True},
    "strong": {"bold": True},
}
Value = str | int | float | date | datetime | None


class _Column(NamedTuple):
    """A column: its head, how its values are shown, and how wide it stands."""

    head: str
    format: str
    width: float


def report_xlsx(figures: Statistics, tickets: Sequence[TicketLine], *, language: str) -> bytes:
    """Write the workbook; the same figures give the same bytes.

    Args:
        figures: of a day or a range.
        tickets: of the same days.
        language: of the workbook: `id` or `en`.
    """
    buffer = BytesIO()
    with using(language):
        book = _Book(buffer, figures)
        book.summary(figures)
        if figures.one_day:
            hours = [
                (f"{each.hour:02}\N{EN DASH}{(each.hour + 1) % 24:02}", each.usual, each.counts)
                for each in figures.by_hour
            ]
            book.table(
                _("By hour"),
                [_Column(_("Hour"), "text", 12), _Column(_("Usual"), "count", 10), *_columns()],
                [[label, usual, *_figures(counts)] for label, usual, counts in hours],
            )
        else:
            book.table(
                _("By day"),
                [_Column(_("Day"), "day", 12), *_columns()],
                [[each.day, *_figures(each.counts)] for each in figures.by_day],
            )
        book.table(
            _("By service"),
            [_Column(_("Letter"), "text", 8), _Column(_("Service"), "text", 38), *_columns()],
            [
                [each.letter, each.title.in_language(language), *_figures(each.counts)]
                for each in figures.by_service
            ],
        )
        book.table(
            _("By clerk"),
            [_Column(_("Counter"), "count", 9), _Column(_("Clerk"), "text", 26), *_columns()],
            [[each.counter, each.name, *_figures(each.counts)] for each in figures.by_clerk],
        )
        book.tickets(figures, tickets)
        book.close()
    return buffer.getvalue()


def _columns() -> list[_Column]:
    return [
        _Column(_("Taken"), "count", 10),
        _Column(_("Waiting"), "count", 10),
        _Column(_("At counters"), "count", 11),
        _Column(_("Held"), "count", 10),
        _Column(_("Served"), "count", 10),
        _Column(_("No-show"), "count", 11),
        _Column(_("Left"), "count", 10),
        _Column(_("Cancelled"), "count", 11),
        _Column(_("Day ended"), "count", 12),
        _Column(_("Kept"), "count", 10),
        _Column(_("Wait median (min)"), "minutes", 13),
        _Column(_("Wait p90 (min)"), "minutes", 13),
        _Column(_("Service median (min)"), "minutes", 13),
        _Column(_("Service p90 (min)"), "minutes", 13),
        _Column(_("Called at least once"), "count", 12),
        _Column(_("Within target"), "count", 10),
        _Column(_("Share within target"), "share", 12),
    ]


def _figures(counts: Counts) -> list[Value]:
    return [
        counts.issued,
        counts.waiting,
        counts.called + counts.serving,
        counts.held,
        counts.served,
        counts.no_show,
        counts.left,
        counts.cancelled,
        counts.day_ended,
        counts.kept,
        *(
            _minutes(each)
            for each in (
                counts.wait_p50_s,
                counts.wait_p90_s,
                counts.service_p50_s,
                counts.service_p90_s,
            )
        ),
        counts.measured,
        counts.in_target,
        counts.in_target / counts.measured if counts.measured else None,
    ]


def _minutes(seconds: int | None) -> float | None:
    return None if seconds is None else seconds / 60


class _Book:
    """The workbook under way: its formats, and a sheet at a time."""

    def __init__(self, buffer: BytesIO, figures: Statistics) -> None:
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = xlsxwriter.Workbook(buffer, options)
        self._book.set_properties(
            {
                "title": f"{report_title(figures)}, {report_days(figures)}",
                "author": figures.office.name,
                "created": figures.at,  # of the figures, so that the same ones give the same bytes
            }
        )
        self._formats = {
            name: self._book.add_format(_PLAIN | more) for name, more in _FORMATS.items()
        }

    def summary(self, figures: Statistics) -> None:
        """The first sheet: whose figures, which days, the totals, and how they are computed."""
        sheet = self._book.add_worksheet(_("Summary"))
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 14)
        sheet.set_column(2, 2, 60)
        office = figures.office
        sheet.write_string(0, 0, office.name, self._formats["name"])
        sheet.write_string(1, 0, report_title(figures), self._formats["strong"])
        sheet.write_string(2, 0, report_days(figures), self._formats["text"])
        read = f"{short_date(figures.at.date())} {clock(figures.at)} {office.zone}"
        sheet.write_string(3, 0, _("Figures as of"), self._formats["text"])
        sheet.write_string(3, 1, read, self._formats["text"])
        row = 5
        for column, value in zip(_columns(), _figures(figures.total), strict=True):
            sheet.write_string(row, 0, column.head, self._formats["text"])
            self._write(sheet, row, 1, value, column.format)
            row += 1
        row += 1
        sheet.write_string(row, 0, _("How these figures are computed"), self._formats["strong"])
        for said in method(figures):
            row += 1
            sheet.merge_range(row, 0, row, 2, "", self._formats["note"])
            sheet.write_string(row, 0, said, self._formats["note"])
            sheet.set_row(row, 15 * (1 + len(said) // _NOTE_LETTERS))

    def table(self, title: str, columns: Sequence[_Column], rows: Iterable[list[Value]]) -> None:
        """A sheet with one table: a head that stays in sight and filters, a row each."""
        sheet = self._book.add_worksheet(title)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width)
            sheet.write_string(0, place, column.head, self._formats["head"])
        sheet.set_row(0, 32)
        sheet.freeze_panes(1, 0)
        last = 0
        for last, row in enumerate(rows, start=1):
            for place, (value, column) in enumerate(zip(row, columns, strict=True)):
                self._write(sheet, last, place, value, column.format)
        sheet.autofilter(0, 0, last, len(columns) - 1)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)

    def tickets(self, figures: Statistics, tickets: Sequence[TicketLine]) -> None:
        """Every ticket, without anything personal."""
        zone = figures.office.zone
        titles = {each.id: each.title.in_language(spoken()) for each in figures.by_service}
        self.table(
            _("Tickets"),
            [
                _Column(_("Day"), "day", 12),
                _Column(_("Number"), "text", 10),
                _Column(_("Letter"), "text", 8),
                _Column(_("Service"), "text", 38),
                _Column(_("Priority"), "text", 10),
                _Column(_("State"), "text", 16),
                _Column(_("Counter"), "count", 9),
                _Column(_("Taken at"), "instant", 20),
                _Column(_("First called at"), "instant", 20),
                _Column(_("Wait (min)"), "minutes", 11),
                _Column(_("Target (min)"), "minutes", 11),
                _Column(_("Service (min)"), "minutes", 11),
            ],
            [
                [
                    each.day,
                    each.number,
                    each.letter,
                    titles.get(each.service, each.service),
                    _("yes") if each.priority else None,
                    word(each.state),
                    each.counter,
                    branch_time(each.issued_ms, zone),
                    None if each.called_ms is None else branch_time(each.called_ms, zone),
                    _minutes(each.wait_s),
                    _minutes(each.target_s),
                    _minutes(each.service_s),
                ]
                for each in tickets
            ],
        )

    def close(self) -> None:
        """Write the file."""
        self._book.close()

    def _write(self, sheet: Any, row: int, place: int, value: Value, format_: str) -> None:
        shown = self._formats[format_]
        match value:
            case None:
                sheet.write_blank(row, place, None, shown)
            case str():
                sheet.write_string(row, place, value, shown)
            case date():  # a datetime too
                sheet.write_datetime(row, place, value, shown)
            case _:
                sheet.write_number(row, place, value, shown)
