"""The demo branch's kiosk and board: nodes that have joined a hub where people come and go."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from counter.demo.beside import demo_hub, last_working_day
from counter.store.settings import OfficeNotSetUp
from tests.office.building import KTP
from tests.server.building import hear


def test_the_demos_kiosk_gives_its_hubs_numbers_and_its_board_shows_who_is_called(
    tmp_path: Path,
) -> None:
    with demo_hub(tmp_path) as hub:
        kiosk, board = hub.kiosk(), hub.board()
        kiosk.start()
        board.start()

        hear(kiosk, lambda: knows_office(lambda: bool(kiosk.look()[0].groups)))
        hear(board, lambda: knows_office(lambda: bool(board.board().calls)))
        given = kiosk.give(KTP)
        kiosk.stop()
        board.stop()

    assert given.number.startswith("A-")  # a kiosk alone would have its lane in it


def knows_office(shows: Callable[[], bool]) -> bool:
    try:
        return shows()
    except OfficeNotSetUp:
        return False


@pytest.mark.parametrize(
    ("day", "open_"),
    [
        (date(2026, 11, 24), date(2026, 11, 24)),
        (date(2026, 11, 22), date(2026, 11, 20)),  # Sunday
        (date(2026, 8, 17), date(2026, 8, 14)),  # Independence Day, a Monday
    ],
)
def test_the_demos_day_is_one_on_which_the_office_is_open(day: date, open_: date) -> None:
    assert last_working_day(day) == open_
