"""The tanda terima says all it must, on every paper, in both languages, and its code scans."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from counter.domain.catalogue import DocumentForm
from counter.pages import page_count
from counter.printing.papers import PaperDocument, PaperSize, ReceiptPaper
from counter.printing.receipt import receipt_pdf
from counter.printing.signature import receipt_text, verify
from tests.printing.reading import ink_box, scanned, size_mm, words
from tests.printing.samples import LONG_NAME, LONG_TITLES, NUMBER, OFFICE_KEY, RECEIPT

EVERY_SIZE = pytest.mark.parametrize("layout", list(PaperSize))
PRINT_HEADS = {PaperSize.ROLL_80: 640, PaperSize.ROLL_58: 464, PaperSize.A5: 1748}

draw = partial(receipt_pdf, preview=False)


@EVERY_SIZE
def test_a_receipt_says_all_that_an_applicant_needs(layout: PaperSize) -> None:
    said = words(draw(RECEIPT, layout=layout))

    for wanted in (
        "KELURAHAN MENTENG",
        "Jl. Pegangsaan Barat 14, Jakarta Pusat",
        "TANDA TERIMA BERKAS",
        NUMBER,
        "24-11-2026 10.42 WIB",
        "KTP-el hilang",
        "DEWI LESTARI",
        "3171********0003",
        "2 dari 3",
        "salinan 1",
        "asli",
        "belum ada",
        "Selesai: Rabu, 25-11-2026",
        "1 hari kerja sejak berkas lengkap",
        "Rp0 (gratis)",
        "Sari, Loket 3",
        "Bawa tanda terima ini.",
        "lapor.go.id",
        "loket.jakarta.go.id/lacak",
    ):
        assert wanted in said


def test_a_receipt_can_be_in_english() -> None:
    said = words(
        draw(replace(RECEIPT, language="en", fee_rupiah=1_500_000), layout=PaperSize.ROLL_80)
    )

    for wanted in (
        "DOCUMENT RECEIPT",
        "24-11-2026 10:42 WIB",
        "Ready: Wednesday, 25-11-2026",
        "not yet here",
        "Rp1,500,000",
    ):
        assert wanted in said


@EVERY_SIZE
def test_the_printed_code_scans_and_proves_the_office(layout: PaperSize) -> None:
    pdf = draw(RECEIPT, layout=layout)

    [text] = scanned(pdf, width_px=PRINT_HEADS[layout])

    assert text == RECEIPT.qr_text
    assert verify(text, OFFICE_KEY.public).number == NUMBER


def test_without_a_central_the_code_still_scans() -> None:
    receipt = replace(RECEIPT, qr_text=receipt_text(NUMBER, OFFICE_KEY), track_at="")

    [text] = scanned(draw(receipt, layout=PaperSize.ROLL_58), width_px=464)

    assert verify(text, OFFICE_KEY.public).number == NUMBER


@EVERY_SIZE
def test_the_same_receipt_is_the_same_bytes(layout: PaperSize) -> None:
    assert draw(RECEIPT, layout=layout) == draw(RECEIPT, layout=layout)


def test_receipts_drawn_at_once_do_not_disturb_each_other() -> None:
    receipts = [
        replace(RECEIPT, applicant=f"{letter}NA ÅÉÎÕÜ {letter * 3}") for letter in "ABCDEFGH" * 4
    ]
    alone = [draw(receipt, layout=PaperSize.ROLL_80) for receipt in receipts]

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(partial(draw, layout=PaperSize.ROLL_80), receipts))

    assert together == alone


@EVERY_SIZE
def test_a_copy_says_which(layout: PaperSize) -> None:
    assert "SALINAN ke-2" in words(draw(replace(RECEIPT, copy=2), layout=layout))
    assert "SALINAN" not in words(draw(RECEIPT, layout=layout))


@EVERY_SIZE
def test_a_preview_says_so_in_place_of_number_and_code(layout: PaperSize) -> None:
    unfiled = replace(RECEIPT, number="", qr_text="")

    pdf = receipt_pdf(unfiled, layout=layout, preview=True)

    assert words(pdf).count("PRATINJAU") == 2
    assert not scanned(pdf, width_px=PRINT_HEADS[layout])


@EVERY_SIZE
def test_nothing_moves_between_preview_and_print(layout: PaperSize) -> None:
    unfiled = replace(RECEIPT, number="", qr_text="")

    preview = receipt_pdf(unfiled, layout=layout, preview=True)

    assert size_mm(preview) == size_mm(draw(RECEIPT, layout=layout))


def test_a_real_receipt_without_number_or_code_is_a_bug() -> None:
    for unfinished in (replace(RECEIPT, number=""), replace(RECEIPT, qr_text="")):
        with pytest.raises(ValueError, match="number and code"):
            draw(unfinished, layout=PaperSize.ROLL_80)


def test_a_nik_in_the_clear_never_gets_as_far_as_paper() -> None:
    with pytest.raises(ValueError, match="masked"):
        replace(RECEIPT, masked_nik="3171015208910003")


def test_a_day_that_cannot_be_promised_yet_gives_its_reason_instead() -> None:
    waiting = replace(RECEIPT, due_date=None, due_note="dihitung sejak berkas lengkap")

    said = words(draw(waiting, layout=PaperSize.ROLL_80))

    assert "Selesai: dihitung sejak berkas lengkap" in said


def test_a_day_nobody_knows_says_that() -> None:
    said = words(draw(replace(RECEIPT, due_date=None, due_note=""), layout=PaperSize.ROLL_80))

    assert "Selesai: harinya belum diketahui" in said


def test_a_service_without_documents_says_so() -> None:
    said = words(draw(replace(RECEIPT, documents=()), layout=PaperSize.ROLL_58))

    assert "Tidak perlu berkas." in said


@pytest.mark.parametrize(("layout", "width_mm"), [(PaperSize.ROLL_80, 80), (PaperSize.ROLL_58, 58)])
def test_a_roll_is_as_long_as_its_content(layout: PaperSize, width_mm: int) -> None:
    short = size_mm(draw(replace(RECEIPT, documents=()), layout=layout))
    long = size_mm(draw(RECEIPT, layout=layout))

    assert short[0] == long[0] == width_mm
    assert short[1] < long[1] < 160


@EVERY_SIZE
def test_long_names_and_titles_wrap_and_lose_no_letter(layout: PaperSize) -> None:
    documents = tuple(PaperDocument(title, DocumentForm.COPY, 2) for title in LONG_TITLES)
    receipt = replace(RECEIPT, applicant=LONG_NAME, documents=documents)

    said = words(draw(receipt, layout=layout)).replace(" ", "")

    for text in (LONG_NAME, *LONG_TITLES):
        assert text.replace(" ", "") in said.replace("salinan2", "")


def test_a_long_checklist_goes_on_on_a_second_a5_page_that_names_its_receipt() -> None:
    documents = tuple(
        PaperDocument(f"Berkas {n}", DocumentForm.ORIGINAL, brought=bool(n % 3)) for n in range(40)
    )

    pdf = draw(replace(RECEIPT, documents=documents), layout=PaperSize.A5)

    said = words(pdf)
    assert page_count(pdf) == 2
    assert f"{NUMBER}, halaman 2 dari 2" in said
    assert all(f"Berkas {n} " in said for n in range(40))


letters = st.characters(categories=("Lu", "Ll", "Nd", "Po", "Pd", "Zs", "Sm", "Lo"))
texts = st.text(letters, max_size=90)


@settings(max_examples=60)
@given(
    layout=st.sampled_from(list(PaperSize)),
    applicant=texts,
    service=texts,
    office=texts,
    title=texts,
    note=texts,
    fee=st.integers(0, 10**9),
    brought=st.booleans(),
)
def test_whatever_is_typed_prints_inside_the_margins(
    layout: PaperSize,
    applicant: str,
    service: str,
    office: str,
    title: str,
    note: str,
    fee: int,
    brought: bool,
) -> None:
    receipt: ReceiptPaper = replace(
        RECEIPT,
        letterhead=replace(RECEIPT.letterhead, office=office),
        applicant=applicant,
        service=service,
        documents=(PaperDocument(title, DocumentForm.COPY, 3, brought),),
        due_note=note,
        fee_rupiah=fee,
    )
    width = PRINT_HEADS[layout] // 2
    margin = {PaperSize.ROLL_80: 4 / 80, PaperSize.ROLL_58: 5 / 58, PaperSize.A5: 14 / 148}[layout]

    left, _top, right, _bottom = ink_box(draw(receipt, layout=layout), width_px=width)

    assert left >= width * margin - 2
    assert right <= width * (1 - margin) + 2


def test_a_document_that_was_only_looked_at_is_not_called_handed_in() -> None:
    looked_at = replace(RECEIPT, documents=(PaperDocument("KTP-el", DocumentForm.SHOWN),))

    text = words(receipt_pdf(looked_at, layout=PaperSize.ROLL_80, preview=False))

    assert "ditunjukkan" in text
    assert "asli" not in text
