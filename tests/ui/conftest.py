"""Windows under test: dressed as the product dresses them, answers on a pool of their own."""

from __future__ import annotations

import gc
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import Engine, event

from counter.clock import VirtualClock
from counter.office import queue
from counter.office.station import Station
from counter.text import INDONESIAN, set_language
from tests.office.building import at
from tests.ui.deskwork import KTP, Give, begin, shown, sign_in
from tests.ui.stations import a_station, opened
from ui.desk.window import DeskWindow
from ui.front import Front
from ui.tasks import Tasks
from ui.theme.theme import dress


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[None]:
    """Light colours and Indonesian, whatever the test before left."""
    set_language(INDONESIAN)
    dress(qapp)
    yield
    set_language(INDONESIAN)


@pytest.fixture(autouse=True)
def garbage_is_the_qt_threads() -> Iterator[None]:
    """As in the product: a worker that looks for garbage would destroy Qt's objects there."""
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture(autouse=True)
def qt_thread_waits_for_nothing() -> Iterator[None]:
    """Fail a test whose Qt thread touches the store or the network."""
    touched: list[str] = []

    def look(what: str) -> None:
        if threading.current_thread() is threading.main_thread():
            touched.append(what)

    def statement(_c: Any, _cursor: Any, sql: str, *_rest: Any) -> None:
        look(sql)

    def connect(*_facts: Any) -> None:
        look("a connection to the store")

    real = socket.socket.connect

    def to_network(self: socket.socket, address: Any) -> None:
        look("the network")
        real(self, address)

    event.listen(Engine, "before_cursor_execute", statement)
    event.listen(Engine, "connect", connect)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", to_network)
        yield
    event.remove(Engine, "before_cursor_execute", statement)
    event.remove(Engine, "connect", connect)
    assert not touched, f"the Qt thread touched {touched[:3]}"


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[Tasks]:
    """A bridge to three worker threads, drained at the end."""
    pool = ThreadPoolExecutor(3)
    made = Tasks(pool)
    yield made
    made.end()
    pool.shutdown(wait=True)
    qapp.processEvents()


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(at(8))


@pytest.fixture
def station(tmp_path: Path, clock: VirtualClock) -> Iterator[Station]:
    """A counter PC that is set up, not started."""
    with ThreadPoolExecutor(1) as elsewhere:
        made = elsewhere.submit(a_station, tmp_path, clock).result()
        yield made
        elsewhere.submit(made.stop).result()


@pytest.fixture
def front(qtbot: QtBot, station: Station, tasks: Tasks) -> Iterator[Front]:
    """Its window, as far as the page where people sign in."""
    with opened(qtbot, station, tasks) as window:
        yield window


@pytest.fixture
def desk(qtbot: QtBot, front: Front) -> DeskWindow:
    """The desk with Sari signed in."""
    return sign_in(qtbot, front)


@pytest.fixture
def give(station: Station, qtbot: QtBot, desk: DeskWindow) -> Give:
    """Give a number as a kiosk would, and wait until the desk shows it."""

    def give(service: str = KTP, *, priority: bool = False) -> str:
        with ThreadPoolExecutor(1) as elsewhere:
            ticket = elsewhere.submit(
                station.office.act, queue.issue_ticket, service=service, priority=priority
            ).result()
        qtbot.waitUntil(lambda: ticket.id in [each.id for each in shown(desk).waiting])
        return ticket.number

    return give


@pytest.fixture
def serving(qtbot: QtBot, desk: DeskWindow, give: Give) -> str:
    """Somebody is at the counter and the form is open."""
    number = give()
    begin(qtbot, desk)
    return number
