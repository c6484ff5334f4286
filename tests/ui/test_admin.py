"""The administrator's window: what it shows is the office's, what it saves is one act."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from counter.clock import VirtualClock
from counter.config import read_config
from counter.office import people
from counter.office.doctor import examine
from counter.office.people import NotAllowed, PinWrong, Role
from counter.office.station import Station
from counter.server.central import Central
from counter.server.folder import CentralFolder
from counter.server.serving import Serving
from counter.store import vectors
from counter.store.database import Database
from counter.store.work import Reading
from counter.text import ENGLISH, INDONESIAN
from tests.office.building import at
from ui.admin.central import CentralAdmin
from ui.admin.computer import BackupAdmin, ComputerAdmin, HealthPage
from ui.admin.entries import CountersAdmin, PeopleAdmin
from ui.admin.office import CalendarAdmin, CatalogueAdmin, OfficeAdmin
from ui.admin.window import AdminWindow
from ui.app import switch_language
from ui.tasks import Tasks
from ui.widgets.confirm import Confirm
from ui.widgets.key_button import key_name

T = TypeVar("T")
P = TypeVar("P")


def elsewhere(do: Callable[[], T]) -> T:
    """Do something on another thread: the Qt thread must not touch a store or a network."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(do).result()


def opened(qtbot: QtBot, tasks: Tasks, station: Station) -> AdminWindow:
    window = AdminWindow(tasks, station)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    return window


@pytest.fixture
def window(qtbot: QtBot, tasks: Tasks, station: Station) -> Iterator[AdminWindow]:
    elsewhere(station.start)
    elsewhere(lambda: people.sign_in(station.office, "indra", "4321", counter=3))
    made = opened(qtbot, tasks, station)
    qtbot.waitUntil(lambda: made.page is not None)
    qtbot.waitUntil(_free(made), timeout=20_000)
    yield made
    made.close()


def _free(window: AdminWindow) -> Callable[[], bool]:
    def looked() -> bool:
        return isinstance(window.page, HealthPage) and window.page.again.action.isEnabled()

    return looked


def page_of(window: AdminWindow, name: str, kind: type[P]) -> P:
    window.go(name)
    page = window.page
    assert isinstance(page, kind)
    return page


def saved(qtbot: QtBot, window: AdminWindow) -> None:
    qtbot.waitUntil(window.toast.isVisible, timeout=20_000)


def test_health_says_what_the_doctor_says(window: AdminWindow, station: Station) -> None:
    page = window.page
    assert isinstance(page, HealthPage)

    rows = [
        each.accessibleName()
        for each in page.findings.findChildren(object)
        if hasattr(each, "accessibleName") and ": " in each.accessibleName()
    ]

    found = elsewhere(lambda: examine(station.folder, station.office.clock))
    assert [row.split(":")[0] for row in rows] == [each.subject for each in found]


def test_the_office_is_changed_and_its_code_is_not(
    qtbot: QtBot, window: AdminWindow, station: Station
) -> None:
    page = page_of(window, "office", OfficeAdmin)
    form = page.form
    assert not form.code.isEnabled()
    form.name.setText("Dukcapil Jakarta Selatan")
    form.hours.fields["mon"][1].setText("16")

    page.save.click()
    saved(qtbot, window)

    office = elsewhere(lambda: station.office.read(lambda reading: reading.settings.office()))
    assert (office.name, office.code) == ("Dukcapil Jakarta Selatan", "3171-06")
    assert office.hours["mon"] == ("08:00", "16:00")


def test_a_wrong_hour_stays_as_typed(qtbot: QtBot, window: AdminWindow) -> None:
    page = page_of(window, "office", OfficeAdmin)
    form = page.form
    form.hours.fields["mon"][1].setText("sore")

    page.save.click()

    qtbot.waitUntil(form.hours.said.isVisible)
    assert form.hours.fields["mon"][1].text() == "sore"


def test_a_forgotten_pin_is_replaced(qtbot: QtBot, window: AdminWindow, station: Station) -> None:
    page = page_of(window, "people", PeopleAdmin)
    page.open_entry("sari")
    editor = page.editor
    assert editor is not None
    editor.card.pin.setText("7788")
    editor.card.again.setText("7788")

    editor.save.trigger()
    saved(qtbot, window)

    def old() -> None:
        people.sign_in(station.office, "sari", "1234", counter=3)

    with pytest.raises(PinWrong):
        elsewhere(old)
    assert elsewhere(lambda: people.sign_in(station.office, "sari", "7788", counter=3)).name


