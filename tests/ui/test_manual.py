"""The manual: every page in both languages, every error explained, found by words."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from importlib import import_module
from importlib.resources import files
from importlib.resources.abc import Traversable

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from counter.errors import LoketError
from counter.text import ENGLISH, INDONESIAN
from tests.test_rooms import modules
from ui.app import switch_language
from ui.manual import pages
from ui.manual.opening import open_manual
from ui.manual.pages import NAMES, find_sections, read_all, read_page
from ui.manual.window import ManualWindow
from ui.tasks import Tasks


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


def shown() -> list[ManualWindow]:
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, ManualWindow)]


def title(window: ManualWindow) -> str:
    """The open page's name, as the reader of a screen hears it."""
    return window.text.accessibleName()


@pytest.fixture
def asker(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    widget.resize(1366, 768)
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def manual(qtbot: QtBot, asker: QWidget, tasks: Tasks) -> Iterator[ManualWindow]:
    open_manual(asker, tasks, "desk")
    qtbot.waitUntil(lambda: [title(each) for each in shown()] == ["Loket petugas"])
    (window,) = shown()
    with qtbot.waitExposed(window):
        window.show()
    yield window
    with qtbot.waitSignal(window.destroyed):
        window.close()


def heading_at_top(window: ManualWindow) -> str:
    return window.text.textCursor().block().text()


def test_f1_opens_one_window_at_the_page_asked_for(
    qtbot: QtBot, tasks: Tasks, manual: ManualWindow
) -> None:
    open_manual(manual, tasks, "supervisor", "figures")

    qtbot.waitUntil(lambda: heading_at_top(manual) == "Angka-angka")
    assert shown() == [manual]


def test_an_errors_code_opens_its_section(qtbot: QtBot, tasks: Tasks, manual: ManualWindow) -> None:
    open_manual(manual, tasks, "disk-full")

    qtbot.waitUntil(lambda: heading_at_top(manual) == "Disk penuh")
    assert manual.page == "errors"
    assert manual.text.verticalScrollBar().value() > 0


def test_the_manual_opens_at_once_at_an_errors_section(
    qtbot: QtBot, asker: QWidget, tasks: Tasks
) -> None:
    open_manual(asker, tasks, "disk-full")

    qtbot.waitUntil(lambda: [heading_at_top(each) for each in shown()] == ["Disk penuh"])
    (window,) = shown()
    top = window.text.cursorRect().top()
    assert 0 <= top < window.text.viewport().height() // 4
    window.close()


def test_pages_are_read_and_dressed_off_the_qt_thread(
    qtbot: QtBot, asker: QWidget, tasks: Tasks, monkeypatch: pytest.MonkeyPatch
) -> None:
    readers: set[threading.Thread] = set()

    def note(anchor: str) -> Traversable:
        readers.add(threading.current_thread())
        return files(anchor)

    monkeypatch.setattr(pages, "files", note)
    pages.read_page.cache_clear()
    pages.read_all.cache_clear()

    open_manual(asker, tasks, "desk")

    qtbot.waitUntil(lambda: [title(each) for each in shown()] == ["Loket petugas"])
    assert readers
    assert threading.main_thread() not in readers
    shown()[0].close()


def test_the_page_opened_last_is_the_one_shown(qtbot: QtBot, manual: ManualWindow) -> None:
    manual.open_at("errors")
    manual.open_at("sync")

    qtbot.waitUntil(lambda: title(manual) == read_page("sync", INDONESIAN).title)
    assert heading_at_top(manual) == read_page("sync", INDONESIAN).title


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
    qtbot: QtBot, qapp: QApplication, tasks: Tasks, manual: ManualWindow
) -> None:
    open_manual(manual, tasks, "backup", "broken")
    qtbot.waitUntil(lambda: manual.page == "backup")

    switch_language(qapp, ENGLISH)

    qtbot.waitUntil(lambda: heading_at_top(manual) == "The computer broke")
    assert manual.list.item(0).text() == "The desk"


def test_a_link_opens_another_page(qtbot: QtBot, manual: ManualWindow) -> None:
    manual._follow(QUrl("sync.md#never"))  # noqa: SLF001 - as a click on it would

    qtbot.waitUntil(lambda: heading_at_top(manual) == "Jangan dilakukan")


def test_the_manual_stays_open_though_nobody_holds_it(
    qtbot: QtBot, asker: QWidget, tasks: Tasks
) -> None:
    open_manual(asker, tasks, "desk")
    qtbot.waitUntil(lambda: len(shown()) == 1)

    gc.collect()

    assert [each.isVisible() for each in shown()] == [True]
    shown()[0].close()
