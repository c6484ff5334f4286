"""Appointments at the desk: times laid down, somebody booked, moved, cancelled and checked in."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from counter.office import appointments
from counter.office.station import Station
from tests.ui.admin.working import elsewhere
from tests.ui.deskwork import CTRL, KTP, Key, choose, shown, sign_in
from tests.ui.stations import papers
from ui.desk.acts import Act
from ui.desk.window import DeskWindow
from ui.front import Front


@pytest.fixture
def head(qtbot: QtBot, front: Front) -> DeskWindow:
    """A branch head's desk, in an office that takes appointments for new KTPs."""
    desk = sign_in(qtbot, front, "indra", "4321")
    answer_hours(qtbot, desk, "08.00-11.30")
    choose(qtbot, desk, "30 menit")
    choose(qtbot, desk, "2")
    choose(qtbot, desk, "Setiap hari kantor buka")
    qtbot.waitUntil(lambda: "bisa langsung membuat janji" in desk.toast.head.text())
    return desk


def answer_hours(qtbot: QtBot, desk: DeskWindow, typed: str) -> None:
    desk.acts[Act.LIMIT].trigger()
    choose(qtbot, desk, "KTP-el baru")
    choose(qtbot, desk, "Janji temu")
    qtbot.keyClicks(desk.palette_.field, typed)
    choose(qtbot, desk, typed)


def book(qtbot: QtBot, desk: DeskWindow, day: str, time: str, who: str) -> None:
    qtbot.keyClick(desk, Key.Key_B, CTRL)
    choose(qtbot, desk, "Buat janji temu")
    choose(qtbot, desk, day)
    choose(qtbot, desk, time)
    choose(qtbot, desk, "1")
    qtbot.keyClicks(desk.palette_.field, who)
    choose(qtbot, desk, who)
    qtbot.waitUntil(lambda: "ditunggu pada" in desk.toast.head.text())


def test_whoever_is_booked_is_found_and_has_a_slip(
    qtbot: QtBot, head: DeskWindow, tmp_path: Path
) -> None:
    book(qtbot, head, "besok", "09.30", "Dewi Lestari 081234567890")

    qtbot.keyClick(head, Key.Key_B, CTRL)
    choose(qtbot, head, "Rabu, 25 November 09.30 · Dewi Lestari")

    qtbot.waitUntil(lambda: len(papers(tmp_path)) == 1)
    qtbot.waitUntil(lambda: "081234567890" in head.palette_.field.placeholderText())


def test_a_place_taken_while_the_name_is_typed_costs_no_name(
    qtbot: QtBot, head: DeskWindow, station: Station
) -> None:
    qtbot.keyClick(head, Key.Key_B, CTRL)
    choose(qtbot, head, "Buat janji temu")
    choose(qtbot, head, "besok")
    choose(qtbot, head, "09.30")
    choose(qtbot, head, "1")
    qtbot.keyClicks(head.palette_.field, "Dewi Lestari")
    at = datetime(2026, 11, 25, 9, 30)
    elsewhere(lambda: station.office.act(appointments.book, KTP, at, name="Budi Santoso", people=2))

    choose(qtbot, head, "Dewi Lestari")
    choose(qtbot, head, "besok")
    choose(qtbot, head, "10.00")

    qtbot.waitUntil(
        lambda: "Dewi Lestari ditunggu pada Rabu, 25 November pukul 10.00" in head.toast.head.text()
    )


def test_a_name_without_an_appointment_is_said_not_to_be_in_the_list(
    qtbot: QtBot, head: DeskWindow
) -> None:
    book(qtbot, head, "besok", "09.30", "Dewi Lestari")
    qtbot.keyClick(head, Key.Key_B, CTRL)
    qtbot.waitUntil(head.palette_.isVisible)

    qtbot.keyClicks(head.palette_.field, "rahayu")

    said = {each.text() for each in head.palette_.findChildren(QLabel) if each.isVisible()}
    assert "Tidak ada di daftar ini. Periksa ejaannya, atau tekan Esc." in said


def test_whoever_has_come_waits_for_the_time(qtbot: QtBot, head: DeskWindow) -> None:
    book(qtbot, head, "hari ini", "10.00", "Dewi Lestari")

    qtbot.keyClick(head, Key.Key_B, CTRL)
    choose(qtbot, head, "10.00 · Dewi Lestari")
    choose(qtbot, head, "Sudah datang")

    qtbot.waitUntil(lambda: len(shown(head).waiting) == 1)
    row = head.queue.waiting.model().index(0, 0)
    assert "janji temu 10.00" in str(row.data())


def test_another_time_and_a_cancellation(qtbot: QtBot, head: DeskWindow) -> None:
    book(qtbot, head, "besok", "09.30", "Dewi Lestari")
    qtbot.keyClick(head, Key.Key_B, CTRL)
    choose(qtbot, head, "Dewi Lestari")
    choose(qtbot, head, "Waktu lain")
    choose(qtbot, head, "besok")
    choose(qtbot, head, "11.00")
    qtbot.waitUntil(lambda: "sekarang pada Rabu" in head.toast.head.text())

    qtbot.keyClick(head, Key.Key_B, CTRL)
    choose(qtbot, head, "11.00 · Dewi Lestari")
    choose(qtbot, head, "Batalkan janji temu")
    choose(qtbot, head, "dicabut pemohon")

    qtbot.waitUntil(lambda: "tempatnya kosong lagi" in head.toast.head.text())


def test_the_times_that_were_laid_down_stand_beside_the_service(
    qtbot: QtBot, head: DeskWindow
) -> None:
    qtbot.waitUntil(lambda: "ktp_new" in shown(head).slots)

    head.acts[Act.LIMIT].trigger()

    choose(qtbot, head, "KTP-el baru, 08.00 sampai 11.30, masing-masing 30 menit, 2 orang")
    choose(qtbot, head, "Janji temu, 08.00 sampai 11.30")


def test_where_no_service_takes_any_that_is_said(qtbot: QtBot, desk: DeskWindow) -> None:
    qtbot.keyClick(desk, Key.Key_B, CTRL)

    qtbot.waitUntil(lambda: "Belum ada layanan" in desk.toast.head.text())


def test_what_is_no_span_of_time_is_said(qtbot: QtBot, front: Front) -> None:
    desk = sign_in(qtbot, front, "indra", "4321")

    answer_hours(qtbot, desk, "pagi")

    qtbot.waitUntil(lambda: "pagi bukan rentang waktu" in desk.toast.head.text())
