"""The slip of an appointment: when to come, what to bring, and the code that stands for it.

Nothing on it tells who holds it.
"""

from __future__ import annotations

from functools import partial

from counter.domain.appointment import LATE_MIN
from counter.headcount import people_words
from counter.printing.blocks import (
    BOLD,
    REGULAR,
    Block,
    Style,
    fitted,
    gap,
    rule,
    text,
)
from counter.printing.papers import AppointmentPaper, PaperSize
from counter.printing.slips import SMALL, centred, slip_pdf
from counter.text import _, clock, count, long_date


def appointment_pdf(slip: AppointmentPaper, *, layout: PaperSize) -> bytes:
    """Draw a slip to a PDF; `layout` as for `slip_pdf`."""
    return slip_pdf(slip, slip.code, partial(_blocks, slip), layout=layout)


def code_words(code: str) -> str:
    """A code as people read and type it: "204 817"."""
    return f"{code[:3]} {code[3:]}"


def _blocks(slip: AppointmentPaper, width: float) -> list[Block]:
    on_arrival = (
        _("On arrival type the code at the kiosk, or show this slip at a counter.")
        if slip.kiosk
        else _("On arrival show this slip at a counter.")
    )
    late = _("Whoever comes more than {n} minutes late waits as everybody does.")
    return [
        centred(_("APPOINTMENT"), width, Style(BOLD, 9)),
        fitted(f"{clock(slip.at)} {slip.zone}", Style(BOLD, 34), width, smallest=18),
        centred(long_date(slip.at), width, Style(BOLD, 12.5)),
        gap(3),
        centred(slip.service, width, Style(BOLD, 11)),
        *([centred(people_words(slip.people), width)] if slip.people > 1 else []),
        rule(width, dashed=True, room=5),
        centred(_("Code"), width, Style(BOLD, 9)),
        fitted(code_words(slip.code), Style(BOLD, 24), width, smallest=14),
        centred(on_arrival, width, SMALL),
        *_what_to_bring(slip, width),
        gap(4),
        centred(late.format(n=count(LATE_MIN)), width, SMALL),
    ]


def _what_to_bring(slip: AppointmentPaper, width: float) -> list[Block]:
    if not slip.bring:
        return []
    return [
        rule(width, dashed=True, room=5),
        text(_("Bring:"), Style(BOLD, 9), width),
        *(text(f"\N{BULLET} {each}", Style(REGULAR, 9), width) for each in slip.bring),
    ]
