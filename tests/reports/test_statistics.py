"""The figures, held against counting by hand, on both databases."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter.clock import VirtualClock
from counter.domain.calendar import Zone, branch_time
from counter.domain.ticket import Ticket, TicketState
from counter.office import corrections, queue, statistics, undoing, visits
from counter.office.office import Office
from counter.office.statistics import Counts, Figure, Only, Statistics
from counter.reports.statistics import day_statistics, tickets_behind
from counter.store.database import Database
from tests.office.building import BRANCH, DAY, KTP, at
from tests.reports.days import BIRTH, DAYS, any_tickets, counted, nearest_rank, parted, put_tickets

EXAMPLES = settings(max_examples=40)


def hour_of(ticket: Ticket) -> int:
    return branch_time(ticket.issued_ms, Zone.WIB).hour


def read(database: Database, day_from: date, day_to: date, now_ms: int = at(10, 42)) -> Statistics:
    with database.reading(BRANCH, now_ms) as reading:
        return day_statistics(reading, day_from, day_to)


@EXAMPLES
@given(tickets=any_tickets(), start=st.integers(0, 3), length=st.integers(0, 3))
def test_every_figure_is_what_counting_by_hand_gives(
    branch: Database, tickets: list[Ticket], start: int, length: int
) -> None:
    day_from, day_to = DAYS[start], DAYS[min(start + length, 3)]
    put_tickets(branch, tickets)

    figures = read(branch, day_from, day_to)

    mine = [each for each in tickets if str(day_from) <= each.day <= str(day_to)]
    at_counters = [each for each in mine if each.counter is not None]
    hours = {each.hour: each.counts for each in figures.by_hour if each.counts != Counts()}
    clerks = {(each.counter, each.clerk): each.counts for each in figures.by_clerk}
    assert figures.total == counted(mine)
    assert hours == parted(mine, hour_of)
    assert {str(each.day): each.counts for each in figures.by_day} == parted(
        mine, lambda each: each.day
    )
    assert {each.letter: each.counts for each in figures.by_group} == parted(
        mine, lambda each: each.letter
    )
    assert {each.id: each.counts for each in figures.by_service} == parted(
        mine, lambda each: each.service
    )
    assert clerks == parted(at_counters, lambda each: (each.counter, each.clerk))


@EXAMPLES
@given(tickets=any_tickets(), figure=st.sampled_from(list(Figure)), data=st.data())
def test_as_many_tickets_stand_behind_a_number_as_it_says(
    branch: Database, tickets: list[Ticket], figure: Figure, data: st.DataObject
) -> None:
    put_tickets(branch, tickets)
    figures = read(branch, DAYS[0], DAYS[-1])
    parts = [(Only(), figures.total)]
    parts += [(Only(hour=each.hour), each.counts) for each in figures.by_hour]
    parts += [(Only(letter=each.letter), each.counts) for each in figures.by_group]
    parts += [(Only(service=each.id), each.counts) for each in figures.by_service]
    parts += [
        (Only(counter=each.counter, clerk=each.clerk), each.counts) for each in figures.by_clerk
    ]
    only, counts = data.draw(st.sampled_from(parts))

    with branch.reading(BRANCH, at(10, 42)) as reading:
        behind = tickets_behind(reading, DAYS[0], DAYS[-1], figure, only)

    assert len(behind) == getattr(counts, figure.value)
    assert [each for each in behind if each not in tickets] == []


@EXAMPLES
@given(tickets=any_tickets())
def test_the_usual_hour_is_the_median_of_such_weekdays(
    branch: Database, tickets: list[Ticket]
) -> None:
    put_tickets(branch, tickets)

    figures = read(branch, DAY, DAY)

    tuesdays = [DAY - timedelta(days=back) for back in (7, 14, 21)]
    for each in figures.by_hour:
        issued = [
            len([t for t in tickets if t.day == str(tuesday) and hour_of(t) == each.hour])
            for tuesday in tuesdays
        ]
        assert each.usual == nearest_rank(issued, 50)
    assert figures.usual_days == 3


@EXAMPLES
@given(tickets=any_tickets(), minute=st.integers(0, 24 * 60 - 1))
def test_the_day_before_is_compared_at_the_same_time(
    branch: Database, tickets: list[Ticket], minute: int
) -> None:
    put_tickets(branch, tickets)
    now_ms = at(minute // 60, minute % 60)

    earlier = read(branch, DAY, DAY, now_ms).earlier

    monday = [each for each in tickets if each.day == str(DAYS[2])]
    by_now = [each for each in monday if each.issued_ms <= now_ms - 86_400_000]
    assert earlier is not None
    assert (earlier.day, earlier.issued, earlier.issued_by_now) == (
        DAYS[2],
        len(monday),
        len(by_now),
    )


@EXAMPLES
@given(tickets=any_tickets())
def test_the_oldest_wait_is_the_longest_of_those_who_wait(
    branch: Database, tickets: list[Ticket]
) -> None:
    put_tickets(branch, tickets)

    oldest = read(branch, DAY, DAY, at(17)).oldest_wait_s

    waiting = [
        each for each in tickets if each.day == str(DAY) and each.state is TicketState.WAITING
    ]
    waits = [(at(17) - each.issued_ms) // 1000 for each in waiting]
    assert oldest == max(waits, default=None)


def test_a_day_without_a_ticket_shows_its_opening_hours(branch: Database) -> None:
    put_tickets(branch, [])

    figures = read(branch, DAY, DAY)

    assert figures.total == Counts()
    assert [each.hour for each in figures.by_hour] == list(range(8, 15))
    assert [each.hour for each in figures.by_hour if each.running] == [10]
    assert (figures.total.in_target_percent, figures.total.no_show_percent) == (None, None)


def test_an_earlier_day_is_not_running(branch: Database) -> None:
    put_tickets(branch, [])

    figures = read(branch, DAY - timedelta(days=7), DAY - timedelta(days=7))

    assert not figures.running
    assert not any(each.running for each in figures.by_hour)


# --- a day lived through the office's acts ----------------------------------------------------
def test_a_morning_of_acts_gives_its_figures(figures: Statistics) -> None:
    total = figures.total

    assert total.issued == 10
    assert (total.waiting, total.called, total.serving, total.held) == (2, 1, 1, 1)
    assert (total.served, total.no_show, total.left, total.cancelled) == (2, 1, 1, 1)
    assert figures.oldest_wait_s == 25 * 60
    assert (figures.running, figures.usual_days, figures.counters_used) == (True, 1, 2)


def test_each_service_of_a_visit_counts_with_its_own_wait_and_time(figures: Statistics) -> None:
    birth = next(each for each in figures.by_service if each.id == "birth")
    total = sum(each.counts.issued for each in figures.by_service)

    assert (birth.counts.issued, birth.counts.served) == (1, 1)
    assert birth.counts.wait_p50_s == 20 * 60  # from the transfer on, not from the number
    assert birth.counts.service_p50_s == 12 * 60
    assert total == figures.total.issued + 1


@pytest.mark.parametrize("figure", [Figure.ISSUED, Figure.SERVED, Figure.MEASURED])
def test_behind_a_services_number_its_own_part_of_each_visit_stands(
    served_day: Office, figures: Statistics, figure: Figure
) -> None:
    for service in figures.by_service:
        behind = served_day.read(tickets_behind, DAY, DAY, figure, Only(service=service.id))

        assert len(behind) == getattr(service.counts, figure.value)
        assert {each.service for each in behind} <= {service.id}


def test_a_later_service_of_a_visit_is_listed_with_its_own_wait(served_day: Office) -> None:
    behind = served_day.read(tickets_behind, DAY, DAY, Figure.MEASURED, Only(service=BIRTH))

    assert [(each.issued_ms, each.wait_s) for each in behind] == [(at(9, 10), 20 * 60)]


def test_in_all_a_visits_wait_is_held_against_the_target_of_its_first_service(
    office: Office, clock: VirtualClock
) -> None:
    clock.set(at(9))
    ticket = office.act(queue.issue_ticket, service=KTP)
    office.act(queue.call_ticket, ticket.id, counter=3)
    office.act(queue.start_service, ticket.id, counter=3)
    sent_on = office.act(queue.transfer_ticket, ticket.id, service="question")

    behind = office.read(tickets_behind, DAY, DAY, Figure.IN_TARGET)

    assert sent_on.target_s != ticket.target_s
    assert [each.target_s for each in behind] == [ticket.target_s]


def test_a_service_put_right_before_a_transfer_counts_by_its_right_name(
    office: Office, clock: VirtualClock
) -> None:
    clock.set(at(9))
    ticket = office.act(queue.issue_ticket, service=KTP)
    office.act(queue.call_ticket, ticket.id, counter=3)
    office.act(queue.start_service, ticket.id, counter=3)
    office.act(corrections.correct_ticket, ticket.id, counter=3, reason="misheard", service="kia")
    office.act(queue.transfer_ticket, ticket.id, service="birth")

    figures = office.read(day_statistics, DAY, DAY)

    assert {each.id for each in figures.by_service} == {"kia", "birth"}


def test_a_family_served_one_after_the_other_is_as_many_services(
    office: Office, clock: VirtualClock
) -> None:
    clock.set(at(9))
    family = office.act(queue.issue_ticket, service=KTP, people=3)
    office.act(visits.plan_services, family.id, [KTP, KTP])
    office.act(queue.call_ticket, family.id, counter=3)
    office.act(queue.start_service, family.id, counter=3)
    for minutes in (4, 6, 8):
        clock.advance(60 * minutes)
        office.act(queue.finish_ticket, family.id, counter=3)

    figures = office.read(day_statistics, DAY, DAY)
    ktp = next(each.counts for each in figures.by_service if each.id == KTP)
    sari = next(each.counts for each in figures.by_clerk if each.clerk == "sari")

    assert (figures.total.issued, figures.total.served) == (1, 1)
    assert (ktp.served, ktp.measured, ktp.service_p50_s) == (3, 1, 6 * 60)
    assert sari.served == 3


def test_whoever_was_only_in_the_wrong_queue_counts_where_they_were_sent(
    office: Office, clock: VirtualClock
) -> None:
    clock.set(at(9))
    ticket = office.act(queue.issue_ticket, service=KTP)
    clock.set(at(9, 5))
    office.act(queue.transfer_ticket, ticket.id, service="birth")
    clock.set(at(9, 12))
    office.act(queue.call_ticket, ticket.id, counter=3)

    figures = office.read(day_statistics, DAY, DAY)

    assert [(each.id, each.counts.wait_p50_s) for each in figures.by_service] == [
        ("birth", 12 * 60)
    ]


def test_a_transfer_taken_back_leaves_one_service(office: Office, clock: VirtualClock) -> None:
    clock.set(at(9))
    ticket = office.act(queue.issue_ticket, service=KTP)
    office.act(queue.call_ticket, ticket.id, counter=3)
    office.act(queue.start_service, ticket.id, counter=3)
    office.act(queue.transfer_ticket, ticket.id, service="birth")
    office.act(undoing.undo_last, ticket.id, counter=3)

    figures = office.read(day_statistics, DAY, DAY)

    assert [(each.id, each.counts.serving) for each in figures.by_service] == [(KTP, 1)]


def test_the_letter_printed_on_a_number_stays_its_group(figures: Statistics) -> None:
    groups = {each.letter: each.counts.issued for each in figures.by_group}

    assert sum(groups.values()) == figures.total.issued
    assert groups["A"] == 9


def test_the_floor_shows_who_is_where_and_for_how_long(served_day: Office) -> None:
    floor = served_day.read(statistics.live_floor)

    three, four = floor.tiles
    assert floor.busy == 2
    assert (three.number, three.clerk, three.state) == ("A-007", "Sari", TicketState.SERVING)
    assert three.elapsed_s(floor.now_ms) == 20 * 60
    assert three.is_late(floor.now_ms)
    assert (four.number, four.clerk, four.state) == ("A-008", "Budi", TicketState.CALLED)
    assert four.elapsed_s(floor.now_ms) == 60
    assert not four.is_late(floor.now_ms)


@pytest.mark.parametrize("day", [None, DAY])
def test_today_is_the_day_by_default(
    served_day: Office, figures: Statistics, day: date | None
) -> None:
    assert served_day.read(statistics.day_figures, day) == figures


def test_a_service_of_today_can_be_opened_to_its_tickets(served_day: Office) -> None:
    behind = served_day.read(statistics.tickets_behind, DAY, DAY, Figure.SERVED, Only(service=KTP))

    assert [each.number for each in behind] == ["A-001"]
