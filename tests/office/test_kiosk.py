"""What the ticket machine offers, and why it does not."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import pytest

from counter.clock import VirtualClock
from counter.domain import bodies
from counter.domain.waits import WaitRange
from counter.office import day, kiosk, queue, receipts
from counter.office.kiosk import Closed, ServiceState
from counter.office.office import Office
from counter.office.people import SignInSlowed, hash_pin
from counter.store.work import Work
from tests.office.building import KIA, KTP, an_office, at, served


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(at(8))


@pytest.fixture
def office(tmp_path: Path, clock: VirtualClock) -> Office:
    made = an_office(tmp_path / "store", clock)
    made.act(has_hub)
    return made


def has_hub(work: Work) -> None:
    """Record that some node of the branch is its hub."""
    body = bodies.HubPromoted(number=1, node="a" * 32, url="http://127.0.0.1:9", certificate=b"")
    work.record(body, entity="hub")


def serves_only(work: Work, number: int, *services: str) -> None:
    body = bodies.CounterSet(number=number, name=f"Loket {number}", services=services)
    work.record(body, entity=f"counter:{number}")


def state(office: Office, service: str = KTP) -> ServiceState:
    return office.read(kiosk.service_state, service)


def test_an_open_office_gives_numbers_for_every_service(office: Office) -> None:
    shown = office.read(kiosk.kiosk)

    assert shown.is_open
    assert shown.closes == time(15)
    assert [each.group.letter for each in shown.groups] == ["A", "B", "C", "D", "E"]
    assert {offer.state for each in shown.groups for offer in each.offers} == {ServiceState()}


def test_from_closing_time_on_it_says_when_to_return(office: Office, clock: VirtualClock) -> None:
    clock.set(at(14, 59))
    assert state(office).closed is None

    clock.set(at(15))

    assert state(office) == ServiceState(Closed.AFTER_HOURS, datetime(2026, 11, 25, 8))


def test_after_friday_comes_monday(office: Office, clock: VirtualClock) -> None:
    clock.set(at(16, on=date(2026, 11, 27)))

    assert state(office) == ServiceState(Closed.AFTER_HOURS, datetime(2026, 11, 30, 8))


def test_no_number_of_yesterday_is_given_today(office: Office, clock: VirtualClock) -> None:
    clock.set(at(7, 30, on=date(2026, 11, 25)))

    assert state(office) == ServiceState(Closed.NOT_OPENED, datetime(2026, 11, 25, 8))

    office.act(day.open_day, date(2026, 11, 25))

    assert state(office).closed is None


def test_a_service_that_no_counter_serves_stays_visible(office: Office) -> None:
    for number in (3, 4):
        office.act(serves_only, number, KTP)

    assert state(office).closed is None
    assert state(office, KIA) == ServiceState(Closed.NO_COUNTER)
    assert office.read(kiosk.kiosk).groups[-1].state == ServiceState(Closed.NO_COUNTER)


def test_without_a_hub_nobody_would_call_its_numbers(tmp_path: Path, clock: VirtualClock) -> None:
    alone = an_office(tmp_path / "store", clock)

    assert state(alone) == ServiceState(Closed.NO_HUB)


def test_a_button_counts_who_waits_for_its_services(office: Office) -> None:
    for service in (KTP, KTP, "ktp_change", KIA):
        office.act(queue.issue_ticket, service=service)

    groups = office.read(kiosk.kiosk).groups

    waiting = {each.group.letter: each.waiting for each in groups}
    assert {letter for letter, number in waiting.items() if number} == {"A", "E"}
    assert (waiting["A"], waiting["E"]) == (3, 1)
    assert {each.wait for each in groups} == {None}  # nobody was called yet


def test_the_wait_is_told_once_the_day_has_shown_its_pace(
    office: Office, clock: VirtualClock
) -> None:
    tickets = [office.act(queue.issue_ticket, service=KTP) for _each in range(14)]
    for ticket in tickets[:10]:
        clock.advance(300)
        served(office, ticket)

    shown = office.read(kiosk.kiosk)
    given = office.read(kiosk.given, tickets[-1].id)

    assert shown.groups[0].wait == WaitRange(25 * 60, 25 * 60)
    assert (given.ahead, given.wait) == (3, WaitRange(20 * 60, 20 * 60))


def test_a_number_tells_whether_its_paper_came_out(office: Office) -> None:
    ticket = office.act(receipts.give_number, service=KTP, priority=True)
    job = office.read(lambda reading: reading.local.print_jobs_of(ticket.id))[0].id

    def becomes(state: str, trouble: str = "") -> tuple[bool, str]:
        office.act(lambda work: work.local.set_print_state(job, state, trouble))
        shown = office.read(kiosk.given, ticket.id)
        return shown.printed, shown.trouble

    assert becomes("pending") == (False, "")
    assert becomes("pending", "printer-refused") == (False, "printer-refused")
    assert becomes("printed") == (True, "")
    assert office.read(kiosk.given, ticket.id).priority


def test_the_exit_code_ends_it_and_nothing_else_does(office: Office) -> None:
    office.act(kiosk.keep_exit_code, hash_pin("4711"))

    kiosk.check_exit_code(office, "4711")
    with pytest.raises(kiosk.ExitCodeWrong):
        kiosk.check_exit_code(office, "1234")  # a clerk's PIN


def test_guessing_the_exit_code_is_slowed_down(office: Office, clock: VirtualClock) -> None:
    office.act(kiosk.keep_exit_code, hash_pin("4711"))

    for _each in range(3):
        with pytest.raises(kiosk.ExitCodeWrong):
            kiosk.check_exit_code(office, "0000")
    with pytest.raises(SignInSlowed):
        kiosk.check_exit_code(office, "4711")
    clock.advance(5)

    kiosk.check_exit_code(office, "4711")


def test_a_kiosk_without_an_exit_code_is_ended_by_none(office: Office) -> None:
    with pytest.raises(kiosk.ExitCodeWrong):
        kiosk.check_exit_code(office, "")
