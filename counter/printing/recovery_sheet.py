"""The recovery sheet: a store's key on A4, in words to type and a code to scan.

Printed once at set-up, kept in the office's safe. The code holds the very words, so a scanner
that types like a keyboard fills the same field.
"""

from __future__ import annotations

from reportlab.lib.units import mm

from counter.printing.blocks import (
    BOLD,
    REGULAR,
    Block,
    Sheet,
    Style,
    beside,
    document,
    framed,
    gap,
    qr_code,
    rule,
    stack,
    text,
)
from counter.printing.papers import RecoveryPaper
from counter.text import _, clock, long_date, using

_SHEET = Sheet(210 * mm, 297 * mm, 22 * mm, 18 * mm)
_PLAIN = Style(REGULAR, 11)
_STRONG = Style(BOLD, 11)
_WORD = Style(BOLD, 13)
_LABELS = 105.0


def recovery_pdf(sheet: RecoveryPaper) -> bytes:
    """Draw a recovery sheet to a PDF."""
    with using(sheet.language):
        return document(
            _SHEET,
            _blocks(sheet, _SHEET.inner),
            title=_("Recovery sheet"),
            author=sheet.letterhead.office,
            language=sheet.language,
        )


def _blocks(sheet: RecoveryPaper, width: float) -> list[Block]:
    head = sheet.letterhead
    printed = f"{long_date(sheet.at)}, {clock(sheet.at)} {sheet.zone}"
    code_width = 58 * mm
    left = width - code_width - 8 * mm
    keep = [
        _("In the office's safe or a locked cabinet, never beside this PC."),
        _("In a sealed envelope, signed by the branch head across the flap."),
        _("Do not photograph it and do not send it: who has these words can read the data."),
    ]
    use = [
        _("On the PC that lost its key, run: loket store unlock"),
        _("Type the six rows, or scan the code. Four letters of each word are enough."),
        _("Then print a new sheet and destroy this one if anyone else has seen it."),
    ]
    return [
        text(head.office.upper(), Style(BOLD, 12), width),
        *([text(head.address, Style(REGULAR, 9.5), width)] if head.address else []),
        rule(width, thickness=1.4, room=8),
        text(_("Recovery sheet"), Style(BOLD, 24), width),
        gap(2),
        text(
            _("It opens the data of this PC when the PC's own key is lost or the PC is broken."),
            _PLAIN,
            width,
        ),
        gap(12),
        *(
            _fact(label, value, width)
            for label, value in (
                (_("PC"), sheet.node),
                (_("Printed on"), printed),
                (_("Key's mark"), sheet.fingerprint),
            )
        ),
        gap(14),
        _words(sheet.rows, width),
        gap(16),
        beside(
            (
                0,
                stack(
                    [
                        *_list(_("Where to keep it"), keep, left),
                        gap(10),
                        *_list(_("How to use it"), use, left),
                    ]
                ),
            ),
            (
                left + 8 * mm,
                qr_code(
                    " ".join(word for row in sheet.rows for word in row).upper(),
                    module_mm=1.0,
                    width=code_width,
                    align=1,
                ),
            ),
        ),
        gap(26),
        _signatures(width),
    ]


def _fact(label: str, value: str, width: float) -> Block:
    return beside(
        (0, text(label, _PLAIN, _LABELS)),
        (_LABELS, text(value, _STRONG, width - _LABELS)),
    )


def _words(rows: tuple[tuple[str, ...], ...], width: float) -> Block:
    padding, numbers = 12.0, 24.0
    columns = max(len(row) for row in rows)
    inner = width - 2 * padding
    column = (inner - numbers) / columns
    heads = [str(place) for place in range(1, columns)] + [_("check word")]
    small = Style(REGULAR, 9)

    def line(first: str, cells: tuple[str, ...] | list[str], style: Style) -> Block:
        return beside(
            (0, text(first, small, numbers, leading=style.size * 1.26 / small.size)),
            *(
                (numbers + index * column, text(cell, style, column))
                for index, cell in enumerate(cells)
            ),
        )

    lines = [line("", heads, small), gap(4)]
    for index, row in enumerate(rows, start=1):
        lines += [line(f"{index}.", row, _WORD), gap(7)]
    return framed(stack(lines[:-1]), width, padding=padding)


def _list(title: str, points: list[str], width: float) -> list[Block]:
    indent = 14.0
    blocks = [text(title, Style(BOLD, 12), width), gap(3)]
    for index, point in enumerate(points, start=1):
        blocks += [
            beside(
                (0, text(f"{index}.", _PLAIN, indent)),
                (indent, text(point, _PLAIN, width - indent)),
            ),
            gap(3),
        ]
    return blocks


def _signatures(width: float) -> Block:
    half = (width - 20 * mm) / 2

    def place(role: str) -> Block:
        return stack(
            [
                text(role, _PLAIN, half, align=0.5),
                gap(48),
                rule(half, room=1),
            ]
        )

    return beside((0, place(_("Printed by"))), (half + 20 * mm, place(_("Branch head"))))
