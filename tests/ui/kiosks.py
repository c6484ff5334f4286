"""Kiosks to test windows on: a real store in its own lane, or a node on which nothing changes."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from pytestqt.qtbot import QtBot

from counter.clock import Clock
from counter.config import Config, write_config
from counter.office import kiosk
from counter.office.kiosk_node import KioskNode
from counter.office.people import hash_pin
from counter.office.voice import Guide
from tests.office.building import an_office
from tests.office.test_kiosk import has_hub
from ui.kiosk.window import Gives, KioskWindow
from ui.tasks import Tasks

EXIT = "4711"


@contextmanager
def shown(
    qtbot: QtBot,
    tasks: Tasks,
    node: Gives,
    guide: Guide | None = None,
    *,
    size: tuple[int, int] = (1366, 768),
) -> Iterator[KioskWindow]:
    """A node's window, as far as its first choices."""
    window = KioskWindow(node, tasks, guide)
    window.resize(*size)
    window.begin()
    window.show()
    try:
        qtbot.waitUntil(lambda: bool(window.choices))
        yield window
    finally:
        window.let_go()
        window.deleteLater()


@contextmanager
def a_kiosk(
    qtbot: QtBot,
    tasks: Tasks,
    folder: Path,
    clock: Clock,
    *,
    printer: str,
    paper: str = "80mm",
    opened: bool = True,
) -> Iterator[KioskWindow]:
    """The real window over a real store, its day opened or not; `EXIT` ends it."""

    def begin() -> None:
        office = an_office(folder, clock, opened=opened)
        office.act(has_hub)
        office.act(kiosk.keep_exit_code, hash_pin(EXIT))
        office.close()
        write_config(folder, Config(printer=printer, paper=paper))

    with ThreadPoolExecutor(1) as elsewhere:
        elsewhere.submit(begin).result()
        node = KioskNode(folder, clock)
        try:
            with shown(qtbot, tasks, node) as window:
                yield window
        finally:
            elsewhere.submit(node.stop).result()
