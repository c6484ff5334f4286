"""What stands on a paper, as plain values: a paper is drawn from one of these and nothing else.

No store, no clock, no network: who prints later, or once more, draws the same paper again from the
same values. How it looks is `receipt`, `ticket_paper` and `recovery_sheet`.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from enum import StrEnum

from msgspec import Struct

from counter.domain.catalogue import DocumentForm
from counter.domain.waits import WaitRange
from counter.text import INDONESIAN

_FULL_NIK = re.compile(r"\d{16}")


class PaperSize(StrEnum):
    """The papers a counter has."""

    ROLL_80 = "80mm"
    ROLL_58 = "58mm"
    A5 = "a5"


class Letterhead(Struct, frozen=True):
    """Whose paper it is."""

    office: str
    above: tuple[str, ...] = ()
    """Whom the office belongs to, highest first: city, district."""
    address: str = ""
    practice: bool = False
    """The paper says that it counts for nothing."""


class PaperDocument(Struct, frozen=True):
    """One line of a receipt's checklist."""

    title: str
    form: DocumentForm
    count: int = 1
    brought: bool = True


class ReceiptPaper(Struct, frozen=True):
    """A *tanda terima*: what an applicant holds in hand until the product is ready."""

    letterhead: Letterhead
    number: str
    at: datetime
    """The office's own wall clock, no zone attached."""
    zone: str
    """WIB, WITA or WIT."""
    service: str
    applicant: str
    masked_nik: str
    documents: tuple[PaperDocument, ...]
    due_date: date | None
    """None while no day can be promised; `due_note` then says why."""
    fee_rupiah: int
    officer: str
    qr_text: str = ""
    """As `signature.receipt_text` writes it; a preview needs neither this nor a number."""
    track_at: str = ""
    """What a person can type to follow the application: `central.go.id/lacak`."""
    due_note: str = ""
    awaits: str = ""
    """Why its service is suspended: this is a promise slip."""
    counter: str = ""
    collection: str = ""
    complaints: str = ""
    copy: int = 0
    """0 is the original; a copy n says so."""
    language: str = INDONESIAN

    def __post_init__(self) -> None:
        """Refuse a NIK in the clear: a receipt is left lying about.

        Raises:
            ValueError: the NIK is not masked.
        """
        if _FULL_NIK.search(self.masked_nik):
            raise ValueError("a receipt shows a masked NIK")


class TicketPaper(Struct, frozen=True):
    """A queue ticket; it carries nothing about the person who holds it."""

    letterhead: Letterhead
    number: str
    service: str
    at: datetime
    zone: str
    ahead: int
    """People before this one when it was printed."""
    priority: bool = False
    wait: WaitRange | None = None
    """None while the day tells too little."""
    people: int = 1
    """Who came together with it."""
    following: tuple[str, ...] = ()
    """Titles of the services that follow in the same visit."""
    kept_for: date | None = None
    """The later day for which its place is kept."""
    slot: time | None = None
    """Of the appointment with which its holder came in time."""
    language: str = INDONESIAN


class AppointmentPaper(Struct, frozen=True):
    """The slip of an appointment; it carries nothing about the person who holds it."""

    letterhead: Letterhead
    code: str
    service: str
    at: datetime
    """The time that was agreed on, by the office's own wall clock."""
    zone: str
    people: int = 1
    bring: tuple[str, ...] = ()
    """Titles of the documents that the service always asks for."""
    kiosk: bool = False
    """Whether the office has a kiosk on which the code is typed."""
    language: str = INDONESIAN


class RecoveryPaper(Struct, frozen=True):
    """The sheet that opens a node's store when its PC's own key is lost."""

    letterhead: Letterhead
    node: str
    """The PC as people know it, and its mark."""
    at: datetime
    zone: str
    rows: tuple[tuple[str, ...], ...]
    """As `keys.key_words` writes them."""
    fingerprint: str
    """Of the store key, to tell sheets apart."""
    language: str = INDONESIAN
