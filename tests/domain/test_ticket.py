"""A ticket's fold, sentence by sentence of its design: the table of events, and the state."""

from __future__ import annotations

import pytest

from counter.domain import bodies
from counter.domain.events import Body
from counter.domain.ticket import TicketState, fold_ticket
from tests.domain.stories import Story


# --- the table --------------------------------------------------------------------------------
def test_a_called_opens_a_claim_named_by_its_own_id(story: Story) -> None:
    called = story.call()

    assert (story.state, story.ticket.claim) == (TicketState.CALLED, called.id)
    assert (story.ticket.counter, story.ticket.clerk) == (3, "sari")


@pytest.mark.parametrize(
    ("event", "state"),
    [
        (bodies.TicketRecalled, TicketState.CALLED),
        (bodies.TicketStarted, TicketState.SERVING),
        (bodies.TicketNoShow, TicketState.NO_SHOW),
        (bodies.TicketReleased, TicketState.WAITING),
        (bodies.TicketHeld, TicketState.CALLED),
        (bodies.TicketResumed, TicketState.CALLED),
        (bodies.TicketFinished, TicketState.CALLED),
    ],
    ids=lambda value: getattr(value, "kind", ""),
)
def test_what_each_event_makes_of_a_called_claim(
    story: Story, event: type[bodies.ClaimBody], state: TicketState
) -> None:
    story.add(event(story.call().id))

    assert story.state is state


@pytest.mark.parametrize(
    ("event", "state"),
    [
        (bodies.TicketHeld, TicketState.HELD),
        (bodies.TicketFinished, TicketState.SERVED),
        (bodies.TicketStarted, TicketState.SERVING),
        (bodies.TicketResumed, TicketState.SERVING),
        (bodies.TicketReleased, TicketState.SERVING),
        (bodies.TicketNoShow, TicketState.SERVING),
    ],
    ids=lambda value: getattr(value, "kind", ""),
)
def test_what_each_event_makes_of_a_serving_claim(
    story: Story, event: type[bodies.ClaimBody], state: TicketState
) -> None:
    story.add(event(story.started().id))

    assert story.state is state


def test_a_held_claim_resumes_and_only_that(story: Story) -> None:
    claim = story.started().id
    story.add(bodies.TicketHeld(claim, "fetches a photo"))

    story.add(bodies.TicketFinished(claim))
    assert (story.state, story.ticket.held_reason) == (TicketState.HELD, "fetches a photo")

    story.add(bodies.TicketResumed(claim))
    assert (story.state, story.ticket.held_reason) == (TicketState.SERVING, "")


ENDS = [
    (bodies.TicketTransferred(service="kia", target_s=600), TicketState.WAITING),
    (bodies.TicketLeft(), TicketState.LEFT),
    (bodies.TicketCancelled(), TicketState.CANCELLED),
    (bodies.TicketDayEnded(), TicketState.DAY_ENDED),
    (bodies.TicketSettled("nobody:1"), TicketState.WAITING),
]
END_NAMES = [body.kind for body, _state in ENDS]


@pytest.mark.parametrize(("event", "state"), ENDS, ids=END_NAMES)
@pytest.mark.parametrize("of", ["called", "serving", "held"])
def test_any_live_claim_is_ended_by_what_saw_it(
    story: Story, of: str, event: Body, state: TicketState
) -> None:
    claim = story.call().id
    if of != "called":
        story.add(bodies.TicketStarted(claim))
    if of == "held":
        story.add(bodies.TicketHeld(claim))

    story.add(event)

    assert (story.state, story.ticket.claim) == (state, None)


def test_a_new_call_ends_the_claims_it_saw(story: Story) -> None:
    story.call(3)
    second = story.call(4, by="b")

    assert (story.ticket.claim, story.ticket.conflicts) == (second.id, ())


@pytest.mark.parametrize(("event", "_state"), ENDS, ids=END_NAMES)
def test_each_ends_only_claims_it_saw(story: Story, event: Body, _state: TicketState) -> None:
    called = story.call(saw=[story.issued])
    story.add(event, by="b", saw=[story.issued])

    # a call for the round before a transfer no longer counts, but is not ended by it
    expected = None if isinstance(event, bodies.TicketTransferred) else called.id
    assert story.ticket.claim == expected


