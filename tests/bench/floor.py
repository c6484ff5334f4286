"""A floor over loopback: how soon numbers and calls are seen, many asking at once, and memory.

The hub is a process of its own; desk, kiosk and board are the product's nodes, each with a store.
"""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path
from statistics import median
from typing import NamedTuple

from counter.clock import SystemClock
from counter.domain.numbers import BARE
from counter.domain.ticket import Ticket
from counter.keys import SigningKey
from counter.office import calling, queue, waiting
from counter.office.board_node import BoardNode, join_board
from counter.office.joining import join_above
from counter.office.kiosk_node import KioskNode, join_kiosk
from counter.office.office import Office, Session
from counter.office.station import Station
from counter.store.settings import OfficeNotSetUp
from counter.store.store import Store
from counter.sync.client import enrol
from counter.sync.hub import HubLine
from counter.sync.link import Link
from tests.bench.acts import an_office
from tests.bench.hub import BRANCH, running_hub
from tests.bench.measure import Figure, against, figure
from tests.bench.window import board_at_rest_mb, floor_mb

TURNS = 40
CLIENTS, EACH = 8, 500
SERVICE = "ktp_replacement"
SOON_MS = 300
_WAITS_S = 20.0


class _Numbers(NamedTuple):
    """What many got who asked for numbers at once."""

    twice: int  # numbers that somebody else has, too
    alone: int  # given by a station's own lane, since the hub did not answer in time
    each_ms: float


def figures() -> dict[str, Figure]:
    """Times from a touch at the kiosk and from F2, duplicates, and memory."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as ending:
        room = Path(name)
        hub = ending.enter_context(running_hub(room / "hub", waiting=0))
        station = _station(room / "desk", hub.url, hub.codes[0])
        ending.callback(station.stop)
        join_kiosk(
            room / "kiosk",
            hub.url,
            hub.codes[1],
            SystemClock(),
            exit_code="2468",
            printer="none",
            paper="80mm",
        )
        kiosk = KioskNode(room / "kiosk", SystemClock())
        kiosk.start()
        ending.callback(kiosk.stop)
        join_board(room / "board", hub.url, hub.codes[2], SystemClock())
        board = BoardNode(room / "board", SystemClock())
        board.start()
        ending.callback(board.stop)
        _until(board, lambda: _knows(board.board))
        _until(kiosk, lambda: _knows(kiosk.look))
        on_desk, on_board = _seen(station, kiosk, board)
        hub_mb = hub.rss_mb()
    with tempfile.TemporaryDirectory() as name:
        numbers = _numbers(Path(name))
    with tempfile.TemporaryDirectory() as name:
        board_mb = board_at_rest_mb(_a_board(Path(name)))
    bare_mb = floor_mb()
    return {
        "floor: kiosk's number to a desk": against(median(on_desk), unit="ms", target=SOON_MS),
        "floor: call to the board": against(median(on_board), unit="ms", target=SOON_MS),
        "floor: numbers given twice of 4,000": against(numbers.twice, unit="", target=0),
        "floor: numbers given without the hub": against(numbers.alone, unit="", target=40),
        "floor: a number, 8 asking at once": against(numbers.each_ms, unit="ms", target=50),
        "floor: memory of a hub": figure(hub_mb, bare_mb, unit="MB", target=2.6),
        "floor: memory of a board": figure(board_mb, bare_mb, unit="MB", target=2.6),
    }


def _seen(station: Station, kiosk: KioskNode, board: BoardNode) -> tuple[list[float], list[float]]:
    """Milliseconds until a number shows on the desk, and until its call is on the board."""
    office = station.office
    on_desk, on_board = [], []
    for _turn in range(TURNS):
        began = time.perf_counter()
        given = kiosk.give(SERVICE)
        _until(
            office,
            lambda: any(each.id == given.id for each in office.read(waiting.floor, 3, "9").waiting),  # noqa: B023 - called within this turn
        )
        on_desk.append(_ms_since(began))
        heard = board.board().position
        began = time.perf_counter()
        called = station.call_next(counter=3)
        _until(board, lambda: any(each.number == called.number for each in board.board(heard).news))  # noqa: B023 - as above
        on_board.append(_ms_since(began))
        office.act(queue.mark_no_show, called.id, counter=3)
    return on_desk, on_board


def _numbers(room: Path) -> _Numbers:
    """Let many ask for numbers at once."""
    given: list[Ticket] = []
    clock = SystemClock()
    with running_hub(room / "hub", waiting=0) as hub, ExitStack() as ending:

        def ask(office: Office, line: HubLine) -> None:
            give = partial(calling.give_number, office, line, service=SERVICE)
            given.extend(give() for _each in range(EACH))

        askers = []
        for at, code in enumerate(hub.codes[:CLIENTS]):
            joined = enrol(hub.url, code, SigningKey.generate(), clock)
            office = ending.enter_context(an_office(room / str(at)))
            office.maintain(partial(Store.set_lane, lane=joined.lane))
            line = ending.enter_context(closing(HubLine(partial(_same, joined.link), clock)))
            askers.append(threading.Thread(target=ask, args=(office, line)))
        began = time.perf_counter()
        for each in askers:
            each.start()
        for each in askers:
            each.join()
        spent_ms = _ms_since(began)
    if len(given) != CLIENTS * EACH:
        raise RuntimeError(f"{len(given)} numbers were given")
    return _Numbers(
        twice=len(given) - len({each.number for each in given}),
        alone=sum(each.lane != BARE for each in given),
        each_ms=spent_ms / len(given),
    )


def _same(link: Link) -> Link:
    return link


def _station(folder: Path, url: str, code: str) -> Station:
    Store.create(folder, branch=BRANCH, lane="9").close()
    station = Station.open(folder, SystemClock())
    station.start()
    station.office.session = Session("sari", "Sari", ("clerk",), 3)
    assert station.engine is not None, "it is started"
    join_above(station.office, station.engine, url, code)
    _until(station.office, lambda: _knows(lambda: station.office.read(waiting.current_day)))
    return station


def _a_board(room: Path) -> Path:
    """A board's folder, with a day's calls in it; its hub is gone."""
    folder = room / "board"
    with running_hub(room / "hub", waiting=0) as hub:
        station = _station(room / "desk", hub.url, hub.codes[0])
        join_board(folder, hub.url, hub.codes[1], SystemClock())
        for _turn in range(TURNS):
            station.give_number(service=SERVICE)
            called = station.call_next(counter=3)
            station.office.act(queue.mark_no_show, called.id, counter=3)
        board = BoardNode(folder, SystemClock())
        board.start()
        _until(board, lambda: _knows(board.board) and len(board.board().calls) > 1)
        board.stop()
        station.stop()
    return folder


def _until(node: Office | BoardNode | KioskNode, holds: Callable[[], bool]) -> None:
    """Wait for changes of a node until something holds."""
    changed = threading.Event()
    end = node.subscribe(lambda _touched: changed.set())
    while not holds():
        if not changed.wait(_WAITS_S):
            raise RuntimeError("nothing came")
        changed.clear()
    end()


def _knows(read: Callable[[], object]) -> bool:
    try:
        read()
    except (OfficeNotSetUp, waiting.DayNotOpened):
        return False
    return True


def _ms_since(began: float) -> float:
    return (time.perf_counter() - began) * 1000
