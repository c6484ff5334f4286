"""The administration window of a set-up PC, an administrator signed in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from counter.office import people
from counter.office.station import Station
from tests.ui.admin.working import elsewhere, free, opened
from ui.admin.window import AdminWindow
from ui.tasks import Tasks


@pytest.fixture
def window(qtbot: QtBot, tasks: Tasks, station: Station) -> Iterator[AdminWindow]:
    elsewhere(station.start)
    elsewhere(lambda: people.sign_in(station.office, "indra", "4321", counter=3))
    made = opened(qtbot, tasks, station)
    qtbot.waitUntil(lambda: made.page is not None)
    qtbot.waitUntil(free(made), timeout=20_000)
    yield made
    made.close()
