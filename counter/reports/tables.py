"""The report's tables: by service, clerk, hour or day, each with the same columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    KeepTogether,
    Paragraph,
    Spacer,
    Table,
)

from counter.reports.figures import Counts, Statistics
from counter.reports.page import IN_OUR_FONT, LOOK, WIDTH, line
from counter.reports.type import FIGURES, FIGURES_BOLD, REGULAR, SEMIBOLD
from counter.reports.words import in_target, minutes
from counter.text import _, count, language, short_date

_KEPT_WHOLE = 60 * mm  # a taller table may break between its rows …
_SOME_ROWS = 40 * mm  # … but not right below its head


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


def by_service(figures: Statistics) -> Table:
    """Each service below its group, dropped ones last."""
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


def by_clerk(figures: Statistics) -> Table:
    """Each clerk at each counter."""
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


def by_hour(figures: Statistics) -> Table:
    """Each hour in which a number was taken."""
    return _table(
        _("Hour"),
        [
            (f"{each.hour:02}\N{EN DASH}{(each.hour + 1) % 24:02}", each.counts, False)
            for each in figures.by_hour
            if each.counts.issued
        ],
    )


def by_day(figures: Statistics) -> Table:
    """Each day of the range."""
    return _table(_("Day"), [(short_date(each.day), each.counts, False) for each in figures.by_day])


def _table(head: str, rows: list[tuple[str, Counts, bool]], without: Sequence[int] = ()) -> Table:
    """Named rows of figures, strong where one is a sum."""
    columns = [each for index, each in enumerate(_columns()) if index not in without]
    heads = [_cell(name, muted=True, end=True) for name, _said in columns]
    data = [[_cell(escape(head), muted=True), *heads]]
    rules: list[Any] = [
        IN_OUR_FONT,
        ("BACKGROUND", (0, 0), (-1, 0), HexColor(LOOK.wash)),
        ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
        ("VALIGN", (0, 1), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.6, HexColor(LOOK.line)),
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
    widths = [WIDTH - narrow * len(columns), *([narrow] * len(columns))]
    return Table(data, colWidths=widths, repeatRows=1, style=rules)


def _cell(
    text: str, *, muted: bool = False, strong: bool = False, end: bool = False, late: bool = False
) -> Paragraph:
    """A table's cell; `text` is markup."""
    plain, bold = (FIGURES, FIGURES_BOLD) if end and not muted else (REGULAR, SEMIBOLD)
    colour = LOOK.late if late else LOOK.muted if muted else LOOK.text
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


def section(title: str, table: Table) -> list[Flowable]:
    """A table below its title; neither stands alone on a page."""
    head = line(title, 11.5, font=SEMIBOLD)
    gap = Spacer(0, 1.6 * mm)
    _wide, tall = table.wrap(WIDTH, A4[1])
    if tall < _KEPT_WHOLE:
        return [KeepTogether([head, gap, table]), Spacer(0, 5 * mm)]
    return [CondPageBreak(_SOME_ROWS), head, gap, table, Spacer(0, 5 * mm)]
