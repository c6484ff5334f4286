"""The *tanda terima*: the paper an applicant leaves with, on a roll or on A5.

Draws one `ReceiptPaper`, the same bytes for the same values. A preview is the same paper with
PRATINJAU where number and code will be, so that nothing moves when it is printed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reportlab.lib.units import mm

from counter.domain.catalogue import DocumentForm
from counter.printing.blocks import (
    BOLD,
    LEADING,
    REGULAR,
    Block,
    Sheet,
    Span,
    Style,
    at_least,
    beside,
    document,
    fitted,
    framed,
    gap,
    line_width,
    qr_code,
    qr_side,
    rule,
    stack,
    text,
    tick_box,
)
from counter.printing.papers import PaperDocument, PaperSize, ReceiptPaper
from counter.printing.practice import across, mark
from counter.text import DAYS, _, clock, rupiah, short_date, using

if TYPE_CHECKING:
    from datetime import date


_FRAME = 6
_USUAL_MARK = 126  # letters of a number and its signature


class _Measures(NamedTuple):
    """What differs between papers; all in points but the QR's module."""

    sheet: Sheet
    body: float
    small: float
    office: float
    number: float
    due: float
    labels: float
    module_mm: float = 0.5


_MEASURES = {
    PaperSize.ROLL_80: _Measures(
        Sheet(80 * mm, 0, 4 * mm, 4 * mm), 9.5, 8.2, 12, 15, 14, labels=46
    ),
    PaperSize.ROLL_58: _Measures(
        Sheet(58 * mm, 0, 5 * mm, 4 * mm), 8.8, 7.8, 10.5, 12.5, 11.5, labels=41
    ),
    PaperSize.A5: _Measures(
        Sheet(148 * mm, 210 * mm, 14 * mm, 11 * mm), 9.5, 8.2, 14, 14, 14, labels=74, module_mm=0.6
    ),
}


def receipt_pdf(receipt: ReceiptPaper, *, layout: PaperSize, preview: bool) -> bytes:
    """Draw a receipt to a PDF; a preview needs and shows neither number nor code.

    Raises:
        ValueError: a receipt that is no preview lacks one of them.
    """
    if not preview and not (receipt.number and receipt.qr_text):
        raise ValueError("only a preview goes without number and code")
    with using(receipt.language):
        draft = _Draft(receipt, _MEASURES[layout], preview=preview)
        return document(
            draft.measures.sheet,
            draft.on_a5() if layout is PaperSize.A5 else draft.on_a_roll(),
            title=draft.number,
            author=receipt.letterhead.office,
            language=receipt.language,
            carried_on=draft.carried_on,
            across=across(receipt.letterhead),
        )


