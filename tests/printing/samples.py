"""Papers as an office fills them, plain and at their worst."""

from __future__ import annotations

from datetime import date, datetime

from counter.domain.catalogue import DocumentForm
from counter.keys import SigningKey
from counter.printing.papers import (
    Letterhead,
    PaperDocument,
    ReceiptPaper,
    TicketPaper,
)
from counter.printing.signature import receipt_text

OFFICE_KEY = SigningKey(bytes(range(32)))
NUMBER = "3171-06/L3/2026/000412"
MENTENG = Letterhead(
    office="Kelurahan Menteng",
    above=("Pemerintah Kota Administrasi Jakarta Pusat", "Kecamatan Menteng"),
    address="Jl. Pegangsaan Barat 14, Jakarta Pusat",
)
RECEIPT = ReceiptPaper(
    letterhead=MENTENG,
    number=NUMBER,
    at=datetime(2026, 11, 24, 10, 42),
    zone="WIB",
    service="KTP-el hilang",
    applicant="DEWI LESTARI",
    masked_nik="3171********0003",
    documents=(
        PaperDocument("Kartu Keluarga", DocumentForm.COPY),
        PaperDocument("Surat kehilangan polisi", DocumentForm.ORIGINAL),
        PaperDocument("Formulir F-1.02", DocumentForm.ORIGINAL, brought=False),
    ),
    due_date=date(2026, 11, 25),
    due_note="1 hari kerja sejak berkas lengkap",
    fee_rupiah=0,
    officer="Sari",
    counter="Loket 3",
    collection="Bawa tanda terima ini.",
    complaints="lapor.go.id",
    qr_text=receipt_text(NUMBER, OFFICE_KEY, central="loket.jakarta.go.id"),
    track_at="loket.jakarta.go.id/lacak",
)
LONG_NAME = "RADEN AJENG SITI NURHALIZA KUSUMAWARDHANI BINTI ABDURRAHMANWAHID"
LONG_TITLES = (
    "Surat keterangan perkawinan dari pemuka agama atau penghayat kepercayaan",
    "Penetapan-pengadilan-negeri-tentang-dispensasi-perkawinan-di-bawah-umur",
    "Pasfoto berwarna suami dan istri berdampingan ukuran 4x6",
)
TICKET = TicketPaper(
    letterhead=MENTENG,
    number="A-017",
    service="KTP-el hilang",
    at=datetime(2026, 11, 24, 10, 42),
    zone="WIB",
    ahead=12,
)
