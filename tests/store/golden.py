"""Golden stores: one of every release, which every later one must open and fold the same.

`python -m tests.store.golden RELEASE` makes the one of this release, once, when it is released.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import select

from counter.clock import VirtualClock
from counter.domain import bodies
from counter.office import day, intake, queue, receipts, undoing
from counter.office.office import Office
from counter.store import schema
from counter.store.engine import Access, sqlite_engine
from counter.store.projections import PROJECTIONS
from counter.store.store import DATABASE, KEY, STARTS, Store, read_key
from counter.store.work import Work
from tests.office.building import (
    BRANCH,
    DAY,
    KIA,
    KTP,
    an_office,
    at,
    filled_in,
    reopened,
    served,
    serving,
)

FOLDER = Path(__file__).with_name("golden")
ROWS = "rows.json"


def told(store: Store) -> dict[str, list[dict[str, Any]]]:
    """Every projection's rows, and how many events of each kind there are, as JSON has them."""
    with store.reading(BRANCH, 0) as reading:
        found = {
            table.name: [
                {name: _plain(value) for name, value in row.items()}
                for row in reading.connection.execute(
                    select(table).order_by(*table.primary_key.columns)
                ).mappings()
            ]
            for table in PROJECTIONS
        }
        kinds = reading.connection.execute(select(schema.event.c.kind)).scalars().all()
    return found | {"kinds": [{"kind": kind, "n": kinds.count(kind)} for kind in sorted({*kinds})]}


def _plain(value: Any) -> Any:
    if not isinstance(value, bytes):
        return value
    return value.hex() if len(value) <= 64 else f"sha256 {sha256(value).hexdigest()}"


def make(release: str) -> None:
    """Live through a day in which everything happens, and keep the store and its rows."""
    kept = FOLDER / release
    kept.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as there:
        folder, clock = Path(there) / "store", VirtualClock(at(8))
        office = an_office(folder, clock)
        _first_day(office, clock)
        office.close()
        office = reopened(folder, clock)
        _second_day(office, clock)
        rows = office.maintain(told)
        office.close()
        _shrink(folder)
        for name in (DATABASE, KEY, STARTS):
            shutil.copy(folder / name, kept / name)
    (kept / ROWS).write_text(json.dumps(rows, indent=1, sort_keys=True) + "\n")


def _first_day(office: Office, clock: VirtualClock) -> None:
    def do(act: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        clock.advance(60)
        return office.act(act, *args, **kwargs)

    one = serving(office)
    filed = do(intake.file_intake, one.id, filled_in(office, one), counter=3)
    do(receipts.copy_receipt, filed.id)
    do(receipts.void_application, filed.id, reason="wrong name")
    do(intake.file_intake, one.id, filled_in(office, one), counter=3)
    do(queue.hold_ticket, one.id, counter=3, reason="fetches a photo")
    two = do(queue.issue_ticket, service=KIA, priority=True)
    do(queue.call_next, counter=3)
    do(queue.recall, two.id, counter=3)
    do(queue.mark_no_show, two.id, counter=3)
    do(queue.resume_ticket, one.id, counter=3)
    do(queue.finish_ticket, one.id, counter=3)
    three = served(office, do(queue.issue_ticket, service=KTP))
    do(undoing.undo_last, three.id, counter=3)
    do(queue.transfer_ticket, three.id, service=KIA, to_counter=4)
    do(queue.mark_left, do(queue.issue_ticket, service=KTP).id)
    do(queue.cancel_ticket, do(queue.issue_ticket, service=KTP).id, reason="taken twice")
    four = do(queue.issue_ticket, service=KTP)
    called = do(queue.call_ticket, four.id, counter=4)
    do(_release_and_settle, four.id, called.claim)


def _release_and_settle(work: Work, ticket_id: str, claim: str) -> None:
    work.record(bodies.TicketReleased(claim), entity=ticket_id)
    work.record(bodies.TicketSettled(claim), entity=ticket_id)
    work.record(
        bodies.CalendarCorrected(date="2026-12-24", working=False, name="cuti bersama"),
        entity="calendar:2026-12-24",
    )


def _second_day(office: Office, clock: VirtualClock) -> None:
    tomorrow = DAY + timedelta(days=1)
    clock.set(at(8, on=tomorrow))
    office.act(day.open_day, tomorrow)
    office.act(queue.issue_ticket, service=KTP)


def _shrink(folder: Path) -> None:
    engine = sqlite_engine(folder / DATABASE, read_key(folder), access=Access.WRITE)
    with engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None
        raw.rollback()
        raw.execute("VACUUM")
    engine.dispose()


if __name__ == "__main__":
    make(sys.argv[1])
