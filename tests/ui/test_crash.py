"""A bug shows one calm dialog, whichever thread met it and whether or not it went on."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from counter import log
from counter.clock import VirtualClock
from counter.office import queue
from counter.office.papers import Papers
from counter.office.queue import print_ticket
from counter.printing.papers import PaperSize
from counter.printing.printers import PrinterHealth
from counter.text import ENGLISH
from tests.office.building import KTP, an_office, at
from ui.app import meet_bugs_calmly, switch_language
from ui.crash import CrashDialog
from ui.widgets.error_panel import GatePage

pytestmark = [pytest.mark.usefixtures("qapp", "met"), pytest.mark.expected_error_logs]


@pytest.fixture
def met(tmp_path: Path) -> Iterator[None]:
    """The log and the dialog as a desk has them, put back afterwards."""
    before = list(logging.getLogger().handlers)
    with log.start(tmp_path / "log", on_bug=lambda _bug: None):
        meet_bugs_calmly()
        yield
    for handler in set(logging.getLogger().handlers) - set(before):
        logging.getLogger().removeHandler(handler)


def dialogs() -> list[CrashDialog]:
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, CrashDialog)]


def beside(work: Callable[[], object]) -> None:
    """Do something on a thread of its own, and wait for its end."""
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


class Broken:
    """A printer whose driver stumbles."""

    def send(self, document: bytes, title: str) -> None:
        """Stumble, as no printer trouble of ours does."""
        raise ZeroDivisionError

    def health(self) -> PrinterHealth:
        """Ready, as far as anybody knows."""
        return PrinterHealth(ready=True, words="")


def test_a_bug_that_ends_a_thread_is_told_in_the_language_in_use(
    qapp: QApplication, qtbot: QtBot
) -> None:
    def stumble() -> None:
        raise ZeroDivisionError

    beside(stumble)

    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    page = dialogs()[0].findChild(GatePage)
    assert page is not None
    before = page.happened.text()
    switch_language(qapp, ENGLISH)
    assert page.happened.text() not in ("", before)
    dialogs()[0].accept()
    qtbot.waitUntil(lambda: not dialogs())


def test_a_bug_that_the_papers_go_on_after_is_told_once(qtbot: QtBot, tmp_path: Path) -> None:
    def print_twice() -> None:
        office = an_office(tmp_path / "office", VirtualClock(at(8)))
        papers = Papers(office, Broken(), PaperSize.ROLL_80, on_trouble=print)
        for _each in range(2):
            ticket = office.act(queue.issue_ticket, service=KTP)
            office.act(print_ticket, ticket.id)
            papers.print_pending()
        office.close()

    beside(print_twice)

    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    dialogs()[0].accept()
    qtbot.waitUntil(lambda: not dialogs())
