"""The kiosk read aloud: each page once, each choice with its figure, in the citizen's language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import time
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from counter.domain.catalogue import Text
from counter.office.voice import Clips, Guide, Spoken, player
from tests.ui.kiosk_scenes import (
    AFTER_HOURS,
    EXPECTS,
    GIVEN,
    OPEN,
    WITHOUT_PAPER,
    Silence,
    Standing,
)
from tests.ui.kiosks import shown
from ui.kiosk.aloud import choices_spoken, number_spoken, shut_spoken
from ui.kiosk.choice import Said
from ui.kiosk.window import KioskWindow
from ui.tasks import Tasks


class Heard(Guide):
    """A guide whose words are written down: what was said, and what was cut short by what."""

    def __init__(self) -> None:
        super().__init__(Path(), Silence())
        self.pages: list[tuple[str, ...]] = []

    def tell(self, language: str, names: Sequence[Spoken]) -> None:
        """Begin a page."""
        self.pages.append((language, *self._clips.chosen(language, names)))

    def add(self, language: str, names: Sequence[Spoken]) -> None:
        """Go on with it."""
        self.pages[-1] = (*self.pages[-1], *self._clips.chosen(language, names))


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def window(qtbot: QtBot, tasks: Tasks, heard: Heard) -> Iterator[KioskWindow]:
    with shown(qtbot, tasks, Standing(OPEN), heard) as made:
        yield made


def test_nothing_is_said_until_somebody_asks_for_it(window: KioskWindow, heard: Heard) -> None:
    window.choices[0].click()
    window.go_back()

    assert heard.pages == []


def test_a_citizen_who_sees_nothing_takes_a_number_by_ear_and_figures(
    qtbot: QtBot, window: KioskWindow, heard: Heard
) -> None:
    QTest.keyClick(window, Qt.Key.Key_Asterisk)
    assert heard.pages[-1][:6] == (
        "id",
        "services",
        "ktp-elektronik",
        "press",
        "1",
        "kartu-keluarga",
    )
    assert heard.pages[-1][-3:] == ("kia-ikd-dan-lainnya", "closed", "priority")

    QTest.keyClick(window, Qt.Key.Key_Plus)
    assert heard.pages[-1] == ("id", "priority-on")

    QTest.keyClick(window, Qt.Key.Key_1)
    assert heard.pages[-1][:3] == ("id", "need", "ktp-el-baru")

    qtbot.waitUntil(lambda: not window.choosing.is_fresh)
    QTest.keyClick(window, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: window.given is not None)
    assert heard.pages[-1] == tuple("id your-number A 0 2 4 5 before-you take-ticket".split())


def test_a_page_is_said_once_however_often_it_is_read_again(
    window: KioskWindow, heard: Heard
) -> None:
    window.frame.guide.click()
    window.resize(1920, 1080)
    window.frame.larger.click()
    window.frame.larger.click()

    assert len(heard.pages) == 1


def test_another_language_is_spoken_at_once(window: KioskWindow, heard: Heard) -> None:
    window.frame.guide.click()
    window.frame.languages["en"].click()

    assert heard.pages[-1][:3] == ("en", "services", "identity-card")


def test_the_next_citizen_is_met_in_silence(window: KioskWindow, heard: Heard) -> None:
    window.frame.guide.click()
    assert window.frame.guide.said.chosen

    window.go_home()

    assert not window.frame.guide.said.chosen
    assert heard.pages[-1][1:] == ()  # hushed


def test_going_back_keeps_the_voice(window: KioskWindow, heard: Heard) -> None:
    window.frame.guide.click()
    window.choices[0].click()
    QTest.keyClick(window, Qt.Key.Key_Minus)

    assert window.frame.guide.said.chosen
    assert heard.pages[-1][1] == "services"


def test_without_paper_it_says_to_remember_the_number(
    qtbot: QtBot, tasks: Tasks, heard: Heard
) -> None:
    with shown(qtbot, tasks, Standing(OPEN, WITHOUT_PAPER), heard) as window:
        window.frame.guide.click()
        window.give(OPEN.groups[0].offers[0])
        qtbot.waitUntil(lambda: window.given is not None)

        assert heard.pages[-1][-1] == "no-paper"


def test_a_pc_without_sound_offers_no_guide(
    qtbot: QtBot, tasks: Tasks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("shutil.which", lambda _name: None)
    with shown(qtbot, tasks, Standing(OPEN), Guide(Path(), player())) as window:
        assert not window.frame.guide.isVisible()


def test_a_title_of_an_offices_own_is_said_by_its_letter() -> None:
    own = Said("Surat jalan ternak", letter="G", foot="")

    said = choices_spoken([own], of_group=False, more=True)

    assert Clips(Path()).chosen("id", said) == [
        "services",
        "service",
        "G",
        "press",
        "1",
        "more",
        "priority",
    ]


def test_an_appointment_is_read_where_its_code_can_be_typed(
    qtbot: QtBot, tasks: Tasks, heard: Heard
) -> None:
    with shown(qtbot, tasks, Standing(EXPECTS, GIVEN), heard) as window:
        window.frame.guide.click()
        at_the_start = heard.pages[-1]
        window.give(EXPECTS.groups[0].offers[0])
        qtbot.waitUntil(lambda: window.given is not None)
        window.frame.more.click()
        adding = heard.pages[-1]

    assert at_the_start[-1] == "appointment"
    assert "services" in adding
    assert "appointment" not in adding


def test_nobody_with_an_appointment_hears_that_they_are_next() -> None:
    given = replace(GIVEN, ahead=0, slot=time(10))

    assert number_spoken(given) == ["your-number", "A", "0", "2", "4"]


def test_a_closed_kiosk_says_why() -> None:
    assert shut_spoken(AFTER_HOURS) == ["after-hours"]


@pytest.mark.parametrize(
    ("ahead", "said"),
    [(0, "next"), (1, "1 one-before-you"), (25, "20 5 before-you"), (120, "")],
)
def test_how_many_come_first_is_said_as_far_as_it_can_be(ahead: int, said: str) -> None:
    given = replace(GIVEN, ahead=ahead, title=Text("KTP", "KTP"))

    assert number_spoken(given) == ["your-number", "A", "0", "2", "4", *said.split()]
