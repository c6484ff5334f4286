"""A board that joined a branch's hub: it hears of every call, and of nobody's name."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from counter.clock import SystemClock, VirtualClock
from counter.domain.calendar import Zone, branch_day
from counter.office import day, queue
from counter.office.board_node import (
    BoardNode,
    BoardNotJoined,
    join_board,
)
from counter.office.kiosk_node import KioskNode
from counter.office.office import Office
from counter.server.hub import Hub
from counter.store import schema
from counter.store.database import Database
from counter.store.store import Store
from counter.sync.client import CodeRefused
from tests.office.building import BRANCH, KTP, SARI, set_up
from tests.server.building import a_central, a_hub

SOON_S = 20.0


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[tuple[Hub, str]]:
    """A hub that knows its office, in real time: the board's own threads ask it."""
    clock = SystemClock()
    with a_hub(tmp_path / "hub", clock) as (hub, address):
        hub.office.act_as("setup", set_up)
        hub.office.session = SARI
        hub.office.act(day.open_day, branch_day(clock.now_ms(), Zone.WIB))
        yield hub, address


@pytest.fixture
def board(tmp_path: Path, hub: tuple[Hub, str]) -> Iterator[BoardNode]:
    folder = tmp_path / "board"
    join_board(folder, hub[1], hub[0].new_code(), SystemClock())
    board = BoardNode(folder, SystemClock())
    board.start()
    hear(board, lambda: knows_office(board))
    yield board
    board.stop()


def knows_office(board: BoardNode) -> bool:
    from counter.store.settings import OfficeNotSetUp

    try:
        return board.board().day is not None
    except OfficeNotSetUp:
        return False


def hear(node: BoardNode | KioskNode | Office, until: Callable[[], bool]) -> None:
    """Wait for changes until something holds."""
    changed = threading.Event()
    end = node.subscribe(lambda _touched: changed.set())
    while not until():
        assert changed.wait(SOON_S), "nothing came"
        changed.clear()
    end()


def private_parts(database: Database) -> int:
    with database.reading(BRANCH, 0) as reading:
        found = select(func.count()).select_from(schema.private_part)
        return reading.connection.execute(found).scalar_one()


def test_a_call_comes_to_the_board(hub: tuple[Hub, str], board: BoardNode) -> None:
    before = board.board().position
    ticket = hub[0].office.act(queue.issue_ticket, service=KTP)
    hub[0].office.act(queue.call_ticket, ticket.id, counter=3)

    hear(board, lambda: bool(board.board(before).news))

    assert [each.number for each in board.board(before).news] == [ticket.number]


def test_a_board_is_sent_nobodys_name(tmp_path: Path, hub: tuple[Hub, str]) -> None:
    folder = tmp_path / "board"
    join_board(folder, hub[1], hub[0].new_code(), SystemClock())
    board = BoardNode(folder, SystemClock())
    board.start()
    hear(board, lambda: knows_office(board))
    board.stop()

    store = Store.open(folder)
    assert private_parts(hub[0].office.maintain(lambda store: store)) > 0
    assert private_parts(store) == 0
    store.close()


def test_a_board_keeps_what_it_has_when_the_hub_is_gone(tmp_path: Path) -> None:
    clock = SystemClock()
    with a_hub(tmp_path / "hub", clock) as (hub, address):
        hub.office.act_as("setup", set_up)
        hub.office.session = SARI
        hub.office.act(day.open_day, branch_day(clock.now_ms(), Zone.WIB))
        ticket = hub.office.act(queue.issue_ticket, service=KTP)
        hub.office.act(queue.call_ticket, ticket.id, counter=3)
        join_board(tmp_path / "board", address, hub.new_code(), clock)
        board = BoardNode(tmp_path / "board", clock)
        board.start()
        hear(board, lambda: knows_office(board))
        assert board.cut_since_ms() is None

    hear(board, lambda: board.cut_since_ms() is not None)

    assert [each.number for each in board.board().calls] == [ticket.number]
    board.stop()


def test_a_board_joins_no_central(tmp_path: Path) -> None:
    with (
        a_central(tmp_path / "central") as (central, _database, address),
        pytest.raises(CodeRefused),
    ):
        join_board(tmp_path / "board", address, central.new_code(BRANCH), VirtualClock(0))

    assert not (tmp_path / "board").exists()


def test_a_board_that_joined_nothing_says_what_to_do(tmp_path: Path) -> None:
    board = BoardNode(tmp_path / "board", SystemClock())

    with pytest.raises(BoardNotJoined):
        board.start()
