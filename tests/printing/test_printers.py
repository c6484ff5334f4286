"""Every way onto paper takes a whole PDF, or says what keeps it from coming out."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from counter.printing import printers
from counter.printing.papers import PaperSize
from counter.printing.printers import (
    CupsPrinter,
    FolderClosed,
    FolderPrinter,
    NoPrinter,
    PrinterRefused,
    PrinterSilent,
    PrinterSpecWrong,
    SpoolerMissing,
    WithoutPrinter,
    printer_from,
)
from counter.printing.receipt import receipt_pdf
from tests.printing.samples import NUMBER, RECEIPT

A5 = receipt_pdf(RECEIPT, layout=PaperSize.A5, preview=False)
ROLL = receipt_pdf(RECEIPT, layout=PaperSize.ROLL_80, preview=False)


@pytest.fixture
def spooler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put commands named `lp` and `lpstat` first on the path, as a test writes them."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return folder


def command(folder: Path, name: str, script: str) -> None:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)


def test_a_folder_gets_each_paper_as_a_file_named_by_its_number(tmp_path: Path) -> None:
    printer = printer_from(f"folder:{tmp_path}/papers")

    printer.send(A5, NUMBER)

    assert (tmp_path / "papers" / "3171-06-L3-2026-000412.pdf").read_bytes() == A5


def test_a_folder_keeps_an_earlier_paper_of_the_same_name(tmp_path: Path) -> None:
    printer = FolderPrinter(tmp_path)

    printer.send(A5, "A-017")
    printer.send(ROLL, "A-017")

    assert (tmp_path / "A-017.pdf").read_bytes() == A5
    assert (tmp_path / "A-017 (2).pdf").read_bytes() == ROLL


def test_a_paper_sent_again_after_an_interruption_is_there_once(tmp_path: Path) -> None:
    printer = FolderPrinter(tmp_path)

    printer.send(A5, "A-017")
    printer.send(A5, "A-017")

    assert [file.name for file in tmp_path.iterdir()] == ["A-017.pdf"]


@pytest.mark.parametrize("title", ["../../etc/passwd", "/", "", "a\0b", "..."])
def test_no_title_leads_out_of_the_folder(tmp_path: Path, title: str) -> None:
    folder = tmp_path / "in"

    FolderPrinter(folder).send(A5, title)

    assert len(list(folder.glob("*.pdf"))) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["in"]


def test_a_folder_that_is_a_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "papers").write_text("")
    printer = FolderPrinter(tmp_path / "papers")

    with pytest.raises(FolderClosed) as caught:
        printer.send(A5, NUMBER)

    assert not caught.value.maybe_printed
    assert not printer.health().ready


def test_a_folder_that_can_be_written_is_ready(tmp_path: Path) -> None:
    health = FolderPrinter(tmp_path).health()

    assert (health.ready, health.words) == (True, f"Kertas disimpan ke {tmp_path}")


def test_cups_gets_the_pdf_with_its_own_paper_size(spooler: Path, tmp_path: Path) -> None:
    command(spooler, "lp", f'echo "$@" > {tmp_path}/asked; cat > {tmp_path}/paper')

    printer_from("cups:Kasir_1").send(ROLL, NUMBER)

    asked = (tmp_path / "asked").read_text()
    assert f"-d Kasir_1 -t {NUMBER} -o media=Custom.80x" in asked
    assert (tmp_path / "paper").read_bytes() == ROLL


def test_cups_knows_a5_by_its_name(spooler: Path, tmp_path: Path) -> None:
    command(spooler, "lp", f'echo "$@" > {tmp_path}/asked; cat > /dev/null')

    CupsPrinter("Kasir").send(A5, NUMBER)

    assert "media=A5 " in (tmp_path / "asked").read_text()


def test_what_cups_answers_is_told(spooler: Path) -> None:
    command(
        spooler,
        "lp",
        'cat > /dev/null; echo "/usr/bin/lp: Error - The printer does not exist." >&2; exit 1',
    )

    with pytest.raises(
        PrinterRefused, match=r"Kasir did not take the paper: The printer does not exist\."
    ) as caught:
        CupsPrinter("Kasir").send(A5, NUMBER)

    assert not caught.value.maybe_printed


def test_a_spooler_that_ends_before_reading_is_refused_not_a_crash(spooler: Path) -> None:
    command(spooler, "lp", "exit 3")

    with pytest.raises(PrinterRefused):
        CupsPrinter("Kasir").send(ROLL * 20, NUMBER)


def test_a_silent_spooler_leaves_the_paper_uncertain(
    spooler: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command(spooler, "lp", "exec sleep 60")
    monkeypatch.setattr(printers, "PATIENCE_S", 0.2)

    with pytest.raises(PrinterSilent) as caught:
        CupsPrinter("Kasir").send(A5, NUMBER)

    assert caught.value.maybe_printed


def test_a_system_without_cups_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    printer = CupsPrinter("Kasir")

    with pytest.raises(SpoolerMissing, match="lp"):
        printer.send(A5, NUMBER)
    assert "lpstat" in printer.health().words


@pytest.mark.parametrize(
    ("script", "ready", "words"),
    [
        ('echo "printer Kasir is idle.  enabled since Tue"', True, "Printer siap"),
        ('echo "printer Kasir disabled since Tue -"', False, "Printer Kasir dihentikan"),
        ("exit 1", False, "Printer Kasir tidak dikenal"),
        (
            '[ "$1" = -r ] && echo "scheduler is not running" || exit 1',
            False,
            "Sistem cetak tidak berjalan",
        ),
    ],
)
def test_cups_health_is_told_in_words(spooler: Path, script: str, ready: bool, words: str) -> None:
    command(spooler, "lpstat", script)

    health = CupsPrinter("Kasir").health()

    assert (health.ready, health.words) == (ready, words)


def test_a_counter_without_a_printer_refuses_papers() -> None:
    printer = printer_from("none")

    with pytest.raises(NoPrinter):
        printer.send(A5, NUMBER)
    assert isinstance(printer, WithoutPrinter)
    assert not printer.health().ready


@pytest.mark.parametrize(
    "spec",
    ["", "folder:", "cups:", "cups:-o", "cups:two words", "fax:1", "None", "/tmp"]
    + ([] if sys.platform == "win32" else ["windows:POS-80"]),
)
def test_a_spec_that_names_no_printer_is_refused(spec: str) -> None:
    with pytest.raises(PrinterSpecWrong) as caught:
        printer_from(spec)

    assert caught.value.facts["spec"] == spec
