"""Appointments: booked at a time, found by code, due at that time, counted among the places."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from counter.clock import VirtualClock
from counter.domain import bodies
from counter.domain.appointment import Appointment, AppointmentState
from counter.domain.ticket import Ticket, TicketState
from counter.office import appointments, day, kiosk, limits, queue, receipts, waiting
from counter.office.office import Office
from counter.office.people import NotAllowed
from counter.reports.figures import Figure
from counter.reports.statistics import tickets_behind
from counter.store.work import Work
from tests.office.building import BUDI, DAY, KEY, KIA, KTP, SARI, an_office, as_somebody, at, hear

TEN = datetime(2026, 11, 24, 10)
TOMORROW = DAY + timedelta(days=1)


@pytest.fixture
def expecting(office: Office) -> Office:
    """Two people every half hour from nine to eleven."""
    as_somebody(office, BUDI)
    office.act(appointments.set_slots, KTP, places=2, hours=("09:00", "11:00"), every_min=30)
    return as_somebody(office, SARI)


def has_hub(work: Work) -> None:
    hub = bodies.HubPromoted(number=1, node="far", url="http://hub", certificate=b"")
    work.record(hub, entity="hub")


def booked(office: Office, when: datetime = TEN, people: int = 1) -> Appointment:
    return office.act(
        appointments.book, KTP, when, name="Dewi Lestari", phone="081234567890", people=people
    )


def free_at(office: Office, when: datetime) -> int:
    slots = office.read(appointments.free_slots, KTP)
    return next((each.left for each in slots if each.at == when), 0)


def check_in(office: Office, appointment: Appointment) -> Ticket:
    return office.act(appointments.check_in, appointment.id)


def test_a_booking_takes_a_place_and_prints_a_slip(expecting: Office) -> None:
    found = booked(expecting)

    slip = expecting.read(receipts.appointment_paper, found.id)
    jobs = expecting.read(lambda reading: reading.local.print_jobs("pending"))
    assert free_at(expecting, TEN) == 1
    assert (slip.code, slip.at, slip.service) == (found.code, TEN, "KTP-el baru")
    assert [(each.paper, each.entity) for each in jobs] == [("appointment", found.id)]


def test_a_full_time_is_refused_and_a_cancelled_one_is_free_again(expecting: Office) -> None:
    first = booked(expecting, people=2)
    with pytest.raises(appointments.SlotTaken):
        booked(expecting)

    expecting.act(appointments.cancel, first.id, reason="ill")

    assert booked(expecting).state is AppointmentState.BOOKED


@pytest.mark.parametrize(
    "when",
    [datetime(2026, 11, 24, 7), datetime(2026, 11, 24, 9, 10), datetime(2026, 11, 28, 9)],
    ids=["over", "between two", "closed"],
)
def test_a_time_there_is_none_of_is_refused(expecting: Office, when: datetime) -> None:
    with pytest.raises(appointments.SlotTaken):
        booked(expecting, when)


@pytest.mark.parametrize("people", [0, queue.MOST_PEOPLE + 1])
def test_only_so_many_are_expected_as_come_with_one_number(expecting: Office, people: int) -> None:
    with pytest.raises(queue.TooManyPeople):
        booked(expecting, people=people)


def test_nobody_is_expected_without_a_name(expecting: Office) -> None:
    with pytest.raises(appointments.NameMissing):
        expecting.act(appointments.book, KTP, TEN, name=" ")


def test_whoever_comes_early_is_due_at_the_time_and_not_before(
    expecting: Office, clock: VirtualClock
) -> None:
    clock.set(at(9))
    early = check_in(expecting, booked(expecting))
    walk_in = expecting.act(queue.issue_ticket, service=KTP)

    here = expecting.read(waiting.floor, 3, "").waiting

    assert early.due_ms == at(10)
    assert [each.id for each in here] == [walk_in.id, early.id]


def test_whoever_comes_in_time_passes_those_who_came_shortly_before(
    expecting: Office, clock: VirtualClock
) -> None:
    clock.set(at(9, 55))
    expecting.act(queue.issue_ticket, service=KTP)
    clock.set(at(10, 10))
    expected = check_in(expecting, booked_before(expecting, clock))

    assert expecting.act(queue.call_next, counter=3).id == expected.id


def booked_before(office: Office, clock: VirtualClock) -> Appointment:
    """An appointment at ten that was booked at nine."""
    now_ms = clock.now_ms()
    clock.set(at(9))
    found = booked(office)
    clock.set(now_ms)
    return found


def test_whoever_comes_too_late_waits_as_everybody_does(
    expecting: Office, clock: VirtualClock
) -> None:
    clock.set(at(10, 20))
    late = booked_before(expecting, clock)
    listed = expecting.read(appointments.appointments_ahead)

    ticket = check_in(expecting, late)

    assert [each.is_missed for each in listed] == [True]
    assert ticket.due_ms == at(10, 20) + 1000 * ticket.target_s


def test_a_wait_before_the_time_is_no_wait(expecting: Office, clock: VirtualClock) -> None:
    clock.set(at(8, 30))
    ticket = check_in(expecting, booked(expecting))
    clock.set(at(10, 5))
    expecting.act(queue.call_ticket, ticket.id, counter=3)

    found = expecting.read(tickets_behind, DAY, DAY, Figure.MEASURED)

    assert [each.wait_s for each in found] == [300]


def test_whoever_types_the_code_twice_has_one_number(expecting: Office) -> None:
    expecting.act_as("", has_hub)
    found = booked(expecting)

    codes = [found.code, f"{found.code[:3]} {found.code[3:]}"]
    tickets = [check_in(expecting, expecting.read(kiosk.expected_with, each)) for each in codes]

    assert len({each.id for each in tickets}) == 1
    assert expecting.read(kiosk.given, tickets[0].id).slot == TEN.time()


def test_a_number_that_was_cancelled_is_given_anew(expecting: Office) -> None:
    found = booked(expecting)
    first = check_in(expecting, found)
    expecting.act(queue.cancel_ticket, first.id, reason="by mistake")

    assert check_in(expecting, found).state is TicketState.WAITING


def test_a_wrong_code_and_another_day_are_told_apart(expecting: Office) -> None:
    expecting.act_as("", has_hub)
    tomorrow = booked(expecting, TEN + timedelta(days=1))
    other = "000000" if tomorrow.code != "000000" else "000001"

    with pytest.raises(appointments.AppointmentUnknown):
        expecting.read(kiosk.expected_with, other)
    with pytest.raises(appointments.AppointmentNotToday) as caught:
        expecting.read(kiosk.expected_with, tomorrow.code)
    assert "Rabu, 25 November 2026" in caught.value.message("id").happened


def test_another_time_keeps_the_code(expecting: Office) -> None:
    found = booked(expecting)

    moved = expecting.act(appointments.move, found.id, TEN + timedelta(hours=24.5))

    assert (moved.code, moved.at) == (found.code, TEN + timedelta(hours=24.5))
    assert free_at(expecting, TEN) == 2


def test_an_arrival_ends_moving_and_cancelling(expecting: Office) -> None:
    found = booked(expecting)
    check_in(expecting, found)

    with pytest.raises(appointments.AppointmentOver):
        expecting.act(appointments.move, found.id, TEN + timedelta(minutes=30))
    with pytest.raises(appointments.AppointmentOver):
        expecting.act(appointments.cancel, found.id)


def test_who_is_expected_has_one_of_the_days_numbers(expecting: Office) -> None:
    expecting.act_as("", has_hub)
    as_somebody(expecting, BUDI)
    expecting.act(limits.limit_numbers, KTP, a_day=1)
    found = booked(expecting)

    assert expecting.read(kiosk.service_state, KTP).closed is kiosk.Closed.FULL
    assert expecting.read(kiosk.kiosk).expects
    assert check_in(expecting, expecting.read(kiosk.expected_with, found.code)).is_open


def test_a_service_that_was_suspended_sends_them_to_a_counter(
    expecting: Office, clock: VirtualClock
) -> None:
    from counter.office import suspending

    expecting.act_as("", has_hub)
    found = booked(expecting)
    expecting.act(suspending.suspend_services, [KTP], reason="the national system is down")

    with pytest.raises(kiosk.NotGivenNow):
        expecting.read(kiosk.expected_with, found.code)
    clock.set(at(23))
    assert not expecting.read(kiosk.kiosk).expects


def test_an_office_without_hours_is_told_to_lay_them_down_first(expecting: Office) -> None:
    def close_for_good(work: Work) -> None:
        part = bodies.OfficePart(private_key=KEY.secret)
        work.record(replace(work.settings.office(), hours={}), entity="office", private=part)

    expecting.act_as("", close_for_good)

    with pytest.raises(appointments.HoursMissing):
        expecting.read(appointments.free_slots, KTP)
    with pytest.raises(appointments.HoursMissing):
        expecting.act_as(
            BUDI.person,
            appointments.set_slots,
            KIA,
            places=1,
            hours=("09:00", "10:00"),
            every_min=30,
        )


def test_a_clerk_lays_down_no_times(office: Office) -> None:
    with pytest.raises(NotAllowed):
        office.act(appointments.set_slots, KIA, places=1, hours=("09:00", "10:00"), every_min=30)


def test_two_counters_cut_off_may_both_give_the_last_place(
    expecting: Office, tmp_path: Path, clock: VirtualClock
) -> None:
    other = an_office(tmp_path / "other", clock, lane="2")
    hear(other, expecting)
    booked(expecting, people=2)
    booked(other, people=2)

    hear(expecting, other)

    assert free_at(expecting, TEN) == 0
    assert len(expecting.read(appointments.appointments_ahead)) == 2
    other.close()


def test_whoever_checks_in_at_two_counters_cut_off_has_one_number_at_both_afterwards(
    expecting: Office, tmp_path: Path, clock: VirtualClock
) -> None:
    other = an_office(tmp_path / "other", clock, lane="2")
    found = booked(expecting)
    hear(other, expecting)
    given = [check_in(each, found) for each in (expecting, other)]
    for each, heard in ((expecting, other), (other, expecting)):
        hear(each, heard)

    again = {check_in(each, found).id for each in (expecting, other)}

    assert len({each.id for each in given}) == 2
    assert len(again) == 1
    assert again < {each.id for each in given}
    other.close()


def test_a_number_that_was_given_elsewhere_comes_out_here_once(
    expecting: Office, tmp_path: Path, clock: VirtualClock
) -> None:
    other = an_office(tmp_path / "other", clock, lane="2")
    found = booked(expecting)
    given = check_in(expecting, found)
    hear(other, expecting)

    again = [check_in(other, found).id for _twice in range(2)]

    assert again == [given.id] * 2
    assert len(other.read(lambda reading: reading.local.print_jobs_of(given.id))) == 1
    assert len(expecting.read(lambda reading: reading.local.print_jobs_of(given.id))) == 1
    other.close()


def test_the_next_day_takes_what_was_booked_for_it(expecting: Office, clock: VirtualClock) -> None:
    found = booked(expecting, TEN + timedelta(days=1))
    with pytest.raises(appointments.AppointmentNotToday):
        check_in(expecting, found)
    clock.set(at(8, on=TOMORROW))
    expecting.act(day.open_day, TOMORROW)

    assert check_in(expecting, found).day == TOMORROW.isoformat()


@pytest.mark.parametrize(
    ("typed", "hours"),
    [("08.00-11.30", ("08:00", "11:30")), ("8:15 \N{EN DASH} 9:00", ("08:15", "09:00"))],
)
def test_hours_are_read_as_people_type_them(typed: str, hours: tuple[str, str]) -> None:
    assert appointments.read_hours(typed) == hours


@pytest.mark.parametrize("typed", ["", "pagi", "11.00-09.00", "25.00-26.00", "08.00"])
def test_what_is_no_span_is_refused(typed: str) -> None:
    with pytest.raises(appointments.SlotsWrong):
        appointments.read_hours(typed)


@pytest.mark.parametrize(
    ("typed", "contact"),
    [
        ("Dewi Lestari 081234567890", ("Dewi Lestari", "081234567890")),
        ("Dewi Lestari, +62 812-3456-789", ("Dewi Lestari", "+62 812-3456-789")),
        ("Dewi Lestari", ("Dewi Lestari", "")),
        ("R. Soekamto 2", ("R. Soekamto 2", "")),
        ("081234567890", ("081234567890", "")),
    ],
)
def test_a_telephone_number_is_told_from_a_name(typed: str, contact: tuple[str, str]) -> None:
    assert appointments.read_contact(typed) == contact
