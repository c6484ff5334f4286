"""The floor around a counter where somebody practises: citizens come, other counters serve.

Unlike the demo's floor it does not know what comes next: a person calls from the same queue. So it
looks at the queue each time and lets every other counter take its next step.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date
from random import Random
from typing import TYPE_CHECKING

from counter.demo import acts, model
from counter.demo.floor import GREETER, Post
from counter.domain.catalogue import Catalogue
from counter.domain.ticket import AT_COUNTER, Ticket, TicketState
from counter.errors import LoketError
from counter.office.office import Office

if TYPE_CHECKING:
    from counter.store.work import Reading

FEWEST, MOST = 4, 9  # who wait: never nobody to call, never a crowd
COMES_S, SOON_S = 50, 8  # between two that come: usually; while few wait
BACK_MS = 300_000  # after which another counter's held citizen is back
REST_S, SERVICE_S = 12, (90, 240)  # at the other counters
SEED = 7

_log = logging.getLogger(__name__)


class PracticeFloor:
    """Citizens and clerks beside the one who practises.

    Args:
        day: the branch's open day.
        posts: the other counters.
    """

    def __init__(
        self, office: Office, catalogue: Catalogue, day: date, posts: Sequence[Post]
    ) -> None:
        self._office = office
        self._catalogue = catalogue
        self._day = day
        self._posts = posts
        self._dice = Random(SEED)  # noqa: S311 - a model's dice
        self._came = 0
        self._now_s = 0.0
        self._comes_s = 0.0  # when the next one comes
        self._rests_s = {post.number: 0.0 for post in posts}  # until when
        self._steps: dict[str, list[tuple[float, str]]] = {}  # of a ticket: what is done when

    def pass_time(self, seconds: float) -> None:
        """Let simulated time pass: everybody does what is due by then, one step each."""
        self._now_s += seconds
        tickets = self._office.read(_of_day, self._day.isoformat())
        waiting = sum(each.state is TicketState.WAITING for each in tickets)
        if waiting < MOST and self._now_s >= self._comes_s:
            self._arrive(waiting)
        for post in self._posts:
            here = [each for each in tickets if each.counter == post.number]
            current = next((each for each in here if each.state in AT_COUNTER), None)
            if current is not None:
                self._serve(post, current)
            elif self._now_s >= self._rests_s[post.number]:
                self._look(post, here)

    def _arrive(self, waiting: int) -> None:
        visit = model.draw_visit(SEED, self._came, round(self._now_s), self._catalogue, self._day)
        self._came += 1
        self._do(GREETER, "issue", service=visit.service, priority=visit.priority)
        mean_s = COMES_S if waiting >= FEWEST else SOON_S
        self._comes_s = self._now_s + self._dice.expovariate(1 / mean_s)

    def _look(self, post: Post, here: Sequence[Ticket]) -> None:
        """A clerk without anybody: whoever was held long enough is back, else the next one."""
        self._rests_s[post.number] = self._now_s + REST_S
        longest_ms = self._office.clock.now_ms() - BACK_MS
        back = [each for each in here if each.held_ms is not None and each.held_ms <= longest_ms]
        if back:
            self._do(post.clerk, "resume", ticket=back[0].id, counter=post.number)
        else:
            self._do(post.clerk, "call_next", counter=post.number)

    def _serve(self, post: Post, ticket: Ticket) -> None:
        steps = self._steps.setdefault(ticket.id, self._plan(ticket))
        if not steps:  # what was planned could not be: somebody else moved the ticket
            steps.append((self._now_s + SERVICE_S[0], "finish"))
        at_s, act = steps[0]
        if self._now_s < at_s:
            return
        del steps[0]
        self._do(post.clerk, act, ticket=ticket.id, counter=post.number)
        if not steps:
            self._rests_s[post.number] = self._now_s + self._dice.uniform(REST_S / 2, REST_S * 2)

    def _plan(self, ticket: Ticket) -> list[tuple[float, str]]:
        start_s = self._now_s + self._dice.uniform(6, 25)
        finish_s = start_s + self._dice.uniform(*SERVICE_S)
        steps = [(start_s, "start"), (finish_s, "finish")]
        return steps if ticket.state is TicketState.CALLED else steps[1:]

    def _do(self, actor: str, act: str, /, **facts: str | int | bool) -> None:
        try:
            self._office.act_as(actor, acts.do, act, dict(facts))
        except LoketError as refused:  # the person who practises was quicker
            _log.info("on the practice floor %s was refused: %s", act, refused.code)


def _of_day(reading: Reading, day: str) -> list[Ticket]:
    return reading.tickets.on(day)
