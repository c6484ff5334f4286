"""The manual: every page in both languages, every error explained, found by words."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from importlib import import_module

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from counter.errors import LoketError
from counter.text import ENGLISH, INDONESIAN
from tests.test_rooms import modules
from ui.app import switch_language
from ui.manual.pages import NAMES, find_sections, read_all, read_page
from ui.manual.window import ManualWindow, open_manual


def every_code() -> set[str]:
    """The code of every error a person can meet."""
    for name in modules("counter", "ui"):
        import_module(name)
    codes: set[str] = set()
    kinds = list(LoketError.__subclasses__())
    while kinds:
        kind = kinds.pop()
        kinds += kind.__subclasses__()
        if kind.__module__.split(".")[0] in ("counter", "ui"):
            codes.add(kind.code.fget(kind.__new__(kind)))  # type: ignore[attr-defined]  # a property
    return codes


@pytest.mark.parametrize("language", [INDONESIAN, ENGLISH])
def test_every_error_has_its_section(language: str) -> None:
    sections = {each.anchor: each for each in read_page("errors", language).sections}

    missing = every_code() - sections.keys()

    assert not missing
    assert all(sections[code].text for code in every_code())


def test_no_section_explains_an_error_there_is_none_of() -> None:
    explained = {each.anchor for each in read_page("errors", ENGLISH).sections if each.level == 3}

    assert explained - every_code() == set()


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_have_the_same_headings(name: str) -> None:
    indonesian, english = read_page(name, INDONESIAN), read_page(name, ENGLISH)

    assert [(each.anchor, each.level) for each in indonesian.sections] == [
        (each.anchor, each.level) for each in english.sections
    ]
    assert all(each.text or each.level < 3 for each in indonesian.sections)


def test_every_word_asked_for_must_be_there() -> None:
    found = find_sections(read_all(INDONESIAN), "printer kertas")

    assert found
    assert all("kertas" in f"{each.title} {each.text}".casefold() for each in found)
    assert find_sections(read_all(INDONESIAN), "zzz") == []


@pytest.fixture
def manual(qtbot: QtBot) -> Iterator[ManualWindow]:
    asker = QWidget()
    asker.resize(1366, 768)
    qtbot.addWidget(asker)
    window = open_manual(asker, "desk")
    with qtbot.waitExposed(window):
        window.show()
    yield window
    with qtbot.waitSignal(window.destroyed):
        window.close()


def heading_at_top(window: ManualWindow) -> str:
    return window.text.textCursor().block().text()


def test_f1_opens_one_window_at_the_page_asked_for(manual: ManualWindow) -> None:
    again = open_manual(manual, "supervisor", "figures")

    assert again is manual
    assert heading_at_top(manual) == "Angka-angka"


def test_an_errors_code_opens_its_section(manual: ManualWindow) -> None:
    open_manual(manual, "disk-full")

    assert manual.page == "errors"
    assert heading_at_top(manual) == "Disk penuh"
    assert manual.text.verticalScrollBar().value() > 0


def test_a_page_is_found_by_words_at_the_keyboard(qtbot: QtBot, manual: ManualWindow) -> None:
    manual.search.setFocus()
    QTest.keyClicks(manual.search, "lembar pemulihan")

    QTest.keyClick(manual.search, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: "pemulihan" in heading_at_top(manual).casefold())
    QTest.keyClick(manual, Qt.Key.Key_Escape)
    assert manual.search.text() == ""
    assert manual.isVisible()


def test_nothing_found_says_so(manual: ManualWindow) -> None:
    manual.search.setText("zzz")

    assert manual.nothing.isVisible()


def test_the_page_stays_open_in_the_other_language(
    qapp: QApplication, manual: ManualWindow
) -> None:
    open_manual(manual, "backup", "broken")

    switch_language(qapp, ENGLISH)

    assert heading_at_top(manual) == "The computer broke"
    assert manual.list.item(0).text() == "The desk"


def test_a_link_opens_another_page(manual: ManualWindow) -> None:
    manual._follow(QUrl("sync.md#never"))  # noqa: SLF001 - as a click on it would

    assert heading_at_top(manual) == "Jangan dilakukan"


def test_the_manual_stays_open_though_nobody_holds_it(qtbot: QtBot) -> None:
    asker = QWidget()
    qtbot.addWidget(asker)

    open_manual(asker, "desk")
    gc.collect()

    shown = [each for each in QApplication.topLevelWidgets() if isinstance(each, ManualWindow)]
    assert [each.isVisible() for each in shown] == [True]
    shown[0].close()
