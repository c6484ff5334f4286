"""Tickets that two counters called while cut off from each other, over two real stores."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from counter.clock import VirtualClock
from counter.domain.ticket import Ticket, TicketState
from counter.office import conflicts, day, queue, undoing, waiting
from counter.office.office import Office
from counter.office.people import NotAllowed
from counter.store.store import Store
from counter.store.work import Work
from tests.office.building import BRANCH, BUDI, DAY, KTP, an_office, hear, reopened


def meet(one: Office, two: Office) -> None:
    """The line is back: both know everything, what they answered to it too."""
    for office, other in ((one, two), (two, one), (one, two)):
        hear(office, other)


def stands(office: Office, ticket: Ticket) -> Ticket:
    return office.read(lambda reading: reading.ticket(ticket.id))


def conflict(office: Office, ticket: Ticket) -> conflicts.Conflict:
    return office.read(conflicts.conflict_of, stands(office, ticket))


def _answering(office: Office, counter: int) -> Office:
    def answer(work: Work, touched: frozenset[str]) -> None:
        conflicts.release_lost(work, touched, counter=counter)

    office.answer_others(answer)
    return office


@pytest.fixture
def pair(tmp_path: Path, clock: VirtualClock) -> Iterator[tuple[Office, Office]]:
    """Counter 3 and counter 4, each on a PC of its own."""
    three = _answering(an_office(tmp_path / "three", clock), 3)
    Store.create(tmp_path / "four", branch=BRANCH, lane="4").close()
    four = _answering(reopened(tmp_path / "four", clock), 4)
    four.session = BUDI
    hear(four, three)
    yield three, four
    three.close()
    four.close()


@pytest.fixture
def ticket(pair: tuple[Office, Office]) -> Ticket:
    """One that both called."""
    three, four = pair
    issued = three.act(queue.issue_ticket, service=KTP)
    hear(four, three)
    three.act(queue.call_ticket, issued.id, counter=3)
    four.act(queue.call_ticket, issued.id, counter=4)
    return issued


def test_who_started_keeps_the_ticket_and_the_other_counter_is_free(
    pair: tuple[Office, Office], ticket: Ticket
) -> None:
    three, four = pair
    four.act(queue.start_service, ticket.id, counter=4)
    claim = stands(three, ticket).claim
    assert claim is not None

    meet(three, four)

    for office in pair:
        now = stands(office, ticket)
        assert (now.state, now.counter, now.conflicts) == (TicketState.SERVING, 4, ())
    assert three.read(waiting.floor, 3, "").current is None
    lost = three.read(conflicts.lost_to_another, ticket.id, claim)
    assert lost is not None
    assert (lost.counter, lost.state) == (4, TicketState.SERVING)


def test_of_two_calls_one_is_given_back(pair: tuple[Office, Office], ticket: Ticket) -> None:
    meet(*pair)

    seen = [stands(office, ticket) for office in pair]
    assert seen[0].state is TicketState.CALLED
    assert seen[0].claim == seen[1].claim
    assert seen[0].conflicts == seen[1].conflicts == ()
    assert len(conflict(pair[0], ticket).claims) == 1


def test_a_start_taken_back_on_a_ticket_that_is_anothers_gives_the_call_back_too(
    pair: tuple[Office, Office], ticket: Ticket
) -> None:
    three, four = pair
    three.act(queue.start_service, ticket.id, counter=3)
    four.act(queue.recall, ticket.id, counter=4)
    four.act(queue.start_service, ticket.id, counter=4)  # by mistake: nobody came
    meet(three, four)

    four.act(undoing.undo_last, ticket.id, counter=4)
    meet(three, four)

    for office in pair:
        now = stands(office, ticket)
        assert (now.state, now.counter, now.conflicts) == (TicketState.SERVING, 3, ())
        assert len(conflict(office, ticket).claims) == 1


def test_a_claim_is_given_back_once(pair: tuple[Office, Office], ticket: Ticket) -> None:
    three, four = pair
    four.act(queue.start_service, ticket.id, counter=4)
    meet(three, four)

    again = three.act_as("", conflicts.release_lost, [f"ticket:{ticket.id}"], counter=3)

    assert again == 0


def test_what_was_left_when_the_pc_stopped_is_given_back_with_the_next_news(
    pair: tuple[Office, Office], ticket: Ticket
) -> None:
    three, four = pair
    four.act(queue.start_service, ticket.id, counter=4)
    three.answer_others(lambda _work, _touched: None)
    hear(three, four)
    assert stands(three, ticket).conflicts

    _answering(three, 3)
    four.act(queue.issue_ticket, service=KTP)
    hear(three, four)

    assert stands(three, ticket).conflicts == ()


def test_a_call_left_from_yesterday_is_given_back_too(
    pair: tuple[Office, Office], ticket: Ticket, clock: VirtualClock
) -> None:
    three, four = pair
    four.act(queue.start_service, ticket.id, counter=4)
    four.act(queue.finish_ticket, ticket.id, counter=4)
    clock.advance(24 * 60 * 60)
    four.act(day.open_day, DAY + timedelta(days=1))

    meet(three, four)

    for office in pair:
        assert stands(office, ticket).conflicts == ()
        assert [each.counter for each in conflict(office, ticket).claims] == [4]


def both_serve(pair: tuple[Office, Office], ticket: Ticket) -> tuple[Office, Office]:
    three, four = pair
    three.act(queue.start_service, ticket.id, counter=3)
    four.act(queue.start_service, ticket.id, counter=4)
    meet(three, four)
    return pair


def test_two_services_of_one_ticket_stay_open_until_somebody_settles_them(
    pair: tuple[Office, Office], ticket: Ticket
) -> None:
    three, four = both_serve(pair, ticket)
    shown = conflict(four, ticket)
    assert {each.counter for each in shown.claims} == {3, 4}
    assert shown.claims[0].id == shown.ticket.claim
    here = next(each for each in shown.claims if each.counter == 4)
    there = next(each for each in shown.claims if each.counter == 3)

    four.act(conflicts.settle, ticket.id, claim=here.id)
    meet(three, four)

    for office in pair:
        now = stands(office, ticket)
        assert (now.counter, now.conflicts) == (4, ())
    assert three.read(waiting.floor, 3, "").current is None
    assert three.read(conflicts.lost_to_another, ticket.id, there.id) is not None
    with pytest.raises(conflicts.ConflictOver):
        four.act(conflicts.settle, ticket.id, claim=here.id)


def test_two_finished_services_are_settled_too(pair: tuple[Office, Office], ticket: Ticket) -> None:
    three, four = both_serve(pair, ticket)
    for office, counter in ((three, 3), (four, 4)):
        alone = conflict(office, ticket)
        mine = next(each for each in alone.claims if each.counter == counter)
        assert mine.state is TicketState.SERVING
    first = conflict(four, ticket).claims[0]
    office = three if first.counter == 3 else four
    office.act(queue.finish_ticket, ticket.id, counter=first.counter)
    meet(three, four)
    assert stands(four, ticket).conflicts

    four.act(conflicts.settle, ticket.id, claim=first.id)

    now = stands(four, ticket)
    assert (now.state, now.counter, now.conflicts) == (
        TicketState.SERVED,
        first.counter,
        (),
    )


def test_a_clerk_settles_nothing(pair: tuple[Office, Office], ticket: Ticket) -> None:
    three, _four = both_serve(pair, ticket)

    with pytest.raises(NotAllowed):
        three.act(conflicts.settle, ticket.id, claim=conflict(three, ticket).claims[0].id)
