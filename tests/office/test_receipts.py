"""What stands on a receipt, its copies, its voiding, and checking one."""

from __future__ import annotations

import pytest

from counter.clock import VirtualClock
from counter.domain.application import Application, ApplicationState
from counter.domain.bodies import CatalogueAdopted
from counter.domain.catalogue import Catalogue
from counter.domain.events import TicketId
from counter.office import intake, queue, receipts, waiting
from counter.office.catalogue import read_catalogue
from counter.office.editions import edition_for
from counter.office.office import Office
from counter.printing.signature import ReceiptForged
from counter.store.local import Draft
from counter.store.work import Work
from tests.office.building import DAY, KEY, KTP, filled_in, serving


@pytest.fixture
def filed(office: Office) -> Application:
    ticket = serving(office)
    return office.act(intake.file_intake, ticket.id, filled_in(office, ticket), counter=3)


def test_a_receipt_says_what_was_filed(office: Office, filed: Application) -> None:
    paper = office.read(receipts.receipt_paper, filed.id, copy=0)

    assert (paper.number, paper.applicant, paper.officer) == (
        filed.receipt,
        "DEWI LESTARI",
        "Sari",
    )
    assert paper.due_date is not None
    assert (paper.due_date - DAY).days == 1
    assert "3171015208910003" not in str(paper)
    assert all(each.brought for each in paper.documents)
    assert paper.complaints.endswith("1708")


def test_a_receipts_code_is_checked_with_the_offices_public_key_alone(
    office: Office, filed: Application
) -> None:
    text = office.read(receipts.receipt_paper, filed.id, copy=0).qr_text

    mark = receipts.check_receipt(text, KEY.public)

    assert mark.number == filed.receipt
    with pytest.raises(ReceiptForged):
        receipts.check_receipt(text.replace("000001", "000002"), KEY.public)


def test_a_preview_has_neither_number_nor_code(office: Office) -> None:
    ticket = serving(office)

    paper = office.read(
        receipts.preview_paper, ticket.id, Draft(answers={"name": "DEWI"}), officer="sari"
    )

    assert (paper.number, paper.qr_text, paper.applicant) == ("", "", "DEWI")
    assert paper.due_date is None
    assert not any(each.brought for each in paper.documents)


def _standing(office: Office, filed: Application) -> Application:
    """The application as its receipt's number finds it now."""
    (found,) = office.read(lambda reading: reading.applications.of_receipt(filed.receipt))
    return found


def test_copies_are_counted(office: Office, filed: Application) -> None:
    assert [office.act(receipts.copy_receipt, filed.id) for _ in range(2)] == [1, 2]

    assert _standing(office, filed).copies == 2
    jobs = office.read(lambda reading: reading.local.print_jobs_of(filed.id))
    assert [(job.copy, job.number) for job in jobs] == [(copy, filed.receipt) for copy in (0, 1, 2)]


def test_a_void_receipt_keeps_its_number_and_is_copied_no_more(
    office: Office, filed: Application
) -> None:
    office.act(receipts.void_application, filed.id, reason="wrong name")

    void = _standing(office, filed)
    assert (void.state, void.void_reason) == (ApplicationState.VOID, "wrong name")
    with pytest.raises(receipts.ReceiptVoid):
        office.act(receipts.copy_receipt, filed.id)
    with pytest.raises(receipts.ReceiptVoid):
        office.act(receipts.void_application, filed.id, reason="again")


def test_an_unknown_receipt_is_said(office: Office) -> None:
    with pytest.raises(receipts.ReceiptUnknown):
        office.act(receipts.copy_receipt, "nowhere:1")


def test_a_queue_ticket_says_how_many_stand_before(office: Office, clock: VirtualClock) -> None:
    for _ in range(3):
        ticket = office.act(queue.issue_ticket, service=KTP)
        clock.advance(1)

    paper = office.read(receipts.ticket_paper, ticket.id)

    assert (paper.number, paper.ahead) == ("A-003", 2)
    assert (paper.at.hour, paper.zone) == (8, "WIB")


def test_a_receipt_and_a_form_go_by_the_catalogue_they_were_made_with(
    office: Office, filed: Application
) -> None:
    assert filed.ticket is not None
    office.act(queue.finish_ticket, TicketId(filed.ticket), counter=3)
    served = serving(office)
    title = office.read(receipts.receipt_paper, filed.id, copy=1).service
    asked = office.read(intake.open_intake, served.id).fields

    office.act_as("", adopted, read_catalogue("kelurahan"))

    assert office.read(receipts.receipt_paper, filed.id, copy=1).service == title
    assert office.read(receipts.ticket_paper, served.id).service == title
    assert office.read(intake.open_intake, served.id).fields == asked
    again = office.act(intake.file_intake, served.id, filled_in(office, served), counter=3)
    assert again.catalogue == filed.catalogue


def test_a_service_that_no_catalogue_ever_had_is_said_to_be_unknown(office: Office) -> None:
    with pytest.raises(waiting.ServiceUnknown):
        office.read(edition_for, "passport")


def adopted(work: Work, catalogue: Catalogue) -> None:
    work.record(CatalogueAdopted(catalogue=catalogue), entity="catalogue")
