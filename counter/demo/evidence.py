"""What a store holds, as plain values that can be compared between stores and with a replay."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from sqlalchemy import select

from counter.domain import bodies
from counter.domain.events import Fact
from counter.store import schema
from counter.store.projections import PROJECTIONS

if TYPE_CHECKING:
    from counter.domain.ticket import Ticket
    from counter.store.database import Database
    from counter.store.work import Reading


class Held(Struct, frozen=True, array_like=True):
    """One event as a log holds it."""

    chain: str
    seq: int
    hash: str
    node: str  # that wrote its chain


class MintedTicket(Struct, frozen=True):
    """A ticket at the end of the day."""

    id: str
    number: str
    lane: str
    letter: str
    running: int
    state: str
    issued_ms: int
    conflicts: int
    wait_s: int | None
    service_s: int | None


class MintedReceipt(Struct, frozen=True):
    """A receipt, as its lane numbered it."""

    number: str
    lane: str
    year: int
    running: int


class CallMade(Struct, frozen=True):
    """Somebody was asked to a counter, the first time or again."""

    id: str
    number: str
    at_ms: int
    until_ms: int | None  # when it was answered or taken back


class Crossing(Struct, frozen=True):
    """A call of a ticket that another counter has, made without knowing of the other's call."""

    number: str
    counter: int
    started: bool  # a second service
    shown: bool  # its clerk was told, or the branch head sees it
    in_vain: bool  # its clerk had marked that nobody came before the line was back


E, C = schema.event, schema.chain


def log_of(reading: Reading) -> list[Held]:
    """Every event of a branch, in storing order."""
    rows = reading.connection.execute(
        select(E.c.chain, E.c.seq, E.c.hash, C.c.node)
        .join(C, (C.c.branch == E.c.branch) & (C.c.chain == E.c.chain))
        .where(E.c.branch == reading.branch)
        .order_by(E.c.position)
    )
    return [Held(row.chain, row.seq, row.hash.hex(), row.node) for row in rows]


def tickets_of(reading: Reading, day: str) -> list[MintedTicket]:
    """The branch's tickets of a day."""
    return [
        MintedTicket(
            id=each.id,
            number=each.number,
            lane=each.lane,
            letter=each.letter,
            running=each.running,
            state=each.state.value,
            issued_ms=each.issued_ms,
            conflicts=len(each.conflicts),
            wait_s=each.wait_s,
            service_s=each.service_ms // 1000 if each.state.value == "served" else None,
        )
        for each in reading.tickets.on(day)
    ]


def calls_of(reading: Reading, day: str) -> list[CallMade]:
    """Every call of a day that the board ought to say, in the order of their making."""
    found = []
    for ticket in reading.tickets.on(day):
        facts = reading.facts(ticket.id)
        ends = _ends(facts)
        quiet = {
            each.id
            for each in facts
            if isinstance(each.body, bodies.TicketCalled) and each.body.quiet
        }
        for fact in facts:
            claim = fact.id if _is_call(fact) else _recalled(fact)
            if claim is not None and claim not in quiet:
                found.append(CallMade(fact.id, ticket.number, fact.at_ms, ends.get(claim)))
    return sorted(found, key=lambda each: (each.at_ms, each.id))


def crossings_of(reading: Reading, day: str) -> list[Crossing]:
    """Every call of a day that lost to one it did not know of."""
    found = []
    for ticket in reading.tickets.on(day):
        facts = reading.facts(ticket.id)
        undone, free = _undone(facts), _free_again(facts)
        calls = [each for each in facts if _is_call(each) and each.id not in undone]
        started = {each.body.claim for each in facts if isinstance(each.body, bodies.TicketStarted)}
        calls.sort(key=lambda each: (each.id not in started, each.at_ms, each.id))
        found += [
            _crossing(ticket, call, facts, started=call.id in started)
            for at, call in enumerate(calls)
            if any(_crossed(call, each, free) for each in calls[:at])
        ]
    return found


def _crossed(one: Fact, other: Fact, free: dict[str, int]) -> bool:
    """Whether neither knew of the other, and the citizen was still asked to both."""
    if one.has_seen(other) or other.has_seen(one):
        return False
    first, later = sorted((one, other), key=lambda each: each.at_ms)
    return not (first.id in free and free[first.id] <= later.at_ms)


def _free_again(facts: Sequence[Fact]) -> dict[str, int]:
    """When the citizen of each call was told to wait again, or was not there."""
    free: dict[str, int] = {}
    for fact in facts:
        if isinstance(fact.body, bodies.TicketNoShow):
            free[fact.body.claim] = fact.at_ms
        elif isinstance(fact.body, bodies.TicketTransferred):
            free |= {each.id: fact.at_ms for each in facts if fact.has_seen(each)}
    return free


def _crossing(ticket: Ticket, call: Fact, facts: Sequence[Fact], *, started: bool) -> Crossing:
    assert isinstance(call.body, bodies.TicketCalled)
    ended = {
        type(each.body)
        for each in facts
        if isinstance(each.body, bodies.ClaimBody) and each.body.claim == call.id
    }
    shown = bodies.TicketReleased in ended or call.id in ticket.conflicts
    in_vain = bodies.TicketNoShow in ended
    return Crossing(ticket.number, call.body.counter, started, shown, in_vain)


def _is_call(fact: Fact) -> bool:
    return isinstance(fact.body, bodies.TicketCalled)


def _recalled(fact: Fact) -> str | None:
    return fact.body.claim if isinstance(fact.body, bodies.TicketRecalled) else None


def _undone(facts: Sequence[Fact]) -> set[str]:
    undos = [each.body.events for each in facts if isinstance(each.body, bodies.TicketUndone)]
    return {each for undo in undos for each in undo}


def _ends(facts: Sequence[Fact]) -> dict[str, int]:
    """When each claim was answered or taken back, by its id."""
    ends: dict[str, int] = {}
    for fact in sorted(facts, key=lambda each: each.at_ms):
        if isinstance(fact.body, bodies.TicketUndone):
            for each in fact.body.events:
                ends.setdefault(each, fact.at_ms)
        elif isinstance(fact.body, bodies.ClaimBody) and _recalled(fact) is None:
            ends.setdefault(fact.body.claim, fact.at_ms)
    return ends


def receipts_of(reading: Reading) -> list[MintedReceipt]:
    """The branch's receipts."""
    return [
        MintedReceipt(each.receipt, each.lane, each.year, each.running)
        for each in reading.applications.between(0, 1 << 62)
    ]


def rows_digest(reading: Reading) -> str:
    """A digest of every projected row of the branch."""
    digest = hashlib.sha256()
    for table in PROJECTIONS:
        rows: list[Any] = list(
            reading.connection.execute(
                select(table)
                .where(table.c.branch == reading.branch)
                .order_by(*table.primary_key.columns)
            )
        )
        digest.update(repr((table.name, [tuple(row) for row in rows])).encode())
    return digest.hexdigest()


def replays_alike(database: Database, branch: str) -> bool:
    """Whether dropping every projection and replaying the log gives the same rows."""
    with database.reading(branch, 0) as reading:
        before = rows_digest(reading)
    database.replay(branch)
    with database.reading(branch, 0) as reading:
        return rows_digest(reading) == before


def printed_of(reading: Reading, paper: str) -> list[str]:
    """The numbers whose papers of that kind this node's printer took."""
    jobs = reading.local.print_jobs("printed")
    return [job.number for job in jobs if job.paper == paper]
