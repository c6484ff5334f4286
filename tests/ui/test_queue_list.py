"""The queue as a list: what a row says is there to be read, in a narrow list too."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot

from ui.theme.theme import font
from ui.theme.tokens import Size, Tone, Type
from ui.widgets.queue_list import QueueList, QueueRow, lines

LONG = "KTP-el hilang atau rusak"
HELD = QueueRow("c:1", "A-011", LONG, "mengambil foto", "4 mnt", Tone.AMBER)
SHORT = QueueRow("c:2", "A-012", "KK baru", "target 15 mnt", "1 mnt", spare=True)
PRIORITY = QueueRow("c:3", "B-004", LONG, "Prioritas", "9 mnt", priority=True)


def test_service_and_reason_of_a_held_ticket_are_whole() -> None:
    service, note = lines(HELD, room := 100, 3)

    assert " ".join(service) == LONG
    assert note == ["mengambil foto"]
    assert all(QFontMetrics(font()).horizontalAdvance(each) <= room for each in service)
    assert QFontMetrics(font(Type.SMALL)).horizontalAdvance(note[0]) <= room


def test_a_list_of_few_is_as_high_as_its_longest_row_needs(qtbot: QtBot) -> None:
    held = QueueList("held", in_sight=3)
    qtbot.addWidget(held)
    held.resize(Size.QUEUE_SNUG, Size.ROW)

    held.show_rows([SHORT])
    low = held.sizeHint().height()
    held.show_rows([SHORT, HELD])

    assert low == Size.ROW
    assert held.sizeHint().height() == 2 * held.row_height > 2 * Size.ROW


def test_a_list_of_many_keeps_its_rows_low(qtbot: QtBot) -> None:
    waiting = QueueList("waiting")
    qtbot.addWidget(waiting)
    waiting.resize(Size.QUEUE_SNUG, Size.ROW)

    waiting.show_rows([HELD, SHORT])

    assert waiting.row_height == Size.ROW


def test_priority_gives_its_word_to_a_long_service_and_is_still_said(qtbot: QtBot) -> None:
    waiting = QueueList("waiting")
    qtbot.addWidget(waiting)
    waiting.show_rows([PRIORITY])

    service, note = lines(PRIORITY, 100, 2)
    said = waiting.rows.index(0).data(Qt.ItemDataRole.ToolTipRole)

    assert (" ".join(service), note) == (LONG, [])
    assert "Prioritas" in said
