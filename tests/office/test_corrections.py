"""What was entered wrongly is put right, with a reason that stays."""

from __future__ import annotations

import pytest

from counter.domain.ticket import TicketState
from counter.office import corrections, keeping, queue, undoing
from counter.office.office import Office
from tests.office.building import KIA, KTP, served, serving


def test_a_wrong_service_is_corrected_while_it_is_served(office: Office) -> None:
    ticket = serving(office)

    corrected = office.act(
        corrections.correct_ticket, ticket.id, counter=3, reason="asked for KIA", service=KIA
    )

    assert (corrected.service, corrected.state) == (KIA, TicketState.SERVING)
    assert (corrected.number, corrected.correction) == (ticket.number, "asked for KIA")


def test_priority_moves_the_due_time(office: Office) -> None:
    ticket = office.act(queue.issue_ticket, service=KTP)

    corrected = office.act(
        corrections.correct_ticket, ticket.id, counter=3, reason="pregnant", priority=True
    )

    assert corrected.priority
    assert corrected.due_ms < ticket.due_ms


def test_how_it_ended_is_corrected_afterwards(office: Office) -> None:
    ticket = served(office, office.act(queue.issue_ticket, service=KTP))

    corrected = office.act(
        corrections.correct_ticket,
        ticket.id,
        counter=3,
        reason="F9 pressed by mistake",
        outcome=TicketState.NO_SHOW,
    )

    assert corrected.state is TicketState.NO_SHOW
    assert office.act(queue.call_ticket, ticket.id, counter=4).state is TicketState.CALLED


def test_how_it_will_end_is_nobodys_to_say(office: Office) -> None:
    ticket = serving(office)

    with pytest.raises(corrections.NotOverYet):
        office.act(
            corrections.correct_ticket,
            ticket.id,
            counter=3,
            reason="guess",
            outcome=TicketState.SERVED,
        )


def test_whom_another_counter_has_is_not_corrected_here(office: Office) -> None:
    ticket = serving(office, counter=4)

    with pytest.raises(queue.TicketMoved):
        office.act(corrections.correct_ticket, ticket.id, counter=3, reason="mistake", service=KIA)


def test_a_number_that_was_kept_is_corrected_under_its_new_one(office: Office) -> None:
    ticket = office.act(queue.issue_ticket, service=KTP)
    office.act(keeping.keep_place, ticket.id)

    with pytest.raises(queue.TicketMoved):
        office.act(corrections.correct_ticket, ticket.id, counter=3, reason="mistake", service=KIA)


def test_a_correction_without_a_reason_is_none(office: Office) -> None:
    ticket = serving(office)

    with pytest.raises(queue.ReasonMissing):
        office.act(corrections.correct_ticket, ticket.id, counter=3, reason=" ", service=KIA)


def test_a_story_tells_what_happened_where_and_why(office: Office) -> None:
    ticket = serving(office)
    office.act(queue.hold_ticket, ticket.id, counter=3, reason="a photo")
    office.act(undoing.undo_last, ticket.id, counter=3)
    office.act(corrections.correct_ticket, ticket.id, counter=3, reason="for KIA", service=KIA)

    told = office.read(corrections.story, ticket.id)

    assert [(each.what, each.counter, each.reason, each.taken_back) for each in told] == [
        ("issued", None, "", False),
        ("called", 3, "", False),
        ("started", 3, "", False),
        ("held", 3, "a photo", True),
        ("undone", None, "", False),
        ("corrected", None, "for KIA", False),
    ]
    assert {each.by for each in told} == {"Sari"}


def test_priority_that_was_corrected_lasts_into_the_next_service(office: Office) -> None:
    ticket = serving(office)
    office.act(corrections.correct_ticket, ticket.id, counter=3, reason="pregnant", priority=True)

    moved = office.act(queue.transfer_ticket, ticket.id, service=KIA)

    assert (moved.priority, moved.correction) == (True, "pregnant")
