"""The report as A4 pages: letterhead, figures, the chart, tables, and how all was computed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    HRFlowable,
    KeepTogether,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

from counter.reports.chart import chart
from counter.reports.figures import GOAL_PERCENT, Counts, Statistics
from counter.reports.look import PaperLook
from counter.reports.type import (
    BOLD,
    FIGURES,
    FIGURES_BOLD,
    REGULAR,
    SEMIBOLD,
    drawing,
    register_fonts,
)
from counter.reports.words import (
    in_target,
    method,
    minutes,
    percent,
    report_days,
    report_title,
    seconds,
)
from counter.text import _, clock, count, language, ngettext, short_date, using

_MARGIN_X, _MARGIN_TOP, _MARGIN_BOTTOM = 18 * mm, 16 * mm, 18 * mm
_WIDTH = A4[0] - 2 * _MARGIN_X
_CHART_HEIGHT = 58 * mm
_TILES = 4  # in a row
_KEPT_WHOLE = 60 * mm  # a taller table may break between its rows …
_SOME_ROWS = 40 * mm  # … but not right below its head
_TOLD, _SIGNED = 118 * mm, 48 * mm  # the last block's two columns
_LOOK = PaperLook()
# a table names its font in the file even where every cell brings its own
_IN_OUR_FONT = ("FONTNAME", (0, 0), (-1, -1), REGULAR)


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
    height = A4[1] - _MARGIN_TOP - _MARGIN_BOTTOM
    frame = Frame(_MARGIN_X, _MARGIN_BOTTOM, _WIDTH, height, 0, 0, 0, 0)
    foot = partial(_draw_foot, text=_foot(figures), pages=pages)
    document.addPageTemplates(PageTemplate(frames=[frame], onPage=foot))
    document.build(_story(figures))
    return buffer.getvalue(), int(document.page)


def _story(figures: Statistics) -> list[Flowable]:
    office = figures.office
    return [
        *(_line(each, 9, colour=_LOOK.muted) for each in office.letterhead),
        _line(office.name, 13, font=BOLD),
        _line(office.address, 9, colour=_LOOK.muted),
        HRFlowable(width="100%", thickness=1.2, color=HexColor(_LOOK.text), spaceBefore=5),
        Spacer(0, 5 * mm),
        _line(report_title(figures), 20, font=BOLD),
        _line(report_days(figures), 11, colour=_LOOK.muted),
        Spacer(0, 4 * mm),
        _tiles(figures),
        Spacer(0, 6 * mm),
        chart(figures, _LOOK, width=_WIDTH, height=_CHART_HEIGHT),
        Spacer(0, 5 * mm),
        *_section(_("By service"), _by_service(figures)),
        *_section(_("By clerk"), _by_clerk(figures)),
        *(
            _section(_("By hour"), _by_hour(figures))
            if figures.one_day
            else _section(_("By day"), _by_day(figures))
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
            count(total.left + total.cancelled + total.day_ended),
            _summed(gone),
        ),
    ]
    late = total.misses_goal
    cells: list[list[Flowable]] = [
        [
            _line(name, 8.5, colour=_LOOK.muted),
            Spacer(0, 3),
            _line(value, 17, font=BOLD, colour=_LOOK.late if late and index == 6 else _LOOK.text),
            Spacer(0, 2),
            _line(note or "\N{NO-BREAK SPACE}", 8.5, colour=_LOOK.muted),
        ]
        for index, (name, value, note) in enumerate(tiles)
    ]
    rows = [cells[start : start + _TILES] for start in range(0, len(cells), _TILES)]
    table = Table(rows, colWidths=[_WIDTH / _TILES] * _TILES)
    table.setStyle(
        [
            _IN_OUR_FONT,
            ("GRID", (0, 0), (-1, -1), 0.7, HexColor(_LOOK.line)),
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


# --- the tables -------------------------------------------------------------------------------
def _columns() -> list[tuple[str, Callable[[Counts], str]]]:
    return [
        (_("Taken"), lambda each: count(each.issued)),
        (_("Served"), lambda each: count(each.served)),
        (_("No-show"), lambda each: count(each.no_show)),
        (_("Wait median"), lambda each: minutes(each.wait_p50_s)),
        (_("Wait p90"), lambda each: minutes(each.wait_p90_s)),
        (_("Service median"), lambda each: minutes(each.service_p50_s)),
        (_("Service p90"), lambda each: minutes(each.service_p90_s)),
        (_("Within target"), in_target),
    ]


def _by_service(figures: Statistics) -> Table:
    rows: list[tuple[str, Counts, bool]] = []
    letters = [each.letter for each in figures.by_group]
    for group in figures.by_group:
        title = group.title.in_language(language())
        rows.append((f"<b>{escape(group.letter)}</b>  {escape(title)}", group.counts, True))
        rows += [
            (_inset(each.title.in_language(language())), each.counts, False)
            for each in figures.by_service
            if each.letter == group.letter
        ]
    rows += [
        (_inset(each.title.in_language(language())), each.counts, False)
        for each in figures.by_service
        if each.letter not in letters
    ]
    rows.append((escape(_("All")), figures.total, True))
    return _table(_("Service"), rows)


def _by_clerk(figures: Statistics) -> Table:
    return _table(
        _("Clerk"),
        [
            (
                escape(_("{name}, counter {n}").format(name=each.name, n=each.counter)),
                each.counts,
                False,
            )
            for each in figures.by_clerk
        ],
        without=(0, 2),  # who waits or did not come stands at no counter
    )


def _by_hour(figures: Statistics) -> Table:
    return _table(
        _("Hour"),
        [
            (f"{each.hour:02}\N{EN DASH}{(each.hour + 1) % 24:02}", each.counts, False)
            for each in figures.by_hour
            if each.counts.issued
        ],
    )


def _by_day(figures: Statistics) -> Table:
    return _table(_("Day"), [(short_date(each.day), each.counts, False) for each in figures.by_day])


def _table(head: str, rows: list[tuple[str, Counts, bool]], without: Sequence[int] = ()) -> Table:
    """Named rows of figures, strong where one is a sum."""
    columns = [each for index, each in enumerate(_columns()) if index not in without]
    heads = [_cell(name, muted=True, end=True) for name, _said in columns]
    data = [[_cell(escape(head), muted=True), *heads]]
    rules: list[Any] = [
        _IN_OUR_FONT,
        ("BACKGROUND", (0, 0), (-1, 0), HexColor(_LOOK.wash)),
        ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
        ("VALIGN", (0, 1), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.6, HexColor(_LOOK.line)),
        ("LEFTPADDING", (0, 0), (-1, -1), 4),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        ("TOPPADDING", (0, 0), (-1, -1), 2.6),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3.4),
    ]
    for name, counts, strong in rows:
        data.append(
            [
                _cell(name, strong=strong),
                *(
                    _cell(
                        said(counts),
                        strong=strong,
                        end=True,
                        late=counts.misses_goal and index == len(columns) - 1,
                    )
                    for index, (_name, said) in enumerate(columns)
                ),
            ]
        )
    narrow = 15.8 * mm
    widths = [_WIDTH - narrow * len(columns), *([narrow] * len(columns))]
    return Table(data, colWidths=widths, repeatRows=1, style=rules)


def _cell(
    text: str, *, muted: bool = False, strong: bool = False, end: bool = False, late: bool = False
) -> Paragraph:
    """A table's cell; `text` is markup."""
    plain, bold = (FIGURES, FIGURES_BOLD) if end and not muted else (REGULAR, SEMIBOLD)
    colour = _LOOK.late if late else _LOOK.muted if muted else _LOOK.text
    style = ParagraphStyle(
        "cell",
        fontName=bold if strong or late else plain,
        fontSize=8.2 if muted else 9,
        leading=10 if muted else 11.4,
        textColor=HexColor(colour),
        alignment=TA_RIGHT if end else TA_LEFT,
    )
    return Paragraph(text, style)


