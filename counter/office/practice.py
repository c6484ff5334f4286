"""Practice, as a window shows it: who stands before the clerk, and which lessons are learnt.

The values, and the reading of what a clerk did. What happens on a practice floor is
`counter.demo`'s; that practice never meets work is `counter.store.practice`'s.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from counter.domain import bodies
from counter.domain.catalogue import Field, Requirement, Text

if TYPE_CHECKING:
    from counter.office.station import Station
    from counter.store.work import Reading

TOPIC = "practice"  # what a panel hears when somebody came to the counter or is back


class Lesson(StrEnum):
    """What a clerk can practise, in the order in which it is best tried."""

    CALL = "call"
    START = "start"
    FILE = "file"
    PRINT = "print"
    FINISH = "finish"
    HOLD = "hold"
    RESUME = "resume"
    NO_SHOW = "no_show"
    TRANSFER = "transfer"
    UNDO = "undo"


class Story(StrEnum):
    """What the citizen whom a counter called does now."""

    WALKS = "walks"  # called, on the way
    NOBODY = "nobody"  # called, and will not come
    READY = "ready"  # here, with everything
    FETCHES = "fetches"  # here; wants to fetch a document that is missing
    AWAY = "away"  # held, and not back yet
    BACK = "back"  # held, and back with everything
    ELSEWHERE = "elsewhere"  # here; needs another service


class Speed(StrEnum):
    """How fast citizens come and other counters serve."""

    STILL = "still"
    CALM = "calm"
    BUSY = "busy"


class Guest(Struct, frozen=True):
    """A made-up citizen at the counter: what they say and have with them."""

    number: str
    story: Story
    is_served: bool  # not only called
    needs: Text | None = None  # the service they need instead
    answers: tuple[tuple[Field, str], ...] = ()  # as they would be typed
    documents: tuple[tuple[Requirement, bool], ...] = ()  # and whether they have it


class PracticeView(Struct, frozen=True):
    """Everything a panel beside the desk shows."""

    guest: Guest | None
    back: tuple[str, ...]  # numbers held here whose citizens are back
    learnt: frozenset[Lesson]
    speed: Speed
    signed_in: bool


class Practice(Protocol):
    """A practice branch at work, as its windows need it."""

    @property
    def station(self) -> Station:
        """The counter PC where somebody practises."""

    @property
    def pin(self) -> str:
        """Everybody's."""

    def view(self) -> PracticeView:
        """What the panel shows now; may wait for the disk."""

    def set_speed(self, speed: Speed) -> None:
        """Let the floor go faster or slower from now on."""


_TAUGHT = {
    bodies.TicketCalled.kind: Lesson.CALL,
    bodies.TicketStarted.kind: Lesson.START,
    bodies.TicketFinished.kind: Lesson.FINISH,
    bodies.TicketHeld.kind: Lesson.HOLD,
    bodies.TicketResumed.kind: Lesson.RESUME,
    bodies.TicketNoShow.kind: Lesson.NO_SHOW,
    bodies.TicketTransferred.kind: Lesson.TRANSFER,
    bodies.TicketUndone.kind: Lesson.UNDO,
    bodies.ApplicationFiled.kind: Lesson.FILE,
}


def learnt_from(
    reading: Reading, touched: Iterable[str], pupils: Collection[str]
) -> frozenset[Lesson]:
    """The lessons that those who practise have done with what was touched.

    Args:
        touched: as a listener of the office hears it: `ticket:…`, `application:…`.
        pupils: who practises; what others did teaches nobody.
    """
    found = set()
    for topic in touched:
        sort, _colon, entity = topic.partition(":")
        if sort not in ("ticket", "application"):
            continue
        for fact in reading.facts(entity):
            lesson = _TAUGHT.get(fact.body.kind)
            if lesson is not None and fact.actor in pupils:
                found.add(lesson)
    return frozenset(found)


def has_printed(reading: Reading) -> bool:
    """Whether a receipt has come out."""
    return any(job.paper == "receipt" for job in reading.local.print_jobs("printed"))
