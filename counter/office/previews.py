"""A receipt as it would be printed now, as pixels: what a window shows beside the form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter.domain.events import TicketId
from counter.office.intake import Filing
from counter.office.office import Office
from counter.office.receipts import preview_paper, receipt_paper
from counter.printing.papers import PaperSize, ReceiptPaper

if TYPE_CHECKING:
    from counter.pages import PagePicture
    from counter.store.work import Reading


def draft_picture(
    office: Office, ticket_id: TicketId, typed: Filing, *, officer: str, paper: str, width_px: int
) -> PagePicture:
    """Draw what would be printed if the form were filed as it stands.

    Some 20 ms: never on a window's thread.

    Args:
        officer: the person's id.
        paper: in the printer, as the settings name it: 80mm.

    Raises:
        TicketUnknown
    """

    def values(reading: Reading) -> ReceiptPaper:
        from counter.store.local import Draft

        draft = Draft(typed.answers, typed.documents, typed.overrides)
        return preview_paper(reading, ticket_id, draft, officer=officer)

    return _drawn(office.read(values), paper, width_px, preview=True)


def receipt_picture(
    office: Office, application_id: str, *, paper: str, width_px: int
) -> PagePicture:
    """Draw a receipt that was filed. Raises ReceiptUnknown."""
    values = office.read(receipt_paper, application_id, copy=0)
    return _drawn(values, paper, width_px, preview=False)


def _drawn(values: ReceiptPaper, paper: str, width_px: int, *, preview: bool) -> PagePicture:
    from counter.pages import page_picture
    from counter.printing.receipt import receipt_pdf

    return page_picture(receipt_pdf(values, layout=PaperSize(paper), preview=preview), width_px)
