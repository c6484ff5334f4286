"""Suspending a service at the desk, the promise slip it leads to, and taking that up."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.deskwork import CTRL, Key, choose, complete, paper_state, shown
from ui.desk.acts import Act
from ui.desk.window import DeskWindow


def suspend(qtbot: QtBot, desk: DeskWindow) -> None:
    desk.acts[Act.SUSPEND].trigger()
    choose(qtbot, desk, "Tangguhkan KTP-el baru")
    choose(qtbot, desk, "sistem pusat sedang gangguan")
    choose(qtbot, desk, "Besok pagi")
    qtbot.waitUntil(lambda: "ktp_new" in shown(desk).suspended)


@pytest.mark.usefixtures("serving")
def test_an_intake_becomes_a_promise_slip_that_is_taken_up_later(
    qtbot: QtBot, desk: DeskWindow
) -> None:
    suspend(qtbot, desk)
    qtbot.waitUntil(lambda: "slip janji" in shown(desk).notice)
    complete(qtbot, desk)
    qtbot.keyClick(desk, Key.Key_F10)
    qtbot.waitUntil(lambda: paper_state(desk) == "printed")
    qtbot.keyClick(desk, Key.Key_F9)
    qtbot.waitUntil(lambda: shown(desk).current is None)

    desk.acts[Act.SUSPEND].trigger()
    choose(qtbot, desk, "Pulihkan KTP-el baru")
    choose(qtbot, desk, "3171-06/L1/2026/000001")

    qtbot.waitUntil(lambda: "mulai diproses" in desk.toast.head.text())
    desk.acts[Act.PROMISES].trigger()
    qtbot.waitUntil(lambda: "Tidak ada yang memegang" in desk.toast.head.text())


def test_a_new_number_for_it_says_that_it_is_suspended(qtbot: QtBot, desk: DeskWindow) -> None:
    suspend(qtbot, desk)

    qtbot.keyClick(desk, Key.Key_N, CTRL)

    choose(qtbot, desk, "KTP-el baru, ditangguhkan")
    qtbot.waitUntil(lambda: len(shown(desk).waiting) == 1)