def test_a_name_is_changed_and_the_pin_stays(
    qtbot: QtBot, window: AdminWindow, station: Station
) -> None:
    page = page_of(window, "people", PeopleAdmin)
    page.open_entry("sari")
    editor = page.editor
    assert editor is not None
    editor.card.name.setText("Sari W. Putri")

    editor.save.trigger()
    saved(qtbot, window)

    session = elsewhere(lambda: people.sign_in(station.office, "sari", "1234", counter=3))
    assert session.name == "Sari W. Putri"


def test_two_different_pins_are_refused(window: AdminWindow) -> None:
    page = page_of(window, "people", PeopleAdmin)
    page.open_entry("")
    editor = page.editor
    assert editor is not None
    editor.card.name.setText("Budi")
    editor.card.pin.setText("1111")
    editor.card.again.setText("2222")

    editor.save.trigger()

    assert editor.card.again.accessibleDescription()
    assert page.editor is editor


def test_esc_closes_what_is_open_before_it_closes_the_window(
    qtbot: QtBot, window: AdminWindow
) -> None:
    page = page_of(window, "people", PeopleAdmin)
    page.open_entry("sari")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)

    QTest.keyClick(window, Qt.Key.Key_Escape)

    assert page.editor is None
    assert window.isVisible()


def test_what_is_typed_is_there_again_after_a_look_at_another_page(
    window: AdminWindow,
) -> None:
    page = page_of(window, "people", PeopleAdmin)
    page.more.click()
    assert page.editor is not None
    page.editor.name.setText("Rina")
    page.editor.card.pin.setText("2468")

    window.links["counters"].click()
    assert window.page is not page
    window.links["people"].click()
    again = window.page

    assert isinstance(again, PeopleAdmin)
    assert again.editor is not None
    assert (again.editor.name.text(), again.editor.card.pin.text()) == ("Rina", "2468")
    assert window.links["people"].hasFocus() or not window.isActiveWindow()


def test_esc_asks_before_it_loses_what_was_typed(window: AdminWindow) -> None:
    page = page_of(window, "people", PeopleAdmin)
    page.more.click()
    assert page.editor is not None
    page.editor.name.setText("Rina")

    window.leave.trigger()
    question = window.findChild(Confirm)
    question.stay.click()

    assert page.editor is not None
    window.leave.trigger()
    window.findChildren(Confirm)[-1].leave.click()
    assert page.editor is None
    assert window.isVisible()


def test_a_form_that_was_typed_into_is_not_closed_without_a_word(window: AdminWindow) -> None:
    page = page_of(window, "office", OfficeAdmin)
    page.form.name.setText("Dukcapil Jakarta Selatan")
    page_of(window, "people", PeopleAdmin)

    window.leave.trigger()

    question = window.findChild(Confirm)
    assert question is not None
    assert window.isVisible()
    question.leave.click()
    assert not window.isVisible()


