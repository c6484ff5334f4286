"""The citizens whom somebody who practises meets: one after another, each with another story.

All of it is made up from the ticket's number, so the same ticket is always the same person.
"""

from __future__ import annotations

from datetime import date
from random import Random

from msgspec.structs import replace

from counter.demo.citizens import draw_answers, draw_citizen
from counter.domain.catalogue import Catalogue, Service, Text
from counter.domain.events import TicketId
from counter.domain.forms import asked, needed
from counter.domain.ticket import Ticket, TicketState
from counter.office.practice import Guest, Story

WALK_MS, FETCH_MS = 6_000, 45_000
STORIES = (Story.READY, Story.FETCHES, Story.NOBODY, Story.READY, Story.ELSEWHERE)  # and again


class Guests:
    """Who comes to the counter where somebody practises."""

    def __init__(self, catalogue: Catalogue, today: date) -> None:
        self._catalogue = catalogue
        self._today = today
        self._met: dict[TicketId, tuple[Story, str]] = {}  # and the service they came for

    def meet(self, ticket: Ticket, now_ms: int) -> Guest:
        """The citizen whose ticket is called, served or held at the counter."""
        first = (STORIES[len(self._met) % len(STORIES)], ticket.service)
        story, came_for = self._met.setdefault(ticket.id, first)
        service = self._catalogue.service(ticket.service)
        rng = Random(ticket.number)  # noqa: S311 - made-up people, the same every time
        person = draw_citizen(rng, self._today)
        other = self._other_service(rng, service)
        fields = self._catalogue.questions(service.id)
        answers = draw_answers(rng, person, fields, self._today)
        asked_for = [
            each for each in needed(service.requirements, fields, answers) if not each.optional
        ]
        if story is Story.FETCHES and not asked_for:
            story = Story.READY
        if story is Story.ELSEWHERE and ticket.service != came_for:
            story = Story.READY
        now = _now(story, ticket, now_ms)
        lacking = asked_for[-1:] if now in (Story.FETCHES, Story.AWAY) else []
        guest = Guest(ticket.number, now, ticket.state is TicketState.SERVING)
        if now in (Story.WALKS, Story.NOBODY):
            return guest
        if now is Story.ELSEWHERE:
            return replace(guest, needs=other)
        return replace(
            guest,
            answers=tuple(
                (each, answers[each.id]) for each in asked(fields, answers) if each.id in answers
            ),
            documents=tuple((each, each not in lacking) for each in asked_for),
        )

    def is_back(self, ticket: Ticket, now_ms: int) -> bool:
        """Whether somebody who was held has come back."""
        return self.meet(ticket, now_ms).story is Story.BACK

    def _other_service(self, rng: Random, service: Service) -> Text:
        others = [each.title for each in self._catalogue.services if each.id != service.id]
        return rng.choice(others or [service.title])


def _now(story: Story, ticket: Ticket, now_ms: int) -> Story:
    """Where in their story somebody is."""
    if ticket.state is TicketState.HELD:
        away_ms = now_ms - (ticket.held_ms or now_ms)
        return Story.BACK if away_ms >= FETCH_MS else Story.AWAY
    if ticket.state is TicketState.CALLED:
        if story is Story.NOBODY:
            return Story.NOBODY
        if now_ms - (ticket.called_ms or now_ms) < WALK_MS:
            return Story.WALKS
    was_held = ticket.stretch_ms != ticket.started_ms
    if story is Story.NOBODY or (story is Story.FETCHES and was_held):
        return Story.READY  # whoever is served came after all; whoever was held has fetched it
    return story