def _inset(title: str) -> str:
    return "\N{NO-BREAK SPACE}" * 4 + escape(title)


def _section(title: str, table: Table) -> list[Flowable]:
    head = _line(title, 11.5, font=SEMIBOLD)
    gap = Spacer(0, 1.6 * mm)
    _wide, tall = table.wrap(_WIDTH, A4[1])
    if tall < _KEPT_WHOLE:
        return [KeepTogether([head, gap, table]), Spacer(0, 5 * mm)]
    return [CondPageBreak(_SOME_ROWS), head, gap, table, Spacer(0, 5 * mm)]


# --- the rest ---------------------------------------------------------------------------------
def _line(text: str, size: float, *, font: str = REGULAR, colour: str = _LOOK.text) -> Paragraph:
    style = ParagraphStyle(
        "line", fontName=font, fontSize=size, leading=1.26 * size, textColor=HexColor(colour)
    )
    return Paragraph(escape(text), style)


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
        textColor=HexColor(_LOOK.muted),
    )
    return Paragraph(escape(text), style, bulletText="\N{BULLET}")


def _close(figures: Statistics) -> Flowable:
    """How all was computed, and beside it where the branch head signs: one block, never apart."""
    told = [
        _line(_("How these figures are computed"), 9.5, font=SEMIBOLD),
        Spacer(0, 1 * mm),
        *(_point(each) for each in method(figures)),
    ]
    signed = [
        _line(_("Seen by"), 9.5),
        _line(_("Branch head"), 9.5, font=SEMIBOLD),
        Spacer(0, 18 * mm),
        HRFlowable(width="100%", thickness=0.8, color=HexColor(_LOOK.text)),
        _line(_("Name and staff number"), 8.5, colour=_LOOK.muted),
    ]
    plain = [
        _IN_OUR_FONT,
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ]
    gap = _WIDTH - _TOLD - _SIGNED
    return Table([[told, "", signed]], colWidths=[_TOLD, gap, _SIGNED], style=plain)


def _foot(figures: Statistics) -> str:
    read = _("as of {date}, {clock} {zone}").format(
        date=short_date(figures.at.date()), clock=clock(figures.at), zone=figures.office.zone
    )
    return f"{figures.office.name} \N{MIDDLE DOT} {report_title(figures)} \N{MIDDLE DOT} {read}"


def _draw_foot(canvas: Canvas, document: BaseDocTemplate, *, text: str, pages: int) -> None:
    base = _MARGIN_BOTTOM / 2
    number = _("Page {n} of {all}").format(n=document.page, all=pages)
    canvas.saveState()
    canvas.setFont(REGULAR, 8)
    canvas.setFillColor(HexColor(_LOOK.muted))
    canvas.drawString(_MARGIN_X, base, text)
    canvas.drawRightString(A4[0] - _MARGIN_X, base, number)
    canvas.restoreState()
