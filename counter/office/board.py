"""What a board on the wall shows and announces, read from the log.

A call is an event, so none is missed however many come at once: whoever shows a board says up to
which position of the log it has heard, and is told every call stored since. Nobody is named:
numbers, counters and counts only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from counter.domain import bodies
from counter.domain.catalogue import Catalogue, Text
from counter.domain.events import Fact
from counter.domain.ticket import Ticket, TicketState
from counter.text import _

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
    has_counters: bool = True  # False: no counter is in the zone that was asked for


def board(reading: Reading, *, zone: str = "", after: int | None = None) -> Board:
    """The board as it stands, and what is to be announced.

    Args:
        zone: of the building, as the office's counters name it; empty: all of it.
        after: up to where the log was heard; None: nothing was, and nothing is announced.

    Raises:
        OfficeNotSetUp
    """
    from counter.store import calls, log

    office, day = reading.settings.office(), reading.settings.day()
    position = log.last_position(reading.connection, reading.branch)
    counters = _in_zone(reading, zone)
    told = _Teller(reading, day or "", counters)
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
        has_counters=counters is None or bool(counters),
    )


def empty_words(shown: Board) -> str:
    """What stands in the place of a number while there is none."""
    if not shown.has_counters:
        return _("No counter is in this zone. Counters have theirs in Administration.")
    if shown.day is None:
        return _("The office has not opened yet.")
    return _("No number was called yet.")


def _in_zone(reading: Reading, zone: str) -> frozenset[int] | None:
    """The counters of a zone; None: of the whole building."""
    wanted = " ".join(zone.split()).casefold()
    if not wanted:
        return None
    known = reading.settings.counters()
    return frozenset(each.number for each in known if each.zone.casefold() == wanted)


class _Teller:
    """Turns events into calls that people can follow."""

    def __init__(self, reading: Reading, day: str, counters: frozenset[int] | None) -> None:
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
        if self._counters is not None and counter not in self._counters:
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


def _waiting(reading: Reading, day: str, counters: frozenset[int] | None) -> tuple[Waiting, ...]:
    from counter.store import calls

    if counters is not None and not counters:
        return ()
    catalogue = reading.settings.catalogue()
    these = counters or frozenset()
    served = [each.services for each in reading.settings.counters() if each.number in these]
    asked = set().union(*served) if served and all(served) else None
    found = calls.waiting_by_service(reading.connection, reading.branch, day, these)
    sums = {
        group.id: [
            found.get(each.id, 0)
            for each in catalogue.services
            if each.group == group.id
            and not each.quick  # nobody takes a number for a question of a minute
            and (asked is None or each.id in asked)
        ]
        for group in catalogue.groups
    }
    return tuple(
        Waiting(group.letter, group.title, sum(sums[group.id]))
        for group in catalogue.groups
        if sums[group.id]
    )
