"""What a board on the wall shows and announces, read from the log.

A call is an event, so none is missed however many come at once: whoever shows a board says up to
which position of the log it has heard, and is told every call stored since. Nobody is named:
numbers, counters and counts only.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from msgspec import Struct

from counter.domain import bodies
from counter.domain.catalogue import Catalogue, Text
from counter.domain.events import Fact
from counter.domain.ticket import Ticket, TicketState

if TYPE_CHECKING:
    from counter.store.calls import Called
    from counter.store.work import Reading

SHOWN = 6  # the call that is shown large, and five before it
STAYS_S = 6  # a call is shown alone so long, whoever is called meanwhile
FRESH_S = 120  # a call that comes later than this is announced only while it still stands
_LOOKS_BACK = 60  # calls, for the last six people


class Call(Struct, frozen=True):
    """Somebody is asked to a counter: the first time, or again."""

    id: str
    number: str
    counter: int
    at: str  # the counter's name
    service: Text


class Waiting(Struct, frozen=True):
    """How many wait for what is on one letter."""

    letter: str
    title: Text
    count: int


class Board(Struct, frozen=True):
    """All that is shown."""

    office: str
    zone: str
    running_text: str
    day: str | None  # None: not opened yet
    position: int  # up to here the log was heard
    calls: tuple[Call, ...]  # the last, one a number, the latest first
    news: tuple[Call, ...]  # to be announced, in this order
    waiting: tuple[Waiting, ...]
    taken_back: tuple[str, ...] = ()  # numbers that were called and wait again


def board(reading: Reading, *, counters: Collection[int] = (), after: int | None = None) -> Board:
    """The board as it stands, and what is to be announced.

    Args:
        counters: only these; empty: all of them.
        after: up to where the log was heard; None: nothing was, and nothing is announced.

    Raises:
        OfficeNotSetUp
    """
    from counter.store import calls, log

    office, day = reading.settings.office(), reading.settings.day()
    position = log.last_position(reading.connection, reading.branch)
    told = _Teller(reading, day or "", frozenset(counters))
    new: list[Called] = []
    if after is not None and after < position:
        new = calls.calls_after(reading.connection, reading.branch, after)
    last, taken_back = told.last(calls.last_calls(reading.connection, reading.branch, _LOOKS_BACK))
    return Board(
        office=office.name,
        zone=office.zone,
        running_text=office.running_text,
        day=day,
        position=position,
        calls=last,
        news=tuple(told.news(new)),
        waiting=_waiting(reading, day, counters) if day else (),
        taken_back=taken_back,
    )


class _Teller:
    """Turns events into calls that people can follow."""

    def __init__(self, reading: Reading, day: str, counters: frozenset[int]) -> None:
        self._reading = reading
        self._day = day
        self._counters = counters
        self._catalogue = reading.settings.catalogue()
        self._names = {each.number: each.name for each in reading.settings.counters()}

    def last(self, called: list[Called]) -> tuple[tuple[Call, ...], tuple[str, ...]]:
        """The latest call of each number, the latest first; and the numbers that wait again."""
        found: dict[str, Call] = {}
        taken_back: list[str] = []
        for each in called:
            known = self._known(each)
            if known is None:
                continue
            call, ticket, _fact = known
            if _was_taken_back(ticket):
                taken_back.append(call.number)
                continue
            found.setdefault(call.number, call)
            if len(found) == SHOWN:
                break
        return tuple(found.values()), tuple(dict.fromkeys(taken_back))

    def news(self, called: list[Called]) -> list[Call]:
        """The calls that are still of use to somebody, in order."""
        found = []
        for each in called:
            known = self._known(each)
            if known is None:
                continue
            call, ticket, fact = known
            is_fresh = self._reading.now_ms - fact.arrival_ms <= 1000 * FRESH_S
            if _still_counts(ticket, fact, is_fresh=is_fresh):
                found.append(call)
        return found

    def _known(self, called: Called) -> tuple[Call, Ticket, Fact] | None:
        from counter.store import log
        from counter.store.troubles import TicketUnknown

        try:
            ticket = self._reading.ticket(called.ticket)
        except TicketUnknown:  # its issue, once it comes, brings the call here again
            return None
        if ticket.day != self._day:
            return None
        connection, branch = self._reading.connection, self._reading.branch
        readable = log.facts_of(connection, branch, called.ticket, readable_only=True)
        facts: dict[str, Fact] = {fact.id: fact for fact in readable}
        fact = facts[called.event]
        claim = facts.get(_claim_of(fact))
        if claim is None or not isinstance(claim.body, bodies.TicketCalled):
            return None
        counter = claim.body.counter
        if claim.body.quiet:  # the citizen stands there already
            return None
        if self._counters and counter not in self._counters:
            return None
        call = Call(
            id=called.event,
            number=ticket.number,
            counter=counter,
            at=self._names.get(counter, f"Loket {counter}"),
            service=_title(self._catalogue, ticket),
        )
        return call, ticket, fact


def _claim_of(fact: Fact) -> str:
    return fact.body.claim if isinstance(fact.body, bodies.ClaimBody) else fact.id


def _was_taken_back(ticket: Ticket) -> bool:
    """Whether nobody is asked anywhere by it: the call was undone, or the citizen sent on."""
    return ticket.state is TicketState.WAITING


def _still_counts(ticket: Ticket, fact: Fact, *, is_fresh: bool) -> bool:
    if ticket.claim is not None and ticket.claim != _claim_of(fact):
        return False  # another counter has the citizen: two voices would send them two ways
    if ticket.state is TicketState.CALLED:
        return True
    return is_fresh and not _was_taken_back(ticket)


def _title(catalogue: Catalogue, ticket: Ticket) -> Text:
    group = next((each.group for each in catalogue.services if each.id == ticket.service), "")
    return next((each.title for each in catalogue.groups if each.id == group), Text("", ""))


def _waiting(reading: Reading, day: str, counters: Collection[int]) -> tuple[Waiting, ...]:
    from counter.store import calls

    catalogue = reading.settings.catalogue()
    served = [each.services for each in reading.settings.counters() if each.number in counters]
    asked = set().union(*served) if served and all(served) else None
    found = calls.waiting_by_service(reading.connection, reading.branch, day, counters)
    sums = {
        group.id: [
            found.get(each.id, 0)
            for each in catalogue.services
            if each.group == group.id and (asked is None or each.id in asked)
        ]
        for group in catalogue.groups
    }
    return tuple(
        Waiting(group.letter, group.title, sum(sums[group.id]))
        for group in catalogue.groups
        if sums[group.id]
    )
