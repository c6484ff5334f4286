"""A bug shows one calm dialog, wherever it happens."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.app import meet_bugs_calmly
from ui.crash import CrashDialog


@pytest.fixture
def logged() -> Iterator[list[BaseException | None]]:
    """What the log would have written down; the hooks are put back afterwards."""
    bugs: list[BaseException | None] = []
    before = sys.excepthook, threading.excepthook
    threading.excepthook = lambda bug: bugs.append(bug.exc_value)
    yield bugs
    sys.excepthook, threading.excepthook = before


def dialogs() -> list[CrashDialog]:
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, CrashDialog)]


@pytest.mark.usefixtures("qapp")
def test_a_bug_beside_the_window_is_logged_and_told_once(
    qtbot: QtBot, logged: list[BaseException | None]
) -> None:
    meet_bugs_calmly()

    def stumble() -> None:
        raise ZeroDivisionError

    for _each in range(2):
        papers = threading.Thread(target=stumble)
        papers.start()
        papers.join()

    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    assert [type(bug) for bug in logged] == [ZeroDivisionError] * 2
    dialogs()[0].accept()
    qtbot.waitUntil(lambda: not dialogs())
