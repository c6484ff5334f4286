"""The report as A4 pages: letterhead, figures, the chart, tables, and how all was computed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from io import BytesIO
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    HRFlowable,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

from counter.reports.chart import chart
from counter.reports.figures import GOAL_PERCENT, Statistics
from counter.reports.page import IN_OUR_FONT, LOOK, MARGIN_BOTTOM, MARGIN_TOP, MARGIN_X, WIDTH, line
from counter.reports.tables import by_clerk, by_day, by_hour, by_service, section
from counter.reports.type import (
    BOLD,
    REGULAR,
    SEMIBOLD,
    drawing,
    register_fonts,
)
from counter.reports.words import (
    method,
    percent,
    report_days,
    report_title,
    seconds,
)
from counter.text import _, clock, count, ngettext, short_date, using

_CHART_HEIGHT = 58 * mm
_TILES = 4  # in a row
_TOLD, _SIGNED = 118 * mm, 48 * mm  # the last block's two columns


def report_pdf(figures: Statistics, *, language: str) -> bytes:
    """Draw the report; the same figures give the same bytes.

    Args:
        figures: of a day or a range.
        language: of the report: `id` or `en`.
    """
    register_fonts()
    with using(language), drawing:
        _bytes, pages = _built(figures, language, pages=1)  # to count them
        pdf, _pages = _built(figures, language, pages=pages)
    return pdf


def _built(figures: Statistics, language: str, *, pages: int) -> tuple[bytes, int]:
    """The document, its feet naming so many pages, and how many it has."""
    buffer = BytesIO()
    document = BaseDocTemplate(
        buffer,
        pagesize=A4,
        title=f"{report_title(figures)}, {report_days(figures)}",
        author=figures.office.name,
        creator="Loket",
        lang=language,
        invariant=1,
        initialFontName=REGULAR,
    )
    height = A4[1] - MARGIN_TOP - MARGIN_BOTTOM
    frame = Frame(MARGIN_X, MARGIN_BOTTOM, WIDTH, height, 0, 0, 0, 0)
    foot = partial(_draw_foot, text=_foot(figures), pages=pages)
    document.addPageTemplates(PageTemplate(frames=[frame], onPage=foot))
    document.build(_story(figures))
    return buffer.getvalue(), int(document.page)


def _story(figures: Statistics) -> list[Flowable]:
    office = figures.office
    return [
        *(line(each, 9, colour=LOOK.muted) for each in office.letterhead),
        line(office.name, 13, font=BOLD),
        line(office.address, 9, colour=LOOK.muted),
        HRFlowable(width="100%", thickness=1.2, color=HexColor(LOOK.text), spaceBefore=5),
        Spacer(0, 5 * mm),
        line(report_title(figures), 20, font=BOLD),
        line(report_days(figures), 11, colour=LOOK.muted),
        Spacer(0, 4 * mm),
        _tiles(figures),
        Spacer(0, 6 * mm),
        chart(figures, LOOK, width=WIDTH, height=_CHART_HEIGHT),
        Spacer(0, 5 * mm),
        *section(_("By service"), by_service(figures)),
        *section(_("By clerk"), by_clerk(figures)),
        *(
            section(_("By hour"), by_hour(figures))
            if figures.one_day
            else section(_("By day"), by_day(figures))
        ),
        _close(figures),
    ]


# --- the figures ------------------------------------------------------------------------------
def _tiles(figures: Statistics) -> Flowable:
    total = figures.total
    at_counters = total.called + total.serving
    open_ = [
        (_("waiting"), total.waiting),
        (_("at counters"), at_counters),
        (_("held"), total.held),
    ]
    gone = [
        (_("left"), total.left),
        (_("cancelled"), total.cancelled),
        (_("day ended"), total.day_ended),
        (_("kept"), total.kept),
    ]
    tiles = [
        (
            _("Numbers taken"),
            count(total.issued),
            _earlier(figures),
        ),
        (
            _("Served"),
            count(total.served),
            ngettext("at {n} counter", "at {n} counters", figures.counters_used).format(
                n=figures.counters_used
            ),
        ),
        (_("Did not come"), count(total.no_show), percent(total.no_show_percent, places=1)),
        (_("Still open"), count(total.waiting + at_counters + total.held), _summed(open_)),
        (
            _("Wait, median"),
            seconds(total.wait_p50_s),
            _("p90 {duration}").format(duration=seconds(total.wait_p90_s)),
        ),
        (
            _("Service, median"),
            seconds(total.service_p50_s),
            _("p90 {duration}").format(duration=seconds(total.service_p90_s)),
        ),
        (
            _("Within target"),
            percent(total.in_target_percent),
            _("{n} of {all}; goal {goal} %").format(
                n=count(total.in_target), all=count(total.measured), goal=GOAL_PERCENT
            ),
        ),
        (
            _("Ended without service"),
            count(total.left + total.cancelled + total.day_ended + total.kept),
            _summed(gone),
        ),
    ]
    late = total.misses_goal
    cells: list[list[Flowable]] = [
        [
            line(name, 8.5, colour=LOOK.muted),
            Spacer(0, 3),
            line(value, 17, font=BOLD, colour=LOOK.late if late and index == 6 else LOOK.text),
            Spacer(0, 2),
            line(note or "\N{NO-BREAK SPACE}", 8.5, colour=LOOK.muted),
        ]
        for index, (name, value, note) in enumerate(tiles)
    ]
    rows = [cells[start : start + _TILES] for start in range(0, len(cells), _TILES)]
    table = Table(rows, colWidths=[WIDTH / _TILES] * _TILES)
    table.setStyle(
        [
            IN_OUR_FONT,
            ("GRID", (0, 0), (-1, -1), 0.7, HexColor(LOOK.line)),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 8),
            ("RIGHTPADDING", (0, 0), (-1, -1), 4),
            ("TOPPADDING", (0, 0), (-1, -1), 6),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 7),
        ]
    )
    return table


def _earlier(figures: Statistics) -> str:
    """What the working day before had, by the same time where this one still runs."""
    earlier = figures.earlier
    if earlier is None or not figures.one_day:
        return ""
    if figures.running:
        n = count(earlier.issued_by_now)
        return _("{day} by this time: {n}").format(day=short_date(earlier.day), n=n)
    return _("{day}: {n}").format(day=short_date(earlier.day), n=count(earlier.issued))


def _summed(parts: Sequence[tuple[str, int]]) -> str:
    """The parts of a sum that are not nothing."""
    return ", ".join(f"{name} {count(n)}" for name, n in parts if n)


# --- the rest ---------------------------------------------------------------------------------


def _point(text: str) -> Paragraph:
    style = ParagraphStyle(
        "point",
        fontName=REGULAR,
        fontSize=8.5,
        leading=11.2,
        leftIndent=9,
        bulletIndent=0,
        bulletFontName=REGULAR,
        bulletFontSize=8.5,
        textColor=HexColor(LOOK.muted),
    )
    return Paragraph(escape(text), style, bulletText="\N{BULLET}")


def _close(figures: Statistics) -> Flowable:
    """How all was computed, and beside it where the branch head signs: one block, never apart."""
    told = [
        line(_("How these figures are computed"), 9.5, font=SEMIBOLD),
        Spacer(0, 1 * mm),
        *(_point(each) for each in method(figures)),
    ]
    signed = [
        line(_("Seen by"), 9.5),
        line(_("Branch head"), 9.5, font=SEMIBOLD),
        Spacer(0, 18 * mm),
        HRFlowable(width="100%", thickness=0.8, color=HexColor(LOOK.text)),
        line(_("Name and staff number"), 8.5, colour=LOOK.muted),
    ]
    plain = [
        IN_OUR_FONT,
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ]
    gap = WIDTH - _TOLD - _SIGNED
    return Table([[told, "", signed]], colWidths=[_TOLD, gap, _SIGNED], style=plain)


def _foot(figures: Statistics) -> str:
    read = _("as of {date}, {clock} {zone}").format(
        date=short_date(figures.at.date()), clock=clock(figures.at), zone=figures.office.zone
    )
    return f"{figures.office.name} \N{MIDDLE DOT} {report_title(figures)} \N{MIDDLE DOT} {read}"


def _draw_foot(canvas: Canvas, document: BaseDocTemplate, *, text: str, pages: int) -> None:
    base = MARGIN_BOTTOM / 2
    number = _("Page {n} of {all}").format(n=document.page, all=pages)
    canvas.saveState()
    canvas.setFont(REGULAR, 8)
    canvas.setFillColor(HexColor(LOOK.muted))
    canvas.drawString(MARGIN_X, base, text)
    canvas.drawRightString(A4[0] - MARGIN_X, base, number)
    canvas.restoreState()
