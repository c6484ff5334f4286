"""A ticket's fold where claims meet: which counts, what is undone or settled, and the times."""

from __future__ import annotations

import pytest

from counter.domain import bodies
from counter.domain.events import Body, Fact
from counter.domain.ticket import TicketState
from tests.domain.histories import ISSUED, fact
from tests.domain.stories import Story, decided, folded


# --- among claims -----------------------------------------------------------------------------
def two_calls(first: Body, second: Body) -> tuple[Story, Fact, Fact]:
    story = Story()
    one = story.add(first, by="a", saw=[story.issued])
    two = story.add(second, by="b", saw=[story.issued])
    return story, one, two


def test_started_comes_over_held_and_held_over_called() -> None:
    story, one, two = two_calls(bodies.TicketCalled(counter=3), bodies.TicketCalled(counter=4))
    assert story.ticket.claim == one.id

    start = story.add(bodies.TicketStarted(two.id), by="b", saw=[story.issued, two])
    assert story.ticket.claim == two.id
    story.add(bodies.TicketHeld(two.id), by="b", saw=[story.issued, two, start])
    assert (story.ticket.claim, story.state) == (two.id, TicketState.HELD)

    story.add(bodies.TicketStarted(one.id), by="a", saw=[story.issued, one])
    assert (story.ticket.claim, story.state) == (one.id, TicketState.SERVING)


def test_a_call_of_this_round_comes_over_an_older_one(story: Story) -> None:
    story.call(3, by="b", saw=[story.issued])
    moved = story.add(
        bodies.TicketTransferred(service="kia", target_s=600), by="a", saw=[story.issued]
    )
    new = story.call(4, by="c", saw=[story.issued, moved])

    assert (story.ticket.claim, story.ticket.conflicts) == (new.id, ())


def test_of_two_services_under_way_that_of_this_round_comes_over_an_older_one(
    story: Story,
) -> None:
    old = story.call(3, by="a")
    seen = list(story.facts)
    story.add(bodies.TicketStarted(old.id), by="a")
    moved = story.add(bodies.TicketTransferred(service="kia", target_s=600), by="b", saw=seen)
    new = story.call(4, by="b", saw=[*seen, moved])
    story.add(bodies.TicketStarted(new.id), by="b", saw=[*seen, moved, new])

    assert (story.ticket.claim, story.ticket.counter) == (new.id, 4)
    assert story.ticket.conflicts == ()  # each is the only one of its round


@pytest.mark.parametrize("grant", [(1, "hub", 1), (0, "hub", 0)], ids=["any", "the very first"])
def test_a_hubs_grant_comes_over_a_call_made_alone(grant: tuple[int, str, int]) -> None:
    story, _alone, granted = two_calls(
        bodies.TicketCalled(counter=3), bodies.TicketCalled(counter=4, grant=grant)
    )

    assert story.ticket.claim == granted.id


@pytest.mark.parametrize(
    "higher", [(1, "hub", 2), (2, "hub", 0)], ids=["a later grant", "a later epoch"]
)
def test_the_higher_grant_comes_first(higher: tuple[int, str, int]) -> None:
    story, _low, high = two_calls(
        bodies.TicketCalled(counter=3, grant=(1, "hub", 1)),
        bodies.TicketCalled(counter=4, grant=higher),
    )

    assert story.ticket.claim == high.id


def test_the_lowest_in_order_comes_first_of_equals() -> None:
    story, one, two = two_calls(bodies.TicketCalled(counter=3), bodies.TicketCalled(counter=4))

    assert (story.ticket.claim, story.ticket.conflicts) == (one.id, (two.id,))


def test_every_second_live_or_served_claim_of_a_round_is_a_conflict(story: Story) -> None:
    claims = [story.call(n, by=f"n{n}", saw=[story.issued]) for n in (1, 2, 3)]
    start = story.add(bodies.TicketStarted(claims[2].id), by="n3", saw=[story.issued, claims[2]])
    story.add(bodies.TicketFinished(claims[2].id), by="n3", saw=[story.issued, claims[2], start])

    assert story.state is TicketState.SERVED
    assert len(story.ticket.conflicts) == 2


def test_of_two_finished_services_the_one_that_counts_is_not_shown_beside_itself() -> None:
    story, one, two = two_calls(
        bodies.TicketCalled(counter=3, grant=(1, "hub", 1)),
        bodies.TicketCalled(counter=4, grant=(1, "hub", 2)),
    )
    for by, claim in (("a", one), ("b", two)):
        start = story.add(bodies.TicketStarted(claim.id), by=by, saw=[story.issued, claim])
        story.add(bodies.TicketFinished(claim.id), by=by, saw=[story.issued, claim, start])

    assert (story.state, story.ticket.claim) == (TicketState.SERVED, two.id)
    assert story.ticket.conflicts == (one.id,)


def test_a_released_claim_is_final(story: Story) -> None:
    claim = story.call().id
    story.add(bodies.TicketReleased(claim))
    story.add(bodies.TicketRecalled(claim))
    story.add(bodies.TicketHeld(claim))

    assert (story.state, story.ticket.conflicts) == (TicketState.WAITING, ())


