"""The kiosk's paper, from a finger on its window to the bytes that a thermal printer gets."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from counter.clock import VirtualClock
from counter.office import papers
from counter.printing import thermal
from tests.office.building import BUDI, SARI
from tests.printing.test_thermal import lines
from tests.printing.thermal import ALL_WELL, PAPER_OUT, FakePrinter
from tests.ui.kiosks import a_kiosk
from ui.kiosk.window import KioskWindow
from ui.tasks import Tasks

PATIENCE_MS = 15_000
PHOTOGRAPH = "Kertas tidak keluar. Nomor Anda tetap berlaku: silakan foto layar ini."
TAKE = "Silakan ambil tiket Anda."


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thermal, "ANSWER_S", 0.3)
    monkeypatch.setattr(thermal, "PRINTED_S", 0.4)
    monkeypatch.setattr(thermal, "_POLL_S", 0.05)
    monkeypatch.setattr(papers, "RETRY_S", 0.2)


def take_a_number(qtbot: QtBot, window: KioskWindow) -> None:
    for _touch in range(2):
        qtbot.waitUntil(lambda: not window.choosing.is_fresh)
        QTest.mouseClick(window.choices[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.given is not None)


@pytest.mark.parametrize(("paper", "dots"), [("80mm", 576), ("58mm", 384)])
def test_a_finger_brings_a_paper_that_names_nobody(
    qtbot: QtBot, tasks: Tasks, tmp_path: Path, clock: VirtualClock, paper: str, dots: int
) -> None:
    with (
        FakePrinter() as fake,
        a_kiosk(qtbot, tasks, tmp_path / "k", clock, printer=fake.spec, paper=paper) as window,
    ):
        take_a_number(qtbot, window)
        qtbot.waitUntil(lambda: window.ticket.paper == TAKE, timeout=PATIENCE_MS)

        printed = lines(fake.printed)

    said = " ".join(" ".join(words for _wide, words in printed).split())
    for wanted in ("A-001", "KTP-el baru", "Anda berikutnya", "24-11-2026 08.00 WIB"):
        assert wanted in said
    for nobody in (SARI.name, BUDI.name, "NIK", "kiosk"):
        assert nobody not in said
    assert max(wide * 12 * len(words) for wide, words in printed) <= dots
    assert fake.printed.endswith(b"\x1dV\x00")  # cut: the citizen tears nothing


def test_out_of_paper_the_number_stays_and_the_ticket_follows_with_the_new_roll(
    qtbot: QtBot, tasks: Tasks, tmp_path: Path, clock: VirtualClock
) -> None:
    with (
        FakePrinter() as fake,
        a_kiosk(qtbot, tasks, tmp_path / "k", clock, printer=fake.spec, paper="80mm") as window,
    ):
        fake.status = dict(PAPER_OUT)
        take_a_number(qtbot, window)
        qtbot.waitUntil(lambda: window.ticket.paper == PHOTOGRAPH, timeout=PATIENCE_MS)
        assert window.given is not None
        assert (window.given.number, fake.printed) == ("A-001", b"")

        fake.status = dict(ALL_WELL)

        qtbot.waitUntil(lambda: window.ticket.paper == TAKE, timeout=PATIENCE_MS)
        assert b"A-001" in fake.printed


@pytest.mark.parametrize("dies_after", [4, 60])
def test_a_printer_that_dies_costs_no_number(
    qtbot: QtBot, tasks: Tasks, tmp_path: Path, clock: VirtualClock, dies_after: int
) -> None:
    with (
        FakePrinter(dies_after=dies_after) as fake,
        a_kiosk(qtbot, tasks, tmp_path / "k", clock, printer=fake.spec, paper="80mm") as window,
    ):
        take_a_number(qtbot, window)
        qtbot.waitUntil(lambda: window.ticket.paper == PHOTOGRAPH, timeout=PATIENCE_MS)
        assert window.given is not None
        assert window.given.number == "A-001"

        window.go_home()
        take_a_number(qtbot, window)

        qtbot.waitUntil(lambda: window.ticket.paper == PHOTOGRAPH, timeout=PATIENCE_MS)
        assert window.given.number == "A-002"


def test_a_kiosk_without_a_printer_gives_numbers_on_its_screen(
    qtbot: QtBot, tasks: Tasks, tmp_path: Path, clock: VirtualClock
) -> None:
    with a_kiosk(qtbot, tasks, tmp_path / "k", clock, printer="none", paper="80mm") as window:
        take_a_number(qtbot, window)

        qtbot.waitUntil(lambda: window.ticket.paper == PHOTOGRAPH, timeout=PATIENCE_MS)
