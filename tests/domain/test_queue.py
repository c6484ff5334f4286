"""Who is next: due times, and a bound on being passed whatever the clocks say."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from counter.domain.queue import PASSED_LIMIT, next_in_share, next_ticket
from counter.domain.ticket import Ticket
from tests.domain.histories import ISSUED, fact
from tests.domain.stories import folded

LONGEST_S = 3600
WAITING = folded([fact("a", 1, ISSUED)])


def waiting(place: int, *, issued_ms: int, target_s: int) -> Ticket:
    return replace(
        WAITING,
        id=f"a:{place}",
        position=place,
        issued_ms=issued_ms,
        target_s=target_s,
        due_ms=issued_ms + 1000 * target_s,
    )


def call_all(tickets: list[Ticket], calls_between: list[int]) -> list[Ticket]:
    """Let tickets come one by one, some calls after each, then call the rest; in calling order."""
    here: list[Ticket] = []
    called: list[Ticket] = []

    def call() -> None:
        oldest = min((each.position for each in here), default=0)
        passed = sum(each.position > oldest for each in called)
        chosen = next_ticket(here, passed, now_ms=0)
        if chosen is not None:
            here.remove(chosen)
            called.append(chosen)

    for ticket, calls in zip(tickets, calls_between, strict=True):
        here.append(ticket)
        for _ in range(calls):
            call()
    while here:
        call()
    return called


def test_nobody_waiting_is_nobody() -> None:
    assert next_ticket([], 0, now_ms=0) is None


def test_the_earliest_due_is_next_and_of_two_alike_the_earlier_stored() -> None:
    early = waiting(2, issued_ms=0, target_s=300)
    late = waiting(1, issued_ms=0, target_s=900)
    alike = waiting(3, issued_ms=0, target_s=300)

    assert next_ticket([late, alike, early], 0, now_ms=0) == early


def test_the_twentieth_pass_is_the_last() -> None:
    longest = waiting(1, issued_ms=9_000_000, target_s=900)
    due = waiting(30, issued_ms=0, target_s=300)

    assert next_ticket([longest, due], PASSED_LIMIT - 1, now_ms=0) == due
    assert next_ticket([longest, due], PASSED_LIMIT, now_ms=0) == longest


def test_whoever_came_before_an_appointment_is_passed_by_nobody_until_its_time() -> None:
    early = replace(waiting(1, issued_ms=0, target_s=0), slot_ms=7_200_000, due_ms=7_200_000)
    due = waiting(30, issued_ms=3_000_000, target_s=900)

    assert next_ticket([early, due], PASSED_LIMIT, now_ms=3_600_000) == due
    assert next_in_share([early, due], PASSED_LIMIT, now_ms=3_600_000) == due
    assert next_ticket([early, due], PASSED_LIMIT, now_ms=7_200_000) == early


@given(data=st.data(), count=st.integers(1, 60))
def test_none_is_overtaken_by_an_arrival_later_by_more_than_the_longest_target(
    data: st.DataObject, count: int
) -> None:
    waits = data.draw(st.lists(st.integers(0, 600_000), min_size=count, max_size=count))
    targets = data.draw(st.lists(st.integers(0, LONGEST_S), min_size=count, max_size=count))
    calls = data.draw(st.lists(st.integers(0, 2), min_size=count, max_size=count))
    tickets, now_ms = [], 0
    for place, (wait_ms, target_s) in enumerate(zip(waits, targets, strict=True), 1):
        now_ms += wait_ms
        tickets.append(waiting(place, issued_ms=now_ms, target_s=target_s))

    called = call_all(tickets, calls)

    assert sorted(each.position for each in called) == list(range(1, count + 1))
    for place, first in enumerate(called):
        for overtaken in called[place + 1 :]:
            assert first.issued_ms - overtaken.issued_ms <= 1000 * LONGEST_S


@given(data=st.data(), count=st.integers(1, 90))
def test_none_is_passed_by_more_than_twenty_whatever_the_clocks_say(
    data: st.DataObject, count: int
) -> None:
    clocks = data.draw(st.lists(st.integers(-(10**12), 10**12), min_size=count, max_size=count))
    calls = data.draw(st.lists(st.integers(0, 2), min_size=count, max_size=count))
    tickets = [
        waiting(place, issued_ms=clock, target_s=900) for place, clock in enumerate(clocks, 1)
    ]

    called = call_all(tickets, calls)

    for place, ticket in enumerate(called):
        passes = sum(each.position > ticket.position for each in called[:place])
        assert passes <= PASSED_LIMIT
