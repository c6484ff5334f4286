"""Another language in the middle of setting up loses no answer."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from counter.text import ENGLISH, language
from tests.ui.setup.working import (
    at_the_sheet,
    at_the_summary,
    filled,
    reach,
    window_for,
)
from ui.app import switch_language
from ui.setup.people import PeoplePage
from ui.setup.steps import (
    PEOPLE,
    SHEET,
)
from ui.setup.welcome import WelcomePage
from ui.tasks import Tasks


def test_the_language_changes_without_losing_an_answer(
    qtbot: QtBot, tasks: Tasks, folder: Path
) -> None:
    window = window_for(qtbot, tasks, folder, filled())
    assert isinstance(window.page, WelcomePage)
    window.page.languages.choose(ENGLISH)

    window.page.languages.picked.emit()

    qtbot.waitUntil(lambda: language() == ENGLISH and window.title.text() == "Welcome")
    assert window.answers.name == "Kelurahan Menteng"


def test_another_language_keeps_the_page_its_marks_and_where_one_was(
    qapp: QApplication, qtbot: QtBot, tasks: Tasks, folder: Path
) -> None:
    window = window_for(qtbot, tasks, folder, filled())
    window.go(PEOPLE)
    page = window.page
    assert isinstance(page, PeoplePage)
    page.more.click()
    page.cards[1].name.setText("Sari")
    page.cards[1].pin.setText("1111")
    page.cards[1].again.setText("2222")
    window.next.trigger()
    qtbot.waitUntil(page.cards[1].answers["again"].said.isVisible)
    refused = page.cards[1].again.accessibleDescription()

    switch_language(qapp, ENGLISH)

    after = window.page
    assert isinstance(after, PeoplePage)
    assert window.said.text() == "Put right what is marked, then go on."
    again = after.cards[1].again
    assert (after.cards[1].name.text(), again.text()) == ("Sari", "2222")
    assert again.hasFocus()
    qtbot.waitUntil(lambda: again.accessibleDescription() not in ("", refused))


def test_another_language_says_again_what_failed_and_how_to_mend_it(
    qapp: QApplication, qtbot: QtBot, tasks: Tasks, folder: Path
) -> None:
    answers = filled()
    answers.central_url, answers.central_code = "http://127.0.0.1:9", "no code at all"
    window = at_the_summary(qtbot, tasks, folder, answers)
    window.next.trigger()
    qtbot.waitUntil(window.error.isVisible, timeout=20_000)
    failed = window.error.happened.text()

    switch_language(qapp, ENGLISH)

    assert window.error.isVisible()
    assert window.error.happened.text() not in ("", failed)
    assert window.error.mend.text() == "Go to: Central"


def test_another_language_while_an_office_is_made_makes_it_once(
    qapp: QApplication, qtbot: QtBot, tasks: Tasks, folder: Path
) -> None:
    window = at_the_summary(qtbot, tasks, folder)

    window.next.trigger()
    switch_language(qapp, ENGLISH)

    assert not window.next.isEnabled()
    assert not window.back.isEnabled()
    reach(qtbot, window, SHEET)
    assert window.title.text() == "Kelurahan Menteng is ready"


def test_the_sheet_speaks_another_language_and_stays_ticked(
    qapp: QApplication, qtbot: QtBot, tasks: Tasks, folder: Path
) -> None:
    window, sheet = at_the_sheet(qtbot, tasks, folder)
    sheet.confirm.click()

    switch_language(qapp, ENGLISH)

    assert window.sheet is sheet
    assert sheet.confirm.text().startswith("The sheet is printed or copied")
    assert sheet.print.text() == "Print"
    assert sheet.confirm.isChecked()
    assert window.next.isEnabled()
    assert window.said.text() == "Tick that the sheet is kept, then go on."