class _Draft:
    """A receipt being laid out on one size of paper."""

    def __init__(self, receipt: ReceiptPaper, measures: _Measures, *, preview: bool) -> None:
        self.receipt = receipt
        self.measures = measures
        self.preview = preview
        self.number = _("PREVIEW") if preview else receipt.number
        self.width = measures.sheet.inner
        self.plain = Style(REGULAR, measures.body)
        self.strong = Style(BOLD, measures.body)
        self.small = Style(REGULAR, measures.small)
        self.small_strong = Style(BOLD, measures.small)

    def on_a_roll(self) -> list[Block]:
        """One column, in the order in which an applicant reads."""
        room = self.measures.body / 2
        line = rule(self.width, dashed=True, room=room)
        return [
            *self._letterhead(),
            line,
            *self._title(),
            gap(room),
            *self._facts(self.width),
            line,
            *self._checklist(self.width),
            gap(room),
            self._promise(self.width),
            gap(room),
            *self._fee_and_officer(self.width),
            line,
            *self._notes(self.width),
            gap(room),
            self._code(self.width),
            *mark(self.receipt.letterhead, self.width),
        ]

    def on_a5(self) -> list[Block]:
        """A letter: letterhead with its double rule, a table, and the code beside the promise."""
        code_width = 46 * mm
        left = self.width - code_width - 5 * mm
        code = self._code(code_width)
        ending = beside(
            (
                0,
                stack(
                    [
                        self._promise(left),
                        gap(6),
                        *self._fee_and_officer(left),
                        gap(8),
                        *self._notes(left),
                    ]
                ),
            ),
            (left + 5 * mm, code),
        )
        return [
            *self._letterhead(),
            gap(5),
            rule(self.width, thickness=1.6, room=0),
            rule(self.width, thickness=0.5, room=1.6),
            gap(7),
            *self._title(),
            gap(9),
            *self._facts(self.width),
            rule(self.width, room=7),
            *self._checklist(self.width),
            gap(8),
            ending,
            gap(10),
            self._signatures(),
        ]

    def carried_on(self, page: int, pages: int) -> Block:
        """Head a second page so that it is not mistaken for another receipt."""
        line = _("{number}, page {page} of {pages}").format(
            number=self.number, page=page, pages=pages
        )
        return stack([text(line, self.small, self.width, align=1), gap(8)])

    def _letterhead(self) -> list[Block]:
        head = self.receipt.letterhead
        return [
            *mark(head, self.width),
            *(text(line, self.small, self.width, align=0.5) for line in head.above),
            text(head.office.upper(), Style(BOLD, self.measures.office), self.width, align=0.5),
            *([text(head.address, self.small, self.width, align=0.5)] if head.address else []),
        ]

    def _title(self) -> list[Block]:
        size = self.measures.number
        number = fitted(self.number, Style(BOLD, size), self.width, smallest=self.measures.body)
        blocks = [
            text(
                _("PROMISE SLIP") if self.receipt.awaits else _("DOCUMENT RECEIPT"),
                self.small_strong,
                self.width,
                align=0.5,
            ),
            gap(1),
            at_least(size * LEADING, number),
        ]
        if self.receipt.copy:
            words = _("COPY no. {n}").format(n=self.receipt.copy)
            width = line_width(words, self.strong) + 14
            label = framed(
                text(words, self.strong, width - 6, align=0.5), width, padding=3, filled=True
            )
            blocks += [gap(4), beside(((self.width - width) / 2, label))]
        return blocks

    def _facts(self, width: float) -> list[Block]:
        receipt = self.receipt
        at = f"{short_date(receipt.at)} {clock(receipt.at)} {receipt.zone}"
        return [
            self._fact(_("Time"), at, width),
            self._fact(_("Service"), receipt.service, width),
            self._fact(_("Name"), receipt.applicant, width, strong=True),
            self._fact(_("NIK"), receipt.masked_nik, width),
        ]

    def _fact(self, label: str, value: str, width: float, *, strong: bool = False) -> Block:
        labels = self.measures.labels
        style = self.strong if strong else self.plain
        if max(line_width(word, style) for word in value.split(" ")) > width - labels:
            # Rather a line of its own than a name broken in two.
            return stack([text(label, self.plain, width), text(value, style, width)])
        return beside(
            (0, text(label, self.plain, labels)),
            (labels, text(value, style, width - labels)),
        )

    def _checklist(self, width: float) -> list[Block]:
        documents = self.receipt.documents
        if not documents:
            return [text(_("No documents are needed."), self.plain, width)]
        brought = sum(paper.brought for paper in documents)
        tally = _("{brought} of {needed}").format(brought=brought, needed=len(documents))
        return [
            beside(
                (0, text(_("Documents"), self.strong, width)),
                (0, text(tally, self.plain, width, align=1)),
            ),
            gap(2),
            *(self._document(paper, width) for paper in documents),
        ]

    def _document(self, paper: PaperDocument, width: float) -> Block:
        size = self.measures.body
        words, style = _handed_in(paper), self.plain
        if not paper.brought:
            words, style = _("not yet here"), self.strong
        right = line_width(words, style)
        left = size * 1.5
        line = size * LEADING
        return stack(
            [
                beside(
                    (0, tick_box(size, line, ticked=paper.brought)),
                    (left, text(paper.title, self.plain, width - left - right - 8)),
                    (width - right - 1, text(words, style, right + 1)),
                ),
                gap(1.5),
            ]
        )

    def _promise(self, width: float) -> Block:
        receipt = self.receipt
        inner = width - 2 * _FRAME
        label = Span(_("Ready:") + " ", self.plain)
        if receipt.due_date is None:
            words = receipt.due_note or _("the day is not yet known")
            lines = [text([label, Span(words, self.strong)], self.strong, inner)]
            if receipt.awaits:
                kept = _("Suspended now: {reason}. You need not queue again: your place is kept.")
                said = kept.format(reason=_(receipt.awaits))
                lines.append(text(said, self.plain, inner))
        else:
            due = Style(BOLD, self.measures.due)
            day = Span(_weekday_and_date(receipt.due_date), due)
            if line_width(*label) + line_width(*day) <= inner:
                lines = [text([label, day], due, inner)]
            else:
                lines = [text([label], self.plain, inner), text([day], due, inner)]
            if receipt.due_note:
                lines.append(text(receipt.due_note, self.small, inner))
        return framed(stack(lines), width, padding=_FRAME)

    def _fee_and_officer(self, width: float) -> list[Block]:
        receipt = self.receipt
        officer = ", ".join(part for part in (receipt.officer, receipt.counter) if part)
        return [
            self._fact(_("Fee"), rupiah(receipt.fee_rupiah), width),
            self._fact(_("Officer"), officer, width),
        ]

    def _notes(self, width: float) -> list[Block]:
        notes = [
            (_("Collecting:"), self.receipt.collection),
            (_("Complaints:"), self.receipt.complaints),
        ]
        return [
            stack(
                [
                    text(
                        [Span(label + " ", self.small_strong), Span(words, self.small)],
                        self.small,
                        width,
                    ),
                    gap(2),
                ]
            )
            for label, words in notes
            if words
        ]

    def _code(self, width: float) -> Block:
        track_at = self.receipt.track_at
        caption = (
            [_("Follow its progress:"), track_at]
            if track_at
            else [_("Scanned at any office of ours, it proves this paper.")]
        )
        if self.preview:
            code = self._placeholder(width)
        else:
            code = qr_code(self.receipt.qr_text, module_mm=self.measures.module_mm, width=width)
        lines = (text(line, self.small, width, align=0.5) for line in caption)
        return stack([code, gap(2), *lines])

    def _placeholder(self, width: float) -> Block:
        """Keep the code's room free; a code of common length measures it."""
        track_at = self.receipt.track_at
        likely = (f"https://{track_at}/" if track_at else "") + "0" * _USUAL_MARK
        side = qr_side(likely, module_mm=self.measures.module_mm)
        inner = side - 2 * _FRAME
        label = text(_("PREVIEW"), self.small_strong, inner, align=0.5)
        room = stack([gap((inner - label.height) / 2), label, gap((inner - label.height) / 2)])
        return beside(((width - side) / 2, framed(room, side, padding=_FRAME, dashed=True)))

    def _signatures(self) -> Block:
        half = (self.width - 10 * mm) / 2

        def place(role: str, name: str) -> Block:
            return stack(
                [
                    text(role, self.plain, half, align=0.5),
                    gap(34),
                    rule(half, room=1),
                    text(name, self.strong, half, align=0.5),
                ]
            )

        return beside(
            (0, place(_("Applicant"), self.receipt.applicant)),
            (half + 10 * mm, place(_("Officer"), self.receipt.officer)),
        )


def _handed_in(paper: PaperDocument) -> str:
    if paper.form is DocumentForm.COPY:
        return _("copy {n}").format(n=paper.count)
    if paper.form is DocumentForm.SHOWN:
        return _("shown")
    return _("original") if paper.count == 1 else _("original {n}").format(n=paper.count)


def _weekday_and_date(day: date) -> str:
    return f"{_(DAYS[day.weekday()])}, {short_date(day)}"