def test_ctrl_enter_saves_and_the_button_says_so(
    qtbot: QtBot, window: AdminWindow, station: Station
) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    page = page_of(window, "people", PeopleAdmin)
    page.more.click()
    editor = page.editor
    assert editor is not None
    editor.name.setText("Rina")
    for field in (editor.card.pin, editor.card.again):
        field.setText("2468")
    qtbot.waitUntil(editor.name.isVisible)
    shown = key_name(editor.save.shortcut())

    QTest.keyClick(editor.name, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    saved(qtbot, window)

    known = elsewhere(lambda: station.office.read(people.members))
    assert shown == "Ctrl Enter"
    assert "Rina" in [each.name for each in known]
    qtbot.waitUntil(lambda: page.editor is None)


def test_the_list_of_pages_is_one_stop_and_arrows_go_within(
    qtbot: QtBot, window: AdminWindow
) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    page = page_of(window, "office", OfficeAdmin)
    window.links["office"].setFocus()

    QTest.keyClick(window.links["office"], Qt.Key.Key_Down)
    below = window.links["services"].hasFocus()
    QTest.keyClick(window.links["services"], Qt.Key.Key_Tab)

    assert below
    assert page.isAncestorOf(window.focusWidget())


def test_a_counter_is_added_for_some_services_in_a_zone(
    qtbot: QtBot, window: AdminWindow, station: Station
) -> None:
    page = page_of(window, "counters", CountersAdmin)
    page.more.click()
    editor = page.editor
    assert editor is not None
    editor.name.setText("Loket Cepat")
    editor.services["kia"].setChecked(True)
    editor.zone.setText(" Lantai  2 ")

    editor.save.trigger()
    saved(qtbot, window)

    counters = elsewhere(lambda: station.office.read(lambda reading: reading.settings.counters()))
    added = counters[-1]
    assert (added.number, added.name, added.services) == (5, "Loket Cepat", ("kia",))
    assert added.zone == "Lantai 2"


def test_a_day_is_corrected(qtbot: QtBot, window: AdminWindow, station: Station) -> None:
    page = page_of(window, "calendar", CalendarAdmin)
    page.day.setText("1-12-2026")
    page.name.setText("Pilkada")

    page.save.click()
    saved(qtbot, window)

    found = elsewhere(lambda: station.office.read(lambda reading: reading.settings.corrections()))
    assert [(each.date, each.working, each.name) for each in found] == [
        (date(2026, 12, 1).isoformat(), False, "Pilkada")
    ]


def test_another_catalogue_is_adopted(qtbot: QtBot, window: AdminWindow, station: Station) -> None:
    page = page_of(window, "services", CatalogueAdmin)
    page.form.packaged["kelurahan"].setChecked(True)

    page.save.click()
    saved(qtbot, window)

    catalogue = elsewhere(lambda: station.office.read(lambda reading: reading.settings.catalogue()))
    assert catalogue.id == "kelurahan"


def test_a_backup_is_made_once_there_is_a_folder(
    qtbot: QtBot, window: AdminWindow, station: Station, tmp_path: Path
) -> None:
    page = page_of(window, "backup", BackupAdmin)
    page.now.click()
    qtbot.waitUntil(page.error.isVisible)  # no folder yet
    computer = page_of(window, "computer", ComputerAdmin)
    computer.form.backup.setText(str(tmp_path / "backups"))
    computer.save.click()
    saved(qtbot, window)
    window.toast.leave()
    page = page_of(window, "backup", BackupAdmin)

    page.now.click()
    saved(qtbot, window)

    assert read_config(station.folder).backup_folder == str(tmp_path / "backups")
    assert len(list((tmp_path / "backups").glob("*.loket-backup"))) == 1
    qtbot.waitUntil(lambda: ".loket-backup" in page.state.text())


def test_the_recovery_sheet_is_shown_again(qtbot: QtBot, window: AdminWindow) -> None:
    page = page_of(window, "backup", BackupAdmin)

    page.reprint.click()

    qtbot.waitUntil(
        lambda: page.sheet is not None and page.sheet.picture.is_drawn(), timeout=20_000
    )


def test_another_language_keeps_what_is_typed_where_one_was_and_what_is_wrong(
    qapp: QApplication, qtbot: QtBot, window: AdminWindow
) -> None:
    page = page_of(window, "office", OfficeAdmin)
    page.form.name.setText("Dukcapil Jakarta Selatan")
    page.form.letterhead.setPlainText("PEMERINTAH")
    page.form.hours.fields["mon"][1].setText("sore")
    page.save.click()
    refused = page.form.hours.said.text()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    page.form.name.setFocus()
    page.form.name.setCursorPosition(3)

    switch_language(qapp, ENGLISH)

    after = window.page
    assert isinstance(after, OfficeAdmin)
    assert window.title.text() == "Office"
    assert after.form.name.text() == "Dukcapil Jakarta Selatan"
    assert after.form.letterhead.toPlainText() == "PEMERINTAH"
    assert after.form.hours.fields["mon"][1].text() == "sore"
    assert after.form.hours.said.text() not in ("", refused)
    assert not after.form.code.isEnabled()
    assert after.form.name.hasFocus()
    assert after.form.name.cursorPosition() == 3


@pytest.mark.parametrize("person", ["sari", ""])
def test_another_language_leaves_an_open_entry_open(
    qapp: QApplication, window: AdminWindow, person: str
) -> None:
    page = page_of(window, "people", PeopleAdmin)
    page.open_entry(person)
    assert page.editor is not None
    page.editor.card.name.setText("Sari W. Putri")
    page.editor.card.pin.setText("1111")
    page.editor.card.again.setText("2222")
    page.editor.card.roles[Role.SUPERVISOR].setChecked(True)
    page.editor.active.setChecked(False)
    page.editor.save.trigger()
    refused = page.editor.card.again.accessibleDescription()

    switch_language(qapp, ENGLISH)

    after = window.page
    assert isinstance(after, PeopleAdmin)
    assert after is not page
    assert after.editor is not None
    card = after.editor.card
    assert [card.name.text(), card.pin.text(), card.again.text()] == [
        "Sari W. Putri", "1111", "2222",
    ]  # fmt: skip
    assert card.person().roles == ("clerk", "supervisor")
    assert not after.editor.active.isChecked()
    assert card.again.accessibleDescription() not in ("", refused)


def test_another_language_keeps_a_day_and_says_a_failure_again(
    qapp: QApplication, qtbot: QtBot, window: AdminWindow
) -> None:
    calendar = page_of(window, "calendar", CalendarAdmin)
    calendar.day.setText("besok")
    calendar.kind.choose("open")
    calendar.save.click()
    refused = calendar.day_answer.said.text()
    switch_language(qapp, ENGLISH)
    after = window.page
    assert isinstance(after, CalendarAdmin)
    assert (after.day.text(), after.kind.answer()) == ("besok", "open")
    assert after.day_answer.said.text() not in ("", refused)
    page_of(window, "backup", BackupAdmin).now.click()  # there is no folder
    backup = window.page
    assert backup is not None
    qtbot.waitUntil(backup.error.isVisible)
    failed = backup.error.happened.text()

    switch_language(qapp, INDONESIAN)

    assert window.page is not None
    assert window.page.error.isVisible()
    assert window.page.error.happened.text() not in ("", failed)


def test_what_is_being_saved_is_told_in_the_language_it_ends_in(
    qapp: QApplication, qtbot: QtBot, window: AdminWindow
) -> None:
    page = page_of(window, "office", OfficeAdmin)
    page.form.name.setText("Dukcapil Jakarta Selatan")

    page.save.click()
    switch_language(qapp, ENGLISH)
    saved(qtbot, window)

    assert window.toast.head.text() == "The office is saved."
    qtbot.waitUntil(lambda: window.page is not page)
    assert window.page is not None
    assert window.page.language == ENGLISH


def test_who_leaves_a_page_still_hears_how_its_saving_ended(
    qtbot: QtBot, window: AdminWindow
) -> None:
    page_of(window, "backup", BackupAdmin).now.click()

    window.go("people")

    qtbot.waitUntil(window.toast.isVisible)
    assert isinstance(window.page, PeopleAdmin)


@pytest.fixture
def central(tmp_path: Path) -> Iterator[tuple[Central, str]]:
    """A central that serves, and its address."""
    files = CentralFolder(tmp_path / "central")
    made = elsewhere(
        lambda: Central(files, files.database(), one_writer=True, clock=VirtualClock(at(8)))
    )
    serving = Serving(made, host="127.0.0.1", port=0, tls=files.tls).on_a_thread()
    yield made, elsewhere(serving.__enter__)
    elsewhere(lambda: serving.__exit__(None, None, None))
    elsewhere(made.close)


def test_an_administrator_joins_central_and_sees_which(
    qtbot: QtBot, window: AdminWindow, station: Station, central: tuple[Central, str]
) -> None:
    server, url = central
    page = page_of(window, "central", CentralAdmin)
    qtbot.waitUntil(lambda: bool(page.state.text()))
    assert url not in page.state.text()
    page.form.url.setText(url)
    page.form.code.setText(elsewhere(lambda: server.new_code("3171-06")))

    page.join.click()
    saved(qtbot, window)

    qtbot.waitUntil(lambda: url in page.state.text())
    qtbot.waitUntil(lambda: "tersambung" in page.line.text() and "terkirim" in page.line.text())
    assert page.form.code.text() == ""
    assert read_config(station.folder).central_url == url
    assert [each.branch for each in elsewhere(server.joined)] == ["3171-06"]
    noted = elsewhere(lambda: station.office.read(lambda reading: reading.settings.office()))
    assert noted.central_url == url


def test_an_administrator_moves_to_another_central_which_gets_everything(
    qtbot: QtBot,
    window: AdminWindow,
    station: Station,
    central: tuple[Central, str],
    tmp_path: Path,
) -> None:
    _server, url = central
    elsewhere(lambda: station.enrol(url, central[0].new_code("3171-06")))
    files = CentralFolder(tmp_path / "other")
    database = elsewhere(files.database)
    other = elsewhere(lambda: Central(files, database, one_writer=True, clock=VirtualClock(at(8))))
    serving = Serving(other, host="127.0.0.1", port=0, tls=files.tls).on_a_thread()
    there = elsewhere(serving.__enter__)
    try:
        window.read()
        qtbot.waitUntil(lambda: window.settings is not None and window.settings.central == url)
        page = page_of(window, "central", CentralAdmin)
        assert url in page.state.text()
        page.form.url.setText(there)
        page.form.code.setText(elsewhere(lambda: other.new_code("3171-06")))

        page.join.click()
        saved(qtbot, window)

        qtbot.waitUntil(lambda: there in page.state.text())
        qtbot.waitUntil(lambda: "semua terkirim" in page.line.text())
        have = elsewhere(lambda: station.office.read(heads))
        assert have
        assert elsewhere(lambda: _heads_at(database)) == have
    finally:
        elsewhere(lambda: serving.__exit__(None, None, None))
        elsewhere(other.close)


def heads(reading: Reading) -> vectors.Vector:
    return vectors.heads(reading.connection, "3171-06")


def _heads_at(database: Database) -> vectors.Vector:
    with database.reading("3171-06", 0) as reading:
        return heads(reading)


@pytest.mark.parametrize(
    ("url", "code", "at_fault"),
    [
        ("pusat", "3171-06/AAAA-BBBB-CCCC", "url"),
        ("http://pusat.example.go.id", "3171-06/AAAA-BBBB-CCCC", "url"),
        ("http://127.0.0.1:9", "3171-06/AAAA-BBBB-CCCC", "url"),
        ("http://127.0.0.1:9", "bukan kode", "code"),
        ("http://127.0.0.1:9", "9999-01/AAAA-BBBB-CCCC", "code"),
        ("http://127.0.0.1:9", "", "code"),
    ],
)
def test_why_central_is_not_joined_stands_at_its_field_in_each_language(
    qapp: QApplication, qtbot: QtBot, window: AdminWindow, url: str, code: str, at_fault: str
) -> None:
    page = page_of(window, "central", CentralAdmin)
    page.form.url.setText(url)
    page.form.code.setText(code)

    page.join.click()

    fields = {"url": page.form.url, "code": page.form.code}
    wrong = fields.pop(at_fault)
    qtbot.waitUntil(lambda: bool(wrong.accessibleDescription()))
    qtbot.waitUntil(page.join.action.isEnabled)
    assert not any(each.accessibleDescription() for each in fields.values())
    assert not page.error.isVisible()
    refused = wrong.accessibleDescription()
    switch_language(qapp, ENGLISH)
    after = window.page
    assert isinstance(after, CentralAdmin)
    assert (after.form.url.text(), after.form.code.text()) == (url, code)
    again = {"url": after.form.url, "code": after.form.code}[at_fault]
    assert again.accessibleDescription() not in ("", refused)


def test_only_an_administrator_joins_central(station: Station) -> None:
    elsewhere(station.start)
    elsewhere(lambda: people.sign_in(station.office, "sari", "1234", counter=3))

    with pytest.raises(NotAllowed):
        elsewhere(lambda: station.join("http://127.0.0.1:9", "3171-06/AAAA-BBBB-CCCC"))


def test_a_clerk_is_told_that_it_is_not_theirs(
    qtbot: QtBot, tasks: Tasks, station: Station
) -> None:
    elsewhere(station.start)
    elsewhere(lambda: people.sign_in(station.office, "sari", "1234", counter=3))

    window = opened(qtbot, tasks, station)

    qtbot.waitUntil(window.error.isVisible)
    assert window.page is None
