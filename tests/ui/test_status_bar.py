"""The bar at the bottom: what is wrong can be read in the narrowest window."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from tests.ui.scenes import offline
from ui.desk.status import printer_item
from ui.theme.tokens import Size, Tone
from ui.widgets.key_button import KeyButton
from ui.widgets.status_bar import StatusBar, StatusItem
from ui.widgets.words import ShortWords


@pytest.fixture
def bar(qtbot: QtBot) -> StatusBar:
    made = StatusBar(KeyButton(QAction("Bantuan")))
    qtbot.addWidget(made)
    made.show_items(offline())
    made.show()
    return made


def read(bar: StatusBar) -> list[str]:
    """What is in sight, whole."""
    return [
        said.text()
        for said in bar.findChildren(ShortWords)
        if said.isVisible() and said.width() >= said.sizeHint().width()
    ]


def test_a_wide_bar_says_everything(bar: StatusBar) -> None:
    bar.resize(Size.WINDOW_WIDTH, Size.STATUS)

    assert read(bar) == [each.text for each in offline()]
    assert not bar.toolTip()


def test_a_narrow_bar_says_all_that_is_wrong(bar: StatusBar) -> None:
    bar.resize(911, Size.STATUS)

    wrong = [each.text for each in offline() if each.tone in (Tone.AMBER, Tone.RED)]
    assert [said for said in read(bar) if said in wrong] == wrong
    assert bar.toolTip() == bar.text()


def test_what_was_left_out_comes_back(bar: StatusBar) -> None:
    bar.resize(911, Size.STATUS)
    bar.resize(Size.WINDOW_WIDTH, Size.STATUS)

    assert read(bar) == [each.text for each in offline()]


def test_a_printer_that_is_not_set_up_is_not_called_ready() -> None:
    none = printer_item(doubtful=0, pending=0, trouble=None, is_set_up=False)

    assert none == StatusItem("Belum ada printer")
