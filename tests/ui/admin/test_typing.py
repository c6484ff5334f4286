"""Nothing typed in administration is lost: by Esc, by another page, by another language."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from counter.office.people import Role
from counter.text import ENGLISH, INDONESIAN
from tests.ui.admin.working import page_of, saved, type_into
from ui.admin.computer import BackupAdmin
from ui.admin.entries import PeopleAdmin
from ui.admin.office import CalendarAdmin, OfficeAdmin
from ui.admin.window import AdminWindow
from ui.app import switch_language
from ui.widgets.confirm import Confirm


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
    type_into(page.editor.name, "Rina")
    type_into(page.editor.card.pin, "2468")

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
    type_into(page.editor.name, "Rina")

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
    type_into(page.form.name, "Dukcapil Jakarta Selatan")
    page_of(window, "people", PeopleAdmin)

    window.leave.trigger()

    question = window.findChild(Confirm)
    assert question is not None
    assert window.isVisible()
    question.leave.click()
    assert not window.isVisible()


def test_another_language_keeps_what_is_typed_where_one_was_and_what_is_wrong(
    qapp: QApplication, qtbot: QtBot, window: AdminWindow
) -> None:
    page = page_of(window, "office", OfficeAdmin)
    type_into(page.form.name, "Dukcapil Jakarta Selatan")
    type_into(page.form.letterhead, "PEMERINTAH")
    type_into(page.form.hours.fields["mon"][1], "sore")
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
    type_into(page.editor.card.name, "Sari W. Putri")
    type_into(page.editor.card.pin, "1111")
    type_into(page.editor.card.again, "2222")
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
    type_into(calendar.day, "besok")
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
    type_into(page.form.name, "Dukcapil Jakarta Selatan")

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