# --- undone -----------------------------------------------------------------------------------
def test_undone_means_the_fold_without_what_it_names(story: Story) -> None:
    called = story.call()
    before = story.ticket
    start = story.add(bodies.TicketStarted(called.id))

    story.add(bodies.TicketUndone((start.id,)))

    assert decided(story.ticket) == decided(before)


def test_undone_cannot_be_undone(story: Story) -> None:
    start = story.add(bodies.TicketStarted(story.call().id))
    undone = story.add(bodies.TicketUndone((start.id,)))

    story.add(bodies.TicketUndone((undone.id,)))

    assert story.state is TicketState.CALLED


def test_undone_acts_only_on_what_it_saw(story: Story) -> None:
    called = story.call()
    story.add(bodies.TicketUndone((called.id,)), by="b", saw=[story.issued])

    assert story.state is TicketState.CALLED


def test_undoing_a_call_that_has_a_start_is_void_and_noted(story: Story) -> None:
    called = story.call()
    seen = list(story.facts)
    story.add(bodies.TicketStarted(called.id))
    story.add(bodies.TicketUndone((called.id,)), by="b", saw=seen)

    assert (story.state, story.ticket.void_undos) == (TicketState.SERVING, (called.id,))


def test_undoing_a_call_and_its_start_together_is_not_void(story: Story) -> None:
    called = story.call()
    start = story.add(bodies.TicketStarted(called.id))
    story.add(bodies.TicketUndone((called.id, start.id)))

    assert (story.state, story.ticket.void_undos) == (TicketState.WAITING, ())


def test_an_issue_is_not_undone(story: Story) -> None:
    story.add(bodies.TicketUndone((story.issued.id,)))

    assert story.state is TicketState.WAITING


def test_undoing_a_transfer_gives_the_earlier_round_back(story: Story) -> None:
    moved = story.add(bodies.TicketTransferred(service="kia", target_s=600))
    story.add(bodies.TicketUndone((moved.id,)))

    assert (story.ticket.service, story.state) == (ISSUED.service, TicketState.WAITING)


# --- settled, transfers, the day --------------------------------------------------------------
def test_settled_names_the_claim_that_counts_and_ends_the_others_it_saw() -> None:
    story, _one, two = two_calls(bodies.TicketCalled(counter=3), bodies.TicketCalled(counter=4))
    unseen = story.call(5, by="c", saw=[story.issued])
    story.add(bodies.TicketSettled(two.id), by="d", saw=[*story.facts[:3]])

    assert (story.ticket.claim, story.ticket.conflicts) == (two.id, (unseen.id,))


def test_of_two_transfers_the_later_in_order_holds(story: Story) -> None:
    story.add(bodies.TicketTransferred(service="kia", target_s=600), by="b", saw=[story.issued])
    story.add(bodies.TicketTransferred(service="birth", target_s=600), by="a", saw=[story.issued])

    assert story.ticket.service == "kia"  # (2, b, 1) is after (2, a, 1)


def test_a_service_under_way_outlives_a_transfer_it_did_not_see(story: Story) -> None:
    called = story.call()
    seen = list(story.facts)
    story.add(bodies.TicketStarted(called.id))
    story.add(bodies.TicketTransferred(service="kia", target_s=600), by="b", saw=seen)

    assert (story.state, story.ticket.counter) == (TicketState.SERVING, 3)


def test_a_day_ended_closes_what_it_saw_and_is_repeated_for_late_arrivals(story: Story) -> None:
    story.add(bodies.TicketDayEnded(), by="b")
    late = story.call(saw=[story.issued])
    assert (story.state, story.ticket.claim) == (TicketState.CALLED, late.id)

    story.add(bodies.TicketDayEnded(), by="b")
    assert story.state is TicketState.DAY_ENDED


# --- times ------------------------------------------------------------------------------------
def test_times_are_read_from_the_events(story: Story) -> None:
    claim = story.call().id  # a second between one event and the next
    for body in (
        bodies.TicketStarted(claim),
        bodies.TicketHeld(claim),
        bodies.TicketResumed(claim),
        bodies.TicketFinished(claim),
    ):
        story.add(body)
    ticket = story.ticket

    assert (ticket.issued_ms, ticket.first_called_ms, ticket.started_ms) == (1000, 2000, 3000)
    assert (ticket.ended_ms, ticket.service_ms, ticket.wait_s) == (6000, 2000, 1)


def test_a_clock_set_back_makes_no_negative_times() -> None:
    issued = fact("a", 1, ISSUED, arrival_ms=10_000)
    called = fact("a", 2, bodies.TicketCalled(counter=3), [issued], arrival_ms=5_000)
    start = fact("a", 3, bodies.TicketStarted(called.id), [issued, called], arrival_ms=4_000)
    finish = fact(
        "a", 4, bodies.TicketFinished(called.id), [issued, called, start], arrival_ms=1_000
    )

    ticket = folded([issued, called, start, finish])

    assert (ticket.wait_s, ticket.service_ms) == (0, 0)
