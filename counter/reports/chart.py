"""The one chart of a report, for screen and paper: arrivals as bars, the median wait as a line.

Of one day it has a bar an hour, of a range a bar a day. The left axis counts tickets, the right
one minutes; both share their grid lines. Colours come from outside (`look`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO
from math import ceil
from typing import NamedTuple

from reportlab.graphics.shapes import Circle, Drawing, Group, Line, PolyLine, Rect, String
from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from counter.reports.figures import Statistics
from counter.reports.look import ChartLook
from counter.reports.type import (
    FIGURES,
    FIGURES_BOLD,
    REGULAR,
    SEMIBOLD,
    drawing,
    register_fonts,
    width_of,
)
from counter.text import DAYS, _, count, duration, language

_TEXT, _TITLE = 12.0, 13.5  # at the width below; a narrower chart's text is a little smaller
_FULL_WIDTH = 900.0
_SMALLEST = 0.66
_NO_STROKE = {"strokeColor": None, "strokeWidth": 0}


class Column(NamedTuple):
    """One bar and what belongs to it."""

    label: str
    issued: int
    wait_min: float | None
    running: bool = False
    coming: bool = False  # has not begun
    usual: int | None = None


def columns_of(figures: Statistics) -> list[Column]:
    """Choose what the chart shows: hours of one day, days of a range."""
    if figures.one_day:
        return [
            Column(
                _hour_label(each.hour, running=each.running),
                each.counts.issued,
                _minutes(each.counts.wait_p50_s),
                running=each.running,
                coming=figures.running and each.hour > figures.at.hour,
                usual=each.usual,
            )
            for each in figures.by_hour
        ]
    return [
        Column(
            f"{each.day.day:02}-{each.day.month:02}",
            each.counts.issued,
            _minutes(each.counts.wait_p50_s),
            running=each.running,
        )
        for each in figures.by_day
    ]


def chart_pdf(figures: Statistics, look: ChartLook, *, width: float, height: float) -> bytes:
    """Draw the chart to a PDF page of its own, in points; same figures, same bytes."""
    picture = chart(figures, look, width=width, height=height)
    buffer = BytesIO()
    with drawing:
        canvas = Canvas(
            buffer,
            pagesize=(width, height),
            pageCompression=1,
            invariant=1,
            lang=language(),
            initialFontName=REGULAR,
        )
        canvas.setTitle(chart_title(figures))
        canvas.setCreator("Loket")
        canvas.setFillColor(HexColor(look.surface))
        canvas.rect(0, 0, width, height, stroke=0, fill=1)
        picture.drawOn(canvas, 0, 0)
        canvas.showPage()
        canvas.save()
    return buffer.getvalue()


def chart_title(figures: Statistics) -> str:
    """What the chart shows, in words."""
    return _("Arrivals and wait by hour") if figures.one_day else _("Arrivals and wait by day")


def chart_words(figures: Statistics) -> str:
    """Say the chart in one sentence, for who cannot see it."""
    columns = [each for each in columns_of(figures) if each.issued]
    if not columns:
        return _("No numbers were taken in this time.")
    most = max(columns, key=lambda each: each.issued)
    said = _("{title}: most numbers at {label}, {issued}.").format(
        title=chart_title(figures), label=most.label, issued=count(most.issued)
    )
    waits = [each for each in columns if each.wait_min is not None]
    if not waits:
        return said
    longest = max(waits, key=lambda each: each.wait_min or 0)
    return (
        said
        + " "
        + _("Longest median wait at {label}, {duration}.").format(
            label=longest.label, duration=duration(60 * (longest.wait_min or 0))
        )
    )


def chart(figures: Statistics, look: ChartLook, *, width: float, height: float) -> Drawing:
    """Draw the chart, its title and legend included, in points."""
    register_fonts()
    return _Chart(figures, columns_of(figures), look, width, height).draw()


class _Chart:
    """One drawing under way: the plot's frame, and what is put into it."""

    def __init__(
        self,
        figures: Statistics,
        columns: Sequence[Column],
        look: ChartLook,
        width: float,
        height: float,
    ) -> None:
        self.figures, self.columns, self.look = figures, columns, look
        self.width, self.height = width, height
        scale = min(1.0, max(_SMALLEST, width / _FULL_WIDTH))
        self.size, self.title_size = _TEXT * scale, _TITLE * scale
        self.bottom = 2.2 * self.size
        self.ceiling = height - 2.1 * self.title_size - 2 * self.size
        lines = max(2, min(4, int((self.ceiling - self.bottom) / (3 * self.size))))
        most = max([4, *(max(each.issued, each.usual or 0) for each in columns)])
        self.step = _step(most / lines)
        self.lines = -(-most // self.step)
        waits = [each.wait_min for each in columns if each.wait_min is not None]
        self.wait_step = _step(max([*waits, 1]) / self.lines) if waits else 0
        self.left = width_of(count(self.lines * self.step), FIGURES, self.size) + 1.2 * self.size
        room = width_of(str(self.lines * self.wait_step), FIGURES, self.size) + 1.2 * self.size
        self.right = width - (room if waits else 0)
        self.slot = (self.right - self.left) / max(1, len(columns))
        self.bar_width = min(0.5 * self.slot, 7.5 * self.size)
        self.drawn = Group()

    def draw(self) -> Drawing:
        """Put everything on the drawing, the farthest first."""
        self._heading()
        self._grid()
        for index, column in enumerate(self.columns):
            self._bar(index, column)
        self._wait_line()
        every = self._label_every()
        for index, column in enumerate(self.columns):
            self._labels(index, column, named=index % every == 0)
        if not any(each.issued for each in self.columns):
            middle = (self.left + self.right) / 2, (self.bottom + self.ceiling) / 2
            said = _("No numbers were taken in this time.")
            self._text(*middle, said, REGULAR, self.look.muted, anchor="middle")
        picture = Drawing(self.width, self.height, initialFontName=REGULAR)
        picture.add(self.drawn)
        return picture

    def _heading(self) -> None:
        """The title, and right after it what each sign means."""
        base = self.height - self.title_size
        title = chart_title(self.figures)
        self._text(0, base, title, SEMIBOLD, self.look.text, size=self.title_size)
        x = width_of(title, SEMIBOLD, self.title_size) + 1.6 * self.size
        sign = 0.8 * self.size
        for named, wide, drawn in self._signs():
            if not drawn:
                continue
            drawn(x, base)
            x += wide * sign + 0.45 * self.size
            self._text(x, base, named, REGULAR, self.look.muted)
            x += width_of(named, REGULAR, self.size) + 1.3 * self.size

    def _signs(self) -> list[tuple[str, float, Callable[[float, float], None] | None]]:
        look, sign = self.look, 0.8 * self.size

        def bar(x: float, y: float) -> None:
            self.drawn.add(
                Rect(x, y, sign, sign, rx=1.5, ry=1.5, fillColor=HexColor(look.bar), **_NO_STROKE)
            )

        def wait(x: float, y: float) -> None:
            self._stroke(Line(x, y + sign / 2, x + 1.6 * sign, y + sign / 2), look.wait, 2.2)
            self._dot(x + 0.8 * sign, y + sign / 2, 2.4)

        def usual(x: float, y: float) -> None:
            self._outline(x, y, sign, sign)

        weekday = _(DAYS[self.figures.day_from.weekday()])
        waited = any(each.wait_min is not None for each in self.columns)
        outlined = any(self._shows_usual(each) for each in self.columns)
        return [
            (_("numbers taken"), 1, bar),
            (_("median wait (min)"), 1.6, wait if waited else None),
            (_("usual on a {weekday}").format(weekday=weekday), 1, usual if outlined else None),
        ]

    def _grid(self) -> None:
        for line in range(self.lines + 1):
            y = self._height(line * self.step)
            self._stroke(Line(self.left, y, self.right, y), self.look.line, 0.8)
            base = y - 0.33 * self.size
            x = self.left - 0.7 * self.size
            self._text(x, base, count(line * self.step), FIGURES, self.look.muted, anchor="end")
            if self.wait_step:
                minutes = count(line * self.wait_step)
                self._text(self.width, base, minutes, FIGURES, self.look.wait, anchor="end")

    def _bar(self, index: int, column: Column) -> None:
        x = self._centre(index) - self.bar_width / 2
        if column.issued:
            colour = self.look.bar_running if column.running else self.look.bar
            tall = self._height(column.issued) - self.bottom
            round_ = min(2.5, tall / 2)
            self.drawn.add(
                Rect(
                    x, self.bottom, self.bar_width, tall, rx=round_, ry=round_,
                    fillColor=HexColor(colour), **_NO_STROKE,
                )
            )  # fmt: skip
        if self._shows_usual(column):
            tall = self._height(column.usual or 0) - self.bottom
            self._outline(x, self.bottom, self.bar_width, tall)

    def _wait_line(self) -> None:
        """The median wait; an hour in which nobody was called leaves a gap."""
        run: list[float] = []
        points = [
            None
            if each.wait_min is None
            else (self._centre(index), self._wait_height(each.wait_min))
            for index, each in enumerate(self.columns)
        ]
        for point in [*points, None]:
            if point is not None:
                run += point
                continue
            if len(run) > 2:
                line = PolyLine(run, strokeLineJoin=1, strokeLineCap=1)
                self._stroke(line, self.look.wait, 2.2 * self.size / _TEXT)
            run = []
        for point in points:
            if point is not None:
                self._dot(*point, min(4.0, 0.3 * self.slot) * self.size / _TEXT)

    def _labels(self, index: int, column: Column, *, named: bool) -> None:
        x = self._centre(index)
        if named:
            base = self.bottom - 1.6 * self.size
            self._text(x, base, column.label, FIGURES, self.look.muted, anchor="middle")
        issued = count(column.issued)
        if column.issued and width_of(issued, FIGURES_BOLD, self.size) < 0.96 * self.slot:
            base = self._height(column.issued) + 0.5 * self.size
            in_the_way = []  # lines and dots that may stand where the figure would
            if column.wait_min is not None:
                in_the_way.append(self._wait_height(column.wait_min))
            if self._shows_usual(column):
                in_the_way.append(self._height(column.usual or 0))
            for y in sorted(in_the_way):
                if base - 0.5 * self.size < y < base + 1.2 * self.size:
                    base = y + 0.6 * self.size
            self._text(x, base, issued, FIGURES_BOLD, self.look.text, anchor="middle")

    def _label_every(self) -> int:
        widest = max((width_of(each.label, FIGURES, self.size) for each in self.columns), default=0)
        return max(1, ceil((widest + 0.5 * self.size) / self.slot))

    def _shows_usual(self, column: Column) -> bool:
        """Whether there is still something to expect: the hour has not passed."""
        return bool(column.usual) and (column.running or column.coming)

    def _centre(self, index: int) -> float:
        return self.left + (index + 0.5) * self.slot

    def _height(self, issued: float) -> float:
        share = issued / (self.lines * self.step)
        return self.bottom + share * (self.ceiling - self.bottom)

    def _wait_height(self, minutes: float) -> float:
        return self._height(minutes / self.wait_step * self.step)

    def _dot(self, x: float, y: float, radius: float) -> None:
        colours = {
            "fillColor": HexColor(self.look.wait),
            "strokeColor": HexColor(self.look.surface),
        }
        self.drawn.add(Circle(x, y, radius, strokeWidth=0.8, **colours))

    def _outline(self, x: float, y: float, width: float, height: float) -> None:
        shape = Rect(x, y, width, height, rx=1.5, ry=1.5, fillColor=None, strokeDashArray=(3, 2))
        self._stroke(shape, self.look.outline, 1.0)

    def _stroke(self, shape: Line | PolyLine | Rect, colour: str, width: float) -> None:
        shape.strokeColor, shape.strokeWidth = HexColor(colour), width
        self.drawn.add(shape)

    def _text(
        self,
        x: float,
        y: float,
        text: str,
        font: str,
        colour: str,
        *,
        anchor: str = "start",
        size: float | None = None,
    ) -> None:
        self.drawn.add(
            String(
                x, y, text, fontName=font, fontSize=size or self.size,
                fillColor=HexColor(colour), textAnchor=anchor,
            )
        )  # fmt: skip


def _step(least: float) -> int:
    """The smallest of 1, 2, 5, 10, 20, 50 … that is not below `least`."""
    power = 1
    while True:
        for base in (1, 2, 5):
            if base * power >= least:
                return base * power
        power *= 10


def _minutes(seconds: int | None) -> float | None:
    return None if seconds is None else seconds / 60


def _hour_label(hour: int, *, running: bool) -> str:
    label = f"{hour:02}\N{EN DASH}{(hour + 1) % 24:02}"
    return _("{hours} (running)").format(hours=label) if running else label
