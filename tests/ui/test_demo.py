"""`loket demo` as a newcomer meets it: the demo branch's own page to sign in on."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pytestqt.qtbot import QtBot

from counter.demo.opening import DemoStation
from ui.front import Front
from ui.tasks import Tasks


def test_the_demo_opens_on_its_branch_and_not_on_the_first_start(
    qtbot: QtBot, tmp_path: Path, tasks: Tasks
) -> None:
    station = DemoStation(tmp_path)
    front = Front(station, tasks)
    qtbot.addWidget(front)
    front.show()

    qtbot.waitUntil(lambda: front.sign_in is not None, timeout=60_000)

    assert front.page is front.sign_in
    assert front.sign_in.people.count() > 1
    front.close()
    with ThreadPoolExecutor(1) as elsewhere:
        elsewhere.submit(station.stop).result()
