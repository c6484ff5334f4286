"""Numbers a day and blanks in the drawer: where they end the kiosk stops, and says why."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from counter.clock import VirtualClock
from counter.domain import bodies
from counter.office import day, intake, kiosk, limits, queue
from counter.office.office import Office
from counter.office.people import NotAllowed
from counter.store.work import Work
from tests.office.building import BUDI, DAY, KIA, KTP, as_somebody, at, filled_in, serving

TOMORROW = DAY + timedelta(days=1)


@pytest.fixture
def head(office: Office) -> Office:
    def has_hub(work: Work) -> None:
        hub = bodies.HubPromoted(number=1, node="far", url="http://hub", certificate=b"")
        work.record(hub, entity="hub")

    office.act_as("", has_hub)
    return as_somebody(office, BUDI)


def closed(office: Office, service: str = KTP) -> kiosk.Closed | None:
    return office.read(kiosk.service_state, service).closed


def test_the_kiosk_stops_when_a_days_numbers_are_given_and_begins_anew(
    head: Office, clock: VirtualClock
) -> None:
    head.act(limits.limit_numbers, KTP, a_day=2)
    for _each in range(2):
        assert closed(head) is None
        head.act(queue.issue_ticket, service=KTP)

    state = head.read(kiosk.service_state, KTP)
    assert state == kiosk.ServiceState(kiosk.Closed.FULL, datetime(2026, 11, 25, 8))
    assert closed(head, KIA) is None
    clock.set(at(8, on=TOMORROW))
    head.act(day.open_day, TOMORROW)
    assert closed(head) is None


def test_a_number_taken_by_mistake_is_given_to_somebody_else(head: Office) -> None:
    head.act(limits.limit_numbers, KTP, a_day=1)
    mistaken = head.act(queue.issue_ticket, service=KTP)
    assert closed(head) is kiosk.Closed.FULL

    head.act(queue.cancel_ticket, mistaken.id, reason="taken twice")

    assert closed(head) is None


def test_whoever_waits_has_a_blank_and_whoever_handed_in_has_used_one(head: Office) -> None:
    head.act(limits.count_blanks, KTP, blanks=2)
    ticket = serving(head, counter=4)
    assert head.read(limits.left_of, KTP) == limits.Left(blanks=1)

    head.act(intake.file_intake, ticket.id, filled_in(head, ticket), counter=4)
    head.act(queue.finish_ticket, ticket.id, counter=4)
    assert head.read(limits.left_of, KTP) == limits.Left(blanks=1)
    head.act(queue.issue_ticket, service=KTP)

    assert closed(head) is kiosk.Closed.NO_BLANKS


def test_counting_anew_begins_anew(head: Office, clock: VirtualClock) -> None:
    head.act(limits.count_blanks, KTP, blanks=1)
    ticket = serving(head, counter=4)
    head.act(intake.file_intake, ticket.id, filled_in(head, ticket), counter=4)
    head.act(queue.finish_ticket, ticket.id, counter=4)
    assert closed(head) is kiosk.Closed.NO_BLANKS
    clock.advance(60)

    head.act(limits.count_blanks, KTP, blanks=50)

    assert head.read(limits.lefts) == {KTP: limits.Left(blanks=50)}


def test_a_limit_that_is_lifted_is_none(head: Office) -> None:
    head.act(limits.limit_numbers, KTP, a_day=0)
    assert closed(head) is kiosk.Closed.FULL

    head.act(limits.limit_numbers, KTP, a_day=None)

    assert closed(head) is None
    assert head.read(limits.lefts) == {}


def test_a_clerk_limits_nothing(office: Office) -> None:
    with pytest.raises(NotAllowed):
        office.act(limits.limit_numbers, KTP, a_day=1)


@pytest.mark.parametrize("typed", ["", "-1", "many", "12.5", "10000", "٣"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(limits.LimitWrong):
        limits.read_limit(typed)


def test_a_number_is_read_with_spaces_around_it() -> None:
    assert limits.read_limit(" 120 ") == 120
