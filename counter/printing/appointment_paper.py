"""The slip of an appointment: when to come, what to bring, and the code that stands for it.

Nothing on it tells who holds it.
"""

from __future__ import annotations

from reportlab.lib.units import mm

from counter.domain.appointment import LATE_MIN
from counter.headcount import people_words
from counter.printing.blocks import (
    BOLD,
    REGULAR,
    Block,
    Sheet,
    Style,
    document,
    fitted,
    gap,
    rule,
    text,
)
from counter.printing.papers import AppointmentPaper, PaperSize
from counter.printing.practice import across, mark
from counter.text import _, clock, count, long_date, using

_SHEETS = {
    PaperSize.ROLL_80: Sheet(80 * mm, 0, 4 * mm, 4 * mm),
    PaperSize.ROLL_58: Sheet(58 * mm, 0, 5 * mm, 4 * mm),
}


def appointment_pdf(slip: AppointmentPaper, *, layout: PaperSize) -> bytes:
    """Draw a slip to a PDF.

    Args:
        slip: what stands on it.
        layout: a roll; an office that has only A5 takes the narrow one onto it.
    """
    sheet = _SHEETS.get(layout, _SHEETS[PaperSize.ROLL_58])
    with using(slip.language):
        return document(
            sheet,
            _blocks(slip, sheet.inner),
            title=slip.code,
            author=slip.letterhead.office,
            language=slip.language,
            across=across(slip.letterhead),
        )


def code_words(code: str) -> str:
    """A code as people read and type it: "204 817"."""
    return f"{code[:3]} {code[3:]}"


def _blocks(slip: AppointmentPaper, width: float) -> list[Block]:
    small, plain = Style(REGULAR, 8.5), Style(REGULAR, 10)

    def line(words: str, style: Style = plain) -> Block:
        return text(words, style, width, align=0.5)

    head = slip.letterhead
    on_arrival = (
        _("On arrival type the code at the kiosk, or show this slip at a counter.")
        if slip.kiosk
        else _("On arrival show this slip at a counter.")
    )
    late = _("Whoever comes more than {n} minutes late waits as everybody does.")
    return [
        *mark(head, width),
        line(head.office.upper(), Style(BOLD, 11)),
        *([line(head.address, small)] if head.address else []),
        rule(width, dashed=True, room=5),
        line(_("APPOINTMENT"), Style(BOLD, 9)),
        fitted(f"{clock(slip.at)} {slip.zone}", Style(BOLD, 34), width, smallest=18),
        line(long_date(slip.at), Style(BOLD, 12.5)),
        gap(3),
        line(slip.service, Style(BOLD, 11)),
        *([line(people_words(slip.people))] if slip.people > 1 else []),
        rule(width, dashed=True, room=5),
        line(_("Code"), Style(BOLD, 9)),
        fitted(code_words(slip.code), Style(BOLD, 24), width, smallest=14),
        line(on_arrival, small),
        *_what_to_bring(slip, width),
        gap(4),
        line(late.format(n=count(LATE_MIN)), small),
        *mark(head, width),
    ]


def _what_to_bring(slip: AppointmentPaper, width: float) -> list[Block]:
    if not slip.bring:
        return []
    return [
        rule(width, dashed=True, room=5),
        text(_("Bring:"), Style(BOLD, 9), width),
        *(text(f"\N{BULLET} {each}", Style(REGULAR, 9), width) for each in slip.bring),
    ]
