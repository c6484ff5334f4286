"""A receipt's text proves its office, offline, and nothing else passes for it."""

from __future__ import annotations

import string

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from counter.keys import SigningKey
from counter.printing.signature import (
    ReceiptForged,
    ReceiptMark,
    ReceiptUnreadable,
    number_in,
    receipt_text,
    verify,
)

OFFICE = SigningKey(bytes(range(32)))
OTHER = SigningKey(bytes(32))
NUMBER = "3171-06/L3/2026/000412"

part = st.text(string.ascii_uppercase + string.digits, min_size=1, max_size=8)
numbers = st.lists(part, min_size=1, max_size=6).map("/".join)


def test_the_text_is_one_url_with_number_and_signature() -> None:
    text = receipt_text(NUMBER, OFFICE, central="loket.jakarta.go.id")

    assert text.startswith("https://loket.jakarta.go.id/lacak/3171-06.L3.2026.000412.")


def test_without_a_central_the_last_part_stands_alone() -> None:
    whole = receipt_text(NUMBER, OFFICE, central="loket.jakarta.go.id")

    alone = receipt_text(NUMBER, OFFICE)

    assert alone == whole.rpartition("/")[2]


@pytest.mark.parametrize("central", ["", "loket.jakarta.go.id", "192.168.1.10:8443"])
@given(number=numbers)
def test_every_number_comes_back_verified(central: str, number: str) -> None:
    text = receipt_text(number, OFFICE, central=central)

    mark = verify(text, OFFICE.public)

    assert mark == ReceiptMark(number)


def test_one_receipt_has_one_text_however_often_it_is_printed() -> None:
    assert receipt_text(NUMBER, OFFICE) == receipt_text(NUMBER, OFFICE)


@pytest.mark.parametrize("change", [str.lower, lambda text: text + "/", lambda text: f" {text}\n"])
def test_a_text_copied_by_hand_still_reads(change: object) -> None:
    assert callable(change)
    text = receipt_text(NUMBER, OFFICE, central="loket.jakarta.go.id")

    mark = verify(change(text), OFFICE.public)

    assert mark.number == NUMBER


def test_a_text_broken_over_lines_still_reads() -> None:
    text = receipt_text(NUMBER, OFFICE, central="loket.jakarta.go.id")
    broken = "\r\n".join(text[start : start + 40] for start in range(0, len(text), 40))

    assert verify(broken, OFFICE.public).number == NUMBER


def test_another_offices_signature_is_forged() -> None:
    text = receipt_text(NUMBER, OTHER)

    with pytest.raises(ReceiptForged, match="3171-06/L3/2026/000412"):
        verify(text, OFFICE.public)


def test_a_changed_number_is_forged() -> None:
    text = receipt_text(NUMBER, OFFICE).replace("000412", "000413")

    with pytest.raises(ReceiptForged):
        verify(text, OFFICE.public)


def test_a_signature_made_for_another_purpose_does_not_pass() -> None:
    import base64

    bare = base64.b32encode(OFFICE.sign(NUMBER.encode())).decode().rstrip("=")

    with pytest.raises(ReceiptForged):
        verify(f"{NUMBER.replace('/', '.')}.{bare}", OFFICE.public)


@given(place=st.integers(min_value=0), letter=st.sampled_from(string.ascii_uppercase + "234567"))
def test_no_changed_letter_passes(place: int, letter: str) -> None:
    text = receipt_text(NUMBER, OFFICE)
    at = place % len(text)
    changed = text[:at] + letter + text[at + 1 :]

    if changed == text:
        return
    with pytest.raises((ReceiptForged, ReceiptUnreadable)):
        verify(changed, OFFICE.public)


@given(text=st.text())
def test_any_other_text_is_unreadable(text: str) -> None:
    with pytest.raises(ReceiptUnreadable):
        verify(text, OFFICE.public)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://loket.jakarta.go.id/lacak/",
        "https://[/lacak/x",
        "3171-06.L3.2026.000412",
        receipt_text(NUMBER, OFFICE)[:-1],
        receipt_text(NUMBER, OFFICE) + "A",
    ],
)
def test_a_cut_off_text_is_unreadable(text: str) -> None:
    with pytest.raises(ReceiptUnreadable):
        verify(text, OFFICE.public)


def test_the_number_a_forged_text_claims_can_still_be_read() -> None:
    assert number_in(receipt_text(NUMBER, OTHER)) == NUMBER


def test_without_a_central_the_qr_uses_the_compact_letters() -> None:
    code = segno.make_qr(receipt_text(NUMBER, OFFICE))

    assert code.mode == "alphanumeric"


@pytest.mark.parametrize("number", ["", "A B", "a/1", "A//1", "A.1", "/A", "Ä/1"])
def test_a_number_that_would_not_fit_a_url_is_refused(number: str) -> None:
    with pytest.raises(ValueError, match="receipt number"):
        receipt_text(number, OFFICE)
