"""The branch head's window on a real morning: what it says, how soon, and what stands behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import TypeVar

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from counter.clock import VirtualClock
from counter.office import queue
from counter.office.office import Office, Session
from counter.office.statistics import Figure
from counter.pages import page_count
from counter.text import ENGLISH
from tests.office.building import DAY
from tests.ui.mornings import an_office, work_through
from ui.app import switch_language
from ui.supervisor.window import SupervisorWindow
from ui.tasks import Tasks

T = TypeVar("T")


def elsewhere(do: Callable[[], T]) -> T:
    """Do something on another thread: the Qt thread must not touch a store."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(do).result()


@pytest.fixture
def office(tmp_path: Path, clock: VirtualClock) -> Iterator[Office]:
    """An office at 10.42 of a busy morning; its acts run on the thread that asks for them."""
    made = elsewhere(lambda: an_office(tmp_path / "store", clock))
    elsewhere(lambda: work_through(made, clock, tickets=20))
    yield made
    elsewhere(made.close)


@pytest.fixture
def window(qtbot: QtBot, tasks: Tasks, office: Office) -> Iterator[SupervisorWindow]:
    made = SupervisorWindow(tasks, office)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    qtbot.waitUntil(lambda: made.shown is not None)
    yield made
    made.close()
    qtbot.waitUntil(lambda: not made.isVisible())


def said(window: SupervisorWindow, figure: Figure) -> str:
    return next(tile.accessibleName() for each, tile in window.numbers.tiles if each is figure)


def test_the_day_so_far_is_shown_at_once(qtbot: QtBot, window: SupervisorWindow) -> None:
    assert said(window, Figure.ISSUED).startswith("Nomor diambil: 20")
    assert len(window.floor.seats) == 5
    assert "Budi" in window.floor.seats[0].accessibleName()
    assert window.tables.by_service.figures_model.rowCount() > 0
    qtbot.waitUntil(window.chart.is_drawn)


def test_who_cannot_see_the_chart_is_told_what_it_shows(
    qtbot: QtBot, window: SupervisorWindow, qapp: QApplication
) -> None:
    qtbot.waitUntil(window.chart.is_drawn)
    said = window.chart.accessibleDescription()

    switch_language(qapp, ENGLISH)
    qtbot.waitUntil(lambda: window.chart.accessibleDescription() != said)

    assert "nomor terbanyak" in said
    assert "most numbers at" in window.chart.accessibleDescription()


def test_a_change_is_seen_within_a_second(
    qtbot: QtBot, window: SupervisorWindow, office: Office
) -> None:
    elsewhere(lambda: office.act_as("budi", queue.issue_ticket, service="kia"))
    changed = monotonic()

    qtbot.waitUntil(lambda: said(window, Figure.ISSUED).startswith("Nomor diambil: 21"))

    assert monotonic() - changed < 1


def test_a_counter_past_what_is_usual_says_so(
    window: SupervisorWindow, clock: VirtualClock
) -> None:
    assert "17:00" in window.floor.seats[0].accessibleName()

    clock.advance(60)
    window._tick()  # noqa: SLF001 - the second that the heartbeat would beat

    assert "18:00" in window.floor.seats[0].accessibleName()


def test_a_number_opens_the_tickets_behind_it(qtbot: QtBot, window: SupervisorWindow) -> None:
    waiting = next(tile for figure, tile in window.numbers.tiles if figure is Figure.WAITING)
    number = int(waiting.accessibleName().split(": ")[1].split(".")[0])

    waiting.setFocus()
    QTest.keyClick(waiting, Qt.Key.Key_Space)

    qtbot.waitUntil(window.tickets.isVisible)
    assert window.tickets.model.rowCount() == number > 0
    QTest.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.tickets.isVisible())


def test_a_cell_of_the_table_opens_its_own_tickets(qtbot: QtBot, window: SupervisorWindow) -> None:
    model = window.tables.by_service.figures_model
    window.tables.by_service.setFocus()
    window.tables.by_service.setCurrentIndex(model.index(0, 3))

    QTest.keyClick(window.tables.by_service, Qt.Key.Key_Return)

    qtbot.waitUntil(window.tickets.isVisible)
    assert window.tickets.model.rowCount() == model.row(0).counts.served
    assert model.row(0).title.id in window.tickets.title.text()


