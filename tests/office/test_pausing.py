"""A counter that pauses: nobody is called there, and the others take its share."""

from __future__ import annotations

from datetime import timedelta

import pytest

from counter.clock import VirtualClock
from counter.domain import bodies
from counter.office import day, pausing, queue, visits
from counter.office.office import Office
from counter.office.statistics import live_floor
from counter.store.work import Work
from tests.office.building import DAY, KTP, at, serving

TOMORROW = DAY + timedelta(days=1)


def has_hub(work: Work) -> None:
    hub = bodies.HubPromoted(number=1, node="far", url="http://hub", certificate=b"")
    work.record(hub, entity="hub")


def test_nobody_is_called_to_a_counter_that_pauses(office: Office) -> None:
    waiting = office.act(queue.issue_ticket, service=KTP)
    office.act(pausing.pause_counter, counter=3, reason="lunch")

    for call in (
        lambda: office.act(queue.call_next, counter=3),
        lambda: office.act(queue.call_ticket, waiting.id, counter=3),
        lambda: office.act(visits.serve_quickly, counter=3, service="question"),
    ):
        with pytest.raises(queue.CounterPaused):
            call()
    assert office.act(queue.call_next, counter=4).id == waiting.id


def test_a_counter_that_goes_on_calls_again(office: Office) -> None:
    waiting = office.act(queue.issue_ticket, service=KTP)
    office.act(pausing.pause_counter, counter=3, reason="lunch")

    office.act(pausing.resume_counter, counter=3)

    assert office.act(queue.call_next, counter=3).id == waiting.id


def test_a_counter_with_somebody_at_it_does_not_pause(office: Office) -> None:
    serving(office)

    with pytest.raises(queue.CounterBusy):
        office.act(pausing.pause_counter, counter=3, reason="lunch")


def test_a_new_day_ends_every_pause(office: Office, clock: VirtualClock) -> None:
    office.act(pausing.pause_counter, counter=3, reason="lunch")
    clock.set(at(8, on=TOMORROW))
    office.act(day.open_day, TOMORROW)
    waiting = office.act(queue.issue_ticket, service=KTP)

    assert office.act(queue.call_next, counter=3).id == waiting.id


def test_cut_off_counters_share_the_queue_without_the_one_that_pauses(office: Office) -> None:
    office.act_as("", has_hub)
    first, second = (office.act(queue.issue_ticket, service=KTP) for _ in range(2))
    assert second.running % 2 == 0  # of two counters the first one's own

    office.act(pausing.pause_counter, counter=4, reason="lunch")

    assert office.act(queue.call_next, counter=3).id == first.id


def test_the_branch_head_sees_who_pauses_and_why(office: Office, clock: VirtualClock) -> None:
    office.act(pausing.pause_counter, counter=3, reason="lunch")
    since_ms = clock.now_ms()
    clock.advance(60)

    tile = next(each for each in office.read(live_floor).tiles if each.counter == 3)

    assert (tile.paused, tile.since_ms) == ("lunch", since_ms)


def test_a_pause_says_why(office: Office) -> None:
    with pytest.raises(queue.ReasonMissing):
        office.act(pausing.pause_counter, counter=3, reason=" ")
