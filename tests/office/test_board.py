"""What a board shows and announces: every call once, none that sends somebody the wrong way."""

from __future__ import annotations

from pathlib import Path

import pytest

from counter.clock import VirtualClock
from counter.domain import bodies
from counter.domain.calendar import Zone, branch_day
from counter.domain.ticket import Ticket
from counter.office import day, queue, undoing, visits
from counter.office.board import FRESH_S, SHOWN, Board, board, empty_words
from counter.office.office import CallersThread, Office
from counter.store.store import Store
from tests.office.building import BRANCH, KIA, KTP, an_office, served


@pytest.fixture
def elsewhere(tmp_path: Path, clock: VirtualClock) -> Office:
    """A board's own store, empty yet."""
    folder = tmp_path / "board"
    Store.create(folder, branch=BRANCH, lane="board").close()
    return Office(lambda: Store.open(folder), writer=CallersThread(), clock=clock)


def called(office: Office, counter: int = 3, service: str = KTP) -> Ticket:
    ticket = office.act(queue.issue_ticket, service=service)
    return office.act(queue.call_ticket, ticket.id, counter=counter)


def start(office: Office) -> int:
    """Where a board that begins now has heard the log to."""
    return office.read(board).position


def numbers(shown: Board) -> list[str]:
    return [each.number for each in shown.news]


def test_every_call_is_announced_once_in_the_order_it_came(office: Office) -> None:
    before = start(office)
    first, second = called(office, 3), called(office, 4, KIA)

    shown = office.read(board, after=before)

    assert [(each.number, each.at) for each in shown.news] == [
        (first.number, "Loket 3"),
        (second.number, "Loket 4"),
    ]
    assert office.read(board, after=shown.position).news == ()


def test_a_board_that_begins_shows_the_last_calls_and_announces_none(office: Office) -> None:
    given = []
    for _each in range(SHOWN + 2):
        ticket = called(office)
        office.act(queue.mark_no_show, ticket.id, counter=3)
        given.append(ticket.number)

    shown = office.read(board)

    assert shown.news == ()
    assert [each.number for each in shown.calls] == given[::-1][:SHOWN]


def test_a_recall_is_announced_again_and_listed_once(office: Office) -> None:
    first = called(office, 3)
    second = called(office, 4)
    before = start(office)

    office.act(queue.recall, first.id, counter=3)

    shown = office.read(board, after=before)
    assert numbers(shown) == [first.number]
    assert shown.news[0].id != shown.calls[1].id
    assert [each.number for each in shown.calls] == [first.number, second.number]


@pytest.mark.parametrize("asked", ["Lantai 2", " lantai  2 "])
def test_what_is_called_in_another_zone_is_another_boards(office: Office, asked: str) -> None:
    stands(office, 3, zone="Lantai 1")
    stands(office, 4, zone="Lantai 2")
    before = start(office)
    called(office, 3)
    mine = called(office, 4)

    shown = office.read(board, after=before, zone=asked)

    assert numbers(shown) == [mine.number]
    assert [each.number for each in shown.calls] == [mine.number]
    assert len(office.read(board).calls) == 2


def test_a_zone_without_counters_shows_nothing_and_says_so(office: Office) -> None:
    called(office, 3)
    office.act(queue.issue_ticket, service=KTP)

    shown = office.read(board, zone="loteng")

    assert (shown.calls, shown.waiting) == ((), ())
    assert "tidak ada loket" in empty_words(shown).lower()


def stands(office: Office, number: int, *, zone: str, services: tuple[str, ...] = ()) -> None:
    """Put a counter into a zone."""
    counter = bodies.CounterSet(number=number, name=f"Loket {number}", services=services, zone=zone)
    office.act_as("", lambda work: work.record(counter, entity=f"counter:{number}"))


def test_a_call_taken_back_is_neither_announced_nor_shown(office: Office) -> None:
    before = start(office)
    ticket = called(office)
    office.act(undoing.undo_last, ticket.id, counter=3)

    shown = office.read(board, after=before)

    assert shown.news == ()
    assert shown.calls == ()
    assert shown.taken_back == (ticket.number,)


def test_a_call_that_comes_late_is_announced_only_while_it_stands(
    office: Office, clock: VirtualClock
) -> None:
    before = start(office)
    over = served(office, office.act(queue.issue_ticket, service=KTP))
    standing = called(office)
    clock.advance(FRESH_S + 1)

    shown = office.read(board, after=before)

    assert numbers(shown) == [standing.number]
    assert over.number in [each.number for each in shown.calls]


def test_somebody_served_at_once_is_announced_all_the_same(office: Office) -> None:
    before = start(office)
    quick = served(office, office.act(queue.issue_ticket, service=KTP))

    assert numbers(office.read(board, after=before)) == [quick.number]


def test_whoever_stands_at_the_counter_is_not_called_over_the_board(office: Office) -> None:
    before = start(office)
    office.act(visits.serve_quickly, counter=3, service="question")

    shown = office.read(board, after=before)

    assert (shown.news, shown.calls) == ((), ())


def test_a_call_of_yesterday_is_gone_with_the_day(office: Office, clock: VirtualClock) -> None:
    called(office)
    before = start(office)
    clock.advance(24 * 60 * 60)
    office.act(day.open_day, branch_day(clock.now_ms(), Zone.WIB))

    shown = office.read(board, after=before)

    assert shown.calls == ()
    assert shown.day == "2026-11-25"


def test_who_waits_is_counted_by_letter(office: Office) -> None:
    for service in (KTP, KTP, KIA):
        office.act(queue.issue_ticket, service=service)

    shown = office.read(board)

    counts = {each.letter: each.count for each in shown.waiting}
    assert counts["A"] == 2
    assert sum(counts.values()) == 3
    assert list(counts) == sorted(counts)


def test_a_zone_counts_what_its_counters_serve(office: Office) -> None:
    stands(office, 4, zone="2", services=(KTP,))
    for service in (KTP, KIA):
        office.act(queue.issue_ticket, service=service)

    shown = office.read(board, zone="2")

    assert [(each.letter, each.count) for each in shown.waiting] == [("A", 1)]


def test_a_call_that_overtakes_its_issue_is_announced_when_that_comes(
    tmp_path: Path, clock: VirtualClock, elsewhere: Office
) -> None:
    first, second = (an_office(tmp_path / name, clock, lane=name) for name in ("7", "8"))
    settings = first.maintain(lambda store: store.after(BRANCH, {}, limit=1000))
    second.take(settings, clock_shift_ms=0)
    ticket = first.act(queue.issue_ticket, service=KTP)
    whole = first.maintain(lambda store: store.after(BRANCH, {}, limit=1000))
    issue = whole[-1:]
    second.take(issue, clock_shift_ms=0)
    second.act(queue.call_ticket, ticket.id, counter=4)
    theirs = [
        each
        for each in second.maintain(lambda store: store.after(BRANCH, {}, limit=1000))
        if each.data not in {known.data for known in whole}
    ]
    elsewhere.open()
    elsewhere.take([*settings, *theirs], clock_shift_ms=0)
    before = start(elsewhere)

    elsewhere.take(issue, clock_shift_ms=0)

    assert numbers(elsewhere.read(board, after=before)) == [ticket.number]
    first.close()
    second.close()
    elsewhere.close()
