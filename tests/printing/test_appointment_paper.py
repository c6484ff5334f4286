"""The slip of an appointment, read back from its PDF."""

from __future__ import annotations

from datetime import datetime

import pytest
from msgspec.structs import replace

from counter.printing.appointment_paper import appointment_pdf
from counter.printing.papers import AppointmentPaper, PaperSize
from counter.printing.ticket_paper import ticket_pdf
from tests.printing.reading import words
from tests.printing.samples import MENTENG, TICKET

SLIP = AppointmentPaper(
    letterhead=MENTENG,
    code="204817",
    service="KTP-el baru",
    at=datetime(2026, 11, 25, 9, 30),
    zone="WIB",
    people=2,
    bring=("Kartu Keluarga",),
    kiosk=True,
)


@pytest.mark.parametrize("layout", list(PaperSize))
def test_it_says_when_to_come_what_to_bring_and_the_code(layout: PaperSize) -> None:
    said = words(appointment_pdf(SLIP, layout=layout))

    for wanted in ("09.30 WIB", "25 November 2026", "204 817", "2 orang", "Kartu Keluarga"):
        assert wanted in said
    assert "mesin antrean" in said


def test_an_office_without_a_kiosk_names_only_the_counter() -> None:
    said = words(appointment_pdf(replace(SLIP, kiosk=False), layout=PaperSize.ROLL_80))

    assert "mesin antrean" not in said


def test_a_number_given_on_arrival_names_the_time_instead_of_who_comes_first() -> None:
    ticket = replace(TICKET, slot=SLIP.at.time())

    said = words(ticket_pdf(ticket, layout=PaperSize.ROLL_80))

    assert "Janji temu pukul 09.30" in said
    assert "sebelum Anda" not in said
