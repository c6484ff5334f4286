"""What counters do to tickets, over a real store."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from counter.clock import VirtualClock
from counter.domain import bodies
from counter.domain.ticket import Ticket, TicketState
from counter.office import intake, queue, undoing, waiting
from counter.office.office import Office
from counter.store.troubles import TicketUnknown
from counter.store.work import Work
from tests.office.building import BUDI, KIA, KTP, SARI, filled_in, served, serving

LANE = ""


def test_numbers_run_per_letter(office: Office) -> None:
    numbers = [
        office.act(queue.issue_ticket, service=service).number for service in (KTP, KIA, KTP)
    ]

    assert numbers == ["A-001", "E-001", "A-002"]


def test_a_service_outside_the_catalogue_gets_no_number(office: Office) -> None:
    with pytest.raises(waiting.ServiceUnknown):
        office.act(queue.issue_ticket, service="passport")

    assert office.read(waiting.floor, 3, LANE).issued == 0


def test_the_first_to_come_is_called_first(office: Office, clock: VirtualClock) -> None:
    first = office.act(queue.issue_ticket, service=KTP)
    clock.advance(1)
    office.act(queue.issue_ticket, service=KIA)

    called = office.act(queue.call_next, counter=3)

    assert (called.id, called.state, called.counter) == (first.id, TicketState.CALLED, 3)
    assert called.clerk == SARI.person


def test_priority_comes_before_who_came_a_little_earlier(
    office: Office, clock: VirtualClock
) -> None:
    office.act(queue.issue_ticket, service=KTP)
    clock.advance(60)
    mother = office.act(queue.issue_ticket, service=KTP, priority=True)

    assert office.act(queue.call_next, counter=3).id == mother.id


def test_priority_does_not_pass_who_waits_longer_than_the_difference(
    office: Office, clock: VirtualClock
) -> None:
    early = office.act(queue.issue_ticket, service=KTP)
    clock.advance(11 * 60)  # targets: 15 minutes, 5 minutes
    office.act(queue.issue_ticket, service=KTP, priority=True)

    assert office.act(queue.call_next, counter=3).id == early.id


def test_nobody_waiting_is_said(office: Office) -> None:
    with pytest.raises(queue.NobodyWaits):
        office.act(queue.call_next, counter=3)


def test_a_busy_counter_calls_nobody_else(office: Office) -> None:
    mine = serving(office)
    office.act(queue.issue_ticket, service=KTP)

    with pytest.raises(queue.CounterBusy, match=mine.number):
        office.act(queue.call_next, counter=3)


def test_two_counters_never_call_the_same(office: Office) -> None:
    for _ in range(2):
        office.act(queue.issue_ticket, service=KTP)

    called = {office.act(queue.call_next, counter=counter).number for counter in (3, 4)}

    assert called == {"A-001", "A-002"}


def test_a_counter_calls_only_for_services_it_serves(office: Office) -> None:
    office.act_as("setup", _only, 4, KIA)
    office.act(queue.issue_ticket, service=KTP)

    with pytest.raises(queue.NobodyWaits):
        office.act(queue.call_next, counter=4)

    child = office.act(queue.issue_ticket, service=KIA)
    assert office.act(queue.call_next, counter=4).id == child.id
    assert [each.number for each in office.read(waiting.floor, 4, LANE).waiting] == []


def _only(work: Work, counter: int, service: str) -> None:
    work.record(
        bodies.CounterSet(number=counter, name=f"Loket {counter}", services=(service,)),
        entity=f"counter:{counter}",
    )


def test_after_a_restore_whoever_waited_is_called_still(office: Office) -> None:
    early = office.act(queue.issue_ticket, service=KTP)

    office.maintain(lambda store: store.set_lane("XK"))  # as a store that was put back does

    late = office.act(queue.issue_ticket, service=KTP)
    assert (early.number, late.number) == ("A-001", "AXK-001")
    here = office.read(waiting.floor, 3, "XK").waiting
    assert {each.number for each in here} == {"A-001", "AXK-001"}
    assert office.act(queue.call_next, counter=3).id == early.id


def test_a_number_of_another_lane_can_be_taken_over_and_that_is_recorded(office: Office) -> None:
    office.maintain(lambda store: store.set_lane("2"))
    office.act(queue.issue_ticket, service=KTP)
    office.act(queue.call_next, counter=5)
    theirs = office.act(queue.issue_ticket, service=KTP)
    office.maintain(lambda store: store.set_lane("3"))
    ours = office.act(queue.issue_ticket, service=KTP)

    callers = office.read(waiting.floor, 3, "3").callers
    for ticket in (theirs, ours):
        office.act(queue.call_ticket, ticket.id, counter=3)
        office.act(queue.mark_no_show, ticket.id, counter=3)

    assert callers == {"2": 5}
    assert [_calls(office, each) for each in (theirs, ours)] == [[True], [False]]
    assert office.read(waiting.floor, 3, "3").callers == {"2": 5}


def _calls(office: Office, ticket: Ticket) -> list[bool]:
    """Of each call, whether it took the ticket over."""
    facts = office.read(lambda reading: reading.facts(ticket.id))
    return [each.body.taken_over for each in facts if isinstance(each.body, bodies.TicketCalled)]


def test_another_nodes_lane_is_left_to_that_node(office: Office) -> None:
    office.maintain(lambda store: store.set_lane("2"))
    office.act(queue.issue_ticket, service=KTP)
    office.maintain(lambda store: store.set_lane("3XK"))

    assert office.read(waiting.floor, 3, "3XK").waiting == ()
    with pytest.raises(queue.NobodyWaits):
        office.act(queue.call_next, counter=3)


def test_a_whole_service_leaves_its_times(office: Office, clock: VirtualClock) -> None:
    ticket = office.act(queue.issue_ticket, service=KTP)
    clock.advance(300)
    office.act(queue.call_next, counter=3)
    clock.advance(20)
    office.act(queue.recall, ticket.id, counter=3)
    clock.advance(10)
    office.act(queue.start_service, ticket.id, counter=3)
    clock.advance(120)
    office.act(queue.hold_ticket, ticket.id, counter=3, reason="fetches a photo")
    clock.advance(600)
    office.act(queue.resume_ticket, ticket.id, counter=3)
    clock.advance(60)

    done = office.act(queue.finish_ticket, ticket.id, counter=3)

    assert (done.state, done.wait_s, done.service_ms) == (TicketState.SERVED, 300, 180_000)
    assert (done.recalls, done.number, done.counter) == (1, "A-001", 3)
    assert done.ended_ms == clock.now_ms()


def test_a_held_ticket_keeps_its_number_and_lets_the_clerk_call_on(office: Office) -> None:
    ticket = serving(office)
    office.act(queue.issue_ticket, service=KTP)

    held = office.act(queue.hold_ticket, ticket.id, counter=3, reason="fetches a photo")

    assert (held.number, held.state, held.held_reason) == (
        ticket.number,
        TicketState.HELD,
        "fetches a photo",
    )
    assert office.act(queue.call_next, counter=3).id != ticket.id
    with pytest.raises(queue.CounterBusy):
        office.act(queue.resume_ticket, ticket.id, counter=3)


def test_who_was_called_in_vain_can_be_called_again(office: Office) -> None:
    ticket = office.act(queue.issue_ticket, service=KTP)
    office.act(queue.call_next, counter=3)
    missed = office.act(queue.mark_no_show, ticket.id, counter=3)

    back = office.act(queue.call_ticket, ticket.id, counter=3)

    assert (missed.state, back.state) == (TicketState.NO_SHOW, TicketState.CALLED)


def test_a_transfer_keeps_number_and_arrival_and_may_name_a_counter(
    office: Office, clock: VirtualClock
) -> None:
    ticket = serving(office)
    clock.advance(60)

    moved = office.act(queue.transfer_ticket, ticket.id, service=KIA, to_counter=4)

    assert (moved.number, moved.state, moved.service) == (ticket.number, TicketState.WAITING, KIA)
    assert moved.issued_ms == ticket.issued_ms
    with pytest.raises(queue.NobodyWaits):
        office.act(queue.call_next, counter=3)
    assert office.act(queue.call_next, counter=4).id == ticket.id


def test_who_leaves_or_is_cancelled_is_called_no_more(office: Office) -> None:
    left, cancelled = (office.act(queue.issue_ticket, service=KTP) for _ in range(2))

    assert office.act(queue.mark_left, left.id).state is TicketState.LEFT
    state = office.act(queue.cancel_ticket, cancelled.id, reason="taken twice").state
    assert state is TicketState.CANCELLED
    with pytest.raises(queue.NobodyWaits):
        office.act(queue.call_next, counter=3)


@pytest.mark.parametrize(
    "act",
    [queue.recall, queue.start_service, queue.mark_no_show, queue.finish_ticket],
    ids=lambda act: str(act.__name__),
)
def test_an_act_on_a_ticket_of_another_counter_is_refused(
    office: Office, act: Callable[..., Ticket]
) -> None:
    ticket = serving(office, counter=4)

    with pytest.raises(queue.TicketMoved, match=ticket.number):
        office.act(act, ticket.id, counter=3)


def test_an_unknown_ticket_is_said(office: Office) -> None:
    with pytest.raises(TicketUnknown):
        office.act(queue.mark_left, "nowhere:1")


@pytest.mark.parametrize("step", range(6))
def test_every_step_can_be_undone(office: Office, step: int) -> None:
    ticket = office.act(queue.issue_ticket, service=KTP)
    states = [TicketState.WAITING]
    steps = [
        lambda: office.act(queue.call_next, counter=3),
        lambda: office.act(queue.start_service, ticket.id, counter=3),
        lambda: office.act(queue.hold_ticket, ticket.id, counter=3, reason=""),
        lambda: office.act(queue.resume_ticket, ticket.id, counter=3),
        lambda: office.act(queue.finish_ticket, ticket.id, counter=3),
        lambda: office.act(queue.transfer_ticket, serving(office).id, service=KIA),
    ]
    for each in steps[: step + 1]:
        ticket = each()
        states.append(ticket.state)

    undone = office.act(undoing.undo_last, ticket.id, counter=3)

    assert undone.state is (TicketState.SERVING if step == 5 else states[-2])


def test_an_issue_cannot_be_undone(office: Office) -> None:
    ticket = office.act(queue.issue_ticket, service=KTP)

    with pytest.raises(undoing.NothingToUndo):
        office.act(undoing.undo_last, ticket.id, counter=3)


def test_nobody_undoes_what_another_did(office: Office) -> None:
    ticket = serving(office)
    office.session = BUDI

    with pytest.raises(undoing.NothingToUndo):
        office.act(undoing.undo_last, ticket.id, counter=3)


def test_nobody_undoes_at_one_counter_what_they_did_at_another(office: Office) -> None:
    ticket = serving(office)
    office.act(queue.finish_ticket, ticket.id, counter=3)

    with pytest.raises(undoing.NothingToUndo):
        office.act(undoing.undo_last, ticket.id, counter=4)


def test_a_counter_undoes_only_while_it_has_no_other_ticket(office: Office) -> None:
    ticket = served(office, office.act(queue.issue_ticket, service=KTP))
    serving(office)

    with pytest.raises(queue.CounterBusy):
        office.act(undoing.undo_last, ticket.id, counter=3)


def test_a_service_with_a_receipt_is_not_undone(office: Office) -> None:
    ticket = serving(office)
    office.act(intake.file_intake, ticket.id, filled_in(office, ticket), counter=3)

    with pytest.raises(undoing.NothingToUndo):
        office.act(undoing.undo_last, ticket.id, counter=3)

    office.act(queue.finish_ticket, ticket.id, counter=3)
    assert office.act(undoing.undo_last, ticket.id, counter=3).state is TicketState.SERVING


def test_undoing_twice_takes_back_two_acts(office: Office) -> None:
    ticket = serving(office)

    for state in (TicketState.CALLED, TicketState.WAITING):
        assert office.act(undoing.undo_last, ticket.id, counter=3).state is state


def test_the_floor_shows_a_counter_its_own(office: Office) -> None:
    done = served(office, office.act(queue.issue_ticket, service=KTP))
    held = serving(office)
    office.act(queue.hold_ticket, held.id, counter=3, reason="")
    mine = serving(office)
    serving(office, counter=4)
    queued = office.act(queue.issue_ticket, service=KTP)

    floor = office.read(waiting.floor, 3, LANE)

    assert floor.current is not None
    assert floor.current.id == mine.id
    assert [each.id for each in floor.held] == [held.id]
    assert [each.id for each in floor.waiting] == [queued.id]
    assert (floor.issued, floor.served, done.counter) == (5, 1, 3)


def test_a_number_is_found_however_it_is_typed(office: Office) -> None:
    office.act(queue.issue_ticket, service=KTP)

    found = [office.read(intake.find_people, text) for text in ("A-001", "a001", "a 001", "001")]

    assert [[each.ticket.number for each in some] for some in found] == [["A-001"]] * 4
    assert office.read(intake.find_people, "B-001") == []


def test_who_stands_before_a_ticket_is_counted(office: Office, clock: VirtualClock) -> None:
    for _ in range(3):
        last = office.act(queue.issue_ticket, service=KTP)
        clock.advance(1)
    office.act(queue.call_next, counter=3)

    assert office.read(waiting.people_ahead, last) == 1


def test_after_twenty_passes_a_ticket_goes_first_though_the_clock_was_wrong(
    office: Office, clock: VirtualClock
) -> None:
    right = clock.now_ms()
    clock.set(right + 6 * 3600 * 1000)  # somebody set it six hours ahead, and back again
    unlucky = office.act(queue.issue_ticket, service=KTP)
    clock.set(right)
    called = []

    for _ in range(25):
        clock.advance(30)
        office.act(queue.issue_ticket, service=KTP)
        ticket = office.act(queue.call_next, counter=3)
        office.act(queue.mark_no_show, ticket.id, counter=3)
        called.append(ticket.id)

    assert called.index(unlucky.id) == 20


def test_calls_in_another_lane_pass_nobody_in_this_one(office: Office, clock: VirtualClock) -> None:
    usual = office.act(queue.issue_ticket, service=KTP)
    clock.advance(1)
    for running in range(1, 30):
        office.act(_called_elsewhere, running)
    clock.advance(1)
    urgent = office.act(queue.issue_ticket, service=KTP, priority=True)

    called = office.act(queue.call_next, counter=3)

    assert called.id == urgent.id
    assert office.read(waiting.floor, 3, "").waiting[0].id == usual.id


def _called_elsewhere(work: Work, running: int) -> None:
    day = waiting.current_day(work)
    ticket = work.record(
        bodies.TicketIssued(
            number=f"A2-{running:03d}",
            day=day,
            lane="2",
            letter="A",
            running=running,
            service=KTP,
            target_s=900,
        )
    )
    call = work.record(bodies.TicketCalled(counter=4), entity=ticket)
    work.record(bodies.TicketNoShow(claim=str(call)), entity=ticket)


def test_nobody_is_sent_to_a_counter_that_would_never_call_them(office: Office) -> None:
    ticket = serving(office)
    narrow = bodies.CounterSet(number=4, name="Loket 4", services=(KIA,))
    office.act_as("", lambda work: work.record(narrow, entity="counter:4"))

    for counter in (4, 9):
        with pytest.raises(queue.CounterServesNot):
            office.act(queue.transfer_ticket, ticket.id, service=KTP, to_counter=counter)
    moved = office.act(queue.transfer_ticket, ticket.id, service=KIA, to_counter=4)

    assert office.read(waiting.floor, 3, LANE).waiting == ()
    assert office.act(queue.call_next, counter=4).id == moved.id
