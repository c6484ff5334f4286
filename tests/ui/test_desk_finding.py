"""Whoever is looked for at the desk, and what can be done for them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from counter.office import queue
from counter.office.station import Station
from tests.ui.deskwork import (
    CTRL,
    KTP,
    Key,
    complete,
    first_hit,
    paper_state,
    shown,
    state_of,
)
from tests.ui.stations import papers
from ui.desk.window import DeskWindow


@pytest.mark.usefixtures("serving")
def test_somebody_of_today_is_found_by_name_and_gets_a_copy(
    qtbot: QtBot, desk: DeskWindow, tmp_path: Path
) -> None:
    complete(qtbot, desk)
    qtbot.keyClick(desk, Key.Key_F10)
    qtbot.waitUntil(lambda: paper_state(desk) == "printed")

    qtbot.keyClick(desk, Key.Key_F, CTRL)
    qtbot.keyClicks(desk.palette_.field, "lestari")
    qtbot.waitUntil(lambda: "DEWI LESTARI" in first_hit(desk))
    qtbot.keyClick(desk.palette_.field, Key.Key_Return)
    qtbot.waitUntil(lambda: "3171-06/" in first_hit(desk))
    qtbot.keyClick(desk.palette_.field, Key.Key_Return)

    qtbot.waitUntil(lambda: len(papers(tmp_path)) == 2)
    qtbot.waitUntil(lambda: bool(shown(desk).receipt and shown(desk).receipt.copy == 1))


def give_elsewhere(station: Station) -> str:
    """Two numbers of another PC's lane; its counter 4 called the first. Returns the second."""

    def give() -> str:
        office = station.office
        office.maintain(lambda store: store.set_lane("2"))
        office.act(queue.issue_ticket, service=KTP)
        office.act(queue.call_next, counter=4)
        second = office.act(queue.issue_ticket, service=KTP)
        office.maintain(lambda store: store.set_lane(""))
        return second.number

    with ThreadPoolExecutor(1) as elsewhere:
        return elsewhere.submit(give).result()


def test_another_counters_number_is_called_only_once_that_is_confirmed(
    qtbot: QtBot, desk: DeskWindow, station: Station
) -> None:
    number = give_elsewhere(station)
    qtbot.waitUntil(lambda: shown(desk).day.issued == 2)

    qtbot.keyClick(desk, Key.Key_F, CTRL)
    qtbot.keyClicks(desk.palette_.field, number)
    qtbot.waitUntil(lambda: number in first_hit(desk))
    qtbot.keyClick(desk.palette_.field, Key.Key_Return)
    qtbot.keyClick(desk.palette_.field, Key.Key_Return)
    asked = desk.palette_.field.placeholderText()
    before = state_of(desk)
    qtbot.keyClick(desk.palette_.field, Key.Key_Return)

    qtbot.waitUntil(lambda: desk.ticket.number.text() == number)
    assert all(part in asked for part in (number, "4"))
    assert before is None
