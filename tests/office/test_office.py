"""The door itself: one transaction an act, what is announced, and nothing heavy at hand."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from counter.clock import VirtualClock
from counter.office import queue, waiting
from counter.office.office import Office
from counter.store.store import Store
from counter.store.troubles import StoreMissing
from counter.store.work import Work
from tests.office.building import KIA, KTP, SARI, an_office, reopened, serving, todays_tickets


class Refused(Exception):
    """An act changed its mind."""


def issue_and_fail(work: Work) -> None:
    queue.issue_ticket(work, service=KTP)
    raise Refused


def test_an_act_that_raises_leaves_nothing(office: Office) -> None:
    heard: list[frozenset[str]] = []
    office.subscribe(heard.append)

    with pytest.raises(Refused):
        office.act(issue_and_fail)

    assert heard == []
    assert office.read(waiting.floor, 3, "").issued == 0
    assert office.act(queue.issue_ticket, service=KTP).number == "A-001"


def two_tickets(work: Work) -> list[str]:
    return [queue.issue_ticket(work, service=KTP).number for _ in range(2)]


def test_acts_compose_into_one_transaction(office: Office) -> None:
    heard: list[frozenset[str]] = []
    office.subscribe(heard.append)

    assert office.act(two_tickets) == ["A-001", "A-002"]

    assert len(heard) == 1
    assert len(heard[0]) == 2


def test_what_changed_is_told_after_the_commit(office: Office) -> None:
    seen: list[int] = []
    heard: list[frozenset[str]] = []

    def listen(touched: frozenset[str]) -> None:
        heard.append(touched)
        seen.append(office.read(waiting.floor, 3, "").issued)

    end = office.subscribe(listen)
    ticket = office.act(queue.issue_ticket, service=KTP)
    end()
    office.act(queue.issue_ticket, service=KTP)

    assert heard == [frozenset({f"ticket:{ticket.id}"})]
    assert seen == [1]


def test_a_store_that_is_not_there_is_said_on_first_use(tmp_path: Path) -> None:
    clock = VirtualClock(0)
    office = Office(
        lambda: Store.open(tmp_path), writer=ThreadPoolExecutor(max_workers=1), clock=clock
    )

    with pytest.raises(StoreMissing):
        office.open()

    office.close()


def test_the_store_opens_and_writes_on_the_writers_thread_alone(
    tmp_path: Path, clock: VirtualClock
) -> None:
    an_office(tmp_path, clock).close()
    threads: list[str] = []

    def open_store() -> Store:
        threads.append(threading.current_thread().name)
        return Store.open(tmp_path)

    writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")
    office = Office(open_store, writer=writer, clock=clock)
    office.session = SARI

    assert threads == []
    office.act(lambda _work: threads.append(threading.current_thread().name))
    office.act(queue.issue_ticket, service=KTP)

    assert threads == ["writer_0", "writer_0"]
    office.close()


def test_reads_go_on_beside_a_long_act(tmp_path: Path, clock: VirtualClock) -> None:
    an_office(tmp_path, clock).close()
    office = Office(
        lambda: Store.open(tmp_path), writer=ThreadPoolExecutor(max_workers=1), clock=clock
    )
    office.session = SARI
    begun, let_go = threading.Event(), threading.Event()

    def long_act(work: Work) -> None:
        queue.issue_ticket(work, service=KTP)
        begun.set()
        let_go.wait(10)

    with ThreadPoolExecutor(max_workers=1) as other:
        acting = other.submit(office.act, long_act)
        begun.wait(10)
        during = office.read(waiting.floor, 3, "").issued
        let_go.set()
        acting.result()

    assert (during, office.read(waiting.floor, 3, "").issued) == (0, 1)
    office.close()


def test_everything_is_there_after_a_restart(tmp_path: Path, clock: VirtualClock) -> None:
    office = an_office(tmp_path, clock)
    ticket = serving(office)
    floor = office.read(waiting.floor, 3, "")
    office.close()

    office = reopened(tmp_path, clock)

    assert office.read(waiting.floor, 3, "") == floor
    assert office.act(queue.finish_ticket, ticket.id, counter=3).number == "A-001"
    assert office.act(queue.issue_ticket, service=KTP).number == "A-002"
    office.close()


@pytest.mark.expected_error_logs
def test_a_bug_in_what_hears_of_an_act_does_not_undo_it(office: Office) -> None:
    heard: list[frozenset[str]] = []

    def broken(_touched: frozenset[str]) -> None:
        raise ZeroDivisionError

    office.subscribe(broken)
    office.subscribe(heard.append)

    assert office.act(queue.issue_ticket, service=KTP).number == "A-001"
    assert len(heard) == 1


def test_what_came_from_elsewhere_is_told_as_well(
    office: Office, tmp_path: Path, clock: VirtualClock
) -> None:
    elsewhere = an_office(tmp_path / "elsewhere", clock, lane="2")
    ticket = elsewhere.act(queue.issue_ticket, service=KTP)
    items = elsewhere.maintain(lambda store: store.after(store.node.branch, {}, limit=1000))
    elsewhere.close()
    heard: list[frozenset[str]] = []
    office.subscribe(heard.append)

    for _ in range(2):
        office.take(items, clock_shift_ms=0)

    assert len(heard) == 1
    assert {"pulled", f"ticket:{ticket.id}"} <= heard[0]
    assert [each.number for each in todays_tickets(office)] == ["A2-001"]


def test_what_was_pulled_counts_in_the_next_act(
    office: Office, tmp_path: Path, clock: VirtualClock
) -> None:
    mine = serving(office)
    elsewhere = an_office(tmp_path / "elsewhere", clock, lane="2", opened=False)
    elsewhere.take(
        office.maintain(lambda store: store.after(store.node.branch, {}, limit=1000)),
        clock_shift_ms=0,
    )
    elsewhere.act(queue.transfer_ticket, mine.id, service=KIA)
    items = elsewhere.maintain(lambda store: store.after(store.node.branch, {}, limit=1000))
    elsewhere.close()

    office.take(items, clock_shift_ms=0)

    with pytest.raises(queue.TicketMoved):
        office.act(queue.finish_ticket, mine.id, counter=3)
