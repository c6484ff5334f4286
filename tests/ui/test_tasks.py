"""Acts leave the Qt thread; answers come back to it, and only while their window is open."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from counter.errors import LoketError
from counter.text import N_
from ui.tasks import Tasks, Watch


class PaperOut(LoketError):
    """For these tests."""

    happened = N_("Nothing was typed.")
    safe = N_("Nothing was typed.")
    do_next = N_("Nothing was typed.")


def never(_answer: object) -> None:
    pytest.fail("this must not be called")


def test_an_act_runs_elsewhere_and_its_answer_arrives_here(qtbot: QtBot, tasks: Tasks) -> None:
    action = QAction()
    ran_on: list[int] = []
    answered_on: list[int] = []

    tasks.run(
        lambda: ran_on.append(threading.get_ident()),
        busy=action,
        done=lambda _none: answered_on.append(threading.get_ident()),
        failed=never,
    )

    assert not action.isEnabled()
    qtbot.waitUntil(lambda: bool(answered_on))
    assert action.isEnabled()
    assert ran_on != answered_on == [threading.get_ident()]


def test_what_a_person_can_act_on_arrives_as_a_failure(qtbot: QtBot, tasks: Tasks) -> None:
    failures: list[LoketError] = []

    def act() -> None:
        raise PaperOut

    tasks.run(act, busy=QAction(tasks), done=never, failed=failures.append)

    qtbot.waitUntil(lambda: [type(each) for each in failures] == [PaperOut])


def test_a_bug_goes_on_to_the_excepthook(qtbot: QtBot, tasks: Tasks) -> None:
    def act() -> None:
        raise ZeroDivisionError

    with qtbot.capture_exceptions() as bugs:
        tasks.run(act, busy=QAction(tasks), done=never, failed=never)
        qtbot.waitUntil(lambda: bool(bugs))

    assert [each[0] for each in bugs] == [ZeroDivisionError]


def test_a_window_closed_meanwhile_gets_nothing(qtbot: QtBot, tasks: Tasks) -> None:
    gate = threading.Event()
    later: list[str] = []
    owner = QObject()
    action = QAction(owner)
    tasks.run(gate.wait, busy=action, done=never, failed=never)
    owner.deleteLater()
    qtbot.waitSignal(owner.destroyed).wait()

    gate.set()
    tasks.ask(lambda: "later", asker=tasks, done=later.append, failed=never)

    qtbot.waitUntil(lambda: later == ["later"])


def test_many_changes_are_read_once_and_then_once_more(qtbot: QtBot, tasks: Tasks) -> None:
    gate = threading.Event()
    readings: list[int] = []

    def read() -> int:
        readings.append(len(readings))
        gate.wait()
        return len(readings)

    shown: list[int] = []
    owner = QObject()
    watch: Watch[int] = Watch(tasks, read, show=shown.append, failed=never, parent=owner)
    watch.read_now()
    qtbot.waitUntil(lambda: len(readings) == 1)

    threads = [threading.Thread(target=_touch_often(watch)) for _each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    watch.read_now()  # as the timer would: one reading is under way still
    gate.set()

    qtbot.waitUntil(lambda: shown == [1, 2])


def _touch_often(watch: Watch[int]) -> Callable[[], None]:
    return lambda: [watch.touch() for _each in range(50)] and None
