"""Content higher than its place: whoever types sees the field, whatever grows above it."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.theme.tokens import Size
from ui.widgets.scrolled import Scrolled


def test_the_field_with_the_focus_stays_in_sight_while_what_is_above_it_grows(
    qtbot: QtBot,
) -> None:
    content, hint, fields = QWidget(), QLabel(), [QLineEdit() for _field in range(20)]
    rows = QVBoxLayout(content)
    rows.addWidget(hint)
    for field in fields:
        rows.addWidget(field)
    area = Scrolled(content)
    qtbot.addWidget(area)
    area.resize(Size.PAGE, Size.STAT * 2)
    with qtbot.waitExposed(area):
        area.show()
    area.activateWindow()

    fields[9].setFocus()
    hint.setText("\n" * 8)

    qtbot.waitUntil(lambda: hint.height() > 8 * Size.DOT)
    qtbot.waitUntil(lambda: fields[9].visibleRegion().boundingRect() == fields[9].rect())
