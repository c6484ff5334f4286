"""One number for a whole visit: what follows by itself, the next of a family, a short question."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from counter.clock import VirtualClock
from counter.domain import bodies
from counter.domain.ticket import TicketState
from counter.office import intake, queue, undoing, visits, waiting
from counter.office.office import Office
from counter.office.statistics import day_figures
from counter.store.work import Work
from tests.office.building import DAY, KIA, KTP, filled_in, serving

QUESTION = "question"


def only_serves(office: Office, counter: int, *services: str) -> None:
    def record(work: Work) -> None:
        known = bodies.CounterSet(number=counter, name=f"Loket {counter}", services=services)
        work.record(known, entity=f"counter:{counter}")

    office.act_as("setup", record)


def test_the_next_service_follows_at_the_same_counter(office: Office) -> None:
    ticket = serving(office)
    office.act(visits.plan_services, ticket.id, [KIA])

    followed = office.act(queue.finish_ticket, ticket.id, counter=3)

    assert (followed.number, followed.service, followed.state) == (
        ticket.number,
        KIA,
        TicketState.SERVING,
    )
    assert (followed.counter, followed.following, followed.conflicts) == (3, (), ())
    assert office.act(queue.finish_ticket, ticket.id, counter=3).state is TicketState.SERVED


def test_the_next_service_waits_for_a_counter_that_serves_it(office: Office) -> None:
    only_serves(office, 3, KTP)
    ticket = serving(office)
    office.act(visits.add_service, ticket.id, KIA)

    followed = office.act(queue.finish_ticket, ticket.id, counter=3)

    assert (followed.state, followed.counter) == (TicketState.WAITING, None)
    assert office.read(waiting.floor, 3, "").waiting == ()
    assert office.act(queue.call_next, counter=4).id == ticket.id


def test_each_service_of_a_visit_has_a_receipt_of_its_own(
    office: Office, clock: VirtualClock
) -> None:
    ticket = serving(office)
    office.act(visits.plan_services, ticket.id, [KTP])
    first = office.act(intake.file_intake, ticket.id, filled_in(office, ticket), counter=3)
    clock.advance(60)

    office.act(queue.finish_ticket, ticket.id, counter=3)

    assert office.read(intake.open_intake, ticket.id).filed is None
    clock.advance(60)
    second = office.act(intake.file_intake, ticket.id, filled_in(office, ticket), counter=3)
    assert first.receipt != second.receipt
    filed = office.read(intake.open_intake, ticket.id).filed
    assert filed is not None
    assert filed.id == second.id


def test_undoing_a_finish_that_was_followed_brings_the_first_service_back(office: Office) -> None:
    ticket = serving(office)
    office.act(visits.plan_services, ticket.id, [KIA])
    office.act(queue.finish_ticket, ticket.id, counter=3)

    undone = office.act(undoing.undo_last, ticket.id, counter=3)

    assert (undone.service, undone.state, undone.counter) == (KTP, TicketState.SERVING, 3)
    assert undone.following == (KIA,)


def test_nothing_is_planned_that_the_office_does_not_offer(office: Office) -> None:
    ticket = serving(office)

    with pytest.raises(waiting.ServiceUnknown):
        office.act(visits.plan_services, ticket.id, [KIA, "passport"])

    assert office.read(lambda reading: reading.ticket(ticket.id)).following == ()


def test_a_visit_has_an_end(office: Office) -> None:
    ticket = serving(office)

    with pytest.raises(visits.TooManyServices):
        office.act(visits.plan_services, ticket.id, [KTP] * (visits.MOST_SERVICES + 1))


def test_whoever_is_gone_has_nothing_to_follow(office: Office) -> None:
    ticket = serving(office)
    office.act(queue.finish_ticket, ticket.id, counter=3)

    with pytest.raises(queue.TicketMoved):
        office.act(visits.add_service, ticket.id, KIA)


def test_people_who_come_together_have_one_number(office: Office) -> None:
    ticket = office.act(queue.issue_ticket, service=KTP, people=4)

    assert (ticket.number, ticket.people) == ("A-001", 4)


# --- a short question -------------------------------------------------------------------------
def test_a_short_question_is_served_at_once_and_timed(office: Office, clock: VirtualClock) -> None:
    asked = office.act(visits.serve_quickly, counter=3, service=QUESTION)
    clock.advance(45)
    done = office.act(queue.finish_ticket, asked.id, counter=3)

    assert (asked.state, asked.counter) == (TicketState.SERVING, 3)
    assert done.service_ms == 45_000


def test_a_short_question_flatters_no_wait(office: Office, clock: VirtualClock) -> None:
    waited = office.act(queue.issue_ticket, service=KTP)
    clock.advance(600)
    office.act(queue.call_ticket, waited.id, counter=4)
    asked = office.act(visits.serve_quickly, counter=3, service=QUESTION)
    office.act(queue.finish_ticket, asked.id, counter=3)

    total = office.read(day_figures, DAY).total

    assert (total.served, total.measured, total.wait_p50_s) == (1, 1, 600)


def test_a_short_question_waits_while_somebody_is_served(office: Office) -> None:
    serving(office)

    with pytest.raises(queue.CounterBusy):
        office.act(visits.serve_quickly, counter=3, service=QUESTION)


def test_undoing_a_short_question_leaves_nobody_waiting(office: Office) -> None:
    asked = office.act(visits.serve_quickly, counter=3, service=QUESTION)

    undone = office.act(undoing.undo_last, asked.id, counter=3)

    assert undone.state is TicketState.CANCELLED
    assert office.read(waiting.floor, 3, "").waiting == ()


def test_shipped_catalogues_name_what_is_asked_in_a_minute(office: Office) -> None:
    catalogue = office.read(lambda reading: reading.settings.catalogue())

    assert visits.quick_services(catalogue) == [QUESTION]


def test_undoing_what_came_after_a_number_leaves_the_number(office: Office) -> None:
    ticket = office.act(queue.issue_ticket, service=KTP)
    office.act(queue.mark_left, ticket.id)

    assert office.act(undoing.undo_last, ticket.id, counter=3).state is TicketState.WAITING


def test_undoing_a_finish_whose_next_service_waits_elsewhere_brings_the_citizen_back(
    office: Office,
) -> None:
    only_serves(office, 3, KTP)
    ticket = serving(office)
    office.act(visits.add_service, ticket.id, KIA)
    office.act(queue.finish_ticket, ticket.id, counter=3)

    undone = office.act(undoing.undo_last, ticket.id, counter=3)

    assert (undone.service, undone.state, undone.following) == (KTP, TicketState.SERVING, (KIA,))


def test_what_a_citizen_planned_at_the_kiosk_stands_in_no_clerks_way(office: Office) -> None:
    ticket = serving(office)
    office.act_as("", visits.add_service, ticket.id, KIA)

    assert office.act(undoing.undo_last, ticket.id, counter=3).state is TicketState.CALLED


def test_a_planned_service_that_is_offered_no_more_holds_nobody_up(office: Office) -> None:
    ticket = serving(office)
    office.act(visits.plan_services, ticket.id, [KIA])

    def drop(work: Work) -> None:
        offered = work.settings.catalogue()
        left = tuple(each for each in offered.services if each.id != KIA)
        body = bodies.CatalogueAdopted(catalogue=replace(offered, services=left))
        work.record(body, entity="catalogue")

    office.act(drop)

    assert office.act(queue.finish_ticket, ticket.id, counter=3).state is TicketState.SERVED


def test_whoever_asked_a_question_and_must_wait_gets_a_number_on_paper(office: Office) -> None:
    asked = office.act(visits.serve_quickly, counter=3, service=QUESTION)
    assert office.read(lambda reading: reading.local.print_jobs_of(asked.id)) == []

    office.act(queue.transfer_ticket, asked.id, service=KTP)

    jobs = office.read(lambda reading: reading.local.print_jobs_of(asked.id))
    assert [each.number for each in jobs] == [asked.number]


@pytest.mark.parametrize("people", [0, queue.MOST_PEOPLE + 1])
def test_a_number_is_for_somebody_and_not_for_a_crowd(office: Office, people: int) -> None:
    with pytest.raises(queue.TooManyPeople):
        office.act(queue.issue_ticket, service=KTP, people=people)
