"""The recovery sheet: shown, printed, saved, and kept before anybody goes on."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from counter.pages import page_count
from tests.ui.setup.working import (
    at_the_sheet,
)
from ui.setup.sheet_page import SheetPage
from ui.tasks import Tasks
from ui.widgets.confirm import Confirm


def test_the_sheet_begins_at_the_button_that_prints(
    qtbot: QtBot, tasks: Tasks, folder: Path
) -> None:
    window, sheet = at_the_sheet(qtbot, tasks, folder)
    window.activateWindow()

    qtbot.waitUntil(sheet.first_field().hasFocus)


def test_loket_opens_only_once_the_sheet_is_kept(
    qtbot: QtBot, tasks: Tasks, folder: Path, tmp_path: Path
) -> None:
    window, sheet = at_the_sheet(qtbot, tasks, folder)
    assert not window.next.isEnabled()
    assert window.answers.people == []  # no PIN stays

    window.close()
    asked = window.findChild(Confirm)
    assert window.isVisible()
    assert asked is not None
    asked.reject()
    sheet.save_to(tmp_path / "sheet.pdf")
    qtbot.waitUntil(sheet.said.isVisible)
    sheet.confirm.click()

    assert page_count((tmp_path / "sheet.pdf").read_bytes()) == 1
    with qtbot.waitSignal(window.done):
        window.next.trigger()


def test_a_sheet_that_cannot_be_saved_is_still_shown(
    qtbot: QtBot, tasks: Tasks, folder: Path, tmp_path: Path
) -> None:
    _window, sheet = at_the_sheet(qtbot, tasks, folder)

    sheet.save_to(tmp_path / "no such folder" / "sheet.pdf")

    qtbot.waitUntil(sheet.error.isVisible)
    qtbot.waitUntil(sheet.picture.is_drawn)


def test_the_sheet_is_printed_on_the_printer_chosen(
    qtbot: QtBot, tasks: Tasks, folder: Path, tmp_path: Path
) -> None:
    window, _sheet = at_the_sheet(qtbot, tasks, folder)
    made = window.made
    assert made is not None

    def into_a_file(_page: QWidget) -> QPrinter:
        printer = QPrinter()
        printer.setOutputFileName(str(tmp_path / "printed.pdf"))
        return printer

    sheet = SheetPage(tasks, made.sheet, made.words, choose_printer=into_a_file)
    qtbot.addWidget(sheet)
    sheet.print.trigger()

    qtbot.waitUntil(lambda: bool(sheet.said.text()))
    assert page_count((tmp_path / "printed.pdf").read_bytes()) == 1
