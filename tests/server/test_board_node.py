"""A board that joined a branch's hub: it hears of every call, and of nobody's name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from counter.clock import SystemClock, VirtualClock
from counter.office import queue
from counter.office.board_node import (
    BoardNode,
    BoardNotJoined,
    join_board,
)
from counter.office.doctor import Health, examine, stores_in
from counter.server.hub import Hub
from counter.store.store import Store
from counter.sync.client import CodeRefused
from counter.text import using
from tests.office.building import BRANCH, KTP, SARI
from tests.server.building import a_central, a_hub, an_offices_hub, hear, private_parts


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[tuple[Hub, str]]:
    with an_offices_hub(tmp_path / "hub") as served:
        yield served


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


def test_a_call_comes_to_the_board(hub: tuple[Hub, str], board: BoardNode) -> None:
    before = board.board().position
    ticket = hub[0].office.act(queue.issue_ticket, service=KTP)
    hub[0].office.act(queue.call_ticket, ticket.id, counter=3)

    hear(board, lambda: bool(board.board(before).news))

    assert [each.number for each in board.board(before).news] == [ticket.number]


@pytest.mark.usefixtures("board")
def test_the_doctor_names_a_boards_office_and_no_lane(tmp_path: Path) -> None:
    with using("en"):
        found = {each.subject: each for each in examine(tmp_path / "board", SystemClock())}

    assert stores_in(tmp_path) == [tmp_path / "board"]
    assert "lane" not in found["Store"].figure
    assert found["Hub"].health is Health.GOOD
    assert "Printer" not in found


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
    with an_offices_hub(tmp_path / "hub") as (hub, address):
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


def test_a_line_cut_in_mid_call_loses_no_call_and_says_none_twice(tmp_path: Path) -> None:
    """The hub dies as soon as it has called: the board hears of it then, or when it is back."""
    clock = SystemClock()
    said: list[str] = []
    with an_offices_hub(tmp_path / "hub") as (hub, address):
        join_board(tmp_path / "board", address, hub.new_code(), clock)
        board = BoardNode(tmp_path / "board", clock)
        board.start()
        hear(board, lambda: knows_office(board))
        heard = board.board().position
        first = hub.office.act(queue.issue_ticket, service=KTP)
        hub.office.act(queue.call_ticket, first.id, counter=3)

    def hears(*numbers: str) -> bool:
        nonlocal heard
        shown = board.board(heard)
        heard = shown.position
        said.extend(each.number for each in shown.news)
        return said == list(numbers)

    hear(board, lambda: board.cut_since_ms() is not None)
    with a_hub(tmp_path / "hub", clock, port=int(address.rpartition(":")[2])) as (hub, _address):
        hub.office.session = SARI
        hear(board, lambda: hears(first.number) and board.cut_since_ms() is None)
        second = hub.office.act(queue.issue_ticket, service=KTP)
        hub.office.act(queue.call_ticket, second.id, counter=4)
        hear(board, lambda: hears(first.number, second.number))
    board.stop()

    assert said == [first.number, second.number]
