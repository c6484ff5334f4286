"""Every scene of the gallery says all of its words, in both languages, on the least PC."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from counter.text import set_language
from tests.ui import scenes
from ui.tasks import Tasks

ROOM = {"125": (1093, 614), "150": (911, 512)}  # what 1366 by 768 leaves at so many per cent
ON_THE_STORE = ("admin-", "supervisor-")  # make an office first, which this thread must not


@pytest.fixture
def shortened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was painted with … at its end."""
    found: list[str] = []
    real = QFontMetrics.elidedText

    def elided(self: QFontMetrics, text: str, mode: Qt.TextElideMode, width: int) -> str:
        shown = real(self, text, mode, width)
        if shown != text:
            found.append(text)
        return shown

    monkeypatch.setattr(QFontMetrics, "elidedText", elided)
    return found


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("room", ROOM.values(), ids=ROOM)
@pytest.mark.parametrize("name", [each for each in scenes.ALL if not each.startswith(ON_THE_STORE)])
def test_no_word_is_cut_off(
    qtbot: QtBot,
    tasks: Tasks,
    shortened: list[str],
    name: str,
    room: tuple[int, int],
    language: str,
) -> None:
    set_language(language)
    scene = scenes.ALL[name](tasks)
    qtbot.addWidget(scene)
    scene.resize(*room)
    with qtbot.waitExposed(scene):
        scene.show()
    if ready := getattr(scene, "ready", None):
        qtbot.waitUntil(ready)
    if after := getattr(scene, "after", None):
        after()

    # a layout takes more than one pass to settle; what is cut then stays cut
    qtbot.waitUntil(lambda: not [each for each in scene.findChildren(QWidget) if _is_cut(each)])
    shortened.clear()
    scene.grab()
    assert not shortened


def _is_cut(part: QWidget) -> bool:
    """Whether a label or a button in sight has less room than its words need."""
    if not part.isVisible() or part.visibleRegion().isEmpty():
        return False
    if not isinstance(part, QLabel | QAbstractButton) or not part.text():
        return False
    if part.hasHeightForWidth():  # it breaks its words into lines
        return part.height() < part.heightForWidth(part.width())
    metrics = part.fontMetrics()
    return part.width() < metrics.horizontalAdvance(part.text()) or part.height() < metrics.ascent()
