"""A desk and a supervisor whose branch was cut in two while both halves called the same people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from counter.clock import VirtualClock
from counter.domain.ticket import TicketState
from counter.office import conflicts, queue
from counter.office.office import CallersThread, Office, Session
from counter.office.station import Station
from counter.store.store import Store
from tests.office.building import BRANCH, hear
from tests.ui.deskwork import Give, Key, begin, shown, state_of
from tests.ui.mornings import an_office
from ui.desk.window import DeskWindow
from ui.supervisor.window import SupervisorWindow
from ui.tasks import Tasks

T = TypeVar("T")


@pytest.fixture
def elsewhere() -> Iterator[Callable[[Callable[[], T]], T]]:
    """Does things on another thread: the Qt thread must not touch a store."""
    with ThreadPoolExecutor(1) as pool:
        yield lambda do: pool.submit(do).result()


def _another_pc(folder: Path, clock: VirtualClock) -> Office:
    Store.create(folder, branch=BRANCH, lane="4").close()
    office = Office(lambda: Store.open(folder), writer=CallersThread(), clock=clock)
    office.open()
    office.session = Session(person="indra", name="Indra", roles=("admin",), counter=4)
    return office


def test_a_counter_that_lost_its_call_is_told_within_a_second_and_free(
    qtbot: QtBot,
    desk: DeskWindow,
    give: Give,
    station: Station,
    tmp_path: Path,
    clock: VirtualClock,
    elsewhere: Callable[[Callable[[], T]], T],
) -> None:
    number = give()
    give()
    other = elsewhere(lambda: _another_pc(tmp_path / "four", clock))
    elsewhere(lambda: hear(other, station.office))
    qtbot.keyClick(desk, Key.Key_F2)
    qtbot.waitUntil(lambda: state_of(desk) is TicketState.CALLED)
    called = shown(desk).current
    assert called is not None
    elsewhere(lambda: other.act(queue.call_ticket, called.id, counter=4))
    elsewhere(lambda: other.act(queue.start_service, called.id, counter=4))

    elsewhere(lambda: hear(station.office, other))
    back = monotonic()

    qtbot.waitUntil(lambda: desk.notice.text() == f"{number} dilayani Loket 4. Anda bebas.")
    assert monotonic() - back < 1
    assert shown(desk).current is None
    qtbot.keyClick(desk, Key.Key_F2)
    qtbot.waitUntil(lambda: state_of(desk) is TicketState.CALLED)
    assert not desk.notice.isVisible()
    elsewhere(other.close)


def test_a_service_that_was_settled_against_leaves_the_desk(
    qtbot: QtBot,
    desk: DeskWindow,
    give: Give,
    station: Station,
    tmp_path: Path,
    clock: VirtualClock,
    elsewhere: Callable[[Callable[[], T]], T],
) -> None:
    number = give()
    other = elsewhere(lambda: _another_pc(tmp_path / "four", clock))
    elsewhere(lambda: hear(other, station.office))
    begin(qtbot, desk)
    mine = shown(desk).current
    assert mine is not None
    theirs = elsewhere(lambda: other.act(queue.call_ticket, mine.id, counter=4))
    elsewhere(lambda: other.act(queue.start_service, mine.id, counter=4))
    assert theirs.claim is not None
    elsewhere(lambda: hear(other, station.office))
    elsewhere(lambda: other.act(conflicts.settle, mine.id, claim=theirs.claim))

    elsewhere(lambda: hear(station.office, other))

    qtbot.waitUntil(lambda: desk.notice.text() == f"{number} dilayani Loket 4. Anda bebas.")
    assert shown(desk).current is None
    elsewhere(other.close)


def test_the_branch_head_says_which_counter_it_is(
    qtbot: QtBot,
    tasks: Tasks,
    tmp_path: Path,
    clock: VirtualClock,
    elsewhere: Callable[[Callable[[], T]], T],
) -> None:
    office = elsewhere(lambda: an_office(tmp_path / "store", clock))
    other = elsewhere(lambda: _another_pc(tmp_path / "two", clock))
    ticket = elsewhere(lambda: office.act(queue.issue_ticket, service="kia"))
    elsewhere(lambda: hear(other, office))
    for each, clerk, counter in ((office, "budi", 1), (other, "rina", 2)):
        elsewhere(lambda: each.act_as(clerk, queue.call_ticket, ticket.id, counter=counter))  # noqa: B023
        elsewhere(lambda: each.act_as(clerk, queue.start_service, ticket.id, counter=counter))  # noqa: B023
    elsewhere(lambda: hear(office, other))
    window = SupervisorWindow(tasks, office)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    qtbot.waitUntil(window.notice.isVisible)

    window.conflicts.trigger()
    qtbot.waitUntil(window.settling.isVisible)
    names = [each.accessibleName() for each in window.settling.buttons]
    second = next(each for each in window.settling.buttons if "Loket 2" in each.accessibleName())
    second.setFocus()
    QTest.keyClick(second, Qt.Key.Key_Return)

    assert all(ticket.number in each for each in names)
    qtbot.waitUntil(window.settling.nothing.isVisible)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.settling.isVisible())
    assert not window.notice.isVisible()
    now = elsewhere(lambda: office.read(lambda reading: reading.ticket(ticket.id)))
    assert (now.counter, now.conflicts) == (2, ())
    window.close()
    elsewhere(other.close)
    elsewhere(office.close)
