"""A ticket's fold where people plan ahead or put right: what follows, corrections, kept places."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from counter.domain import bodies
from counter.domain.ticket import TicketState
from tests.domain.histories import ISSUED, fact
from tests.domain.stories import Story, folded


# --- several services in one visit -----------------------------------------------------------
def test_what_follows_is_what_was_planned_last_for_this_round(story: Story) -> None:
    story.add(bodies.TicketPlanned(("kk", "kia")), by="a")
    assert story.ticket.following == ("kk", "kia")

    story.add(bodies.TicketTransferred("kk", 600, following=("kia",)), by="a")
    assert (story.ticket.service, story.ticket.following) == ("kk", ("kia",))


def test_a_plan_that_did_not_see_the_round_adds_nothing_to_it(story: Story) -> None:
    seen = list(story.facts)
    story.add(bodies.TicketTransferred("kk", 600), by="a")
    story.add(bodies.TicketPlanned(("kk",)), by="b", saw=seen)

    assert story.ticket.following == ()


def test_whoever_is_called_quietly_only_waited_for_nothing(story: Story) -> None:
    called = story.add(bodies.TicketCalled(counter=3, quiet=True), by="a")
    story.add(bodies.TicketStarted(called.id), by="a")

    assert (story.state, story.ticket.wait_s) == (TicketState.SERVING, None)


def test_the_same_service_for_the_next_of_those_who_came_begins_anew(story: Story) -> None:
    story.add(bodies.TicketTransferred("kk", 600), by="a")
    assert story.ticket.again_ms is None

    once_more = story.add(bodies.TicketTransferred("kk", 600, again=True), by="a")
    assert story.ticket.again_ms == once_more.arrival_ms


# --- corrections ------------------------------------------------------------------------------
def test_a_correction_changes_what_it_names_and_leaves_the_rest(story: Story) -> None:
    called = story.call(3, by="a")
    story.add(
        bodies.TicketCorrected("the wrong service", service="kk", target_s=300, priority=True),
        by="a",
    )

    ticket = story.ticket
    assert (ticket.service, ticket.target_s, ticket.priority) == ("kk", 300, True)
    assert ticket.due_ms == ticket.issued_ms + 300_000
    assert (ticket.state, ticket.claim) == (TicketState.CALLED, called.id)
    assert ticket.correction == "the wrong service"


@pytest.mark.parametrize("outcome", ["no_show", "left", "cancelled"])
def test_a_service_that_never_was_is_corrected_to_what_became_of_it(
    story: Story, outcome: str
) -> None:
    called = story.call(3, by="a")
    story.add(bodies.TicketStarted(called.id), by="a")
    story.add(bodies.TicketFinished(called.id), by="a")
    story.add(bodies.TicketCorrected("F9 pressed by mistake", outcome=outcome), by="b")

    assert (story.state, story.ticket.claim) == (TicketState(outcome), None)


def test_a_service_finished_elsewhere_meanwhile_outlives_a_correction(story: Story) -> None:
    called = story.call(3, by="a")
    started = story.add(bodies.TicketStarted(called.id), by="a")
    seen = [story.issued, called, started]
    story.add(bodies.TicketFinished(called.id), by="a")
    story.add(bodies.TicketCorrected("nobody came", outcome="no_show"), by="b", saw=seen)

    assert (story.state, story.ticket.counter) == (TicketState.SERVED, 3)


def test_a_no_show_corrected_to_served_counts_for_whoever_called(story: Story) -> None:
    called = story.call(3, by="a")
    story.add(bodies.TicketNoShow(called.id), by="a")
    story.add(bodies.TicketCorrected("was served after all", outcome="served"), by="b")

    assert (story.state, story.ticket.counter) == (TicketState.SERVED, 3)


def test_a_new_call_after_a_correction_counts(story: Story) -> None:
    called = story.call(3, by="a")
    story.add(bodies.TicketNoShow(called.id), by="a")
    story.add(bodies.TicketCorrected("went home", outcome="left"), by="b")
    again = story.call(4, by="c")

    assert (story.state, story.ticket.claim) == (TicketState.CALLED, again.id)


def test_a_correction_is_undone_like_any_act(story: Story) -> None:
    wrong = story.add(bodies.TicketCorrected("a slip", service="kk"), by="a")
    story.add(bodies.TicketUndone((wrong.id,)), by="a")

    assert (story.ticket.service, story.ticket.correction) == (ISSUED.service, "")


def test_an_outcome_nobody_knows_changes_nothing(story: Story) -> None:
    story.add(bodies.TicketCorrected("?", outcome="waiting"), by="a")

    assert story.state is TicketState.WAITING


# --- a place that is kept ---------------------------------------------------------------------
def test_a_kept_ticket_is_over_and_its_call_too(story: Story) -> None:
    story.call(3, by="a")
    story.add(bodies.TicketKept("b:9", "no more blanks"), by="b")

    assert (story.state, story.ticket.claim) == (TicketState.KEPT, None)


def test_a_service_begun_elsewhere_outlives_a_kept_place(story: Story) -> None:
    called = story.call(3, by="a")
    seen = list(story.facts)
    story.add(bodies.TicketStarted(called.id), by="a")
    story.add(bodies.TicketKept("b:9"), by="b", saw=seen)

    assert (story.state, story.ticket.claim) == (TicketState.SERVING, called.id)


def test_whoever_keeps_a_place_is_due_when_they_were() -> None:
    body = replace(ISSUED, due_ms=5_000, kept_from="z:1")

    kept = folded([fact("a", 1, body, arrival_ms=9_000_000)])

    assert (kept.due_ms, kept.kept_from) == (5_000, "z:1")


def test_a_place_for_a_day_that_is_not_opened_is_kept_for_the_next(story: Story) -> None:
    story.add(bodies.TicketCarried("2026-11-26"), by="b")
    story.add(bodies.TicketCarried("2026-11-25"), by="c", saw=[story.issued])

    assert (story.ticket.day, story.state) == ("2026-11-26", TicketState.WAITING)
