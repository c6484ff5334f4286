"""The office's day: opened by people, forward only, ended ticket by ticket."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from counter.clock import VirtualClock
from counter.domain.calendar import Zone
from counter.domain.ticket import TicketState
from counter.office import day, keeping, queue, waiting
from counter.office.office import Office
from tests.office.building import DAY, KTP, an_office, at, served, serving, todays_tickets

TOMORROW = DAY + timedelta(days=1)


def test_before_the_first_day_nothing_is_issued(tmp_path: Path, clock: VirtualClock) -> None:
    office = an_office(tmp_path / "office", clock, opened=False)

    with pytest.raises(waiting.DayNotOpened):
        office.act(queue.issue_ticket, service=KTP)

    assert office.read(day.day_advice) == (day.DayAdvice.OPEN, DAY)
    office.close()


@pytest.mark.parametrize(
    ("days", "advice"),
    [
        (-1, day.DayAdvice.ASK),
        (0, day.DayAdvice.SAME),
        (1, day.DayAdvice.OPEN),
        (30, day.DayAdvice.OPEN),
        (31, day.DayAdvice.ASK),
    ],
)
def test_a_clock_behind_or_a_month_ahead_asks_for_the_date(days: int, advice: str) -> None:
    assert day.judge_day(DAY, DAY + timedelta(days=days)) is advice


@pytest.mark.parametrize("zone", list(Zone))
def test_the_day_is_the_branchs_own(tmp_path: Path, zone: Zone) -> None:
    clock = VirtualClock(at(0, 1, zone=zone))  # still yesterday in UTC
    office = an_office(tmp_path / "office", clock, zone=zone, opened=False)

    assert office.read(day.day_advice)[1] == DAY

    clock.advance(-120)
    assert office.read(day.day_advice)[1] == DAY - timedelta(days=1)
    office.close()


def test_the_day_only_moves_forward(office: Office) -> None:
    office.act(day.open_day, TOMORROW)

    with pytest.raises(day.DayInPast, match=TOMORROW.isoformat()):
        office.act(day.open_day, DAY)

    assert office.read(waiting.current_day) == TOMORROW.isoformat()


def test_opening_a_day_twice_does_nothing(office: Office, clock: VirtualClock) -> None:
    office.act(queue.issue_ticket, service=KTP)
    before = office.maintain(lambda store: store.after(store.node.branch, {}, limit=1000))
    clock.advance(60)

    office.act(day.open_day, DAY)

    after = office.maintain(lambda store: store.after(store.node.branch, {}, limit=1000))
    assert after == before
    assert office.act(queue.issue_ticket, service=KTP).number == "A-002"


def test_a_new_day_starts_the_numbers_anew_and_ends_what_was_left(
    office: Office, clock: VirtualClock
) -> None:
    queued = office.act(queue.issue_ticket, service=KTP)
    at_counter = serving(office)
    clock.set(at(8, on=TOMORROW))

    office.act(day.open_day, TOMORROW)

    states = [
        office.read(lambda reading, one: reading.ticket(one), each.id).state
        for each in (queued, at_counter)
    ]
    assert states == [TicketState.DAY_ENDED] * 2
    assert office.act(queue.issue_ticket, service=KTP).number == "A-001"
    assert office.read(waiting.floor, 3, "").current is None


def test_midnight_alone_starts_no_numbers(office: Office, clock: VirtualClock) -> None:
    office.act(queue.issue_ticket, service=KTP)
    clock.set(at(0, 5, on=TOMORROW))

    assert office.act(queue.issue_ticket, service=KTP).number == "A-002"


def test_a_clock_set_back_repeats_no_number(office: Office, clock: VirtualClock) -> None:
    office.act(queue.issue_ticket, service=KTP)
    clock.set(at(8, on=date(2020, 1, 1)))

    assert office.read(day.day_advice)[0] is day.DayAdvice.ASK
    assert office.act(queue.issue_ticket, service=KTP).number == "A-002"


def test_ending_the_day_leaves_another_nodes_lane_alone(office: Office) -> None:
    office.maintain(lambda store: store.set_lane("2"))
    theirs = office.act(queue.issue_ticket, service=KTP)
    office.maintain(lambda store: store.set_lane("3"))
    office.act(queue.issue_ticket, service=KTP)
    office.maintain(lambda store: store.set_lane("3XK"))  # put back at noon

    assert office.act(keeping.end_day) == keeping.Ended(0, 1)

    ticket = office.read(lambda reading: reading.ticket(theirs.id))
    assert ticket.state is TicketState.WAITING


def test_ending_the_day_closes_who_waits_and_lets_a_service_go_on(office: Office) -> None:
    done = served(office, office.act(queue.issue_ticket, service=KTP))
    mine = serving(office)
    queued = office.act(queue.issue_ticket, service=KTP)

    ended = office.act(keeping.end_day)

    state = {each.id: each.state for each in todays_tickets(office)}
    assert ended == keeping.Ended(kept=0, closed=1)
    assert state == {
        done.id: TicketState.SERVED,
        mine.id: TicketState.SERVING,
        queued.id: TicketState.DAY_ENDED,
    }
    assert office.act(queue.finish_ticket, mine.id, counter=3).state is TicketState.SERVED