def test_any_days_can_be_chosen_at_the_keyboard(qtbot: QtBot, window: SupervisorWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(window.days_bar.isVisible)
    window.days_bar.first.setText("1-11-2026")
    window.days_bar.last.setText("24-11-2026")
    window.days_bar.last.setFocus()

    QTest.keyClick(window.days_bar.last, Qt.Key.Key_Return)

    first = DAY.replace(day=1)
    qtbot.waitUntil(lambda: window.shown is not None and window.shown.figures.day_from == first)
    assert said(window, Figure.ISSUED).startswith("Nomor diambil: 20")


def test_a_day_that_is_none_stays_as_typed(window: SupervisorWindow) -> None:
    window.choose.trigger()
    window.days_bar.first.setText("31-02-2026")

    window.days_bar.show_.trigger()

    assert window.days_bar.said.text()
    assert window.days_bar.first.text() == "31-02-2026"
    assert window.days is None


def test_another_day_has_no_floor(qtbot: QtBot, window: SupervisorWindow) -> None:
    yesterday = DAY - timedelta(days=1)

    window.show_days((yesterday, yesterday))

    qtbot.waitUntil(lambda: not window.floor.isVisible())
    assert said(window, Figure.ISSUED).startswith("Nomor diambil: 0")
    assert window.tables.nothing.isVisible()


def test_numbers_called_by_two_counters_are_listed(qtbot: QtBot, window: SupervisorWindow) -> None:
    shown = window.shown
    assert shown is not None
    assert not window.notice.isVisible()
    total = msgspec.structs.replace(shown.figures.total, conflicts=2)

    window._show(  # noqa: SLF001 - as read from a branch whose PCs could not hear each other
        msgspec.structs.replace(shown, figures=msgspec.structs.replace(shown.figures, total=total))
    )

    assert window.notice.isVisible()
    assert window.notice.said.text().startswith("2 nomor")
    window.conflicts.trigger()
    qtbot.waitUntil(window.settling.isVisible)


def test_another_language_keeps_the_days_typed_and_what_is_wrong_with_them(
    qapp: QApplication, qtbot: QtBot, window: SupervisorWindow
) -> None:
    window.choose.trigger()
    bar = window.days_bar
    bar.usual.choose("week")
    bar.first.setText("31-02-2026")
    bar.show_.trigger()
    refused = bar.said.text()
    qtbot.waitUntil(window.chart.is_drawn)
    before = window.chart.grab().toImage()

    switch_language(qapp, ENGLISH)

    assert window.days_bar.isVisible()
    assert window.days_bar.first.text() == "31-02-2026"
    assert window.days_bar.usual.answer() == "week"
    assert window.days_bar.said.text() not in ("", refused)
    qtbot.waitUntil(lambda: said(window, Figure.ISSUED).startswith("Numbers taken: 20"))
    qtbot.waitUntil(lambda: window.chart.grab().toImage() != before)


def test_another_language_says_the_tickets_of_a_counter_again(
    qapp: QApplication, qtbot: QtBot, window: SupervisorWindow
) -> None:
    window.floor.seats[0].setFocus()
    QTest.keyClick(window.floor.seats[0], Qt.Key.Key_Space)
    qtbot.waitUntil(window.tickets.isVisible)
    assert window.tickets.title.text().startswith("Loket 1 · Nomor diambil")
    rows = window.tickets.model.rowCount()

    switch_language(qapp, ENGLISH)

    qtbot.waitUntil(lambda: window.tickets.title.text().startswith("Counter 1 · Numbers taken"))
    assert window.tickets.isVisible()
    assert window.tickets.model.rowCount() == rows


@pytest.mark.parametrize("ending", ["pdf", "xlsx"])
def test_the_report_is_saved_where_it_is_wanted(
    qtbot: QtBot, window: SupervisorWindow, tmp_path: Path, ending: str
) -> None:
    file = tmp_path / f"hari.{ending}"

    window.save(file)
    qtbot.waitUntil(window.toast.isVisible, timeout=20_000)

    assert str(file) in window.toast.head.text()
    if ending == "pdf":
        assert page_count(file.read_bytes()) >= 1
    else:
        assert file.read_bytes()[:2] == b"PK"


def test_a_report_that_cannot_be_saved_can_be_tried_again(
    qtbot: QtBot, window: SupervisorWindow, tmp_path: Path
) -> None:
    window.save(tmp_path / "nowhere" / "hari.pdf")

    qtbot.waitUntil(window.toast.retry_button.isVisible, timeout=20_000)
    (tmp_path / "nowhere").mkdir()
    window.toast.retry_button.click()

    qtbot.waitUntil((tmp_path / "nowhere" / "hari.pdf").exists, timeout=20_000)
    qtbot.waitUntil(window.pdf.isEnabled)


def test_a_clerk_is_told_that_it_is_not_theirs(qtbot: QtBot, tasks: Tasks, office: Office) -> None:
    office.session = Session(person="budi", name="Budi", roles=("clerk",), counter=1)

    window = SupervisorWindow(tasks, office)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()

    qtbot.waitUntil(window.error.isVisible)
    assert not window.chart.isVisible()
    window.close()


def test_a_closed_window_hears_nothing_more(
    qtbot: QtBot, window: SupervisorWindow, office: Office
) -> None:
    with qtbot.waitSignal(window.closing):
        window.close()

    elsewhere(lambda: office.act_as("budi", queue.issue_ticket, service="kia"))

    assert office._listeners == []  # noqa: SLF001
