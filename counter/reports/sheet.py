"""The report as a workbook: real numbers with formats, ready to be summed and drawn on.

Minutes are numbers, shares are fractions shown as per cent, instants are the branch's own clock.
The list of tickets holds nothing personal.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import NamedTuple

from counter.reports.figures import Statistics, TicketLine
from counter.reports.look import PaperLook
from counter.text import _, using

_LOOK = PaperLook()
_FONT = "Calibri"  # a workbook embeds none, and this one is where workbooks are read
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
                [_Column(_("Hour"), "text", 12), _Column(_("Usual"), "count", 10), *_COUNTS()],
                [[label, usual, *_figures(counts)] for label, usual, counts in hours],
            )
        else:
            book.table(
                _("By day"),
                [_Column(_("Day"), "day", 12), *_COUNTS()],
                [[each.day, *_figures(each.counts)] for each in figures.by_day],
            )
        book.table(
            _("By service"),
            [_Column(_("Letter"), "text", 8), _Column(_("Service"), "text", 38), *_COUNTS()],
            [
                [each.letter, each.title.in_language(language), *_figures(each.counts)]
                for each in figures.by_service
            ],
        )
        book.table(
            _("By clerk"),
            [_Column(_("Counter"), "count", 9), _Column(_("Clerk"), "text", 26), *_COUNTS()],
            [[each.counter, each.name, *_figures(each.counts)] for each in figures.by_clerk],
        )
        book.tickets(figures, tickets)
        book.close()
    return buffer.getvalue()
