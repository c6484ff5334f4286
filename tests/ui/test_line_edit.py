"""Fields hold what they promise."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from ui.widgets.line_edit import TextEdit


@pytest.mark.parametrize("lines", [2, 3, 7])
def test_a_field_of_so_many_lines_holds_them_without_scrolling(qtbot: QtBot, lines: int) -> None:
    field = TextEdit(lines=lines)
    qtbot.addWidget(field)
    with qtbot.waitExposed(field):
        field.show()

    field.setPlainText("\n".join(["KECAMATAN MENTENG"] * lines))

    assert field.verticalScrollBar().maximum() == 0
