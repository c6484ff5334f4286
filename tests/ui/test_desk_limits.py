"""A branch head counts blanks at the desk; a clerk sees what is left before giving a number."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from tests.ui.deskwork import CTRL, Key, choose, shown, sign_in
from ui.desk.acts import Act
from ui.desk.window import DeskWindow
from ui.front import Front


def limit(qtbot: QtBot, desk: DeskWindow, typed: str) -> None:
    desk.acts[Act.LIMIT].trigger()
    choose(qtbot, desk, "KTP-el baru")
    choose(qtbot, desk, "Blangko di laci")
    qtbot.keyClicks(desk.palette_.field, typed)
    choose(qtbot, desk, typed)


def test_blanks_that_ran_out_stand_beside_the_service(qtbot: QtBot, front: Front) -> None:
    desk = sign_in(qtbot, front, "indra", "4321")
    limit(qtbot, desk, "0")
    qtbot.waitUntil(lambda: "ktp_new" in shown(desk).lefts)

    qtbot.keyClick(desk, Key.Key_N, CTRL)

    choose(qtbot, desk, "KTP-el baru, 0 blangko lagi")
    qtbot.waitUntil(lambda: len(shown(desk).waiting) == 1)


def test_what_is_no_number_is_said(qtbot: QtBot, front: Front) -> None:
    desk = sign_in(qtbot, front, "indra", "4321")

    limit(qtbot, desk, "banyak")

    qtbot.waitUntil(lambda: "banyak bukan angka" in desk.toast.head.text())
    assert shown(desk).lefts == {}


def test_a_clerk_is_not_offered_it(desk: DeskWindow) -> None:
    assert not desk.acts[Act.LIMIT].isVisible()
