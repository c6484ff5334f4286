"""What a branch head sees of the day: its figures, the floor, and both as pictures and papers.

Reads take an open reading; charts and papers are drawn from figures already read, on whatever
thread the caller may keep busy. Everything heavy is imported where it is used.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from counter.domain.calendar import branch_day
from counter.domain.ticket import Ticket
from counter.reports.figures import (
    GOAL_PERCENT,
    ClerkFigures,
    CounterTile,
    Counts,
    DayFigures,
    EarlierDay,
    Figure,
    GroupFigures,
    HourFigures,
    LiveFloor,
    OfficeLine,
    Only,
    ServiceFigures,
    Statistics,
    TicketLine,
)
from counter.reports.look import ChartLook

if TYPE_CHECKING:
    from counter.pages import PagePicture
    from counter.store.work import Reading

__all__ = [
    "GOAL_PERCENT",
    "ChartLook",
    "ClerkFigures",
    "CounterTile",
    "Counts",
    "DayFigures",
    "EarlierDay",
    "Figure",
    "GroupFigures",
    "HourFigures",
    "LiveFloor",
    "OfficeLine",
    "Only",
    "ServiceFigures",
    "Statistics",
    "TicketLine",
    "chart_picture",
    "chart_words",
    "day_figures",
    "live_floor",
    "range_figures",
    "report_pdf",
    "report_xlsx",
    "ticket_lines",
    "tickets_behind",
]


# --- reads ------------------------------------------------------------------------------------
def day_figures(reading: Reading, day: date | None = None) -> Statistics:
    """The figures of one day, the office's current one by default. Raises OfficeNotSetUp."""
    day = day or _today(reading)
    return range_figures(reading, day, day)


def range_figures(reading: Reading, day_from: date, day_to: date) -> Statistics:
    """The figures of all days of a range, both ends included. Raises OfficeNotSetUp."""
    from counter.reports.statistics import day_statistics

    return day_statistics(reading, day_from, day_to)


def live_floor(reading: Reading) -> LiveFloor:
    """Who is at which counter now. Raises OfficeNotSetUp."""
    from counter.reports import floor

    return floor.live_floor(reading, _today(reading))


def tickets_behind(
    reading: Reading, day_from: date, day_to: date, figure: Figure, only: Only | None = None
) -> list[Ticket]:
    """The tickets a number counts, in the order they were issued."""
    from counter.reports import statistics

    return statistics.tickets_behind(reading, day_from, day_to, figure, only)


def ticket_lines(reading: Reading, day_from: date, day_to: date) -> list[TicketLine]:
    """Every ticket of the days as the XLSX lists it."""
    from counter.reports import statistics

    return statistics.ticket_lines(reading, day_from, day_to)


def _today(reading: Reading) -> date:
    current = reading.settings.day()
    return date.fromisoformat(current) if current else branch_day(reading.now_ms, reading.zone)


# --- drawn from figures, never on a window's thread -------------------------------------------
def chart_picture(
    figures: Statistics, look: ChartLook, *, width_px: int, height_px: int, scale: float = 1.0
) -> PagePicture:
    """Draw the chart for a window, in the language of this thread.

    Args:
        figures: what it shows.
        look: the theme's colours.
        width_px: of the picture, in the screen's own pixels.
        height_px: likewise.
        scale: the screen's own pixels a point: 1.5 at 150 per cent.
    """
    from counter.pages import page_picture
    from counter.reports.chart import chart_pdf

    pdf = chart_pdf(figures, look, width=width_px / scale, height=height_px / scale)
    return page_picture(pdf, width_px)


def chart_words(figures: Statistics) -> str:
    """Say in a sentence what the chart shows, for who cannot see it."""
    from counter.reports import chart

    return chart.chart_words(figures)


def report_pdf(figures: Statistics, *, language: str = "id") -> bytes:
    """Draw the report as A4 pages."""
    from counter.reports.paper import report_pdf as draw

    return draw(figures, language=language)


def report_xlsx(figures: Statistics, tickets: list[TicketLine], *, language: str = "id") -> bytes:
    """Write the report as a workbook."""
    from counter.reports.sheet import report_xlsx as write

    return write(figures, tickets, language=language)
