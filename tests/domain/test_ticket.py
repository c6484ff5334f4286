"""A ticket's fold, sentence by sentence of its design; then any history in any order."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from counter.domain import bodies
from counter.domain.events import Body, Fact
from counter.domain.ticket import Ticket, TicketState, fold_ticket
from tests.domain.histories import ISSUED, Node, everything, fact, histories, nonsense

# what this node's clock and storing order say of a ticket; they decide no state
TIMES = {
    name: 0
    for name in Ticket.__struct_fields__
    if name.endswith(("_ms", "position")) and name != "target_s"
}


def folded(facts: Sequence[Fact]) -> Ticket:
    ticket = fold_ticket(facts)
    assert ticket is not None
    return ticket


def decided(ticket: Ticket | None) -> Ticket | None:
    return None if ticket is None else replace(ticket, **TIMES)


class Story:
    """A ticket told in order; every event has seen all before it unless it says what it saw."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []
        self.issued = self.add(ISSUED, by="hub")

    def add(self, body: Body, *, by: str = "a", saw: Sequence[Fact] | None = None) -> Fact:
        """Write an event."""
        seq = 1 + sum(each.chain == by for each in self.facts)
        told = fact(by, seq, body, self.facts if saw is None else saw)
        self.facts.append(told)
        return told

    def call(self, counter: int = 3, *, by: str = "a", saw: Sequence[Fact] | None = None) -> Fact:
        """Call the ticket."""
        return self.add(bodies.TicketCalled(counter=counter), by=by, saw=saw)

    def started(self, counter: int = 3, *, by: str = "a") -> Fact:
        """Call and start it."""
        called = self.call(counter, by=by)
        self.add(bodies.TicketStarted(called.id), by=by)
        return called

    @property
    def ticket(self) -> Ticket:
        """Fold the story so far."""
        return folded(self.facts)

    @property
    def state(self) -> TicketState:
        """Where it stands."""
        return self.ticket.state


@pytest.fixture
def story() -> Story:
    return Story()


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


# --- any history ------------------------------------------------------------------------------
@given(nodes=histories(), data=st.data())
def test_every_order_of_arrival_gives_the_same_ticket(
    nodes: list[Node], data: st.DataObject
) -> None:
    facts = everything(nodes)
    arrived = data.draw(st.permutations(facts))

    assert fold_ticket(arrived) == fold_ticket(facts)


@given(facts=nonsense(), data=st.data())
def test_nonsense_folds_to_one_ticket_too(facts: list[Fact], data: st.DataObject) -> None:
    arrived = data.draw(st.permutations(facts))

    assert fold_ticket(arrived) == fold_ticket(facts)


@given(nodes=histories(), data=st.data())
def test_clocks_and_storing_order_decide_no_state(nodes: list[Node], data: st.DataObject) -> None:
    facts = everything(nodes)
    places = data.draw(st.permutations(range(1, len(facts) + 1)))
    elsewhere = [
        replace(each, arrival_ms=data.draw(st.integers(0, 10**9)), position=place)
        for each, place in zip(facts, places, strict=True)
    ]

    assert decided(fold_ticket(elsewhere)) == decided(fold_ticket(facts))


@given(nodes=histories())
def test_counters_that_have_heard_everything_agree(nodes: list[Node]) -> None:
    for node in nodes:
        for other in nodes:
            node.hear(other, {each.chain: each.seq for each in nodes})

    assert len({str(node.ticket) for node in nodes}) == 1


@given(nodes=histories())
def test_the_fold_never_takes_a_started_service_from_its_counter(nodes: list[Node]) -> None:
    facts = everything(nodes)
    ticket = fold_ticket(facts)
    under_way = [
        each
        for each in facts
        if isinstance(each.body, bodies.TicketStarted | bodies.TicketResumed)
        and not any(other.has_seen(each) for other in facts if other is not each)
    ]

    if under_way:
        assert ticket is not None
        assert ticket.state is TicketState.SERVING
        claims = {each.body.claim for each in under_way if isinstance(each.body, bodies.ClaimBody)}
        one_round = not any(isinstance(each.body, bodies.TicketTransferred) for each in facts)
        assert ticket.claim in claims
        assert not one_round or claims <= {ticket.claim, *ticket.conflicts}
