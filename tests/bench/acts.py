"""Issue and call-next through the act, durable commit included, against bare sqlite3.

The floor writes the very same rows, copied from a store that ran the acts, with the same pragmas
and one transaction each, and reads nothing.
"""

from __future__ import annotations

import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from counter.clock import VirtualClock
from counter.domain import bodies
from counter.domain.ticket import Ticket
from counter.keys import SigningKey
from counter.office import day, queue
from counter.office.catalogue import read_catalogue
from counter.office.office import CallersThread, Office, Session
from counter.store.store import Store
from counter.store.work import Work
from tests.bench.measure import Figure, figure, ms_each, taking_turns

DAY = date(2026, 11, 24)
MORNING_MS = 1_795_480_200_000  # 24 November 2026, 07.30 in Jakarta
EVENTS = 100  # acts a repeat
REPEATS = 9
WAITING = 100  # a busy morning's queue


@contextmanager
def an_office(folder: Path) -> Iterator[Office]:
    """An office of one counter, on a real encrypted store, its day opened."""
    clock = VirtualClock(MORNING_MS)
    Store.create(folder, branch="3171-06", lane="").close()
    office = Office(lambda: Store.open(folder), writer=CallersThread(), clock=clock)
    office.session = Session("sari", "Sari", ("clerk",), 3)
    office.act(_furnish)
    office.act(day.open_day, DAY)
    try:
        yield office
    finally:
        office.close()


def _furnish(work: Work) -> None:
    key = SigningKey.generate()
    work.record(
        bodies.OfficeConfigured(
            code="3171-06",
            name="Dukcapil",
            zone="WIB",
            address="",
            city="",
            letterhead=(),
            complaint_channel="",
            public_key=key.public,
            hours=dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), ("08:00", "15:00")),
        ),
        entity="office",
        private=bodies.OfficePart(private_key=key.secret),
    )
    work.record(bodies.CatalogueAdopted(catalogue=read_catalogue("dukcapil")), entity="catalogue")


def issue(office: Office) -> Ticket:
    """One number more."""
    assert isinstance(office.clock, VirtualClock)
    office.clock.advance(20)
    return office.act(queue.issue_ticket, service="ktp_replacement")


def _ms_a_call(office: Office) -> float:
    """Milliseconds of a call-next alone; between two, the counter is freed and the queue kept."""
    spent = 0.0
    for _ in range(EVENTS // 2):
        started = time.perf_counter()
        ticket = office.act(queue.call_next, counter=3)
        spent += time.perf_counter() - started
        office.act(queue.start_service, ticket.id, counter=3)
        office.act(queue.finish_ticket, ticket.id, counter=3)
        issue(office)
    return spent * 1000 / (EVENTS // 2)


class BareFloor:
    """The same rows, by bare sqlite3: one event, one ticket row, one transaction."""

    def __init__(self, folder: Path, office: Office) -> None:
        self._file = sqlite3.connect(folder / "floor.db", isolation_level=None)
        run = self._file.execute
        run("PRAGMA journal_mode = WAL")
        run("PRAGMA synchronous = FULL")
        schema, event, ticket = office.maintain(_one_of_each)
        for statement in schema:
            run(statement)
        self._event, self._ticket = event, ticket
        self._insert_event = _insert("event", event)
        self._insert_ticket = _insert("ticket", ticket)
        self._replace_ticket = self._insert_ticket.replace("INSERT", "REPLACE")
        self._made = 0
        self._called = 0

    def issue(self) -> None:
        """What one issue writes."""
        self._made += 1
        self._write(self._insert_ticket, f"new-{self._made:06d}")

    def call(self) -> None:
        """What one call writes."""
        self._called += 1
        self._write(self._replace_ticket, f"old-{self._called:06d}")

    def _write(self, statement: str, ticket: str) -> None:
        seq = self._made + self._called
        event = {**self._event, "seq": seq, "position": seq}
        row = {**self._ticket, "id": ticket, "running": seq, "due_ms": seq, "position": seq}
        run = self._file.execute
        run("BEGIN IMMEDIATE")
        run(self._insert_event, event)
        run(statement, row)
        run("COMMIT")

    def close(self) -> None:
        """Give the file back."""
        self._file.close()


def _insert(table: str, row: dict[str, Any]) -> str:
    names = ", ".join(row)
    return f"INSERT INTO {table} ({names}) VALUES ({', '.join(':' + name for name in row)})"


def _one_of_each(store: Store) -> tuple[list[str], dict[str, Any], dict[str, Any]]:
    with store.transaction() as connection:
        run = connection.exec_driver_sql
        statements = run(
            "SELECT sql FROM sqlite_master WHERE tbl_name IN ('event', 'ticket') "
            "AND sql IS NOT NULL ORDER BY type DESC"
        )
        event = run("SELECT * FROM event WHERE kind = 'ticket.issued' LIMIT 1").mappings().one()
        ticket = run("SELECT * FROM ticket LIMIT 1").mappings().one()
        return list(statements.scalars()), dict(event), dict(ticket)


def figures() -> dict[str, Figure]:
    """Issue and call against the floor, and a full store against an empty one."""
    with tempfile.TemporaryDirectory() as folder, an_office(Path(folder) / "store") as office:
        for _ in range(WAITING):
            issue(office)
        with closing(BareFloor(Path(folder), office)) as floor:
            called = taking_turns(
                lambda: _ms_a_call(office),
                lambda: ms_each(floor.call, EVENTS),
                repeats=REPEATS,
            )
            issued = taking_turns(
                lambda: ms_each(lambda: issue(office), EVENTS),
                lambda: ms_each(floor.issue, EVENTS),
                repeats=REPEATS,
            )
    return {
        "issue through the act": figure(*issued, unit="ms", target=4),
        "call-next through the act": figure(*called, unit="ms", target=4),
        **_full_against_empty(),
    }


def _full_against_empty() -> dict[str, Figure]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with an_office(folder / "small") as small, an_office(folder / "full") as full:
            full.maintain(lambda store: _fill(store, 100_000))
            for office in (small, full):
                for _ in range(WAITING):
                    issue(office)
            called = taking_turns(
                lambda: _ms_a_call(full), lambda: _ms_a_call(small), repeats=REPEATS
            )
            issued = taking_turns(
                lambda: ms_each(lambda: issue(full), EVENTS),
                lambda: ms_each(lambda: issue(small), EVENTS),
                repeats=REPEATS,
            )
    return {
        "issue, 100,000 tickets in the store / 100": figure(*issued, unit="ms", target=1.2),
        "call-next, 100,000 tickets in the store / 100": figure(*called, unit="ms", target=1.2),
    }


def _fill(store: Store, tickets: int) -> None:
    """Put earlier days' tickets into a store: 500 a day, each issued and ended with its day."""
    per_day = 500
    for first in range(0, tickets, per_day):
        on = date.fromordinal(DAY.toordinal() - 1 - first // per_day).isoformat()
        with store.begin(actor="sari", now_ms=MORNING_MS - 86_400_000 * (first // per_day)) as work:
            for running in range(1, per_day + 1):
                issued = bodies.TicketIssued(
                    number=f"A-{running:03d}",
                    day=on,
                    lane="",
                    letter="A",
                    running=running,
                    service="ktp_replacement",
                    target_s=900,
                )
                ticket = work.record(issued)
                work.record(bodies.TicketDayEnded(), entity=ticket)
