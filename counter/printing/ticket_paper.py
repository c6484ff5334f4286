"""The queue ticket on a roll: a number to hold, how many are before it, and where to wait.

Nothing on it tells who holds it; of priority it says the word, never the reason.
"""

from __future__ import annotations

from functools import partial
from math import cos, pi, sin
from typing import TYPE_CHECKING

from counter.headcount import ahead_words, people_words
from counter.printing.blocks import (
    BOLD,
    Block,
    Style,
    beside,
    fitted,
    framed,
    gap,
    line_width,
    rule,
    stack,
    text,
)
from counter.printing.papers import PaperSize, TicketPaper
from counter.printing.slips import SMALL, centred, slip_pdf
from counter.text import _, clock, count, long_date, short_date

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from counter.domain.waits import WaitRange


def ticket_pdf(ticket: TicketPaper, *, layout: PaperSize) -> bytes:
    """Draw a ticket to a PDF; `layout` as for `slip_pdf`."""
    return slip_pdf(ticket, ticket.number, partial(_blocks, ticket), layout=layout)


def _blocks(ticket: TicketPaper, width: float) -> list[Block]:
    first, *more = turn_words(ticket)
    return [
        centred(_("QUEUE NUMBER"), width, Style(BOLD, 9)),
        fitted(ticket.number, Style(BOLD, 58), width, smallest=20),
        *([gap(2), _priority(width), gap(5)] if ticket.priority else []),
        centred(ticket.service, width, Style(BOLD, 12.5)),
        *(centred(each, width) for each in visit_words(ticket)),
        rule(width, dashed=True, room=5),
        centred(first, width, Style(BOLD, 11)),
        *(centred(each, width) for each in more),
        gap(4),
        centred(time_words(ticket), width, SMALL),
    ]


def visit_words(ticket: TicketPaper) -> list[str]:
    """Who came together, and what follows after the service."""
    said = [_("then: {service}").format(service=each) for each in ticket.following]
    if ticket.people > 1:
        said.insert(0, people_words(ticket.people))
    return said


def turn_words(ticket: TicketPaper) -> list[str]:
    """When its turn comes; the first line is the most important one."""
    if ticket.kept_for is not None:
        said = [
            _("For {day}").format(day=long_date(ticket.kept_for)),
            _("Your place is kept: come when the office opens, you are called first."),
        ]
    elif ticket.slot is not None:
        said = [
            _("Appointment at {time}").format(time=clock(ticket.slot)),
            _("You are called at about that time; wait until then."),
        ]
    else:
        said = [ahead_words(ticket.ahead)]
        if ticket.wait is not None:
            said.append(wait_words(ticket.wait))
    return said


def wait_words(wait: WaitRange) -> str:
    """How long it will take, as a range: nobody knows it to the minute."""
    low, high = wait.low_s // 60, wait.high_s // 60
    if not low:
        return _("Your turn within about {high} minutes").format(high=count(high))
    return _("Your turn in about {low} to {high} minutes").format(low=count(low), high=count(high))


def time_words(ticket: TicketPaper) -> str:
    """When the number was given, by the office's clock."""
    return f"{short_date(ticket.at)} {clock(ticket.at)} {ticket.zone}"


def _priority(width: float) -> Block:
    style = Style(BOLD, 11)
    words = _("PRIORITY")
    star, between, padding = 10.0, 5.0, 4.0
    inner = star + between + line_width(words, style)
    line = text(words, style, inner)
    label = beside((0, _star(star, line.height)), (star + between, line))
    outer = inner + 2 * padding + 6
    centred = beside((3, label))
    return beside(
        ((width - outer) / 2, framed(stack([centred]), outer, padding=padding, filled=True))
    )


def _star(size: float, line: float) -> Block:
    """Five points, filled in the colour of the text: no font of ours has the sign."""

    def draw(canvas: Canvas, x: float, y: float) -> None:
        centre_x, centre_y, radius = x + size / 2, y - line / 2, size / 2
        path = canvas.beginPath()
        for corner in range(10):
            reach = radius * (0.42 if corner % 2 else 1)
            angle = pi / 2 + corner * pi / 5
            point = (centre_x + reach * cos(angle), centre_y + reach * sin(angle))
            (path.lineTo if corner else path.moveTo)(*point)
        path.close()
        canvas.drawPath(path, fill=1, stroke=0)

    return Block(line, draw)
