"""Setting an office up in the window, step by step, and joining one."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from counter.clock import VirtualClock
from counter.config import read_config
from counter.office import people
from counter.office.office import CallersThread, Office
from counter.office.people import Role
from counter.server.central import Central
from counter.server.folder import CentralFolder
from counter.server.serving import Serving
from counter.store.store import DATABASE, Store
from tests.office.building import at
from tests.ui.setup.working import (
    at_the_summary,
    elsewhere,
    filled,
    go_on,
    reach,
    typed,
    window_for,
)
from ui.setup.answers import Answers, plan_of
from ui.setup.office import CataloguePage, OfficePage
from ui.setup.people import PeoplePage
from ui.setup.place import CentralPage, PlacePage
from ui.setup.rows import as_time
from ui.setup.steps import (
    CENTRAL,
    OFFICE,
    PEOPLE,
    PLACE,
    SERVICES,
    SHEET,
    SUMMARY,
    WELCOME,
)
from ui.tasks import Tasks
from ui.widgets.words import ShortWords


def test_an_office_is_set_up_with_the_keyboard_alone(
    qtbot: QtBot, tasks: Tasks, folder: Path
) -> None:
    window = window_for(qtbot, tasks, folder)
    go_on(window)
    reach(qtbot, window, OFFICE)
    typed("3171-06")
    typed("Kelurahan Menteng")
    go_on(window)
    reach(qtbot, window, SERVICES)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)  # kelurahan
    go_on(window)
    reach(qtbot, window, PEOPLE)
    typed("Indra Wijaya")
    typed("4321")
    typed("4321")
    go_on(window)
    reach(qtbot, window, PLACE)
    typed("2")
    typed("3")
    go_on(window)
    reach(qtbot, window, CENTRAL)
    go_on(window)
    reach(qtbot, window, SUMMARY)
    assert not folder.exists()
    go_on(window)
    reach(qtbot, window, SHEET)

    assert read_config(folder).counter == 2
    assert elsewhere(lambda: found_in(folder)) == (("branch_head", "admin"), 3, "kelurahan")


def found_in(folder: Path) -> tuple[tuple[str, ...], int, str]:
    """What was set up: the roles of whoever signs in as Indra, counters, the catalogue."""
    office = Office(lambda: Store.open(folder), writer=CallersThread(), clock=VirtualClock(at(8)))
    try:
        indra = people.sign_in(office, "indra", "4321", counter=2)
        return office.read(
            lambda reading: (
                indra.roles,
                len(reading.settings.counters()),
                reading.settings.catalogue().id,
            )
        )
    finally:
        office.close()


def test_what_was_wrong_is_red_only_until_it_is_right(
    qtbot: QtBot, tasks: Tasks, folder: Path
) -> None:
    window = window_for(qtbot, tasks, folder)
    window.go(PLACE)
    page = window.page
    assert isinstance(page, PlacePage)
    page.counter.setText("x")
    page.counters.setText("y")
    go_on(window)
    qtbot.waitUntil(lambda: page.is_refused)

    typed("2")

    qtbot.waitUntil(lambda: page.counter.property("look") is None)
    assert page.is_refused
    typed("3")
    qtbot.waitUntil(lambda: not page.is_refused)
    assert not window.said.text()


def test_a_thermal_printer_is_asked_for_its_connection(
    qtbot: QtBot, tasks: Tasks, folder: Path
) -> None:
    window = window_for(qtbot, tasks, folder)
    window.go(PLACE)
    page = window.page
    assert isinstance(page, PlacePage)
    page.kind.choose("escpos")
    page.kind.picked.emit()
    assert "tcp:ALAMAT" in page.printer.accessibleName()
    page.printer.setText("192.168.1.50")
    go_on(window)
    qtbot.waitUntil(lambda: page.is_refused)

    page.printer.setText("tcp:192.168.1.50")
    go_on(window)

    qtbot.waitUntil(lambda: window.page is not page)
    assert plan_of(window.answers).printer == "escpos:tcp:192.168.1.50"


def test_the_summary_tells_the_number_of_counters(qtbot: QtBot, tasks: Tasks, folder: Path) -> None:
    answers = filled()
    answers.counters = "4"
    window = at_the_summary(qtbot, tasks, folder, answers)

    assert window.page is not None
    said = [each.text() for each in window.page.findChildren(ShortWords)]
    assert "Loket 1 · 4 loket di kantor ini" in said


def test_a_bad_answer_stays_as_typed_and_says_why(qtbot: QtBot, tasks: Tasks, folder: Path) -> None:
    window = window_for(qtbot, tasks, folder)
    window.go(OFFICE)
    page = window.page
    assert isinstance(page, OfficePage)
    page.code.setText("31 71")
    page.hours.fields["mon"][0].setText("16.00")

    window.next.trigger()

    qtbot.waitUntil(page.hours.said.isVisible)
    assert window.step == OFFICE
    assert page.code.hasFocus()
    assert page.code.text() == "31 71"
    assert "3171-06" in page.code.accessibleDescription()
    assert page.name.accessibleDescription()
    assert page.hours.fields["mon"][0].text() == "16.00"


def test_going_back_keeps_every_answer(qtbot: QtBot, tasks: Tasks, folder: Path) -> None:
    window = window_for(qtbot, tasks, folder, filled())
    window.go(PEOPLE)
    page = window.page
    assert isinstance(page, PeoplePage)
    page.more.click()
    page.cards[1].name.setText("Sari")

    QTest.keyClick(window, Qt.Key.Key_Escape)
    reach(qtbot, window, SERVICES)
    window.go(PEOPLE)

    again = window.page
    assert isinstance(again, PeoplePage)
    assert [card.name.text() for card in again.cards] == ["Indra Wijaya", "Sari"]


def test_two_different_pins_are_refused(qtbot: QtBot, tasks: Tasks, folder: Path) -> None:
    window = window_for(qtbot, tasks, folder, filled())
    window.go(PEOPLE)
    page = window.page
    assert isinstance(page, PeoplePage)
    page.cards[0].again.setText("4322")

    window.next.trigger()

    qtbot.waitUntil(page.cards[0].answers["again"].said.isVisible)
    assert page.cards[0].again.hasFocus()
    assert window.step == PEOPLE


def test_an_office_without_an_administrator_is_refused(
    qtbot: QtBot, tasks: Tasks, folder: Path
) -> None:
    window = window_for(qtbot, tasks, folder, filled())
    window.go(PEOPLE)
    page = window.page
    assert isinstance(page, PeoplePage)
    page.cards[0].roles[Role.ADMIN].setChecked(False)
    page.cards[0].roles[Role.CLERK].setChecked(True)

    window.next.trigger()

    qtbot.waitUntil(page.said.isVisible)
    assert window.step == PEOPLE


def test_a_broken_catalogue_file_says_what_is_wrong(
    qtbot: QtBot, tasks: Tasks, folder: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "own.toml"
    broken.write_text('id = "own"\n')
    window = window_for(qtbot, tasks, folder, filled())
    window.go(SERVICES)
    page = window.page
    assert isinstance(page, CataloguePage)
    page.own.setChecked(True)
    page.file.setText(str(broken))
    page.file.editingFinished.emit()

    qtbot.waitUntil(lambda: "services" in page.found_rows.text())
    window.next.trigger()

    qtbot.waitUntil(window.error.isVisible)
    assert window.step == SERVICES
    assert page.file.text() == str(broken)


def test_what_fails_at_the_end_writes_nothing_and_leads_to_its_page(
    qtbot: QtBot, tasks: Tasks, folder: Path
) -> None:
    answers = filled()
    answers.central_url = "http://127.0.0.1:9"
    answers.central_code = "no code at all"
    window = at_the_summary(qtbot, tasks, folder, answers)

    window.next.trigger()
    qtbot.waitUntil(window.error.isVisible, timeout=20_000)

    assert not folder.exists()
    window.error.mend.trigger()
    page = window.page
    assert isinstance(page, CentralPage)
    assert page.code.text() == "no code at all"
    assert page.code.accessibleDescription()


def a_central(files: CentralFolder) -> tuple[Central, str]:
    """A central, and a code for one computer."""
    central = Central(files, files.database(), one_writer=True, clock=VirtualClock(at(8)))
    return central, central.new_code("3171-06")


def test_a_second_computer_joins_by_centrals_code(
    qtbot: QtBot, tasks: Tasks, folder: Path, tmp_path: Path
) -> None:
    files = CentralFolder(tmp_path / "central")
    central, code = elsewhere(lambda: a_central(files))
    serving = Serving(central, host="127.0.0.1", port=0, tls=files.tls).on_a_thread()
    url = elsewhere(serving.__enter__)
    try:
        answers = Answers(joins=True, central_url=url, central_code=code)
        window = window_for(qtbot, tasks, folder, answers)
        assert window.path() == (WELCOME, CENTRAL, PLACE, SUMMARY, SHEET)
        for step in (CENTRAL, PLACE, SUMMARY, SHEET):
            window.next.trigger()
            reach(qtbot, window, step)
    finally:
        elsewhere(lambda: serving.__exit__(None, None, None))
        elsewhere(central.close)

    assert (folder / DATABASE).exists()
    assert read_config(folder).central_url == url


@pytest.mark.parametrize(
    ("typed_as", "meant"),
    [("8", "08:00"), ("8.30", "08:30"), ("15:00", "15:00"), (" 07.5 ", "07.5"), ("x", "x")],
)
def test_times_are_read_as_people_write_them(typed_as: str, meant: str) -> None:
    assert as_time(typed_as) == meant
