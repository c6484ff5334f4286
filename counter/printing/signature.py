"""The text in a receipt's QR: a number and the proof that this office issued it.

Signed is the number alone, nothing else of the paper. The number is never used twice, so it names
one receipt for ever; a voided one, a copy and a reprint keep it and so keep the same QR; and
nothing about a person stands in a URL. What the number stands for is looked up in a store; without
one, the check still tells a paper of this office from an invented one.

The number's slashes become points, so that it fits a URL's path unescaped, and the signature is
in base 32: numbers, points and base 32 are all in the QR code's compact alphanumeric set.
"""

from __future__ import annotations

import base64
import binascii
import re
from urllib.parse import urlsplit

from msgspec import Struct

from counter.errors import LoketError
from counter.keys import PublicKey, SigningKey, is_signed
from counter.text import N_

_NUMBER = re.compile(r"[A-Z0-9]+(?:[/-][A-Z0-9]+)*")
_SIGNATURE_LETTERS = 103  # 64 bytes, five bits to a letter
_PURPOSE = b"loket receipt 1\n"  # the office's key signs other things too: none can pass for this


class ReceiptUnreadable(LoketError):
    """A text that no receipt carries: cut off, mistyped, or of something else."""

    happened = N_("This is not the text of a Loket receipt.")
    safe = N_("Nothing has been changed.")
    do_next = N_("Scan the QR code again and give its whole text.")


class ReceiptForged(LoketError):
    """The text reads well, but the key given did not sign it."""

    happened = N_("Receipt {number} was not signed by this office.")
    safe = N_("Nothing has been changed.")
    do_next = N_("Keep the paper, and look the number up among this office's receipts.")


class ReceiptMark(Struct, frozen=True):
    """What a verified text proves: this office issued a receipt of this number."""

    number: str


def receipt_text(number: str, key: SigningKey, *, central: str = "") -> str:
    """Write what a receipt's QR holds: `https://CENTRAL/lacak/NUMBER.SIGNATURE`.

    Args:
        number: as printed, `3171-06/L3/2026/000412`.
        key: the office's.
        central: host (and port) of the central server; without one the last part stands alone.

    Raises:
        ValueError: the number has other signs than capitals, figures, `-` and `/`.
    """
    if not _NUMBER.fullmatch(number):
        raise ValueError(f"not a receipt number: {number!r}")
    signature = base64.b32encode(key.sign(_signed(number))).decode("ascii").rstrip("=")
    mark = f"{number.replace('/', '.')}.{signature}"
    return f"https://{central}/lacak/{mark}" if central else mark


def verify(text: str, public: PublicKey) -> ReceiptMark:
    """Check a scanned text with the office's public key, without any network.

    Takes the whole URL or its last part, in any case of letters, also where a scanner broke lines.

    Raises:
        ReceiptUnreadable: it is not a receipt's text.
        ReceiptForged: another key signed it, or the number was altered.
    """
    number, signature = _read(text)
    if not is_signed(_signed(number), signature, public):
        raise ReceiptForged(number=number)
    return ReceiptMark(number)


def number_in(text: str) -> str:
    """Read the number a text claims, unverified: to find whose key should check it.

    Raises:
        ReceiptUnreadable: it is not a receipt's text.
    """
    return _read(text)[0]


def _signed(number: str) -> bytes:
    return _PURPOSE + number.encode("ascii")


def _read(text: str) -> tuple[str, bytes]:
    whole = "".join(text.split())
    try:
        path = urlsplit(whole).path if "://" in whole else whole
    except ValueError:  # a bracket where a host should be
        raise ReceiptUnreadable from None
    dotted, _, letters = path.rstrip("/").rpartition("/")[2].upper().rpartition(".")
    number = dotted.replace(".", "/")
    if not _NUMBER.fullmatch(number) or len(letters) != _SIGNATURE_LETTERS:
        raise ReceiptUnreadable
    try:
        signature = base64.b32decode(letters + "=")
    except binascii.Error:
        raise ReceiptUnreadable from None
    if base64.b32encode(signature) != f"{letters}=".encode():
        raise ReceiptUnreadable  # spare bits set: not what an office writes, though it would decode
    return number, signature