@pytest.mark.parametrize(("event", "_state"), ENDS, ids=END_NAMES)
@pytest.mark.parametrize("unseen", ["start", "resume", "finish"])
def test_none_ends_a_claim_with_a_start_a_resume_or_a_finish_it_did_not_see(
    story: Story, unseen: str, event: Body, _state: TicketState
) -> None:
    claim = story.call().id
    steps = {
        "start": [bodies.TicketStarted(claim)],
        "resume": [
            bodies.TicketStarted(claim),
            bodies.TicketHeld(claim),
            bodies.TicketResumed(claim),
        ],
        "finish": [bodies.TicketStarted(claim), bodies.TicketFinished(claim)],
    }[unseen]
    for step in steps[:-1]:
        story.add(step)
    seen = list(story.facts)
    story.add(steps[-1])
    story.add(event, by="b", saw=seen)

    served_before_transfer = unseen == "finish" and isinstance(event, bodies.TicketTransferred)
    if served_before_transfer:
        assert story.state is TicketState.WAITING  # the other service still wants its turn
    else:
        assert story.state is (TicketState.SERVED if unseen == "finish" else TicketState.SERVING)


# --- the state --------------------------------------------------------------------------------
def test_without_its_issue_a_ticket_is_unknown() -> None:
    story = Story()
    story.started()

    assert fold_ticket(story.facts[1:]) is None


def test_a_live_serving_claim_of_any_round_is_first(story: Story) -> None:
    first = story.started(3)
    seen = [each for each in story.facts if not isinstance(each.body, bodies.TicketStarted)]
    story.add(bodies.TicketTransferred(service="kia", target_s=600), by="b", saw=seen)
    story.call(4, by="b", saw=[*seen, story.facts[-1]])

    assert (story.state, story.ticket.claim) == (TicketState.SERVING, first.id)


def test_a_served_claim_of_this_round_comes_before_a_held_one(story: Story) -> None:
    one = story.call(3, by="a", saw=[story.issued])
    two = story.call(4, by="b", saw=[story.issued])
    story.add(bodies.TicketStarted(one.id), by="a", saw=[story.issued, one])
    story.add(bodies.TicketHeld(one.id), by="a", saw=[story.issued, one, story.facts[-1]])
    story.add(bodies.TicketStarted(two.id), by="b", saw=[story.issued, two])
    story.add(bodies.TicketFinished(two.id), by="b", saw=[story.issued, two, story.facts[-1]])

    assert (story.state, story.ticket.claim) == (TicketState.SERVED, two.id)
    assert story.ticket.conflicts == (one.id,)


def test_a_served_claim_of_an_earlier_round_does_not_end_the_next(story: Story) -> None:
    story.add(bodies.TicketFinished(story.started().id))
    story.add(bodies.TicketTransferred(service="kia", target_s=600))

    assert (story.state, story.ticket.service) == (TicketState.WAITING, "kia")


def test_the_last_closing_that_saw_this_round_names_the_state(story: Story) -> None:
    story.add(bodies.TicketLeft())
    story.add(bodies.TicketCancelled())
    assert story.state is TicketState.CANCELLED

    story.add(bodies.TicketTransferred(service="kia", target_s=600))
    assert story.state is TicketState.WAITING

    story.add(bodies.TicketDayEnded())
    assert story.state is TicketState.DAY_ENDED


def test_a_closing_that_did_not_see_the_round_closes_nothing(story: Story) -> None:
    moved = story.add(bodies.TicketTransferred(service="kia", target_s=600))
    story.add(bodies.TicketDayEnded(), by="b", saw=[story.issued])

    assert (story.state, moved.rev) == (TicketState.WAITING, 2)


def test_a_transfer_gives_the_ticket_its_service_and_target_and_maybe_one_counter(
    story: Story,
) -> None:
    story.add(bodies.TicketTransferred(service="kia", target_s=600, counter=5))
    ticket = story.ticket

    assert (ticket.service, ticket.target_s, ticket.only_counter) == ("kia", 600, 5)
    assert ticket.due_ms == ticket.issued_ms + 600_000
