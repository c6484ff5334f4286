"""Whole visits by keyboard: groups, what follows, questions, corrections, places kept."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from counter.domain.ticket import TicketState
from tests.ui.deskwork import CTRL, Give, Key, choose, complete, paper_state, shown, state_of
from ui.desk.acts import Act
from ui.desk.window import DeskWindow

SHIFT = Qt.KeyboardModifier.ShiftModifier


def test_a_family_gets_one_number(qtbot: QtBot, desk: DeskWindow) -> None:
    qtbot.keyClick(desk, Key.Key_N, CTRL | SHIFT)
    choose(qtbot, desk, "4")
    choose(qtbot, desk, "KTP-el baru")

    qtbot.waitUntil(lambda: len(shown(desk).waiting) == 1)
    assert shown(desk).waiting[0].people == 4
    qtbot.keyClick(desk, Key.Key_F2)
    qtbot.waitUntil(lambda: "4 orang" in desk.ticket.facts.text())


@pytest.mark.usefixtures("serving")
def test_the_next_service_opens_its_own_form_at_the_same_counter(
    qtbot: QtBot, desk: DeskWindow
) -> None:
    number = shown(desk).current
    assert number is not None
    qtbot.keyClick(desk, Key.Key_T, CTRL)
    choose(qtbot, desk, "Akta kelahiran")
    qtbot.waitUntil(lambda: "Akta kelahiran" in desk.ticket.facts.text())

    qtbot.keyClick(desk, Key.Key_F9)

    qtbot.waitUntil(lambda: "Akta kelahiran" in desk.ticket.service.text())
    assert state_of(desk) is TicketState.SERVING
    assert desk.ticket.number.text() == number.number


@pytest.mark.usefixtures("serving")
def test_the_next_of_a_family_finds_an_empty_form(qtbot: QtBot, desk: DeskWindow) -> None:
    qtbot.keyClick(desk, Key.Key_T, CTRL)
    choose(qtbot, desk, "KTP-el baru")
    qtbot.waitUntil(lambda: "KTP-el baru" in desk.ticket.facts.text())
    complete(qtbot, desk)
    qtbot.keyClick(desk, Key.Key_F10)
    qtbot.waitUntil(lambda: paper_state(desk) == "printed")

    qtbot.keyClick(desk, Key.Key_F9)

    qtbot.waitUntil(lambda: not desk.ticket.facts.text().startswith("lalu"))
    qtbot.waitUntil(lambda: desk.service.isVisible() and shown(desk).receipt is None)
    assert desk.service.form.answers().get("name", "") == ""


def test_a_short_question_is_one_key(qtbot: QtBot, desk: DeskWindow) -> None:
    qtbot.keyClick(desk, Key.Key_F12)

    qtbot.waitUntil(lambda: state_of(desk) is TicketState.SERVING)
    assert desk.ticket.service.text() == "Pertanyaan singkat"
    qtbot.waitUntil(desk.asked.isVisible)  # no form, and no receipt beside it
    assert not desk.side.isVisible()
    assert desk.ticket.buttons[Act.FINISH].hasFocus()
    qtbot.keyClick(desk, Key.Key_F9)
    qtbot.waitUntil(lambda: state_of(desk) is None)


@pytest.mark.usefixtures("serving")
def test_a_correction_asks_what_and_why(qtbot: QtBot, desk: DeskWindow) -> None:
    desk.acts[Act.CORRECT].trigger()
    choose(qtbot, desk, "Layanan lain")
    choose(qtbot, desk, "Akta kelahiran")
    choose(qtbot, desk, "salah pilih layanan")

    qtbot.waitUntil(lambda: "Akta kelahiran" in desk.ticket.service.text())
    current = shown(desk).current
    assert current is not None
    assert current.correction == "salah pilih layanan"


def test_somebody_found_keeps_a_place_for_another_day(
    qtbot: QtBot, desk: DeskWindow, give: Give
) -> None:
    number = give()
    qtbot.keyClick(desk, Key.Key_F, CTRL)
    qtbot.keyClicks(desk.palette_.field, number)
    choose(qtbot, desk, number)
    choose(qtbot, desk, "Simpan tempat")
    choose(qtbot, desk, "blangko habis")

    qtbot.waitUntil(lambda: not shown(desk).waiting)
    qtbot.waitUntil(lambda: "K-001" in desk.toast.head.text())


def test_the_day_ends_with_places_kept_and_numbers_closed(
    qtbot: QtBot, desk: DeskWindow, give: Give
) -> None:
    first, second = give(), give()
    desk.acts[Act.END_DAY].trigger()
    choose(qtbot, desk, "satu per satu")
    qtbot.waitUntil(lambda: first in desk.palette_.field.placeholderText())
    choose(qtbot, desk, "Simpan tempat")
    qtbot.waitUntil(lambda: second in desk.palette_.field.placeholderText())
    choose(qtbot, desk, "Tutup nomornya")
    choose(qtbot, desk, "kantor tutup")

    qtbot.waitUntil(lambda: not shown(desk).waiting)
    qtbot.waitUntil(lambda: "1 tempat disimpan. 1 nomor ditutup." in desk.toast.head.text())


def test_the_day_ends_for_all_with_one_word(qtbot: QtBot, desk: DeskWindow, give: Give) -> None:
    give()
    give()
    desk.acts[Act.END_DAY].trigger()
    choose(qtbot, desk, "tutup nomor")
    choose(qtbot, desk, "kantor tutup")

    qtbot.waitUntil(lambda: not shown(desk).waiting)
    qtbot.waitUntil(lambda: "2" in desk.toast.head.text())


def test_a_day_on_which_nobody_is_left_ends_at_once(qtbot: QtBot, desk: DeskWindow) -> None:
    desk.acts[Act.END_DAY].trigger()

    qtbot.waitUntil(lambda: desk.toast.head.text().startswith("Hari"))
    assert not desk.palette_.isVisible()


def test_a_counter_pauses_and_goes_on_by_one_key(
    qtbot: QtBot, desk: DeskWindow, give: Give
) -> None:
    give()
    qtbot.keyClick(desk, Key.Key_J, CTRL)
    choose(qtbot, desk, "makan siang")
    qtbot.waitUntil(lambda: shown(desk).pause is not None)
    assert "makan siang" in desk.idle.head.text()
    qtbot.keyClick(desk, Key.Key_F2)
    qtbot.waitUntil(lambda: "jeda" in desk.toast.head.text())

    qtbot.keyClick(desk, Key.Key_J, CTRL)
    qtbot.waitUntil(lambda: shown(desk).pause is None)
    qtbot.keyClick(desk, Key.Key_F2)
    qtbot.waitUntil(lambda: state_of(desk) is TicketState.CALLED)


@pytest.mark.usefixtures("serving")
def test_what_was_planned_is_taken_back(qtbot: QtBot, desk: DeskWindow) -> None:
    qtbot.keyClick(desk, Key.Key_T, CTRL)
    choose(qtbot, desk, "Akta kelahiran")
    qtbot.waitUntil(lambda: "Akta kelahiran" in desk.ticket.facts.text())

    qtbot.keyClick(desk, Key.Key_T, CTRL)
    choose(qtbot, desk, "Tanpa Akta kelahiran")

    qtbot.waitUntil(lambda: "Akta kelahiran" not in desk.ticket.facts.text())


@pytest.mark.usefixtures("serving")
def test_a_place_is_kept_for_whoever_is_at_the_counter(qtbot: QtBot, desk: DeskWindow) -> None:
    desk.acts[Act.KEEP].trigger()
    choose(qtbot, desk, "berkas kurang")

    qtbot.waitUntil(lambda: state_of(desk) is None)
    qtbot.waitUntil(lambda: "K-001" in desk.toast.head.text())


@pytest.mark.usefixtures("serving")
def test_a_numbers_story_is_told(qtbot: QtBot, desk: DeskWindow) -> None:
    current = shown(desk).current
    assert current is not None
    qtbot.keyClick(desk, Key.Key_F, CTRL)
    qtbot.keyClicks(desk.palette_.field, current.number)
    choose(qtbot, desk, current.number)
    choose(qtbot, desk, "Apa yang terjadi")

    def told() -> list[str]:
        model = desk.palette_.list.model()
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    who = ", Sari Wulandari 08.00"
    steps = ["nomor diambil", "dipanggil · Loket 3", "mulai dilayani · Loket 3"]
    qtbot.waitUntil(lambda: told() == [step + who for step in steps])
