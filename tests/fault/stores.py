"""What must hold of a store after anything: nothing said is lost, numbers whole, rows replay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import select

from counter.domain.events import GENESIS, chain_hash
from counter.domain.ticket import TicketState
from counter.store import schema
from counter.store.backup import verify
from counter.store.projections import PROJECTIONS
from counter.store.store import DATABASE, Store, read_key
from counter.store.work import Reading
from tests.office.building import BRANCH, DAY

Rows = dict[str, list[tuple[object, ...]]]


class Said(NamedTuple):
    """One line of a station: an act that has returned."""

    act: str
    event: str
    number: str


def said(lines: Iterable[str]) -> list[Said]:
    """Read what a station said; a last line cut short counts for nothing."""
    return [Said(*line.split()) for line in lines if line.endswith("\n")]


def rows(store: Store) -> Rows:
    """Every projection's rows."""
    with store.reading(BRANCH, 0) as reading:
        return {
            table.name: sorted(map(tuple, reading.connection.execute(select(table))), key=repr)
            for table in PROJECTIONS
        }


def check(folder: Path, done: Iterable[Said], *, finished: bool = False) -> None:
    """Hold a store against what its station said.

    Args:
        finished: whether its day is over: then everybody was served or did not come.
    """
    store = Store.open(folder)
    try:
        assert store.node.lane == ""
        found = rows(store)
        store.replay(BRANCH)
        assert rows(store) == found
        with store.reading(BRANCH, 0) as reading:
            check_log(reading, done)
            check_numbers(reading)
            if finished:
                states = {each.state for each in reading.tickets.on(DAY.isoformat())}
                assert states <= {TicketState.SERVED, TicketState.NO_SHOW}
    finally:
        store.close()
    # every page, row and code of authenticity, now that the write-ahead log is in the file
    verify(folder / DATABASE, read_key(folder))


def check_log(reading: Reading, done: Iterable[Said] = ()) -> None:
    """Every chain whole, and every act that was said in it."""
    event = schema.event
    ends: dict[str, tuple[int, bytes]] = defaultdict(lambda: (0, GENESIS))
    for chain, seq, data, hash_ in reading.connection.execute(
        select(event.c.chain, event.c.seq, event.c.data, event.c.hash).order_by(
            event.c.chain, event.c.seq
        )
    ):
        last, before = ends[chain]
        assert (seq, hash_) == (last + 1, chain_hash(before, data))
        ends[chain] = (seq, hash_)
    for one in done:
        chain, _, seq = one.event.rpartition(":")
        assert int(seq) <= ends[chain][0], f"lost: {one}"
        if one.act == "issued":
            assert reading.ticket(one.event).number == one.number
        if one.act == "filed":
            application = reading.applications.get(one.event)
            assert application is not None
            assert application.receipt == one.number


def check_numbers(reading: Reading) -> None:
    """No number doubled or skipped, of tickets or receipts."""
    ticket, application = schema.ticket, schema.application
    lanes: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for *lane, running in reading.connection.execute(
        select(ticket.c.day, ticket.c.lane, ticket.c.letter, ticket.c.running)
    ):
        lanes["ticket", *lane].append(running)
    for *lane, running in reading.connection.execute(
        select(application.c.year, application.c.lane, application.c.running)
    ):
        lanes["receipt", *lane].append(running)
    for lane, numbers in lanes.items():
        assert sorted(numbers) == list(range(1, len(numbers) + 1)), lane
