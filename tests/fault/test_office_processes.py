"""Ten counters' real processes, whose hub is killed again and again: no number and nobody twice."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from random import Random

import pytest

from counter.clock import SystemClock
from counter.domain import bodies
from counter.domain.calendar import Zone, branch_day
from counter.domain.ticket import holding_claims
from counter.office import day
from counter.office.founding import FOLDER
from counter.office.office import CallersThread, Office
from counter.server import hub_process
from counter.server.folder import CentralFolder
from counter.server.serving import new_code
from counter.store.store import Store
from counter.store.work import Reading, Work
from tests.fault.office_processes import Done, Process, man_counter, serve_central, serve_hub
from tests.office.building import BRANCH, SARI, set_up
from tests.server.building import log_of

COUNTERS = range(1, 11)
AN_HOUR = 10  # citizens of one counter, at six minutes each
SETTLES_WITHIN_S = 90.0


class Building:
    """The office's folders and processes; the first counter's PC is the hub as well."""

    def __init__(self, root: Path) -> None:
        self.root = root
        _found(self.pc(1))
        code = new_code(root / "central", BRANCH)
        self.central = Process(serve_central, root / "central")
        central = self.central.talk.recv()
        self.counters = [self._counter(each) for each in COUNTERS]
        self.hub = Process(serve_hub, self.pc(1), 0)
        self.url = self.hub.talk.recv()
        hub_process.join(self.pc(1), central, code)
        for each in self.counters[1:]:
            each.ask("join", self.url, hub_process.code(self.pc(1)))

    def pc(self, counter: int) -> Path:
        """A counter's data folder."""
        return self.root / f"pc{counter}"

    def kill_hub(self, away_s: float) -> None:
        """Kill it, and switch it on again after a while."""
        self.hub.kill()
        threading.Event().wait(away_s)
        self.hub = Process(serve_hub, self.pc(1), int(self.url.rpartition(":")[2]))
        self.hub.talk.recv()

    def settle(self) -> None:
        """Wait until all counters hold as much, and central, which the hub tells last."""
        until_s = time.monotonic() + SETTLES_WITHIN_S
        while (
            len(held := {self._held_by_central(), *(each.ask("count") for each in self.counters)})
            > 1
        ):
            assert time.monotonic() < until_s, f"not one log: {held}"
            threading.Event().wait(0.2)

    def _held_by_central(self) -> int:
        database = CentralFolder(self.root / "central").database()
        held = len(log_of(database))
        database.close()
        return held

    def end(self) -> list[Done]:
        """Let every counter end; what each did."""
        return [each.ask("end") for each in self.counters]

    def _counter(self, counter: int) -> Process:
        if counter != 1:
            Store.create(self.pc(counter), branch=BRANCH, lane=str(counter)).close()
        return Process(man_counter, self.pc(counter), counter, f"counter {counter}")


def _found(folder: Path) -> None:
    Store.create(folder, branch=BRANCH, lane="").close()
    clock = SystemClock()
    office = Office(lambda: Store.open(folder), writer=CallersThread(), clock=clock)
    office.open()
    office.act_as("setup", set_up)
    office.act_as("setup", _counters)
    office.session = SARI
    office.act(day.open_day, branch_day(clock.now_ms(), Zone.WIB))
    office.close()


def _counters(work: Work) -> None:
    for each in COUNTERS:
        work.record(bodies.CounterSet(number=each, name=f"Loket {each}"), entity=f"counter:{each}")


@pytest.fixture
def building(tmp_path: Path) -> Iterator[Building]:
    made = Building(tmp_path)
    with ExitStack() as ending:
        for each in (made.central, *made.counters):
            ending.callback(each.kill)
        yield made
        made.hub.kill()


def test_ten_counters_whose_hub_is_killed_at_random_serve_nobody_twice(
    building: Building, rounds: Callable[[int], int]
) -> None:
    chance = Random(24)
    citizens, kills = AN_HOUR * len(COUNTERS), rounds(120) // 4
    for each in building.counters:
        each.ask("work")
    served, killed = 0, 0
    while served < citizens or killed < kills:
        threading.Event().wait(chance.random())
        building.kill_hub(chance.random())
        killed += 1
        served = sum(each.ask("done") for each in building.counters)
    for each in building.counters:
        each.ask("rest")

    building.settle()
    done = building.end()

    papers = [paper for each in done for paper in each.papers]
    told_s = [each for one in done for each in one.told_s]
    print(f"{served} served, {len(papers)} papers, hub killed {killed} times")
    print(f"{sum(each.alone for each in done)} called alone, {len(told_s)} lost calls told")
    print(f"slowest to tell: {max(told_s, default=0):.2f} s after the line's return")
    assert [error for each in done for error in each.errors] == []
    printed = Counter((day, number) for day, number, _ticket in papers)
    assert [each for each, times in printed.items() if times > 1] == []
    _all_hold_one_log(building)
    with _opened(building.pc(1)).reading(BRANCH, 0) as reading:
        shown = [_shown(reading, ticket) for _day, _number, ticket in papers]
    print(f"{sum(shown)} conflicts shown")


def _all_hold_one_log(building: Building) -> None:
    building.hub.kill()
    building.central.kill()
    database = CentralFolder(building.root / "central").database()
    whole = log_of(database)
    database.close()
    for folder in (building.pc(1) / FOLDER, *map(building.pc, COUNTERS)):
        store = _opened(folder)
        assert log_of(store) == whole, folder
        store.close()


def _opened(folder: Path) -> Store:
    return Store.open(folder)


def _shown(reading: Reading, ticket_id: str) -> int:
    """How many claims stand beside the one that counts; every started one must be shown."""
    ticket = reading.ticket(ticket_id)
    facts = reading.facts(ticket_id)
    started = {each.body.claim for each in facts if isinstance(each.body, bodies.TicketStarted)}
    assert started <= {ticket.claim, *ticket.conflicts}, f"{ticket.number}: {started} not shown"
    assert {each.id for each in holding_claims(facts)[1:]} == set(ticket.conflicts)
    return len(ticket.conflicts)
