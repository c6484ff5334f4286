"""The form beside a ticket, its draft, and the filing that numbers the receipt."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest

from counter.clock import VirtualClock
from counter.domain.application import ApplicationState
from counter.domain.findings import Reason
from counter.office import day, intake, queue, receipts, undoing
from counter.office.office import Office
from counter.store.local import Draft
from tests.office.building import DAY, DEWI, KIA, an_office, at, filled_in, reopened, serving


def test_a_filing_gets_the_next_receipt_number_and_a_promised_day(office: Office) -> None:
    numbers = []
    for _ in range(2):
        ticket = serving(office)
        filed = office.act(intake.file_intake, ticket.id, filled_in(office, ticket), counter=3)
        numbers.append(filed.receipt)
        office.act(queue.finish_ticket, ticket.id, counter=3)

    assert numbers == ["3171-06/L1/2026/000001", "3171-06/L1/2026/000002"]
    assert (filed.state, filed.due_date) == (ApplicationState.SUBMITTED, "2026-11-25")
    assert filed.catalogue.startswith("dukcapil ")


def test_the_form_asks_the_applicant_first_and_knows_what_is_promised(office: Office) -> None:
    form = office.read(intake.open_intake, serving(office).id)

    assert [each.id for each in form.fields][:2] == ["nik", "name"]
    assert (form.promised, form.today) == ("2026-11-25", DAY.isoformat())
    assert form.holidays_known
    assert (form.draft, form.filed) == (None, None)


def test_a_promise_into_a_year_without_holidays_is_known_to_be_unsure(
    tmp_path: Path, clock: VirtualClock
) -> None:
    last = date(2027, 12, 31)  # the last working day that the shipped calendar knows
    clock.advance((last - DAY).days * 24 * 60 * 60)
    office = an_office(tmp_path / "later", clock)

    form = office.read(intake.open_intake, serving(office).id)

    assert form.today == last.isoformat()
    assert (form.promised[:4], form.holidays_known) == ("2028", False)
    office.close()


def test_missing_documents_are_promised_nothing(office: Office) -> None:
    ticket = serving(office)
    filing = msgspec.structs.replace(filled_in(office, ticket), documents={})

    filed = office.act(intake.file_intake, ticket.id, filing, counter=3)

    assert (filed.state, filed.due_date) == (ApplicationState.INCOMPLETE, None)
    assert not any(each.handed_in for each in filed.documents)


def test_an_error_stands_in_the_way_and_takes_no_number(office: Office) -> None:
    ticket = serving(office)
    good = filled_in(office, ticket)
    bad = msgspec.structs.replace(good, answers={**good.answers, "nik": "317101520891000"})

    with pytest.raises(intake.FormUnfinished) as caught:
        office.act(intake.file_intake, ticket.id, bad, counter=3)

    assert [each.field for each in caught.value.findings] == ["nik"]
    filed = office.act(intake.file_intake, ticket.id, good, counter=3)
    assert filed.receipt.endswith("/000001")


def test_a_warning_passes_with_a_reason_that_is_kept(office: Office) -> None:
    ticket = serving(office)
    good = filled_in(office, ticket)
    # the family card's number is the NIK again: a doubt, no error
    answers = {**good.answers, "nik": "3171011803150042", "nkk": "3171011803150042"}
    doubtful = msgspec.structs.replace(good, answers=answers)

    with pytest.raises(intake.FormUnfinished):
        office.act(intake.file_intake, ticket.id, doubtful, counter=3)
    blank = msgspec.structs.replace(doubtful, overrides={"nkk": "  "})
    with pytest.raises(intake.FormUnfinished):
        office.act(intake.file_intake, ticket.id, blank, counter=3)

    answered = msgspec.structs.replace(doubtful, overrides={"nkk": "card seen"})
    filed = office.act(intake.file_intake, ticket.id, answered, counter=3)
    assert filed.overrides == (("nkk", Reason.SAME_NUMBER.value, "card seen"),)


def test_one_ticket_has_one_receipt_a_service(office: Office) -> None:
    ticket = serving(office)
    filing = filled_in(office, ticket)
    first = office.act(intake.file_intake, ticket.id, filing, counter=3)

    with pytest.raises(intake.AlreadyFiled, match=first.receipt):
        office.act(intake.file_intake, ticket.id, filing, counter=3)

    office.act(receipts.void_application, first.id, reason="wrong name")
    again = office.act(intake.file_intake, ticket.id, filing, counter=3)
    assert again.receipt.endswith("/000002")  # a void keeps its number


def test_nothing_is_filed_for_who_is_not_being_served_here(office: Office) -> None:
    ticket = serving(office)
    filing = filled_in(office, ticket)

    with pytest.raises(queue.TicketMoved):
        office.act(intake.file_intake, ticket.id, filing, counter=4)

    office.act(queue.hold_ticket, ticket.id, counter=3, reason="")
    with pytest.raises(queue.TicketMoved):
        office.act(intake.file_intake, ticket.id, filing, counter=3)


def test_a_draft_outlives_a_restart_and_goes_with_the_filing(
    tmp_path: Path, clock: VirtualClock
) -> None:
    office = an_office(tmp_path, clock)
    ticket = serving(office)
    typed = Draft(answers={"name": "DEWI LES"}, documents={"kk": True})
    office.act(intake.keep_draft, ticket.id, typed)
    office.close()

    office = reopened(tmp_path, clock)

    form = office.read(intake.open_intake, ticket.id)
    assert (form.draft, form.drafted_ms) == (typed, clock.now_ms())
    office.act(intake.file_intake, ticket.id, filled_in(office, ticket), counter=3)
    assert office.read(intake.open_intake, ticket.id).draft is None
    office.close()


def test_a_draft_outlives_a_finish_that_is_undone_but_not_the_day(office: Office) -> None:
    ticket = serving(office)
    typed = Draft(answers={"name": "DEWI LES"})
    office.act(intake.keep_draft, ticket.id, typed)
    office.act(queue.finish_ticket, ticket.id, counter=3)
    office.act(undoing.undo_last, ticket.id, counter=3)
    assert office.read(intake.open_intake, ticket.id).draft == typed

    office.act(day.open_day, DAY + timedelta(days=1))

    assert office.read(intake.open_intake, ticket.id).draft is None


def test_a_draft_is_no_event(office: Office) -> None:
    ticket = serving(office)
    before = office.maintain(lambda store: store.after(store.node.branch, {}, limit=1000))

    office.act(intake.keep_draft, ticket.id, Draft(answers={"name": "DEWI"}))

    assert office.maintain(lambda store: store.after(store.node.branch, {}, limit=1000)) == before


def test_what_a_citizen_told_stands_in_no_event_itself(office: Office) -> None:
    ticket = serving(office)
    filed = office.act(intake.file_intake, ticket.id, filled_in(office, ticket), counter=3)

    items = office.maintain(lambda store: store.after(store.node.branch, {}, limit=1000))

    told = [DEWI["nik"].encode(), b"DEWI LESTARI", b"Cikini"]
    assert not any(each in item.data for each in told for item in items)
    answers = office.read(lambda reading: reading.applications.answers(filed.id))
    assert answers is not None
    assert answers["name"] == "DEWI LESTARI"


def test_papers_bear_the_offices_day_whatever_the_clock_says(
    office: Office, clock: VirtualClock
) -> None:
    ticket = serving(office)
    filing = filled_in(office, ticket)
    clock.set(at(9, on=date(2031, 1, 1)))

    filed = office.act(intake.file_intake, ticket.id, filing, counter=3)

    assert filed.receipt == "3171-06/L1/2026/000001"
    assert filed.due_date == "2026-11-25"


def test_receipts_start_anew_with_the_offices_year(office: Office, clock: VirtualClock) -> None:
    receipt = {}
    for on in (DAY, DAY + timedelta(days=60)):
        clock.set(at(8, on=on))
        office.act(day.open_day, on)
        ticket = serving(office)
        filed = office.act(intake.file_intake, ticket.id, filled_in(office, ticket), counter=3)
        receipt[on.year] = filed.receipt
        office.act(queue.finish_ticket, ticket.id, counter=3)

    assert receipt == {2026: "3171-06/L1/2026/000001", 2027: "3171-06/L1/2027/000001"}


def test_after_a_transfer_the_other_services_form_is_asked(office: Office) -> None:
    ticket = serving(office)
    office.act(queue.transfer_ticket, ticket.id, service=KIA)

    form = office.read(intake.open_intake, ticket.id)

    assert form.service.id == KIA
    assert "child_name" in [each.id for each in form.fields]
