"""The administration window, page by page."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from counter.config import read_config
from counter.office import people
from counter.office.doctor import examine
from counter.office.people import PinWrong
from counter.office.station import Station
from tests.ui.admin.working import elsewhere, opened, page_of, saved, type_into
from ui.admin.computer import BackupAdmin, ComputerAdmin, HealthPage
from ui.admin.entries import CountersAdmin, PeopleAdmin
from ui.admin.office import CalendarAdmin, CatalogueAdmin, OfficeAdmin
from ui.admin.window import AdminWindow
from ui.tasks import Tasks
from ui.widgets.key_button import key_name


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
    type_into(form.name, "Dukcapil Jakarta Selatan")
    type_into(form.hours.fields["mon"][1], "16")

    page.save.click()
    saved(qtbot, window)

    office = elsewhere(lambda: station.office.read(lambda reading: reading.settings.office()))
    assert (office.name, office.code) == ("Dukcapil Jakarta Selatan", "3171-06")
    assert office.hours["mon"] == ("08:00", "16:00")


def test_a_wrong_hour_stays_as_typed(qtbot: QtBot, window: AdminWindow) -> None:
    page = page_of(window, "office", OfficeAdmin)
    form = page.form
    type_into(form.hours.fields["mon"][1], "sore")

    page.save.click()

    qtbot.waitUntil(form.hours.said.isVisible)
    assert form.hours.fields["mon"][1].text() == "sore"


def test_a_forgotten_pin_is_replaced(qtbot: QtBot, window: AdminWindow, station: Station) -> None:
    page = page_of(window, "people", PeopleAdmin)
    page.open_entry("sari")
    editor = page.editor
    assert editor is not None
    type_into(editor.card.pin, "7788")
    type_into(editor.card.again, "7788")

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
    type_into(editor.card.name, "Sari W. Putri")

    editor.save.trigger()
    saved(qtbot, window)

    session = elsewhere(lambda: people.sign_in(station.office, "sari", "1234", counter=3))
    assert session.name == "Sari W. Putri"


def test_what_somebody_can_render_is_ticked_and_listed(
    qtbot: QtBot, window: AdminWindow, station: Station
) -> None:
    page = page_of(window, "people", PeopleAdmin)
    page.open_entry("sari")
    editor = page.editor
    assert editor is not None
    editor.skills.ticks["kia"].setChecked(True)

    editor.save.trigger()
    saved(qtbot, window)

    known = elsewhere(lambda: station.office.read(people.members))
    assert next(each.services for each in known if each.id == "sari") == ("kia",)
    qtbot.waitUntil(
        lambda: any("1 layanan" in facts for _key, _name, facts, _off in page.entries())
    )


def test_two_different_pins_are_refused(window: AdminWindow) -> None:
    page = page_of(window, "people", PeopleAdmin)
    page.open_entry("")
    editor = page.editor
    assert editor is not None
    type_into(editor.card.name, "Budi")
    type_into(editor.card.pin, "1111")
    type_into(editor.card.again, "2222")

    editor.save.trigger()

    assert editor.card.again.accessibleDescription()
    assert page.editor is editor


def test_ctrl_enter_saves_and_the_button_says_so(
    qtbot: QtBot, window: AdminWindow, station: Station
) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    page = page_of(window, "people", PeopleAdmin)
    page.more.click()
    editor = page.editor
    assert editor is not None
    type_into(editor.name, "Rina")
    for field in (editor.card.pin, editor.card.again):
        type_into(field, "2468")
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
    type_into(editor.name, "Loket Cepat")
    editor.services.ticks["kia"].setChecked(True)
    type_into(editor.zone, " Lantai  2 ")

    editor.save.trigger()
    saved(qtbot, window)

    counters = elsewhere(lambda: station.office.read(lambda reading: reading.settings.counters()))
    added = counters[-1]
    assert (added.number, added.name, added.services) == (5, "Loket Cepat", ("kia",))
    assert added.zone == "Lantai 2"


def test_a_day_is_corrected(qtbot: QtBot, window: AdminWindow, station: Station) -> None:
    page = page_of(window, "calendar", CalendarAdmin)
    type_into(page.day, "1-12-2026")
    type_into(page.name, "Pilkada")

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
    type_into(computer.form.backup, str(tmp_path / "backups"))
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


def test_a_clerk_is_told_that_it_is_not_theirs(
    qtbot: QtBot, tasks: Tasks, station: Station
) -> None:
    elsewhere(station.start)
    elsewhere(lambda: people.sign_in(station.office, "sari", "1234", counter=3))

    window = opened(qtbot, tasks, station)

    qtbot.waitUntil(window.error.isVisible)
    assert window.page is None
