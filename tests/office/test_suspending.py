"""A service that cannot be rendered: no number at the door, intakes against a promise slip."""

from __future__ import annotations

from datetime import datetime

import pytest

from counter.clock import VirtualClock
from counter.domain import bodies
from counter.domain.application import ApplicationState
from counter.domain.ticket import TicketState
from counter.office import intake, kiosk, queue, receipts, suspending, waiting
from counter.office.office import Office
from counter.store.work import Work
from tests.office.building import KIA, KTP, filled_in, serving

DOWN = suspending.REASONS[0]
NOON = datetime(2026, 11, 24, 12)


def has_hub(work: Work) -> None:
    hub = bodies.HubPromoted(number=1, node="far", url="http://hub", certificate=b"")
    work.record(hub, entity="hub")


def filed_while_down(office: Office) -> tuple[str, intake.Application]:
    ticket = serving(office)
    office.act(suspending.suspend_services, [KTP], reason=DOWN)
    filed = office.act(intake.file_intake, ticket.id, filled_in(office, ticket), counter=3)
    return ticket.number, filed


def test_the_kiosk_gives_no_number_and_says_why_and_when_to_return(office: Office) -> None:
    office.act_as("", has_hub)
    office.act(suspending.suspend_services, [KTP], reason=DOWN, back=NOON)

    state = office.read(kiosk.service_state, KTP)

    assert (state.closed, state.why, state.back) == (kiosk.Closed.SUSPENDED, DOWN, NOON)
    assert office.read(kiosk.service_state, KIA).closed is None


def test_whoever_waits_is_called_all_the_same(office: Office) -> None:
    waiting = office.act(queue.issue_ticket, service=KTP)
    office.act(suspending.suspend_services, [KTP], reason=DOWN)

    assert office.act(queue.call_next, counter=3).id == waiting.id


def test_an_intake_is_taken_against_a_promise_slip(office: Office) -> None:
    _number, filed = filed_while_down(office)

    paper = office.read(receipts.receipt_paper, filed.id, copy=0)

    assert (filed.state, filed.due_date, filed.awaits) == (ApplicationState.PROMISED, None, DOWN)
    assert (paper.awaits, paper.due_date) == (DOWN, None)
    assert paper.due_note.endswith("setelah layanan pulih")
    assert paper.number == filed.receipt


def test_the_preview_says_it_before_anything_is_filed(office: Office) -> None:
    ticket = serving(office)
    office.act(suspending.suspend_services, [KTP], reason=DOWN)
    typed = filled_in(office, ticket)
    office.act(intake.keep_typed, ticket.id, typed)
    kept = office.read(lambda reading: reading.local.draft(ticket.id))
    assert kept is not None

    paper = office.read(receipts.preview_paper, ticket.id, kept[0], officer="sari")

    assert paper.awaits == DOWN
    assert office.read(intake.open_intake, ticket.id).suspension is not None


def test_promises_are_taken_up_in_the_order_of_handing_in(
    office: Office, clock: VirtualClock
) -> None:
    _number, first = filed_while_down(office)
    clock.advance(600)
    office.act(queue.finish_ticket, first.ticket, counter=3)
    _other, second = filed_while_down(office)
    assert [each.id for each in office.read(suspending.promised)] == [first.id, second.id]
    with pytest.raises(suspending.StillSuspended):
        office.act(suspending.take_up, first.id)

    office.act(suspending.restore_services, [KTP])
    taken = office.act(suspending.take_up, first.id)

    assert (taken.state, taken.due_date) == (ApplicationState.SUBMITTED, "2026-11-25")
    assert office.read(receipts.receipt_paper, first.id, copy=1).awaits == ""
    assert [each.id for each in office.read(suspending.promised)] == [second.id]
    with pytest.raises(suspending.NotPromised):
        office.act(suspending.take_up, first.id)


def test_a_voided_slip_promises_nothing(office: Office) -> None:
    _number, filed = filed_while_down(office)

    office.act(receipts.void_application, filed.id, reason="withdrawn")

    assert office.read(suspending.promised) == []


def test_after_it_is_restored_a_receipt_promises_a_day_again(office: Office) -> None:
    office.act(suspending.suspend_services, [KTP], reason=DOWN)
    office.act(suspending.restore_services, [KTP, KIA])
    ticket = serving(office)

    filed = office.act(intake.file_intake, ticket.id, filled_in(office, ticket), counter=3)

    assert (filed.state, filed.awaits) == (ApplicationState.SUBMITTED, "")
    assert office.read(suspending.suspended) == {}


def test_a_suspension_says_why(office: Office) -> None:
    with pytest.raises(queue.ReasonMissing):
        office.act(suspending.suspend_services, [KTP], reason=" ")
    with pytest.raises(waiting.ServiceUnknown):
        office.act(suspending.suspend_services, ["passport"], reason=DOWN)

    assert office.read(suspending.suspended) == {}
    assert (
        office.act(queue.call_ticket, serving_next(office), counter=4).state is TicketState.CALLED
    )


def serving_next(office: Office) -> str:
    return office.act(queue.issue_ticket, service=KTP).id
