"""A place kept for another day, and the end of this one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from counter.clock import VirtualClock
from counter.domain.ticket import TicketState
from counter.office import day, keeping, queue, undoing, waiting
from counter.office.office import Office
from counter.office.statistics import day_figures
from tests.office.building import DAY, KTP, at, serving

TOMORROW = DAY + timedelta(days=1)
FRIDAY = date(2026, 11, 27)
MONDAY = date(2026, 11, 30)


def test_whoever_keeps_a_place_is_called_first_the_next_day(
    office: Office, clock: VirtualClock
) -> None:
    ticket = office.act(queue.issue_ticket, service=KTP)
    kept = office.act(keeping.keep_place, ticket.id, reason="no more blanks")
    clock.set(at(8, on=TOMORROW))
    office.act(day.open_day, TOMORROW)
    office.act(queue.issue_ticket, service=KTP, priority=True)

    called = office.act(queue.call_next, counter=3)

    assert (kept.number, kept.day) == ("K-001", str(TOMORROW))
    assert called.id == kept.id
    assert office.read(lambda reading: reading.ticket(ticket.id)).state is TicketState.KEPT


def test_a_place_is_kept_for_a_day_on_which_the_office_opens(
    office: Office, clock: VirtualClock
) -> None:
    clock.set(at(8, on=FRIDAY))
    office.act(day.open_day, FRIDAY)
    ticket = office.act(queue.issue_ticket, service=KTP)

    assert office.act(keeping.keep_place, ticket.id).day == str(MONDAY)


def test_a_place_outlasts_a_day_that_nobody_opens(office: Office, clock: VirtualClock) -> None:
    ticket = office.act(queue.issue_ticket, service=KTP)
    kept = office.act(keeping.keep_place, ticket.id)
    clock.set(at(8, on=FRIDAY))
    office.act(day.open_day, FRIDAY)

    called = office.act(queue.call_next, counter=3)

    assert (called.id, called.number, called.day) == (kept.id, "K-001", str(FRIDAY))


def test_who_did_not_come_on_the_kept_day_does_not_come_for_ever(
    office: Office, clock: VirtualClock
) -> None:
    kept = office.act(keeping.keep_place, office.act(queue.issue_ticket, service=KTP).id)
    for on in (TOMORROW, FRIDAY):
        clock.set(at(8, on=on))
        office.act(day.open_day, on)

    ticket = office.read(lambda reading: reading.ticket(kept.id))
    assert (ticket.state, ticket.day) == (TicketState.DAY_ENDED, str(TOMORROW))


def test_no_number_of_a_kept_place_is_given_again_soon(office: Office, clock: VirtualClock) -> None:
    first = office.act(keeping.keep_place, office.act(queue.issue_ticket, service=KTP).id)
    clock.set(at(8, on=TOMORROW))
    office.act(day.open_day, TOMORROW)
    second = office.act(keeping.keep_place, office.act(queue.issue_ticket, service=KTP).id)

    assert [first.number, second.number] == ["K-001", "K-002"]


def test_a_night_at_home_is_no_wait(office: Office, clock: VirtualClock) -> None:
    office.act(keeping.keep_place, office.act(queue.issue_ticket, service=KTP).id)
    clock.set(at(8, on=TOMORROW))
    office.act(day.open_day, TOMORROW)
    clock.advance(300)
    office.act(queue.call_next, counter=3)

    assert office.read(day_figures, TOMORROW).total.wait_p50_s == 300
    assert office.read(day_figures, DAY).total.kept == 1


def test_who_is_being_served_keeps_a_place_at_that_counter_only(office: Office) -> None:
    ticket = serving(office)
    with pytest.raises(queue.TicketMoved):
        office.act(keeping.keep_place, ticket.id, counter=4)

    kept = office.act(keeping.keep_place, ticket.id, counter=3, reason="no more blanks")

    assert kept.state is TicketState.WAITING
    assert office.read(waiting.floor, 3, "").current is None


@pytest.mark.parametrize("hold", [False, True])
def test_whom_another_counter_called_or_holds_keeps_a_place_there(
    office: Office, hold: bool
) -> None:
    ticket = serving(office, counter=4)
    if hold:
        office.act(queue.hold_ticket, ticket.id, counter=4, reason="a photo")

    with pytest.raises(queue.TicketMoved):
        office.act(keeping.keep_place, ticket.id, counter=3)


def test_whoever_comes_while_the_day_is_being_ended_loses_no_place(office: Office) -> None:
    first = office.act(queue.issue_ticket, service=KTP)
    late = office.act(queue.issue_ticket, service=KTP)

    ended = office.act(keeping.end_day, counter=3, asked=[first.id], keep=[first.id])

    assert ended == keeping.Ended(kept=1, closed=0, left=1)
    assert office.read(lambda reading: reading.ticket(late.id)).state is TicketState.WAITING


def test_a_kept_place_is_not_undone_its_slip_is_out(office: Office) -> None:
    ticket = office.act(queue.issue_ticket, service=KTP)
    office.act(keeping.keep_place, ticket.id)

    with pytest.raises(undoing.NothingToUndo):
        office.act(undoing.undo_last, ticket.id, counter=3)


def test_a_slip_is_printed_for_a_kept_place(office: Office) -> None:
    kept = office.act(keeping.keep_place, office.act(queue.issue_ticket, service=KTP).id)

    jobs = office.read(lambda reading: reading.local.print_jobs_of(kept.id))

    assert [(each.paper, each.number) for each in jobs] == [("ticket", kept.number)]


# --- ending the day ---------------------------------------------------------------------------
def test_some_are_kept_and_the_others_closed_with_a_word(office: Office) -> None:
    stays, goes = (office.act(queue.issue_ticket, service=KTP) for _ in range(2))

    ended = office.act(keeping.end_day, counter=3, keep=[stays.id], reason="blackout")

    assert ended == keeping.Ended(kept=1, closed=1)
    states = {
        each.id: each.state for each in office.read(lambda reading: reading.tickets.on(str(DAY)))
    }
    assert states == {stays.id: TicketState.KEPT, goes.id: TicketState.DAY_ENDED}


def test_whom_another_counter_holds_or_called_is_its_own_to_end(office: Office) -> None:
    theirs = serving(office, counter=4)
    office.act(queue.hold_ticket, theirs.id, counter=4, reason="a photo")
    mine = office.act(queue.issue_ticket, service=KTP)

    assert [each.id for each in office.read(keeping.still_here, "", 3)] == [mine.id]
    assert office.act(keeping.end_day, counter=3) == keeping.Ended(kept=0, closed=1)
